package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// signedUp is somebody who came in with an address.
func signedUp(t *testing.T, k *testkit.Kit, email string) models.Actor {
	t.Helper()
	p, _, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), askSignIn(t, k, email, "mine", ""), "mine")
	testkit.Must(t, err)
	who, err := k.Service.Actor(t.Context(), p.ID)
	testkit.Must(t, err)
	return who
}

// Whatever script an address is in and however its letters were typed, what waits for it is its owner's.
func TestMyData_findsWhatWasSentWithAnAddressHoweverItWasTyped(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for typed, owner := range map[string]string{
			"ÅSA.Öst@example.org": "åsa.öst@example.org", "ira@ПОЧТА.example": "ira@почта.example", "Plain@Example.ORG": "plain@example.org",
		} {
			c.Comment(story.Mailed(typed), story.Saying("Quillfeather was here."))
			who := signedUp(t, k, owner)
			mine, err := k.Service.MyData(t.Context(), who)
			testkit.Must(t, err)
			if len(mine.Comments) != 1 {
				t.Errorf("%s: %d comments", typed, len(mine.Comments))
			}
			testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(who), consult.EraseMe{Comments: "keep"}))
			testkit.Must(t, k.Service.EraseNext(t.Context()))
		}
		wantGone(t, k, "Quillfeather", "ÅSA", "ПОЧТА")
	})
}

// Anybody can report under somebody else's address: only who was signed in is shown what they reported.
func TestMyData_showsReportsThatOneMadeAndNotThoseUnderOnesAddress(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		named := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Individual))
		report := func(who, body, email string) {
			testkit.Must(t, k.Service.ReportComment(t.Context(), c.Call(who), "town", named.Ref, consult.NewReport{Body: body, Email: email}))
		}
		report("", "Somebody said Quillfeather.", strings.ToUpper(story.Address("bela")))
		report("bela", "Bela said Inkhorn.", "elsewhere@example.net")
		mine, err := k.Service.MyData(t.Context(), c.Actor("bela"))
		testkit.Must(t, err)
		var bodies []any
		for _, table := range mine.Kept {
			for _, row := range table.Rows {
				if table.Name == "reports" {
					bodies = append(bodies, row["body"])
				}
			}
		}
		if len(bodies) != 1 || bodies[0] != "Bela said Inkhorn." {
			t.Errorf("shown %v", bodies)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("bela")), consult.EraseMe{Comments: "erase"}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		wantGone(t, k, "Inkhorn", "elsewhere@example.net", "Quillfeather", story.Address("bela"))
	})
}
