package export

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// readAll gathers rows as cells joined by |, and errors by their text.
func readAll(t *testing.T, r io.Reader) (header, got []string) {
	t.Helper()
	header, rows, err := ReadCSV(r)
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range rows {
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		got = append(got, strings.Join(row, "|"))
	}
	return header, got
}

func TestReadCSV(t *testing.T) {
	t.Parallel()
	ab := []string{"a", "b"}
	tests := []struct {
		name   string
		in     string
		header []string
		want   []string
	}{
		{"comma", "a,b\n1,2\n", ab, []string{"1|2"}},
		{"semicolon", "a;b\n1,5;2\n", ab, []string{"1,5|2"}},
		{"TAB", "a\tb\n1,5\t2;3\n", ab, []string{"1,5|2;3"}},
		{"separators inside quotes do not count", "\"a;;;\",b\n1,2\n", []string{"a;;;", "b"}, []string{"1|2"}},
		{"separators after the header do not count", "a\nx;y;z\n", []string{"a"}, []string{"x;y;z"}},
		{"a lone column of empty cells", "a\n\"\"\nx\n", []string{"a"}, []string{"", "x"}},
		{"byte order mark before a quote", "\ufeff\"a\",b\n1,2", ab, []string{"1|2"}},
		{"CRLF", "a,b\r\n1,\"x\r\ny\"\r\n", ab, []string{"1|x\ny"}},
		{"header names are trimmed, cells are not", " a , b\n 1 , 2", ab, []string{" 1 | 2"}},
		{"empty lines", "\n\na;b\n\n1;2\n\n", ab, []string{"1|2"}},
		{"short rows are filled", "a,b\n1\n,\n", ab, []string{"1|", "|"}},
		{"header only", "a,b", ab, nil},
		{
			"long and malformed rows are passed over", "a,b\n1,2,3\n4,5\n6,x\"y\n7,8\n", ab,
			[]string{"row 1: 3 cells, the header names 2", "4|5", `row 3: parse error on line 4, column 4: bare " in non-quoted-field`, "7|8"},
		},
		{
			"an open quote at the end", "a,b\n1,2\n3,\"x\n", ab,
			[]string{"1|2", `row 2: parse error on line 3, column 6: extraneous or missing " in quoted-field`},
		},
		{"Arabic", "الدولة؛;النص\nKE;حق\n", []string{"الدولة؛", "النص"}, []string{"KE|حق"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header, got := readAll(t, iotest.OneByteReader(strings.NewReader(tt.in)))
			if diff := cmp.Diff(header, tt.header); diff != "" {
				t.Errorf("header (-got +want):\n%s", diff)
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("rows (-got +want):\n%s", diff)
			}
		})
	}
}

func TestReadCSV_headersThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, in, want string }{
		{"nothing", "", "read the CSV header: the file is empty"},
		{"byte order mark only", "\ufeff", "read the CSV header: the file is empty"},
		{"an empty name", "a,,c\n", "read the CSV header: column 2 has no name"},
		{"a blank name", "a, \n", "read the CSV header: column 2 has no name"},
		{"a repeated name", "a,b,a \n", `read the CSV header: columns 1 and 3 are both named "a"`},
		{"not UTF-8", "a,\xff\xfe\n", "read the CSV header: the name of column 2 is not UTF-8"},
		{"lines ending in CR alone", "a,b\r1,2\r", "read the CSV header: lines end in CR alone; save the file with LF or CRLF"},
		{"an endless name", strings.Repeat("x", 2*maxRowBytes), "read the CSV header: " + errRowSize.Error()},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := ReadCSV(strings.NewReader(tt.in))
			if err == nil || err.Error() != tt.want {
				t.Errorf("error: got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestReadCSV_rowErrorsSayTheirNumber(t *testing.T) {
	t.Parallel()
	_, rows, err := ReadCSV(strings.NewReader("a\n1\n2,2\n3\n"))
	if err != nil {
		t.Fatal(err)
	}
	var bad []int
	for _, err := range rows {
		var rowErr *RowError
		if errors.As(err, &rowErr) {
			bad = append(bad, rowErr.Row)
		}
	}
	if diff := cmp.Diff(bad, []int{2}); diff != "" {
		t.Errorf("rows with errors (-got +want):\n%s", diff)
	}
}

func TestReadCSV_otherErrorsEndTheReading(t *testing.T) {
	t.Parallel()
	long := "a,b\n1,2\n"
	tests := []struct {
		name string
		in   io.Reader
		want error
	}{
		{"the file cannot be read", io.MultiReader(strings.NewReader(long), iotest.ErrReader(errBoom)), errBoom},
		{
			"a failure hidden behind a malformed row", io.MultiReader(
				strings.NewReader(long+strings.Repeat("1,2\n", bufferSize)+`3,x"y`), &failOnce{}, strings.NewReader("\n4,5\n"),
			), errBoom,
		},
		{"an open quote", strings.NewReader(long + "3,\"" + strings.Repeat("x\n", 2*maxRowBytes)), errRowSize},
		{"a malformed endless row", strings.NewReader(long + "3,x\"" + strings.Repeat("x", 4*maxRowBytes)), errRowSize},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, rows, err := ReadCSV(tt.in)
			var last error
			if err != nil {
				last = err // the header is read ahead of its line
			} else {
				for _, last = range rows {
				}
			}
			var rowErr *RowError
			if !errors.Is(last, tt.want) || errors.As(last, &rowErr) {
				t.Errorf("last error: got %v, want %v", last, tt.want)
			}
		})
	}
}

func TestReadCSV_neverHoldsTheFile(t *testing.T) {
	t.Parallel()
	// 200 rows of just under the bound: 200 MB in all, were they kept.
	row := "1," + strings.Repeat("x", maxRowBytes-10) + "\n"
	parts := []io.Reader{strings.NewReader("a,b\n")}
	for range 200 {
		parts = append(parts, strings.NewReader(row))
	}
	source := &countingReader{r: io.MultiReader(parts...)}
	_, rows, err := ReadCSV(source)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		seen++
		if ahead := source.taken - seen*len(row); ahead > 2*bufferSize {
			t.Fatalf("row %d: %d bytes read ahead", seen, ahead)
		}
	}
	if seen != 200 {
		t.Errorf("rows: got %d, want 200", seen)
	}
}

// failOnce fails at the first Read and is at its end at the second.
type failOnce struct{ done bool }

func (f *failOnce) Read([]byte) (int, error) {
	if f.done {
		return 0, io.EOF
	}
	f.done = true
	return 0, errBoom
}

type countingReader struct {
	r     io.Reader
	taken int
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.taken += n
	return n, err
}

func TestReadCSV_spectrum(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "..", "shared", "data", "csv-spectrum")
	files, err := filepath.Glob(filepath.Join(folder, "csvs", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the shared data folder is not beside the repository")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkSpectrum(t, file, filepath.Join(folder, "json", name+".json"))
		})
	}
}

func checkSpectrum(t *testing.T, csvFile, jsonFile string) {
	text, err := os.ReadFile(csvFile)
	if err != nil {
		t.Fatal(err)
	}
	in := string(text)
	if strings.HasSuffix(csvFile, "_crlf.csv") {
		// The stored copies of these lost their CR; the name says what they are.
		in = strings.ReplaceAll(strings.ReplaceAll(in, "\r\n", "\n"), "\n", "\r\n")
	}
	expected, err := os.ReadFile(jsonFile)
	if err != nil {
		t.Fatal(err)
	}
	var want []map[string]string
	// The reader's one liberty: CRLF inside quotes is read as LF.
	if err := json.Unmarshal([]byte(strings.ReplaceAll(string(expected), `\r\n`, `\n`)), &want); err != nil {
		t.Fatal(err)
	}
	header, rows, err := ReadCSV(strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]string
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		object := map[string]string{}
		for i, name := range header {
			object[name] = row[i]
		}
		got = append(got, object)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("objects (-got +want):\n%s", diff)
	}
}

func FuzzReadCSV(f *testing.F) {
	f.Add("a;b\n1;\"2\n\n3;4;5\n")
	f.Add("\ufeff\"a\",b\r\n\"\r\n\",\x00\n")
	f.Fuzz(func(t *testing.T, text string) {
		header, rows, err := ReadCSV(strings.NewReader(text))
		if err != nil {
			return
		}
		number := 0
		for row, err := range rows {
			number++
			var rowErr *RowError
			switch {
			case err == nil && len(row) != len(header):
				t.Fatalf("row %d: %d cells, header %q", number, len(row), header)
			case err != nil && (!errors.As(err, &rowErr) || rowErr.Row != number):
				t.Fatalf("row %d: %v", number, err)
			}
		}
		if lines := strings.Count(text, "\n") + 1; number > lines {
			t.Fatalf("%d rows from %d lines", number, lines)
		}
	})
}
