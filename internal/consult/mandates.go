package consult

import (
	"context"
	"slices"
	"strings"

	"travaux/models"
)

// MandateList asks for the mandates of an organisation.
type MandateList struct {
	State  []string `query:"state" json:"state"` // empty: all
	Cursor string   `query:"cursor" json:"cursor"`
	Limit  int      `query:"limit" json:"limit"`
}

// Mandates lists the mandates of an organisation, newest first, to those who decide; of addresses the domain alone,
// unless they proved anew who they are. Faults: Malformed "bad_filter", "bad_cursor".
func (s *Service) Mandates(ctx context.Context, who models.Actor, slug string, f MandateList) (models.Mandates, error) {
	var out models.Mandates
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return out, err
	}
	if err := need(who, decides(who, o)); err != nil {
		return out, err
	}
	states := models.MandateStates
	if wanted := given(f.State); wanted != nil {
		states = nil
		for _, w := range wanted {
			if !slices.Contains(models.MandateStates, models.MandateState(w)) {
				return out, badFilter("state")
			}
			states = append(states, models.MandateState(w))
		}
	}
	before, err := readCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	limit := f.Limit
	switch {
	case limit < 0 || limit > maxLimit:
		return out, badFilter("limit")
	case limit == 0:
		limit = defaultLimit
	}
	out.Items, err = s.st.MandatesOf(ctx, o.ID, before, states, limit+1)
	if s.stepped(models.Call{Actor: who, At: s.Now()}) != nil {
		for i := range out.Items {
			out.Items[i].PersonEmail = domainOnly(out.Items[i].PersonEmail)
		}
	}
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], cursorOf(out.Items[limit-1].ID)
	}
	return out, err
}

// domainOnly leaves of an address what tells where somebody belongs.
func domainOnly(email string) string {
	_, domain, ok := strings.Cut(email, "@")
	if !ok {
		return ""
	}
	return "…@" + domain
}

// WaitingMandates counts the mandates that wait for the actor, or for somebody else who decides there; 0 for who does not.
func (s *Service) WaitingMandates(ctx context.Context, who models.Actor) (int, error) {
	regions, may := decidesIn(who)
	if !may {
		return 0, nil
	}
	return s.st.CountAsked(ctx, regions, who.PersonID)
}

// MyMandates lists every mandate that who asks ever asked for, newest first.
func (s *Service) MyMandates(ctx context.Context, who models.Actor) ([]models.MandateView, error) {
	if err := need(who, Can(who, ReadOwn, Thing{PersonID: who.PersonID})); err != nil {
		return nil, err
	}
	return s.st.MandatesFor(ctx, who.PersonID)
}

// SpeakableOrganisations lists the organisations that who asks may speak for.
func (s *Service) SpeakableOrganisations(ctx context.Context, who models.Actor) ([]models.Organisation, error) {
	if len(who.Organisations) == 0 {
		return nil, nil
	}
	return s.st.OrganisationsOf(ctx, who.PersonID)
}
