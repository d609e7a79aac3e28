package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestInvite_namesTheRegionsOfTheRoleInTheReadersLanguage(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		organiser := c.Person("organiser", models.Organiser)
		for regions, want := range map[string]string{"014": "Afrique orientale", "": ""} {
			in := consult.NewInvitation{Email: "new@example.org", Name: "New", Role: "observer", Language: "fr"}
			if regions != "" {
				in.Regions = []string{regions}
			}
			testkit.Must(t, k.Service.Invite(t.Context(), k.Call(organiser), c.Slug, in))
			mails := k.Mails()
			if got := mails[len(mails)-1].Data["Regions"]; got != want {
				t.Errorf("%q: named %q, want %q", regions, got, want)
			}
		}
	})
}
