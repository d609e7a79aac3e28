package docx

import (
	"strconv"
)

// maxCode is how many bytes of the code of a field are looked at.
const maxCode = 4096

// run reads w:r: its format and what it holds.
func (l *line) run() error {
	var t toggles
	f := l.styles.format(t, l.hidden)
	custom := false
	var noted *Run
	var inside func(e element) error
	inside = func(e element) error {
		switch e.key {
		case "mc:AlternateContent":
			return l.alternate(inside)
		case "w:rPr":
			err := t.read(l.p)
			f = l.styles.format(t, l.hidden)
			if f.Style != "" {
				l.used[f.Style] = true
			}
			return err
		case "w:t", "w:delText":
			words, err := l.p.text()
			if err != nil {
				return err
			}
			if custom && noted != nil {
				noted.Text += words
				return nil
			}
			return l.say(words, f)
		case "w:footnoteReference", "w:endnoteReference":
			custom = e.attr("customMarkFollows") != "" && e.attr("customMarkFollows") != "0"
			kind := Footnote
			if e.key == "w:endnoteReference" {
				kind = Endnote
			}
			err := l.mark(Run{Kind: kind, ID: e.attr("id"), Format: f})
			noted = &l.to.Runs[len(l.to.Runs)-1]
			return err
		}
		return l.special(e, f)
	}
	return l.p.children(inside)
}

// special reads what a run holds besides words.
func (l *line) special(e element, f Format) error {
	switch e.key {
	case "w:tab", "w:ptab":
		return l.sign(Run{Kind: Tab, Format: f})
	case "w:br", "w:cr":
		kind := LineBreak
		if t := e.attr("type"); t == "page" || t == "column" {
			kind = PageBreak
		}
		return l.sign(Run{Kind: kind, Format: f})
	case "w:noBreakHyphen":
		return l.say("\u2011", f)
	case "w:softHyphen":
		return l.say("\u00ad", f)
	case "w:sym":
		return l.symbol(e, f)
	case "w:fldChar":
		return l.field(e.attr("fldCharType"))
	case "w:instrText":
		code, err := l.p.text()
		if n := len(l.fields); n > 0 && len(l.fields[n-1].code) < maxCode {
			l.fields[n-1].code += code[:min(len(code), maxCode)]
		}
		return err
	case "w:commentReference":
		return l.mark(markOf(e))
	case "w:drawing", "w:pict", "w:object":
		return l.drawing()
	case "w:ruby":
		return l.ruby()
	}
	return nil
}

// sign adds a tab or a break, unless it is in the code of a field.
func (l *line) sign(r Run) error {
	if f := l.code(); f != nil {
		return l.hold(f, r)
	}
	return l.mark(r)
}

// symbol reads a sign of a font. In the fonts that have no letters its number says
// nothing about what it looks like.
func (l *line) symbol(e element, f Format) error {
	n, err := strconv.ParseUint(e.attr("char"), 16, 32)
	if err != nil || n < 0x20 || n >= 0xe000 && n <= 0xf8ff || n > 0x10ffff {
		l.warn("symbol_replaced")
		n = 0x25a1 // white square
	}
	return l.say(string(rune(n)), f)
}

// ruby reads the words and leaves out how they are pronounced.
func (l *line) ruby() error {
	return l.p.children(func(e element) error {
		if e.key != "w:rubyBase" {
			return nil
		}
		return l.p.children(l.inline)
	})
}

// drawing reads a picture's description, or the blocks of a text box, which come
// after the paragraph that the box hangs on.
func (l *line) drawing() error {
	described, boxed := "", false
	if err := l.shapes(&described, &boxed); err != nil || boxed {
		return err
	}
	if err := l.said(len(described)); err != nil {
		return err
	}
	return l.mark(Run{Kind: Picture, Text: described})
}

// shapes looks through shapes for text boxes and descriptions.
func (l *line) shapes(described *string, boxed *bool) error {
	return l.p.children(func(e element) error { return l.shape(e, described, boxed) })
}

func (l *line) shape(e element, described *string, boxed *bool) error {
	switch e.key {
	case "w:txbxContent":
		*boxed = true
		l.flush()
		inner := *l.story
		inner.fields, inner.inserted, inner.deleted = nil, l.inserted, l.deleted
		err := inner.whole(l.boxes)
		l.pending, l.paraID = inner.pending, inner.paraID
		return err
	case "mc:AlternateContent":
		return l.alternate(func(e element) error { return l.shape(e, described, boxed) })
	case "wp:docPr":
		*described = e.attr("descr")
	}
	return l.shapes(described, boxed)
}
