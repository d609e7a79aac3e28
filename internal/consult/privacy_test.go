package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestShown_subtypeOfSomebodyNotShownByNameIsNotPublic(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		crowd(c, 4, "KE", models.CivilSociety)
		c.Story.Person("professor")
		academic := story.With(func(in *consult.NewComment) { in.StakeholderSubtype = "academia" })
		unnamed := c.Comment(story.By("professor"), story.From("KE", models.CivilSociety), academic).Ref
		named := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.CivilSociety), academic).Ref
		k.Clock.Set(testkit.Noon.AddDate(0, 0, 30))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		for ref, want := range map[string]string{unnamed: "", named: "academia"} {
			v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", ref)
			testkit.Must(t, err)
			if v.Country != "KE" || v.StakeholderSubtype != want {
				t.Errorf("%s of %s shows %q, want %q", ref, v.Country, v.StakeholderSubtype, want)
			}
		}
	})
}

func TestShown_whoComesAfterTheSettlingIsWithheld(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		kenya := crowd(c, 6, "KE", models.CivilSociety)
		c.Comment(story.Mailed(dana), story.From("NG", models.CivilSociety))
		waits := c.Comment(story.From("NG", models.CivilSociety))
		k.Clock.Set(testkit.Noon.AddDate(0, 0, 30))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		r, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana))
		testkit.Must(t, err)
		late := []string{r.Ref, c.Moderate("moderator", waits.Receipt, "publish", "").Ref()}
		_, err = k.Service.ImportComments(t.Context(), k.System(), "town", "charter", consult.ImportOptions{},
			strings.NewReader("external_id,body,country,stakeholder_type,author_name\n1,Imported.,NG,civil_society,N\n"))
		testkit.Must(t, err)
		late = append(late, "C-000009")
		got := shown(t, c)
		for _, ref := range late {
			if got[ref] != "withheld withheld  " {
				t.Errorf("late: %s shows %q", ref, got[ref])
			}
		}
		for _, ref := range kenya {
			if got[ref] != "civil_society 014 KE " {
				t.Errorf("settled: %s shows %q", ref, got[ref])
			}
		}
	})
}

func TestSettle_whoCannotBeToldApartIsNeverAloneAtAPlace(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		crowd(c, 5, "KE", models.CivilSociety)
		publish := func(country string) string {
			return c.Moderate("moderator", c.Comment(story.From(country, models.CivilSociety)).Receipt, "publish", "").Ref()
		}
		with, alone := publish("KE"), publish("NG")
		k.Clock.Set(testkit.Noon.AddDate(0, 0, 30))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		got := shown(t, c)
		if got[with] != "civil_society 014 KE " || got[alone] != "withheld withheld  " {
			t.Errorf("with five others %q, alone %q", got[with], got[alone])
		}
	})
}
