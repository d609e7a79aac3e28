package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// SavePledge is WritePledge or, where a pledge is named, RewritePledge, as a form does it: one that is submitted before it
// passes the tests is kept as a draft, as its status then says. seen and the faults are theirs, but for "pledge_unfinished".
func (s *Service) SavePledge(ctx context.Context, by models.Call, slug, ref string, in NewPledge, seen int64) (PledgeCard, error) {
	in.keep = true
	if ref == "" {
		return s.WritePledge(ctx, by, slug, in)
	}
	return s.RewritePledge(ctx, by, slug, ref, in, seen)
}

// submitted moves a pledge on to where it was sent: a draft, or the secretariat, which it reaches only when nothing must
// be mended.
func (s *Service) submitted(ctx context.Context, by models.Call, p *models.Pledge, text models.PledgeText, in NewPledge) error {
	if p.Status != models.PledgeChanges { // what the secretariat asked for stays asked until it is answered
		p.Status = models.PledgeDraft
	}
	if !in.Submit {
		return nil
	}
	found, err := s.findings(ctx, p.ConsultationID, p.OrganisationID, text, by.At)
	switch {
	case err != nil:
		return err
	case pledge.Ready(found):
		p.Status, p.SubmittedAt = models.PledgeSubmitted, &by.At
		return nil
	case in.keep:
		return nil
	}
	return unfinished(found)
}

// asPublic ends a rewriting that changed nothing of what is public: there is nothing to review, and what was begun as an
// amendment is none. Fault Conflict "nothing_changed" where it was submitted.
func (s *Service) asPublic(ctx context.Context, by models.Call, slug string, v models.PledgeView, in NewPledge) (PledgeCard, error) {
	if in.Submit {
		return PledgeCard{}, fault.New(fault.Conflict, "nothing_changed")
	}
	p := v.Pledge
	p.Status = models.PledgePublished
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return v.Ref, s.moveOwnPledge(ctx, tx, by, &p)
	})
	return s.pledgedAgain(ctx, by, slug, v.Ref, err)
}

// mayAmend tells whether a pledge may be written anew, and whether what is submitted now is late. What was submitted once
// can be rewritten when pledges are taken no more, so that the secretariat is answered.
func mayAmend(head models.Front, v models.PledgeView, shown int, at time.Time) (late bool, err error) {
	if v.Status == models.PledgeWithdrawn {
		return false, fault.New(fault.Conflict, "pledge_withdrawn")
	}
	if err := noticed(head, shown); err != nil {
		return false, err
	}
	late, err = mayIn(head, models.PhasePledges, v.Region, at)
	if v.Public() || err != nil && v.SubmittedAt != nil {
		return v.Late, nil
	}
	return late, err
}

// answerable holds the provisions that a pledge says it answers against the newest published text of each draft; those
// that it named before may be in an older one. Fault Invalid provisions "not_found".
func (s *Service) answerable(ctx context.Context, c models.Consultation, wids, before []string) error {
	wids = slices.DeleteFunc(slices.Clone(wids), func(wid string) bool { return slices.Contains(before, wid) })
	if len(wids) == 0 {
		return nil
	}
	there, err := s.newestProvisions(ctx, c)
	if err == nil && slices.ContainsFunc(wids, func(wid string) bool { return !there[wid] }) {
		err = fault.Bad("provisions", "not_found")
	}
	return err
}

// newestProvisions are those of the newest published version of each draft.
func (s *Service) newestProvisions(ctx context.Context, c models.Consultation) (map[string]bool, error) {
	versions, err := s.st.PublishedVersions(ctx, c.ID)
	out := map[string]bool{}
	for i, v := range versions { // by draft, oldest first
		if err != nil || i+1 < len(versions) && versions[i+1].DraftID == v.DraftID {
			continue
		}
		var all []store.Sized
		all, err = s.st.Sizes(ctx, c.ID, v.ID, v.Language)
		for _, p := range all {
			out[p.WID] = true
		}
	}
	return out, err
}

// stillSpeaks tells whether an actor's mandate stands now that nobody else can end it. Fault Forbidden "no_mandate".
func stillSpeaks(ctx context.Context, tx *store.Tx, by models.Call, organisationID int64) error {
	_, err := verifiedBy(ctx, tx, by, organisationID)
	return err
}

// moveOwnPledge is movePledge by who speaks for its organisation. Faults Forbidden "no_mandate", Stale "stale".
func (s *Service) moveOwnPledge(ctx context.Context, tx *store.Tx, by models.Call, p *models.Pledge) error {
	if err := s.movePledge(ctx, tx, p); err != nil { // and holds the row of the consultation
		return err
	}
	return stillSpeaks(ctx, tx, by, p.OrganisationID)
}

// TakesPledges tells whether pledges from a region are taken now, and whether that is late.
func (s *Service) TakesPledges(head models.Front, region string) (open, late bool) {
	late, err := mayPledge(head, 0, region, s.Now())
	return err == nil, late
}

// Pledgeable gives the provisions of the newest published version of a draft, without their words, for a pledge to be
// about; in a language, else the main one, and which it is. Faults NotFound "draft_not_found", "version_not_found".
func (s *Service) Pledgeable(ctx context.Context, who models.Actor, slug, draft, language string) ([]models.Provision, string, error) {
	_, r, err := s.chosen(ctx, who, slug, draft, Which{Language: language})
	if err != nil {
		return nil, "", err
	}
	all, err := s.st.Sizes(ctx, r.ConsultationID, r.Version.ID, r.Text.Language)
	return outlineOf(all).provisions, r.Text.Language, err
}
