package testkit

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/models"
)

// Clock stands still until it is set.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time it shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set makes it show another time.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.UTC()
}

// Add moves it on.
func (c *Clock) Add(d time.Duration) { c.Set(c.Now().Add(d)) }

// letterBox keeps what was mailed.
type letterBox struct {
	mu   sync.Mutex
	sent []models.Mail
}

// Send implements consult.Mailer.
func (b *letterBox) Send(_ context.Context, m models.Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = append(b.sent, m)
	return nil
}

// Mailer is the letter box, for a program of the test's own.
func (k *Kit) Mailer() interface {
	Send(ctx context.Context, m models.Mail) error
} {
	return k.post
}

// Mails are all messages so far, oldest first.
func (k *Kit) Mails() []models.Mail {
	k.post.mu.Lock()
	defer k.post.mu.Unlock()
	return append([]models.Mail(nil), k.post.sent...)
}

// Link is the link of the newest mail to an address.
func (k *Kit) Link(t testing.TB, to string) string {
	t.Helper()
	all := k.Mails()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].To == to {
			return fmt.Sprint(all[i].Data["Link"])
		}
	}
	t.Fatalf("no mail to %s among %d", to, len(all))
	return ""
}

// Secret is the secret of the newest link that was mailed to an address.
func (k *Kit) Secret(t testing.TB, to string) string {
	t.Helper()
	link := k.Link(t, to)
	return link[strings.LastIndex(link, "/")+1:]
}
