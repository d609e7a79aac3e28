package templates

import (
	"net/url"
	"testing"

	"travaux/models"
)

// A form that could not be kept shows what was sent, also when the questions have another order by now.
func TestWordPage_showsWhatWasSent(t *testing.T) {
	first := models.WordQuestion{WID: "art-1", Key: "a", How: "ours", Together: models.Typed{Content: "both"}}
	second := models.WordQuestion{WID: "art-2", Key: "b", Together: models.Typed{Content: "both"}}
	p := WordPage{Form: Form{Values: url.Values{
		"changes.t1": {"refused"}, "changes.t2": {"nonsense"},
		"answers.0.wid": {"art-2"}, "answers.0.key": {"b"}, "answers.0.how": {"typed"}, "answers.0.content": {"mine"},
	}}}
	if got := p.Typed(second); got.Content != "mine" || p.How(second) != "typed" {
		t.Errorf("%+v, %q", got, p.How(second))
	}
	if got := p.Typed(first); got.Content != "both" || p.How(first) != "ours" {
		t.Errorf("%+v, %q", got, p.How(first))
	}
	if a, b := p.Pick("t1", models.WordTaken).Choice, p.Pick("t2", models.WordTaken).Choice; a != models.WordRefused || b != models.WordTaken {
		t.Errorf("%q, %q", a, b)
	}
}
