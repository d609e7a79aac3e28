package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestSetAccount_changesNameAndLanguageAndNothingElse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		before, err := k.Store.Person(t.Context(), ana.PersonID)
		testkit.Must(t, err)
		testkit.Must(t, k.Service.SetAccount(t.Context(), k.Call(ana), consult.Account{Name: "Ana María", Language: "es"}))
		after, err := k.Store.Person(t.Context(), ana.PersonID)
		testkit.Must(t, err)
		before.Name, before.Language = "Ana María", "es"
		if after != before {
			t.Errorf("%+v, want %+v", after, before)
		}
		wantField(t, k.Service.SetAccount(t.Context(), k.Call(ana), consult.Account{Name: strings.Repeat("a", 201)}), "name", "too_long")
		wantField(t, k.Service.SetAccount(t.Context(), k.Call(ana), consult.Account{Name: "Ana", Language: "no language"}), "language", "language")
		wantFault(t, k.Service.SetAccount(t.Context(), k.Call(models.Actor{}), consult.Account{Name: "Ana"}), fault.SignIn, "sign_in")
	})
}
