package docx

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// sheet is one part while it is written.
type sheet struct {
	*builder
	out   bytes.Buffer
	links []string
	open  *Link // the hyperlink that is being written
}

func newSheet(b *builder) *sheet { return &sheet{builder: b} }

func (s *sheet) raw(xml ...string) {
	for _, x := range xml {
		s.out.WriteString(x)
	}
}

// bytes closes the part under its outermost element.
func (s *sheet) bytes(root string) []byte {
	return []byte(declared + "<w:" + root + namespaces + ">" + s.out.String() + "</w:" + root + ">")
}

// body writes the text and the page.
func (s *sheet) body() {
	s.raw("<w:body>")
	s.blocks(s.doc.Body, "", true)
	s.raw(`<w:sectPr><w:headerReference w:type="default" r:id="rheader"/><w:footerReference w:type="default" r:id="rfooter"/>`,
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/>`)
	if s.doc.RightToLeft {
		s.raw("<w:bidi/>")
	}
	s.raw("</w:sectPr></w:body>")
}

// blocks writes paragraphs and tables. A table needs a paragraph after it where
// another one or the end follows: Word would join the two.
func (s *sheet) blocks(blocks []Block, style string, closed bool) {
	written := false
	for i, b := range blocks {
		if b.Paragraph != nil {
			s.paragraph(b.Paragraph, style)
			written = true
		}
		if b.Table != nil && len(b.Table.Rows) > 0 {
			s.table(b.Table)
			written = true
			if last := i+1 == len(blocks); last && closed || !last && blocks[i+1].Table != nil {
				s.raw("<w:p/>")
			}
		}
	}
	if !written && closed {
		s.raw("<w:p/>")
	}
}

// paragraph writes one paragraph, in the given style if it has none.
func (s *sheet) paragraph(p *Paragraph, style string) {
	s.raw("<w:p>")
	s.properties(p, style)
	s.runs(p.Runs)
	s.raw("</w:p>")
}

// properties are in the order of the schema.
func (s *sheet) properties(p *Paragraph, style string) {
	if p.Style != "" {
		style = p.Style
	}
	s.raw("<w:pPr>")
	if style != "" {
		s.raw(`<w:pStyle w:val="`, escape(style), `"/>`)
	}
	if p.List != 0 {
		s.raw(`<w:numPr><w:ilvl w:val="`, strconv.Itoa(p.Level), `"/><w:numId w:val="`, strconv.Itoa(p.List), `"/></w:numPr>`)
	}
	if p.RightToLeft {
		s.raw("<w:bidi/>")
	}
	if p.Align != "" {
		s.raw(`<w:jc w:val="`, escape(p.Align), `"/>`)
	}
	if p.Outline > 0 && !s.headings[style] {
		s.raw(`<w:outlineLvl w:val="`, strconv.Itoa(p.Outline-1), `"/>`)
	}
	if p.Inserted != nil || p.Deleted != nil {
		s.raw("<w:rPr>")
		if p.Inserted != nil {
			s.change("ins", p.Inserted, "/>")
		}
		if p.Deleted != nil {
			s.change("del", p.Deleted, "/>")
		}
		s.raw("</w:rPr>")
	}
	s.raw("</w:pPr>")
}

// change opens w:ins or w:del.
func (s *sheet) change(name string, r *Revision, end string) {
	s.ids++
	s.raw("<w:", name, ` w:id="`, strconv.Itoa(s.ids), `" w:author="`, escape(r.Author), `"`)
	s.date(r.Date)
	s.raw(end)
}

func (s *sheet) date(t time.Time) {
	if !t.IsZero() {
		s.raw(` w:date="`, t.UTC().Format("2006-01-02T15:04:05Z"), `"`)
	}
}

func (s *sheet) runs(runs []Run) {
	for _, r := range runs {
		if r.Link != s.open {
			s.closeLink()
			s.openLink(r.Link)
		}
		if r.Inserted != nil {
			s.change("ins", r.Inserted, ">")
		}
		if r.Deleted != nil {
			s.change("del", r.Deleted, ">")
		}
		s.run(r)
		if r.Deleted != nil {
			s.raw("</w:del>")
		}
		if r.Inserted != nil {
			s.raw("</w:ins>")
		}
	}
	s.closeLink()
}

func (s *sheet) closeLink() {
	if s.open != nil {
		s.raw("</w:hyperlink>")
	}
	s.open = nil
}

func (s *sheet) openLink(l *Link) {
	if s.open = l; l == nil {
		return
	}
	if place, ok := strings.CutPrefix(l.URL, "#"); ok {
		s.raw(`<w:hyperlink w:anchor="`, escape(place), `">`)
		return
	}
	s.raw(`<w:hyperlink r:id="rLink`, strconv.Itoa(len(s.links)), `">`)
	s.links = append(s.links, l.URL)
}

// run writes one run, or the mark of a place.
func (s *sheet) run(r Run) {
	switch r.Kind {
	case BookmarkStart:
		s.ids++
		s.bookmarks[r.ID] = s.ids
		s.raw(`<w:bookmarkStart w:id="`, strconv.Itoa(s.ids), `" w:name="`, escape(r.Text), `"/>`)
		return
	case BookmarkEnd:
		if id, ok := s.bookmarks[r.ID]; ok {
			s.raw(`<w:bookmarkEnd w:id="`, strconv.Itoa(id), `"/>`)
		}
		return
	case CommentStart, CommentEnd, CommentPoint:
		s.commentMark(r)
		return
	}
	s.raw("<w:r>")
	s.format(r)
	switch r.Kind {
	case Tab:
		s.raw("<w:tab/>")
	case LineBreak:
		s.raw("<w:br/>")
	case PageBreak:
		s.raw(`<w:br w:type="page"/>`)
	case Footnote, Endnote:
		s.noteMark(r)
	default:
		s.words(r)
	}
	s.raw("</w:r>")
}

func (s *sheet) commentMark(r Run) {
	id, ok := s.comments[r.ID]
	if !ok {
		return
	}
	switch r.Kind {
	case CommentStart:
		s.raw(`<w:commentRangeStart w:id="`, strconv.Itoa(id), `"/>`)
	case CommentEnd:
		s.raw(`<w:commentRangeEnd w:id="`, strconv.Itoa(id), `"/>`)
	case CommentPoint:
		s.raw(`<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="`, strconv.Itoa(id), `"/></w:r>`)
	}
}

func (s *sheet) noteMark(r Run) {
	name := "footnote"
	if r.Kind == Endnote {
		name = "endnote"
	}
	id, ok := s.notes[noteKey(r.Kind == Endnote, r.ID)]
	if !ok {
		return
	}
	s.raw("<w:", name, "Reference")
	if r.Text != "" {
		s.raw(` w:customMarkFollows="1"`)
	}
	s.raw(` w:id="`, strconv.Itoa(id), `"/>`)
	if r.Text != "" {
		s.words(Run{Text: r.Text})
	}
}

// words writes characters; a tab or a line end among them is an element.
func (s *sheet) words(r Run) {
	name := "w:t"
	if r.Deleted != nil {
		name = "w:delText"
	}
	rest := r.Text
	for rest != "" {
		at := strings.IndexAny(rest, "\n\t")
		if at < 0 {
			at = len(rest)
		}
		if at > 0 {
			s.raw("<", name, ` xml:space="preserve">`, escape(rest[:at]), "</", name, ">")
		}
		if at == len(rest) {
			return
		}
		s.raw(map[byte]string{'\n': "<w:br/>", '\t': "<w:tab/>"}[rest[at]])
		rest = rest[at+1:]
	}
}
