package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestMandates_addressesAreForWhoProvedAnewWhoTheyAre(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		organiser := c.Person("organiser", models.Organiser)
		stepped := k.Stepped(organiser).Actor
		in := consult.NewOrganisation{Slug: "reeds", Name: "Friends of Reeds", Country: "KE", StakeholderType: "civil_society"}
		_, err := k.Service.PutOrganisation(t.Context(), k.System(), in, "eva@example.org")
		testkit.Must(t, err)
		for who, want := range map[*models.Actor]string{&organiser: "…@example.org", &stepped: "eva@example.org"} {
			all, err := k.Service.Mandates(t.Context(), *who, "reeds", consult.MandateList{})
			testkit.Must(t, err)
			if got := all.Items[0].PersonEmail; got != want {
				t.Errorf("shown %q, want %q", got, want)
			}
		}
	})
}
