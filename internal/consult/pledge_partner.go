package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/names"
	"travaux/internal/store"
	"travaux/models"
)

// mostPartners is how many organisations can be named as partners of a pledge.
const mostPartners = 30

// NewPledgePartner names an organisation as a partner of a pledge.
type NewPledgePartner struct {
	Organisation string `json:"organisation" validate:"required,notblank,max=300,oneline"` // its slug or its name
}

// PartnerDecision is what a named organisation says, or what either side takes back.
type PartnerDecision struct {
	Decision string `json:"decision" validate:"required,oneof=confirm decline withdraw"`
}

// AskPartner names an organisation as a partner of a pledge of one's own; those who speak for it are told. Nobody else is
// told before it confirms. Faults: Invalid organisation "not_found", "own_organisation"; Conflict "partner_there",
// "partner_declined", "partners_full", "pledge_withdrawn"; Forbidden "no_mandate".
func (s *Service) AskPartner(ctx context.Context, by models.Call, slug, ref string, in NewPledgePartner) (PledgeCard, error) {
	_, v, err := s.ownPledge(ctx, by, slug, ref)
	if err != nil {
		return PledgeCard{}, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.pledgedAgain(ctx, by, slug, ref, err)
	}
	if err := s.check(&in); err != nil {
		return PledgeCard{}, err
	}
	o, err := s.named(ctx, in.Organisation)
	switch {
	case err != nil:
		return PledgeCard{}, inField(err, "organisation")
	case o.ID == v.OrganisationID:
		return PledgeCard{}, fault.Fields([]fault.Field{{Name: "organisation", Code: "own_organisation"}})
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) { return ref, s.askPartner(ctx, tx, by, v, o) })
	return s.pledgedAgain(ctx, by, slug, ref, err)
}

// named finds an organisation by its slug or, where only one bears it, by its name. Fault NotFound "organisation_not_found".
func (s *Service) named(ctx context.Context, typed string) (models.Organisation, error) {
	o, err := s.st.Organisation(ctx, typed)
	if !fault.Is(err, fault.NotFound) {
		return o, err
	}
	all, wrong := s.st.OrganisationsByKey(ctx, []string{names.Key(typed)})
	if wrong != nil {
		return o, wrong
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return o, err
}

func (s *Service) askPartner(ctx context.Context, tx *store.Tx, by models.Call, v models.PledgeView, o models.Organisation) error {
	if _, err := tx.Touch(ctx, v.ConsultationID); err != nil {
		return err
	}
	now, err := tx.PledgeByRef(ctx, v.ConsultationID, v.Ref, false)
	if err != nil {
		return err
	}
	if now.Status == models.PledgeWithdrawn {
		return fault.New(fault.Conflict, "pledge_withdrawn")
	}
	there, err := tx.PledgePartners(ctx, v.ConsultationID, []int64{v.ID})
	if err != nil {
		return err
	}
	if len(there) >= mostPartners {
		return fault.New(fault.Conflict, "partners_full")
	}
	if i := slices.IndexFunc(there, func(x models.PartnerView) bool { return x.OrganisationID == o.ID }); i >= 0 {
		switch there[i].State {
		case models.PartnerAsked, models.PartnerConfirmed:
			return fault.New(fault.Conflict, "partner_there")
		case models.PartnerDeclined:
			return fault.New(fault.Conflict, "partner_declined")
		}
	}
	if err := tx.SetPledgePartner(ctx, models.PledgePartner{
		ConsultationID: v.ConsultationID, PledgeID: v.ID, OrganisationID: o.ID, State: models.PartnerAsked, Version: now.Number, AskedAt: by.At, AskedBy: actorID(by.Actor),
	}); err != nil {
		return err
	}
	return s.tellMandated(ctx, tx, by, o.ID, v.Pledge, "/pledges/"+v.Ref+"/partners/"+o.Slug, models.Mail{Kind: "pledge_partner_asked"})
}

// DecidePartner has an organisation that was named confirm or decline, or takes a naming or a confirmation back: either
// side may. Faults: NotFound "partner_not_found"; Conflict "partner_decided", "pledge_withdrawn"; Forbidden "no_mandate".
func (s *Service) DecidePartner(ctx context.Context, by models.Call, slug, ref, organisation string, in PartnerDecision) (PartnerOffer, error) {
	if err := need(by.Actor, by.Known()); err != nil {
		return PartnerOffer{}, err
	}
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		if err != nil {
			return PartnerOffer{}, err
		}
		return s.partner(ctx, by.Actor, slug, ref, organisation)
	}
	offer, err := s.PartnerOffer(ctx, by.Actor, slug, ref, organisation)
	if err != nil {
		return offer, err
	}
	if err := s.check(&in); err != nil {
		return offer, err
	}
	if !offer.Named && in.Decision != "withdraw" {
		return offer, noMandate()
	}
	if _, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return ref, s.decidePartner(ctx, tx, by, offer, in.Decision)
	}); err != nil {
		return offer, err
	}
	return s.partner(ctx, by.Actor, slug, ref, organisation)
}

func (s *Service) decidePartner(ctx context.Context, tx *store.Tx, by models.Call, offer PartnerOffer, decision string) error {
	if _, err := tx.Touch(ctx, offer.ConsultationID); err != nil {
		return err
	}
	v, err := tx.PledgeByRef(ctx, offer.ConsultationID, offer.Ref, false)
	if err != nil {
		return err
	}
	all, err := tx.PledgePartners(ctx, v.ConsultationID, []int64{v.ID})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x models.PartnerView) bool { return x.OrganisationID == offer.Partner.OrganisationID })
	if i < 0 {
		return fault.Missing("partner")
	}
	x := all[i]
	was := x.State
	switch {
	case decision != "withdraw" && v.Status == models.PledgeWithdrawn:
		return fault.New(fault.Conflict, "pledge_withdrawn")
	case decision == "withdraw" && was != models.PartnerAsked && was != models.PartnerConfirmed, decision != "withdraw" && was != models.PartnerAsked:
		return fault.New(fault.Conflict, "partner_decided")
	}
	x.State = map[string]models.PartnerState{"confirm": models.PartnerConfirmed, "decline": models.PartnerDeclined, "withdraw": models.PartnerWithdrawn}[decision]
	x.Version, x.DecidedAt, x.DecidedBy = v.Number, &by.At, actorID(by.Actor)
	if err := tx.SetPledgePartner(ctx, x.PledgePartner); err != nil {
		return err
	}
	if v.Public() && (x.State == models.PartnerConfirmed || was == models.PartnerConfirmed) {
		return s.record(ctx, tx, v.ConsultationID, partnerEntry(v, x, by.At))
	}
	return nil
}

// PartnerOffer is a pledge as an organisation sees it that is asked to be a partner: its newest words, without an amount
// that is kept from the public, and without what the secretariat said.
type PartnerOffer struct {
	models.PledgeView
	Partner models.PartnerView
	Named   bool // the actor speaks for the organisation that was named
	Own     bool // for the one that pledges
}

// PartnerOffer gives a pledge with one of its partners to those who speak for either side; to the named one while it is
// asked or a partner. Faults: NotFound "partner_not_found", Forbidden "no_mandate".
func (s *Service) PartnerOffer(ctx context.Context, who models.Actor, slug, ref, organisation string) (PartnerOffer, error) {
	out, err := s.partner(ctx, who, slug, ref, organisation)
	stands := out.Partner.State == models.PartnerAsked || out.Partner.State == models.PartnerConfirmed
	if err == nil && !out.Own && (!out.Named || !stands) { // whom one asked is nobody else's business
		return PartnerOffer{}, fault.Missing("partner")
	}
	return out, err
}

// partner finds a partner of a pledge. Fault NotFound "partner_not_found".
func (s *Service) partner(ctx context.Context, who models.Actor, slug, ref, organisation string) (PartnerOffer, error) {
	var out PartnerOffer
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return out, err
	}
	if !isRef(ref) {
		return out, fault.Missing("partner")
	}
	v, err := s.st.PledgeByRef(ctx, c.ID, ref, false)
	if fault.Is(err, fault.NotFound) {
		err = fault.Missing("partner")
	}
	if err != nil {
		return out, err
	}
	all, err := s.st.PledgePartners(ctx, c.ID, []int64{v.ID})
	if err != nil {
		return out, err
	}
	i := slices.IndexFunc(all, func(x models.PartnerView) bool { return x.OrganisationSlug == organisation })
	if i < 0 {
		return out, fault.Missing("partner")
	}
	out = PartnerOffer{
		PledgeView: v, Partner: all[i], Own: Can(who, MakePledge, Thing{OrganisationID: v.OrganisationID}),
		Named: Can(who, MakePledge, Thing{OrganisationID: all[i].OrganisationID}),
	}
	out.Salt, out.CreatedBy, out.Partner.AskedBy, out.Partner.DecidedBy = "", nil, nil, nil
	textForEverybody(&out.PledgeText)
	return out, nil
}

// PartnerRequests lists the pledges to which organisations that the actor speaks for are asked as partners, or that they
// confirmed.
func (s *Service) PartnerRequests(ctx context.Context, who models.Actor, slug string) ([]models.PartnerRequest, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil || len(who.Organisations) == 0 {
		return nil, err
	}
	all, err := s.st.PartnerRequests(ctx, c.ID, who.Organisations)
	for i := range all {
		all[i].Salt, all[i].CreatedBy = "", nil
		textForEverybody(&all[i].PledgeText)
	}
	return all, err
}

// partnersFor are the partners of a pledge as somebody may see them: those that confirmed, and to its organisation and the
// secretariat also what the others said.
func (s *Service) partnersFor(ctx context.Context, card *PledgeCard) error {
	all, err := s.st.PledgePartners(ctx, card.ConsultationID, []int64{card.ID})
	card.Partners = slices.DeleteFunc(all, func(x models.PartnerView) bool { return !card.Inside && x.State != models.PartnerConfirmed })
	for i := range card.Partners {
		card.Partners[i].AskedBy, card.Partners[i].DecidedBy = nil, nil
	}
	return err
}
