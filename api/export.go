package api

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strconv"
	"time"

	"travaux/api/gen"
	"travaux/internal/export"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
)

// The kinds of file that comments can be had as.
const (
	CSV   = "csv"
	JSONL = "jsonl"
)

// ExportComments gives all public comments as a file. It is written whole before any of it is sent, so that a
// slow reader holds nothing open and a failure is still an answer of its own.
func (a *API) ExportComments(ctx context.Context, r gen.ExportCommentsRequestObject) (gen.ExportCommentsResponseObject, error) {
	raw, err := isRaw(string(r.Params.Raw))
	if err != nil {
		return nil, err
	}
	f := models.CommentFilter{}
	if err := web.Query(echoOf(ctx), &f); err != nil {
		return nil, err
	}
	if r.Kind != CSV && r.Kind != JSONL {
		return nil, fault.Missing("export")
	}
	file, size, err := export.Spool(func(w io.Writer) error {
		return WriteComments(w, r.Kind, raw, a.s.ExportComments(ctx, r.C, f))
	})
	if err != nil {
		return nil, err
	}
	headers := gen.ExportComments200ResponseHeaders{ContentDisposition: attachment(r.C + "-comments." + r.Kind)}
	if r.Kind == JSONL {
		return gen.ExportComments200ApplicationXNdjsonResponse{Body: file, ContentLength: size, Headers: headers}, nil
	}
	return gen.ExportComments200TextCsvResponse{Body: file, ContentLength: size, Headers: headers}, nil
}

func isRaw(said string) (bool, error) {
	switch said {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, malformed("bad_filter", "raw")
}

// WriteComments writes comments as CSV or JSONL, with the fields of the API. CSV is guarded against formulas
// unless raw is true. A fault of the rows, NotFound for example, comes back as it is.
func WriteComments(w io.Writer, kind string, raw bool, rows iter.Seq2[models.CommentView, error]) error {
	switch kind {
	case CSV:
		return export.CSV(w, columns(), raw, cells(rows))
	case JSONL:
		return export.JSONL(w, func(yield func(any, error) bool) {
			for c, err := range rows {
				if !yield(comment(c), err) {
					return
				}
			}
		})
	}
	return fmt.Errorf("write comments: unknown kind %q", kind)
}

// column is one column of the CSV; text is somebody's own and guarded.
type column struct {
	name string
	text bool
	of   func(models.CommentView) string
}

var commentColumns = []column{
	{"ref", false, models.CommentView.Ref},
	{"draft", false, func(c models.CommentView) string { return c.Draft }},
	{"version", false, func(c models.CommentView) string { return strconv.Itoa(c.Version) }},
	{"target_kind", false, func(c models.CommentView) string { return string(c.TargetKind) }},
	{"provision", false, func(c models.CommentView) string { return c.WID + c.AfterWID }}, // only one of them is there
	{"exact", true, func(c models.CommentView) string { return c.Exact }},
	{"start", false, func(c models.CommentView) string { return offset(c, c.StartAt) }},
	{"end", false, func(c models.CommentView) string { return offset(c, c.EndAt) }},
	{"body", true, func(c models.CommentView) string { return c.Body }},
	{"proposed_text", true, func(c models.CommentView) string { return c.ProposedText }},
	{"type", false, func(c models.CommentView) string { return c.Type }},
	{"stance", false, func(c models.CommentView) string { return c.Stance }},
	{"language", false, func(c models.CommentView) string { return c.Language }},
	{"speaking_as", false, func(c models.CommentView) string { return c.SpeakingAs }},
	{"author_name", true, func(c models.CommentView) string { return c.Name }},
	{"organisation", true, func(c models.CommentView) string { return c.Organisation }},
	{"country", false, func(c models.CommentView) string { return c.Country }},
	{"region", false, func(c models.CommentView) string { return c.Region }},
	{"stakeholder_type", false, func(c models.CommentView) string { return c.StakeholderType }},
	{"stakeholder_subtype", false, func(c models.CommentView) string { return c.StakeholderSubtype }},
	{"verified", false, func(c models.CommentView) string { return strconv.FormatBool(c.Verified) }},
	{"provenance", false, func(c models.CommentView) string { return c.Provenance }},
	{"publication", false, func(c models.CommentView) string { return string(c.Publication) }},
	{"received_at", false, func(c models.CommentView) string { return moment(c.ReceivedAt, c.DayOnly) }},
	{"created_at", false, func(c models.CommentView) string { return moment(c.CreatedAt, c.DayOnly) }},
	{"outcome", false, func(c models.CommentView) string { return string(c.Outcome) }},
	{"reason", true, func(c models.CommentView) string { return c.Reason }},
	{"answered_at", false, func(c models.CommentView) string { return instant(c.AnsweredAt) }},
	// Where it is in the newest version into which it was carried; empty for one made on the newest.
	{"placed_version", false, placed(func(p models.PlacementView) string { return strconv.Itoa(p.Version) })},
	{"placed_state", false, placed(func(p models.PlacementView) string { return string(p.State) })},
	{"placed_provision", false, placed(func(p models.PlacementView) string { return p.WID + p.AfterWID })},
	{"placed_exact", true, placed(func(p models.PlacementView) string { return p.Exact })},
	{"placed_start", false, placed(func(p models.PlacementView) string { return bound(p, p.StartAt) })},
	{"placed_end", false, placed(func(p models.PlacementView) string { return bound(p, p.EndAt) })},
	{"late", false, func(c models.CommentView) string { return strconv.FormatBool(c.Late) }},
}

func placed(of func(models.PlacementView) string) func(models.CommentView) string {
	return func(c models.CommentView) string {
		p, ok := c.Placed()
		if !ok {
			return ""
		}
		return of(p)
	}
}

func bound(p models.PlacementView, at int) string {
	if p.EndAt == p.StartAt {
		return ""
	}
	return strconv.Itoa(at)
}

func offset(c models.CommentView, at int) string {
	if c.TargetKind != models.TargetRange {
		return ""
	}
	return strconv.Itoa(at)
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return moment(*t, false)
}

func columns() export.Table {
	t := export.Table{}
	for _, c := range commentColumns {
		t.Columns, t.Text = append(t.Columns, c.name), append(t.Text, c.text)
	}
	return t
}

func cells(rows iter.Seq2[models.CommentView, error]) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for c, err := range rows {
			row := make([]string, len(commentColumns))
			for i, col := range commentColumns {
				row[i] = col.of(c)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}
