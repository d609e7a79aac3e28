package consult

import (
	"context"
	"strconv"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// How long a link of a preparation is good, how long is kept what is personal of a preparation after it ended or its
// links ran out, and how long it is between two reminders.
const (
	signLinkLasts    = 30 * day
	preparationsKept = 14 * day
	linkRemindedFor  = day
)

// NewPreparation is a signature that a colleague prepares for an officer, on the text that was read.
type NewPreparation struct {
	NewSignature
	Asked
}

// Asked are those whom a preparation is mailed to.
type Asked struct {
	OfficerEmail string    `json:"officer_email" validate:"required,email"`
	Clearers     []Clearer `json:"clearers" validate:"max=10,dive"`          // in any order; none: the officer has the link at once
	Revision     int       `json:"revision" validate:"min=0,max=1000000000"` // the one that is changed; 0: a new preparation
}

// Clearer is somebody who is asked whether anything stands against a signature.
type Clearer struct {
	Name  string `json:"name" validate:"required,notblank,max=200,oneline"`
	Email string `json:"email" validate:"required,email"`
}

// problems are the rules that no tag can say: nobody is asked twice.
func (a Asked) problems() []fault.Field {
	seen := map[string]bool{models.EmailKey(a.OfficerEmail): true}
	var out []fault.Field
	for i, c := range a.Clearers {
		key := models.EmailKey(c.Email)
		if key != "" && seen[key] {
			out = append(out, fault.Field{Name: "clearers." + strconv.Itoa(i) + ".email", Code: "asked_twice"})
		}
		seen[key] = true
	}
	return out
}

// Prepare prepares a signature for an officer, or changes what was prepared: then clearances start anew and the links
// that were mailed lead nowhere. Those who are asked to clear it are mailed a link each, and without any the officer at
// once. Whoever may sign for the organisation themselves, in person. Faults as of Sign; Conflict "preparation_there" where
// one is under way, "preparation_over", "preparation_moved" where a colleague changed it meanwhile.
func (s *Service) Prepare(ctx context.Context, by models.Call, slug string, in NewPreparation) (models.PreparationView, error) {
	var none models.PreparationView
	head, err := s.Head(ctx, slug)
	if err != nil {
		return none, err
	}
	if err := need(by.Actor, by.PersonID != 0); err != nil {
		return none, err
	}
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.preparedAgain(ctx, by, slug, in.Organisation, err)
	}
	asked := s.check(&in.Asked, in.Asked.problems()...)
	w, err := s.toSign(ctx, by, head, &in.NewSignature)
	if err == nil || fault.Is(err, fault.Invalid) {
		err = together(err, asked)
	}
	if err != nil {
		return none, err
	}
	stands, err := s.st.StandingSignature(ctx, head.ID, w.organisation.ID)
	if err == nil && stands != nil && stands.Status != models.SignatureNeedsReconsent {
		err = fault.New(fault.Conflict, "already_signed")
	}
	if err != nil {
		return none, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) { return s.prepare(ctx, tx, by, w, in) })
	return s.preparedAgain(ctx, by, slug, in.Organisation, err)
}

func (s *Service) preparedAgain(ctx context.Context, by models.Call, slug, organisation string, err error) (models.PreparationView, error) {
	if err != nil {
		return models.PreparationView{}, err
	}
	return s.Preparation(ctx, by.Actor, slug, organisation)
}

// prepare writes a new preparation, or a new revision of the one that is under way, and mails its links.
func (s *Service) prepare(ctx context.Context, tx *store.Tx, by models.Call, w toSign, in NewPreparation) (string, error) {
	seen, err := tx.OpenPreparation(ctx, w.head.ID, w.organisation.ID)
	if err != nil {
		return "", err
	}
	p := models.Preparation{
		ConsultationID: w.head.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), OrganisationID: w.organisation.ID, Revision: 1,
		State: models.PreparationWaiting, CreatedAt: by.At, Until: by.At.Add(signLinkLasts),
	}
	if len(in.Clearers) > 0 {
		p.State = models.PreparationClearing
	}
	switch {
	case in.Revision == 0:
		added, err := tx.AddPreparation(ctx, p)
		if err != nil || !added {
			return "", cmpErr(err, fault.New(fault.Conflict, "preparation_there"))
		}
	case seen == nil:
		return "", fault.New(fault.Conflict, "preparation_over")
	default:
		p.ID, p.Ref, p.CreatedAt, p.Revision = seen.ID, seen.Ref, seen.CreatedAt, in.Revision+1
		moved := false
		if seen.Revision == in.Revision {
			moved, err = tx.MovePreparation(ctx, p, *seen)
		}
		if err != nil || !moved {
			return "", cmpErr(err, fault.New(fault.Conflict, "preparation_moved"))
		}
	}
	r := revisionOf(p, by, w, in)
	if err := tx.AddRevision(ctx, r); err != nil {
		return "", err
	}
	links := s.firstLinks(by, r, in.Clearers)
	if err := s.mayAsk(ctx, tx, by, links...); err != nil {
		return "", err
	}
	return p.Ref, s.mailSignLinks(ctx, tx, by, w.head.Consultation, w.organisation, r, links)
}

// revisionOf is what would be signed, as it is frozen.
func revisionOf(p models.Preparation, by models.Call, w toSign, in NewPreparation) models.PreparationRevision {
	sig := w.signature
	return models.PreparationRevision{
		ConsultationID: p.ConsultationID, PreparationID: p.ID, Number: p.Revision, Organisation: sig.Organisation, DraftID: sig.DraftID, VersionID: sig.VersionID,
		Language: sig.Language, SHA256: sig.SHA256, TermsVersion: sig.TermsVersion, TermsSHA256: w.signing.Terms.SHA256,
		OfficerName: sig.OfficerName, OfficerTitle: sig.OfficerTitle, OfficerEmail: in.OfficerEmail, OfficerEmailKey: models.EmailKey(in.OfficerEmail),
		AuthorityStatement: sig.AuthorityStatement, Reservation: sig.Reservation, ReservationKind: sig.ReservationKind, PublishOn: in.PublishOn,
		PreparedAt: by.At, PreparedBy: actorID(by.Actor),
	}
}

// firstLinks are those of a fresh revision: of who clears it, or the officer's.
func (s *Service) firstLinks(by models.Call, r models.PreparationRevision, clearers []Clearer) []models.SignatureLink {
	if len(clearers) == 0 {
		return []models.SignatureLink{s.signLink(by.At, r, models.LinkOfficer, r.OfficerName, r.OfficerEmail)}
	}
	out := make([]models.SignatureLink, len(clearers))
	for i, c := range clearers {
		out[i] = s.signLink(by.At, r, models.LinkClear, c.Name, c.Email)
	}
	return out
}

// signLink makes a link. Its secret is made of its reference and the key of the installation, so that a reminder has the
// same one and the database none.
func (s *Service) signLink(at time.Time, r models.PreparationRevision, kind, name, email string) models.SignatureLink {
	l := models.SignatureLink{
		ConsultationID: r.ConsultationID, ID: s.ids.Next(at), Ref: ids.UUID(), PreparationID: r.PreparationID, Revision: r.Number, Kind: kind,
		Name: name, Email: email, EmailKey: models.EmailKey(email), State: models.LinkAsked, CreatedAt: at, Until: at.Add(signLinkLasts),
	}
	l.Hash = digest(s.linkSecret(l))
	return l
}

func (s *Service) linkSecret(l models.SignatureLink) string { return s.keyed("signature link", l.Ref) }

// linkURL is where a link leads, from anywhere.
func (s *Service) linkURL(l models.SignatureLink) string {
	return s.baseURL + "/signing/" + s.linkSecret(l)
}
