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

// signInLasts is how long a link to sign in is good.
const signInLasts = 10 * time.Minute

// NewSignIn asks for a sign-in link.
type NewSignIn struct {
	Email    string `json:"email" validate:"required,email"`
	ReturnTo string `json:"return_to" validate:"max=500"`
}

// AskSignIn sends a one-use link to an address, whether it is known or not: nobody can find out who is here.
// browser is the secret of the browser that asks; the link works only there.
func (s *Service) AskSignIn(ctx context.Context, by models.Call, in NewSignIn, browser string) error {
	if err := s.check(&in); err != nil {
		return err
	}
	if !ourPath(in.ReturnTo) {
		in.ReturnTo = "/"
	}
	secret := ids.Secret()
	t := models.Token{
		Hash: digest(secret), Kind: models.TokenSignIn, EmailKey: models.EmailKey(in.Email), Browser: digest(browser),
		ReturnTo: in.ReturnTo, CreatedAt: by.At, ExpiresAt: by.At.Add(signInLasts),
	}
	m := models.Mail{To: in.Email, Language: by.Speaking, Kind: "sign_in", Data: map[string]any{"Link": s.baseURL + "/sign-in/" + secret}}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := s.mayMail(ctx, tx, by, in.Email); err != nil {
			return err
		}
		if err := tx.AddToken(ctx, t); err != nil {
			return err
		}
		return s.post(ctx, tx, m)
	})
}

// ourPath tells whether a place to go back to is a path of this site, and nothing a browser would take for another.
func ourPath(p string) bool {
	return strings.HasPrefix(p, "/") && !strings.HasPrefix(p, "//") && !strings.ContainsAny(p, "\\\t\r\n") && !strings.HasPrefix(p, "/%09")
}

// SignIn uses a link up and tells who came in and where they wanted to go. A link that was asked for by another
// browser is a fault Forbidden "other_browser" and stays good; a used or late one NotFound "link_not_found".
func (s *Service) SignIn(ctx context.Context, by models.Call, secret, browser string) (models.Person, string, error) {
	t, err := s.st.Token(ctx, digest(secret), models.TokenSignIn, by.At)
	if err != nil {
		return models.Person{}, "", err
	}
	if t.Browser != "" && t.Browser != digest(browser) {
		return models.Person{}, "", fault.New(fault.Forbidden, "other_browser")
	}
	var p models.Person
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if ok, err := tx.UseToken(ctx, t.Hash, by.At); err != nil || !ok {
			return cmpErr(err, fault.Missing("link"))
		}
		p, err = tx.AddPerson(ctx, models.Person{ID: s.ids.Next(by.At), Email: t.EmailKey, EmailKey: t.EmailKey, Language: by.Speaking, CreatedAt: by.At})
		return err
	})
	return p, t.ReturnTo, err
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
