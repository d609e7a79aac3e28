package document

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"travaux/internal/docx"
	"travaux/models"
)

// segment is a paragraph of a provision's words, or a table.
type segment struct {
	runs  []docx.Run
	table *docx.Table
}

// segments makes paragraphs and tables of a provision's words.
func (w *docxWriter) segments(p models.Provision) []segment {
	var out []segment
	for _, c := range chunks(p) {
		if c.table {
			out = append(out, segment{table: w.table(c.rich)})
			continue
		}
		out = append(out, segment{runs: w.runs(c.rich, 0)})
	}
	return out
}

// runs gives words the formats of the elements that they are in, below a depth.
func (w *docxWriter) runs(words rich, depth int) []docx.Run {
	var (
		out  []docx.Run
		link *docx.Link
		in   *element // of that link
	)
	for _, piece := range words {
		if piece.text == "" {
			continue
		}
		r := w.plain(piece.text, "")
		of := runStyle{}
		anchor := (*element)(nil)
		for _, e := range piece.in[min(depth, len(piece.in)):] {
			if e.name == "a" {
				anchor = e
			}
			w.element(e, &r.Format, &of)
		}
		if anchor != in {
			in, link = anchor, nil
			if anchor != nil {
				link = &docx.Link{URL: anchor.href()}
			}
		}
		r.Link = link
		if r.Format.Style = of.id(); r.Format.Style != "" {
			w.declare(docx.Style{ID: r.Format.Style, Character: true, Mono: of.code})
		}
		out = append(out, r)
	}
	return out
}

// element adds what an element says to the format of a run.
func (w *docxWriter) element(e *element, f *docx.Format, of *runStyle) {
	switch e.name {
	case "strong":
		f.Bold = true
	case "em":
		f.Italic = true
	case "s":
		f.Strike = true
	case "sup":
		f.Superscript, f.Subscript = true, false
	case "sub":
		f.Superscript, f.Subscript = false, true
	case "code":
		of.code = true
	case "q":
		of.quote = true
	case "abbr":
		of.short = true
	case "span":
		of.span = true
		if v := e.value("lang"); v != "" {
			f.Language = v
			f.RightToLeft = rightToLeft(v)
		}
		if of.dir = e.value("dir"); of.dir != "" && of.dir != "auto" {
			f.RightToLeft = of.dir == "rtl"
		}
	}
}

// value reads one attribute of an element.
func (e *element) value(name string) string {
	_, rest, ok := strings.Cut(e.attrs, " "+name+`="`)
	if !ok {
		return ""
	}
	v, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(v)
}

// runStyle is what Word has no format for: the style of a run says it.
type runStyle struct {
	span               bool
	dir                string // of the span
	quote, short, code bool
}

var runStyles = regexp.MustCompile(`^Tv(?:(Span)(Rtl|Ltr|Auto)?)?(Quote)?(Short)?(Code)?$`)

// readRunStyle reads the id of a style; ok is false for one of another file.
func readRunStyle(id string) (of runStyle, ok bool) {
	at := runStyles.FindStringSubmatch(id)
	if at == nil {
		return runStyle{}, false
	}
	return runStyle{at[1] != "", strings.ToLower(at[2]), at[3] != "", at[4] != "", at[5] != ""}, true
}

// id is the style's, empty where none is needed.
func (of runStyle) id() string {
	id := ""
	for _, part := range []struct {
		on   bool
		name string
	}{
		{of.span, "Span" + map[string]string{"rtl": "Rtl", "ltr": "Ltr", "auto": "Auto"}[of.dir]},
		{of.quote, "Quote"},
		{of.short, "Short"},
		{of.code, "Code"},
	} {
		if part.on {
			id += part.name
		}
	}
	if id == "" {
		return ""
	}
	return "Tv" + id
}

// table makes the rows of a table; a cell that reaches down is continued in the
// rows below, as Word has it.
func (w *docxWriter) table(words rich) *docx.Table {
	t := &docx.Table{}
	down := map[int]docx.Cell{} // by column: the cells that reach down
	left := map[int]int{}       // how many rows they still reach
	for _, cells := range narrow(tableOf(words)) {
		row := docx.Row{}
		column, heads := 0, true
		fill := func() {
			for left[column] > 0 {
				left[column]--
				row.Cells = append(row.Cells, docx.Cell{Span: down[column].Span, Continues: true})
				column += down[column].Span
			}
		}
		for _, c := range cells {
			fill()
			heads = heads && c.in.name == "th"
			cell := docx.Cell{Span: count1(c.in.value("colspan")), Align: c.in.value("align")}
			if reach := count1(c.in.value("rowspan")); reach > 1 {
				cell.Merges = true
				down[column], left[column] = cell, reach-1
			}
			cell.Blocks = []docx.Block{{Paragraph: w.cell(c)}}
			row.Cells = append(row.Cells, cell)
			column += cell.Span
		}
		fill()
		row.Header = heads
		t.Rows = append(t.Rows, row)
	}
	return t
}

// wordColumns is the most columns that Word knows in a table.
const wordColumns = 63

// narrow makes of rows that are too wide for Word rows of single cells; the words of those beyond the last column stand
// in it.
func narrow(rows [][]tableCell) [][]tableCell {
	wide := slices.ContainsFunc(rows, func(cells []tableCell) bool {
		width := 0
		for _, c := range cells {
			width += count1(c.in.value("colspan"))
		}
		return width > wordColumns
	})
	if !wide {
		return rows
	}
	out := make([][]tableCell, len(rows))
	for i, cells := range rows {
		for _, c := range cells {
			single := &element{name: c.in.name}
			if align := c.in.value("align"); align != "" {
				single.attrs = attr("align", align)
			}
			if len(out[i]) < wordColumns {
				out[i] = append(out[i], tableCell{in: single, words: c.words})
				continue
			}
			last := &out[i][wordColumns-1]
			last.words = append(append(slices.Clone(last.words), run{text: " ", in: c.words[0].in}), c.words...)
		}
	}
	return out
}

// count1 reads how many columns or rows a cell takes, one at least.
func count1(s string) int {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 {
		return 1
	}
	return v
}

func (w *docxWriter) cell(c tableCell) *docx.Paragraph {
	p := &docx.Paragraph{RightToLeft: w.rtl, Align: c.in.value("align"), Runs: w.runs(c.words, 3)}
	if c.in.name == "th" {
		w.declare(docx.Style{ID: headStyle, BasedOn: "Normal", Bold: true})
		p.Style = headStyle
	}
	return p
}
