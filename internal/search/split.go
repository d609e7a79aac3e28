package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// word is a run of letters, digits and marks, folded, or a run of a script that is
// written without spaces.
type word struct {
	text string
	// units are the ends of the characters of a spaceless run, in bytes; nil for
	// other words.
	units []int
	// glue is the one character between this word and the one before it when that
	// is a joiner (3.14, multi-stakeholder, l'eau), else 0.
	glue rune
}

const apostrophe = '\''

// split breaks a text into words.
func split(text string) []word {
	s := splitter{words: make([]word, 0, len(text)/6+1)}
	for _, r := range norm.NFKC.String(text) {
		s.rune(r)
	}
	s.end()
	return s.words
}

type splitter struct {
	words []word
	buf   []byte
	units []int
	kind  kind // of the word that is being read
	glue  rune // what the word that is being read is glued with
	next  rune // joiner seen since the last word
	apart int  // characters seen since the last word that are no part of a word
}

type kind uint8

const (
	none kind = iota
	plain
	spaceless
)

func (s *splitter) rune(r rune) {
	if ignored(r) {
		return
	}
	k := kindOf(r)
	if k == none {
		s.end()
		s.apart++
		s.next = joiner(r)
		return
	}
	if unicode.Is(unicode.M, r) && s.kind != none {
		k = s.kind
	}
	if s.kind != k {
		s.begin(k)
	}
	s.buf = appendFolded(s.buf, r)
	if k != spaceless {
		return
	}
	if len(s.units) > 0 && unicode.Is(unicode.M, r) {
		s.units[len(s.units)-1] = len(s.buf)
		return
	}
	s.units = append(s.units, len(s.buf))
}

func (s *splitter) begin(k kind) {
	s.end()
	s.kind, s.glue = k, 0
	if s.apart == 1 && len(s.words) > 0 {
		s.glue = s.next
	}
	s.apart, s.next = 0, 0
}

func (s *splitter) end() {
	if s.kind != none && len(s.buf) > 0 {
		s.words = append(s.words, word{text: string(s.buf), units: s.units, glue: s.glue})
	}
	s.buf, s.units, s.kind = s.buf[:0], nil, none
}

func kindOf(r rune) kind {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' {
			return plain
		}
		return none
	}
	if r < 0x0E00 {
		if letter(r) {
			return plain
		}
		return none
	}
	if !letter(r) {
		return none
	}
	if !unicode.Is(unicode.Nd, r) && (r == 'ー' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Hangul, unicode.Bopomofo, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)) {
		return spaceless
	}
	return plain
}

// letter tells what tokens are made of. RuneError is a symbol, so invalid UTF-8
// separates.
func letter(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N) && r != 0x02BC
}

// joiner is r when it ties two words into one written form, else 0. All
// apostrophes are one.
func joiner(r rune) rune {
	switch r {
	case '\'', '’', '‘', 'ʼ', '`':
		return apostrophe
	case '-', '‐', '‑', '.', '_', '@', '/', '&', '+':
		return r
	}
	return 0
}
