package docx

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var realFiles = filepath.Join("..", "..", "..", "shared", "data", "docx")

// realFile reads one of the files that others made.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(realFiles, name))
	if err != nil {
		t.Skipf("the real files are not here: %v", err)
	}
	return content
}

func readBytes(content []byte) (Document, error) {
	return Read(bytes.NewReader(content), int64(len(content)))
}

func mustRead(t testing.TB, content []byte) Document {
	t.Helper()
	d, err := readBytes(content)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return d
}

// counts are what the manifest counts.
func counts(d Document) map[string]int {
	n := map[string]int{"comments": len(d.Comments), "tables": tables(d.Body)}
	var link *Link
	for p := range Paragraphs(d.Body) {
		n["paragraphs"]++
		if strings.HasPrefix(p.Style, "Heading") {
			n["headings"]++
			if p.Outline == 0 {
				n["headings without a level"]++
			}
		}
		if p.Direct {
			n["numbered"]++
		}
		for _, r := range p.Runs {
			switch r.Kind {
			case Footnote:
				n["footnotes"]++
			case Endnote:
				n["endnotes"]++
			case Text:
				if r.Deleted == nil {
					n["text_chars"] += utf8.RuneCountInString(r.Text)
				}
			}
			if r.Link != nil && r.Link != link {
				n["hyperlinks"]++
			}
			link = r.Link
		}
	}
	for _, r := range d.Revisions {
		n[map[Change]string{Insertion: "insertions", Deletion: "deletions", MovedFrom: "moves", MovedTo: "moves"}[r.Change]]++
	}
	return n
}

func tables(blocks []Block) int {
	n := 0
	for _, b := range blocks {
		if b.Table == nil {
			continue
		}
		n++
		for _, row := range b.Table.Rows {
			for _, cell := range row.Cells {
				n += tables(cell.Blocks)
			}
		}
	}
	return n
}

// fallbacks counts what stands a second time in the file, for older programs: the
// manifest counts it, a reader takes one of the two.
func fallbacks(t *testing.T, content []byte) map[string]int {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	d := xml.NewDecoder(f)
	inside, text, code := 0, false, false
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return n
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "Fallback" {
				inside++
			}
			if kind := map[string]string{"p": "paragraphs", "ins": "insertions", "del": "deletions"}[token.Name.Local]; inside > 0 && kind != "" && token.Name.Space == "w" {
				n[kind]++
			}
			text = token.Name.Local == "t"
			code = token.Name.Local == "instrText"
		case xml.EndElement:
			if token.Name.Local == "Fallback" {
				inside--
			}
			text, code = false, false
		case xml.CharData:
			if code && strings.Contains(string(token), "HYPERLINK") {
				n["hyperlinks"]-- // a link that is a field, which the manifest does not count
			}
			if inside > 0 && text {
				n["text_chars"] += utf8.RuneCount(token)
			}
		}
	}
}

// inNotes counts the changes in notes: the manifest counts those of the body alone.
func inNotes(t *testing.T, content []byte) map[string]int {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, f := range z.File {
		if f.Name != "word/footnotes.xml" && f.Name != "word/endnotes.xml" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		n["insertions"] += bytes.Count(part, []byte("<w:ins "))
		n["deletions"] += bytes.Count(part, []byte("<w:del "))
	}
	return n
}

func TestRead_realFilesHaveWhatTheManifestCounts(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(bytes.NewReader(realFile(t, "manifest.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 35 {
		t.Fatalf("the manifest lists %d files", len(rows)-1)
	}
	for _, row := range rows[1:] {
		content := realFile(t, row[0])
		d, err := readBytes(content)
		if row[0] == "openxml-password-protected.docx" {
			if !errors.Is(err, ErrEncrypted) {
				t.Errorf("%s: %v", row[0], err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", row[0], err)
			continue
		}
		got, want := counts(d), map[string]int{}
		for kind, n := range fallbacks(t, content) {
			got[kind] += n
		}
		for kind, n := range inNotes(t, content) {
			got[kind] -= n
		}
		for i, kind := range rows[0] {
			n, err := strconv.Atoi(row[i])
			if err == nil && n > 0 && kind != "bytes" && kind != "sdt" {
				want[kind] = n
			}
		}
		for kind, n := range got {
			if n == 0 {
				delete(got, kind)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", row[0], diff)
		}
	}
}
