package consult_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// shown is what the public list tells of where comments come from, by reference.
func shown(t *testing.T, c *story.Consultation) map[string]string {
	t.Helper()
	page, err := c.Service.Comments(t.Context(), c.Slug, models.CommentFilter{Limit: 200})
	testkit.Must(t, err)
	out := map[string]string{}
	for _, v := range page.Items {
		out[v.Ref()] = fmt.Sprintf("%s %s %s %s", v.StakeholderType, v.Region, v.Country, v.Name)
	}
	return out
}

func crowd(c *story.Consultation, n int, country string, kind models.StakeholderType) (refs []string) {
	for i := range n {
		key := fmt.Sprintf("%s-%s-%d", country, kind, i)
		c.Story.Person(key)
		refs = append(refs, c.Comment(story.By(key), story.From(country, kind)).Ref)
	}
	return refs
}

func TestShown_fewerThanFiveAreWithheldAndTheFifthRevealsAll(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		first := crowd(c, 4, "KE", models.CivilSociety)
		again := c.Comment(story.By("KE-civil_society-0"), story.From("KE", models.CivilSociety)).Ref // the same person
		nobody := c.Moderate("moderator", c.Comment(story.From("KE", models.CivilSociety)).Receipt, "publish", "").Ref()
		c.Story.Person("quiet")
		c.Comment(story.By("quiet"), story.From("KE", models.CivilSociety), story.Confidentially())
		for ref, got := range shown(t, c) {
			if got != "withheld withheld  " {
				t.Errorf("of four people %s shows %q", ref, got)
			}
		}
		if got := refs(t, c, models.CommentFilter{Region: []string{"014"}}) + refs(t, c, models.CommentFilter{Stakeholder: []string{"civil_society"}}); got != "" {
			t.Errorf("a filter tells what is withheld: %s", got)
		}
		c.Story.Person("fifth")
		fifth := c.Comment(story.By("fifth"), story.From("NG", models.CivilSociety)).Ref // another country of the same region
		got := shown(t, c)
		for _, ref := range append(first, again, nobody, fifth) {
			if got[ref] != "civil_society 002  " {
				t.Errorf("of five people %s shows %q", ref, got[ref])
			}
		}
	})
}

func TestShown_organisationsAndNamesAreShownAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for want, details := range map[string][]story.Detail{
			"government 014 KE ":    {story.For("Office of Lakes")},
			"government 014 KE Ana": {story.Named("Ana")},
		} {
			r := c.Comment(append(details, story.By("ana"), story.From("KE", models.Government))...)
			if got := shown(t, c)[r.Ref]; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
		r := c.Comment(story.By("ana"), story.Named("Ana"), story.Confidentially(), story.From("KE", models.Government))
		v, err := k.Service.Comment(t.Context(), c.Actor("drafter"), "town", r.Ref)
		testkit.Must(t, err)
		if v.Country != "KE" || v.Name != "Ana" {
			t.Errorf("the drafter reads %+v", v)
		}
		if n := k.Count(t, "comments", "confidential AND (name_shown OR shown_country <> '')"); n != 0 {
			t.Error("what is confidential shows its author")
		}
	})
}

func TestSettle_closingShowsTheFinestThatFiveShare(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		kenya := crowd(c, 6, "KE", models.CivilSociety)
		nigeria := crowd(c, 5, "NG", models.CivilSociety)
		fiji := crowd(c, 2, "FJ", models.Government)
		closes := testkit.Noon.AddDate(0, 0, 30)
		k.Clock.Set(closes.Add(-time.Microsecond))
		before := shown(t, c)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if diff := cmp.Diff(before, shown(t, c)); diff != "" || c.Head().SettledAt != nil {
			t.Errorf("before the closing (-before +after):\n%s", diff)
		}
		k.Clock.Set(closes)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		got := shown(t, c)
		for want, refs := range map[string][]string{
			"civil_society 014 KE ": kenya, "civil_society 011 NG ": nigeria, "withheld withheld  ": fiji,
		} {
			for _, ref := range refs {
				if got[ref] != want {
					t.Errorf("%s shows %q, want %q", ref, got[ref], want)
				}
			}
		}
		if at := c.Head().SettledAt; at == nil || !at.Equal(closes) {
			t.Errorf("settled at %v", at)
		}
		db := k.SQL(t)
		settled := k.Snapshot(t, db)
		k.Clock.Add(time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if diff := cmp.Diff(settled, k.Snapshot(t, db)); diff != "" {
			t.Errorf("settled again (-once +twice):\n%s", diff)
		}
	})
}

func TestSettle_consultationsWithoutEndAreNeverSettled(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		day := func(n int) time.Time { return testkit.Noon.AddDate(0, 0, n) }
		c := k.Story(t).Consultation("town", story.During(models.PhaseConsultation, day(-2), day(-1)), story.During(models.PhaseConsultation, day(3), day(5)))
		other := k.Story(t).Consultation("village")
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if c.Head().SettledAt != nil || other.Head().SettledAt != nil {
			t.Error("settled while comments can still come")
		}
		k.Clock.Set(day(5))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if c.Head().SettledAt == nil || other.Head().SettledAt != nil {
			t.Error("not settled when the last phase closed, or without any")
		}
	})
}

// An address can be confirmed after the closing, when what is public of the others is final: a newcomer must neither
// stand out from them nor change them.
func TestShown_whoConfirmsAfterSettlingIsWithheld(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		crowd(c, 6, "KE", models.CivilSociety)
		c.Comment(story.Mailed(dana), story.From("NG", models.CivilSociety))
		k.Clock.Set(testkit.Noon.AddDate(0, 0, 30))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		before := shown(t, c)
		k.Clock.Add(time.Hour)
		r, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana))
		testkit.Must(t, err)
		after := shown(t, c)
		if after[r.Ref] != "withheld withheld  " {
			t.Errorf("the newcomer shows %q", after[r.Ref])
		}
		delete(after, r.Ref)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("the others (-before +after):\n%s", diff)
		}
	})
}
