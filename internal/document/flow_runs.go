package document

import (
	"fmt"
	"strconv"
	"strings"

	"travaux/internal/docx"
)

// The styles by which ToDOCX says what paragraphs and runs are, besides those of
// provisions (ownStyles) and runStyles.
const (
	headStyle   = "TvHead"   // cells that are heads
	aboutStyle  = "TvAbout"  // lines about the text, which are none of it
	numberStyle = "TvNumber" // the number of the provision
	wordStyle   = "TvSigns"  // what stands around the number
)

// Notes that refer to notes repeat their words: maxNotes is how deep they may be in
// each other, maxReferred how often notes may be referred to in all, maxTaken how
// many runs and bytes of words may come of it.
const (
	maxNotes    = 3
	maxReferred = 10_000
	maxTaken    = docx.MaxText + docx.MaxRuns
)

// taking is how much was taken out of a file, and whether changes were settled in
// the notes of the last paragraph.
type taking struct {
	notes, words int
	changed      bool
}

// words gathers the runs of a paragraph.
func (f *flow) words(p *docx.Paragraph) (rich, error) {
	f.begin(false)
	if err := f.runs(p); err != nil {
		return nil, err
	}
	return f.gather.take(), nil
}

// begin gathers new words, after the places that wait for some. Verbatim are those
// that ToDOCX wrote: their white space is meant.
func (f *flow) begin(verbatim bool) {
	f.in, f.gather = nil, gather{verbatim: verbatim}
	for _, at := range f.waiting {
		f.gather.mark(at)
	}
	f.waiting = nil
}

// runs gathers the runs of a paragraph after what is gathered already.
func (f *flow) runs(p *docx.Paragraph) error {
	for _, r := range p.Runs {
		if f.taken.words += 1 + len(r.Text); f.taken.words > maxTaken {
			return fmt.Errorf("take more than %d bytes: %w", maxTaken, ErrTooLarge)
		}
		if r.Format.Hidden {
			f.dropped["hidden_dropped"] = true
			continue
		}
		switch r.Kind {
		case docx.Text, docx.Picture:
			if err := f.text(r, p.RightToLeft); err != nil {
				return err
			}
		case docx.Tab:
			f.space("\t", r, p.RightToLeft)
		case docx.LineBreak, docx.PageBreak:
			f.space("\n", r, p.RightToLeft)
		case docx.Footnote, docx.Endnote:
			if err := f.note(r); err != nil {
				return err
			}
		case docx.CommentStart, docx.CommentEnd, docx.CommentPoint:
			f.comment(r)
		}
	}
	return nil
}

func (f *flow) text(r docx.Run, rtl bool) error {
	words, err := clean(r.Text)
	if err != nil {
		return err
	}
	in := f.elements(r, rtl)
	if of, ok := readRunStyle(r.Format.Style); ok && of.code && !f.gather.verbatim && words != "" {
		f.gather.word(words, in)
		return nil
	}
	f.gather.text(words, in)
	return nil
}

// space adds a tab or the end of a line, which only code keeps as they are.
func (f *flow) space(sign string, r docx.Run, rtl bool) {
	in := f.elements(r, rtl)
	of, ok := readRunStyle(r.Format.Style)
	switch {
	case ok && of.code && !f.gather.verbatim:
		f.gather.word(sign, in)
	case sign == "\n":
		f.gather.lineBreak(in)
	default:
		f.gather.text(sign, in)
	}
}

// comment marks where the words begin or end that a comment is about. One that has
// no words is about the place that refers to it.
func (f *flow) comment(r docx.Run) {
	at := &place{}
	switch {
	case r.Kind == docx.CommentStart:
		f.starts[r.ID] = at
	case r.Kind == docx.CommentEnd, f.ends[r.ID] == nil:
		f.ends[r.ID] = at
	default:
		return
	}
	f.gather.mark(at)
}

// note puts a raised mark where a note is referred to, and takes the note's words
// to the end of the provision.
func (f *flow) note(r docx.Run) error {
	end := r.Kind == docx.Endnote
	n, ok := f.notes[noteKey(end, r.ID)]
	if !ok || f.noted >= maxNotes {
		return nil
	}
	if f.taken.notes++; f.taken.notes > maxReferred {
		return fmt.Errorf("refer to more than %d notes: %w", maxReferred, ErrTooLarge)
	}
	mark := r.Text
	if mark == "" {
		f.count[end]++
		mark = strconv.Itoa(f.count[end])
		if end {
			mark = docx.Numeral(f.count[end], "lowerRoman")
		}
	}
	mark, err := clean(mark)
	if err != nil {
		return err
	}
	inner := *f
	inner.gather, inner.in, inner.waiting = gather{verbatim: f.gather.verbatim}, nil, nil
	inner.noted++
	raised := []*element{{name: "sup"}}
	inner.gather.text(mark, raised)
	for p := range docx.Paragraphs(n.Blocks) {
		f.taken.changed = f.taken.changed || p.Changed
		inner.gather.text(" ", nil)
		if err := inner.runs(p); err != nil {
			return err
		}
	}
	at := &place{note: inner.gather.take()}
	f.in = nil
	f.gather.text(mark, []*element{{name: "sup"}})
	f.gather.mark(at)
	return nil
}

// elements opens what a run needs, inside what is open already and still needed.
func (f *flow) elements(r docx.Run, rtl bool) []*element {
	needed := f.needed(r, rtl)
	var in []*element
	for _, e := range f.in {
		at := indexOf(needed, e)
		if at < 0 {
			break
		}
		in = append(in, e)
		needed = append(needed[:at:at], needed[at+1:]...)
	}
	for i := range needed {
		in = append(in, &needed[i])
	}
	f.in = in
	return in
}

func indexOf(list []element, e *element) int {
	for i := range list {
		if list[i] == *e {
			return i
		}
	}
	return -1
}

// needed lists the elements of a run, outermost first.
func (f *flow) needed(r docx.Run, rtl bool) []element {
	var out []element
	of, own := readRunStyle(r.Format.Style)
	if e := f.span(r, of, own, rtl); e.attrs != "" {
		out = append(out, e)
	}
	if r.Link != nil {
		if href, ok := safeLink(r.Link.URL); ok {
			out = append(out, element{"a", attr("href", href) + attr("rel", linkRel)})
		}
	}
	for _, e := range []struct {
		on   bool
		name string
	}{
		{of.quote, "q"},
		{of.short, "abbr"},
		{r.Format.Bold, "strong"},
		{r.Format.Italic, "em"},
		{r.Format.Strike, "s"},
		{r.Format.Superscript, "sup"},
		{r.Format.Subscript, "sub"},
		{of.code, "code"},
	} {
		if e.on {
			out = append(out, element{name: e.name})
		}
	}
	return out
}

// span says the language and the direction of a run where they are not the
// paragraph's. Word notes a language for every run, for its dictionary, and is
// often wrong: it is believed only where the direction differs too.
func (f *flow) span(r docx.Run, of runStyle, own, rtl bool) element {
	e := element{name: "span"}
	dir := of.dir
	if !own && r.Format.RightToLeft && !rtl {
		dir = "rtl"
	}
	language := r.Format.Language
	if (of.span || dir != "" && !sameLanguage(language, f.language)) && langTag.MatchString(language) {
		e.attrs += attr("lang", language)
	}
	if dir != "" {
		e.attrs += attr("dir", dir)
	}
	return e
}

func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}
