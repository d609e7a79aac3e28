package consult

import (
	"context"
	"maps"
	"slices"

	"travaux/internal/document"
	"travaux/models"
)

// pledgeReported holds the reports on a pledge, with their files, against the entries that tell of them.
func (v *verifier) pledgeReported(ctx context.Context, p models.PledgeView, all []models.PledgeReportView, leaves []models.Leaf) error {
	what := "pledge " + p.Ref
	reports := slices.DeleteFunc(slices.Clone(all), func(r models.PledgeReportView) bool { return r.PledgeID != p.ID })
	var taken []models.Leaf
	for _, l := range leaves {
		if l.Kind == models.PledgeRedacted {
			taken = append(taken, l)
		}
	}
	v.pledgeRedacted(what, p, reports, taken)
	leaves = slices.DeleteFunc(slices.Clone(leaves), func(l models.Leaf) bool { return l.Kind != models.PledgeReported })
	if len(reports) != len(leaves) {
		v.found(what, "reports", "the log tells of %d, %d are there", len(leaves), len(reports))
	}
	for i, r := range reports {
		if r.RedactedAt == nil && salted(r.Salt, reportContent(p, r.PledgeReport, r.Files)) != r.Commitment {
			v.found(what, "reports", "report %d is not what was committed to", r.Number)
		}
		if i < len(leaves) && (leaves[i].Ref != p.Ref || leaves[i].Commitment != r.Commitment || !maps.Equal(leaves[i].Facts, reportFacts(r.PledgeReport))) {
			v.found(what, "reports", "report %d and the log differ", r.Number)
		}
		for _, f := range r.Files { // one by one, since they are large
			if r.RedactedAt != nil {
				break
			}
			kept, err := v.r.PledgeReportFile(ctx, p.ConsultationID, r.ID, f.Number)
			if err != nil {
				return err
			}
			if document.Sum(kept.Content) != f.SHA256 {
				v.found(what, "reports", "file %d of report %d is not what was committed to", f.Number, r.Number)
			}
		}
	}
	if len(reports) > 0 && (p.ReportedAt == nil || !p.ReportedAt.Equal(reports[len(reports)-1].ReportedAt)) || len(reports) == 0 && p.ReportedAt != nil {
		v.found(what, "reported_at", "it is not the time of its newest report")
	}
	return nil
}

// pledgeRedacted holds the reports that were taken down against the entries that tell so.
func (v *verifier) pledgeRedacted(what string, p models.PledgeView, reports []models.PledgeReportView, leaves []models.Leaf) {
	gone := 0
	for _, r := range reports {
		if r.RedactedAt == nil {
			continue
		}
		gone++
		want := redactedEntry(p, r.PledgeReport)
		if !slices.ContainsFunc(leaves, func(l models.Leaf) bool { return tells(l, want) }) {
			v.found(what, "reports", "report %d was taken down, and the log does not tell so", r.Number)
		}
	}
	if gone != len(leaves) {
		v.found(what, "reports", "the log tells of %d that were taken down, %d are", len(leaves), gone)
	}
}
