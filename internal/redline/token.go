package redline

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

// span is where a word stands in its text, in bytes.
type span struct{ start, end int }

// lexicon numbers words, so that they are compared once.
type lexicon map[string]int32

// tokens is a text cut into words. White space is no word but where it ends a cell of a table: it stands between them.
type tokens struct {
	text  string
	spans []span
	ids   []int32 // of the words, in one lexicon
}

// cut makes the words of a text by the word boundaries of UAX 29, but never
// inside a grapheme cluster. White space is looked for first, because some of it
// (the narrow no-break space of French) joins words in UAX 29.
func (l lexicon) cut(text string) tokens {
	t := tokens{text: text}
	var ends []int // of the clusters since start
	start := -1
	for c := graphemes.FromString(text); c.Next(); {
		if blank(c.Value()) {
			t.segment(start, ends)
			start, ends = -1, ends[:0]
			if EndsCell(text, c.Start()) {
				t.spans = append(t.spans, span{c.Start(), c.End()})
			}
			continue
		}
		if start < 0 {
			start = c.Start()
		}
		ends = append(ends, c.End())
	}
	t.segment(start, ends)
	t.ids = make([]int32, len(t.spans))
	for i := range t.spans {
		t.ids[i] = l.number(t.word(i))
	}
	return t
}

func (l lexicon) number(word string) int32 {
	id, ok := l[word]
	if !ok {
		id = int32(len(l))
		l[word] = id
	}
	return id
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
			t.spans = append(t.spans, span{from, end})
			from = end
		}
	}
}

func (t *tokens) word(i int) string { return t.text[t.spans[i].start:t.spans[i].end] }

// count is the number of words that people would count: signs are none, and two
// Chinese characters are one.
func (t *tokens) count() int {
	n := 0.0
	for i := range t.spans {
		_, words := weigh(t.word(i))
		n += words
	}
	return int(n)
}

// shingles are the words with those that follow them.
func (t *tokens) shingles() iter.Seq[[shingle]int32] {
	return func(yield func([shingle]int32) bool) {
		for i := shingle; i <= len(t.ids); i++ {
			if !yield([shingle]int32(t.ids[i-shingle : i])) {
				return
			}
		}
	}
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

// EndsCell tells whether the white space at a byte of a text ends a cell of a table or one of its rows: a tab, or a
// line end beside a line with tabs. What stands in another cell is not the same text, so these count as words.
func EndsCell(text string, at int) bool {
	switch text[at] {
	case '\t':
		return true
	case '\n':
		if at > 0 && text[at-1] == '\r' {
			return false
		}
		from := strings.LastIndexByte(text[:at], '\n') + 1
		to := strings.IndexByte(text[at+1:], '\n')
		if to < 0 {
			to = len(text[at+1:])
		}
		return strings.IndexByte(text[from:at+1+to], '\t') >= 0
	}
	return false
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
