package consult

import (
	"context"
	"strconv"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Redaction takes down what must not be public.
type Redaction struct {
	Reason string `json:"reason" validate:"required,notblank,max=2000"` // public
}

// RedactReport empties the words, links and files of a report, such as when they hold somebody's personal data; its
// number, its day and its commitment stay, and the log tells that it was done and why. Organisers, within their regions.
// Faults: Invalid reason; Conflict "already_decided"; NotFound "report_not_found", "pledge_not_found".
func (s *Service) RedactReport(ctx context.Context, by models.Call, slug, ref string, report int, in Redaction) error {
	c, err := s.where(ctx, by.Actor, ReviewPledges, slug)
	if err != nil {
		return err
	}
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	if !isRef(ref) {
		return fault.Missing("pledge")
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return ref, s.redactReport(ctx, tx, by, c, ref, report, in.Reason)
	})
	return err
}

func (s *Service) redactReport(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, ref string, report int, reason string) error {
	if _, err := tx.Touch(ctx, c.ID); err != nil {
		return err
	}
	p, err := tx.PledgeByRef(ctx, c.ID, ref, true)
	if err != nil {
		return err
	}
	if !Can(by.Actor, ReviewPledges, Thing{ConsultationID: c.ID, Region: p.Region}) {
		return fault.New(fault.Forbidden, "forbidden")
	}
	all, err := tx.PledgeReports(ctx, c.ID, []int64{p.ID})
	if err != nil {
		return err
	}
	if report < 1 || report > len(all) {
		return fault.Missing("report")
	}
	r := all[report-1].PledgeReport
	r.RedactedAt, r.RedactedReason = &by.At, reason
	if done, err := tx.RedactPledgeReport(ctx, r); err != nil || !done {
		return cmpErr(err, fault.New(fault.Conflict, "already_decided"))
	}
	return s.record(ctx, tx, c.ID, redactedEntry(p, r))
}

// redactedEntry tells that a report was taken down.
func redactedEntry(p models.PledgeView, r models.PledgeReport) models.Entry {
	return models.Entry{
		Kind: models.PledgeRedacted, At: *r.RedactedAt, Ref: p.Ref, Commitment: r.Commitment, AboutID: p.ID,
		Facts: map[string]string{"report": strconv.Itoa(r.Number), "reason_sha256": plain([]byte(r.RedactedReason))},
	}
}
