package consult

import (
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewMailPreference is how somebody wants to be told what became of their comments.
type NewMailPreference struct {
	Digest string `json:"digest" validate:"required,oneof=each daily weekly none"`
}

// MailPreference is how the actor wants to be told.
func (s *Service) MailPreference(ctx context.Context, who models.Actor) (models.MailPreference, error) {
	if err := need(who, Can(who, ReadOwn, Thing{PersonID: who.PersonID})); err != nil {
		return models.MailPreference{}, err
	}
	return s.st.MailPreference(ctx, who.PersonID)
}

// SetMailPreference changes how the actor wants to be told. What is held already follows. Whoever saves it also says
// that their address takes mail again.
func (s *Service) SetMailPreference(ctx context.Context, by models.Call, in NewMailPreference) (models.MailPreference, error) {
	if err := need(by.Actor, Can(by.Actor, OwnMail, Thing{PersonID: by.PersonID})); err != nil {
		return models.MailPreference{}, err
	}
	if err := s.check(&in); err != nil {
		return models.MailPreference{}, err
	}
	return s.prefer(ctx, by.PersonID, by.At, models.Digest(in.Digest))
}

func (s *Service) prefer(ctx context.Context, personID int64, at time.Time, want models.Digest) (models.MailPreference, error) {
	p := models.MailPreference{PersonID: personID, Digest: want, ChangedAt: at}
	due := at
	if want == models.DigestDaily || want == models.DigestWeekly {
		due = nextDigest(want, at)
	}
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.SetMailPreference(ctx, p); err != nil {
			return err
		}
		if want == models.DigestNone {
			return tx.DropHeldOf(ctx, personID)
		}
		return tx.HoldUntil(ctx, personID, due)
	})
	return p, err
}

// Unsubscribing tells whether a link ends messages, without ending them: mail scanners may look. Fault NotFound
// "link_not_found".
func (s *Service) Unsubscribing(ctx context.Context, token string) error {
	id, err := s.unsubscriber(token)
	if err == nil {
		_, err = s.st.Person(ctx, id)
	}
	return err
}

// Unsubscribe ends the messages to whom a link was mailed; who holds it need not sign in (RFC 8058). Safe twice.
func (s *Service) Unsubscribe(ctx context.Context, by models.Call, token string) error {
	id, err := s.unsubscriber(token)
	if err != nil {
		return err
	}
	if _, err := s.st.Person(ctx, id); err != nil {
		return err
	}
	_, err = s.prefer(ctx, id, by.At, models.DigestNone)
	return err
}

// troubleShown is how many messages in trouble the operator's page lists, retriedAtOnce how many are tried again.
const (
	troubleShown  = 200
	retriedAtOnce = 5000
)

// MailReport tells how mail does. Administrators.
func (s *Service) MailReport(ctx context.Context, who models.Actor) (models.MailReport, error) {
	if err := need(who, Can(who, Install, Thing{})); err != nil {
		return models.MailReport{}, err
	}
	now := s.Now()
	counts, err := s.st.MailCounts(ctx, now.Add(-24*time.Hour))
	if err != nil {
		return models.MailReport{}, err
	}
	out := models.MailReport{At: now, Counts: counts}
	if out.Bouncing, err = s.st.CountBouncing(ctx); err != nil {
		return out, err
	}
	out.Trouble, err = s.st.MailsInTrouble(ctx, troubleShown)
	return out, err
}

// RetryMail has what could not be sent tried again, one message or, without a name, all; it tells how many.
// Administrators. Fault NotFound "mail_not_found" where the one is not there, was sent, or its text is gone.
func (s *Service) RetryMail(ctx context.Context, by models.Call, messageID string) (int, error) {
	if err := need(by.Actor, Can(by.Actor, Install, Thing{})); err != nil {
		return 0, err
	}
	var n int
	err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		numbers, err := tx.RetryMails(ctx, messageID, by.At, by.At.Add(mailLasts), retriedAtOnce)
		if err != nil {
			return err
		}
		if n = len(numbers); n == 0 && messageID != "" {
			return fault.Missing("mail")
		}
		for _, id := range numbers {
			if err := tx.AddJob(ctx, models.SendMail{ID: id}, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

// Bounced notes what mail servers reported of messages that came back. A message that came back for good is marked,
// and so is the address of the person it was for. The command line.
func (s *Service) Bounced(ctx context.Context, by models.Call, reports []models.Bounce) (models.BounceSummary, error) {
	var out models.BounceSummary
	if err := need(by.Actor, by.System); err != nil {
		return out, err
	}
	for _, b := range reports {
		out.Read++
		err := s.bounced(ctx, by.At, b, &out)
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *Service) bounced(ctx context.Context, at time.Time, b models.Bounce, out *models.BounceSummary) error {
	m, err := s.st.MailByMessage(ctx, b.MessageID)
	switch {
	case fault.Is(err, fault.NotFound):
		out.Unknown++
		return nil
	case err != nil:
		return err
	case !b.Permanent:
		out.Temporary++
		return nil
	case m.State == models.MailBounced:
		out.AlreadyThere++
		return nil
	}
	out.Bounced++
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.MailBounced(ctx, m.ID, b.Status); err != nil || m.PersonID == nil {
			return err
		}
		p, err := tx.MailPreference(ctx, *m.PersonID)
		if err != nil {
			return err
		}
		if _, err := tx.Person(ctx, *m.PersonID); err != nil {
			return forgotten(err)
		}
		p.BouncedAt, p.ChangedAt = &at, at
		return tx.SetMailPreference(ctx, p)
	})
}
