package webkit_test

import (
	"net/http"
	"testing"

	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/internal/testkit/webkit"
	"travaux/models"
)

const charter = "# Charter\n\n## Article 1 Aim\n\n1. Services shall be open.\n"

// The whole program, as a browser and as a program: one comes in by a link, the other asks by a token.
func TestServe_pagesAndAPIOnOneDatabase(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Draft("charter", charter)
		drafter := c.Person("dana", models.Drafter)
		said := c.Comment(story.By("dana"), story.Saying("Let it be <b>shorter</b>."))
		site := webkit.Serve(t, k)

		if p := site.Browser().Get("/c/town/review"); p.URL.Path != "/sign-in" || !p.Has("form[method=post] input[name=email]") {
			t.Errorf("nobody is let in at %s", p.URL)
		}
		p := site.SignedIn(drafter.Email).Get("/c/town/review")
		if p.Status != http.StatusOK || p.URL.Path != "/c/town/review" {
			t.Errorf("the drafter gets %d at %s", p.Status, p.URL)
		}
		if p := site.Browser().Get("/c/town/comments/" + said.Ref); p.Status != http.StatusOK || p.Has("b") && webkit.Text(p.All("b")[0]) == "shorter" {
			t.Errorf("%d, or markup of a comment is taken for ours", p.Status)
		}
		var review struct{ Total int }
		site.Program(drafter).Do(http.MethodGet, "/consultations/town/review", nil).Into(&review)
		if review.Total != 1 {
			t.Errorf("the API counts %d", review.Total)
		}
		if a := site.Program(models.Actor{}).Do(http.MethodGet, "/consultations/town/review", nil); a.Status != http.StatusUnauthorized {
			t.Errorf("without a token: %d", a.Status)
		}
		body := map[string]any{
			"draft": "charter", "target": map[string]any{"kind": "version"}, "country": "not_stated",
			"stakeholder_type": "not_stated", "body": "By a program.",
		}
		if a := site.Program(drafter).Do(http.MethodPost, "/consultations/town/comments", body); a.Status != http.StatusCreated {
			t.Errorf("%d: %s", a.Status, a.Body)
		}
	})
}
