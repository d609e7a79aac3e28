package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// LinkedPreparation is what a link that was mailed leads to.
type LinkedPreparation struct {
	models.PreparationView
	Link    models.SignatureLink
	Head    models.Front
	Reading models.Reading // the whole text; empty once it was signed
	Terms   models.SigningTerms
	Receipt *models.SignatureReceipt // what the officer keeps, once it was signed
}

// LinkAnswer is what somebody says by their link without signing.
type LinkAnswer struct {
	Answer        string `json:"answer" validate:"required,oneof=clear object return"`
	Remark        string `json:"remark" validate:"max=5000,bytes=20480"` // what stands against it
	NoticeVersion int    `json:"notice_version" validate:"min=0,max=1000000"`
}

// LinkSignature signs what was prepared: exactly what the officer was shown.
type LinkSignature struct {
	Revision      int    `json:"revision" validate:"required,min=1,max=1000000000"`
	SHA256        string `json:"sha256" validate:"required,max=64"`
	TermsVersion  int    `json:"terms_version" validate:"required,min=1,max=1000000"`
	NoticeVersion int    `json:"notice_version" validate:"required,min=1,max=1000000"`
}

// Linked gives what a mailed link leads to, without doing anything: mail scanners may look. Faults: NotFound
// "link_not_found"; Conflict "link_replaced", "preparation_changed", "preparation_cancelled", "sign_link_late".
func (s *Service) Linked(ctx context.Context, secret string) (LinkedPreparation, error) {
	out, err := s.linked(ctx, s.st.Reader, secret, s.Now())
	if err != nil {
		return out, err
	}
	if out.Preparation.Open() {
		w, why := s.signable(ctx, s.st.Reader, out.Head, out.PreparationView, 0, s.Now())
		if _, known := fault.As(why); why != nil && !known {
			return out, why
		}
		out.Why, out.Terms = why, w.signing.Terms
	}
	if out.Reading, err = s.preparedText(ctx, out); err != nil {
		return out, err
	}
	return out, s.receiptByLink(ctx, &out)
}

// linked finds a link that is good, with its preparation.
func (s *Service) linked(ctx context.Context, r store.Reader, secret string, at time.Time) (out LinkedPreparation, err error) {
	if out.Link, err = r.SignatureLink(ctx, digest(secret)); err != nil {
		return out, err
	}
	p, err := r.Preparation(ctx, out.Link.ConsultationID, out.Link.PreparationID)
	if err != nil {
		return out, err
	}
	if err := linkGood(out.Link, p, at); err != nil {
		return out, err
	}
	c, err := r.ConsultationByID(ctx, p.ConsultationID)
	if err != nil {
		return out, err
	}
	out.Head.Consultation = c
	if out.Head.Phases, err = r.Phases(ctx, c.ID); err != nil {
		return out, err
	}
	o, err := r.OrganisationByID(ctx, p.OrganisationID)
	if err != nil {
		return out, err
	}
	out.PreparationView, err = s.prepared(ctx, r, p, o)
	return out, err
}

// linkGood tells whether a link still leads somewhere, and in words why not.
func linkGood(l models.SignatureLink, p models.Preparation, at time.Time) error {
	code := ""
	switch {
	case l.State == models.LinkReplaced:
		code = "link_replaced"
	case l.Revision != p.Revision:
		code = "preparation_changed"
	case p.State == models.PreparationCancelled:
		code = "preparation_cancelled"
	case l.State == models.LinkAsked && !at.Before(l.Until):
		code = "sign_link_late"
	default:
		return nil
	}
	return fault.New(fault.Conflict, code)
}

// preparedText is the very text of a revision, whole.
func (s *Service) preparedText(ctx context.Context, p LinkedPreparation) (models.Reading, error) {
	texts, err := s.st.VersionTexts(ctx, p.Head.ID, p.Revision.VersionID)
	if err != nil {
		return models.Reading{}, err
	}
	now := models.Signing{Draft: p.Draft}
	if now.Version, err = s.st.Reader.Version(ctx, p.Head.ID, p.Revision.VersionID); err != nil {
		return models.Reading{}, err
	}
	for _, t := range texts {
		now.Texts = append(now.Texts, models.SigningText{Language: t.Language, Title: t.Title, SHA256: t.SHA256})
	}
	return s.SigningText(ctx, now, p.Revision.Language)
}

// receiptByLink gives the officer what they keep; the link is as good as they are, until it is forgotten.
func (s *Service) receiptByLink(ctx context.Context, p *LinkedPreparation) error {
	if p.Link.State != models.LinkSigned || p.Signature == "" {
		return nil
	}
	r, err := s.SignatureReceipt(ctx, models.Actor{System: true}, p.Head.Slug, p.Signature)
	if err != nil {
		return err
	}
	p.Receipt = &r
	p.Terms, err = s.TermsOf(ctx, r.Signature)
	return err
}

// AnswerByLink clears what was prepared, says what stands against it, or, of the officer, returns it. When the last of
// those who were asked clears it, the officer is mailed their link. Faults as of Linked; Invalid remark "required";
// Conflict "clearing_over" once the officer has it; to clear it also why it could not be signed. The same answer twice is
// one.
func (s *Service) AnswerByLink(ctx context.Context, by models.Call, secret string, in LinkAnswer) error {
	var problems []fault.Field
	if in.Answer != "clear" && models.Blank(in.Remark) {
		problems = []fault.Field{{Name: "remark", Code: "required"}}
	}
	if err := s.check(&in, problems...); err != nil {
		return err
	}
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		p, err := s.heldLink(ctx, tx, by, secret)
		if err != nil {
			return "", err
		}
		if (in.Answer == "return") != (p.Link.Kind == models.LinkOfficer) {
			return "", fault.Missing("link")
		}
		return p.Link.Ref, s.answerByLink(ctx, tx, by, p, in)
	})
	return err
}

// heldLink is linked in a transaction that nobody else can overtake. It reads by that transaction alone.
func (s *Service) heldLink(ctx context.Context, tx *store.Tx, by models.Call, secret string) (LinkedPreparation, error) {
	l, err := tx.SignatureLink(ctx, digest(secret))
	if err != nil {
		return LinkedPreparation{}, err
	}
	if err := tx.HoldPreparation(ctx, l.ConsultationID, l.PreparationID); err != nil {
		return LinkedPreparation{}, err
	}
	return s.linked(ctx, tx.Reader, secret, by.At)
}

// linkAnswers are what becomes of a link by an answer.
var linkAnswers = map[string]models.LinkState{"clear": models.LinkCleared, "object": models.LinkObjected, "return": models.LinkReturned}

func (s *Service) answerByLink(ctx context.Context, tx *store.Tx, by models.Call, p LinkedPreparation, in LinkAnswer) error {
	if in.Answer == "clear" {
		in.Remark = ""
	}
	if p.Link.State == linkAnswers[in.Answer] && p.Link.Remark == in.Remark { // the button was pressed twice
		return nil
	}
	wanted := models.PreparationClearing
	if p.Link.Kind == models.LinkOfficer {
		wanted = models.PreparationWaiting
	}
	if p.Preparation.State != wanted {
		return fault.New(fault.Conflict, "clearing_over")
	}
	if in.Answer == "clear" {
		if _, err := s.signable(ctx, tx.Reader, p.Head, p.PreparationView, in.NoticeVersion, by.At); err != nil {
			return err
		}
	}
	l := p.Link
	l.State, l.Remark, l.NoticeVersion, l.AnsweredAt = linkAnswers[in.Answer], in.Remark, in.NoticeVersion, &by.At
	if ok, err := tx.AnswerLink(ctx, l); err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "link_replaced"))
	}
	what := string(l.State)
	switch l.State {
	case models.LinkReturned:
		if err := s.keepUntil(ctx, tx, p.Preparation, models.PreparationReturned, by); err != nil {
			return err
		}
	case models.LinkCleared:
		if slices.ContainsFunc(p.Clearers(), func(o models.SignatureLink) bool { return o.ID != l.ID && o.State != models.LinkCleared }) {
			return nil // others are still to clear it
		}
		if err := s.toOfficer(ctx, tx, by, p); err != nil {
			return err
		}
	}
	return s.tellPreparer(ctx, tx, by, p.Head.Consultation, p.Organisation, p.Revision, what)
}

// toOfficer mails the officer their one link.
func (s *Service) toOfficer(ctx context.Context, tx *store.Tx, by models.Call, p LinkedPreparation) error {
	if err := s.keepUntil(ctx, tx, p.Preparation, models.PreparationWaiting, by); err != nil {
		return err
	}
	link := s.signLink(by.At, p.Revision, models.LinkOfficer, p.Revision.OfficerName, p.Revision.OfficerEmail)
	return s.mailSignLinks(ctx, tx, by, p.Head.Consultation, p.Organisation, p.Revision, []models.SignatureLink{link})
}
