package docx

import (
	"fmt"
	"strconv"
)

// noteList writes the notes of one kind; the first two are the lines that part
// them from the text.
func (s *sheet) noteList(end bool) {
	name, style, text := "footnote", "FootnoteReference", "FootnoteText"
	if end {
		name, style, text = "endnote", "EndnoteReference", "EndnoteText"
	}
	s.raw("<w:", name, ` w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:`, name, ">")
	s.raw("<w:", name, ` w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:`, name, ">")
	marks := customMarks(s.doc.Body)
	for _, n := range s.doc.Notes {
		if n.End != end {
			continue
		}
		s.raw("<w:", name, ` w:id="`, strconv.Itoa(s.notes[noteKey(end, n.ID)]), `">`)
		blocks := n.Blocks
		first := &Paragraph{}
		if len(blocks) > 0 && blocks[0].Paragraph != nil {
			first, blocks = blocks[0].Paragraph, blocks[1:]
		}
		s.raw("<w:p>")
		s.properties(first, text)
		s.raw(`<w:r><w:rPr><w:rStyle w:val="`, style, `"/></w:rPr>`)
		if mark := marks[noteKey(end, n.ID)]; mark != "" {
			s.words(Run{Text: mark})
		} else {
			s.raw("<w:", name, "Ref/>")
		}
		s.raw(`</w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>`)
		s.runs(first.Runs)
		s.raw("</w:p>")
		s.blocks(blocks, text, false)
		s.raw("</w:", name, ">")
	}
}

// customMarks are the marks that authors chose for their notes.
func customMarks(blocks []Block) map[string]string {
	out := map[string]string{}
	for p := range Paragraphs(blocks) {
		for _, r := range p.Runs {
			if r.Kind == Footnote || r.Kind == Endnote {
				out[noteKey(r.Kind == Endnote, r.ID)] = r.Text
			}
		}
	}
	return out
}

// commentList writes the comments. The last paragraph of each has a number by which
// answers refer to it.
func (s *sheet) commentList() {
	for i, c := range s.doc.Comments {
		s.raw(`<w:comment w:id="`, strconv.Itoa(i), `" w:author="`, escape(c.Author), `"`)
		s.date(c.Date)
		s.raw(` w:initials="`, escape(c.Initials), `">`)
		blocks := c.Blocks
		last := &Paragraph{}
		if n := len(blocks); n > 0 && blocks[n-1].Paragraph != nil {
			last, blocks = blocks[n-1].Paragraph, blocks[:n-1]
		}
		s.blocks(blocks, "CommentText", false)
		s.raw(`<w:p w14:paraId="`, paraID(i), `">`)
		s.properties(last, "CommentText")
		s.runs(last.Runs)
		s.raw("</w:p></w:comment>")
	}
}

// paraID is a number of a paragraph as Word has them: eight digits, below 8000 0000.
func paraID(comment int) string { return fmt.Sprintf("%08X", 0x10000000+comment) }

// replies says which comments answer which.
func (b *builder) replies() []byte {
	s := newSheet(b)
	for i, c := range b.doc.Comments {
		s.raw(`<w15:commentEx w15:paraId="`, paraID(i), `"`)
		if parent, ok := b.comments[c.ReplyTo]; ok && c.ReplyTo != "" && parent != i {
			s.raw(` w15:paraIdParent="`, paraID(parent), `"`)
		}
		s.raw(` w15:done="`, map[bool]string{false: "0", true: "1"}[c.Done], `"/>`)
	}
	return []byte(declared + "<w15:commentsEx" + namespaces + ">" + s.out.String() + "</w15:commentsEx>")
}

// table writes a table; its columns are as many as its widest row has.
func (s *sheet) table(t *Table) {
	columns := 1
	for _, row := range t.Rows {
		width := 0
		for _, c := range row.Cells {
			width += max(c.Span, 1)
		}
		columns = max(columns, width)
	}
	s.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>`)
	if s.doc.RightToLeft {
		s.raw("<w:bidiVisual/>")
	}
	s.raw(`<w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>`)
	for range columns {
		s.raw(`<w:gridCol w:w="`, strconv.Itoa(9000/columns), `"/>`)
	}
	s.raw("</w:tblGrid>")
	for _, row := range t.Rows {
		s.row(row, columns)
	}
	s.raw("</w:tbl>")
}

func (s *sheet) row(row Row, columns int) {
	s.raw("<w:tr><w:trPr>")
	if row.Header {
		s.raw("<w:tblHeader/>")
	}
	if row.Inserted != nil {
		s.change("ins", row.Inserted, "/>")
	}
	if row.Deleted != nil {
		s.change("del", row.Deleted, "/>")
	}
	s.raw("</w:trPr>")
	for _, c := range row.Cells {
		span := max(c.Span, 1)
		s.raw(`<w:tc><w:tcPr><w:tcW w:w="`, strconv.Itoa(9000/columns*span), `" w:type="dxa"/>`)
		if span > 1 {
			s.raw(`<w:gridSpan w:val="`, strconv.Itoa(span), `"/>`)
		}
		if c.Merges {
			s.raw(`<w:vMerge w:val="restart"/>`)
		}
		if c.Continues {
			s.raw("<w:vMerge/>")
		}
		if c.Inserted != nil {
			s.change("cellIns", c.Inserted, "/>")
		} else if c.Deleted != nil {
			s.change("cellDel", c.Deleted, "/>")
		}
		s.raw("</w:tcPr>")
		s.blocks(c.Blocks, "", true)
		s.raw("</w:tc>")
	}
	s.raw("</w:tr>")
}

// numbering writes the lists: one abstractNum for each family.
func (b *builder) numbering() []byte {
	s := newSheet(b)
	families := map[int]*List{}
	for i, list := range b.doc.Lists {
		if families[list.Family] != nil {
			continue
		}
		families[list.Family] = &b.doc.Lists[i]
		s.raw(`<w:abstractNum w:abstractNumId="`, strconv.Itoa(list.Family), `"><w:multiLevelType w:val="multilevel"/>`)
		for i, level := range list.Levels {
			s.level(i, level)
		}
		s.raw("</w:abstractNum>")
	}
	for _, list := range b.doc.Lists {
		s.raw(`<w:num w:numId="`, strconv.Itoa(list.ID), `"><w:abstractNumId w:val="`, strconv.Itoa(list.Family), `"/>`)
		for i, level := range list.Levels {
			of := families[list.Family].Levels[i]
			of.Start, of.Restarts, of.style = level.Start, level.Restarts, level.style
			if of == level && !level.Restarts {
				continue
			}
			s.raw(`<w:lvlOverride w:ilvl="`, strconv.Itoa(i), `">`)
			if level.Restarts {
				s.raw(`<w:startOverride w:val="`, strconv.Itoa(level.Start), `"/>`)
			}
			if of != level {
				s.level(i, level)
			}
			s.raw("</w:lvlOverride>")
		}
		s.raw("</w:num>")
	}
	return s.bytes("numbering")
}

func (s *sheet) level(i int, level Level) {
	s.raw(`<w:lvl w:ilvl="`, strconv.Itoa(i), `"><w:start w:val="`, strconv.Itoa(level.Start), `"/><w:numFmt w:val="`, escape(level.Format), `"/>`)
	if level.After >= 0 {
		s.raw(`<w:lvlRestart w:val="`, strconv.Itoa(level.After), `"/>`)
	}
	if level.Legal {
		s.raw("<w:isLgl/>")
	}
	s.raw(`<w:lvlText w:val="`, escape(level.Text), `"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="`,
		strconv.Itoa(level.Indent), `" w:hanging="`, strconv.Itoa(min(level.Indent, 567)), `"/></w:pPr></w:lvl>`)
}
