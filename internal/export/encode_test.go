package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var errBoom = errors.New("boom")

// rowsOf hands on rows and then, if it is not nil, an error.
func rowsOf[T any](end error, rows ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if end != nil {
			var none T
			yield(none, end)
		}
	}
}

// parseRFC4180 is an independent reader of RFC 4180 with LF line ends.
func parseRFC4180(s string) (records [][]string) {
	var record []string
	for len(s) > 0 {
		var cell strings.Builder
		if strings.HasPrefix(s, `"`) {
			s = s[1:]
			for {
				text, rest, _ := strings.Cut(s, `"`)
				cell.WriteString(text)
				s = rest
				if !strings.HasPrefix(s, `"`) {
					break
				}
				cell.WriteByte('"')
				s = s[1:]
			}
		} else {
			end := strings.IndexAny(s, ",\n")
			cell.WriteString(s[:end])
			s = s[end:]
		}
		record = append(record, cell.String())
		if s[0] == '\n' {
			records = append(records, record)
			record = nil
		}
		s = s[1:]
	}
	return records
}

// checkReaders fails unless both readers give want back from file.
func checkReaders(t interface{ Errorf(string, ...any) }, file []byte, want [][]string) {
	std, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Errorf("encoding/csv: %v", err)
	}
	if diff := cmp.Diff(std, want); diff != "" {
		t.Errorf("encoding/csv (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(parseRFC4180(string(file)), want); diff != "" {
		t.Errorf("RFC 4180 reader (-got +want):\n%s", diff)
	}
}

func TestCSV_naughtyStringsComeBackByteForByte(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "naughty-strings", "blns.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared data folder is not beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	// The text rules refuse control characters long before a text gets here.
	texts = slices.DeleteFunc(texts, func(s string) bool { return strings.ContainsFunc(s, unicode.IsControl) })
	if len(texts) < 400 {
		t.Fatalf("only %d naughty strings", len(texts))
	}
	table := Table{Columns: []string{"text", "again"}, Text: []bool{true, true}}
	for _, raw := range []bool{true, false} {
		var rows [][]string
		want := [][]string{table.Columns}
		for _, text := range texts {
			rows = append(rows, []string{text, "a\n" + text})
			want = append(want, []string{text, "a\n" + text})
		}
		if !raw {
			for _, row := range want[1:] {
				row[0] = Guard(row[0])
			}
		}
		var file bytes.Buffer
		if err := CSV(&file, table, raw, rowsOf(nil, rows...)); err != nil {
			t.Fatal(err)
		}
		checkReaders(t, file.Bytes(), want)
	}
}

func TestCSV_anyTextComesBack(t *testing.T) {
	t.Parallel()
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"", "a", `"`, ",", ";", "\n", "\t", " ", "=", "'", `\.`, "\ufeff", "ميثاق", "#",
	}), 0, 6), func(s []string) string { return strings.Join(s, "") })
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 4).Draw(t, "width")
		columns := []string{"a", "b", "c", "d"}[:width]
		rows := rapid.SliceOfN(rapid.SliceOfN(text, width, width), 0, 5).Draw(t, "rows")
		table := Table{Columns: columns, Text: rapid.SliceOfN(rapid.Bool(), width, width).Draw(t, "text")}
		var plain, guarded bytes.Buffer
		if err := errors.Join(
			CSV(&plain, table, true, rowsOf(nil, rows...)),
			CSV(&guarded, table, false, rowsOf(nil, rows...)),
		); err != nil {
			t.Fatal(err)
		}
		checkReaders(t, plain.Bytes(), append([][]string{columns}, rows...))

		header, read, err := ReadCSV(&guarded)
		if err != nil {
			t.Fatal(err)
		}
		got := [][]string{header}
		for row, err := range read {
			if err != nil {
				t.Fatal(err)
			}
			for i := range row {
				if table.Text[i] {
					row[i] = Unguard(row[i])
				}
			}
			got = append(got, row)
		}
		if diff := cmp.Diff(got, append([][]string{columns}, rows...)); diff != "" {
			t.Errorf("exported and imported (-got +want):\n%s", diff)
		}
	})
}

func TestCSV_guardsTextColumnsOnly(t *testing.T) {
	t.Parallel()
	table := Table{Columns: []string{"votes", "text"}, Text: []bool{false, true}}
	rows := [][]string{{"-3", "=1+1"}, {"4", "it's"}}
	for _, tt := range []struct {
		raw  bool
		want string
	}{
		{false, "votes,text\n-3,'=1+1\n4,it's\n"},
		{true, "votes,text\n-3,=1+1\n4,it's\n"},
	} {
		var got strings.Builder
		if err := CSV(&got, table, tt.raw, rowsOf(nil, rows...)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got.String(), tt.want); diff != "" {
			t.Errorf("raw %v (-got +want):\n%s", tt.raw, diff)
		}
	}
	if rows[0][1] != "=1+1" {
		t.Errorf("the caller's row became %q", rows[0][1])
	}
}

func TestCSV_stopsAtTheFirstError(t *testing.T) {
	t.Parallel()
	one := Table{Columns: []string{"a"}, Text: []bool{true}}
	tests := []struct {
		name  string
		table Table
		rows  iter.Seq2[[]string, error]
		want  string
	}{
		{"no columns", Table{}, rowsOf[[]string](nil), "write CSV: 0 columns, 0 marks for text"},
		{"marks missing", Table{Columns: []string{"a"}}, rowsOf[[]string](nil), "write CSV: 1 columns, 0 marks for text"},
		{"the rows fail", one, rowsOf(errBoom, []string{"x"}), "write CSV row 2: boom"},
		{"a long row", one, rowsOf(nil, []string{"x", "y"}), "write CSV row 1: 2 cells for 1 columns"},
		{"no cells", one, rowsOf(nil, []string{}), "write CSV row 1: 0 cells for 1 columns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := CSV(io.Discard, tt.table, false, tt.rows)
			if err == nil || err.Error() != tt.want {
				t.Errorf("error: got %v, want %s", err, tt.want)
			}
		})
	}
}

// countingWriter fails once it has taken limit bytes.
type countingWriter struct{ taken, limit, writes int }

func (w *countingWriter) Write(p []byte) (int, error) {
	w.writes++
	if w.taken += len(p); w.taken > w.limit {
		return 0, errBoom
	}
	return len(p), nil
}

func TestEncoders_writeInBlocksAndStopWhenAWriteFails(t *testing.T) {
	t.Parallel()
	const rows = 4000
	line := strings.Repeat("x", 99)
	for _, limit := range []int{100_000, 1_000_000} {
		asked := 0
		lines := func(yield func([]string, error) bool) {
			for asked < rows && yield([]string{line}, nil) {
				asked++
			}
		}
		objects := func(yield func(any, error) bool) {
			for asked < rows && yield(map[string]string{"a": line}, nil) {
				asked++
			}
		}
		for name, write := range map[string]func(io.Writer) error{
			"CSV":   func(w io.Writer) error { return CSV(w, Table{[]string{"a"}, []bool{true}}, false, lines) },
			"JSONL": func(w io.Writer) error { return JSONL(w, objects) },
		} {
			asked = 0
			w := &countingWriter{limit: limit}
			err := write(w)
			if fails := limit < rows*100; errors.Is(err, errBoom) != fails || fails != (asked < rows) {
				t.Errorf("%s, %d bytes allowed: %v after %d rows", name, limit, err, asked)
			}
			if w.writes > 10 {
				t.Errorf("%s: %d writes for %d bytes", name, w.writes, w.taken)
			}
		}
	}
}

func TestJSONL(t *testing.T) {
	t.Parallel()
	type comment struct {
		Body string `json:"body"`
	}
	tests := []struct {
		name string
		rows iter.Seq2[any, error]
		want string
		err  string
	}{
		{"nothing", rowsOf[any](nil), "", ""},
		{
			"one line each, HTML as it is", rowsOf[any](nil, comment{"<b>\n&"}, map[string]int{"n": 1}, json.RawMessage("{\n}")),
			"{\"body\":\"<b>\\n&\"}\n{\"n\":1}\n{}\n", "",
		},
		{"not an object", rowsOf[any](nil, []int{1}), "", "write JSON line 1: []int is not an object"},
		{"a nil pointer", rowsOf[any](nil, (*comment)(nil)), "", "write JSON line 1: *export.comment is not an object"},
		{"the rows fail", rowsOf[any](errBoom, comment{}), "", "write JSON line 2: boom"},
		{"no JSON", rowsOf[any](nil, func() {}), "", "write JSON line 1: json: unsupported type: func()"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			err := JSONL(&got, tt.rows)
			if (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
				t.Fatalf("error: got %v, want %q", err, tt.err)
			}
			if diff := cmp.Diff(got.String(), tt.want); diff != "" {
				t.Errorf("lines (-got +want):\n%s", diff)
			}
		})
	}
}
