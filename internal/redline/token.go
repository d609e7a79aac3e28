package redline

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

// span is where a word stands in its text, in bytes.
type span struct{ start, end int }

// tokens is a text cut into words. White space is no word: it stands between them.
type tokens struct {
	text  string
	spans []span
	words []string
}

// cut makes the words of a text by the word boundaries of UAX 29, but never
// inside a grapheme cluster. White space is looked for first, because some of it
// (the narrow no-break space of French) joins words in UAX 29.
func cut(text string) tokens {
	t := tokens{text: text}
	var ends []int // of the clusters since start
	start := -1
	for c := graphemes.FromString(text); c.Next(); {
		if blank(c.Value()) {
			t.segment(start, ends)
			start, ends = -1, ends[:0]
			continue
		}
		if start < 0 {
			start = c.Start()
		}
		ends = append(ends, c.End())
	}
	t.segment(start, ends)
	return t
}

// segment adds the words of a stretch without white space that begins at start
// and whose grapheme clusters end at ends.
func (t *tokens) segment(start int, ends []int) {
	if len(ends) == 0 {
		return
	}
	from := start
	w := words.FromString(t.text[start:ends[len(ends)-1]])
	for at := 0; w.Next(); {
		end := start + w.End()
		for at < len(ends) && ends[at] < end {
			at++
		}
		if ends[at] == end {
			t.add(from, end)
			from = end
		}
	}
}

func (t *tokens) add(start, end int) {
	t.spans = append(t.spans, span{start, end})
	t.words = append(t.words, t.text[start:end])
}

// gap is the white space before word i, or after the last.
func (t *tokens) gap(i int) string { return t.text[t.before(i):t.at(i)] }

// at is the byte at which word i begins; behind the last word, the end of the text.
func (t *tokens) at(i int) int {
	if i < len(t.spans) {
		return t.spans[i].start
	}
	return len(t.text)
}

// before is the byte at which the word before word i ends.
func (t *tokens) before(i int) int {
	if i == 0 {
		return 0
	}
	return t.spans[i-1].end
}

// blank reports white space, of any kind that Unicode knows.
func blank(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsSpace(r) {
			return false
		}
		s = s[size:]
	}
	return true
}
