package consult

import (
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// firstLasts is how long the link of the first administrator is good.
const firstLasts = time.Hour

// FirstLink makes, while nobody is known to the installation, the one link by which its first administrator comes in;
// any earlier one is dead. It is empty when somebody is known. Command line only.
func (s *Service) FirstLink(ctx context.Context, by models.Call) (string, error) {
	if err := need(by.Actor, by.System); err != nil {
		return "", err
	}
	secret, link := ids.Secret(), ""
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		link = ""
		n, err := tx.People(ctx)
		if err != nil || n > 0 {
			return err
		}
		if err := tx.DropTokens(ctx, models.TokenFirst); err != nil {
			return err
		}
		link = s.baseURL + "/first/" + secret
		return tx.AddToken(ctx, models.Token{
			Hash: digest(secret), Kind: models.TokenFirst, ReturnTo: "/", CreatedAt: by.At, ExpiresAt: by.At.Add(firstLasts),
		})
	})
	return link, err
}

// PeekFirst tells whether a link would make the first administrator. Faults NotFound as SignIn.
func (s *Service) PeekFirst(ctx context.Context, secret string) error {
	if _, err := goodLink(ctx, s.st.Reader, secret, models.TokenFirst, s.Now()); err != nil {
		return err
	}
	n, err := s.st.Admins(ctx)
	if err == nil && n > 0 {
		err = fault.New(fault.NotFound, "link_used")
	}
	return err
}

// FirstAdmin is who has the link of the first administrator.
type FirstAdmin struct {
	Name  string `json:"name" validate:"required,notblank,max=200"`
	Email string `json:"email" validate:"required,email"`
}

// BeFirst makes the holder of the link the first administrator. It works once, and not where there is an
// administrator. Faults NotFound as SignIn.
func (s *Service) BeFirst(ctx context.Context, by models.Call, secret string, in FirstAdmin) (models.Person, error) {
	var p models.Person
	if err := s.PeekFirst(ctx, secret); err != nil {
		return p, err
	}
	if err := s.check(&in); err != nil {
		return p, err
	}
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if ok, err := tx.UseToken(ctx, digest(secret), by.At); err != nil || !ok {
			return cmpErr(err, fault.New(fault.NotFound, "link_used"))
		}
		if n, err := tx.Admins(ctx); err != nil || n > 0 {
			return cmpErr(err, fault.New(fault.NotFound, "link_used"))
		}
		p = models.Person{ID: s.ids.Next(by.At), Email: in.Email, EmailKey: models.EmailKey(in.Email), Language: by.Speaking, CreatedAt: by.At}
		var err error
		if p, err = tx.AddPerson(ctx, p); err != nil {
			return err
		}
		p.Name, p.Admin = in.Name, true
		return tx.SetPerson(ctx, p)
	})
	return p, err
}
