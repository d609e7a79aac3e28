package docx

import "strings"

// counter is how far the lists of a family have counted.
type counter struct {
	value   [9]int
	started [9]bool
	seen    map[int]bool // lists that have begun
}

// count gives every paragraph of the body its label, as if tracked changes were
// accepted: what is deleted is not counted. It tells how many bytes they have.
func (d *Document) count() int {
	written := 0
	byID := map[int]*List{}
	for i := range d.Lists {
		byID[d.Lists[i].ID] = &d.Lists[i]
	}
	families := map[int]*counter{}
	for p := range Paragraphs(d.Body) {
		p.Label, p.Bullet = "", false
		list := byID[p.List]
		if list == nil || p.Deleted != nil && p.gone() {
			continue
		}
		c := families[list.Family]
		if c == nil {
			c = &counter{seen: map[int]bool{}}
			families[list.Family] = c
		}
		p.Label, p.Bullet = c.next(list, min(max(p.Level, 0), 8))
		written += len(p.Label)
	}
	return written
}

// gone reports that all words of a paragraph were deleted.
func (p *Paragraph) gone() bool {
	for _, r := range p.Runs {
		if r.Kind == Text && r.Deleted == nil {
			return false
		}
	}
	return true
}

// next counts one paragraph on.
func (c *counter) next(list *List, level int) (label string, bullet bool) {
	if !c.seen[list.ID] {
		c.seen[list.ID] = true
		for i := range list.Levels {
			c.started[i] = c.started[i] && !list.Levels[i].Restarts
		}
	}
	if c.started[level] {
		c.value[level]++
	} else {
		c.value[level], c.started[level] = list.Levels[level].Start, true
	}
	for i := level + 1; i < 9; i++ {
		if after := list.Levels[i].After; after < 0 || level < after {
			c.started[i] = false
		}
	}
	at := list.Levels[level]
	if at.Format == "bullet" {
		return "", true
	}
	return c.label(list, at), false
}

// label writes the number of a level. One that is longer than any pattern is cut.
func (c *counter) label(list *List, at Level) string {
	var b strings.Builder
	for i := 0; i < len(at.Text) && b.Len() <= maxPattern; i++ {
		if at.Text[i] != '%' || i+1 == len(at.Text) || at.Text[i+1] < '1' || at.Text[i+1] > '9' {
			b.WriteByte(at.Text[i])
			continue
		}
		i++
		n := int(at.Text[i] - '1')
		value, format := c.value[n], list.Levels[n].Format
		if !c.started[n] {
			value = list.Levels[n].Start
		}
		if at.Legal {
			format = "decimal"
		}
		b.WriteString(Numeral(value, format))
	}
	return strings.TrimSpace(b.String())
}
