package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/testkit"
)

// A note is written, answered with what is wrong, settled, opened again and deleted without scripts, and leads back to
// the page it was written on.
func TestNotes_areWrittenAndSettledOnThePageOfAProvision(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			s := stage(t, database(t), "drafter")
			b := s.as(t, "drafter")
			working := "/c/town/drafts/charter/working"
			b.post(working, nil).want(303)
			edit := working + "/edit/art-1"
			b.get(edit).want(200)
			action, v := "/c/town/drafts/charter/notes", url.Values{"wid": {"art-1"}, "language": {"en"}, "return_to": {edit + "#notes"}, "body": {" "}}
			if again := b.post(action, v).want(422); !strings.Contains(again.body, `value="`+edit+`#notes"`) {
				t.Error("the form that came back does not lead back to the provision")
			}
			v.Set("body", "Two <b>words</b>.")
			if to := b.post(action, v).want(303).location(); to != edit {
				t.Errorf("leads to %s", to)
			}
			if p := b.get(edit).want(200); !strings.Contains(p.body, `name="return_to" value="`+edit+`#notes"`) || !strings.Contains(p.body, "Two &lt;b&gt;words&lt;/b&gt;.") {
				t.Error("the note is not on the page of the provision")
			}
			if p := b.get(working).want(200); !strings.Contains(p.body, ">2 open notes</a>") { // one on the provision is on the stage
				t.Error("the working version does not count it")
			}
			settle := between(b.get(edit).want(200).body, `action="/c/town/drafts/charter/notes/`, `/settle"`)
			at := "/c/town/drafts/charter/notes/" + settle
			b.post(at+"/settle", url.Values{"settled": {"true"}, "return_to": {"https://elsewhere.example/"}}).want(303)
			if p := b.get(working).want(200); !strings.Contains(p.body, ">1 open note</a>") {
				t.Error("a settled note is counted")
			}
			b.post(at+"/settle", url.Values{"settled": {"false"}}).want(303)
			deleted := between(b.get(edit).want(200).body, `action="/c/town/drafts/charter/notes/`, `/delete"`)
			b.post("/c/town/drafts/charter/notes/"+deleted[strings.LastIndex(deleted, "/")+1:]+"/delete", nil).want(303)
			if p := b.get(working).want(200); !strings.Contains(p.body, ">1 open note</a>") {
				t.Error("a deleted note is counted")
			}
		})
	}
}
