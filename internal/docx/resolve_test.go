package docx

import (
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
