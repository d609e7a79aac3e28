package consult

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"travaux/internal/fault"
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

// Deliver sends a message that waits and notes what became of it; it tells after which time to try again, zero for
// never. It is safe to call twice: what was sent is not sent again, unless the program died between sending and
// noting, and then with the same Message-ID and the same links.
func (s *Service) Deliver(ctx context.Context, id int64, by Sender) (again time.Duration, err error) {
	l, err := s.Letter(ctx, id)
	if fault.Is(err, fault.NotFound) {
		return 0, nil // its reader was forgotten
	}
	if err != nil {
		return 0, err
	}
	if l.To == "" || (l.State != models.MailWaiting && l.State != models.MailFailed) {
		return 0, nil
	}
	failed := by.Send(ctx, l)
	now := s.Now()
	if failed == nil {
		return 0, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.MailSent(ctx, id, now) })
	}
	why := &models.MailError{Code: "error"}
	errors.As(failed, &why)
	state := models.MailFailed
	if again = retryAfter(l.Attempts+1, now.Sub(l.CreatedAt)); why.Permanent || again == 0 {
		state, again = models.MailDead, 0
	}
	slog.WarnContext(ctx, "mail not sent", "mail", id, "kind", l.Kind, "code", why.Code, "state", state)
	return again, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return tx.MailFailed(ctx, id, state, why.Code, now.Add(again))
	})
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
