package consult

import (
	"context"
	"slices"
	"time"

	"travaux/models"
)

// shownOf is how many rows of each list, and of how many consultations, an organisation's page shows.
const (
	shownOf            = 10
	shownConsultations = 20
)

// OrganisationRecord gives what is public of what an organisation did, by consultation, the one in which it did
// something last first. It costs the same statements
// whatever there is of it.
func (s *Service) OrganisationRecord(ctx context.Context, o models.Organisation) ([]models.OrganisationRecord, error) {
	b := recordBook{of: map[int64]*models.OrganisationRecord{}}
	if err := s.collect(ctx, &b, o.ID); err != nil {
		return nil, err
	}
	slices.SortStableFunc(b.ids, func(x, y int64) int { return b.of[y].At.Compare(b.of[x].At) })
	b.ids = b.ids[:min(len(b.ids), shownConsultations)]
	all, err := s.st.ConsultationsByID(ctx, b.ids)
	if err != nil {
		return nil, err
	}
	out := make([]models.OrganisationRecord, 0, len(b.ids))
	for _, id := range b.ids {
		if i := slices.IndexFunc(all, func(c models.Consultation) bool { return c.ID == id }); i >= 0 {
			b.of[id].Consultation = all[i]
			out = append(out, *b.of[id])
		}
	}
	return out, nil
}

// collect reads what is public of an organisation into a book.
func (s *Service) collect(ctx context.Context, b *recordBook, organisationID int64) error {
	comments, err := s.st.OrganisationComments(ctx, organisationID, shownOf)
	if err != nil {
		return err
	}
	for _, c := range comments {
		b.at(c.ConsultationID, c.ReceivedAt).Comments.Add(c.CommentView, c.OfAll)
	}
	signatures, err := s.st.OrganisationSignatures(ctx, organisationID, shownOf)
	if err != nil {
		return err
	}
	for _, v := range signatures {
		forEverybody(&v.SignatureView)
		b.at(v.ConsultationID, v.SignedAt).Signatures.Add(v.SignatureView, v.OfAll)
	}
	pledges, err := s.st.OrganisationPledges(ctx, organisationID, shownOf)
	if err != nil {
		return err
	}
	for _, v := range pledges {
		pledgeForEverybody(&v.PledgeView)
		b.at(v.ConsultationID, *v.PublishedAt).Pledges.Add(v.PledgeView, v.OfAll)
	}
	reports, err := s.st.OrganisationReports(ctx, organisationID, shownOf)
	for _, v := range reports {
		v.Salt, v.ReportedBy = "", nil
		b.at(v.ConsultationID, v.ReportedAt).Reports.Add(v.ReportedPledge, v.OfAll)
	}
	return err
}

// recordBook is what an organisation did, by consultation.
type recordBook struct {
	of  map[int64]*models.OrganisationRecord
	ids []int64
}

// at gives the page of a consultation in which something was done at an instant.
func (b *recordBook) at(consultationID int64, when time.Time) *models.OrganisationRecord {
	r := b.of[consultationID]
	if r == nil {
		r = &models.OrganisationRecord{}
		b.of[consultationID] = r
		b.ids = append(b.ids, consultationID)
	}
	if when.After(r.At) {
		r.At = when
	}
	return r
}

// mostSaid is how many comments of one organisation a list can be cut to.
const mostSaid = 10_000

// saidBy cuts what a list may show to what was published for some organisations; nil does not cut. Fault Malformed
// "bad_filter".
func (s *Service) saidBy(ctx context.Context, consultationID int64, only []int64, organisations []string) ([]int64, error) {
	of, err := s.ofOrganisations(ctx, organisations)
	if err != nil || of == nil {
		return only, err
	}
	ids, err := s.st.OrganisationSaid(ctx, consultationID, of, mostSaid)
	if err != nil || only == nil {
		return ids, err
	}
	only = slices.Sorted(slices.Values(only))
	return slices.DeleteFunc(ids, func(id int64) bool {
		_, found := slices.BinarySearch(only, id)
		return !found
	}), nil
}

// ofOrganisations reads a filter by the slugs of organisations into their ids; nil does not cut. Fault Malformed
// "bad_filter" where there is none of that name.
func (s *Service) ofOrganisations(ctx context.Context, slugs []string) ([]int64, error) {
	slugs = slices.Compact(slices.Sorted(slices.Values(given(slugs))))
	if len(slugs) == 0 {
		return nil, nil
	}
	if slices.ContainsFunc(slugs, func(slug string) bool { return !slugPattern.MatchString(slug) }) {
		return nil, badFilter("organisation")
	}
	ids, err := s.st.OrganisationIDs(ctx, slugs)
	if err == nil && len(ids) < len(slugs) {
		err = badFilter("organisation")
	}
	return ids, err
}
