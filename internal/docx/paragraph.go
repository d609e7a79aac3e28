package docx

import "fmt"

// line is a paragraph while its runs are read. The words of runs that look the
// same are gathered, since word processors cut them at every save.
type line struct {
	*story
	to                *Paragraph
	words             []byte
	like              Run // of the gathered words
	link              *Link
	inserted, deleted *Revision
	leveled           bool // it says itself what level of its list it has
	hidden            bool // its style hides it
}

// paragraph reads one paragraph.
func (s *story) paragraph(e element) (*Paragraph, error) {
	s.paragraphs++
	if s.paragraphs > MaxParagraphs {
		return nil, fmt.Errorf("more than %d paragraphs: %w", MaxParagraphs, ErrTooLarge)
	}
	if id := e.attr("paraId"); id != "" {
		s.paraID = id
	}
	l := &line{story: s, to: &Paragraph{Inserted: s.inserted, Deleted: s.deleted}, inserted: s.inserted, deleted: s.deleted}
	l.hidden = s.styles.hides("")
	l.to.Runs, s.pending = s.pending, nil
	outlined := 0
	err := s.p.children(func(e element) error {
		if e.key == "w:pPr" {
			return l.properties(&outlined)
		}
		return l.inline(e)
	})
	l.flush()
	s.styles.settle(l.to, outlined, l.leveled, s.lists)
	s.used[l.to.Style] = true
	s.listed[l.to.List] = true
	return l.to, err
}

// properties reads w:pPr, but not what it was before somebody changed it.
func (l *line) properties(outlined *int) error {
	return l.p.children(func(e element) error {
		switch e.key {
		case "w:pStyle":
			l.to.Style = e.val()
			l.hidden = l.styles.hides(l.to.Style)
		case "w:outlineLvl":
			*outlined = outline(e.val())
		case "w:bidi":
			l.to.RightToLeft = e.on()
		case "w:jc":
			l.to.Align = alignment(e.val())
		case "w:sectPr":
			return l.section()
		case "w:pPrChange":
			l.warn("formatting_changes_kept")
		case "w:numPr":
			return l.numbering()
		case "w:rPr":
			return l.p.children(func(e element) error {
				switch e.key {
				case "w:ins", "w:del", "w:moveFrom", "w:moveTo":
					l.changed(e, &l.to.Inserted, &l.to.Deleted)
				}
				return nil
			})
		}
		return nil
	})
}

// numbering reads the list of a paragraph; where it says a level alone, the list is
// that of its style.
func (l *line) numbering() error {
	return l.p.children(func(e element) error {
		switch e.key {
		case "w:numId":
			l.to.List, l.to.Direct = number(e.val()), true
		case "w:ilvl":
			l.to.Level, l.leveled = min(number(e.val()), 8), true
		}
		return nil
	})
}

func alignment(val string) string {
	switch val {
	case "center", "right", "left":
		return val
	}
	return ""
}

// inline reads a child of a paragraph.
func (l *line) inline(e element) error {
	switch e.key {
	case "w:r":
		return l.run()
	case "w:hyperlink":
		outer := l.link
		l.link = &Link{l.links[e.attr("id")]}
		if anchor := e.attr("anchor"); l.link.URL == "" && anchor != "" {
			l.link.URL = "#" + anchor
		}
		err := l.p.children(l.inline)
		l.link = outer
		return err
	case "w:ins", "w:moveTo", "w:del", "w:moveFrom":
		inserted, deleted := l.inserted, l.deleted
		l.changed(e, &l.inserted, &l.deleted)
		err := l.p.children(l.inline)
		l.inserted, l.deleted = inserted, deleted
		return err
	case "w:sdt", "w:sdtContent", "w:smartTag", "w:customXml", "w:fldSimple", "w:dir", "w:bdo":
		return l.p.children(l.inline)
	case "mc:AlternateContent":
		return l.alternate(l.inline)
	case "w:bookmarkStart", "w:bookmarkEnd", "w:commentRangeStart", "w:commentRangeEnd":
		return l.mark(markOf(e))
	case "m:oMath", "m:oMathPara":
		l.warn("formula_flattened")
		return l.formula()
	case "w:subDoc":
		return fmt.Errorf("a part of the text is elsewhere: %w", ErrExternal)
	}
	return nil
}

// mark adds a run that is no words.
func (l *line) mark(r Run) error {
	l.flush()
	r.Link, r.Inserted, r.Deleted = l.link, l.inserted, l.deleted
	l.to.Runs = append(l.to.Runs, r)
	return l.began(l.link)
}

// say adds words in a format.
func (l *line) say(words string, format Format) error {
	if words == "" {
		return nil
	}
	if err := l.said(len(words)); err != nil {
		return err
	}
	if f := l.code(); f != nil {
		return l.hold(f, Run{Text: words, Format: format})
	}
	link := l.link
	if n := len(l.fields); link == nil && n > 0 {
		link = l.fields[n-1].link
	}
	like := Run{Format: format, Link: link, Inserted: l.inserted, Deleted: l.deleted}
	if like != l.like {
		l.flush()
		if err := l.began(link); err != nil {
			return err
		}
	}
	l.like = like
	l.words = append(l.words, words...)
	return nil
}

// said counts words, and what stands for words.
func (r *reading) said(bytes int) error {
	if r.words += bytes; r.words > MaxText {
		return fmt.Errorf("more than %d bytes of words: %w", MaxText, ErrTooLarge)
	}
	return nil
}

// began counts a run, with the address of its link: many may have one.
func (l *line) began(link *Link) error {
	if link != nil {
		if err := l.said(len(link.URL)); err != nil {
			return err
		}
	}
	return l.counted()
}

// flush ends the words that are gathered.
func (l *line) flush() {
	if len(l.words) > 0 {
		r := l.like
		r.Text = string(l.words)
		l.to.Runs = append(l.to.Runs, r)
	}
	l.words = l.words[:0]
}

// formula takes the characters of a formula.
func (l *line) formula() error {
	return l.p.children(func(e element) error {
		if e.key != "m:t" {
			return l.formula()
		}
		words, err := l.p.text()
		if err != nil {
			return err
		}
		return l.say(words, Format{Hidden: l.hidden})
	})
}
