package consult

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/internal/pledge"
	"travaux/models"
)

// Current is the pledge as everybody sees it; while none is public, as it is written.
func (c PledgeCard) Current() models.PledgeView {
	v := c.PledgeView
	for _, x := range c.Versions {
		if x.Number == v.Shown {
			v.PledgeText, v.Number = x.PledgeText, x.Number
		}
	}
	return v
}

// Indicator is what the current pledge measures, with what was reported; nil where it measures nothing.
func (c PledgeCard) Indicator() *models.Indicator {
	v := c.Current()
	baseline, hasBaseline := measured(v.BaselineValue, v.Language, v.BaselineOn)
	target, hasTarget := measured(v.TargetValue, v.Language, v.DueOn)
	if !hasBaseline || !hasTarget || models.Blank(v.Unit) {
		return nil
	}
	out := &models.Indicator{Unit: v.Unit, Baseline: baseline, Target: target}
	for _, r := range c.Reports {
		if at, ok := pledge.ReadDay(r.MeasuredOn); ok && r.Value != "" && r.CorrectedBy == 0 {
			out.Reports = append(out.Reports, models.Measured{Day: at, Value: r.Value, Report: r.Number})
		}
	}
	slices.SortStableFunc(out.Reports, func(a, b models.Measured) int { return a.Day.Compare(b.Day) })
	return out
}

func measured(value, language, on string) (models.Measured, bool) {
	n, isNumber := pledge.ReadNumber(value, language)
	at, isDay := pledge.ReadDay(on)
	return models.Measured{Day: at, Value: n.String()}, isNumber && isDay
}

// PledgeProvisions gives the provisions that a pledge answers, in its order, as the newest published texts of the
// consultation have them in a language, or else in their own. Those that are in none are left out.
func (s *Service) PledgeProvisions(ctx context.Context, slug string, wids []string, language string) ([]models.PledgeProvision, error) {
	if len(wids) == 0 {
		return nil, nil
	}
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return nil, err
	}
	all, err := s.st.AnsweredProvisions(ctx, c.ID, wids, language)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b models.PledgeProvision) int {
		return slices.Index(wids, a.Provision.WID) - slices.Index(wids, b.Provision.WID)
	})
	return slices.CompactFunc(all, func(a, b models.PledgeProvision) bool {
		return a.Provision.WID == b.Provision.WID && a.Draft == b.Draft // in two languages: the one asked for comes first
	}), nil
}

// PledgeReportReceipt gives whoever pledged the receipt of a report, as a file that proves itself with nothing but the
// log's key. Fault NotFound "report_not_found".
func (s *Service) PledgeReportReceipt(ctx context.Context, who models.Actor, slug, ref string, report int) ([]byte, error) {
	card, err := s.Pledge(ctx, who, slug, ref)
	if err != nil {
		return nil, err
	}
	if !card.Own || report < 1 || report > len(card.Reports) || card.Reports[report-1].RedactedAt != nil {
		return nil, fault.Missing("report")
	}
	all, err := s.st.PledgeReports(ctx, card.ConsultationID, []int64{card.ID}) // with their salts
	if err != nil {
		return nil, err
	}
	entries, err := s.st.EntriesAbout(ctx, card.ConsultationID, []int64{card.ID})
	if err != nil {
		return nil, err
	}
	r := all[report-1]
	for _, e := range entries {
		if leaf, err := readLeaf(e.Leaf); err == nil && e.Kind == models.PledgeReported && leaf.Commitment == r.Commitment {
			return s.reportReceipt(ctx, slug, card, r, e)
		}
	}
	return nil, fault.Missing("report")
}

func (s *Service) reportReceipt(ctx context.Context, slug string, card PledgeCard, r models.PledgeReportView, e models.LogEntry) ([]byte, error) {
	proof, err := s.provenBy(ctx, e, r.ReportedAt, slug)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(merkle.Receipt{
		Format: merkle.ReceiptFormat, Consultation: slug, Receipt: r.Ref, Ref: card.Ref + "/" + strconv.Itoa(r.Number), ReceivedAt: r.ReportedAt,
		Commitment: r.Commitment, Leaf: proof.Leaf, Promise: proof.Promise, Key: proof.Key,
		Index: proof.Index, Checkpoint: proof.Checkpoint, Proof: proof.Proof, Salt: r.Salt,
		Content: string(reportContent(card.PledgeView, r.PledgeReport, r.Files)),
	}, "", "  ")
}
