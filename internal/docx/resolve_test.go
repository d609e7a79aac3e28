package docx

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The words of people who track their changes.
const (
	tracked = `<w:p><w:r><w:t xml:space="preserve">The </w:t></w:r><w:del w:id="1" w:author="B" w:date="2026-01-02T03:04:05Z"><w:r><w:delText>Party</w:delText></w:r></w:del>` +
		`<w:ins w:id="2" w:author="A" w:date="2026-01-02T03:04:00"><w:r><w:t>Signatory</w:t></w:r><w:del w:id="3" w:author="B"><w:r><w:delText>!</w:delText></w:r></w:del></w:ins><w:r><w:t xml:space="preserve"> shall.</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:rPr><w:ins w:id="4" w:author="A"/></w:rPr></w:pPr><w:r><w:t>Aims</w:t></w:r></w:p>` +
		`<w:p><w:ins w:id="5" w:author="A"><w:r><w:t>New words.</w:t></w:r></w:ins></w:p>` +
		`<w:p><w:pPr><w:rPr><w:del w:id="6" w:author="A"/></w:rPr></w:pPr><w:del w:id="7" w:author="A"><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>` +
		`<w:p><w:moveFrom w:id="8" w:author="A"><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:t>one </w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>two </w:t></w:r><w:moveTo w:id="9" w:author="A"><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>` +
		`<w:tbl><w:tr><w:trPr><w:ins w:id="10" w:author="A"/></w:trPr><w:tc><w:p><w:r><w:t>row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`
)

func TestResolve_acceptsOrRefusesEveryChange(t *testing.T) {
	t.Parallel()
	d := mustRead(t, made(t, tracked, nil))
	before := shown(d)
	for name, c := range map[string]struct {
		got  Document
		want []string
	}{
		"accepted":                 {d.Accepted(), []string{"The Signatory shall.", "#Aims", "New words.", "one ", "two moved", "row"}},
		"refused":                  {d.Refused(), []string{"The Party shall.", "#Aims", "Gone.", "movedone ", "two "}},
		"one person's alone":       {d.Resolve(func(r *Revision) bool { return r.Author == "B" }), []string{"The  shall.", "#Aims", "Gone.", "movedone ", "two "}},
		"none, as it was, is kept": {d, before},
	} {
		if diff := cmp.Diff(c.want, shown(c.got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
	if len(d.Revisions) != 10 || d.Revisions[0].Change != Deletion || d.Revisions[0].Author != "B" ||
		d.Revisions[0].Date.Format("2006-01-02 15:04:05") != "2026-01-02 03:04:05" || d.Revisions[7].Change != MovedFrom || d.Revisions[8].Change != MovedTo {
		t.Errorf("the changes are %+v", d.Revisions)
	}
	if left := d.Accepted().Revisions; left != nil {
		t.Errorf("changes are left: %v", left)
	}
}

func TestResolve_realFileComesToBothTexts(t *testing.T) {
	t.Parallel()
	d := mustRead(t, realFile(t, "openxml-tracked-and-comments.docx"))
	accepted, refused := counts(d.Accepted())["text_chars"], counts(d.Refused())["text_chars"]
	inserted, deleted := 0, 0
	for p := range Paragraphs(d.Body) {
		for _, r := range p.Runs {
			switch {
			case r.Inserted != nil:
				inserted += len([]rune(r.Text))
			case r.Deleted != nil:
				deleted += len([]rune(r.Text))
			}
		}
	}
	if inserted == 0 || deleted == 0 || accepted-inserted != refused-deleted {
		t.Errorf("accepted %d characters with %d inserted, refused %d with %d deleted", accepted, inserted, refused, deleted)
	}
}

func TestResolve_aTextBoxGoesWithTheChangeThatItIsIn(t *testing.T) {
	t.Parallel()
	box := `<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p>` + r("box") + `</w:p><w:tbl><w:tr><w:tc><w:p>` + r("cell") + `</w:p></w:tc></w:tr></w:tbl></w:txbxContent></v:textbox></w:pict></w:r>`
	for change, want := range map[string]struct{ accepted, refused []string }{
		`<w:del w:id="1" w:author="A">` + box + `</w:del>`: {[]string{"a", "", "b"}, []string{"a", "", "box", "cell", "b"}},
		`<w:ins w:id="1" w:author="A">` + box + `</w:ins>`: {[]string{"a", "", "box", "cell", "b"}, []string{"a", "", "b"}},
		`<w:moveFrom w:id="1" w:author="A">` + box + `</w:moveFrom></w:p><w:p>` + r("between") + `<w:moveTo w:id="2" w:author="A">` + box + `</w:moveTo>`: {
			[]string{"a", "", "between", "box", "cell", "b"}, []string{"a", "", "box", "cell", "between", "b"},
		},
	} {
		d := mustRead(t, made(t, `<w:p>`+r("a")+`</w:p><w:p>`+change+`</w:p><w:p>`+r("b")+`</w:p>`, nil))
		if diff := cmp.Diff(want.accepted, shown(d.Accepted())); diff != "" {
			t.Errorf("%.20s accepted:\n%s", change, diff)
		}
		if diff := cmp.Diff(want.refused, shown(d.Refused())); diff != "" {
			t.Errorf("%.20s refused:\n%s", change, diff)
		}
	}
}

func TestResolve_notesAndCellsTellOfTheirChanges(t *testing.T) {
	t.Parallel()
	gone := `<w:del w:id="1" w:author="A"><w:r><w:delText xml:space="preserve">not </w:delText></w:r></w:del>`
	row := `<w:tbl><w:tr>%s<w:tc>%s<w:p>` + r("veto") + `</w:p></w:tc></w:tr>%s</w:tbl>`
	second := `<w:tr><w:tc><w:p>` + r("stays") + `</w:p></w:tc></w:tr>`
	d := mustRead(t, made(t, `<w:p>`+r("x")+`<w:r><w:footnoteReference w:id="2"/></w:r></w:p>`+
		fmt.Sprintf(row, `<w:trPr><w:del w:id="2" w:author="B"/></w:trPr>`, "", second)+`<w:p>`+r("between")+`</w:p>`+
		fmt.Sprintf(row, "", `<w:tcPr><w:cellDel w:id="3" w:author="C"/></w:tcPr>`, "")+`<w:p>`+r("y")+`</w:p>`+
		fmt.Sprintf(row, "", `<w:tcPr><w:cellIns w:id="4" w:author="D"/></w:tcPr>`, second)+`<w:p>`+r("z")+`</w:p>`,
		map[string]string{
			"footnotes": `<w:footnote w:id="2"><w:p>` + r("This is ") + gone + r("optional.") + `</w:p></w:footnote>`,
			"comments":  `<w:comment w:id="1"><w:p>` + gone + `</w:p></w:comment>`,
		}))
	var authors []string
	for _, r := range d.Revisions {
		authors = append(authors, r.Author+" "+string(r.Change))
	}
	if diff := cmp.Diff([]string{"B deletion", "C deletion", "D insertion", "A deletion"}, authors); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		got        Document
		want       []string
		note       string
		told, none []int // blocks
	}{
		"accepted": {d.Accepted(), []string{"x", "stays", "between", "y", "veto", "stays", "z"}, "This is optional.", []int{1, 2, 4}, []int{0, 3}},
		"refused":  {d.Refused(), []string{"x", "veto", "stays", "between", "veto", "y", "stays", "z"}, "This is not optional.", []int{1, 3, 5}, []int{0, 2, 4}},
	} {
		if diff := cmp.Diff(c.want, shown(c.got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if note := c.got.Notes[0].Blocks[0].Paragraph; note.Plain() != c.note || !note.Changed {
			t.Errorf("%s: the note is %q, changed %v", name, note.Plain(), note.Changed)
		}
		changed := func(i int) bool {
			b := c.got.Body[i]
			return b.Table != nil && b.Table.Changed || b.Paragraph != nil && (b.Paragraph.Changed || b.Paragraph.Beside)
		}
		for _, i := range c.told {
			if !changed(i) {
				t.Errorf("%s: block %d does not tell that it changed", name, i)
			}
		}
		for _, i := range c.none {
			if changed(i) {
				t.Errorf("%s: block %d changed", name, i)
			}
		}
	}
	again := mustRead(t, written(t, d))
	if diff := cmp.Diff(shown(d.Refused()), shown(again.Refused())); diff != "" {
		t.Errorf("written and read again:\n%s", diff)
	}
}
