package consult

import (
	"context"
	"errors"
	"strconv"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// EraseMe is the wish of a person that everything about them goes. Comments says what becomes of what they said.
type EraseMe struct {
	Comments string `json:"comments" validate:"required,oneof=erase keep"`
	Sure     bool   `json:"sure"` // the answers were checked; the pages ask for it
}

// AskErasure takes the wish, ends every session and token of the person, and leaves the rest to EraseNext. It asks for
// a fresh proof of who one is. Faults: Forbidden "step_up"; Conflict "last_admin", "being_erased".
func (s *Service) AskErasure(ctx context.Context, by models.Call, in EraseMe) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	if err := s.stepped(by); err != nil {
		return err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := tx.LockAdmins(ctx); err != nil {
			return "", err
		}
		p, err := tx.Person(ctx, by.PersonID)
		if err != nil {
			return "", err
		}
		if n, err := tx.Admins(ctx); err != nil || p.Admin && p.Erasing == "" && n < 2 {
			return "", cmpErr(err, fault.New(fault.Conflict, "last_admin"))
		}
		if err := s.leaveRoles(ctx, tx, by); err != nil {
			return "", err
		}
		if err := tx.EndAccess(ctx, p.ID); err != nil {
			return "", err
		}
		ok, err := tx.SetErasing(ctx, p.ID, models.ErasureWish(in.Comments))
		if err == nil && !ok {
			return "", fault.New(fault.Conflict, "being_erased")
		}
		return "", err
	})
	return err
}

// How much is erased in one go, so that no transaction is long and other work gets its turn.
const (
	peopleAtOnce   = 10
	commentsAtOnce = 20
)

// EraseNext does what people asked for, in small transactions: their comments, then everything else about them. What
// was interrupted is gone on with; safe twice.
func (s *Service) EraseNext(ctx context.Context) error {
	people, err := s.st.Erasing(ctx, peopleAtOnce)
	if err != nil {
		return err
	}
	var problems []error // of one person; the others go on
	for _, p := range people {
		problems = append(problems, s.erasePerson(ctx, p))
	}
	if len(people) > 0 {
		problems = append(problems, s.st.Purge(ctx))
	}
	return errors.Join(problems...)
}

// erasePerson makes everything about a person go.
func (s *Service) erasePerson(ctx context.Context, p models.Person) error {
	for {
		rest, err := s.st.CommentsOf(ctx, s.ofPerson(p), commentsAtOnce)
		if err != nil {
			return err
		}
		if len(rest) == 0 {
			return s.emptyPerson(ctx, p)
		}
		for _, a := range rest {
			if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.eraseOf(ctx, tx, p, a) }); err != nil {
				return err
			}
		}
	}
}

// eraseOf erases one comment of a person, or takes their name off it. One that they never confirmed goes either way.
func (s *Service) eraseOf(ctx context.Context, tx *store.Tx, p models.Person, a models.CommentAuthor) error {
	c, a, err := both(ctx, tx, a.ConsultationID, a.CommentID)
	if err != nil {
		return err
	}
	if p.Erasing == models.EraseComments || a.PersonID == nil {
		e := models.Erasure{What: models.ErasedAll, Why: models.ErasedPerson, AskedBy: "author", At: s.Now()}
		ok, err := s.erase(ctx, tx, c, e)
		if err != nil || ok {
			return err
		}
		return tx.Unname(ctx, c.ConsultationID, c.ID, "", "")
	}
	if a.PublishName && !a.NameWithdrawn {
		if err := s.hideName(ctx, tx, models.Call{At: s.Now()}, c, a); err != nil {
			return err
		}
	}
	return tx.Unname(ctx, c.ConsultationID, c.ID, s.goneKey(p), saltGone+said{store.Whole{Author: a}}.author())
}

// goneKey is under whom a person is counted who is gone, so that they are still counted once; it leads back to nobody.
func (s *Service) goneKey(p models.Person) string {
	return "gone:" + s.keyed("gone", strconv.FormatInt(p.ID, 36))[:32]
}

// emptyPerson makes the rest about a person go, after their comments. One that came meanwhile puts it off.
func (s *Service) emptyPerson(ctx context.Context, p models.Person) error {
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		now := s.Now()
		if late, err := tx.CommentsOf(ctx, s.ofPerson(p), 1); err != nil || len(late) > 0 {
			return err
		}
		if err := tx.RenameVoice(ctx, personKey(p.ID), s.goneKey(p)); err != nil {
			return err
		}
		if err := s.unnameSignatures(ctx, tx, p, now); err != nil {
			return err
		}
		if err := tx.ForgetPerson(ctx, s.ofPerson(p)); err != nil {
			return err
		}
		if err := s.forgetInvited(ctx, tx, p.EmailKey); err != nil {
			return err
		}
		if err := s.post(ctx, tx, models.Mail{To: p.Email, Language: p.Language, Kind: "erased", Data: map[string]any{}}); err != nil {
			return err
		}
		p.EmailKey, p.ErasedAt = "gone:"+strconv.FormatInt(p.ID, 36), &now
		return tx.EmptyPerson(ctx, p)
	})
}

// MayErase refuses who would be asked for a fresh proof of who they are, before they answer anything. Faults as
// AskErasure's.
func (s *Service) MayErase(by models.Call) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	return s.stepped(by)
}
