package api

import (
	"context"

	"travaux/api/gen"
	"travaux/models"
)

// PledgeReports lists what was reported on a pledge.
func (a *API) PledgeReports(ctx context.Context, r gen.PledgeReportsRequestObject) (gen.PledgeReportsResponseObject, error) {
	all, err := a.s.PledgeReports(ctx, r.C, r.Pledge)
	if err != nil {
		return nil, err
	}
	return gen.PledgeReports200JSONResponse{Items: each(all, pledgeReport)}, nil
}

// ReportProgress keeps what whoever pledged says has become of it.
func (a *API) ReportProgress(ctx context.Context, r gen.ReportProgressRequestObject) (gen.ReportProgressResponseObject, error) {
	x, err := a.s.ReportProgress(ctx, call(ctx), r.C, r.Pledge, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.ReportProgress201JSONResponse{Body: pledgeReport(x)}
	out.Headers.Location = at(r.C, "pledges", r.Pledge, "reports")
	return out, nil
}

// pledgeReport shows a report.
func pledgeReport(r models.PledgeReportView) gen.PledgeReport {
	return gen.PledgeReport{
		Number: r.Number, Version: r.Version, Language: r.Language, Value: opt(r.Value), MeasuredOn: r.MeasuredOn, Narrative: r.Narrative, Links: list(r.Links),
		Files: each(r.Files, func(f models.PledgeReportFile) gen.EvidenceFile {
			return gen.EvidenceFile{Number: f.Number, Name: f.FileName, MediaType: f.MediaType, Size: f.Size, Sha256: f.SHA256}
		}),
		Corrects: optNumber(r.Corrects), CorrectedBy: optNumber(r.CorrectedBy), Commitment: r.Commitment, ReportedAt: r.ReportedAt.UTC(),
		RedactedAt: utc(r.RedactedAt), RedactedReason: opt(r.RedactedReason),
	}
}
