package consult

import (
	"context"

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
	p.Status, p.SubmittedAt = models.PledgeDraft, nil
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
