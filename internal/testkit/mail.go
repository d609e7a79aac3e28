package testkit

import (
	"fmt"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/models"
)

// Letters opens all messages that a database holds, oldest first. One that was sent has no address and no text.
func Letters(t testing.TB, url string, s *consult.Service) []models.Letter {
	t.Helper()
	db := openSQL(t, url)
	defer func() { _ = db.Close() }() // it was only read
	var out []models.Letter
	for _, id := range Column[int64](t, db, "SELECT id FROM mails ORDER BY id") {
		l, err := s.Letter(t.Context(), id)
		Must(t, err)
		out = append(out, l)
	}
	return out
}

// LinkTo is the link of the newest message to an address.
func LinkTo(t testing.TB, url string, s *consult.Service, to string) string {
	t.Helper()
	all := Letters(t, url, s)
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].To == to {
			return fmt.Sprint(all[i].Data["Link"])
		}
	}
	t.Fatalf("no mail to %s among %d", to, len(all))
	return ""
}

// Mails are all messages so far, oldest first.
func (k *Kit) Mails() []models.Mail {
	k.t.Helper()
	var out []models.Mail
	for _, l := range Letters(k.t, k.URL, k.Service) {
		out = append(out, l.Mail)
	}
	return out
}

// Link is the link of the newest message to an address.
func (k *Kit) Link(t testing.TB, to string) string {
	t.Helper()
	return LinkTo(t, k.URL, k.Service, to)
}

// Secret is the secret of the newest link that was mailed to an address.
func (k *Kit) Secret(t testing.TB, to string) string {
	t.Helper()
	link := k.Link(t, to)
	return link[strings.LastIndex(link, "/")+1:]
}
