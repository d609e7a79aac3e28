package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestPledge_isToldOnToThoseWhoAreToDoSomething(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Limited("northern", []string{"150"}, models.Organiser)
		c.Limited("eastern", []string{"014"}, models.Organiser)
		seen := len(k.Mails())
		told := func(kind string, want ...string) {
			t.Helper()
			var got []string
			for _, m := range k.Mails()[seen:] {
				if m.Kind != kind {
					t.Errorf("%s instead of %s", m.Kind, kind)
				}
				if m.Data["Unsubscribe"] == nil {
					t.Errorf("%v", m.Data)
				}
				for name, words := range m.Data {
					if s, ok := words.(string); ok && strings.Contains(s, "registries") {
						t.Errorf("%s tells the words of the pledge", name)
					}
				}
				got = append(got, strings.TrimSuffix(m.To, "@example.org"))
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s is told to %v, not %v", kind, got, want)
			}
			seen = len(k.Mails())
		}
		card := c.WritePledge("ana", c.ToPledge("lake"))
		told("pledge_submitted", "eastern", "organiser")
		in := c.ToPledge("lake")
		in.TargetValue = "21"
		c.RewritePledge("ana", card.Ref, in)
		told("")
		c.ReviewPledge("organiser", card.Ref, "request_changes", "Which registries?")
		told("pledge_changes", "ana")
		in.TargetValue = "22"
		c.RewritePledge("ana", card.Ref, in)
		told("pledge_submitted", "eastern", "organiser")
		c.ReviewPledge("organiser", card.Ref, "publish", "")
		told("pledge_published", "ana")
		c.WithdrawPledge("ana", card.Ref, "The registries were closed.")
		told("pledge_withdrawn", "eastern", "organiser")
		draft := c.ToPledge("lake")
		draft.Submit = false
		c.WithdrawPledge("ana", c.WritePledge("ana", draft).Ref, "")
		told("")
	})
}

func TestTellPhaseChange_tellsWhoeverPledged(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, story.Address("bela"))
		c.WritePledge("ana", c.ToPledge("lake"))
		position := 0
		for i, p := range c.Head().Phases {
			if p.Kind == models.PhasePledges {
				position = i + 1
			}
		}
		seen := len(k.Mails())
		k.Clock.Add(time.Hour)
		c.Extend("organiser", position, k.Clock.Now().AddDate(0, 0, 60).Format(time.DateOnly), models.Texts{"en": "Holidays."})
		id := testkit.Column[int64](t, k.SQL(t), "SELECT id FROM phase_changes")[0]
		_, err := k.Service.TellPhaseChange(t.Context(), models.TellPhaseChange{ConsultationID: c.Head().ID, ChangeID: id})
		testkit.Must(t, err)
		var got []string
		for _, m := range k.Mails()[seen:] {
			if m.Kind == "phase_extension" {
				got = append(got, m.To)
			}
		}
		if !slices.Contains(got, story.Address("ana")) || slices.Contains(got, story.Address("bela")) {
			t.Errorf("told are %v", got)
		}
	})
}
