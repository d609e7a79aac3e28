package export

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
)

// bufferSize is how many bytes are gathered before they are sent on.
const bufferSize = 64 << 10

// Table names the columns of a CSV file. Text, as long as Columns, marks those
// that hold people's own text and are guarded against formulas.
type Table struct {
	Columns []string
	Text    []bool
}

// CSV writes rows under the header of t as RFC 4180 in UTF-8 without a byte
// order mark, lines ending in LF, line breaks inside cells kept. Text columns
// pass through Guard unless raw is true. It stops at the first error: one from
// rows, a row of another length than the header, or a failed write; what was
// sent by then is an unfinished file.
func CSV(w io.Writer, t Table, raw bool, rows iter.Seq2[[]string, error]) error {
	if len(t.Columns) == 0 || len(t.Text) != len(t.Columns) {
		return fmt.Errorf("write CSV: %d columns, %d marks for text", len(t.Columns), len(t.Text))
	}
	out := bufio.NewWriterSize(w, bufferSize)
	lines := csv.NewWriter(out)
	if err := writeRow(out, lines, t.Columns); err != nil {
		return fmt.Errorf("write CSV header: %w", err)
	}
	number, cells := 0, make([]string, len(t.Columns))
	for row, err := range rows {
		number++
		if err != nil {
			return fmt.Errorf("write CSV row %d: %w", number, err)
		}
		if len(row) != len(cells) {
			return fmt.Errorf("write CSV row %d: %d cells for %d columns", number, len(row), len(cells))
		}
		for i, cell := range row {
			if t.Text[i] && !raw {
				cell = Guard(cell)
			}
			cells[i] = cell
		}
		if err := writeRow(out, lines, cells); err != nil {
			return fmt.Errorf("write CSV row %d: %w", number, err)
		}
	}
	if err := flush(out, lines); err != nil {
		return fmt.Errorf("write the end of the CSV: %w", err)
	}
	return nil
}

// writeRow writes one line. A lone empty cell is quoted by hand, since
// encoding/csv makes it an empty line, which readers pass over.
func writeRow(out *bufio.Writer, lines *csv.Writer, cells []string) error {
	if len(cells) > 1 || cells[0] != "" {
		return lines.Write(cells)
	}
	if err := flush(out, lines); err != nil {
		return err
	}
	_, err := out.WriteString("\"\"\n")
	return err
}

// flush sends what the line writer holds, then what the buffer below it holds.
func flush(out *bufio.Writer, lines *csv.Writer) error {
	lines.Flush()
	if err := lines.Error(); err != nil {
		return err
	}
	return out.Flush()
}

// JSONL writes each value as one JSON object on a line of its own, in UTF-8,
// with < > & as they are. It stops at the first error: one from rows, a value
// that does not encode to an object, or a failed write.
func JSONL(w io.Writer, rows iter.Seq2[any, error]) error {
	out := bufio.NewWriterSize(w, bufferSize)
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	number := 0
	for row, err := range rows {
		number++
		if err != nil {
			return fmt.Errorf("write JSON line %d: %w", number, err)
		}
		line.Reset()
		if err := encoder.Encode(row); err != nil {
			return fmt.Errorf("write JSON line %d: %w", number, err)
		}
		if line.Bytes()[0] != '{' {
			return fmt.Errorf("write JSON line %d: %T is not an object", number, row)
		}
		if _, err := line.WriteTo(out); err != nil {
			return fmt.Errorf("write JSON line %d: %w", number, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the end of the JSON lines: %w", err)
	}
	return nil
}
