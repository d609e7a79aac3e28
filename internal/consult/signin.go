package consult

import (
	"context"
	"strings"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// signInLasts is how long a link to sign in is good, and the short code that is shown for it.
const signInLasts = 10 * time.Minute

// NewSignIn asks for a sign-in link.
type NewSignIn struct {
	Email    string `json:"email" validate:"required,email"`
	ReturnTo string `json:"return_to" validate:"max=500"`
	Homepage string `json:"-" form:"homepage"` // a field that people do not see
}

// AskSignIn sends a one-use link to an address, whether it is known or not: nobody can find out who is here.
// browser is the secret of the browser that asks; the link works only there.
func (s *Service) AskSignIn(ctx context.Context, by models.Call, in NewSignIn, browser string) error {
	if err := s.check(&in); err != nil {
		return err
	}
	if in.Homepage != "" { // a person whose browser filled it in presses once more
		return fault.Bad("email", "trapped")
	}
	t := models.Token{EmailKey: models.EmailKey(in.Email), Browser: digest(browser), ReturnTo: in.ReturnTo}
	return s.mailLink(ctx, by, t, models.Mail{To: in.Email, Kind: "sign_in"})
}

// AskStepUpLink sends a fresh link to the address of who is signed in, by which they prove anew that it is they.
func (s *Service) AskStepUpLink(ctx context.Context, by models.Call, returnTo, browser string) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	t := models.Token{EmailKey: models.EmailKey(by.Email), PersonID: &by.PersonID, Browser: digest(browser), ReturnTo: returnTo}
	return s.mailLink(ctx, by, t, models.Mail{To: by.Email, Kind: "step_up"})
}

// mailLink keeps a new one-use link and mails it.
func (s *Service) mailLink(ctx context.Context, by models.Call, t models.Token, m models.Mail, also ...func(context.Context, *store.Tx) error) error {
	if !ourPath(t.ReturnTo) {
		t.ReturnTo = "/"
	}
	secret := ids.Secret()
	t.Hash, t.Kind, t.CreatedAt, t.ExpiresAt = digest(secret), models.TokenSignIn, by.At, by.At.Add(signInLasts)
	if m.Data == nil {
		m.Data = map[string]any{}
	}
	m.Language, m.Data["Link"] = by.Speaking, s.baseURL+"/sign-in/"+secret
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		for _, do := range also {
			if err := do(ctx, tx); err != nil {
				return "", err
			}
		}
		if err := s.mayMailLink(ctx, tx, by, t, m.To); err != nil {
			return "", err
		}
		if err := tx.AddToken(ctx, t); err != nil {
			return "", err
		}
		return "", s.post(ctx, tx, m)
	})
	return err
}

// mayMailLink counts a link: what strangers ask for does not keep from it who is signed in.
func (s *Service) mayMailLink(ctx context.Context, tx *store.Tx, by models.Call, t models.Token, to string) error {
	if t.PersonID == nil {
		return s.mayMail(ctx, tx, by, to)
	}
	return s.tallied(ctx, tx, by.At, tally{models.LimitStepUp, personKey(*t.PersonID), 1})
}

// ourPath tells whether a place to go back to is a path of this site, and nothing a browser would take for another.
func ourPath(p string) bool {
	return strings.HasPrefix(p, "/") && !strings.HasPrefix(p, "//") && !strings.ContainsAny(p, "\\\t\r\n") && !strings.HasPrefix(p, "/%09")
}

// goodLink finds the link of a secret, or says what is wrong with it: faults NotFound "link_cut", "link_not_found",
// "link_used" and "link_late".
func goodLink(ctx context.Context, r store.Reader, secret string, kind models.TokenKind, at time.Time) (models.Token, error) {
	if len(secret) != len(ids.Secret()) {
		return models.Token{}, fault.New(fault.NotFound, "link_cut")
	}
	t, err := r.AnyToken(ctx, digest(secret), kind)
	switch {
	case err != nil:
		return t, err
	case t.UsedAt != nil:
		return t, fault.New(fault.NotFound, "link_used")
	case !t.ExpiresAt.After(at):
		return t, fault.New(fault.NotFound, "link_late")
	}
	return t, nil
}

// Peeked is what a link would do.
type Peeked struct {
	Here     bool   // it signs in this browser; else it only shows a code for the one that asked
	Provider string // the name of the provider whose identity it brings along; empty: none
	Email    string // that identity's address
}

// PeekSignIn tells what a link would do, without using it: mail scanners may look. The faults are those of SignIn but
// "other_browser".
func (s *Service) PeekSignIn(ctx context.Context, secret, browser string) (Peeked, error) {
	t, err := goodLink(ctx, s.st.Reader, secret, models.TokenSignIn, s.Now())
	if err != nil {
		return Peeked{}, err
	}
	p, who, err := s.claimed(t)
	if err != nil || p == nil {
		return Peeked{Here: isFor(t, browser)}, err
	}
	return Peeked{isFor(t, browser), p.Name(), who.Email}, nil
}

// isFor tells whether a link was asked for in this browser, or in none.
func isFor(t models.Token, browser string) bool {
	return t.Browser == "" || t.Browser == digest(browser)
}

// SignIn uses a link up and tells who came in and where they wanted to go. A link that was asked for by another
// browser is a fault Forbidden "other_browser" and stays good: SignInCode is for it. A link that is not whole, not
// ours, used or late is NotFound "link_cut", "link_not_found", "link_used" or "link_late".
func (s *Service) SignIn(ctx context.Context, by models.Call, secret, browser string) (models.Person, string, error) {
	t, err := goodLink(ctx, s.st.Reader, secret, models.TokenSignIn, by.At)
	if err != nil {
		return models.Person{}, "", err
	}
	if !isFor(t, browser) {
		return models.Person{}, "", fault.New(fault.Forbidden, "other_browser")
	}
	var p models.Person
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p, err = s.enter(ctx, tx, by, t)
		return err
	})
	return p, t.ReturnTo, err
}

// enter uses a link up for the person it is for, who is made when nobody has the address.
func (s *Service) enter(ctx context.Context, tx *store.Tx, by models.Call, t models.Token) (models.Person, error) {
	if ok, err := tx.UseToken(ctx, t.Hash, by.At); err != nil || !ok {
		return models.Person{}, cmpErr(err, fault.New(fault.NotFound, "link_used"))
	}
	p, err := s.entering(ctx, tx, by, t)
	if err != nil || t.Browser == "" {
		return p, err
	}
	return p, tx.AddressWorks(ctx, p.ID, by.At) // a link that a browser asked for was mailed, and it arrived
}

// entering is the person a link is for; an identity that it brings along becomes theirs.
func (s *Service) entering(ctx context.Context, tx *store.Tx, by models.Call, t models.Token) (models.Person, error) {
	if t.PersonID != nil {
		return tx.Person(ctx, *t.PersonID)
	}
	from, who, err := s.claimed(t)
	if err != nil {
		return models.Person{}, err
	}
	who.Email = t.EmailKey
	p, err := tx.AddPerson(ctx, s.newcomer(by, who))
	if err != nil || from == nil {
		return p, err
	}
	return p, s.connect(ctx, tx, by, p.ID, who)
}

// RenewSignIn sends a new link in place of one that came too late, to the address the late one was for and for the
// browser that asks now; one that brings an identity along stays that of the browser which was at the provider, or
// somebody else's identity could be had connected by who only opens their mail. Only who has the late link can, and
// once. Faults NotFound "link_cut", "link_not_found" and
// "link_used".
func (s *Service) RenewSignIn(ctx context.Context, by models.Call, secret, browser string) error {
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return err
	}
	t, err := goodLink(ctx, s.st.Reader, secret, models.TokenSignIn, by.At)
	if f, ok := fault.As(err); err != nil && (!ok || f.Code != "link_late") {
		return err
	}
	from, _, err := s.claimed(t)
	if err != nil {
		return err
	}
	old, m := t.Hash, models.Mail{To: t.EmailKey, Kind: "sign_in"}
	t.Code, t.Tries = "", 0
	spend := func(ctx context.Context, tx *store.Tx) error {
		ok, err := tx.SpendToken(ctx, old, by.At)
		if err == nil && !ok {
			err = fault.New(fault.NotFound, "link_used")
		}
		return err
	}
	if from == nil {
		t.Browser = digest(browser)
	} else {
		m = identityMail(t.EmailKey, from.Name())
	}
	return s.mailLink(ctx, by, t, m, spend)
}

// SignInLink makes a one-use link for a known address that is not bound to a browser. Command line only.
func (s *Service) SignInLink(ctx context.Context, by models.Call, email string) (string, error) {
	if err := need(by.Actor, by.System); err != nil {
		return "", err
	}
	p, err := s.st.PersonByEmail(ctx, models.EmailKey(email))
	if err != nil {
		return "", err
	}
	secret := ids.Secret()
	return s.baseURL + "/sign-in/" + secret, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.AddToken(ctx, models.Token{
			Hash: digest(secret), Kind: models.TokenSignIn, EmailKey: p.EmailKey, ReturnTo: "/",
			CreatedAt: by.At, ExpiresAt: by.At.Add(signInLasts),
		})
	})
}
