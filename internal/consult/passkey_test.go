package consult_test

import (
	"encoding/json"
	"testing"
	"time"

	virtual "github.com/descope/virtualwebauthn"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

// device is an authenticator with one key, in a browser at the kit's site.
type device struct {
	rp      virtual.RelyingParty
	auth    virtual.Authenticator
	key     virtual.Credential
	browser string
}

// newKey makes a key. The authenticator of the tests cuts zeros from the front of a coordinate, which no real one does.
func newKey() virtual.Credential {
	for {
		const whole = 77 // bytes of a COSE key of two coordinates of 32 bytes
		if k := virtual.NewCredential(virtual.KeyTypeEC2); len(k.Key.AttestationData()) == whole {
			return k
		}
	}
}

func newDevice(browser string) *device {
	return &device{
		virtual.RelyingParty{ID: "travaux.test", Name: "Travaux", Origin: testkit.BaseURL},
		virtual.NewAuthenticator(), newKey(), browser,
	}
}

// fresh is a request of somebody who just proved who they are.
func fresh(k *testkit.Kit, who models.Actor) models.Call {
	who.SteppedUpAt = k.Clock.Now()
	return k.Call(who)
}

// make answers a challenge to make a key.
func (d *device) make(t *testing.T, c consult.Challenge, name string) consult.NewPasskey {
	t.Helper()
	o, err := virtual.ParseAttestationOptions(string(c.Options))
	testkit.Must(t, err)
	d.auth.Options.UserHandle = []byte(o.UserID)
	return consult.NewPasskey{Ceremony: c.Ceremony, Answer: virtual.CreateAttestationResponse(d.rp, d.auth, d.key, *o), Name: name}
}

// prove answers a challenge to prove a key.
func (d *device) prove(t *testing.T, c consult.Challenge) consult.PasskeyAnswer {
	t.Helper()
	o, err := virtual.ParseAssertionOptions(string(c.Options))
	testkit.Must(t, err)
	return consult.PasskeyAnswer{Ceremony: c.Ceremony, Answer: virtual.CreateAssertionResponse(d.rp, d.auth, d.key, *o)}
}

// register makes a passkey of somebody.
func register(t *testing.T, k *testkit.Kit, who models.Actor, name string) *device {
	t.Helper()
	d := newDevice("browser of " + name)
	c, err := k.Service.OfferPasskey(t.Context(), fresh(k, who), d.browser)
	testkit.Must(t, err)
	testkit.Must(t, k.Service.AddPasskey(t.Context(), k.Call(who), d.make(t, c, name), d.browser))
	return d
}

// signIn signs in with the device as it is.
func (d *device) signIn(t *testing.T, k *testkit.Kit) (int64, error) {
	t.Helper()
	c, err := k.Service.AskPasskey(t.Context(), k.Call(models.Actor{}), d.browser)
	testkit.Must(t, err)
	return k.Service.SignInPasskey(t.Context(), k.Call(models.Actor{}), d.prove(t, c), d.browser)
}

func TestPasskey_signsItsPersonInAndTellsWhenItWasUsed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		phone, laptop := register(t, k, ana, "phone"), register(t, k, ana, "laptop")
		register(t, k, bela, "other")
		k.Clock.Add(time.Hour)
		for _, d := range []*device{phone, laptop, phone} {
			d.key.Counter++
			if who, err := d.signIn(t, k); err != nil || who != ana.PersonID {
				t.Fatalf("%s: %d, %v", d.browser, who, err)
			}
		}
		mine, err := k.Service.Passkeys(t.Context(), ana)
		testkit.Must(t, err)
		if len(mine) != 2 || mine[0].Name != "phone" || mine[1].LastUsedAt == nil || !mine[1].LastUsedAt.Equal(k.Clock.Now()) || mine[0].Count != 2 {
			t.Errorf("%+v", mine)
		}
	})
}

func TestPasskey_keepsNothingReadableAndTellsDevicesNoRowsID(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		c, err := k.Service.OfferPasskey(t.Context(), fresh(k, ana), "b")
		testkit.Must(t, err)
		var o struct {
			User struct {
				ID string `json:"id"`
			} `json:"user"`
			Challenge string `json:"challenge"`
		}
		testkit.Must(t, json.Unmarshal(c.Options, &o))
		if len(o.User.ID) != 43 {
			t.Errorf("the handle %q is not of 32 bytes", o.User.ID)
		}
		again, err := k.Service.OfferPasskey(t.Context(), fresh(k, ana), "b")
		testkit.Must(t, err)
		if testkit.Must(t, json.Unmarshal(again.Options, &o)); k.Count(t, "passkey_handles", "handle = '"+o.User.ID+"'") != 1 {
			t.Error("a person has two handles")
		}
		for _, state := range testkit.Column[[]byte](t, k.SQL(t), "SELECT state FROM ceremonies") {
			if json.Valid(state) {
				t.Errorf("a challenge can be read in the database: %s", state)
			}
		}
	})
}

func TestPasskey_aChallengeIsOfOneBrowserForOneAnswerWithinFiveMinutes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		d := register(t, k, ana, "phone")
		nobody := models.Actor{}
		ask := func() consult.Challenge {
			c, err := k.Service.AskPasskey(t.Context(), k.Call(nobody), d.browser)
			testkit.Must(t, err)
			return c
		}
		refused := func(what, browser string, in consult.PasskeyAnswer) {
			t.Helper()
			t.Log(what)
			_, err := k.Service.SignInPasskey(t.Context(), k.Call(nobody), in, browser)
			wantFault(t, err, fault.Forbidden, "began_elsewhere")
		}
		c := ask()
		refused("another browser", "another", d.prove(t, c))
		refused("a browser without a cookie", "", d.prove(t, c))
		in := d.prove(t, c)
		_, err := k.Service.SignInPasskey(t.Context(), k.Call(nobody), in, d.browser)
		testkit.Must(t, err)
		refused("a second time", d.browser, in)
		refused("never begun", d.browser, consult.PasskeyAnswer{Ceremony: "made up", Answer: in.Answer})
		c = ask()
		k.Clock.Add(5 * time.Minute)
		refused("late", d.browser, d.prove(t, c))
		step, err := k.Service.AskStepUp(t.Context(), k.Call(ana), d.browser)
		testkit.Must(t, err)
		refused("begun for something else", d.browser, d.prove(t, step))
		wrong := ask()
		bad := d.prove(t, ask())
		bad.Ceremony = wrong.Ceremony
		_, err = k.Service.SignInPasskey(t.Context(), k.Call(nobody), bad, d.browser)
		wantFault(t, err, fault.Forbidden, "passkey_refused")
		refused("after an answer that did not fit", d.browser, d.prove(t, wrong))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		k.Clock.Add(time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "ceremonies", "1 = 1"); n != 0 {
			t.Errorf("%d challenges are kept for ever", n)
		}
	})
}

func TestPasskey_refusesWhatDoesNotFit(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		phone, other := register(t, k, ana, "phone"), register(t, k, bela, "other")
		for what, c := range map[string]struct {
			edit func(*device)
			code string
		}{
			"another origin":          {func(d *device) { d.rp.Origin = "http://travaux.example" }, "passkey_refused"},
			"another party":           {func(d *device) { d.rp.ID = "travaux.example" }, "passkey_refused"},
			"another signature":       {func(d *device) { d.key.Key = other.key.Key }, "passkey_refused"},
			"another person's handle": {func(d *device) { d.auth.Options.UserHandle = other.auth.Options.UserHandle }, "passkey_refused"},
			"another person's key":    {func(d *device) { d.key.ID = other.key.ID }, "passkey_refused"},
			"an unknown key":          {func(d *device) { d.key.ID = []byte("unknown") }, "passkey_unknown"},
		} {
			d := *phone
			c.edit(&d)
			t.Log(what)
			_, err := d.signIn(t, k)
			wantFault(t, err, fault.Forbidden, c.code)
		}
		for _, answer := range []string{"{}", "null", "nonsense"} {
			c, err := k.Service.AskPasskey(t.Context(), k.Call(models.Actor{}), "b")
			testkit.Must(t, err)
			_, err = k.Service.SignInPasskey(t.Context(), k.Call(models.Actor{}), consult.PasskeyAnswer{Ceremony: c.Ceremony, Answer: answer}, "b")
			wantFault(t, err, fault.Forbidden, "passkey_refused")
		}
		_, err := k.Service.SignInPasskey(t.Context(), k.Call(models.Actor{}), consult.PasskeyAnswer{}, "b")
		wantField(t, err, "answer", "required")
	})
}

func TestPasskey_aCounterThatGoesBackEndsIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := register(t, k, k.Story(t).Person("ana"), "phone")
		d.key.Counter = 7
		_, err := d.signIn(t, k)
		testkit.Must(t, err)
		d.key.Counter = 6
		_, err = d.signIn(t, k)
		wantFault(t, err, fault.Forbidden, "passkey_copied")
		d.key.Counter = 8 // the one that was copied, or the copy: nobody can tell
		_, err = d.signIn(t, k)
		wantFault(t, err, fault.Forbidden, "passkey_copied")
		if n := k.Count(t, "passkeys", "copied_at IS NOT NULL AND count = 7"); n != 1 {
			t.Errorf("%d passkeys are marked", n)
		}
	})
}

func TestPasskey_ofStaffHasToKnowItsPerson(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana := c.Story.Person("ana")
		drafter := c.Person("drafter", models.Drafter)
		for _, who := range []models.Actor{ana, drafter} {
			d := register(t, k, who, who.Name)
			d.auth.Options.UserNotVerified = true
			id, err := d.signIn(t, k)
			if who.PersonID == ana.PersonID {
				if err != nil || id != ana.PersonID {
					t.Errorf("a participant's: %v", err)
				}
				continue
			}
			wantFault(t, err, fault.Forbidden, "passkey_unverified")
			challenge, err := k.Service.OfferPasskey(t.Context(), fresh(k, who), d.browser)
			testkit.Must(t, err)
			d.key = newKey()
			wantFault(t, k.Service.AddPasskey(t.Context(), k.Call(who), d.make(t, challenge, "again"), d.browser), fault.Forbidden, "passkey_refused")
		}
	})
}

func TestPasskey_isMadeAndRemovedByWhoProvedAnewWhoTheyAre(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		_, err := k.Service.OfferPasskey(t.Context(), k.Call(ana), "b")
		wantFault(t, err, fault.Forbidden, "step_up")
		_, err = k.Service.OfferPasskey(t.Context(), k.Call(models.Actor{}), "b")
		wantFault(t, err, fault.SignIn, "sign_in")
		d := register(t, k, ana, "phone")
		mine, err := k.Service.Passkeys(t.Context(), ana)
		testkit.Must(t, err)
		id := mine[0].Credential
		wantFault(t, k.Service.RemovePasskey(t.Context(), k.Call(ana), id), fault.Forbidden, "step_up")
		wantFault(t, k.Service.RemovePasskey(t.Context(), fresh(k, bela), id), fault.NotFound, "passkey_not_found")
		wantFault(t, k.Service.RenamePasskey(t.Context(), fresh(k, bela), id, consult.PasskeyName{Name: "mine"}), fault.NotFound, "passkey_not_found")
		wantField(t, k.Service.RenamePasskey(t.Context(), k.Call(ana), id, consult.PasskeyName{Name: " "}), "name", "blank")
		testkit.Must(t, k.Service.RenamePasskey(t.Context(), k.Call(ana), id, consult.PasskeyName{Name: "old phone"}))
		if k.Count(t, "passkeys", "name = 'old phone'") != 1 {
			t.Error("it kept its name")
		}
		testkit.Must(t, k.Service.RemovePasskey(t.Context(), fresh(k, ana), id))
		_, err = d.signIn(t, k)
		wantFault(t, err, fault.Forbidden, "passkey_unknown")
	})
}

func TestPasskey_isAddedOnceByWhoeverBeganIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		d := register(t, k, ana, "phone")
		c, err := k.Service.OfferPasskey(t.Context(), fresh(k, ana), d.browser)
		testkit.Must(t, err)
		in := d.make(t, c, "stolen")
		wantFault(t, k.Service.AddPasskey(t.Context(), k.Call(bela), in, d.browser), fault.Forbidden, "began_elsewhere")
		wantFault(t, k.Service.AddPasskey(t.Context(), k.Call(ana), in, "another"), fault.Forbidden, "began_elsewhere")
		wantFault(t, k.Service.AddPasskey(t.Context(), k.Call(ana), in, d.browser), fault.Conflict, "passkey_there")
		wantFault(t, k.Service.AddPasskey(t.Context(), k.Call(ana), in, d.browser), fault.Forbidden, "began_elsewhere")
		c, err = k.Service.OfferPasskey(t.Context(), fresh(k, bela), "b")
		testkit.Must(t, err)
		wantFault(t, k.Service.AddPasskey(t.Context(), k.Call(bela), d.make(t, c, "taken over"), "b"), fault.Conflict, "passkey_there")
	})
}

func TestPasskey_twentyAreEnough(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		for range 20 {
			register(t, k, ana, "one more")
		}
		_, err := k.Service.OfferPasskey(t.Context(), fresh(k, ana), "b")
		wantFault(t, err, fault.Conflict, "most_passkeys")
	})
}

func TestStepUpPasskey_takesOnesOwnPasskeyOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		_, err := k.Service.AskStepUp(t.Context(), k.Call(ana), "b")
		wantFault(t, err, fault.NotFound, "passkey_not_found")
		phone, other := register(t, k, ana, "phone"), register(t, k, bela, "other")
		c, err := k.Service.AskStepUp(t.Context(), k.Call(ana), phone.browser)
		testkit.Must(t, err)
		testkit.Must(t, k.Service.StepUpPasskey(t.Context(), k.Call(ana), phone.prove(t, c), phone.browser))
		c, err = k.Service.AskStepUp(t.Context(), k.Call(ana), phone.browser)
		testkit.Must(t, err)
		wantFault(t, k.Service.StepUpPasskey(t.Context(), k.Call(ana), other.prove(t, c), phone.browser), fault.Forbidden, "passkey_refused")
		c, err = k.Service.AskPasskey(t.Context(), k.Call(ana), phone.browser)
		testkit.Must(t, err)
		wantFault(t, k.Service.StepUpPasskey(t.Context(), k.Call(ana), phone.prove(t, c), phone.browser), fault.Forbidden, "began_elsewhere")
	})
}

func TestPasskey_movedToAnotherPersonInTheDatabaseOpensNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		d := register(t, k, ana, "phone")
		register(t, k, bela, "other")
		query := "UPDATE passkeys SET person_id = (SELECT MAX(person_id) FROM passkeys) WHERE name = 'phone'"
		_, err := k.SQL(t).ExecContext(t.Context(), query)
		testkit.Must(t, err)
		_, err = k.SQL(t).ExecContext(t.Context(), "UPDATE passkey_handles SET handle = 'x' || handle WHERE person_id = (SELECT MIN(person_id) FROM passkey_handles)")
		testkit.Must(t, err)
		if who, err := d.signIn(t, k); err == nil {
			t.Errorf("signed in as %d, moved from %d to %d", who, ana.PersonID, bela.PersonID)
		}
	})
}
