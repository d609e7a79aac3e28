package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/models"
)

// D4, D6: whatever the log and the exports show of comments not shown by name tells neither who nor the time of day.
func TestLog_tellsNeitherWhoNorTheTimeOfDayOfThoseNotShownByName(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		began := s.now()
		st := story.New(t.Context(), s.Consult(), s.now, func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		})
		c := st.Consultation("charter", story.Open())
		c.Draft("text", "# Charter\n\n## Article 1\n\nWords.\n")
		c.Person("mo", models.Moderator)
		st.Person("ana")
		canary := time.Date(began.Year(), began.Month(), began.Day(), 17, 43, 29, 0, time.UTC).AddDate(0, 0, 2)
		s.pass(canary.Sub(s.now())) // from here on everything happens at seventeen forty-three
		c.Comment(story.By("ana"), story.Saying("of somebody signed in"))
		c.Comment(story.Mailed("canary@example.org"), story.With(func(in *consult.NewComment) { in.AuthorName = "Kanarienvogel" }), story.Saying("with an address"))
		for i, decision := range []string{"publish", "refuse"} {
			r := c.Comment(story.Saying(fmt.Sprint("of nobody ", i)))
			c.Moderate("mo", r.Receipt, decision, "not about the text")
		}
		if err := s.Consult().Sequence(t.Context(), "the test"); err != nil {
			t.Fatal(err)
		}
		b := s.browser(t)
		v, err := s.Consult().Log(t.Context(), "charter")
		if err != nil {
			t.Fatal(err)
		}
		paths := []string{
			"/c/charter/log", "/c/charter/log/checkpoint", fmt.Sprintf("/c/charter/log/tile/0/000.p/%d", v.Size), fmt.Sprintf("/c/charter/log/tile/entries/000.p/%d", v.Size),
			"/api/v1/consultations/charter/log", "/api/v1/consultations/charter/log/entries", "/api/v1/consultations/charter/log/consistency?from=1",
			"/api/v1/consultations/charter/exports/csv", "/api/v1/consultations/charter/exports/jsonl", "/c/charter/comments",
		}
		for i := range v.Size {
			paths = append(paths, "/api/v1/consultations/charter/log/proof?"+url.Values{"index": {fmt.Sprint(i)}}.Encode())
		}
		day := canary.Format(time.DateOnly)
		told := false
		for _, path := range paths {
			body := b.get(path).want(200).body
			told = told || strings.Contains(body, day)
			for _, secret := range []string{"17:43", ":43:29", "5:43", fmt.Sprint(canary.Unix()), "canary@", "Kanarienvogel", "ana@"} {
				if strings.Contains(body, secret) {
					t.Errorf("%s tells %q: …%s", path, secret, around(body, secret))
				}
			}
		}
		if !told || v.Size < 10 {
			t.Errorf("%d entries; the day is told: %v", v.Size, told)
		}
	})
}

// around is where something stands.
func around(body, what string) string {
	i := strings.Index(body, what)
	return body[max(0, i-60):min(len(body), i+60)]
}
