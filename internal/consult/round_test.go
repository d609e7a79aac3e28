package consult_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// again opens comments again after the settling, in each of the ways there are.
var again = map[string]func(t *testing.T, k *testkit.Kit, c *story.Consultation, until time.Time){
	"extended": func(t *testing.T, k *testkit.Kit, c *story.Consultation, until time.Time) {
		_, err := c.Service.ExtendPhase(t.Context(), c.Call("organiser"), c.Slug, theOnly(t, c).Ref, consult.NewExtension{Reason: "Mail was down.", ClosesAt: until.Format(time.RFC3339Nano)})
		testkit.Must(t, err)
	},
	"a second round": func(t *testing.T, k *testkit.Kit, c *story.Consultation, until time.Time) {
		_, err := c.Service.AddPhase(t.Context(), c.Call("organiser"), c.Slug, consult.NewPhase{
			Kind: "consultation", TimeZone: "UTC", OpensAt: k.Clock.Now().Format(time.RFC3339Nano), ClosesAt: until.Format(time.RFC3339Nano),
		})
		testkit.Must(t, err)
	},
}

// numbered are people of a number, from one to another, who each comment from a country.
func numbered(c *story.Consultation, first, last int, country string) (refs []string) {
	for i := first; i <= last; i++ {
		key := fmt.Sprintf("%s-%d", country, i)
		c.Story.Person(key)
		refs = append(refs, c.Comment(story.By(key), story.From(country, models.CivilSociety)).Ref)
	}
	return refs
}

// Whoever comments after the settling is counted with the others of the new round alone: neither do they change what is
// public of the settled, nor do four of them show beside those.
func TestSettle_aNewRoundIsCountedAndSettledByItself(t *testing.T) {
	for name, open := range again {
		t.Run(name, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := town(t, k)
				crowd(c, 6, "KE", models.CivilSociety)
				waits := c.Comment(story.From("KE", models.CivilSociety)).Receipt
				c.Comment(story.Mailed(dana), story.From("KE", models.CivilSociety))
				k.Clock.Set(testkit.Noon.AddDate(0, 0, 30))
				testkit.Must(t, k.Service.Periodic(t.Context()))
				settled := shown(t, c)
				same := func(when string, others ...string) {
					t.Helper()
					now := shown(t, c)
					for _, ref := range others {
						delete(now, ref)
					}
					if diff := cmp.Diff(settled, now); diff != "" {
						t.Errorf("%s, the settled (-before +after):\n%s", when, diff)
					}
				}
				k.Clock.Add(time.Hour)
				until := k.Clock.Now().AddDate(0, 0, 10)
				open(t, k, c, until)
				same("open again")
				r, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana))
				testkit.Must(t, err)
				newcomers := append(numbered(c, 1, 4, "NG"), r.Ref, c.Moderate("moderator", waits, "publish", "").Ref())
				got := shown(t, c)
				for _, ref := range newcomers {
					if got[ref] != "withheld withheld  " {
						t.Errorf("of four newcomers, or who came before, %s shows %q", ref, got[ref])
					}
				}
				same("four newcomers", newcomers...)
				before := newcomers[4:]
				fifth := append(newcomers[:4:4], numbered(c, 5, 5, "NG")...)
				for ref, as := range shown(t, c) {
					if _, old := settled[ref]; !old && (as == "civil_society 002  ") != !slices.Contains(before, ref) {
						t.Errorf("of five newcomers %s shows %q", ref, as)
					}
				}
				same("five newcomers", append(fifth, before...)...)
				k.Clock.Set(until)
				testkit.Must(t, k.Service.Periodic(t.Context()))
				got = shown(t, c)
				for _, ref := range append(fifth, before...) {
					if got[ref] != map[bool]string{false: "civil_society 011 NG ", true: "withheld withheld  "}[slices.Contains(before, ref)] {
						t.Errorf("settled, %s shows %q", ref, got[ref])
					}
				}
				same("settled again", append(fifth, before...)...)
				if at := c.Head().SettledAt; at == nil || !at.Equal(until) {
					t.Errorf("settled at %v", at)
				}
			})
		})
	}
}

func TestSettle_waitsWhileTheServiceWasNotUp(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		closes := testkit.Noon.AddDate(0, 0, 30)
		k.Clock.Set(closes.Add(-time.Minute))
		testkit.Must(t, k.Service.Beat(t.Context()))
		k.Clock.Set(closes.Add(5 * time.Minute))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if c.Head().SettledAt != nil {
			t.Error("settled by a worker alone, before the rule after an outage could be applied")
		}
		testkit.Must(t, k.Service.Beat(t.Context()))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		p := theOnly(t, c)
		if c.Head().SettledAt != nil || !p.ClosesAt.After(closes) {
			t.Errorf("settled although the closing was put off to %s", p.ClosesAt)
		}
		upUntil(t, k, *p.ClosesAt)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if c.Head().SettledAt == nil {
			t.Error("not settled at the closing as it then was")
		}
	})
}
