package document

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/docx"
)

// oneRowOf makes a table of one row.
func oneRowOf(words ...string) docx.Block {
	row := docx.Row{}
	for _, w := range words {
		row.Cells = append(row.Cells, docx.Cell{Span: 1, Blocks: []docx.Block{para("", w)}})
	}
	return docx.Block{Table: &docx.Table{Rows: []docx.Row{row}}}
}

func TestFromDOCX_wordsStayWhereTheyStand(t *testing.T) {
	t.Parallel()
	lists := []docx.List{levels(1, "%1.", "(%2)=a", "%3)=i"), levels(2, "•=•")}
	for name, c := range map[string]struct {
		body []docx.Block
		want []string
	}{
		"a table and words under a paragraph that was numbered by hand": {
			[]docx.Block{para("", "Lead."), para("", "(1) One."), para("", "(2) Two:"), oneRowOf("a", "b"), para("", "As above."), para("", "(3) Three.")},
			[]string{"article|1||Lead.", " paragraph|1||One.", " paragraph|2||Two:\na\tb\nAs above.", " paragraph|3||Three."},
		},
		"words under a paragraph that Word numbered": {
			[]docx.Block{listed("", 1, 0, "One."), para("", "More of one."), listed("", 1, 1, "first"), listed("", 1, 0, "Two."), oneRowOf("a")},
			[]string{"article|1||", " paragraph|1||One.\nMore of one.", "  point|a||first", " paragraph|2||Two.\na"},
		},
		"words between two points, and after the last": {
			[]docx.Block{listed("", 1, 0, "One:"), listed("", 1, 1, "first"), para("", "More of first."), listed("", 1, 1, "second"), para("", "Whichever is later."), para("", "Or never."), listed("", 1, 0, "Two.")},
			[]string{"article|1||", " paragraph|1||One:", "  point|a||first\nMore of first.", "  point|b||second", "  paragraph|||Whichever is later.\nOr never.", " paragraph|2||Two."},
		},
		"words after bullets": {
			[]docx.Block{para("", "Lead:"), listed("", 2, 0, "one"), listed("", 2, 0, "two"), para("", "All of them."), listed("", 1, 0, "One.")},
			[]string{"article|1||Lead:", " point|||one", " point|||two", " paragraph|||All of them.", " paragraph|1||One."},
		},
		"letters that were typed": {
			[]docx.Block{para("", "(1) One:"), para("", "(a) first"), para("", "more of first"), para("", "(b) second"), para("", "Of both."), para("", "(2) Two.")},
			[]string{"article|1||", " paragraph|1||One:", " paragraph|a||first\nmore of first", " paragraph|b||second", " paragraph|||Of both.", " paragraph|2||Two."},
		},
		"numbers typed after some that Word counted": {
			[]docx.Block{listed("", 1, 0, "One:"), para("", "(a) first"), para("", "(b) second"), listed("", 1, 0, "Two."), para("", "3. Three."), para("", "4. Four.")},
			[]string{"article|1||", " paragraph|1||One:", "  paragraph|a||first", "  paragraph|b||second", " paragraph|2||Two.", " paragraph|3||Three.", " paragraph|4||Four."},
		},
	} {
		tree := fromDOCX(t, docx.Document{Body: append([]docx.Block{para("Heading1", "T"), para("Heading2", "Article 1")}, c.body...), Lists: lists}, DOCXOptions{Language: "en"})
		if diff := cmp.Diff(c.want, outline(tree)); diff != "" || len(tree.Warnings) > 0 {
			t.Errorf("%s: %v\n%s", name, tree.Warnings, diff)
		}
		same(t, through(t, tree).Provisions, tree.Provisions)
	}
}

func TestFromDOCX_aTitleAfterHeadingsLeavesItsWordsWhereTheyAre(t *testing.T) {
	t.Parallel()
	tree := fromDOCX(t, docx.Document{Body: []docx.Block{
		para("Heading2", "Foreword"), para("", "Before."), para("Heading1", "Charter"), para("", "We agree."), para("Heading2", "Article 1"), para("", "One."),
	}}, DOCXOptions{Language: "en"})
	if diff := cmp.Diff([]string{"section||Foreword|Before.", "preamble|||We agree.", "article|1||One."}, outline(tree)); diff != "" || tree.Title != "Charter" {
		t.Errorf("title %q\n%s", tree.Title, diff)
	}
}

// said are the letters and digits of a text, without what only tells how it is set.
func said(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.L, unicode.N) {
			return r
		}
		return -1
	}, text)
}

// inFile are the words of a file in their order; numbers that Word counts are words only in cells.
func inFile(blocks []docx.Block, cells bool) string {
	var b strings.Builder
	for _, block := range blocks {
		if p := block.Paragraph; p != nil {
			if cells {
				b.WriteString(said(p.Label))
			}
			for _, r := range p.Runs {
				if !r.Format.Hidden && r.Kind <= docx.Picture {
					b.WriteString(said(r.Text))
				}
			}
			continue
		}
		for _, row := range block.Table.Rows {
			for _, c := range row.Cells {
				if !c.Continues {
					b.WriteString(inFile(c.Blocks, true))
				}
			}
		}
	}
	return b.String()
}

// checkOrder holds a text, read from top to bottom, to have all the words of a file, in their order: only the title may
// stand before others, and numbers are told apart from words.
func checkOrder(t failer, d docx.Document) {
	t.Helper()
	d.Notes = nil // they stand at the end of their provisions
	want := inFile(d.Resolve(func(*docx.Revision) bool { return true }).Body, false)
	tree, err := FromDOCX(d, DOCXOptions{Language: "en"})
	if errors.Is(err, ErrEmpty) {
		return
	}
	if err != nil {
		t.Errorf("FromDOCX: %v", err)
	}
	want = strings.Replace(want, said(tree.Title), "", 1)
	for _, p := range tree.Provisions {
		number := said(p.Number)
		for _, words := range append([]string{p.Heading}, strings.Split(p.Text, "\n")...) {
			words = said(words)
			at := strings.Index(want, words)
			if at < 0 {
				t.Errorf("%s: %q is not in what is left: %q", p.WID, words, want)
				return
			}
			if left := want[:at]; words != "" && left != "" && (number == "" || !strings.HasSuffix(left, number) || len(left) > len(number)+len("Article")) {
				t.Errorf("%s: before %q was left out %q", p.WID, words, left)
			}
			if words != "" {
				want, number = want[at+len(words):], ""
			}
		}
	}
	if want != "" && len(want) > len("Article 00") {
		t.Errorf("left out: %q", want)
	}
}

func TestFromDOCX_realFilesKeepTheOrderOfTheirWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "docx", "*.docx"))
	if err != nil || len(files) == 0 {
		t.Skip("the shared inputs are not beside the repository")
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d, err := docx.Read(bytes.NewReader(content), int64(len(content)))
			if errors.Is(err, docx.ErrEncrypted) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkOrder(t, d)
		})
	}
}

func TestFromDOCX_everyFileKeepsTheOrderOfItsWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := docx.Document{Lists: []docx.List{levels(1, "%1.", "(%2)=a", "%3)=i"), levels(2, "•=•", "(%2)=a"), levels(3, "Article %1", "%1.%2")}}
		for i := range rapid.IntRange(1, 25).Draw(t, "blocks") {
			word := fmt.Sprintf("word%dq", i)
			switch kind := rapid.SampledFrom([]string{"words", "item", "number", "heading", "table", "title", "lines", "continued"}).Draw(t, "kind"); kind {
			case "item":
				d.Body = append(d.Body, listed("", rapid.IntRange(1, 3).Draw(t, "list"), rapid.IntRange(0, 1).Draw(t, "level"), word))
			case "number":
				d.Body = append(d.Body, para("", rapid.SampledFrom([]string{"1. ", "2. ", "3. ", "(a) ", "(b) ", "1.1 ", "1.2 "}).Draw(t, "number")+word))
			case "lines":
				d.Body = append(d.Body, para("", word), para("", rapid.SampledFrom([]string{"1. ", "(a) "}).Draw(t, "number")+word+"x"))
			case "heading":
				level := rapid.IntRange(1, 3).Draw(t, "level")
				d.Body = append(d.Body, para(fmt.Sprint("Heading", level), rapid.SampledFrom([]string{"", "Article 1 "}).Draw(t, "called")+word))
			case "table":
				d.Body = append(d.Body, oneRowOf(word, word+"y"))
			case "title":
				d.Body = append(d.Body, para("Title", word))
			case "continued":
				d.Body = append(d.Body, para("ListContinue", word))
			default:
				d.Body = append(d.Body, para("", word))
			}
		}
		d.Styles = []docx.Style{{ID: "ListContinue", Name: "List Continue"}}
		var file bytes.Buffer
		if err := docx.Write(&file, d); err != nil {
			t.Fatal(err)
		}
		read, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		checkOrder(t, read)
		tree, err := FromDOCX(read, DOCXOptions{Language: "en"})
		if err == nil {
			same(t, through(t, tree).Provisions, tree.Provisions)
		}
	})
}
