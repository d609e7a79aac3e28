package consult

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"travaux/internal/store"
	"travaux/models"
)

// Sender hands a message over to whoever carries it. Its error is a *models.MailError where it can say more.
type Sender interface {
	Send(ctx context.Context, l models.Letter) error
}

// How long a message is tried: often at first, so that everything is out minutes after a mail server is back; then
// seldom; then no more.
const (
	mailSoon    = 15 * time.Second
	mailAgain   = 2 * time.Minute
	mailOften   = 6 * time.Hour
	mailSeldom  = 15 * time.Minute
	mailGivenUp = 3 * 24 * time.Hour
)

// mailLasts is how long sending one message may last; until then nobody else takes it.
const mailLasts = time.Minute

// Deliver sends a message that is due and notes what became of it; it tells after which time to try again, zero for
// never. It is safe to call twice, and at once: what was sent is not sent again, unless the program died between
// sending and noting, and then with the same Message-ID and the same links.
func (s *Service) Deliver(ctx context.Context, id int64, by Sender) (again time.Duration, err error) {
	l, again, err := s.claim(ctx, id)
	if err != nil || l.To == "" {
		return again, err
	}
	failed := by.Send(ctx, l)
	now := s.Now()
	if failed == nil {
		return 0, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.MailSent(ctx, id, now) })
	}
	why := &models.MailError{Code: "error"}
	errors.As(failed, &why)
	state := models.MailFailed
	if again = retryAfter(l.Attempts, now.Sub(l.CreatedAt)); why.Permanent || again == 0 {
		state, again = models.MailDead, 0
	}
	slog.WarnContext(ctx, "mail not sent", "mail", id, "kind", l.Kind, "code", why.Code, "state", state)
	return again, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.MailFailed(ctx, id, state, why.Code, now.Add(again))
	})
}

// claim takes a message to send it. One without an address is not to be sent: now, if again is not zero.
func (s *Service) claim(ctx context.Context, id int64) (l models.Letter, again time.Duration, err error) {
	now := s.Now()
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		mine, err := tx.ClaimMail(ctx, id, now, now.Add(mailLasts))
		if err != nil {
			return err
		}
		row, err := tx.Mail(ctx, id)
		if err != nil {
			return forgotten(err)
		}
		if mine {
			l, err = s.open(row)
			return err
		}
		if row.State == models.MailWaiting || row.State == models.MailFailed {
			again = max(row.DueAt.Sub(now), time.Second)
		}
		return nil
	})
	return l, again, err
}

// retryAfter is how long to wait after so many tries of a message so old, with a tenth of chance so that not all come
// at once; zero when it is given up.
func retryAfter(tries int, age time.Duration) time.Duration {
	if age >= mailGivenUp {
		return 0
	}
	wait := mailAgain
	if age > mailOften {
		wait = mailSeldom
	} else if tries < 4 {
		wait = mailSoon << (tries - 1)
	}
	return wait - time.Duration(rand.Int64N(int64(wait/10)))
}
