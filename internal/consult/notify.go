package consult

import (
	"cmp"
	"context"
	"encoding/base64"
	"strconv"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// digestHour is when digests are due, UTC.
const digestHour = 8

// tellAuthor tells the author of a comment what became of it, if their address is confirmed and they want to know.
func (s *Service) tellAuthor(ctx context.Context, tx *store.Tx, by models.Call, kind string, consultationID, commentID int64, more map[string]any) error {
	a, err := tx.CommentAuthor(ctx, consultationID, commentID)
	if err != nil || a.PersonID == nil || by.Quiet || *a.PersonID == by.PersonID {
		return err
	}
	con, err := tx.ConsultationByID(ctx, consultationID)
	if err != nil {
		return err
	}
	c, err := tx.Comment(ctx, consultationID, commentID)
	if err != nil {
		return err
	}
	data := map[string]any{"Consultation": con.Title, "Link": s.baseURL + "/c/" + con.Slug + "/receipts/" + c.Receipt, "Disown": s.disownLink(c, a)}
	if c.Number != nil {
		data["Ref"] = models.Ref(*c.Number)
	}
	if c.Publication == models.PublishedNow && c.Number != nil {
		data["Link"] = s.baseURL + "/c/" + con.Slug + "/comments/" + models.Ref(*c.Number)
	}
	for name, v := range more {
		data[name] = v
	}
	return s.notify(ctx, tx, *a.PersonID, con.Language, models.Mail{Kind: kind, ConsultationID: &consultationID, Data: data})
}

// notify tells a person something, as they want to be told: at once, in a digest, or not.
func (s *Service) notify(ctx context.Context, tx *store.Tx, personID int64, language string, m models.Mail) error {
	p, err := tx.Person(ctx, personID)
	if err != nil {
		return forgotten(err)
	}
	want, err := tx.MailPreference(ctx, personID)
	if err != nil || p.Email == "" || want.Digest == models.DigestNone || want.BouncedAt != nil {
		return err
	}
	m.To, m.PersonID, m.Language = p.Email, &p.ID, p.Language
	if m.Language == "" {
		m.Language = language
	}
	if want.Digest == models.DigestEach {
		s.footer(m.Data, p.ID)
		return s.post(ctx, tx, m)
	}
	row, err := s.queued(m)
	if err != nil {
		return err
	}
	row.State, row.DueAt = models.MailHeld, nextDigest(want.Digest, row.CreatedAt)
	return tx.AddMail(ctx, row)
}

// footer adds the links that every message which was not asked for has.
func (s *Service) footer(data map[string]any, personID int64) {
	data["Unsubscribe"] = s.baseURL + "/unsubscribe/" + s.unsubscribeToken(personID)
	data["Preferences"] = s.baseURL + "/account/mail"
}

// nextDigest is when what happens now is told: at the next eight o'clock, or the next on a Monday, UTC.
func nextDigest(d models.Digest, now time.Time) time.Time {
	at := time.Date(now.Year(), now.Month(), now.Day(), digestHour, 0, 0, 0, time.UTC)
	for !at.After(now) || d == models.DigestWeekly && at.Weekday() != time.Monday {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// unsubscribeToken names a person to the page that ends messages, without signing in and without showing a number.
func (s *Service) unsubscribeToken(personID int64) string {
	return base64.RawURLEncoding.EncodeToString(s.seal("unsubscribe", strconv.AppendInt(nil, personID, 36)))
}

// unsubscriber is whom a token names. Fault NotFound "link_not_found".
func (s *Service) unsubscriber(token string) (int64, error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return 0, fault.Missing("link")
	}
	plain, err := s.unseal("unsubscribe", sealed)
	if err != nil {
		return 0, fault.Missing("link")
	}
	id, err := strconv.ParseInt(string(plain), 36, 64)
	if err != nil {
		return 0, fault.Missing("link")
	}
	return id, nil
}

// digestsAtOnce is how many people's digests one round makes, digestItems how many messages one holds.
const (
	digestsAtOnce = 500
	digestItems   = 100
)

// Digests puts what was held for each person into one message, where it is due. Safe to run often and on several
// instances.
func (s *Service) Digests(ctx context.Context) error {
	due, err := s.st.DigestsDue(ctx, s.Now(), digestsAtOnce)
	if err != nil {
		return err
	}
	for _, id := range due {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.digest(ctx, tx, id) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) digest(ctx context.Context, tx *store.Tx, personID int64) error {
	held, err := tx.HeldMails(ctx, personID, digestItems)
	if err != nil || len(held) == 0 {
		return err
	}
	var items []any
	var numbers []int64
	for _, row := range held {
		l, err := s.open(row)
		if err != nil {
			return err
		}
		l.Data["Kind"] = l.Kind
		items, numbers = append(items, l.Data), append(numbers, row.ID)
	}
	n, err := tx.DropHeld(ctx, numbers)
	if err != nil || n != int64(len(numbers)) {
		return cmp.Or(err, store.ErrAgain) // another instance was quicker
	}
	p, err := tx.Person(ctx, personID)
	if err != nil || p.Email == "" {
		return forgotten(err)
	}
	if want, err := tx.MailPreference(ctx, personID); err != nil || want.BouncedAt != nil { // it came back meanwhile
		return err
	}
	m := models.Mail{To: p.Email, PersonID: &p.ID, Language: held[len(held)-1].Language, Kind: "digest", Data: map[string]any{"Items": items}}
	s.footer(m.Data, p.ID)
	return s.post(ctx, tx, m)
}

// forgotten is no error: who is not there any more is not told.
func forgotten(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}
