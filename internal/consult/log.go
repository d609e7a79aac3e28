package consult

import (
	"context"
	"strconv"
	"time"

	"travaux/internal/document"
	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/models"
)

// record writes an entry into the consultation's public log, in the transaction that does what it tells. A sequencer
// numbers and signs it a moment later.
func (s *Service) record(ctx context.Context, tx *store.Tx, consultationID int64, e models.Entry) error {
	return s.recordAll(ctx, tx, consultationID, []models.Entry{e})
}

// recordAll writes entries in their order.
func (s *Service) recordAll(ctx context.Context, tx *store.Tx, consultationID int64, all []models.Entry) error {
	slug, err := s.slug(ctx, tx.Reader, consultationID)
	if err != nil {
		return err
	}
	rows := make([]models.LogEntry, len(all))
	for i, e := range all {
		leaf := leafOf(slug, e)
		hash := merkle.LeafHash(leaf)
		rows[i] = models.LogEntry{
			ConsultationID: consultationID, ID: s.ids.Next(e.At), Kind: e.Kind, Leaf: string(leaf), LeafHash: hash[:], CreatedAt: e.At,
		}
		if e.CommentID != 0 {
			rows[i].CommentID = &e.CommentID
		}
		if e.AboutID != 0 {
			rows[i].AboutID = &e.AboutID
		}
	}
	return tx.AddLogEntries(ctx, rows)
}

// slug gives a consultation's slug, which never changes.
func (s *Service) slug(ctx context.Context, r store.Reader, consultationID int64) (string, error) {
	if slug, ok := s.slugs.Load(consultationID); ok {
		return slug.(string), nil
	}
	c, err := r.ConsultationByID(ctx, consultationID)
	if err != nil {
		return "", err
	}
	s.slugs.Store(consultationID, c.Slug)
	return c.Slug, nil
}

// leafFormat is the number of the form that entries have now. From bindsOrganisation on those that take a comment bear
// organisationFact, and one without it was tampered with.
const (
	leafFormat        = bindsOrganisation
	bindsOrganisation = 2
)

// lateFact is in the entry of a comment that came after the closing.
const lateFact = "late"

// leafOf makes the bytes that are hashed (promises.md §7.3): what is public of an entry, and commitments.
func leafOf(slug string, e models.Entry) []byte {
	o := document.Object{"v": leafFormat, "kind": string(e.Kind), "consultation": slug, "nonce": salt(), "time": instantText(e.At)}
	if e.DayOnly {
		o["time"] = dayText(e.At)
	}
	if e.Ref != "" {
		o["ref"] = e.Ref
	}
	if e.Commitment != "" {
		o["commitment"] = e.Commitment
	}
	if len(e.Facts) > 0 {
		facts := document.Object{}
		for name, fact := range e.Facts {
			facts[name] = fact
		}
		o["facts"] = facts
	}
	return document.JSON(o)
}

// entryOf is an entry about a comment. Of one not shown by name it tells the day only.
func entryOf(kind models.EntryKind, c models.Comment, at time.Time) models.Entry {
	e := models.Entry{Kind: kind, At: at, DayOnly: !c.NameShown, Commitment: c.Commitment, CommentID: c.ID}
	if c.Number != nil {
		e.Ref = models.Ref(*c.Number)
	}
	return e
}

// arrival are the entries of a comment that has arrived: that it was received, and where it stands if that is settled.
func arrival(w store.Whole) []models.Entry {
	c := w.Comment
	received := entryOf(models.CommentReceived, c, c.ReceivedAt)
	received.Ref = ""
	received.Facts = map[string]string{"draft": w.Draft, "version": strconv.Itoa(w.Version)}
	if c.Late {
		received.Facts[lateFact] = "true"
	}
	if kind, ok := standings[c.Publication]; ok && c.Publication != models.Pending {
		return []models.Entry{received, standsEntry(kind, w, c.ReceivedAt)}
	}
	return []models.Entry{received}
}

// standsEntry tells where a comment comes to stand; of one that is taken, also for which organisation.
func standsEntry(kind models.EntryKind, w store.Whole, at time.Time) models.Entry {
	e := entryOf(kind, w.Comment, at)
	if w.Comment.Taken() {
		e.Facts = map[string]string{organisationFact: said{w}.organisation()}
	}
	return e
}

// standings tell which entry is written when a comment comes to stand so.
var standings = map[models.Publication]models.EntryKind{
	models.Pending:       models.CommentConfirmed,
	models.PublishedNow:  models.CommentPublished,
	models.ConfidentialP: models.CommentConfidential,
	models.Refused:       models.CommentRefused,
	models.Hidden:        models.CommentHidden,
	models.Withdrawn:     models.CommentWithdrawn,
	models.Disowned:      models.CommentDisowned,
	models.Erased:        models.CommentErased,
	models.Lapsed:        models.CommentLapsed,
}
