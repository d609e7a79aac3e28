package docx

import (
	"fmt"
	"strings"
)

// story reads the blocks of one part: the body, the notes or the comments.
type story struct {
	*reading
	p       *parser
	links   map[string]string // addresses by the ids of references
	revised bool              // its tracked changes are listed: those of comments are nobody's
	body    bool
	paraID  string // of the last paragraph
	pending []Run  // marks that await a paragraph
	fields  []field
	// inserted and deleted are the changes of what all of it is in: a text box.
	inserted, deleted *Revision
	boxes             *[]Block // where the text boxes of the open paragraph go
}

func newStory(r *reading, p *parser, relations []relation) *story {
	s := &story{reading: r, p: p, links: make(map[string]string, len(relations))}
	for _, rel := range relations {
		if rel.external {
			s.links[rel.id] = rel.target
		}
	}
	return s
}

// blocks reads the children of the open element into a list.
func (s *story) blocks(into *[]Block) error {
	return s.p.children(func(e element) error { return s.block(e, into) })
}

func (s *story) block(e element, into *[]Block) error {
	switch e.key {
	case "w:p":
		var boxes []Block
		outer := s.boxes
		s.boxes = &boxes
		paragraph, err := s.paragraph(e)
		s.boxes = outer
		*into = append(append(*into, Block{Paragraph: paragraph}), boxes...)
		return err
	case "w:tbl":
		t := &Table{}
		err := s.table(t)
		*into = append(*into, Block{Table: t})
		return err
	case "w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:del", "w:moveFrom", "w:moveTo", "mc:Choice":
		return s.blocks(into)
	case "mc:AlternateContent":
		return s.alternate(func(e element) error { return s.block(e, into) })
	case "w:altChunk":
		s.warn("embedded_part_dropped")
	case "w:sectPr":
		return s.section()
	case "w:bookmarkEnd", "w:commentRangeEnd":
		if last := len(*into) - 1; last >= 0 && (*into)[last].Paragraph != nil {
			p := (*into)[last].Paragraph
			p.Runs = append(p.Runs, markOf(e))
			return s.counted()
		}
		s.pending = append(s.pending, markOf(e))
	case "w:bookmarkStart", "w:commentRangeStart":
		s.pending = append(s.pending, markOf(e))
		return s.counted()
	}
	return nil
}

// counted refuses more marks than a text may have runs.
func (s *story) counted() error {
	s.runs++
	if s.runs > MaxRuns {
		return fmt.Errorf("more than %d runs: %w", MaxRuns, ErrTooLarge)
	}
	return nil
}

// alternate reads the first of the forms in which something is given that needs
// nothing unknown; the last is for programs that know none of the others.
func (s *story) alternate(do func(e element) error) error {
	taken, left := false, false
	err := s.p.children(func(e element) error {
		switch {
		case taken:
		case e.key == "mc:Fallback", e.key == "mc:Choice" && understood(e.attr("Requires")):
			taken = true
			return s.p.children(do)
		case e.key == "mc:Choice":
			left = true
		}
		return nil
	})
	if left && !taken {
		s.warn("embedded_part_dropped")
	}
	return err
}

// understood reports that every vocabulary that a form needs, by the prefixes that
// all programs give them, is one in which words are found here.
func understood(prefixes string) bool {
	for _, prefix := range strings.Fields(prefixes) {
		switch prefix {
		case "wps", "wpg", "wpc", "wp14", "w14", "w15", "v", "m":
		default:
			return false
		}
	}
	return true
}

func (s *story) section() error {
	return s.p.children(func(e element) error {
		if e.key == "w:bidi" && s.body {
			s.doc.RightToLeft = e.on()
		}
		return nil
	})
}

// markOf is the run that marks a place.
func markOf(e element) Run {
	r := Run{ID: e.attr("id")}
	switch e.key {
	case "w:bookmarkStart":
		r.Kind, r.Text = BookmarkStart, e.attr("name")
	case "w:bookmarkEnd":
		r.Kind = BookmarkEnd
	case "w:commentRangeStart":
		r.Kind = CommentStart
	case "w:commentRangeEnd":
		r.Kind = CommentEnd
	case "w:commentReference":
		r.Kind = CommentPoint
	}
	return r
}

// revision reads the author and the date of a tracked change.
func (s *story) revision(e element) *Revision {
	r := &Revision{ID: e.attr("id"), Author: e.attr("author"), Date: date(e.attr("date"))}
	switch e.key {
	case "w:ins", "w:cellIns":
		r.Change = Insertion
	case "w:moveTo":
		r.Change = MovedTo
	case "w:moveFrom":
		r.Change = MovedFrom
	default:
		r.Change = Deletion
	}
	if s.revised {
		s.doc.Revisions = append(s.doc.Revisions, r)
	}
	return r
}

// changed puts a tracked change where it belongs.
func (s *story) changed(e element, inserted, deleted **Revision) {
	switch r := s.revision(e); r.Change {
	case Insertion, MovedTo:
		*inserted = r
	default:
		*deleted = r
	}
}

// table reads rows; what wraps them is looked through.
func (s *story) table(t *Table) error {
	return s.p.children(func(e element) error {
		switch e.key {
		case "w:tr":
			row := Row{Inserted: s.inserted, Deleted: s.deleted}
			err := s.row(&row)
			t.Rows = append(t.Rows, row)
			return err
		case "w:sdt", "w:sdtContent", "w:customXml":
			return s.table(t)
		case "w:bookmarkStart", "w:commentRangeStart", "w:bookmarkEnd", "w:commentRangeEnd":
			s.pending = append(s.pending, markOf(e))
			return s.counted()
		}
		return nil
	})
}

func (s *story) row(row *Row) error {
	if err := s.counted(); err != nil {
		return err
	}
	return s.p.children(func(e element) error {
		switch e.key {
		case "w:tc":
			cell := Cell{Span: 1}
			if err := s.counted(); err != nil {
				return err
			}
			err := s.cell(&cell)
			row.Cells = append(row.Cells, cell)
			return err
		case "w:trPr":
			return s.p.children(func(e element) error {
				switch e.key {
				case "w:tblHeader":
					row.Header = e.on()
				case "w:ins", "w:del":
					s.changed(e, &row.Inserted, &row.Deleted)
				}
				return nil
			})
		case "w:sdt", "w:sdtContent", "w:customXml":
			return s.row(row)
		case "w:bookmarkStart", "w:commentRangeStart", "w:bookmarkEnd", "w:commentRangeEnd":
			s.pending = append(s.pending, markOf(e))
			return s.counted()
		}
		return nil
	})
}

func (s *story) cell(cell *Cell) error {
	err := s.p.children(func(e element) error {
		if e.key != "w:tcPr" {
			return s.block(e, &cell.Blocks)
		}
		return s.p.children(func(e element) error {
			switch e.key {
			case "w:gridSpan":
				cell.Span = min(max(number(e.val()), 1), 99)
			case "w:cellIns", "w:cellDel":
				s.changed(e, &cell.Inserted, &cell.Deleted)
			case "w:vMerge":
				cell.Merges = e.val() == "restart"
				cell.Continues = !cell.Merges
			}
			return nil
		})
	})
	for p := range Paragraphs(cell.Blocks) {
		cell.Align = p.Align
		break
	}
	return err
}
