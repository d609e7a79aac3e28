package consult

import (
	"cmp"
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// WritePledge keeps what an organisation pledges, as a draft or, submitted, for the secretariat. Those with its mandate,
// while a phase of pledges is open; a signature is not asked for. Faults: Invalid "pledge_unfinished" naming every field
// that must be mended where it is submitted, and "invalid"; Forbidden "no_mandate"; Conflict "closed", "no_notices", "notices_changed".
func (s *Service) WritePledge(ctx context.Context, by models.Call, slug string, in NewPledge) (PledgeCard, error) {
	head, err := s.Head(ctx, slug)
	if err != nil {
		return PledgeCard{}, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return PledgeCard{}, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.pledgedAgain(ctx, by, slug, ref, err)
	}
	if err := s.check(&in); err != nil {
		return PledgeCard{}, err
	}
	o, err := s.pledger(ctx, by, in.Organisation)
	if err != nil {
		return PledgeCard{}, err
	}
	late, err := mayPledge(head, in.NoticeVersion, o.Region, by.At)
	if err != nil {
		return PledgeCard{}, err
	}
	p := models.Pledge{
		ConsultationID: head.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), OrganisationID: o.ID, Country: o.Country, Region: o.Region,
		StakeholderType: o.StakeholderType, Status: models.PledgeDraft, Written: 1, Late: late, CreatedAt: by.At, CreatedBy: actorID(by.Actor),
	}
	text := in.text(by)
	if err := s.answerable(ctx, head.Consultation, text.Provisions, nil); err != nil {
		return PledgeCard{}, err
	}
	if err := s.submitted(ctx, by, &p, text, in); err != nil {
		return PledgeCard{}, err
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if p.Seq, err = tx.Touch(ctx, head.ID); err != nil {
			return "", err
		}
		if err := stillSpeaks(ctx, tx, by, o.ID); err != nil {
			return "", err
		}
		if err := tx.AddPledge(ctx, p); err != nil {
			return "", err
		}
		return p.Ref, s.keepPledge(ctx, tx, by, models.PledgeDraft, p, pledgeVersion(by, head.NoticeVersion, o.Slug, p, text))
	})
	return s.pledgedAgain(ctx, by, slug, ref, err)
}

func (s *Service) pledgedAgain(ctx context.Context, by models.Call, slug, ref string, err error) (PledgeCard, error) {
	if err != nil {
		return PledgeCard{}, err
	}
	return s.Pledge(ctx, by.Actor, slug, ref)
}

// pledger finds the organisation that pledges. Faults: Invalid organisation "not_found", Forbidden "no_mandate".
func (s *Service) pledger(ctx context.Context, by models.Call, slug string) (models.Organisation, error) {
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return o, inField(err, "organisation")
	}
	if !Can(by.Actor, MakePledge, Thing{OrganisationID: o.ID}) {
		return o, noMandate()
	}
	return o, nil
}

// mayPledge tells whether a pledge from a region, received at an instant under the notices shown, is taken, and whether
// it is late.
func mayPledge(head models.Front, shown int, region string, at time.Time) (late bool, err error) {
	if err := noticed(head, shown); err != nil {
		return false, err
	}
	return mayIn(head, models.PhasePledges, region, at)
}

// noticed tells whether somebody was shown the notices that stand. Faults Conflict "no_notices", "notices_changed".
func noticed(head models.Front, shown int) error {
	switch {
	case head.NoticeVersion == 0:
		return fault.New(fault.Conflict, "no_notices")
	case shown != 0 && shown != head.NoticeVersion:
		return fault.New(fault.Conflict, "notices_changed")
	}
	return nil
}

// CheckPledge gives what the three tests find in a pledge for an organisation as far as it is written. It keeps nothing.
func (s *Service) CheckPledge(ctx context.Context, by models.Call, slug string, in NewPledge) ([]pledge.Finding, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return nil, err
	}
	in.Title = cmp.Or(in.Title, "…") // the title may come last
	if err := s.check(&in); err != nil {
		return nil, err
	}
	o, err := s.pledger(ctx, by, in.Organisation)
	if err != nil {
		return nil, err
	}
	return s.findings(ctx, c.ID, o.ID, in.text(by), by.At)
}

// RewritePledge writes a pledge of one's organisation anew, as another version. seen is the change at which it was read
// (0: not asked). A draft is written while pledges are taken; one that was submitted then can be rewritten later, and one
// that is public amended at any time: it stays as it is until the amendment is published. Faults: those of WritePledge,
// Stale "stale", Conflict "pledge_withdrawn", "nothing_changed".
func (s *Service) RewritePledge(ctx context.Context, by models.Call, slug, ref string, in NewPledge, seen int64) (PledgeCard, error) {
	head, v, err := s.ownPledge(ctx, by, slug, ref)
	if err != nil {
		return PledgeCard{}, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.pledgedAgain(ctx, by, slug, ref, err)
	}
	in.Organisation = v.OrganisationSlug
	if err := s.check(&in); err != nil {
		return PledgeCard{}, err
	}
	late, err := mayAmend(head, v, in.NoticeVersion, by.At)
	if err != nil {
		return PledgeCard{}, err
	}
	if seen != 0 && seen != v.Seq {
		return PledgeCard{}, fault.New(fault.Stale, "stale")
	}
	text, p := in.text(by), v.Pledge
	changed := stored(text) != stored(v.PledgeText)
	if !changed && v.Number == v.Shown {
		return s.asPublic(ctx, by, slug, v, in)
	}
	if err := s.answerable(ctx, head.Consultation, text.Provisions, v.Provisions); err != nil {
		return PledgeCard{}, err
	}
	if changed {
		p.Written++
	}
	if err := s.submitted(ctx, by, &p, text, in); err != nil {
		return PledgeCard{}, err
	}
	if p.Status == models.PledgeSubmitted && v.Status != models.PledgeChanges { // who was asked for changes was in time then
		p.Late = late
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := s.moveOwnPledge(ctx, tx, by, &p); err != nil {
			return ref, err
		}
		if !changed {
			return ref, s.pledgeArrived(ctx, tx, by, v.Status, p, v.Commitment)
		}
		return ref, s.keepPledge(ctx, tx, by, v.Status, p, pledgeVersion(by, head.NoticeVersion, v.OrganisationSlug, p, text))
	})
	return s.pledgedAgain(ctx, by, slug, ref, err)
}

// ownPledge finds a pledge, with its newest words, of an organisation that the actor speaks for. Fault NotFound
// "pledge_not_found", Forbidden "no_mandate".
func (s *Service) ownPledge(ctx context.Context, by models.Call, slug, ref string) (models.Front, models.PledgeView, error) {
	head, err := s.Head(ctx, slug)
	if err != nil {
		return head, models.PledgeView{}, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return head, models.PledgeView{}, err
	}
	card, err := s.Pledge(ctx, by.Actor, slug, ref)
	if err != nil {
		return head, card.PledgeView, err
	}
	if !card.Own {
		return head, card.PledgeView, noMandate()
	}
	return head, card.PledgeView, nil
}

// movePledge writes where a pledge stands now, if nobody moved it meanwhile. Fault Stale "stale".
func (s *Service) movePledge(ctx context.Context, tx *store.Tx, p *models.Pledge) error {
	from := p.Seq
	var err error
	if p.Seq, err = tx.Touch(ctx, p.ConsultationID); err != nil {
		return err
	}
	moved, err := tx.MovePledge(ctx, *p, from)
	if err == nil && !moved {
		err = fault.New(fault.Stale, "stale")
	}
	return err
}
