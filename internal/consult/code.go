package consult

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"math/big"
	"strings"
	"unicode"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// codeTries is how often the short code of a link may be guessed at before code and link are dead.
const codeTries = 5

// SignInCode shows, for a link that was opened in another browser than the one that asked, six digits to type into
// that one. A second call gives others in their place; the guesses are counted on. Faults as SignIn.
func (s *Service) SignInCode(ctx context.Context, by models.Call, secret string) (string, error) {
	t, err := goodLink(ctx, s.st.Reader, secret, models.TokenSignIn, by.At)
	if err != nil {
		return "", err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("draw a code: %w", err)
	}
	code := fmt.Sprintf("%06d", n)
	return code, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.SetTokenCode(ctx, t.Hash, s.codeHash(t, code))
	})
}

// codeHash is what is kept of a code: six digits can be tried out, so only with the secret of the installation.
func (s *Service) codeHash(t models.Token, code string) string {
	return s.keyed("sign-in code", t.Hash+" "+code)
}

// TypedCode is the short code as somebody typed it.
type TypedCode struct {
	Code string `json:"code" validate:"required,max=50"`
}

// digits leaves of what was typed only digits, whatever keyboard they are from.
func digits(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '-' {
			return -1
		}
		return r
	}, models.ASCIIDigits(typed))
}

// SignInByCode signs in the browser that asked for a link by the code that the link showed elsewhere. Faults Invalid
// on the field "code": "wrong_code", or "dead_code" when no code is good (any more) for this browser.
func (s *Service) SignInByCode(ctx context.Context, by models.Call, in TypedCode, browser string) (p models.Person, back string, err error) {
	if err := s.check(&in); err != nil {
		return p, "", err
	}
	problem := ""
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		problem = ""
		t, found, err := s.guess(ctx, tx, by, digits(in.Code), digest(browser))
		if err != nil || !found {
			problem = t.Code
			return err
		}
		back = t.ReturnTo
		p, err = s.enter(ctx, tx, by, t)
		return err
	})
	if err == nil && problem != "" {
		err = fault.Bad("code", problem)
	}
	return p, back, err
}

// guess counts a guess and finds the link it is right for; else the Code of what it gives says why there is none.
func (s *Service) guess(ctx context.Context, tx *store.Tx, by models.Call, code, browser string) (models.Token, bool, error) {
	n, err := tx.TryTokens(ctx, models.TokenSignIn, browser, by.At)
	if err != nil || n == 0 {
		return models.Token{Code: "dead_code"}, false, err
	}
	all, err := tx.CodeTokens(ctx, models.TokenSignIn, browser, by.At)
	if err != nil {
		return models.Token{}, false, err
	}
	left := false
	for _, t := range all {
		if subtle.ConstantTimeCompare([]byte(t.Code), []byte(s.codeHash(t, code))) == 1 {
			return t, true, nil
		}
		left = left || t.Tries < codeTries
	}
	if !left {
		return models.Token{Code: "dead_code"}, false, tx.KillTriedTokens(ctx, models.TokenSignIn, browser, codeTries, by.At)
	}
	return models.Token{Code: "wrong_code"}, false, tx.KillTriedTokens(ctx, models.TokenSignIn, browser, codeTries, by.At)
}
