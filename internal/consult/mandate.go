package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/names"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// NewMandate asks for the right to speak for an organisation.
type NewMandate struct {
	Title string `json:"title" validate:"max=200,oneline"` // what the person is there
}

// MandateDecision decides on a mandate that was asked for.
type MandateDecision struct {
	Decision string `json:"decision" validate:"required,oneof=confirm refuse"`
	Reason   string `json:"reason" validate:"required_if=Decision refuse,omitempty,notblank,max=2000"`
}

// MandateEnd ends a mandate.
type MandateEnd struct {
	Reason string `json:"reason" validate:"max=2000"`
}

// decides tells whether an actor may decide who speaks for an organisation: those who speak for it themselves, and
// who answers for where it is.
func decides(who models.Actor, o models.Organisation) bool {
	return Can(who, DecideMandates, Thing{OrganisationID: o.ID}) || answersFor(who, o.Region)
}

// answersFor tells whether an actor decides on organisations of a region: administrators, and organisers of whatever
// consultation as far as their regions reach.
func answersFor(who models.Actor, region string) bool {
	regions, may := decidesIn(who)
	return may && (regions == nil || slices.Contains(regions, region))
}

// decidesIn is where an actor decides on organisations that they do not speak for: nil everywhere; may is false for nowhere.
func decidesIn(who models.Actor) (regions []string, may bool) {
	if Can(who, DecideMandates, Thing{}) {
		return nil, true
	}
	regions = []string{} // a limit that says nothing to us lets nothing through
	for _, g := range who.Grants {
		limits, can := reach(who, DecideMandates, g.ConsultationID)
		if can && limits == nil {
			return nil, true
		}
		regions, may = append(regions, limits...), may || can
	}
	return regions, may
}

// DecidesMandates tells whether an actor decides on organisations that they do not speak for, somewhere.
func DecidesMandates(who models.Actor) bool {
	_, may := decidesIn(who)
	return may
}

// AskMandate asks for the right to speak for an organisation. Where the person's confirmed address is at a domain that
// vouches, it is confirmed at once. Fault Conflict "mandate_there".
func (s *Service) AskMandate(ctx context.Context, by models.Call, slug string, in NewMandate) (models.MandateView, error) {
	var none models.MandateView
	if err := need(by.Actor, by.PersonID != 0 && Can(by.Actor, Contribute, Thing{})); err != nil {
		return none, err
	}
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	if _, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := s.mayName(ctx, tx, by); err != nil {
			return "", err
		}
		return slug, s.ask(ctx, tx, by, o, in.Title)
	}); err != nil {
		return none, err
	}
	m, err := s.st.OpenMandate(ctx, o.ID, by.PersonID)
	if err != nil || m == nil {
		return none, cmpErr(err, fault.Missing("mandate"))
	}
	return s.st.Mandate(ctx, o.ID, m.Ref)
}

// ask writes a mandate that is asked for, confirmed at once where the person's address says it.
func (s *Service) ask(ctx context.Context, tx *store.Tx, by models.Call, o models.Organisation, title string) error {
	m := models.Mandate{
		ID: s.ids.Next(by.At), Ref: ids.UUID(), OrganisationID: o.ID, PersonID: by.PersonID, State: models.MandateAsked,
		Title: title, AskedAt: by.At,
	}
	if d, ok := names.DomainOf(by.Email); ok && slices.Contains(o.Vouched, d) && !names.IsProvider(d) {
		m.State, m.How, m.DecidedAt = models.MandateConfirmed, models.ByDomain, &by.At
	}
	added, err := tx.AddMandate(ctx, m)
	if err != nil || !added {
		return cmpErr(err, fault.New(fault.Conflict, "mandate_there"))
	}
	if m.State == models.MandateConfirmed {
		return nil
	}
	return s.tellDeciders(ctx, tx, by, o)
}

// DecideMandate confirms or refuses a mandate that was asked for. Those who decide, but nobody on their own. Faults:
// Conflict "already_decided", Forbidden "own_mandate".
func (s *Service) DecideMandate(ctx context.Context, by models.Call, slug, ref string, in MandateDecision) (models.MandateView, error) {
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return models.MandateView{}, err
	}
	if err := need(by.Actor, decides(by.Actor, o)); err != nil { // whether there is such a mandate or not
		return models.MandateView{}, err
	}
	m, err := s.st.Mandate(ctx, o.ID, ref)
	if err != nil {
		return m, err
	}
	if m.PersonID == by.PersonID {
		return m, fault.New(fault.Forbidden, "own_mandate")
	}
	if err := s.check(&in); err != nil {
		return m, err
	}
	m.State, m.How, m.DecidedAt, m.Reason = models.MandateConfirmed, howOf(by.Actor, o), &by.At, in.Reason
	if in.Decision == "refuse" {
		m.State = models.MandateRefused
	}
	m.DecidedBy = actorID(by.Actor)
	return s.moveMandate(ctx, by, o, m, models.MandateAsked)
}

// howOf says by what an actor decides: an organiser does so as one, also where they speak for the organisation.
func howOf(who models.Actor, o models.Organisation) models.MandateHow {
	switch {
	case who.System:
		return models.ByCommand
	case answersFor(who, o.Region):
		return models.ByOrganiser
	}
	return models.ByMandated
}

// EndMandate ends a mandate, or takes back that it was asked for: the person, and those who decide. It stays in the
// record. Fault Conflict "already_decided".
func (s *Service) EndMandate(ctx context.Context, by models.Call, slug, ref string, in MandateEnd) (models.MandateView, error) {
	o, m, err := s.mandate(ctx, by, slug, ref)
	if err != nil {
		return m, err
	}
	if err := s.check(&in); err != nil {
		return m, err
	}
	from := m.State
	if !m.Open() {
		return m, fault.New(fault.Conflict, "already_decided")
	}
	m.State, m.EndedAt, m.Reason = models.MandateEnded, &by.At, in.Reason
	m.EndedBy = actorID(by.Actor)
	return s.moveMandate(ctx, by, o, m, from)
}

// mandate finds a mandate that the actor may decide on, or their own. To everybody else it is not there.
func (s *Service) mandate(ctx context.Context, by models.Call, slug, ref string) (models.Organisation, models.MandateView, error) {
	var none models.MandateView
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return o, none, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return o, none, err
	}
	m, err := s.st.Mandate(ctx, o.ID, ref)
	if err == nil && m.PersonID != by.PersonID && !decides(by.Actor, o) {
		err = fault.Missing("mandate")
	}
	if err != nil {
		return o, none, err
	}
	return o, m, need(by.Actor, Can(by.Actor, Contribute, Thing{})) // a token that may only read
}

// moveMandate writes a decision or an end and tells the person.
func (s *Service) moveMandate(ctx context.Context, by models.Call, o models.Organisation, m models.MandateView, from models.MandateState) (models.MandateView, error) {
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.MoveMandate(ctx, m.Mandate, from)
		if err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Conflict, "already_decided"))
		}
		if err := vouchFor(ctx, tx, by, o, m.Mandate); err != nil {
			return "", err
		}
		return m.Ref, s.tellPerson(ctx, tx, by, o, m)
	})
	if err != nil {
		return models.MandateView{}, err
	}
	return s.st.Mandate(ctx, o.ID, m.Ref)
}

// vouchFor lets the domains that somebody gave when they added an organisation confirm others, once their own
// mandate was confirmed by somebody who is answerable here and saw these domains.
func vouchFor(ctx context.Context, tx *store.Tx, by models.Call, o models.Organisation, m models.Mandate) error {
	if !m.Vouches() || o.CreatedBy == nil || *o.CreatedBy != m.PersonID || o.Version != 1 || len(o.Domains) == 0 {
		return nil
	}
	o.Vouched, o.UpdatedAt = o.Domains, by.At
	_, err := tx.SetOrganisation(ctx, o, o.Version)
	return err
}

// giveMandate gives a person, made if need be, the confirmed right to speak for an organisation.
func (s *Service) giveMandate(ctx context.Context, by models.Call, o models.Organisation, email string) error {
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		p, err := tx.AddPerson(ctx, models.Person{ID: s.ids.Next(by.At), Email: email, EmailKey: models.EmailKey(email), CreatedAt: by.At})
		if err != nil {
			return err
		}
		return s.confirmMandate(ctx, tx, by, o, p, models.ByCommand)
	})
}

// confirmMandate gives a person the confirmed right to speak for an organisation, where they do not have it.
func (s *Service) confirmMandate(ctx context.Context, tx *store.Tx, by models.Call, o models.Organisation, p models.Person, how models.MandateHow) error {
	m, err := tx.OpenMandate(ctx, o.ID, p.ID)
	switch {
	case err != nil:
		return err
	case m != nil && m.State == models.MandateConfirmed:
		return nil
	case m != nil:
		m.State, m.How, m.DecidedAt, m.DecidedBy = models.MandateConfirmed, how, &by.At, actorID(by.Actor)
		_, err := tx.MoveMandate(ctx, *m, models.MandateAsked)
		return err
	}
	_, err = tx.AddMandate(ctx, models.Mandate{
		ID: s.ids.Next(by.At), Ref: ids.UUID(), OrganisationID: o.ID, PersonID: p.ID, State: models.MandateConfirmed,
		How: how, AskedAt: by.At, DecidedAt: &by.At, DecidedBy: actorID(by.Actor),
	})
	return err
}

// tellDeciders tells those who can decide that somebody asks, as they want to be told; it waits on their page too.
func (s *Service) tellDeciders(ctx context.Context, tx *store.Tx, by models.Call, o models.Organisation) error {
	deciders, err := tx.Deciders(ctx, o.ID, place.Path(o.Region), by.PersonID)
	if err != nil {
		return err
	}
	for _, p := range deciders {
		name, _ := o.Called(p.Language)
		if err := s.notify(ctx, tx, p.ID, "", models.Mail{
			Kind: "mandate_asked",
			Data: map[string]any{"Link": s.baseURL + "/organisations/" + o.Slug + "/mandates", "Organisation": name},
		}); err != nil {
			return err
		}
	}
	return nil
}

// tellPerson writes to whom a mandate is about what became of it, as they want to be told, unless they
// did it themselves.
func (s *Service) tellPerson(ctx context.Context, tx *store.Tx, by models.Call, o models.Organisation, m models.MandateView) error {
	if m.PersonID == by.PersonID {
		return nil
	}
	p, err := tx.Person(ctx, m.PersonID)
	if err != nil {
		return err
	}
	name, _ := o.Called(p.Language)
	return s.notify(ctx, tx, p.ID, "", models.Mail{
		Kind: "mandate_" + string(m.State),
		Data: map[string]any{"Link": s.baseURL + "/account/organisations", "Organisation": name},
	})
}
