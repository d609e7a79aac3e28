package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// RemindSigner mails a link once more, the same one. Whoever may sign for the organisation. Faults: Conflict
// "preparation_over", "already_decided" where it was answered, "reminded_lately" within a day; NotFound "link_not_found".
func (s *Service) RemindSigner(ctx context.Context, by models.Call, slug, organisation, ref string) error {
	return s.tend(ctx, by, slug, organisation, func(ctx context.Context, tx *store.Tx, head models.Front, v models.PreparationView) error {
		l, err := linkOf(v, ref)
		if err == nil {
			err = s.mayAsk(ctx, tx, by, l)
		}
		if err != nil {
			return err
		}
		if l.State != models.LinkAsked {
			return fault.New(fault.Conflict, "already_decided")
		}
		since := by.At.Add(-linkRemindedFor)
		if l.CreatedAt.After(since) {
			return fault.New(fault.Conflict, "reminded_lately")
		}
		until := by.At.Add(signLinkLasts)
		if ok, err := tx.RemindLink(ctx, l, since, by.At, until); err != nil || !ok {
			return cmpErr(err, fault.New(fault.Conflict, "reminded_lately"))
		}
		if err := s.keepUntil(ctx, tx, v.Preparation, v.Preparation.State, by); err != nil {
			return err
		}
		return s.mailSignLink(ctx, tx, by, head.Consultation, v.Organisation, v.Revision, l, "signing_again_"+l.Kind)
	})
}

// ReplaceSignerLink mails another link in the place of one, which leads nowhere any more; an answer that was given by it
// is asked for anew. Whoever may sign for the organisation. Faults as of RemindSigner, but for the reminders.
func (s *Service) ReplaceSignerLink(ctx context.Context, by models.Call, slug, organisation, ref string) error {
	return s.tend(ctx, by, slug, organisation, func(ctx context.Context, tx *store.Tx, head models.Front, v models.PreparationView) error {
		l, err := linkOf(v, ref)
		if err == nil {
			err = s.mayAsk(ctx, tx, by, l)
		}
		if err != nil {
			return err
		}
		next := v.Preparation.State
		switch {
		case l.Kind == models.LinkOfficer:
			next = models.PreparationWaiting
		case next != models.PreparationClearing: // the officer has it
			return fault.New(fault.Conflict, "already_decided")
		}
		if ok, err := tx.ReplaceLink(ctx, l); err != nil || !ok {
			return cmpErr(err, fault.Missing("link"))
		}
		if err := s.keepUntil(ctx, tx, v.Preparation, next, by); err != nil {
			return err
		}
		fresh := s.signLink(by.At, v.Revision, l.Kind, l.Name, l.Email)
		return s.mailSignLinks(ctx, tx, by, head.Consultation, v.Organisation, v.Revision, []models.SignatureLink{fresh})
	})
}

// CancelPreparation calls a preparation off; its links lead nowhere any more. Whoever may sign for the organisation. Fault
// Conflict "preparation_over".
func (s *Service) CancelPreparation(ctx context.Context, by models.Call, slug, organisation string) error {
	return s.tend(ctx, by, slug, organisation, func(ctx context.Context, tx *store.Tx, _ models.Front, v models.PreparationView) error {
		p := v.Preparation
		p.State, p.Until = models.PreparationCancelled, by.At
		moved, err := tx.MovePreparation(ctx, p, v.Preparation)
		if err == nil && !moved {
			err = store.ErrAgain
		}
		return err
	})
}

// tend does something about the preparation of an organisation that is under way.
func (s *Service) tend(ctx context.Context, by models.Call, slug, organisation string,
	do func(ctx context.Context, tx *store.Tx, head models.Front, v models.PreparationView) error,
) error {
	head, o, err := s.preparing(ctx, by, slug, organisation)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		p, err := tx.OpenPreparation(ctx, head.ID, o.ID)
		if err != nil || p == nil {
			return "", cmpErr(err, fault.New(fault.Conflict, "preparation_over"))
		}
		v, err := s.prepared(ctx, tx.Reader, *p, o)
		if err != nil {
			return "", err
		}
		return p.Ref, do(ctx, tx, head, v)
	})
	return err
}

// keepUntil writes where a preparation stands and that its newest link lasts from now.
func (s *Service) keepUntil(ctx context.Context, tx *store.Tx, p models.Preparation, state models.PreparationState, by models.Call) error {
	seen := p
	p.State, p.Until = state, by.At.Add(signLinkLasts)
	moved, err := tx.MovePreparation(ctx, p, seen)
	if err == nil && !moved {
		err = store.ErrAgain
	}
	return err
}

// linkOf finds a link of the revision that counts. Fault NotFound "link_not_found".
func linkOf(v models.PreparationView, ref string) (models.SignatureLink, error) {
	i := slices.IndexFunc(v.Links, func(l models.SignatureLink) bool { return l.Ref == ref && l.Email != "" })
	if i < 0 {
		return models.SignatureLink{}, fault.Missing("link")
	}
	return v.Links[i], nil
}
