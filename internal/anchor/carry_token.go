package anchor

import (
	"sort"
	"unicode"
	"unicode/utf8"

	"travaux/internal/redline"
)

// Weights of tokens, in half words: signs say nothing about a place, and one
// character of a script without blanks says half as much as a word.
const (
	weighsNothing   = 0
	weighsCharacter = 1
	weighsWord      = 2
)

// token is a word, a character of a script that writes words without blanks
// between them, or a sign, the end of a cell of a table among them. Other white
// space is between tokens. No grapheme cluster is cut by the bounds of a token.
type token struct {
	id         int32 // equal tokens have equal ids
	start, end int32 // code points of the text
	at, to     int32 // the same in bytes
	weight     int8
}

// vocabulary numbers tokens.
type vocabulary map[string]int32

func (v vocabulary) id(s string) int32 {
	id, ok := v[s]
	if !ok {
		id = int32(len(v))
		v[s] = id
	}
	return id
}

// tokens cuts a text.
func (v vocabulary) tokens(text string) []token {
	out := make([]token, 0, len(text)/5)
	var t token
	open, was, count := false, classSpace, int32(0)
	for i, r := range text {
		is := classOf(r)
		if is == classSpace && redline.EndsCell(text, i) {
			is = classSign
		}
		if open && (is != classLetter || was != classLetter) && mayCut(text, i) {
			t.end, t.to = count, int32(i)
			out = append(out, v.named(t, text))
			open = false
		}
		if !open && is != classSpace {
			t = token{start: count, at: int32(i), weight: is.weight()}
			for !mayCut(text, int(t.at)) { // a mark on a blank
				_, width := utf8.DecodeLastRuneInString(text[:t.at])
				t.start, t.at = t.start-1, t.at-int32(width)
			}
			open, was = true, is
		}
		count++
	}
	if open {
		t.end, t.to = count, int32(len(text))
		out = append(out, v.named(t, text))
	}
	return out
}

func (v vocabulary) named(t token, text string) token {
	t.id = v.id(text[t.at:t.to])
	return t
}

// class is what a code point does in a text.
type class int8

const (
	classSpace class = iota
	classSign
	classCharacter // of a script that has no blanks between words
	classLetter    // or digit, or mark
)

func (c class) weight() int8 {
	switch c {
	case classLetter:
		return weighsWord
	case classCharacter:
		return weighsCharacter
	}
	return weighsNothing
}

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return classLetter
		}
		if unicode.IsSpace(r) {
			return classSpace
		}
		return classSign
	case unicode.IsSpace(r):
		return classSpace
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return classCharacter
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
		return classLetter
	}
	return classSign
}

// covering gives the tokens that a range of code points touches, half-open; it
// is empty where there is only white space.
func covering(ts []token, start, end int) (i, j int) {
	i = sort.Search(len(ts), func(k int) bool { return int(ts[k].end) > start })
	j = sort.Search(len(ts), func(k int) bool { return int(ts[k].start) >= end })
	return i, max(i, j)
}

// weigh adds up tokens. Where there are only signs, each is a word.
func weigh(ts []token) int {
	sum := 0
	for _, t := range ts {
		sum += int(t.weight)
	}
	if sum == 0 {
		return weighsWord * len(ts)
	}
	return sum
}
