package docx

import (
	"bytes"
	"encoding/xml"
	"strings"
	"unicode"
)

// aroundPage warns of a running head or foot that has words.
func (r *reading) aroundPage(part string) error {
	return r.parse(part, func(p *parser, _ element) error {
		text := false // not the code of a field
		for p.depth > 0 {
			t, err := p.next()
			if err != nil {
				return err
			}
			switch t := t.(type) {
			case xml.StartElement:
				text = known(t).key == "w:t"
			case xml.CharData:
				if text && bytes.ContainsFunc(t, unicode.IsLetter) {
					r.warn("headers_dropped")
				}
			}
		}
		return nil
	})
}

// notes reads the footnotes or the endnotes, but not the lines that part them
// from the text.
func (r *reading) notes(part string, end bool) error {
	return r.aside(part, func(s *story, e element) error {
		if kind := e.attr("type"); e.key != "w:footnote" && e.key != "w:endnote" || kind != "" && kind != "normal" {
			return nil
		}
		s.revised = true
		n := Note{ID: e.attr("id"), End: end}
		err := s.whole(&n.Blocks)
		r.unmark(n.Blocks)
		r.doc.Notes = append(r.doc.Notes, n)
		return err
	})
}

// unmark leaves out the mark that a note begins with, and the space after it.
func (r *reading) unmark(blocks []Block) {
	if len(blocks) == 0 || blocks[0].Paragraph == nil {
		return
	}
	p := blocks[0].Paragraph
	for len(p.Runs) > 0 && p.Runs[0].Kind == Text && r.styles.isReference(p.Runs[0].Format.Style) {
		p.Runs = p.Runs[1:]
	}
	if len(p.Runs) == 0 || p.Runs[0].Kind != Text {
		return
	}
	if p.Runs[0].Text = strings.TrimPrefix(p.Runs[0].Text, " "); p.Runs[0].Text == "" {
		p.Runs = p.Runs[1:]
	}
}

// aside reads a part beside the body that is a list of little texts.
func (r *reading) aside(part string, do func(s *story, e element) error) error {
	if part == "" {
		return nil
	}
	relations, err := r.relations(part)
	if err != nil {
		return err
	}
	if err := checkExternal(part, relations); err != nil {
		return err
	}
	return r.parse(part, func(p *parser, _ element) error {
		s := newStory(r, p, relations)
		return p.children(func(e element) error {
			r.runs++ // an empty one takes memory too
			if r.runs > MaxRuns {
				return ErrTooLarge
			}
			return do(s, e)
		})
	})
}

func (r *reading) comments(part string) error {
	return r.aside(part, func(s *story, e element) error {
		if e.key != "w:comment" {
			return nil
		}
		c := Comment{ID: e.attr("id"), Author: e.attr("author"), Initials: e.attr("initials"), Date: date(e.attr("date"))}
		s.paraID = ""
		err := s.whole(&c.Blocks)
		if s.paraID != "" {
			r.byParaID[s.paraID] = c.ID
		}
		r.doc.Comments = append(r.doc.Comments, c)
		return err
	})
}

// replies reads which comments answer which, and which are done with.
func (r *reading) replies(part string) error {
	at := map[string]int{}
	for i, c := range r.doc.Comments {
		at[c.ID] = i
	}
	return r.parse(part, func(p *parser, _ element) error {
		return p.children(func(e element) error {
			i, ok := at[r.byParaID[e.attr("paraId")]]
			if !ok || e.key != "w15:commentEx" {
				return nil
			}
			r.doc.Comments[i].Done = e.attr("done") == "1" || e.attr("done") == "true"
			r.doc.Comments[i].ReplyTo = r.byParaID[e.attr("paraIdParent")]
			return nil
		})
	})
}
