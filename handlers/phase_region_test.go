package handlers_test

import (
	"net/url"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// Where two regions have their own deadlines, nobody reads the other one's.
func TestPages_tellTheDeadlineOfEachRegion(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		told := story.New(t.Context(), s.Consult(), s.now, func(err error) { testkit.Must(t, err) })
		regional := func(region string, days int) story.Setting {
			return func(in *consult.NewConsultation, now time.Time) {
				story.During(models.PhaseConsultation, now.AddDate(0, 0, -1), now.AddDate(0, 0, days))(in, now)
				in.Phases[len(in.Phases)-1].Regions = []string{region}
			}
		}
		c := told.Consultation("town", regional("002", 10), regional("150", 40))
		c.Draft("charter", articles(3))
		day := func(days int) string { return s.now().UTC().AddDate(0, 0, days).Format("2 January 2006") }
		b := s.browser(t)
		b.get("/c/town/drafts/charter").want(200).shows("Africa", day(10), "Europe", day(40))
		b.get("/c/town/drafts/charter/comment").want(200).shows("Africa", day(10), "Europe", day(40))
		wrong := remark(url.Values{"country": {"FR"}, "body": {""}})
		b.submit("/c/town/drafts/charter/comment", wrong).want(422).shows("Only for contributions from: Europe.", day(40)).hides(day(10))
		reviewer := s.person(t, "drafter@example.org", "town", "drafter")
		reviewer.get("/c/town/review").want(200).shows("Africa", day(10), "Europe", day(40))
	})
}
