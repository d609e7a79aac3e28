package consult_test

import (
	"strings"
	"sync"
	"testing"
	"time"

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
			wantFault(t, err, fault.NotFound, "link_used")
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
			_, err := k.Service.PeekSignIn(t.Context(), secret, "mine")
			_, _, err2 := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "mine")
			if good {
				testkit.Must(t, err)
				testkit.Must(t, err2)
			} else {
				wantFault(t, err, fault.NotFound, "link_late")
				wantFault(t, err2, fault.NotFound, "link_late")
			}
		}
	})
}

func TestAskSignIn_leadsBackToOurOwnPagesOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
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
	})
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

func TestSignInCode_signsInTheBrowserThatAsked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		secret := askSignIn(t, k, dana, "first", "/c/town")
		here, err := k.Service.PeekSignIn(t.Context(), secret, "second")
		testkit.Must(t, err)
		if here.Here {
			t.Error("another browser is taken for the one that asked")
		}
		code, err := k.Service.SignInCode(t.Context(), k.Call(models.Actor{}), secret)
		testkit.Must(t, err)
		if len(code) != 6 || k.Count(t, "tokens", "code LIKE '%"+code+"%'") != 0 {
			t.Errorf("the code is %q, or is kept as it is", code)
		}
		_, _, err = byCode(t, k, code, "second") // nothing was asked for there
		wantField(t, err, "code", "dead_code")
		p, back, err := byCode(t, k, " "+code[:3]+" "+arabic(code[3:])+" ", "first")
		if err != nil || p.EmailKey != dana || back != "/c/town" {
			t.Errorf("%+v, %q, %v", p, back, err)
		}
		_, _, err = byCode(t, k, code, "first")
		wantField(t, err, "code", "dead_code")
		_, _, err = k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "first")
		wantFault(t, err, fault.NotFound, "link_used")
	})
}

func byCode(t *testing.T, k *testkit.Kit, code, browser string) (models.Person, string, error) {
	t.Helper()
	return k.Service.SignInByCode(t.Context(), k.Call(models.Actor{}), consult.TypedCode{Code: code}, browser)
}

func arabic(digits string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '٠' }, digits)
}

// other is a code that is not this one.
func other(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestSignInCode_isDeadAfterFiveGuessesHoweverManyAreMadeAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		secret := askSignIn(t, k, dana, "mine", "")
		code, err := k.Service.SignInCode(t.Context(), k.Call(models.Actor{}), secret)
		testkit.Must(t, err)
		for range 4 {
			_, _, err := byCode(t, k, other(code), "mine")
			wantField(t, err, "code", "wrong_code")
		}
		again, err := k.Service.SignInCode(t.Context(), k.Call(models.Actor{}), secret) // another code, no further guesses
		testkit.Must(t, err)
		wrong := make([]error, 10)
		var all sync.WaitGroup
		for i := range wrong {
			all.Go(func() { _, _, wrong[i] = byCode(t, k, other(again), "mine") })
		}
		all.Wait()
		for _, err := range wrong {
			wantField(t, err, "code", "dead_code")
		}
		_, _, err = byCode(t, k, again, "mine")
		wantField(t, err, "code", "dead_code")
		_, _, err = k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "mine")
		wantFault(t, err, fault.NotFound, "link_used")
		if n := k.Count(t, "tokens", "tries > 5"); n != 0 {
			t.Error("guesses were counted that were not allowed")
		}
	})
}

func TestSignInCode_livesAsLongAsTheLink(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		secret := askSignIn(t, k, dana, "mine", "")
		k.Clock.Add(9 * time.Minute)
		code, err := k.Service.SignInCode(t.Context(), k.Call(models.Actor{}), secret)
		testkit.Must(t, err)
		k.Clock.Add(time.Minute)
		_, _, err = byCode(t, k, code, "mine")
		wantField(t, err, "code", "dead_code")
		_, err = k.Service.SignInCode(t.Context(), k.Call(models.Actor{}), secret)
		wantFault(t, err, fault.NotFound, "link_late")
	})
}

func TestRenewSignIn_sendsALateLinkAnewToItsAddressAndOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		late := askSignIn(t, k, dana, "mine", "/c/town")
		k.Clock.Add(time.Hour)
		testkit.Must(t, k.Service.RenewSignIn(t.Context(), k.Call(models.Actor{}), late, "phone"))
		wantFault(t, k.Service.RenewSignIn(t.Context(), k.Call(models.Actor{}), late, "phone"), fault.NotFound, "link_used")
		secret := k.Secret(t, dana)
		if secret == late || len(k.Mails()) != 2 {
			t.Fatalf("%d mails", len(k.Mails()))
		}
		_, _, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "mine")
		wantFault(t, err, fault.Forbidden, "other_browser")
		p, back, err := k.Service.SignIn(t.Context(), k.Call(models.Actor{}), secret, "phone")
		if err != nil || p.EmailKey != dana || back != "/c/town" {
			t.Errorf("%+v, %q, %v", p, back, err)
		}
		for link, code := range map[string]string{secret: "link_used", strings.Repeat("A", 52): "link_not_found", secret[:51]: "link_cut", "": "link_cut", secret + "=": "link_cut"} {
			wantFault(t, k.Service.RenewSignIn(t.Context(), k.Call(models.Actor{}), link, "phone"), fault.NotFound, code)
			_, err := k.Service.PeekSignIn(t.Context(), link, "phone")
			wantFault(t, err, fault.NotFound, code)
		}
	})
}

func TestStepUp_isForThePersonWhoAskedAndLastsFiveMinutes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		testkit.Must(t, k.Service.AskStepUpLink(t.Context(), k.Call(ana), "/account", "mine"))
		p, back, err := k.Service.SignIn(t.Context(), k.Call(ana), k.Secret(t, ana.Email), "mine")
		if err != nil || p.ID != ana.PersonID || back != "/account" {
			t.Errorf("%+v, %q, %v", p, back, err)
		}
		wantFault(t, k.Service.AskStepUpLink(t.Context(), k.Call(models.Actor{}), "/", "mine"), fault.SignIn, "sign_in")
		by := k.Stepped(ana)
		for after, want := range map[time.Duration]bool{0: true, 5*time.Minute - time.Microsecond: true, 5 * time.Minute: false, 24 * time.Hour: false} {
			by.At = by.SteppedUpAt.Add(after)
			if (k.Service.SteppedUp(by) == nil) != want {
				t.Errorf("after %s: %v", after, k.Service.SteppedUp(by))
			}
		}
		wantFault(t, k.Service.SteppedUp(k.Call(ana)), fault.Forbidden, "step_up")
		testkit.Must(t, k.Service.SteppedUp(k.System()))
		token, err := k.Service.NewAPIToken(t.Context(), k.Call(ana), ana.PersonID)
		testkit.Must(t, err)
		program, err := k.Service.ActorByToken(t.Context(), token)
		testkit.Must(t, err)
		wantFault(t, k.Service.SteppedUp(k.Call(program)), fault.Forbidden, "step_up")
	})
}
