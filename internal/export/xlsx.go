package export

import (
	"fmt"
	"io"
	"time"

	"github.com/xuri/excelize/v2"
)

// Book is a file of Excel with several sheets, which are written at once, row by row. Text is text: what looks like a
// formula is shown and never run, so that nothing need be guarded.
type Book struct {
	file         *excelize.File
	sheets       []*sheet
	day, instant int // styles
}

type sheet struct {
	name string
	out  *excelize.StreamWriter
	rows int
}

// Day is a cell that holds a day.
type Day time.Time

// NewBook begins a book with a sheet, which has the first row given.
func NewBook(name string, columns []string) (*Book, error) {
	b := &Book{file: excelize.NewFile()}
	if err := b.file.SetSheetName("Sheet1", name); err != nil {
		return nil, fmt.Errorf("begin XLSX: %w", err)
	}
	for style, format := range map[*int]string{&b.day: "yyyy-mm-dd", &b.instant: "yyyy-mm-dd hh:mm:ss"} {
		id, err := b.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err != nil {
			return nil, fmt.Errorf("begin XLSX: %w", err)
		}
		*style = id
	}
	return b, b.begin(name, columns)
}

// Sheet adds a sheet, to be filled under its number; the first one is 0.
func (b *Book) Sheet(name string, columns []string) error {
	if _, err := b.file.NewSheet(name); err != nil {
		return fmt.Errorf("add a sheet to XLSX: %w", err)
	}
	return b.begin(name, columns)
}

func (b *Book) begin(name string, columns []string) error {
	out, err := b.file.NewStreamWriter(name)
	if err != nil {
		return fmt.Errorf("add a sheet to XLSX: %w", err)
	}
	b.sheets = append(b.sheets, &sheet{name: name, out: out})
	cells := make([]any, len(columns))
	for i, c := range columns {
		cells[i] = c
	}
	return b.Row(len(b.sheets)-1, cells)
}

// Row adds a row to a sheet: of strings, of days, and of instants, which stand in UTC; nil is an empty cell.
func (b *Book) Row(number int, cells []any) error {
	s := b.sheets[number]
	s.rows++
	row := make([]any, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case Day:
			row[i] = excelize.Cell{StyleID: b.day, Value: time.Time(c)}
		case time.Time:
			row[i] = excelize.Cell{StyleID: b.instant, Value: c.UTC()}
		default:
			row[i] = c
		}
	}
	at, err := excelize.CoordinatesToCellName(1, s.rows)
	if err == nil {
		err = s.out.SetRow(at, row)
	}
	if err != nil {
		return fmt.Errorf("write row %d of sheet %s: %w", s.rows, s.name, err)
	}
	return nil
}

// WriteTo ends the book and writes it.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	for _, s := range b.sheets {
		if err := s.out.Flush(); err != nil {
			return 0, fmt.Errorf("end sheet %s: %w", s.name, err)
		}
	}
	n, err := b.file.WriteTo(w)
	if err != nil {
		return n, fmt.Errorf("write XLSX: %w", err)
	}
	return n, nil
}

// Close removes what was kept beside memory.
func (b *Book) Close() error { return b.file.Close() }
