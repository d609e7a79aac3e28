package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// table keeps a table as one block: its cells are joined by TAB and its rows by
// LF in the plain text, and the same characters stand between the tags. A table
// inside a cell gives its words to that cell.
func (r *reader) table(n *html.Node) error {
	table := &element{name: "table"}
	outer := r.in
	defer func() { r.in = outer }()
	var out rich
	for _, row := range rows(n) {
		if isDeleted(row) {
			r.cur.changes = true
			continue
		}
		if row.DataAtom == atom.Caption {
			r.in = outer
			if err := r.children(row); err != nil {
				return err
			}
			r.flush()
			continue
		}
		runs, err := r.row(row, table)
		if err != nil {
			return err
		}
		if len(runs) == 0 {
			continue // a row without cells is no line
		}
		if len(out) > 0 {
			out = append(out, run{text: "\n", in: []*element{table}})
		}
		out = append(out, runs...)
	}
	if strings.TrimSpace(out.plain()) != "" {
		r.cur.parts = append(r.cur.parts, part{block: block{rich: out, solid: true}})
	}
	return nil
}

// row reads the cells of one row.
func (r *reader) row(n *html.Node, table *element) (rich, error) {
	in := []*element{table, {name: "tr"}}
	var out rich
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		if len(out) > 0 {
			out = append(out, run{text: "\t", in: in})
		}
		r.in = []*element{in[0], in[1], cell(c)}
		empty := run{in: r.in}
		r.cells++
		err := r.children(c)
		r.cells--
		if err != nil {
			return nil, err
		}
		runs := r.gather.take()
		if len(runs) == 0 {
			runs = rich{empty}
		}
		out = append(out, runs...)
	}
	return out, nil
}

// rows lists the caption and the rows of a table.
func rows(table *html.Node) []*html.Node {
	var out []*html.Node
	for c := table.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Caption, atom.Tr:
			out = append(out, c)
		case atom.Thead, atom.Tbody, atom.Tfoot:
			out = append(out, rows(c)...)
		}
	}
	return out
}

// alignClass begins the classes by which written HTML aligns its cells.
const alignClass = "align-"

// cell keeps what a cell needs to be laid out.
func cell(n *html.Node) *element {
	e := &element{name: n.Data}
	v := strings.ToLower(attribute(n, "align"))
	if class, ok := strings.CutPrefix(attribute(n, "class"), alignClass); ok && v == "" {
		v = class
	}
	if alignment.MatchString(v) {
		e.attrs += attr("align", v)
	}
	for _, name := range []string{"colspan", "rowspan"} {
		if v := attribute(n, name); spanCount.MatchString(v) {
			e.attrs += attr(name, v)
		}
	}
	return e
}
