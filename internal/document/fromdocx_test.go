package document

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/docx"
)

// para makes a paragraph: its style, then its words.
func para(style, words string) docx.Block {
	return docx.Block{Paragraph: &docx.Paragraph{Style: style, Runs: []docx.Run{{Text: words}}}}
}

// listed makes an item of a list.
func listed(style string, list, level int, words string) docx.Block {
	b := para(style, words)
	b.Paragraph.List, b.Paragraph.Level = list, level
	return b
}

// levels makes a list of the texts of its levels: a, i and I count in letters and
// Roman numerals, everything else in decimal, • not at all.
func levels(id int, texts ...string) docx.List {
	l := docx.List{ID: id, Family: id}
	for i, text := range texts {
		format := "decimal"
		for sign, way := range map[string]string{"a": "lowerLetter", "i": "lowerRoman", "I": "upperRoman", "•": "bullet"} {
			if rest, ok := strings.CutSuffix(text, "="+sign); ok {
				format, text = way, rest
			}
		}
		l.Levels[i] = docx.Level{Start: 1, Format: format, Text: text, After: -1}
	}
	return l
}

// fromDOCX writes a document, reads it and makes its tree.
func fromDOCX(t testing.TB, d docx.Document, o DOCXOptions) Tree {
	t.Helper()
	var file bytes.Buffer
	if err := docx.Write(&file, d); err != nil {
		t.Fatalf("Write: %v", err)
	}
	if got := Detect(file.Bytes()); got != DOCX {
		t.Fatalf("Detect says %s", got)
	}
	d, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	tree, err := FromDOCX(d, o)
	if err != nil {
		t.Fatalf("FromDOCX: %v", err)
	}
	checkTree(t, tree)
	return tree
}

func TestFromDOCX_structure(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		body  []docx.Block
		lists []docx.List
		title string
		want  []string
	}{
		"headings by style, the first is the title": {
			[]docx.Block{para("Heading1", "Charter"), para("", "Before."), para("Heading2", "Article 1 – Aim"), para("", "One."), para("", "Two."), para("Heading3", "Scope"), para("Heading2", "Annex")},
			nil, "Charter",
			[]string{"preamble|||Before.", "article|1|Aim|One.\nTwo.", " section||Scope|", "annex||Annex|"},
		},
		"a paragraph in the style of titles": {
			[]docx.Block{para("Title", "Charter"), para("Heading1", "Aims"), para("", "x"), para("Heading1", "Means")},
			nil, "Charter",
			[]string{"section||Aims|x", "section||Means|"},
		},
		"headings numbered by Word are as if the numbers had been typed": {
			[]docx.Block{listed("Heading1", 1, 0, "Aims"), listed("Heading2", 1, 1, "Scope"), para("", "x"), listed("Heading2", 1, 1, ""), listed("Heading1", 1, 0, "Means")},
			[]docx.List{levels(1, "Chapter %1.=I", "%1.%2")},
			"",
			[]string{"chapter|I|Aims|", " section|I.1|Scope|x", "chapter|II|Means|"},
		},
		"articles numbered by Word without a style": {
			[]docx.Block{para("Heading1", "T"), listed("", 1, 0, "Aim"), para("", "x"), listed("", 1, 1, "one"), listed("", 1, 0, strings.Repeat("long words ", 20))},
			[]docx.List{levels(1, "Article %1", "(%2)=a")},
			"T",
			[]string{"article|1|Aim|x", " point|a||one", "article|2||" + strings.TrimSpace(strings.Repeat("long words ", 20))},
		},
		"automatic lists with levels and bullets": {
			[]docx.Block{para("Heading2", "Article 1"), para("", "Lead:"), listed("", 1, 0, "one"), listed("", 1, 1, "a"), listed("", 1, 1, "b"), listed("", 1, 2, "deep"), listed("", 1, 0, "two"), listed("", 2, 0, "free")},
			[]docx.List{levels(1, "%1.", "(%2)=a", "%3)=i"), levels(2, "•=•")},
			"",
			[]string{"article|1||Lead:", " paragraph|1||one", "  point|a||a", "  point|b||b", "   point|i||deep", " paragraph|2||two", " point|||free"},
		},
		"dotted numbers of clauses": {
			[]docx.Block{listed("Heading1", 1, 0, "Scope"), listed("", 1, 1, "first"), listed("", 1, 1, "second"), listed("", 1, 2, "third")},
			[]docx.List{levels(1, "%1.", "%1.%2", "%1.%2.%3")},
			"",
			[]string{"section|1|Scope|", " paragraph|1.1||first", " paragraph|1.2||second", "  paragraph|1.2.1||third"},
		},
		"numbers typed by hand": {
			[]docx.Block{para("Heading2", "Section 1"), para("", "1.1 One"), para("", "1.2\u00a0Two"), para("", "(a) x"), para("", "2026. A year")},
			nil, "",
			[]string{"section|1||", " paragraph|1.1||One", " paragraph|1.2||Two", " paragraph|a||x", " paragraph|||2026. A year"},
		},
		"contents are left out": {
			[]docx.Block{para("Title", "T"), para("TOC1", "Aims 3"), para("Heading1", "Aims")}, nil, "T", []string{"section||Aims|"},
		},
		"a table is a block of words": {
			[]docx.Block{para("Heading2", "A"), {Table: &docx.Table{Rows: []docx.Row{
				{Cells: []docx.Cell{{Span: 1, Merges: true, Blocks: []docx.Block{para("", "a"), para("", "b")}}, {Span: 1, Blocks: []docx.Block{para("", "c")}}}},
				{Cells: []docx.Cell{{Span: 1, Continues: true}, {Span: 1, Blocks: []docx.Block{para("", "d")}}}},
			}}}, para("", "after")}, nil, "A", nil,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := docx.Document{Body: c.body, Lists: c.lists, Styles: []docx.Style{{ID: "TOC1", Name: "toc 1"}}}
			tree := fromDOCX(t, d, DOCXOptions{Language: "en"})
			if c.want == nil {
				want := `<table><tr><td rowspan="2">a b</td>` + "\t" + `<td>c</td></tr>` + "\n" + `<tr><td>d</td></tr></table><br>after`
				if tree.Provisions[0].HTML != want {
					t.Errorf("the table is %q", tree.Provisions[0].HTML)
				}
				return
			}
			if diff := cmp.Diff(c.want, outline(tree)); diff != "" || tree.Title != c.title {
				t.Errorf("title %q\n%s", tree.Title, diff)
			}
		})
	}
}

func TestFromDOCX_notesFollowTheWords(t *testing.T) {
	t.Parallel()
	d := docx.Document{
		Body: []docx.Block{para("Heading2", "Article 1"), para("", "1. One"), para("", "2. Two")},
		Notes: []docx.Note{
			{ID: "x", Blocks: []docx.Block{para("", "A note."), para("", "More.")}},
			{ID: "y", End: true, Blocks: []docx.Block{para("", "An endnote.")}},
		},
	}
	for i, r := range []docx.Run{{Kind: docx.Footnote, ID: "x"}, {Kind: docx.Endnote, ID: "y"}} {
		d.Body[i+1].Paragraph.Runs = append(d.Body[i+1].Paragraph.Runs, r, docx.Run{Text: " goes on."})
	}
	tree := fromDOCX(t, d, DOCXOptions{Language: "en"})
	want := []string{"One<sup>1</sup> goes on.<br><sup>1</sup> A note. More.", "Two<sup>i</sup> goes on.<br><sup>i</sup> An endnote."}
	if diff := cmp.Diff(want, []string{tree.Provisions[1].HTML, tree.Provisions[2].HTML}); diff != "" {
		t.Error(diff)
	}
	out := ToDOCX(coverIn("en", ""), tree.Provisions)
	if len(out.Notes) != 2 {
		t.Errorf("written with %d notes", len(out.Notes))
	}
	same(t, through(t, tree).Provisions, tree.Provisions)
}

func TestFromDOCX_commentsLieOnTheirWords(t *testing.T) {
	t.Parallel()
	d := docx.Document{
		Body: []docx.Block{
			{Paragraph: &docx.Paragraph{Style: "Heading2", Runs: []docx.Run{{Kind: docx.CommentStart, ID: "0"}, {Text: "Article 1"}, {Kind: docx.CommentEnd, ID: "0"}}}},
			{Paragraph: &docx.Paragraph{Runs: []docx.Run{
				{Kind: docx.CommentStart, ID: "1"},
				{Text: "1. "},
				{Text: "The 各 "},
				{Kind: docx.CommentStart, ID: "2"},
				{Text: "Parties "},
				{Kind: docx.CommentEnd, ID: "2"},
				{Text: "shall"},
				{Kind: docx.CommentEnd, ID: "1"},
				{Text: " act."},
				{Kind: docx.CommentStart, ID: "3"},
				{Text: " End"},
			}}},
			para("", "2. And more."),
			{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "3. Gone: "}, {Kind: docx.CommentStart, ID: "4"}, {Text: "deleted", Deleted: &docx.Revision{Author: "A"}}, {Kind: docx.CommentEnd, ID: "4"}, {Text: "kept"}, {Kind: docx.CommentEnd, ID: "3"}}}},
			{Table: &docx.Table{Rows: []docx.Row{{Cells: []docx.Cell{{Span: 1, Blocks: []docx.Block{para("", "a")}}, {Span: 1, Blocks: []docx.Block{
				{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Kind: docx.CommentStart, ID: "5"}, {Text: "cell"}, {Kind: docx.CommentEnd, ID: "5"}}}},
			}}}}}}},
		},
	}
	for i := range 7 {
		d.Comments = append(d.Comments, docx.Comment{ID: fmt.Sprint(i), Author: "R", Blocks: []docx.Block{para("", "why?")}})
	}
	d.Comments[2].ReplyTo = "1"
	tree := fromDOCX(t, d, DOCXOptions{Language: "en"})
	var got []string
	for _, c := range tree.Comments {
		got = append(got, fmt.Sprintf("%s %d %d-%d %q %s", c.ID, c.Position, c.Start, c.End, c.Exact, c.ReplyTo))
	}
	want := []string{
		`0 1 0-0 "" `, `1 2 0-19 "The 各 Parties shall" `, `2 2 6-13 "Parties" 1`, `3 2 25-28 "End" `, `4 4 0-0 "" `, `5 4 13-17 "cell" `, `6 0 0-0 "" `,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff, outline(tree))
	}
	if diff := cmp.Diff([]string{"changes_accepted:1", "comments_unplaced"}, tree.Warnings); diff != "" {
		t.Error(diff)
	}
}

func TestFromDOCX_trackedChangesByChoice(t *testing.T) {
	t.Parallel()
	a, b := &docx.Revision{Author: "A", Change: docx.Insertion}, &docx.Revision{Author: "B", Change: docx.Deletion}
	d := docx.Document{Body: []docx.Block{
		para("Heading2", "Article 1"),
		{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "You "}, {Text: "may", Deleted: b}, {Text: "shall", Inserted: a}, {Text: " act."}}}},
		{Paragraph: &docx.Paragraph{Inserted: a, Style: "Heading2", Runs: []docx.Run{{Text: "Article 2", Inserted: a}}}},
	}}
	for name, c := range map[string]struct {
		accept func(*docx.Revision) bool
		want   []string
	}{
		"by itself accepted": {nil, []string{"article|1||You shall act.", "article|2||"}},
		"refused":            {func(*docx.Revision) bool { return false }, []string{"article|1||You may act."}},
		"by author":          {func(r *docx.Revision) bool { return r.Author == "B" }, []string{"article|1||You  act."}},
	} {
		for i := range c.want {
			c.want[i] = strings.ReplaceAll(c.want[i], "  ", " ")
		}
		tree := fromDOCX(t, docx.Document{Body: append(d.Body, para("", ""))}, DOCXOptions{Language: "en", Accept: c.accept})
		if diff := cmp.Diff(c.want, outline(tree)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if warned := strings.Contains(strings.Join(tree.Warnings, " "), "changes_accepted"); warned != (c.accept == nil) {
			t.Errorf("%s: %v", name, tree.Warnings)
		}
	}
}

func TestRead_otherFilesAreRefusedByName(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		want    error
	}{
		"an archive": {[]byte("PK\x03\x04 and no more"), docx.ErrDamaged},
		"Word 97":    {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00"), docx.ErrOldWord},
		"too large":  {append([]byte("PK\x03\x04"), make([]byte, docx.MaxFile)...), docx.ErrTooLarge},
		"no words":   {packed(t, "<w:p/>"), ErrEmpty},
	} {
		_, err := Read(Detect(c.content), c.content, "en")
		if !errors.Is(err, c.want) || !errors.Is(err, ErrUnreadable) && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFromDOCX_realFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "docx", "*.docx"))
	if err != nil || len(files) == 0 {
		t.Skip("the shared inputs are not beside the repository")
	}
	placed := map[string]int{}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := Read(Detect(content), content, "en")
		name = filepath.Base(name)
		switch {
		case name == "openxml-password-protected.docx":
			if !errors.Is(err, ErrUnreadable) || !errors.Is(err, docx.ErrEncrypted) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		case err != nil:
			if !errors.Is(err, ErrEmpty) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		checkTree(t, tree)
		for _, c := range tree.Comments {
			if c.Position == 0 {
				continue
			}
			text := []rune(tree.Provisions[c.Position-1].Text)
			if got := string(text[c.Start:c.End]); got != c.Exact {
				t.Errorf("%s: comment %s is on %q, not %q", name, c.ID, got, c.Exact)
			}
			if c.Exact != "" {
				placed[name]++
			}
		}
		same(t, through(t, tree).Provisions, tree.Provisions)
	}
	if placed["openxml-136-comments.docx"] != 136 || placed["openxml-comments-in-table.docx"] != 20 {
		t.Errorf("placed on words: %v", placed)
	}
}

// packed makes a file of the body of a document.
func packed(t testing.TB, body string) []byte { return packedWith(t, body, "") }

// packedWith makes a file of a body and of styles.
func packedWith(t testing.TB, body, styles string) []byte {
	t.Helper()
	const word = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">`
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, content string }{
		{"word/document.xml", `<w:document` + word + `<w:body>` + body + `</w:body></w:document>`},
		{"word/styles.xml", `<w:styles` + word + styles + `</w:styles>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(part.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func FuzzReadDOCX(f *testing.F) {
	for _, style := range []string{"Heading1", "Title", "TvArticle0", "TvPoint19Text", "TvWords3", "TvHead"} {
		f.Add(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:bookmarkStart w:id="1" w:name="_wart_h1"/><w:commentRangeStart w:id="1"/><w:r><w:rPr><w:rStyle w:val="TvNumber"/></w:rPr><w:t>1. </w:t></w:r><w:r><w:t>(a) x</w:t><w:br/><w:t>(b) y</w:t></w:r></w:p>`)
	}
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:rPr><w:rStyle w:val="TvSpanRtlCode"/></w:rPr><w:t>1. </w:t><w:br/></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Fuzz(func(t *testing.T, body string) {
		tree, err := Read(DOCX, packed(t, body), "en")
		if err != nil {
			return
		}
		checkTree(t, tree)
		checkDOCX(t, tree)
	})
}

func TestFromDOCX_aPageEndsALine(t *testing.T) {
	t.Parallel()
	page := func(of ...string) docx.Block {
		p := &docx.Paragraph{}
		for i, words := range of {
			if i > 0 {
				p.Runs = append(p.Runs, docx.Run{Kind: docx.PageBreak})
			}
			p.Runs = append(p.Runs, docx.Run{Text: words})
		}
		return docx.Block{Paragraph: p}
	}
	heading := page("", "Article 1", "Aim")
	heading.Paragraph.Style = "Heading2"
	cell := docx.Block{Table: &docx.Table{Rows: []docx.Row{{Cells: []docx.Cell{{Span: 1, Blocks: []docx.Block{page("one", "cell")}}}}}}}
	tree := fromDOCX(t, docx.Document{Body: []docx.Block{heading, page("first", "second", ""), page("", ""), cell}}, DOCXOptions{Language: "en"})
	if diff := cmp.Diff([]string{"article|1|Aim|first\nsecond\none cell"}, outline(tree)); diff != "" {
		t.Error(diff)
	}
}

func TestFromDOCX_changesInNotesAndTablesWarn(t *testing.T) {
	t.Parallel()
	deleted := &docx.Revision{Author: "B", Change: docx.Deletion}
	row := func(words string, by *docx.Revision) docx.Row {
		return docx.Row{Deleted: by, Cells: []docx.Cell{{Span: 1, Blocks: []docx.Block{para("", words)}}}}
	}
	for name, body := range map[string][]docx.Block{
		"a note":                                {para("Heading2", "Article 1"), para("", "x"), para("Heading2", "Article 2"), noted("2")},
		"a row":                                 {para("Heading2", "Article 1"), para("", "x"), para("Heading2", "Article 2"), {Table: &docx.Table{Rows: []docx.Row{row("veto", deleted), row("stays", nil)}}}},
		"a whole table":                         {para("Heading2", "Article 1"), para("", "x"), para("Heading2", "Article 2"), para("", "y"), {Table: &docx.Table{Rows: []docx.Row{row("veto", deleted)}}}},
		"a note to which a cell refers":         {para("Heading2", "Article 1"), para("", "x"), para("Heading2", "Article 2"), {Table: &docx.Table{Rows: []docx.Row{{Cells: []docx.Cell{{Span: 1, Blocks: []docx.Block{noted("2")}}}}}}}},
		"a note, and a provision that has none": {para("Heading2", "Article 1"), para("", "x"), para("Heading2", "Article 2"), noted("2"), para("Heading2", "Article 3"), para("", "y")},
	} {
		d := docx.Document{Body: body, Notes: []docx.Note{{ID: "2", Blocks: []docx.Block{{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "This is "}, {Text: "not ", Deleted: deleted}, {Text: "optional."}}}}}}}}
		tree := fromDOCX(t, d, DOCXOptions{Language: "en"})
		if diff := cmp.Diff([]string{"changes_accepted:2"}, tree.Warnings); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if tree = fromDOCX(t, d, DOCXOptions{Language: "en", Accept: func(*docx.Revision) bool { return true }}); len(tree.Warnings) > 0 {
			t.Errorf("%s, by choice: %v", name, tree.Warnings)
		}
	}
}

func TestFromDOCX_whatAStyleHidesIsLeftOut(t *testing.T) {
	t.Parallel()
	styles := `<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:vanish/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Secret"><w:name w:val="Secret"/><w:basedOn w:val="Base"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Seen"><w:name w:val="Seen"/><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="Shown"><w:name w:val="Shown"/><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>`
	in := func(style, run string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>` + run + `</w:p>`
	}
	words := func(s string) string { return `<w:r><w:t>` + s + `</w:t></w:r>` }
	tree, err := Read(DOCX, packedWith(t, in("Secret", words("Do not agree to this."))+in("Seen", words("Visible."))+in("Secret", `<w:r><w:rPr><w:rStyle w:val="Shown"/></w:rPr><w:t>Shown.</w:t></w:r>`), styles), "en")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"preamble|||Visible.\nShown."}, outline(tree)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"hidden_dropped"}, tree.Warnings); diff != "" {
		t.Error(diff)
	}
}
