package consult_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func askSignIn(t *testing.T, k *testkit.Kit, email, browser, back string) string {
	t.Helper()
	testkit.Must(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), consult.NewSignIn{Email: email, ReturnTo: back}, browser))
	return k.Secret(t, email)
}

func TestSignIn_answersTheSameForAddressesThatAreNotKnown(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		known := k.Story(t).Person("ana")
		for _, email := range []string{known.Email, "stranger@example.org"} {
			secret := askSignIn(t, k, email, "browser", "/c/town")
			p, back, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "browser")
			if err != nil || p.EmailKey != email || back != "/c/town" {
				t.Errorf("%s: %+v, %q, %v", email, p, back, err)
			}
			if (p.ID == known.PersonID) != (email == known.Email) {
				t.Errorf("%s came in as %d", email, p.ID)
			}
		}
		for i, m := range k.Mails() {
			if m.Kind != "sign_in" || !strings.HasPrefix(m.Data["Link"].(string), testkit.BaseURL+"/sign-in/") || len(m.Data) != 1 {
				t.Errorf("mail %d: %+v", i, m)
			}
		}
	})
}

func TestSignIn_isBoundToTheBrowserThatAsked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		secret := askSignIn(t, k, dana, "mine", "")
		for _, browser := range []string{"theirs", ""} {
			_, _, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, browser)
			wantFault(t, err, fault.Forbidden, "other_browser")
		}
		_, back, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "mine") // it stayed good
		if err != nil || back != "/" {
			t.Errorf("%q, %v", back, err)
		}
		if n := k.Count(t, "tokens", "hash LIKE '%"+secret+"%' OR browser LIKE '%mine%'"); n != 0 {
			t.Error("a secret is kept as it is")
		}
	})
}

func TestSignIn_worksOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		secret := askSignIn(t, k, dana, "mine", "")
		errs := make([]error, 16)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, _, errs[i] = k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "mine") })
		}
		all.Wait()
		in := 0
		for _, err := range errs {
			if err == nil {
				in++
				continue
			}
			wantFault(t, err, fault.NotFound, "link_not_found")
		}
		if in != 1 {
			t.Errorf("%d came in", in)
		}
	})
}

func TestSignIn_linksRunOutAfterTenMinutes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		for after, good := range map[time.Duration]bool{10*time.Minute - time.Microsecond: true, 10 * time.Minute: false} {
			secret := askSignIn(t, k, dana, "mine", "")
			k.Clock.Add(after)
			_, err := k.Service.PeekToken(t.Context(), secret, models.TokenSignIn)
			_, _, err2 := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "mine")
			if good {
				testkit.Must(t, err)
				testkit.Must(t, err2)
			} else {
				wantFault(t, err, fault.NotFound, "link_not_found")
				wantFault(t, err2, fault.NotFound, "link_not_found")
			}
		}
	})
}

func TestAskSignIn_leadsBackToOurOwnPagesOnly(t *testing.T) {
	t.Parallel()
	k := testkit.One(t)
	for asked, want := range map[string]string{
		"/c/town/review?region=002": "/c/town/review?region=002", "": "/", "//evil.example": "/", "https://evil.example": "/",
		"/\\evil.example": "/", "/\t/evil.example": "/", "javascript:alert(1)": "/", "evil": "/",
	} {
		in := consult.NewSignIn{Email: dana, ReturnTo: asked}
		if err := k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), in, "b"); err != nil {
			t.Errorf("%q: %v", asked, err)
			continue
		}
		_, back, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana), "b")
		if err != nil || back != want {
			t.Errorf("%q leads to %q, %v", asked, back, err)
		}
	}
	for email, code := range map[string]string{"": "required", "nobody": "email", "a@b": "email", "a@example.org\nBcc: x@example.org": "email"} {
		wantField(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), consult.NewSignIn{Email: email}, "b"), "email", code)
	}
}

func TestSignInLink_isForTheCommandLineAndBoundToNoBrowser(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		link, err := k.Service.SignInLink(t.Context(), k.System(), " ANA@example.org ")
		testkit.Must(t, err)
		p, _, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), link[strings.LastIndex(link, "/")+1:], "any")
		if err != nil || p.ID != ana.PersonID {
			t.Errorf("%+v, %v", p, err)
		}
		_, err = k.Service.SignInLink(t.Context(), k.System(), "stranger@example.org")
		wantFault(t, err, fault.NotFound, "person_not_found")
		_, err = k.Service.SignInLink(t.Context(), k.Call(ana), ana.Email)
		wantFault(t, err, fault.Forbidden, "forbidden")
	})
}

func TestAPIToken_actsAsThePersonForNinetyDays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		who := c.Actor("drafter")
		token, err := k.Service.NewAPIToken(t.Context(), k.Call(who), who.PersonID)
		testkit.Must(t, err)
		k.Clock.Add(90*24*time.Hour - time.Microsecond)
		got, err := k.Service.ActorByToken(t.Context(), token)
		testkit.Must(t, err)
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
		if len(people) != 16 || with != 8 {
			t.Errorf("%d people, %d with a role", len(people), with)
		}
	})
}
