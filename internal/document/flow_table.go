package document

import (
	"strconv"
	"strings"

	"travaux/internal/docx"
)

// table keeps a table as one block, as the HTML reader does.
func (f *flow) table(t *docx.Table) error {
	table := &element{name: "table"}
	var out rich
	var seen node
	down := continuingOf(t)
	for i, row := range t.Rows {
		cells, err := f.row(row, func(column int) int { return down.rowspan(i, column) }, []*element{table, {name: "tr"}})
		if err != nil {
			return err
		}
		if len(cells) == 0 {
			continue // it only continues the row above
		}
		if len(out) > 0 {
			out = append(out, run{text: "\n", in: []*element{table}})
		}
		out = append(out, cells...)
		for p := range docx.Paragraphs(blocksOf(row)) {
			f.changed(&seen, p)
		}
	}
	to := f.cur
	if strings.TrimSpace(out.plain()) == "" {
		f.waiting = append(f.waiting, out.places()...)
	} else {
		to = f.under(nil)
		to.parts = append(to.parts, part{block: block{rich: out, solid: true}})
	}
	to.images, to.changes = to.images || seen.images, to.changes || seen.changes || t.Changed && f.warns
	return nil
}

func blocksOf(row docx.Row) []docx.Block {
	var out []docx.Block
	for _, c := range row.Cells {
		out = append(out, c.Blocks...)
	}
	return out
}

// row reads the cells of a row; those that continue the ones above have no place
// of their own. Rowspan tells how many rows the cell of a column reaches over.
func (f *flow) row(row docx.Row, rowspan func(column int) int, in []*element) (rich, error) {
	var out rich
	column, first := 0, true
	for _, c := range row.Cells {
		at := column
		column += c.Span
		if c.Continues {
			continue
		}
		if !first {
			out = append(out, run{text: "\t", in: in})
		}
		first = false
		e := cellElement(c, row.Header)
		if c.Merges {
			if n := rowspan(at); n > 1 {
				e.attrs += attr("rowspan", strconv.Itoa(n))
			}
		}
		words, err := f.cell(c)
		if err != nil {
			return nil, err
		}
		inside := []*element{in[0], in[1], e}
		if len(words) == 0 {
			words = rich{{}}
		}
		for _, piece := range words {
			piece.in = append(inside[:len(inside):len(inside)], piece.in...)
			out = append(out, piece)
		}
	}
	return out, nil
}

func cellElement(c docx.Cell, header bool) *element {
	e := &element{name: "td"}
	for p := range docx.Paragraphs(c.Blocks) {
		header = header || p.Style == headStyle
	}
	if header {
		e.name = "th"
	}
	if alignment.MatchString(c.Align) {
		e.attrs += attr("align", c.Align)
	}
	if c.Span > 1 && spanCount.MatchString(strconv.Itoa(c.Span)) {
		e.attrs += attr("colspan", strconv.Itoa(c.Span))
	}
	return e
}

// cell makes one line of the words of a cell, with the numbers that Word shows.
func (f *flow) cell(c docx.Cell) (rich, error) {
	f.begin(f.own)
	first := true
	for p := range docx.Paragraphs(c.Blocks) {
		if f.in = nil; !first {
			f.gather.text(" ", nil)
		}
		first = false
		if p.Label != "" {
			f.gather.text(p.Label+" ", nil)
		}
		line := *p
		line.Runs = make([]docx.Run, len(p.Runs))
		for i, r := range p.Runs {
			if (r.Kind == docx.LineBreak || r.Kind == docx.PageBreak) && !f.own {
				r = docx.Run{Kind: docx.Tab} // a space: the end of a line ends a row
			}
			line.Runs[i] = r
		}
		if err := f.runs(&line); err != nil {
			return nil, err
		}
	}
	return f.gather.take(), nil
}

// rowspan counts the rows that a cell reaches down over.
func (m continuing) rowspan(row, column int) int {
	n := 1
	for n < 99 && row+n < len(m) && m[row+n][column] {
		n++
	}
	return n
}

// continuing are, for each row of a table, the columns with a cell that continues the
// one above.
type continuing []map[int]bool

func continuingOf(t *docx.Table) continuing {
	out := make(continuing, len(t.Rows))
	for i, row := range t.Rows {
		out[i] = map[int]bool{}
		column := 0
		for _, c := range row.Cells {
			if c.Continues {
				out[i][column] = true
			}
			column += c.Span
		}
	}
	return out
}
