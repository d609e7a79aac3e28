package consult

import (
	"context"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// How long an address can be confirmed: after the closing of the phase, or from now where it has none.
const (
	confirmAfterClosing = 14 * 24 * time.Hour
	confirmWithoutEnd   = 90 * 24 * time.Hour
)

// digest is what is kept of a secret: SHA-256, hex. The secrets are random, so no salt is needed.
func digest(secret string) string {
	return document.Sum([]byte(secret))
}

// askToConfirm keeps a one-use link for the address of a comment and mails it there.
func (s *Service) askToConfirm(ctx context.Context, tx *store.Tx, by models.Call, head models.Front, w store.Whole) error {
	expires := by.At.Add(confirmWithoutEnd)
	if p, _, ok := models.OpenPhase(head.Phases, models.PhaseConsultation, from(w.Comment.Region), by.At); ok && p.ClosesAt != nil {
		closed := *p.ClosesAt
		if closed.Before(by.At) { // it came late
			closed = by.At
		}
		expires = closed.Add(confirmAfterClosing)
	}
	secret := ids.Secret()
	if err := tx.AddToken(ctx, models.Token{
		Hash: digest(secret), Kind: models.TokenConfirm, EmailKey: models.EmailKey(w.Author.Email),
		ConsultationID: &head.ID, CommentID: &w.Comment.ID, CreatedAt: by.At, ExpiresAt: expires,
	}); err != nil {
		return err
	}
	return s.post(ctx, tx, models.Mail{
		To: w.Author.Email, Language: by.Speaking, Kind: "confirm", ConsultationID: &head.ID, CommentID: &w.Comment.ID,
		Data: map[string]any{
			"Link": s.baseURL + "/confirm/" + secret, "Consultation": head.Title, "Disown": s.disownLink(w.Comment, w.Author),
		},
	})
}

// keepConfirmable has the links that were mailed for what came from where a phase takes comments live as long after its
// closing as it now is as they would had it always been that.
func keepConfirmable(ctx context.Context, tx *store.Tx, p models.Phase) error {
	if p.Kind != models.PhaseConsultation || p.ClosesAt == nil {
		return nil
	}
	var regions []string
	for _, r := range p.Regions {
		regions = append(regions, place.Below(r)...)
	}
	return tx.ProlongConfirming(ctx, p.ConsultationID, regions, p.ClosesAt.Add(confirmAfterClosing))
}

// PeekToken tells what a one-use link is for, without using it: mail scanners may look. Fault NotFound "link_not_found".
func (s *Service) PeekToken(ctx context.Context, secret string, kind models.TokenKind) (models.Token, error) {
	return s.st.Token(ctx, digest(secret), kind, s.Now())
}

// Confirming gives the comment that a link would confirm, so that its reader knows what would bear their address.
// Fault NotFound "link_not_found".
func (s *Service) Confirming(ctx context.Context, secret string) (models.CommentView, error) {
	t, err := s.PeekToken(ctx, secret, models.TokenConfirm)
	if err != nil {
		return models.CommentView{}, err
	}
	v, err := s.st.StaffViews(ctx, *t.ConsultationID, []int64{*t.CommentID})
	if err != nil || len(v) == 0 {
		return models.CommentView{}, cmpErr(err, fault.Missing("link"))
	}
	return v[0], nil
}

// Confirmed gives the receipt of the comment that a used link has confirmed. Fault NotFound "link_not_found".
func (s *Service) Confirmed(ctx context.Context, secret string) (models.Receipt, error) {
	t, err := s.st.UsedToken(ctx, digest(secret), models.TokenConfirm)
	if err != nil {
		return models.Receipt{}, err
	}
	c, err := s.st.Comment(ctx, *t.ConsultationID, *t.CommentID)
	if err != nil {
		return models.Receipt{}, err
	}
	r, _, err := s.Receipt(ctx, c.Receipt)
	return r, err
}

// ConfirmComment confirms the address of a comment, once: the comment gets its number and is published, unless a
// moderator comes first or it is confidential. The time of receipt stays. Fault NotFound "link_not_found".
func (s *Service) ConfirmComment(ctx context.Context, by models.Call, secret string) (models.Receipt, error) {
	var none models.Receipt
	if receipt, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.receiptAgain(ctx, receipt, err)
	}
	receipt, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		t, err := tx.Token(ctx, digest(secret), models.TokenConfirm, by.At)
		if err != nil {
			return "", err
		}
		if ok, err := tx.UseToken(ctx, t.Hash, by.At); err != nil || !ok {
			return "", cmpErr(err, fault.Missing("link"))
		}
		return s.confirm(ctx, tx, by, *t.ConsultationID, *t.CommentID)
	})
	if err != nil {
		return none, err
	}
	r, _, err := s.Receipt(ctx, receipt)
	return r, err
}

// confirm ties a comment to the person whose address it is and publishes it.
func (s *Service) confirm(ctx context.Context, tx *store.Tx, by models.Call, consultationID, commentID int64) (string, error) {
	con, err := tx.ConsultationByID(ctx, consultationID)
	if err != nil {
		return "", err
	}
	c, a, err := both(ctx, tx, consultationID, commentID)
	if err != nil {
		return "", err
	}
	p, err := tx.AddPerson(ctx, models.Person{
		ID: s.ids.Next(by.At), Email: a.Email, EmailKey: models.EmailKey(a.Email), Name: a.Name,
		Language: by.Speaking, CreatedAt: by.At,
	})
	if err != nil {
		return "", err
	}
	if p.Erasing != "" { // they asked that nothing of theirs stays
		return "", fault.Missing("link")
	}
	a.PersonID, a.Key = &p.ID, personKey(p.ID)
	if err := tx.OwnComment(ctx, c.ConsultationID, c.ID, p.ID, a.Key); err != nil {
		return "", err
	}
	if err := claim(ctx, tx, &c, p); err != nil {
		return "", err
	}
	c.Publication = s.standing(con, c, a)
	return c.Receipt, s.move(ctx, tx, by.At, &c, a, models.Unconfirmed)
}

// move writes a comment's new standing; one that is taken gets its number.
func (s *Service) move(ctx context.Context, tx *store.Tx, at time.Time, c *models.Comment, a models.CommentAuthor, from models.Publication) error {
	var err error
	if c.Taken() {
		err = s.number(ctx, tx, c, a)
	} else {
		c.Verified = a.PersonID != nil
		c.Seq, err = tx.Touch(ctx, c.ConsultationID)
	}
	if err != nil {
		return err
	}
	ok, err := tx.Publish(ctx, c, from)
	if err == nil && !ok {
		return fault.New(fault.Conflict, "already_decided")
	}
	if err != nil {
		return err
	}
	t, err := tx.CommentText(ctx, c.ConsultationID, c.ID)
	if err != nil {
		return err
	}
	e := standsEntry(standings[c.Publication], store.Whole{Comment: *c, Text: t}, at)
	if c.Publication == models.Refused {
		e.Facts = map[string]string{"reason_sha256": plain([]byte(c.Reason))}
	}
	return s.record(ctx, tx, c.ConsultationID, e)
}

// receiptAgain gives the receipt of a request that came before.
func (s *Service) receiptAgain(ctx context.Context, receipt string, err error) (models.Receipt, error) {
	if err != nil {
		return models.Receipt{}, err
	}
	r, _, err := s.Receipt(ctx, receipt)
	return r, err
}

// Receipt gives a receipt and the comment by the receipt's identifier, which only its holder knows.
func (s *Service) Receipt(ctx context.Context, receipt string) (models.Receipt, models.CommentView, error) {
	v, err := s.st.CommentByReceipt(ctx, receipt)
	if err != nil {
		return models.Receipt{}, v, err
	}
	slug, err := s.slug(ctx, s.st.Reader, v.ConsultationID)
	if err != nil {
		return models.Receipt{}, v, err
	}
	c, err := s.st.Comment(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return models.Receipt{}, v, err
	}
	t, err := s.st.CommentText(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return models.Receipt{}, v, err
	}
	proof, err := s.proven(ctx, c, slug)
	return models.Receipt{
		Consultation: slug, Receipt: receipt, Ref: v.Ref(), ReceivedAt: c.ReceivedAt, Commitment: c.Commitment,
		Salt: t.Salt, Publication: c.Publication, Draft: v.Draft, Version: v.Version,
		Proof: proof,
	}, v, err
}

// Moderation is a moderator's decision on a comment that waits.
type Moderation struct {
	Decision string `json:"decision" validate:"required,oneof=publish refuse"`
	Reason   string `json:"reason" validate:"required_if=Decision refuse,omitempty,notblank,max=2000"`
}

// waitingPage is how many waiting comments a page shows.
const waitingPage = 50

// Waiting lists the comments that wait for a moderator, oldest first; a role limited to regions sees only those.
func (s *Service) Waiting(ctx context.Context, who models.Actor, slug, cursor string) (models.Comments, error) {
	c, err := s.where(ctx, who, Moderate, slug)
	if err != nil {
		return models.Comments{}, err
	}
	after, err := readCursor(cursor)
	if err != nil {
		return models.Comments{}, err
	}
	within := Within(who, Moderate, c.ID)
	items, err := s.st.WaitingViews(ctx, c.ID, after, within, waitingPage+1)
	if err != nil {
		return models.Comments{}, err
	}
	if err := s.marked(ctx, c.ID, items); err != nil {
		return models.Comments{}, err
	}
	out := models.Comments{Items: s.forStaff(items)}
	if len(items) > waitingPage {
		out.Items, out.Next = items[:waitingPage], cursorOf(items[waitingPage-1].ID)
	}
	out.Total, err = s.st.CountWaiting(ctx, c.ID, within)
	return out, err
}

// Moderate publishes or refuses a comment that waits. Moderators and organisers, within their regions. Fault Conflict
// "already_decided".
func (s *Service) Moderate(ctx context.Context, by models.Call, slug, receipt string, in Moderation) (models.CommentView, error) {
	var none models.CommentView
	con, err := s.where(ctx, by.Actor, Moderate, slug)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	v, err := s.byAlias(ctx, receipt)
	if err != nil || v.ConsultationID != con.ID || !Can(by.Actor, Moderate, about(v)) {
		return none, cmpErr(err, fault.Missing("comment"))
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return receipt, s.moderate(ctx, tx, by, v, in)
	})
	if err != nil {
		return none, err
	}
	return s.oneForStaff(s.st.CommentByReceipt(ctx, v.Receipt))
}

func (s *Service) moderate(ctx context.Context, tx *store.Tx, by models.Call, v models.CommentView, in Moderation) error {
	c, a, err := both(ctx, tx, v.ConsultationID, v.ID)
	if err != nil {
		return err
	}
	told := "published"
	c.Publication = models.PublishedNow
	if in.Decision == "refuse" {
		told, c.Publication, c.Reason = "refused", models.Refused, in.Reason
	}
	if err := s.move(ctx, tx, by.At, &c, a, models.Pending); err != nil {
		return err
	}
	return s.tellAuthor(ctx, tx, by, told, c.ConsultationID, c.ID, map[string]any{"Reason": in.Reason})
}
