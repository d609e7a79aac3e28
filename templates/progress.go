package templates

import (
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"travaux/internal/chart"
	"travaux/models"
)

// At is where the pledge is.
func (p PledgePage) At() string { return p.Root() + "/pledges/" + url.PathEscape(p.Pledge.Ref) }

// NewestFirst are the reports, the newest first.
func (p PledgePage) NewestFirst() []models.PledgeReportView {
	out := slices.Clone(p.Reports)
	slices.Reverse(out)
	return out
}

// Freshness is how long ago the pledge was reported on; empty where no report is awaited.
func (p PledgePage) Freshness() models.Freshness {
	if !p.Current.Awaited() {
		return ""
	}
	return p.Current.Freshness(p.Now)
}

// Overdue tells whether the day of the pledge is over.
func (p PledgePage) Overdue() bool { return p.Current.Overdue(p.Now) }

// NextReport is the day on which the next report is due; empty where none is awaited.
func (p PledgePage) NextReport() string {
	due, ok := p.Current.NextReport()
	if !ok {
		return ""
	}
	return due.Format("2006-01-02")
}

// ReportLate tells whether that day is over.
func (p PledgePage) ReportLate() bool {
	due, ok := p.Current.NextReport()
	return ok && models.Past(due, p.Now)
}

// MayReport tells whether the reader may report on the pledge.
func (p PledgePage) MayReport() bool {
	return p.Own && p.Pledge.Public() && p.Pledge.Status != models.PledgeWithdrawn
}

// ReportPath is where one reports.
func (p PledgePage) ReportPath() string { return p.At() + "/report" }

// FilePath is a file of a report.
func (p PledgePage) FilePath(report, file int) string {
	return p.At() + "/reports/" + strconv.Itoa(report) + "/files/" + strconv.Itoa(file)
}

// RedactPath is where what a report says is taken down.
func (p PledgePage) RedactPath(report int) string {
	return p.At() + "/reports/" + strconv.Itoa(report) + "/redact"
}

// ReceiptPath is the receipt of a report.
func (p PledgePage) ReceiptPath(report int) string {
	return p.At() + "/reports/" + strconv.Itoa(report) + "/receipt"
}

// ProvisionPath is a provision that the pledge answers, in its text.
func (p PledgePage) ProvisionPath(a models.PledgeProvision) string {
	return p.Root() + "/drafts/" + url.PathEscape(a.Draft) + "#" + a.Provision.WID
}

// PledgeEdition is a version of a pledge, with what it changed.
type PledgeEdition struct {
	models.PledgeVersion
	Changes []PledgeChange // nil: it is the first
}

// Read is the pledge with the words of a version.
func (p PledgePage) Read(e PledgeEdition) models.PledgeView {
	v := p.Pledge
	v.PledgeText = e.PledgeText
	return v
}

// Chart is the way of an indicator as it is drawn, with the numbers it is drawn from.
type Chart struct {
	chart.Drawing
	Way, Went string // the corners of the lines
	Marks     []ChartMark
	Rows      []ChartRow
}

// ChartMark is a point: a circle, or the corners of a square that stands on one of them.
type ChartMark struct {
	Kind    chart.Kind
	X, Y    float64
	Corners string
}

// ChartRow is a row of the table.
type ChartRow struct {
	Day, Value, What string
}

// chart draws an indicator; nil where there is nothing to draw.
func (s speaker) chart(p PledgePage) *Chart {
	if p.Indicator == nil {
		return nil
	}
	values := []chart.Value{{Kind: chart.Baseline, Day: p.Indicator.Baseline.Day, Text: p.Indicator.Baseline.Value}}
	out := &Chart{Rows: []ChartRow{s.chartRow(p.Indicator.Baseline, s.T("chart.baseline"))}}
	for _, r := range p.Indicator.Reports {
		values = append(values, chart.Value{Kind: chart.Report, Day: r.Day, Text: r.Value})
		out.Rows = append(out.Rows, s.chartRow(r, s.T("pledge.report.title", "number", s.Number(r.Report))))
	}
	values = append(values, chart.Value{Kind: chart.Target, Day: p.Indicator.Target.Day, Text: p.Indicator.Target.Value})
	out.Rows = append(out.Rows, s.chartRow(p.Indicator.Target, s.T("chart.target")))
	var ok bool
	if out.Drawing, ok = chart.Draw(values, p.Now, s.Dir() == "rtl"); !ok {
		return nil
	}
	out.Way, out.Went = corners(out.Drawing.Way...), corners(out.Drawing.Went...)
	for _, point := range out.Points {
		const half = 5
		out.Marks = append(out.Marks, ChartMark{point.Kind, point.X, point.Y, corners(
			chart.Point{X: point.X, Y: point.Y - half}, chart.Point{X: point.X + half, Y: point.Y},
			chart.Point{X: point.X, Y: point.Y + half}, chart.Point{X: point.X - half, Y: point.Y},
		)})
	}
	return out
}

func (s speaker) chartRow(m models.Measured, what string) ChartRow {
	return ChartRow{s.Date(m.Day, "UTC"), s.Decimal(m.Value), what}
}

func corners(points ...chart.Point) string {
	out := make([]string, len(points))
	for i, p := range points {
		out[i] = fmt.Sprintf("%g,%g", p.X, p.Y)
	}
	return strings.Join(out, " ")
}

// wayDone is how much of the way from the baseline to the target the newest number is, as a percentage; empty where
// there is no number, or it has gone the other way.
func (s speaker) wayDone(p PledgePage) string {
	if p.Indicator == nil || len(p.Indicator.Reports) == 0 {
		return ""
	}
	var read [3]*big.Rat
	for i, text := range []string{p.Indicator.Baseline.Value, p.Indicator.Target.Value, p.Indicator.Reports[len(p.Indicator.Reports)-1].Value} {
		var ok bool
		if read[i], ok = new(big.Rat).SetString(text); !ok {
			return ""
		}
	}
	way := new(big.Rat).Sub(read[1], read[0])
	if way.Sign() == 0 {
		return ""
	}
	share := new(big.Rat).Quo(new(big.Rat).Sub(read[2], read[0]), way)
	n, _ := new(big.Rat).Mul(share, big.NewRat(1000, 1)).Float64()
	if n < 0 || n > 1_000_000 {
		return ""
	}
	return s.Percent(int(n), 1000)
}

// Newest is the newest number; only where there is one.
func (p PledgePage) Newest() *models.Measured {
	if p.Indicator == nil || len(p.Indicator.Reports) == 0 {
		return nil
	}
	return &p.Indicator.Reports[len(p.Indicator.Reports)-1]
}

// ProgressFormPage asks how far a pledge has come. Fields: value, measured_on, narrative, language, addresses, corrects,
// and notice_version, hidden.
type ProgressFormPage struct {
	Base
	Form
	Pledge   models.PledgeView // as everybody sees it
	Reports  []models.PledgeReportView
	Notices  models.Notices
	Measured bool // it needs a number
}

// ProgressCheckPage shows the answers to be checked, and takes the files. Fields: files.0 to files.4.
type ProgressCheckPage struct {
	ProgressFormPage
	Report models.PledgeReport // as it was read
}

// At is the pledge.
func (p ProgressFormPage) At() string { return p.Root() + "/pledges/" + url.PathEscape(p.Pledge.Ref) }

// Action is where the form goes.
func (p ProgressFormPage) Action() string { return p.At() + "/report" }

// correctable are the reports that can be corrected, as choices.
func (s speaker) correctable(p ProgressFormPage) []Option {
	out := []Option{{Value: "0", Label: s.T("progress_form.corrects_none")}}
	for _, r := range p.Reports {
		if r.CorrectedBy == 0 {
			label := s.T("pledge.report.title", "number", s.Number(r.Number)) + " · " + s.day(r.MeasuredOn)
			out = append(out, Option{Value: strconv.Itoa(r.Number), Label: label})
		}
	}
	return out
}

// evidenceFiles is how many files a report may bring.
const evidenceFiles = 5

// evidence are the fields for the files of a report.
func (s speaker) evidence(f Form) []Field {
	out := make([]Field, evidenceFiles)
	for i := range out {
		out[i] = s.field(f, "progress", "files."+strconv.Itoa(i)).Upload(0).May().Called(s.T("progress_form.file", "number", s.Number(i+1)))
	}
	return out
}

// Hidden are the answers.
func (p ProgressCheckPage) Hidden() []Option {
	var out []Option
	for _, name := range []string{"value", "measured_on", "narrative", "language", "addresses", "corrects", "notice_version"} {
		out = append(out, Option{Label: name, Value: p.Get(name)})
	}
	return out
}
