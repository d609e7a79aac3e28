package consult_test

import (
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// sound wants the verification to find nothing once everything is sequenced, and the figures to add up.
func sound(t *testing.T, k *testkit.Kit, after string) {
	t.Helper()
	k.Sequence(t)
	for _, f := range verify(t, k, consult.VerifyLogs{}).Findings {
		t.Errorf("after %s: %s", after, f)
	}
	v, err := k.Service.Log(t.Context(), "town")
	testkit.Must(t, err)
	sum := 0
	for _, p := range v.Standing {
		sum += p.Count
	}
	if sum != v.Received() || sum == 0 {
		t.Errorf("after %s: %d received, %+v", after, v.Received(), v.Standing)
	}
}

// hide lets a moderator hide a comment that is shown by name.
func hide(t *testing.T, k *testkit.Kit, c *story.Consultation, ref string) {
	t.Helper()
	by := c.Call("moderator")
	testkit.Must(t, k.Service.ReportComment(t.Context(), by, "town", ref, consult.NewReport{Body: "not mine"}))
	reports, _, err := k.Service.Reports(t.Context(), by.Actor, "town")
	testkit.Must(t, err)
	testkit.Must(t, k.Service.DecideReport(t.Context(), by, "town", reports[0].ID, consult.ReportDecision{Decision: "hidden", Reason: "a stolen name"}))
}

func TestVerifyLog_holdsAfterEveryWayInWhichACommentGoes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := busy(t, k)
		named := func(who string) models.Receipt {
			return c.Comment(story.By(who), story.Named("Ana"), story.Saying("going"))
		}
		for _, what := range []string{"withdraw", "name", "erase"} {
			testkit.Must(t, back(t, k, c.Call("ana"), named("ana").Receipt, what))
			sound(t, k, what)
		}
		twice := named("ana")
		testkit.Must(t, back(t, k, c.Call("ana"), twice.Receipt, "withdraw"))
		testkit.Must(t, back(t, k, c.Call("ana"), twice.Receipt, "erase"))
		sound(t, k, "withdraw, then erase")
		refused := c.Comment(story.Saying("refused"))
		c.Moderate("moderator", refused.Receipt, "refuse", "not about the text")
		testkit.Must(t, back(t, k, c.Call(""), refused.Receipt, "erase"))
		sound(t, k, "refuse, then erase")
		hidden := named("bela")
		hide(t, k, c, hidden.Ref)
		sound(t, k, "hide")
		testkit.Must(t, back(t, k, c.Call("bela"), hidden.Receipt, "erase"))
		sound(t, k, "hide, then erase")
		c.Comment(story.Mailed("rosa@example.org"), story.Named("Rosa"), story.Saying("stolen"))
		_, err := k.Service.ConfirmComment(t.Context(), c.Call(""), k.Secret(t, "rosa@example.org"))
		testkit.Must(t, err)
		testkit.Must(t, k.Service.Disown(t.Context(), c.Call(""), disownSecret(t, k, "rosa@example.org")))
		sound(t, k, "disown")
		for who, wish := range map[string]string{"ana": "keep", "bela": "erase"} {
			by := c.Call(who)
			by.SteppedUpAt = by.At
			testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: wish}))
			testkit.Must(t, k.Service.EraseNext(t.Context()))
			sound(t, k, wish+" me")
		}
		k.Clock.Add(45 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "comments", "publication = 'lapsed'"); n != 1 {
			t.Errorf("%d lapsed", n)
		}
		sound(t, k, "lapse, and what was disowned is forgotten")
	})
}

const first = "(SELECT id FROM comments WHERE number = 1)"

// handErasures are erasures that an insider may try by hand, and what must be named.
var handErasures = []struct {
	name, field string
	really      bool // the first comment was erased as it should be, before the edit
	queries     []string
}{
	{name: "a text without a row", field: "C-000001: text", queries: []string{
		"UPDATE comment_texts SET body = '', body_html = '', proposed_text = '', salt = '' WHERE comment_id = " + first,
	}},
	{name: "a text of which the salt stays", field: "C-000001: content", queries: []string{
		"UPDATE comment_texts SET body = '', body_html = '' WHERE comment_id = " + first,
	}},
	{name: "a deleted text", field: "C-000001: text", queries: []string{"DELETE FROM comment_texts WHERE comment_id = " + first}},
	{name: "a row that the log does not know", field: "C-000001: erasures", queries: []string{
		"INSERT INTO erasures (consultation_id, comment_id, what, why, asked_by, at) SELECT consultation_id, id, 'text_and_person', 'author', 'author', received_at FROM comments WHERE number = 1",
	}},
	{name: "a text that came back", field: "C-000001: text", really: true, queries: []string{
		"UPDATE comment_texts SET body = 'one' WHERE comment_id = " + first,
	}},
	{name: "a row that was taken away", field: "C-000001: erasures", really: true, queries: []string{"DELETE FROM erasures WHERE comment_id = " + first}},
	{name: "a name that came back", field: "C-000001: author", really: true, queries: []string{
		"UPDATE comment_authors SET name = 'Ana' WHERE comment_id = " + first,
	}},
}

func TestVerifyLog_everyErasureByHandIsNamed(t *testing.T) {
	t.Parallel()
	for _, e := range handErasures {
		t.Run(strings.ReplaceAll(e.name, " ", "_"), func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := busy(t, k)
				if e.really {
					receipt := testkit.Column[string](t, k.SQL(t), "SELECT receipt FROM comments WHERE number = 1")[0]
					testkit.Must(t, back(t, k, c.Call("ana"), receipt, "erase"))
				}
				sound(t, k, "what was allowed")
				db := insider(t, k)
				for _, query := range e.queries {
					exec(t, db, query)
				}
				wantFinding(t, e.name, verify(t, k, consult.VerifyLogs{}), e.field)
			})
		})
	}
}
