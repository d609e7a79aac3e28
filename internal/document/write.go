package document

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"travaux/models"
)

// Cover is what a written text says of itself before its provisions.
type Cover struct {
	Title     string
	Language  string   // of the text, a BCP 47 tag
	Direction string   // ltr or rtl
	About     []string // lines for people: the version, its day, where it stands
	Words     Words
	Mark      string   // begins with MarkPrefix: by it a word-processing file is known when it comes back; empty: none
	Remarks   []Remark // comments that a word-processing file has beside the text
}

// Words are the words for people that a written text needs, in its language.
type Words struct {
	Contents string
	Kinds    map[models.ProvisionKind]string // as "Article {number}"; a kind without one shows its number alone
}

// Block is a line or a table of a provision's own words, as sanitised markup.
type Block struct {
	HTML  string
	Table bool
}

// Blocks cuts the words of a provision at the line ends that are in no element.
// Joined by LF they are its text.
func Blocks(p models.Provision) []Block {
	var out []Block
	for _, c := range chunks(p) {
		out = append(out, Block{policy.Sanitize(c.html()), c.table})
	}
	return out
}

// chunk is one line or one table of a provision's words.
type chunk struct {
	rich
	table bool
}

// chunks cuts the words of a provision. Markup that cannot be read gives way to
// the plain words.
func chunks(p models.Provision) []chunk {
	var words rich
	if n, err := fragment(p.HTML, literal); err == nil {
		words = slices.Concat(n.blocks()...)
	}
	if words.plain() != p.Text {
		words = rich{{text: p.Text}}
	}
	if len(words) == 0 || p.Text == "" {
		return nil
	}
	out := []chunk{{}}
	for _, piece := range words {
		last := &out[len(out)-1]
		if len(piece.in) > 0 {
			last.table = last.table || piece.in[0].name == "table"
			last.rich = append(last.rich, piece)
			continue
		}
		for i, line := range strings.Split(piece.text, "\n") {
			if i > 0 {
				out = append(out, chunk{})
			}
			if last = &out[len(out)-1]; line != "" {
				last.rich = append(last.rich, run{text: line})
			}
		}
	}
	return out
}

// numberPlace is where a word for a kind takes the number.
const numberPlace = "{number}"

// around gives what stands before and after the number of a provision.
func (w Words) around(p models.Provision) (before, after string) {
	switch p.Kind {
	case models.Paragraph, models.Point:
		first, last := firstRune(p.Number), lastRune(p.Number)
		bare := (unicode.IsLetter(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last))
		switch {
		case !bare || strings.Contains(p.Number, "."):
			return "", ""
		case p.Kind == models.Point:
			return "(", ")"
		}
		return "", "."
	}
	before, after, ok := strings.Cut(w.Kinds[p.Kind], numberPlace)
	if !ok {
		return "", ""
	}
	return before, after
}

// label is the number of a provision with its word; empty without a number.
func (w Words) label(p models.Provision) string {
	if p.Number == "" {
		return ""
	}
	before, after := w.around(p)
	return before + p.Number + after
}

// headline is the label and the heading on one line.
func (w Words) headline(p models.Provision) string {
	label := w.label(p)
	if label != "" && p.Heading != "" {
		return label + betweenNumberAndHeading + p.Heading
	}
	return label + p.Heading
}

// betweenNumberAndHeading separates the two for people; readers know it.
const betweenNumberAndHeading = " – "

// isItem reports what is shown as an item and not under a heading.
func isItem(p models.Provision) bool {
	return p.Heading == "" && (p.Kind == models.Paragraph || p.Kind == models.Point)
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// href is the address of a link.
func (e *element) href() string {
	_, rest, ok := strings.Cut(e.attrs, ` href="`)
	if !ok {
		return ""
	}
	value, _, _ := strings.Cut(rest, `"`)
	return html.UnescapeString(value)
}
