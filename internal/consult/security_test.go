package consult_test

import (
	"fmt"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// warnings are what an address was told of how its person comes in, oldest first.
func warnings(k *testkit.Kit, to string) (out []string) {
	for _, m := range k.Mails() {
		if m.Kind == "security" && m.To == to {
			out = append(out, fmt.Sprint(m.Data["Security"], m.Data["Called"]))
		}
	}
	return out
}

// Whoever's way in changes hears of it at once, whatever else they want to be told, and nobody else does.
func TestWarn_eachChangeOfHowOneComesInIsMailed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana, root := c.Story.Actor("ana"), c.Story.Person("root", models.Admin)
		_, err := k.Service.SetMailPreference(t.Context(), k.Call(ana), consult.NewMailPreference{Digest: "none"})
		testkit.Must(t, err)
		register(t, k, ana, "phone")
		mine, err := k.Service.Passkeys(t.Context(), ana)
		testkit.Must(t, err)
		testkit.Must(t, k.Service.RenamePasskey(t.Context(), k.Call(ana), mine[0].Credential, consult.PasskeyName{Name: "old phone"}))
		testkit.Must(t, k.Service.RemovePasskey(t.Context(), k.Stepped(ana), mine[0].Credential))
		wantFault(t, k.Service.RemovePasskey(t.Context(), k.Stepped(ana), mine[0].Credential), fault.NotFound, "passkey_not_found")
		_, err = k.Service.MakeAPIToken(t.Context(), k.Stepped(ana), consult.NewToken{Name: "archive"})
		testkit.Must(t, err)
		p, err := k.Store.Person(t.Context(), ana.PersonID)
		testkit.Must(t, err)
		for _, do := range []string{"admin", "not_admin", "disable", "enable"} {
			_, err := k.Service.SetStanding(t.Context(), k.Stepped(root), p.PublicID, consult.Standing{Do: do})
			testkit.Must(t, err)
		}
		_, err = k.Service.SetStanding(t.Context(), k.Call(root), p.PublicID, consult.Standing{Do: "admin"})
		wantFault(t, err, fault.Forbidden, "step_up")
		_, err = k.Service.NewAPIToken(t.Context(), k.System(), ana.PersonID) // the operator's own business
		testkit.Must(t, err)
		want := "[passkey_added – phone passkey_removed token_made – archive admin_made admin_ended account_disabled account_enabled]"
		if got := fmt.Sprint(warnings(k, story.Address("ana"))); got != want {
			t.Errorf("told\n%s, want\n%s", got, want)
		}
		if got := warnings(k, story.Address("root")); got != nil {
			t.Errorf("the administrator is told %q", got)
		}
	})
}
