package consult

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"travaux/internal/export"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// ImportColumns are the columns of a file of comments without a map.
var ImportColumns = []string{
	"external_id", "version", "provision", "target_kind", "exact", "body", "type", "stance", "proposed_text",
	"language", "country", "stakeholder_type", "stakeholder_subtype", "organisation", "author_name", "created_at",
}

// ColumnMap says how a file's columns become ours, so that a foreign file needs no code.
type ColumnMap struct {
	Columns   map[string]string            `json:"columns"`   // our column → theirs
	Constants map[string]string            `json:"constants"` // our column → the same value for every row
	Values    map[string]map[string]string `json:"values"`    // our column → their value → ours
}

// ImportOptions say how a file of comments is read.
type ImportOptions struct {
	DryRun   bool
	Map      ColumnMap
	TimeZone string // of times without an offset
	Raw      bool   // the file was not guarded against formulas
}

// ImportSummary is what an import answers (contract, "Summaries"): Read = Imported + AlreadyThere + Rejected.
type ImportSummary struct {
	Read         int             `json:"read"`
	Imported     int             `json:"imported"`
	AlreadyThere int             `json:"already_there"`
	Rejected     int             `json:"rejected"`
	Problems     []ImportProblem `json:"problems"`
}

// ImportProblem is one field of one row that could not be taken. Detail is for the person at the command line.
type ImportProblem struct {
	Row    int    `json:"row"` // 1 is the first row of data
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// importBatch is how many rows are written in one transaction, so that others can write in between.
const importBatch = 500

// ImportComments reads a CSV of comments into a draft: every good row is taken, every bad one reported. A row whose
// external_id is there already changes nothing, so that reading a file twice takes it once. Organisers and drafters.
// Imports are not bound by phases; their comments are published.
func (s *Service) ImportComments(ctx context.Context, by models.Call, slug, draft string, o ImportOptions, r io.Reader) (ImportSummary, error) {
	sum := ImportSummary{Problems: []ImportProblem{}}
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return sum, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return sum, err
	}
	header, rows, err := export.ReadCSV(r)
	if err != nil {
		return sum, fault.Wrap(fault.Invalid, "unreadable", err)
	}
	if err := checkMap(o.Map, header); err != nil {
		return sum, err
	}
	im := &importing{s: s, by: by, c: c, d: d, o: o, header: header, sum: &sum, texts: map[int]versionOf{}, seen: map[string]bool{}}
	for row, err := range rows {
		sum.Read++
		var bad *export.RowError
		switch {
		case errors.As(err, &bad):
			im.reject(fault.Field{Name: "row", Code: "unreadable"}, bad.Error())
		case err != nil:
			return sum, fault.Wrap(fault.Invalid, "unreadable", err)
		default:
			if err := im.take(ctx, row); err != nil {
				return sum, err
			}
		}
	}
	return sum, im.flush(ctx)
}

// checkMap refuses a map that names columns that are not there, ours or theirs.
func checkMap(m ColumnMap, header []string) error {
	var problems []fault.Field
	for _, ours := range slices.Sorted(maps.Keys(m.Columns)) {
		if !slices.Contains(ImportColumns, ours) || !slices.Contains(header, m.Columns[ours]) {
			problems = append(problems, fault.Field{Name: "columns." + ours, Code: "not_found"})
		}
	}
	for _, ours := range append(slices.Sorted(maps.Keys(m.Constants)), slices.Sorted(maps.Keys(m.Values))...) {
		if !slices.Contains(ImportColumns, ours) {
			problems = append(problems, fault.Field{Name: ours, Code: "not_found"})
		}
	}
	return fault.Fields(problems)
}

// importing is one run of an import.
type importing struct {
	s      *Service
	by     models.Call
	c      models.Consultation
	d      models.Draft
	o      ImportOptions
	header []string
	sum    *ImportSummary
	texts  map[int]versionOf // by version number
	seen   map[string]bool   // external ids met in this file
	batch  []pendingRow
}

type pendingRow struct {
	row   int
	whole store.Whole
}

// versionOf is a published version with its text.
type versionOf struct {
	version models.Version
	text    []models.Provision
}

func (im *importing) reject(f fault.Field, detail string) {
	im.rejectRow(im.sum.Read, []fault.Field{f}, detail)
}

func (im *importing) rejectRow(row int, fields []fault.Field, detail string) {
	im.sum.Rejected++
	for _, f := range fields {
		d := detail
		if d == "" {
			d = fmt.Sprintf("%s: %s", f.Name, strings.ReplaceAll(f.Code, "_", " "))
		}
		im.sum.Problems = append(im.sum.Problems, ImportProblem{Row: row, Field: f.Name, Code: f.Code, Detail: d})
	}
}

// take makes a comment of a row and keeps it for the next batch.
func (im *importing) take(ctx context.Context, cells []string) error {
	w, err := im.compose(ctx, im.fields(cells), nil)
	if f, ok := fault.As(err); ok && len(f.Fields) > 0 {
		im.rejectRow(im.sum.Read, f.Fields, "")
		return nil
	}
	if err != nil {
		return err
	}
	if id := w.Comment.ExternalID; id != nil {
		if im.seen[*id] {
			im.sum.AlreadyThere++
			return nil
		}
		im.seen[*id] = true
	}
	im.batch = append(im.batch, pendingRow{im.sum.Read, w})
	if len(im.batch) < importBatch {
		return nil
	}
	return im.flush(ctx)
}

// fields gives a row by our column names, after the map.
func (im *importing) fields(cells []string) map[string]string {
	theirs := map[string]string{}
	for i, name := range im.header {
		theirs[name] = cells[i]
	}
	out := map[string]string{}
	for _, ours := range ImportColumns {
		name := ours
		if mapped, ok := im.o.Map.Columns[ours]; ok {
			name = mapped
		}
		v := theirs[name]
		if !im.o.Raw {
			v = export.Unguard(v)
		}
		if constant, ok := im.o.Map.Constants[ours]; ok {
			v = constant
		}
		if to, ok := im.o.Map.Values[ours][v]; ok {
			v = to
		}
		if v == models.Withheld && ours == "stakeholder_type" { // our own export, of somebody whom it does not describe
			v = ""
		}
		out[ours] = v
	}
	if _, named := theirs["external_id"]; !named && out["external_id"] == "" {
		out["external_id"] = theirs["ref"] // our own export again
	}
	return out
}

// flush writes a batch in one transaction: those whose external id is there already are left out.
func (im *importing) flush(ctx context.Context) error {
	batch := im.batch
	im.batch = nil
	if len(batch) == 0 {
		return nil
	}
	var added int
	write := func(ctx context.Context, tx *store.Tx) error {
		fresh, err := im.fresh(ctx, tx, batch)
		added = len(fresh)
		if err != nil || added == 0 || im.o.DryRun {
			return err
		}
		return im.add(ctx, tx, fresh)
	}
	if err := im.s.st.Write(ctx, write); err != nil {
		return fmt.Errorf("import rows %d to %d: %w", batch[0].row, batch[len(batch)-1].row, err)
	}
	im.sum.Imported += added
	im.sum.AlreadyThere += len(batch) - added
	return nil
}

func (im *importing) fresh(ctx context.Context, tx *store.Tx, batch []pendingRow) ([]store.Whole, error) {
	var externals []string
	for _, b := range batch {
		if b.whole.Comment.ExternalID != nil {
			externals = append(externals, *b.whole.Comment.ExternalID)
		}
	}
	known, err := tx.KnownExternal(ctx, im.c.ID, externals)
	if err != nil {
		return nil, err
	}
	var out []store.Whole
	for _, b := range batch {
		if id := b.whole.Comment.ExternalID; id == nil || !slices.Contains(known, *id) {
			out = append(out, b.whole)
		}
	}
	return out, nil
}

// add numbers the comments, counts their people, settles what is public of them, and keeps them.
func (im *importing) add(ctx context.Context, tx *store.Tx, all []store.Whole) error {
	first, seq, err := tx.TakeNumbers(ctx, im.c.ID, len(all))
	if err != nil {
		return err
	}
	for i := range all {
		number := first + int64(i)
		all[i].Comment.Number, all[i].Comment.Seq = &number, seq
		if err := im.s.count(ctx, tx, all[i].Comment, all[i].Author.Key); err != nil {
			return err
		}
	}
	cells := map[models.StakeholderType][]models.Cell{} // as they are once everybody in the batch is counted
	for i := range all {
		c := &all[i].Comment
		if _, ok := cells[c.StakeholderType]; !ok {
			if cells[c.StakeholderType], err = tx.Cells(ctx, im.c.ID, c.StakeholderType); err != nil {
				return err
			}
		}
		show(c, cells[c.StakeholderType])
	}
	if err := tx.AddComments(ctx, all); err != nil {
		return err
	}
	var entries []models.Entry
	comments := make([]models.Comment, len(all))
	for i, w := range all {
		comments[i] = w.Comment
		entries = append(entries, arrival(w)...)
	}
	if err := im.s.catchUp(ctx, tx, comments...); err != nil {
		return err
	}
	return im.s.recordAll(ctx, tx, im.c.ID, entries)
}
