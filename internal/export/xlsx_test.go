package export

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestBook_textIsTextAndDaysAreDays(t *testing.T) {
	t.Parallel()
	b, err := NewBook("pledges", []string{"title", "due_on", "published_at"})
	must(t, err)
	must(t, b.Sheet("reports", []string{"value"}))
	at := time.Date(2026, 11, 22, 23, 59, 30, 0, time.FixedZone("", -3600))
	must(t, b.Row(0, []any{`=HYPERLINK("http://x.test")`, Day(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)), at}))
	must(t, b.Row(1, []any{"12.50"}))
	must(t, b.Row(0, []any{"تعهّد", nil, nil}))
	var out bytes.Buffer
	_, err = b.WriteTo(&out)
	must(t, err)
	must(t, b.Close())
	f, err := excelize.OpenReader(&out)
	must(t, err)
	for sheet, want := range map[string][][]string{
		"pledges": {{"title", "due_on", "published_at"}, {`=HYPERLINK("http://x.test")`, "2027-03-01", "2026-11-23 00:59:30"}, {"تعهّد"}},
		"reports": {{"value"}, {"12.50"}},
	} {
		got, err := f.GetRows(sheet)
		must(t, err)
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", sheet, diff)
		}
	}
	if formula, err := f.GetCellFormula("pledges", "A2"); formula != "" || err != nil {
		t.Errorf("a formula: %q, %v", formula, err)
	}
	for cell, want := range map[string]excelize.CellType{"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset} {
		if got, err := f.GetCellType("pledges", cell); got != want || err != nil {
			t.Errorf("%s is of type %v, %v", cell, got, err)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
