package consult

import (
	"strings"
	"testing"

	"travaux/models"
)

func TestMeet_takesWhatOnlyOneChanged(t *testing.T) {
	began := models.Typed{Kind: models.Article, Number: "1", Heading: "Aims", Content: "We aim high.\r\n\r\nWe aim far."}
	theirs := models.Typed{Kind: models.Chapter, Number: "1", Heading: "Our aims", Content: "We aim high.\n\nWe aim well."}
	mine := models.Typed{Kind: models.Article, Number: "2", Heading: "Aims", Content: "We all aim high.\r\n\r\nWe aim far."}
	m := Meet("en", began, theirs, mine)
	want := models.Typed{Kind: models.Chapter, Number: "2", Heading: "Our aims", Content: "We all aim high.\n\nWe aim well."}
	if m.Together != want || m.Unsure || !m.Theirs.Renamed() || !m.Mine.Renamed() {
		t.Errorf("%+v", m)
	}
	mine.Heading = "Their aims"
	if m := Meet("en", began, theirs, mine); m.Together.Heading != "⟦Their ¦ Our⟧ aims" || !m.Unsure {
		t.Errorf("%+v", m)
	}
}

func TestChanged_showsLittleOfWhatStayed(t *testing.T) {
	long := strings.Repeat("word ", 100)
	provision := func(text, html string) *models.Provision { return &models.Provision{Text: text, HTML: html} }
	said := func(d models.ProvisionDiff) string {
		var b strings.Builder
		for _, r := range d.Words {
			b.WriteString(r.Op[:1] + "(" + r.Text + ")")
		}
		return b.String()
	}
	if got := said(changed(provision(long+"old "+long+"end", ""), provision(long+"new "+long+"end", ""))); len(got) > 500 || !strings.Contains(got, "d(old)i(new)") || strings.Count(got, "…") != 2 {
		t.Errorf("%q", got)
	}
	if got := said(changed(provision("We aim.", "We aim."), provision("We aim.", "We <em>aim</em>."))); got != "e(We )i(*)e(aim)i(*)e(.)" {
		t.Errorf("only the markup changed: %q", got)
	}
	if got := said(changed(nil, provision("New.", "New."))); got != "i(New.)" {
		t.Errorf("made: %q", got)
	}
	if got := said(changed(provision("Old.", "Old."), nil)); got != "d(Old.)" {
		t.Errorf("gone: %q", got)
	}
	if got := said(changed(provision(strings.Repeat("第", 400), ""), provision(strings.Repeat("第", 400)+"终", ""))); len([]rune(got)) > 300 {
		t.Errorf("without blanks: %q", got)
	}
}
