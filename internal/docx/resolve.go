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

// blocks resolves what is in a text or a cell. Where something goes altogether, the
// block before it tells of the change, or else the one after it.
func (r resolver) blocks(blocks []Block) []Block {
	var (
		out  []Block
		open *Paragraph // its end goes: the next paragraph joins it
		gone bool       // something went that no block of out tells of
	)
	settle := func() {
		if open != nil && hasWords(open) {
			out = append(out, Block{Paragraph: open})
		} else if open != nil {
			gone = !tell(out)
		}
		open = nil
	}
	put := func(b Block) {
		if out = append(out, b); gone {
			gone = !tell(out)
		}
	}
	for _, b := range blocks {
		if b.Table != nil {
			settle()
			if t := r.table(b.Table); len(t.Rows) > 0 {
				put(Block{Table: t})
			} else if t.Changed {
				gone = !tell(out)
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
		put(Block{Paragraph: p})
	}
	settle()
	return out
}

// tell marks the last block as changed, if there is one.
func tell(blocks []Block) bool {
	if len(blocks) == 0 {
		return false
	}
	if last := blocks[len(blocks)-1]; last.Table != nil {
		last.Table.Changed = true
	} else {
		last.Paragraph.Beside = true
	}
	return true
}

func (r resolver) table(t *Table) *Table {
	out := &Table{}
	for _, row := range t.Rows {
		out.Changed = out.Changed || row.Inserted != nil || row.Deleted != nil
		if !r.stays(row.Inserted, row.Deleted) {
			continue
		}
		var cells []Cell
		for _, c := range row.Cells {
			out.Changed = out.Changed || c.Inserted != nil || c.Deleted != nil
			if !r.stays(c.Inserted, c.Deleted) {
				continue
			}
			before := len(c.Blocks)
			c.Blocks, c.Inserted, c.Deleted = r.blocks(c.Blocks), nil, nil
			out.Changed = out.Changed || len(c.Blocks) == 0 && before > 0
			cells = append(cells, c)
		}
		if len(cells) == 0 && len(row.Cells) > 0 {
			continue
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
