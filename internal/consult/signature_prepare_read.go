package consult

import (
	"context"
	"maps"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/names"
	"travaux/internal/store"
	"travaux/models"
)

// Preparation gives the newest preparation of an organisation to whoever may sign for it. Fault NotFound
// "preparation_not_found".
func (s *Service) Preparation(ctx context.Context, who models.Actor, slug, organisation string) (models.PreparationView, error) {
	head, o, err := s.preparing(ctx, models.Call{Actor: who}, slug, organisation)
	if err != nil {
		return models.PreparationView{}, err
	}
	p, err := s.st.NewestPreparation(ctx, head.ID, o.ID)
	if err != nil || p == nil {
		return models.PreparationView{}, cmpErr(err, fault.Missing("preparation"))
	}
	v, err := s.prepared(ctx, s.st.Reader, *p, o)
	if err != nil || !p.Open() {
		return v, err
	}
	_, v.Why = s.signable(ctx, s.st.Reader, head, v, 0, s.Now())
	_, known := fault.As(v.Why)
	if v.Why != nil && !known {
		return v, v.Why
	}
	return v, nil
}

// IsPrepared tells whether a signature of an organisation is prepared for an officer.
func (s *Service) IsPrepared(ctx context.Context, consultationID, organisationID int64) (bool, error) {
	p, err := s.st.OpenPreparation(ctx, consultationID, organisationID)
	return p != nil, err
}

// preparing finds the organisation for which somebody prepares.
func (s *Service) preparing(ctx context.Context, by models.Call, slug, organisation string) (models.Front, models.Organisation, error) {
	head, err := s.Head(ctx, slug)
	if err != nil {
		return head, models.Organisation{}, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return head, models.Organisation{}, err
	}
	o, err := s.signatory(ctx, by, organisation)
	return head, o, err
}

// prepared gathers what there is of a preparation.
func (s *Service) prepared(ctx context.Context, r store.Reader, p models.Preparation, o models.Organisation) (models.PreparationView, error) {
	v := models.PreparationView{Preparation: p, Organisation: o}
	var err error
	if v.Revision, err = r.PreparationRevision(ctx, p); err != nil {
		return v, err
	}
	if v.Draft, err = r.DraftByID(ctx, p.ConsultationID, v.Revision.DraftID); err != nil {
		return v, err
	}
	version, err := r.Version(ctx, p.ConsultationID, v.Revision.VersionID)
	if err != nil {
		return v, err
	}
	v.Version = version.Number
	links, err := r.SignatureLinks(ctx, p.ConsultationID, p.ID)
	if err != nil {
		return v, err
	}
	for _, l := range links {
		switch {
		case l.Revision == p.Revision:
			v.Links = append(v.Links, l)
		case l.AnsweredAt != nil:
			v.Earlier = append(v.Earlier, l)
		}
	}
	slices.Reverse(v.Earlier)
	if v.Revision.PreparedBy != nil {
		people, err := r.Names(ctx, []int64{*v.Revision.PreparedBy})
		if err != nil {
			return v, err
		}
		v.Preparer = people[*v.Revision.PreparedBy]
	}
	if p.SignatureID != nil {
		v.Signature, err = r.SignatureOf(ctx, p.ConsultationID, *p.SignatureID)
	}
	return v, err
}

// signable tells whether what was prepared could be signed at an instant, under the notices shown, and makes what would
// be. Faults: Conflict "preparer_gone" where whoever prepared it may not sign any more, "officer_gone" where the officer is
// erased, "organisation_renamed", those of maySign, "not_open", "terms_changed", "already_signed".
func (s *Service) signable(ctx context.Context, r store.Reader, head models.Front, v models.PreparationView, shown int, at time.Time) (toSign, error) {
	w := toSign{head: head, organisation: v.Organisation}
	if _, err := s.preparerHow(ctx, r, v); err != nil {
		return w, err
	}
	if v.Revision.OfficerEmail == "" {
		return w, fault.New(fault.Conflict, "officer_gone")
	}
	if !maps.Equal(v.Organisation.Name, v.Revision.Organisation) {
		return w, fault.New(fault.Conflict, "organisation_renamed")
	}
	late, err := maySign(head, shown, v.Organisation.Region, at)
	if err != nil {
		return w, err
	}
	if w.signing, err = s.signing(ctx, r, head.Consultation, v.Draft.Slug); err != nil {
		return w, err
	}
	rev := v.Revision
	text, ok := w.signing.In(rev.Language)
	switch {
	case w.signing.Version.ID != rev.VersionID || !ok || text.SHA256 != rev.SHA256:
		return w, fault.New(fault.Conflict, "not_open")
	case w.signing.Terms.Version != rev.TermsVersion || w.signing.Terms.SHA256 != rev.TermsSHA256:
		return w, fault.New(fault.Conflict, "terms_changed")
	}
	stands, err := r.StandingSignature(ctx, head.ID, v.Organisation.ID)
	if err == nil && stands != nil && stands.Status != models.SignatureNeedsReconsent {
		err = fault.New(fault.Conflict, "already_signed")
	}
	if err != nil {
		return w, err
	}
	w.signature = s.signature(models.Call{At: at}, w, NewSignature{
		OfficerName: rev.OfficerName, OfficerTitle: rev.OfficerTitle, AuthorityStatement: rev.AuthorityStatement,
		Reservation: &rev.Reservation, ReservationKind: rev.ReservationKind,
	}, text)
	w.signature.Late, w.signature.ByLink = late, true
	if on, ok := instant(rev.PublishOn, signingZone(head, at)); ok && on.After(at) {
		w.signature.PublishOn = on
	}
	return w, nil
}

// preparerHow says by what whoever prepared a revision may sign. Fault Conflict "preparer_gone" where they may not any more.
func (s *Service) preparerHow(ctx context.Context, r store.Reader, v models.PreparationView) (models.MandateHow, error) {
	gone := fault.New(fault.Conflict, "preparer_gone")
	if v.Revision.PreparedBy == nil {
		return "", gone
	}
	p, err := r.Person(ctx, *v.Revision.PreparedBy)
	if err != nil {
		return "", err
	}
	m, err := r.OpenMandate(ctx, v.Organisation.ID, p.ID)
	if err == nil && (m == nil || m.State != models.MandateConfirmed || p.DisabledAt != nil || p.Erasing != "") {
		err = gone
	}
	if err != nil {
		return "", err
	}
	return m.How, nil
}

// officerVerified says by what it is known that an officer may sign, whose link proves that the address is theirs. As when
// somebody signs themselves: their own mandate counts, if more than a colleague's word confirmed it; else that whoever
// prepared it has such a mandate and the officer's address is at a domain that vouches for the organisation.
func (s *Service) officerVerified(ctx context.Context, r store.Reader, v models.PreparationView, officer models.Person) (string, error) {
	own, err := r.OpenMandate(ctx, v.Organisation.ID, officer.ID)
	if err != nil {
		return "", err
	}
	if own != nil && own.State == models.MandateConfirmed && own.How != models.ByMandated {
		return string(own.How), nil
	}
	how, err := s.preparerHow(ctx, r, v)
	if err != nil || how == models.ByMandated {
		return "", err
	}
	d, ok := names.DomainOf(officer.Email)
	if ok && slices.Contains(v.Organisation.Vouched, d) && !names.IsProvider(d) {
		return string(models.ByDomain), nil
	}
	return "", nil
}
