package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// maxRowBytes bounds what an unclosed quote can pull into memory. The longest
// row that can be imported (two texts of 64 kB and names) is far below.
const maxRowBytes = 1 << 20

// errRowSize is what the reader below encoding/csv answers past the bound.
var errRowSize = fmt.Errorf("no end of the row within %d bytes: is a quote left open?", maxRowBytes)

// RowError says what is wrong with one row of a file; the rows after it can
// still be read. Row counts data rows from 1, the header and empty lines not.
type RowError struct {
	Row int
	Err error
}

// Error gives the row number and the reason.
func (e *RowError) Error() string { return fmt.Sprintf("row %d: %v", e.Row, e.Err) }

// Unwrap gives the reason.
func (e *RowError) Unwrap() error { return e.Err }

// ReadCSV reads a CSV file that people made: RFC 4180 with or without a byte
// order mark, separated by comma, semicolon or TAB (whichever the header line
// has most of), with LF or CRLF. Names in the header lose white space around
// them; an empty or repeated name, or a header that is not UTF-8, is an error.
// Cells are untouched, except that encoding/csv reads CRLF inside quotes as LF;
// guarded files need Unguard.
//
// The rows have as many cells as the header: short ones are filled with empty
// cells, longer or malformed ones come as a *RowError and reading goes on. Any
// other error ends the reading. The rows can be ranged over once; the file is
// never held whole.
func ReadCSV(r io.Reader) (header []string, rows iter.Seq2[[]string, error], err error) {
	limit := &rowLimit{r: r, left: maxRowBytes + bufferSize}
	in := bufio.NewReaderSize(limit, bufferSize)
	if mark, _ := in.Peek(3); string(mark) == "\ufeff" {
		_, _ = in.Discard(len(mark)) // cannot fail: just peeked
	}
	start, err := in.Peek(bufferSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, fmt.Errorf("read the CSV header: %w", err)
	}
	lines := csv.NewReader(in)
	lines.Comma = separator(start)
	lines.FieldsPerRecord = -1
	header, err = lines.Read()
	if errors.Is(err, io.EOF) {
		return nil, nil, errors.New("read the CSV header: the file is empty")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the CSV header: %w", err)
	}
	if err := checkHeader(header); err != nil {
		return nil, nil, fmt.Errorf("read the CSV header: %w", err)
	}
	return header, dataRows(lines, limit, len(header)), nil
}

// separator guesses what parts the cells of the first line of a file.
func separator(start []byte) rune {
	var commas, semicolons, tabs int
	quoted := false
	// Empty lines before the header are passed over, as encoding/csv does.
	for _, b := range bytes.TrimLeft(start, "\r\n") {
		if b == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if b == '\n' {
			break
		}
		switch b {
		case ',':
			commas++
		case ';':
			semicolons++
		case '\t':
			tabs++
		}
	}
	switch {
	case semicolons > commas && semicolons >= tabs:
		return ';'
	case tabs > commas:
		return '\t'
	default:
		return ','
	}
}

// checkHeader cleans the names in place and refuses those no mapping could use.
func checkHeader(header []string) error {
	column := make(map[string]int, len(header))
	for i, name := range header {
		name = strings.TrimSpace(name)
		header[i] = name
		if name == "" {
			return fmt.Errorf("column %d has no name", i+1)
		}
		if !utf8.ValidString(name) {
			return fmt.Errorf("the name of column %d is not UTF-8", i+1)
		}
		if strings.ContainsRune(name, '\r') {
			return errors.New("lines end in CR alone; save the file with LF or CRLF")
		}
		if first, ok := column[name]; ok {
			return fmt.Errorf("columns %d and %d are both named %q", first, i+1, name)
		}
		column[name] = i + 1
	}
	return nil
}

// dataRows hands on what follows the header, each row brought to width cells.
func dataRows(lines *csv.Reader, limit *rowLimit, width int) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		for number := 1; ; number++ {
			limit.left = maxRowBytes + bufferSize
			row, err := lines.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			var malformed *csv.ParseError
			if err != nil && !errors.As(err, &malformed) {
				yield(nil, fmt.Errorf("read row %d: %w", number, err))
				return
			}
			if err == nil && len(row) > width {
				err = fmt.Errorf("%d cells, the header names %d", len(row), width)
			}
			if err != nil {
				if !yield(nil, &RowError{Row: number, Err: err}) {
					return
				}
				continue
			}
			for len(row) < width {
				row = append(row, "")
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// rowLimit reads on until one row has taken too much; the row loop refills left.
// An error stays: encoding/csv hides one behind a malformed row and reads again.
type rowLimit struct {
	r    io.Reader
	left int
	err  error
}

// Read is io.Reader's.
func (l *rowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		l.err = errRowSize
	}
	if l.err != nil {
		return 0, l.err
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	l.err = err
	return n, err
}
