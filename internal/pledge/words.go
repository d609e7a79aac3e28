package pledge

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// blank tells that nothing is written but spaces, invisible characters, dashes and dots.
func blank(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool { return hidden(r) || strings.ContainsRune("-–—_.…。·*?？/,", r) }) == ""
}

// hidden are spaces and what shows nothing: controls, marks of direction, zero width.
func hidden(r rune) bool { return unicode.IsSpace(r) || unicode.In(r, unicode.Cc, unicode.Cf) }

// tidy is a text without marks of direction, with one space where there are some, and none around it.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || unicode.Is(unicode.Cc, r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// normal is a word without case, accents, vowel marks, hamzas and the stretch of letters, in compatibility forms.
func normal(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Cf), r == 'ـ':
			return -1
		case r == 'ى':
			return 'ي'
		case r == 'ة':
			return 'ه'
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return norm.NFC.String(s)
}

// token is a word, or a stretch of Chinese characters, and where in its text it stands.
type token struct {
	norm     string
	forms    []string // what it can be without what Arabic writes in front of its words
	from, to int
	han      bool
}

// tokens cuts a text into words.
func tokens(s string) []token {
	var out []token
	start, han := -1, false
	end := func(at int) {
		if start >= 0 {
			if n := normal(s[start:at]); n != "" {
				out = append(out, token{norm: n, forms: bare(n), from: start, to: at, han: han})
			}
			start = -1
		}
	}
	for i, r := range s {
		inHan := unicode.Is(unicode.Han, r)
		switch {
		case !unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.Cf):
			end(i)
		case start < 0:
			start, han = i, inHan
		case inHan != han && !unicode.In(r, unicode.M, unicode.Cf):
			end(i)
			start, han = i, inHan
		}
	}
	end(len(s))
	return out
}

// isWhole tells that a text is an entry of a list and nothing else.
func (c *check) isWhole(list, text string) bool {
	all := tokens(text)
	for _, l := range c.words {
		for _, p := range l.lists[list] {
			if p.han && len(all) == 1 && all[0].norm == strings.Join(p.pieces, "") || !p.han && len(all) > 0 && p.at(all, l.small) == len(all) {
				return true
			}
		}
	}
	return false
}

// find gives the first words of a text that are in a list, as they are written there; "" for none.
func (c *check) find(list, text string) string {
	all := tokens(text)
	for i := range all {
		for _, l := range c.words {
			for _, p := range l.lists[list] {
				if p.han {
					if words := p.among(all[i].norm); words != "" {
						return words
					}
				} else if n := p.at(all[i:], l.small); n > 0 {
					return text[all[i].from:all[i+n-1].to]
				}
			}
		}
	}
	return ""
}

// own counts the words of a text that say something of their own, up to the fewest that argue: words that are neither
// small, nor about charters and pledges, nor vague, nor names of outcome areas, nor in another text. Two Chinese
// characters are one.
func (c *check) own(text, other string) int {
	said := map[string]bool{}
	for _, t := range tokens(other) {
		if t.han {
			for _, pair := range pairs(t.norm) {
				said[pair] = true
			}
		}
		said[t.norm] = true
	}
	words, characters := 0, 0
	for _, t := range tokens(text) {
		switch {
		case t.han:
			characters += c.ownHan(t.norm, said)
		case !said[t.norm] && !c.isCommon(t):
			words++
		}
		said[t.norm] = true // once is enough
		if words+characters/2 >= fewest {
			break
		}
	}
	return words + characters/2
}

// common are the lists whose words say nothing of a pledge's own.
var common = []string{small, filler, vague, area}

func (c *check) isCommon(t token) bool {
	if len([]rune(t.norm)) < 2 {
		return true
	}
	for _, l := range c.words {
		for _, list := range common {
			if slices.ContainsFunc(l.lists[list], func(p pattern) bool { return slices.ContainsFunc(p.pieces, t.fits) }) {
				return true
			}
		}
	}
	return false
}

// ownHan counts the characters that are left when the entries of the common lists, and what was said, are taken out.
func (c *check) ownHan(s string, said map[string]bool) int {
	for _, l := range c.words {
		for _, list := range common {
			for _, p := range l.lists[list] { // the longest first
				if words := p.among(s); p.han && words != "" {
					s = strings.ReplaceAll(s, words, " ")
				}
			}
		}
	}
	n := 0
	for part := range strings.FieldsSeq(s) {
		r := []rune(part)
		for i := range r {
			before := i > 0 && said[string(r[i-1:i+1])]
			after := i+1 < len(r) && said[string(r[i:i+2])]
			if !before && !after {
				n++
			}
		}
	}
	return n
}

// pairs are the neighbours in a stretch of Chinese characters.
func pairs(s string) []string {
	r := []rune(s)
	var out []string
	for i := range len(r) - 1 {
		out = append(out, string(r[i:i+2]))
	}
	return out
}
