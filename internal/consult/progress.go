package consult

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// NewProgress is what whoever pledged says has become of it.
type NewProgress struct {
	Value         string     `json:"value" validate:"max=60"` // of the indicator; not of a statement of intent
	MeasuredOn    string     `json:"measured_on" validate:"required,max=40"`
	Narrative     string     `json:"narrative" validate:"required,notblank,max=5000,bytes=20480"`
	Language      string     `json:"language" validate:"omitempty,bcp47_language_tag"` // of the text; that of the one who asks
	Links         []string   `json:"links" validate:"max=10,dive,omitempty,weblink"`   // to evidence
	Corrects      int        `json:"corrects" validate:"min=0,max=100000"`             // the number of an earlier report; 0: none
	NoticeVersion int        `json:"notice_version" validate:"min=0,max=1000000"`      // those that were shown; 0: those that stand
	Evidence      []Evidence `json:"-"`
}

// ReportProgress keeps a report on a public pledge of one's organisation; it is public at once, and at any time, whatever
// phase is open. A repeat of the same request is one report. Faults: Invalid naming every field; Forbidden "no_mandate";
// Conflict "pledge_not_public", "pledge_withdrawn", "no_notices", "notices_changed"; NotFound "pledge_not_found".
func (s *Service) ReportProgress(ctx context.Context, by models.Call, slug, ref string, in NewProgress) (models.PledgeReportView, error) {
	var none models.PledgeReportView
	head, own, err := s.ownPledge(ctx, by, slug, ref)
	if err != nil {
		return none, err
	}
	if done, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.reportedAgain(ctx, own, done, err)
	}
	r, files, err := s.progress(ctx, by, head, own, &in)
	if err != nil {
		return none, err
	}
	done, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return s.addReport(ctx, tx, by, own, r, files)
	})
	return s.reportedAgain(ctx, own, done, err)
}

// CheckProgress tells whether ReportProgress would take a report, and gives it as it was read. It keeps nothing.
func (s *Service) CheckProgress(ctx context.Context, by models.Call, slug, ref string, in NewProgress) (models.PledgeReportView, error) {
	head, own, err := s.ownPledge(ctx, by, slug, ref)
	if err != nil {
		return models.PledgeReportView{}, err
	}
	r, files, err := s.progress(ctx, by, head, own, &in)
	return models.PledgeReportView{PledgeReport: r, Files: files}, err
}

func (s *Service) reportedAgain(ctx context.Context, own models.PledgeView, ref string, err error) (models.PledgeReportView, error) {
	if err != nil {
		return models.PledgeReportView{}, err
	}
	all, err := s.st.PledgeReports(ctx, own.ConsultationID, []int64{own.ID})
	if i := slices.IndexFunc(all, func(r models.PledgeReportView) bool { return r.Ref == ref }); i >= 0 {
		return all[i], err
	}
	return models.PledgeReportView{}, cmpErr(err, fault.Missing("report"))
}

// progress makes the row of a report, but for what only the transaction knows, with its files.
func (s *Service) progress(ctx context.Context, by models.Call, head models.Front, own models.PledgeView, in *NewProgress) (models.PledgeReport, []models.PledgeReportFile, error) {
	var none models.PledgeReport
	if err := Reportable(own.Pledge); err != nil {
		return none, nil, err
	}
	if err := noticed(head, in.NoticeVersion); err != nil {
		return none, nil, err
	}
	v, err := s.st.PledgeByRef(ctx, own.ConsultationID, own.Ref, true)
	if err != nil {
		return none, nil, err
	}
	before, err := s.st.PledgeReports(ctx, own.ConsultationID, []int64{own.ID})
	if err != nil {
		return none, nil, err
	}
	in.Language = canonical(cmp.Or(in.Language, by.Speaking))
	files, problems := s.evidence(in.Evidence)
	value, wrong := readValue(*in, v)
	problems = append(append(problems, wrong...), in.problems(v, before, by.At)...)
	if err := s.check(in, problems...); err != nil {
		return none, nil, err
	}
	return models.PledgeReport{
		ConsultationID: v.ConsultationID, ID: s.ids.Next(by.At), Ref: ids.UUID(), PledgeID: v.ID, Version: v.Number, Language: in.Language, Value: value,
		MeasuredOn: dayRead(in.MeasuredOn), Narrative: in.Narrative, Links: given(in.Links), Corrects: in.Corrects, NoticeVersion: head.NoticeVersion,
		Salt: salt(), ReportedAt: by.At, ReportedBy: actorID(by.Actor),
	}, files, nil
}

// Reportable tells whether a pledge is reported on. Faults Conflict "pledge_withdrawn", "pledge_not_public".
func Reportable(p models.Pledge) error {
	switch {
	case p.Status == models.PledgeWithdrawn:
		return fault.New(fault.Conflict, "pledge_withdrawn")
	case !p.Public():
		return fault.New(fault.Conflict, "pledge_not_public")
	}
	return nil
}

// addReport writes a report and what follows from it, if the actor may still speak for the organisation.
func (s *Service) addReport(ctx context.Context, tx *store.Tx, by models.Call, own models.PledgeView, r models.PledgeReport, files []models.PledgeReportFile) (string, error) {
	seq, err := tx.Touch(ctx, own.ConsultationID) // and holds the row: what follows is one after another
	if err != nil {
		return "", err
	}
	if _, err := verifiedBy(ctx, tx, by, own.OrganisationID); err != nil {
		return "", err
	}
	p, err := tx.PledgeByRef(ctx, own.ConsultationID, own.Ref, true)
	if err == nil {
		err = Reportable(p.Pledge)
	}
	if err != nil {
		return "", err
	}
	before, err := tx.PledgeReports(ctx, p.ConsultationID, []int64{p.ID})
	if err != nil {
		return "", err
	}
	if p.Number != r.Version || !correctable(before, r.Corrects) { // somebody changed one of them meanwhile
		return "", fault.New(fault.Stale, "stale")
	}
	r.Number = len(before) + 1
	r.Commitment = salted(r.Salt, reportContent(p, r, files))
	for i := range files {
		files[i].ConsultationID, files[i].ReportID = r.ConsultationID, r.ID
	}
	if err := tx.AddPledgeReport(ctx, r, files); err != nil {
		return "", err
	}
	p.ReportedAt, p.Seq = &by.At, seq
	if err := tx.SetPledgeReported(ctx, p.Pledge); err != nil {
		return "", err
	}
	return r.Ref, s.record(ctx, tx, p.ConsultationID, models.Entry{
		Kind: models.PledgeReported, At: by.At, Ref: p.Ref, Commitment: r.Commitment, AboutID: p.ID, Facts: reportFacts(r),
	})
}

// reportFacts are what the log tells of a report.
func reportFacts(r models.PledgeReport) map[string]string {
	facts := map[string]string{"report": strconv.Itoa(r.Number), "version": strconv.Itoa(r.Version), "measured_on": r.MeasuredOn, "value": r.Value}
	if r.Corrects != 0 {
		facts["corrects"] = strconv.Itoa(r.Corrects)
	}
	return facts
}

// reportContent is what the commitment to a report is over: what it says, and its files by their hashes.
func reportContent(p models.PledgeView, r models.PledgeReport, files []models.PledgeReportFile) []byte {
	kept := document.Object{}
	for _, f := range files {
		kept[strconv.Itoa(f.Number)] = document.Object{"name": f.FileName, "media_type": f.MediaType, "size": int(f.Size), "sha256": f.SHA256}
	}
	return document.JSON(document.Object{
		"v": 1, "ref": r.Ref, "pledge": p.Ref, "organisation": p.OrganisationSlug, "number": r.Number, "version": r.Version, "language": r.Language,
		"value": r.Value, "measured_on": r.MeasuredOn, "narrative": r.Narrative, "links": listed(r.Links), "corrects": r.Corrects,
		"notice_version": r.NoticeVersion, "files": kept, "received_at": instantText(r.ReportedAt),
	})
}

// correctable tells whether there is a report that can be corrected; the one that corrects another takes its place.
func correctable(before []models.PledgeReportView, number int) bool {
	return number == 0 || slices.ContainsFunc(before, func(r models.PledgeReportView) bool { return r.Number == number && r.CorrectedBy == 0 })
}

// mostLinks is how many links to evidence a report may have.
const mostLinks = 10

// aheadOfUTC is how far ahead of UTC it is a day already somewhere.
const aheadOfUTC = 14 * time.Hour

// problems are what no tag can tell.
func (in NewProgress) problems(v models.PledgeView, before []models.PledgeReportView, at time.Time) []fault.Field {
	var out []fault.Field
	on, ok := pledge.ReadDay(in.MeasuredOn)
	baseline, counted := pledge.ReadDay(v.BaselineOn)
	today := at.UTC().Add(aheadOfUTC)
	switch {
	case in.MeasuredOn == "": // a tag tells
	case !ok:
		out = append(out, fault.Field{Name: "measured_on", Code: "day"})
	case on.After(today):
		out = append(out, fault.Field{Name: "measured_on", Code: "in_future"})
	case counted && on.Before(baseline):
		out = append(out, fault.Field{Name: "measured_on", Code: "before_baseline", Args: map[string]any{"day": baseline.Format(time.DateOnly)}})
	}
	if len(given(in.Links)) > mostLinks {
		out = append(out, fault.Field{Name: "links", Code: "too_many", Args: map[string]any{"max": mostLinks}})
	}
	for i, link := range in.Links {
		if link != "" && !strings.HasPrefix(link, "https://") {
			out = append(out, fault.Field{Name: "links." + strconv.Itoa(i), Code: "link"})
		}
	}
	if !correctable(before, in.Corrects) {
		code := "not_found"
		if in.Corrects <= len(before) {
			code = "already_corrected"
		}
		out = append(out, fault.Field{Name: "corrects", Code: code})
	}
	return out
}

// Counts tells whether a report on a pledge needs the value of its indicator.
func Counts(v models.PledgeView) bool { return !v.Intent && v.Unit != "" && v.TargetValue != "" }

// readValue gives the value of the indicator as programs write it: what is written so is taken as it is.
func readValue(in NewProgress, v models.PledgeView) (string, []fault.Field) {
	if strings.TrimSpace(in.Value) == "" {
		if Counts(v) {
			return "", []fault.Field{{Name: "value", Code: "required"}}
		}
		return "", nil
	}
	if decimal.MatchString(in.Value) {
		return in.Value, nil
	}
	switch read, ok := pledge.ReadNumber(in.Value, in.Language); {
	case !ok:
		return "", []fault.Field{{Name: "value", Code: "decimal"}}
	case read.Guessed: // what stays for ever is not guessed
		return "", []fault.Field{{Name: "value", Code: "number_read_as", Args: map[string]any{"written": in.Value, "read": read.String()}}}
	default:
		return read.String(), nil
	}
}
