package document

import (
	"slices"
	"strconv"
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
	all := rows(n)
	lowerSpans(all)
	for _, row := range all {
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

// lowerSpans takes rows that are dropped, since they are deleted or have no cells, off the cells that reach down over them.
func lowerSpans(all []*html.Node) {
	type reaching struct {
		cell *html.Attribute
		end  int // the row after the last
	}
	var open []reaching
	at := 0
	for _, row := range all {
		if row.DataAtom != atom.Tr {
			continue
		}
		open = slices.DeleteFunc(open, func(r reaching) bool { return r.end <= at })
		dropped := isDeleted(row) || !hasCells(row)
		for _, r := range open {
			if v, err := strconv.Atoi(r.cell.Val); err == nil && dropped {
				r.cell.Val = strconv.Itoa(max(v-1, 1))
			}
		}
		for c := range row.ChildNodes() {
			for i := range c.Attr {
				if v, err := strconv.Atoi(c.Attr[i].Val); err == nil && v > 1 && c.Attr[i].Key == "rowspan" && spanCount.MatchString(c.Attr[i].Val) && !dropped {
					open = append(open, reaching{&c.Attr[i], at + v})
				}
			}
		}
		at++
	}
}

func hasCells(row *html.Node) bool {
	for c := range row.ChildNodes() {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			return true
		}
	}
	return false
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
