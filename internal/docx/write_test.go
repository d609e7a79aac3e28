package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func written(t testing.TB, d Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatalf("Write: %v", err)
	}
	return b.Bytes()
}

// sample has one of everything.
func sample() Document {
	when := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	ins := &Revision{ID: "1", Author: "لجنة <C-000123>", Change: Insertion, Date: when}
	del := &Revision{ID: "2", Author: "B", Change: Deletion, Date: when}
	mark := &Revision{ID: "3", Author: "B", Change: Insertion}
	link := &Link{"https://example.org/?a=1&b=\"2\""}
	levels := [9]Level{}
	for i := range levels {
		levels[i] = Level{Start: 1, Format: "decimal", Text: "%1.", After: -1}
	}
	restarted := levels
	restarted[0].Start, restarted[0].Restarts = 4, true
	return Document{
		Title: "A & B", Language: "ar", RightToLeft: true,
		Body: []Block{
			{Paragraph: &Paragraph{Style: "Title", StyleName: "Title", RightToLeft: true, Runs: []Run{{Text: "ميثاق", Format: Format{RightToLeft: true, Language: "ar"}}}}},
			{Paragraph: &Paragraph{Style: "Heading2", StyleName: "heading 2", Outline: 2, Runs: []Run{
				{Kind: BookmarkStart, ID: "1", Text: "_wart_h1"}, {Text: "Aims\u00a0 "}, {Kind: BookmarkEnd, ID: "1"},
			}}},
			{Paragraph: &Paragraph{StyleName: "Normal", List: 1, Direct: true, Label: "1.", Inserted: mark, Runs: []Run{
				{Kind: CommentStart, ID: "0"},
				{Text: "bold", Format: Format{Bold: true, Italic: true, Strike: true, Underline: true}},
				{Kind: CommentEnd, ID: "0"},
				{Kind: CommentPoint, ID: "0"},
				{Text: "2", Format: Format{Superscript: true}},
				{Text: "new", Inserted: ins},
				{Text: "old", Deleted: del},
				{Text: "both", Inserted: ins, Deleted: del},
				{Text: "here", Format: Format{Style: "Hyperlink", Underline: true}, Link: link},
				{Kind: Footnote, ID: "1", Format: Format{Superscript: true, Style: "FootnoteReference"}},
				{Kind: Tab},
				{Kind: LineBreak},
				{Text: "hidden", Format: Format{Hidden: true}},
				{Text: "H", Format: Format{Subscript: true}},
			}}},
			{Paragraph: &Paragraph{StyleName: "Normal", List: 2, Direct: true, Label: "4.", Align: "center", Runs: []Run{{Text: "four"}}}},
			{Table: &Table{Rows: []Row{
				{Header: true, Cells: []Cell{{Span: 2, Blocks: []Block{{Paragraph: &Paragraph{StyleName: "Normal", Runs: []Run{{Text: "head"}}}}}}}},
				{Inserted: ins, Cells: []Cell{
					{Span: 1, Merges: true, Align: "right", Blocks: []Block{{Paragraph: &Paragraph{StyleName: "Normal", Align: "right", Runs: []Run{{Text: "x"}}}}}},
					{Span: 1, Blocks: []Block{{Paragraph: &Paragraph{StyleName: "Normal", Runs: []Run{{Text: "y"}}}}}},
				}},
				{Cells: []Cell{{Span: 1, Continues: true, Blocks: []Block{{Paragraph: &Paragraph{StyleName: "Normal"}}}}, {Span: 1, Blocks: []Block{{Paragraph: &Paragraph{StyleName: "Normal"}}}}}},
			}}},
			{Paragraph: &Paragraph{StyleName: "Normal", Runs: []Run{{Text: "end"}}}},
		},
		Notes: []Note{{ID: "1", Blocks: []Block{{Paragraph: &Paragraph{Style: "FootnoteText", StyleName: "footnote text", Runs: []Run{
			{Text: "a note"},
		}}}}}},
		Comments: []Comment{
			{ID: "0", Author: "R", Initials: "r", Date: when, Blocks: []Block{{Paragraph: &Paragraph{Style: "CommentText", StyleName: "annotation text", Runs: []Run{{Text: "why?"}}}}}},
			{ID: "1", Author: "S", ReplyTo: "0", Done: true, Blocks: []Block{{Paragraph: &Paragraph{Style: "CommentText", StyleName: "annotation text", Runs: []Run{{Text: "since"}}}}}},
		},
		Lists: []List{{ID: 1, Family: 1, Levels: levels}, {ID: 2, Family: 1, Levels: restarted}},
	}
}

// plainIDs gives what the writer numbers anew the same ids on both sides.
func plainIDs(d Document) Document {
	for p := range Paragraphs(d.Body) {
		for i := range p.Runs {
			if k := p.Runs[i].Kind; k == BookmarkStart || k == BookmarkEnd {
				p.Runs[i].ID = "b"
			}
			for _, r := range []*Revision{p.Runs[i].Inserted, p.Runs[i].Deleted} {
				if r != nil {
					r.ID = ""
				}
			}
		}
		if p.Inserted != nil {
			p.Inserted.ID = ""
		}
	}
	for _, b := range d.Body {
		if b.Table != nil {
			b.Table.Rows[1].Inserted.ID = ""
		}
	}
	d.Revisions, d.Styles, d.Warnings = nil, nil, nil
	return d
}

func TestWrite_isReadBackAsItWas(t *testing.T) {
	t.Parallel()
	want := sample()
	got := mustRead(t, written(t, want))
	want.Header = ""
	opts := cmp.Options{cmp.AllowUnexported(Level{})}
	if diff := cmp.Diff(plainIDs(want), plainIDs(got), opts); diff != "" {
		t.Error(diff)
	}
	again := mustRead(t, written(t, mustRead(t, written(t, sample()))))
	if diff := cmp.Diff(plainIDs(got), plainIDs(again), opts); diff != "" {
		t.Errorf("the second time it differs:\n%s", diff)
	}
}

func TestWrite_sameDocumentSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(written(t, sample()), written(t, sample())) {
		t.Error("two files of one document differ")
	}
}

// order of the children of some elements in the transitional schema.
var order = map[string][]string{
	"pPr":    {"pStyle", "keepNext", "numPr", "bidi", "spacing", "ind", "jc", "outlineLvl", "rPr", "sectPr"},
	"rPr":    {"ins", "del", "rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "vanish", "color", "sz", "szCs", "u", "vertAlign", "rtl", "lang"},
	"tcPr":   {"tcW", "gridSpan", "vMerge", "cellIns", "cellDel"},
	"tblPr":  {"tblStyle", "bidiVisual", "tblW", "tblBorders"},
	"lvl":    {"start", "numFmt", "lvlRestart", "isLgl", "lvlText", "lvlJc", "pPr"},
	"sectPr": {"headerReference", "footerReference", "pgSz", "pgMar", "bidi"},
	"style":  {"name", "basedOn", "next", "qFormat", "pPr", "rPr", "tblPr"},
}

func TestWrite_partsAreInTheOrderOfTheSchemaWithUniqueIDs(t *testing.T) {
	t.Parallel()
	content := written(t, sample())
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		checkOrder(t, f.Name, part)
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(`<w:(?:ins|del|bookmarkStart) w:id="(\d+)"`).FindAllSubmatch(part, -1) {
			if ids[string(m[1])] {
				t.Errorf("%s uses the id %s twice", f.Name, m[1])
			}
			ids[string(m[1])] = true
		}
	}
}

func checkOrder(t *testing.T, name string, part []byte) {
	t.Helper()
	type open struct {
		name string
		at   int
	}
	stack := []open{{}}
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			above := &stack[len(stack)-1]
			if list := order[above.name]; list != nil {
				at := strings.Index(" "+strings.Join(list, " ")+" ", " "+token.Name.Local+" ")
				if at < above.at {
					t.Errorf("%s: %s comes too late in %s, or is not known there", name, token.Name.Local, above.name)
				}
				above.at = at
			}
			stack = append(stack, open{name: token.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}
