package consult_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// anActor draws somebody with any roles in two consultations, limited to any regions, perhaps by a token with scopes.
func anActor(t *rapid.T, here, there int64) models.Actor {
	regions := rapid.SliceOfN(rapid.SampledFrom([]string{"002", "014", "011", "019", "150", "155", "142", "001", "unknown"}), 0, 3)
	grant := rapid.Custom(func(t *rapid.T) models.Grant {
		return models.Grant{
			ConsultationID: rapid.SampledFrom([]int64{here, here, there}).Draw(t, "where"), PersonID: 1,
			Role: rapid.SampledFrom(models.Roles).Draw(t, "role"), Regions: regions.Draw(t, "regions"),
		}
	})
	who := models.Actor{PersonID: 1, Grants: rapid.SliceOfN(grant, 0, 4).Draw(t, "grants")}
	who.Admin = rapid.Bool().Draw(t, "admin")
	if who.ByToken = rapid.Bool().Draw(t, "by token"); who.ByToken {
		who.Scopes = rapid.SliceOfN(rapid.SampledFrom(models.Scopes), 0, 2).Draw(t, "scopes")
	}
	return who
}

// The scopes of lists are the policy said another way: whoever asks, the queue, its counts, its facets, its search and
// the list of what waits hold exactly what Can allows, and nothing else can be opened.
func TestCan_listsHoldExactlyWhatItAllows(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		there := k.Story(t).Consultation("village", story.Open()).Head().ID
		here := c.Head().ID
		countries := []string{"KE", "NG", "UY", "FR", "JP", "not_stated"}
		for _, country := range countries {
			c.Comment(story.By("ana"), story.From(country, models.Individual), story.Saying("harbour"))
			c.Comment(story.By("ana"), story.From(country, models.Individual), story.Confidentially(), story.Saying("harbour"))
			c.Comment(story.From(country, models.Individual))
		}
		whole, err := k.Service.Review(t.Context(), models.Actor{System: true}, "town", models.ReviewFilter{})
		testkit.Must(t, err)
		waiting, err := k.Service.Waiting(t.Context(), models.Actor{System: true}, "town", "")
		testkit.Must(t, err)
		if len(whole.Items) != 2*len(countries) || len(waiting.Items) != len(countries) {
			t.Fatalf("the command line sees %d and %d", len(whole.Items), len(waiting.Items))
		}
		rapid.Check(t, func(t *rapid.T) {
			who := anActor(t, here, there)
			var want, waits []string
			for _, v := range whole.Items {
				thing := consult.Thing{ConsultationID: here, Region: v.Region, Confidential: v.Publication == models.ConfidentialP}
				a := consult.ReadQueue
				if thing.Confidential {
					a = consult.ReadConfidential
				}
				if consult.Can(who, a, thing) {
					want = append(want, v.Ref())
				}
			}
			for _, v := range waiting.Items {
				if consult.Can(who, consult.Moderate, consult.Thing{ConsultationID: here, Region: v.Region}) {
					waits = append(waits, v.Receipt)
				}
			}
			seesTheQueue(t, k, who, here, want)
			seesWaiting(t, k, who, here, waits)
			for _, v := range whole.Items {
				got, err := k.Service.Comment(t.Context(), who, "town", v.Ref())
				if v.Publication == models.ConfidentialP && (err == nil) != slices.Contains(want, v.Ref()) {
					t.Fatalf("%s opens: %v", v.Ref(), err)
				}
				if real := err == nil && got.Country == v.Country && got.Region == v.Region; v.Publication == models.PublishedNow && real != slices.Contains(want, v.Ref()) {
					t.Fatalf("%s shows its real attributes: %v", v.Ref(), real)
				}
			}
		})
	})
}

func seesTheQueue(t *rapid.T, k *testkit.Kit, who models.Actor, here int64, want []string) {
	for _, q := range []string{"", "harbour"} {
		page, err := k.Service.Review(t.Context(), who, "town", models.ReviewFilter{Q: q})
		if may := consult.May(who, here).Review; (err == nil) != may {
			t.Fatalf("the queue: %v, though Can says %v", err, may)
		} else if !may {
			return
		}
		var got []string
		for _, v := range page.Items {
			got = append(got, v.Ref())
		}
		if !slices.Equal(got, want) || page.Total != len(want) || page.All != len(want) {
			t.Fatalf("%q: the queue holds %v of %d of %d, Can allows %v", q, got, page.Total, page.All, want)
		}
		for _, facet := range []string{"country", "stakeholder_type", "outcome", "verified"} {
			sum := 0
			for _, n := range page.Facets[facet] {
				sum += n.Count
			}
			if sum != len(want) {
				t.Fatalf("%q: %s counts %d, Can allows %d", q, facet, sum, len(want))
			}
		}
	}
}

func seesWaiting(t *rapid.T, k *testkit.Kit, who models.Actor, here int64, want []string) {
	page, err := k.Service.Waiting(t.Context(), who, "town", "")
	if may := consult.May(who, here).Moderate; (err == nil) != may {
		t.Fatalf("what waits: %v, though Can says %v", err, may)
	} else if !may {
		return
	}
	var got []string
	for _, v := range page.Items {
		got = append(got, v.Receipt)
	}
	if !slices.Equal(got, want) || page.Total != len(want) {
		t.Fatalf("%d of %d wait, Can allows %d", len(got), page.Total, len(want))
	}
}
