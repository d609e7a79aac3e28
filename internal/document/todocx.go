package document

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"travaux/internal/docx"
	"travaux/models"
)

// ToDOCX makes a word-processing file of a text: headings in the levels of Word's
// own, so that its contents and navigation work; items in automatic lists where
// their numbers follow each other; notes as footnotes; a hidden bookmark with the
// wid around each provision's words. FromDOCX reads it back to the same provisions:
// styles whose ids begin with Tv say what each paragraph is.
func ToDOCX(c Cover, ps []models.Provision) docx.Document {
	w := &docxWriter{cover: c, ps: ps, family: familyOf(ps), rtl: c.Direction == "rtl", seen: map[string]bool{}}
	w.begin([]docx.Run{w.plain(c.Title, "")})
	w.list()
	for i, p := range ps {
		w.provision(p, w.lists[i])
	}
	w.count()
	return w.doc
}

// begin writes the title and what the text says of itself.
func (w *docxWriter) begin(title []docx.Run) {
	c := w.cover
	w.doc = docx.Document{Mark: c.Mark, Title: c.Title, Language: c.Language, RightToLeft: w.rtl, Header: c.Title}
	if plain(title) != "" {
		if c.Mark != "" {
			title = slices.Concat([]docx.Run{{Kind: docx.BookmarkStart, ID: c.Mark, Text: c.Mark}}, title, []docx.Run{{Kind: docx.BookmarkEnd, ID: c.Mark}})
		}
		p := &docx.Paragraph{Style: "Title", Runs: title}
		w.remarks("", p, nil)
		w.add(p)
	}
	for _, line := range c.About {
		w.declare(docx.Style{ID: aboutStyle, BasedOn: "Normal", Italic: true, Small: true})
		w.add(&docx.Paragraph{Style: aboutStyle, Runs: []docx.Run{w.plain(line, "")}})
	}
}

// count leaves the marks of footnotes to Word where they are what it would count.
func (w *docxWriter) count() {
	next := 1
	for p := range docx.Paragraphs(w.doc.Body) {
		for i := range p.Runs {
			if r := &p.Runs[i]; r.Kind == docx.Footnote && r.Text == strconv.Itoa(next) {
				r.Text = ""
				next++
			}
		}
	}
}

// rightToLeft reports a language that is written from right to left.
func rightToLeft(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	return slices.Contains([]string{"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}, base)
}

// docxWriter makes the paragraphs of one text.
type docxWriter struct {
	cover  Cover
	ps     []models.Provision
	family family
	rtl    bool
	doc    docx.Document
	lists  []int // the list of each provision, 0 for none
	flat   bool  // notes stay among the words
	seen   map[string]bool
}

func (w *docxWriter) add(p *docx.Paragraph) {
	p.RightToLeft = w.rtl
	w.doc.Body = append(w.doc.Body, docx.Block{Paragraph: p})
}

// plain is a run in the direction of the text.
func (w *docxWriter) plain(words, style string) docx.Run {
	return docx.Run{Text: words, Format: docx.Format{Style: style, RightToLeft: w.rtl}}
}

// provision writes one provision: its number and heading, or its number and first
// words, then the rest of its words.
func (w *docxWriter) provision(p models.Provision, list int) {
	segments := w.withNotes(w.segments(p), p.WID)
	text := beginsWithText(p, segments)
	first := &docx.Paragraph{Style: w.style(p, text), List: list}
	first.Runs = append(first.Runs, docx.Run{Kind: docx.BookmarkStart, ID: p.WID, Text: BookmarkName(p.WID)})
	if list == 0 {
		first.Runs = append(first.Runs, w.number(p)...)
	}
	if text {
		first.Runs = append(first.Runs, segments[0].runs...)
		segments = segments[1:]
	} else if p.Heading != "" {
		first.Runs = append(first.Runs, w.plain(p.Heading, ""))
	}
	w.add(first)
	last, words := first, []*docx.Paragraph{}
	if text {
		words = append(words, first)
	}
	for _, s := range segments {
		if s.table != nil {
			w.doc.Body = append(w.doc.Body, docx.Block{Table: s.table})
			continue
		}
		last = &docx.Paragraph{Style: w.wordsStyle(p.Depth), Runs: s.runs}
		words = append(words, last)
		w.add(last)
	}
	w.remarks(p.WID, first, words)
	last.Runs = append(last.Runs, docx.Run{Kind: docx.BookmarkEnd, ID: p.WID})
}

// beginsWithText reports a provision whose first words stand beside its number. An article without a heading has its
// number for one, so that it is found in Word's navigation.
func beginsWithText(p models.Provision, segments []segment) bool {
	return p.Heading == "" && (isItem(p) || p.Number == "") && len(segments) > 0 && segments[0].table == nil
}

// number writes the number that was typed, with its word and what parts it from
// the words.
func (w *docxWriter) number(p models.Provision) []docx.Run {
	if p.Number == "" {
		return nil
	}
	before, after := w.cover.Words.around(p)
	switch {
	case p.Heading != "":
		after += betweenNumberAndHeading
	case p.Text != "" && isItem(p):
		after += " "
	}
	out := []docx.Run{w.plain(p.Number, numberStyle)}
	if before != "" {
		out = slices.Insert(out, 0, w.plain(before, wordStyle))
	}
	if after != "" {
		out = append(out, w.plain(after, wordStyle))
	}
	return out
}

// style is the style of a provision's first paragraph; it is made where it is not
// there yet.
func (w *docxWriter) style(p models.Provision, text bool) string {
	s := docx.Style{
		ID:      "Tv" + strings.ToUpper(string(p.Kind[:1])) + string(p.Kind[1:]) + strconv.Itoa(p.Depth),
		BasedOn: "Normal", Indent: indent(p.Depth),
	}
	if text {
		s.ID += "Text"
	}
	if !text && !isItem(p) {
		s.BasedOn, s.Outline, s.Indent = "Heading"+strconv.Itoa(min(p.Depth+1, 6)), min(p.Depth+1, 9), 0
		s.Next = w.wordsStyle(p.Depth)
	}
	w.declare(s)
	w.declare(docx.Style{ID: numberStyle, Character: true})
	w.declare(docx.Style{ID: wordStyle, Character: true})
	return s.ID
}

func (w *docxWriter) wordsStyle(depth int) string {
	id := "TvWords" + strconv.Itoa(depth)
	w.declare(docx.Style{ID: id, BasedOn: "Normal", Indent: indent(depth)})
	return id
}

// hump is where a style's id begins another word.
var hump = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// declare adds a style. Its name is its id in words: some programs keep the name
// alone, and make the id of it by leaving out the spaces.
func (w *docxWriter) declare(s docx.Style) {
	if w.seen[s.ID] {
		return
	}
	w.seen[s.ID] = true
	s.Name = hump.ReplaceAllString(s.ID, "$1 $2")
	w.doc.Styles = append(w.doc.Styles, s)
}

// indent is how far the words of a depth are set in: below the third, as far as a
// page has room.
func indent(depth int) int { return 400 * min(max(depth-1, 0), 8) }
