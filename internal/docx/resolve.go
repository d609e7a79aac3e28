package docx

// Accepted returns the document as it is when all tracked changes are accepted.
func (d Document) Accepted() Document {
	return d.Resolve(func(*Revision) bool { return true })
}

// Refused returns the document as it was before the tracked changes. Changes of
// formatting stay: what a paragraph looked like before is not kept.
func (d Document) Refused() Document {
	return d.Resolve(func(*Revision) bool { return false })
}

// Resolve returns the document with every tracked change accepted or refused. Its
// paragraphs are plain, and their numbers are counted anew; d stays as it is.
// Where the end of a paragraph goes, its words join the next paragraph: under the
// first one's style, unless it has no words.
func (d Document) Resolve(accept func(*Revision) bool) Document {
	r := resolver(accept)
	d.Body = r.blocks(d.Body)
	notes := make([]Note, len(d.Notes))
	for i, n := range d.Notes {
		n.Blocks = r.blocks(n.Blocks)
		notes[i] = n
	}
	d.Notes, d.Revisions = notes, nil
	d.count()
	return d
}

type resolver func(*Revision) bool

// stays tells whether what was inserted and deleted by these changes is there
// once they are resolved.
func (r resolver) stays(inserted, deleted *Revision) bool {
	return (inserted == nil || r(inserted)) && (deleted == nil || !r(deleted))
}

func (r resolver) blocks(blocks []Block) []Block {
	var (
		out  []Block
		open *Paragraph // its end goes: the next paragraph joins it
	)
	settle := func() {
		if open != nil && hasWords(open) {
			out = append(out, Block{Paragraph: open})
		}
		open = nil
	}
	for _, b := range blocks {
		if b.Table != nil {
			settle()
			if t := r.table(b.Table); len(t.Rows) > 0 {
				out = append(out, Block{Table: t})
			}
			continue
		}
		p := r.paragraph(b.Paragraph)
		if open != nil {
			p = join(open, p)
			open = nil
		}
		if !r.stays(b.Paragraph.Inserted, b.Paragraph.Deleted) {
			open = p
			continue
		}
		out = append(out, Block{Paragraph: p})
	}
	settle()
	return out
}

func (r resolver) table(t *Table) *Table {
	out := &Table{}
	for _, row := range t.Rows {
		if !r.stays(row.Inserted, row.Deleted) {
			continue
		}
		cells := make([]Cell, len(row.Cells))
		for i, c := range row.Cells {
			c.Blocks = r.blocks(c.Blocks)
			cells[i] = c
		}
		row.Cells, row.Inserted, row.Deleted = cells, nil, nil
		out.Rows = append(out.Rows, row)
	}
	return out
}

// paragraph keeps the runs that stay, and all marks.
func (r resolver) paragraph(p *Paragraph) *Paragraph {
	out := *p
	out.Inserted, out.Deleted, out.Runs = nil, nil, nil
	out.Changed = p.Inserted != nil || p.Deleted != nil
	for _, run := range p.Runs {
		out.Changed = out.Changed || run.Inserted != nil || run.Deleted != nil
		if run.Kind < BookmarkStart && !r.stays(run.Inserted, run.Deleted) {
			continue
		}
		run.Inserted, run.Deleted = nil, nil
		out.Runs = append(out.Runs, run)
	}
	return &out
}

// join puts the words of two paragraphs into one.
func join(first, second *Paragraph) *Paragraph {
	runs := append(first.Runs[:len(first.Runs):len(first.Runs)], second.Runs...)
	out := *first
	if !hasWords(first) {
		out = *second
	}
	out.Runs, out.Changed = runs, true
	return &out
}

// hasWords reports anything but marks.
func hasWords(p *Paragraph) bool {
	for _, r := range p.Runs {
		if r.Kind < BookmarkStart {
			return true
		}
	}
	return false
}
