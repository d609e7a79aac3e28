package consult_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestAPIToken_actsAsThePersonForNinetyDays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		who := c.Actor("drafter")
		token, err := k.Service.NewAPIToken(t.Context(), k.Call(who), who.PersonID)
		testkit.Must(t, err)
		k.Clock.Add(90*24*time.Hour - time.Microsecond)
		got, err := k.Service.ActorByToken(t.Context(), token)
		testkit.Must(t, err)
		who.ByToken = true
		if diff := cmp.Diff(got, who); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		k.Clock.Add(time.Microsecond)
		for _, bearer := range []string{token, "", "trv_x"} {
			_, err = k.Service.ActorByToken(t.Context(), bearer)
			wantFault(t, err, fault.SignIn, "bad_token")
		}
		_, err = k.Service.NewAPIToken(t.Context(), k.Call(who), who.PersonID+1)
		wantFault(t, err, fault.Forbidden, "forbidden")
	})
}

func TestAddPerson_ofAKnownAddressUpdatesWhatIsGiven(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		add := func(in consult.NewPerson) (models.Person, error) {
			return k.Service.AddPerson(t.Context(), k.System(), in)
		}
		first, err := add(consult.NewPerson{
			Email: dana, Name: "Dana", Language: "fr", Country: "KE", StakeholderType: "government", Organisation: "Office",
			Roles: []string{"admin"},
		})
		testkit.Must(t, err)
		second, err := add(consult.NewPerson{Email: "DANA@example.org", Name: "Dana D.", Country: "SN", Roles: []string{"drafter"}, Consultation: "town", Regions: []string{"002"}})
		testkit.Must(t, err)
		want := first
		want.Name, want.Country = "Dana D.", "SN"
		if diff := cmp.Diff(second, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		_, err = add(consult.NewPerson{Email: dana, Name: "Dana D.", Roles: []string{"drafter"}, Consultation: "town"})
		testkit.Must(t, err)
		who, err := k.Service.Actor(t.Context(), first.ID)
		testkit.Must(t, err)
		if diff := cmp.Diff(who.Grants, []models.Grant{{ConsultationID: c.Head().ID, PersonID: first.ID, Role: models.Drafter, Regions: models.List{}}},
			cmp.Comparer(func(a, b models.List) bool { return len(a) == 0 && len(b) == 0 })); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		for field, in := range map[string]consult.NewPerson{
			"email":        {Email: "dana", Name: "Dana"},
			"name":         {Email: dana, Name: " "},
			"consultation": {Email: dana, Name: "Dana", Roles: []string{"drafter"}},
			"roles.0":      {Email: dana, Name: "Dana", Roles: []string{"king"}, Consultation: "town"},
			"regions.0":    {Email: dana, Name: "Dana", Roles: []string{"drafter"}, Consultation: "town", Regions: []string{"Africa"}},
		} {
			_, err := add(in)
			if f, ok := fault.As(err); !ok || f.Kind != fault.Invalid || f.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		_, err = add(consult.NewPerson{Email: dana, Name: "Dana", Roles: []string{"drafter"}, Consultation: "nowhere"})
		wantField(t, err, "consultation", "not_found")
	})
}

func TestDemoPeople_areOfTheExampleOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		example(t, k)
		_, err := k.Service.AddPerson(t.Context(), k.System(), consult.NewPerson{Email: "real@example.com", Name: "Real", Roles: []string{"admin"}})
		testkit.Must(t, err)
		people, err := k.Service.DemoPeople(t.Context())
		testkit.Must(t, err)
		with := 0
		for _, p := range people {
			if strings.HasSuffix(p.Email, ".com") {
				t.Errorf("%s can be impersonated", p.Email)
			}
			if len(p.Roles) > 0 {
				with++
			}
		}
		if len(people) != 17 || with != 9 {
			t.Errorf("%d people, %d with a role", len(people), with)
		}
	})
}
