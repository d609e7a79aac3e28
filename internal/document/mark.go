package document

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"travaux/internal/docx"
)

// Numbers written by hand, the rule.
//
// A line may begin with a mark: 1. 1) (1) 1° 1.2 1.2. 1- I. I) (I) I- a. a) (a)
// and the same with the digits, letters and brackets of the six languages. It is
// taken for a number only when
//   - it is the first of its kind (1, a, i, I, and their like) with a stop, a
//     bracket or °, or
//   - another line of the same container (the provision, or the list) has a mark
//     of the same form that is one or two away.
//
// So "2026. A new start", "A. Smith wrote" and "3.5 million" stay words. Decimal
// numbers have three digits at most; the mark needs words after it, and a space
// where the script has spaces.

// style is a way of counting.
type style int

const (
	decimal style = iota + 1
	lowerRoman
	upperRoman
	lowerLetter
	upperLetter
	foreignLetter // of a script other than Latin
)

// reading is one thing a mark may mean: i is 1 in Roman numerals, and 9 as a letter.
type reading struct {
	style style
	value int
}

// mark is a possible number at the beginning of a line.
type mark struct {
	number   string // as it is kept: without stop and brackets
	form     string // the signs around it
	prefix   string // of a dotted number, up to its last stop
	readings []reading
	length   int // bytes of the line that belong to it
}

var markForm = regexp.MustCompile(`^\s*([(（]?)\s*(\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*|[ivxlcdm]{2,7}|[IVXLCDM]{2,7}|[一二三四五六七八九十]{1,3}|\pL)(?:\s?(\)|）|\.|．|、|°|º|[-–—]))?`)

// markAt reads the mark at the beginning of a line, if there is one with words
// after it. A bare number is one only in a heading, or when it is dotted.
func markAt(line string, heading bool) (mark, bool) {
	at := markForm.FindStringSubmatchIndex(line)
	if at == nil {
		return mark{}, false
	}
	opening, number, closing := line[at[2]:at[3]], line[at[4]:at[5]], ""
	if at[6] >= 0 {
		closing = line[at[6]:at[7]]
	}
	m := mark{number: number, form: opening + closing, length: at[1]}
	if dot := strings.LastIndexByte(number, '.'); dot >= 0 {
		m.prefix, number = number[:dot+1], number[dot+1:]
	}
	m.readings = readings(number)
	if len(m.readings) == 0 || !m.wellFormed(opening, closing, heading) {
		return mark{}, false
	}
	rest := line[m.length:]
	next, _ := utf8.DecodeRuneInString(rest)
	if !m.endsBefore(next, closing) {
		return mark{}, false
	}
	words := strings.TrimLeftFunc(rest, isSeparator)
	if words == "" {
		return mark{}, false
	}
	m.length = len(line) - len(words)
	if closing == "°" || closing == "º" {
		m.number += closing
	}
	return m, true
}

// wellFormed reports whether the signs around the number may stand there.
func (m *mark) wellFormed(opening, closing string, heading bool) bool {
	switch {
	case opening != "":
		return closing == ")" || closing == "）"
	case closing == "":
		return m.readings[0].style == decimal && isDigits(m.number) && (heading || m.prefix != "")
	case strings.Contains("-–—", closing):
		m.form = "-"
		return m.readings[0].style == decimal || m.readings[0].style == upperRoman
	}
	return true
}

// endsBefore reports whether a mark may be followed directly by a character.
func (m *mark) endsBefore(next rune, closing string) bool {
	switch closing {
	case ")", "）", "、", "．", "°", "º":
		return true
	case "":
		return unicode.IsSpace(next)
	}
	return unicode.IsSpace(next) || isSeparator(next) || unicode.In(next, unicode.Han)
}

// readings lists what a mark may mean; none when it is no number.
func readings(number string) []reading {
	if v := digits(number); v >= 0 {
		return []reading{{decimal, v}}
	}
	var out []reading
	lower, upper := lowerRoman, upperRoman
	if v := docx.RomanValue(number); v > 0 {
		out = append(out, reading{lower, v})
	}
	if v := docx.RomanValue(strings.ToLower(number)); v > 0 && strings.ToUpper(number) == number {
		out = append(out, reading{upper, v})
	}
	letter, size := utf8.DecodeRuneInString(number)
	if size != len(number) {
		return out
	}
	switch {
	case letter >= 'a' && letter <= 'z':
		return append(out, reading{lowerLetter, int(letter-'a') + 1})
	case letter >= 'A' && letter <= 'Z':
		return append(out, reading{upperLetter, int(letter-'A') + 1})
	}
	for _, alphabet := range alphabets {
		if i := slices.Index(alphabet, unicode.ToLower(letter)); i >= 0 {
			out = append(out, reading{foreignLetter, i + 1})
		}
	}
	return out
}

// taken says which of the possible marks of one container are numbers. Lines
// without a mark are nil.
func taken(marks []*mark) []bool {
	type key struct {
		form, prefix string
		reading      reading
	}
	seen := map[key]int{}
	for _, m := range marks {
		if m == nil {
			continue
		}
		for _, r := range m.readings {
			seen[key{m.form, m.prefix, r}]++
		}
	}
	out := make([]bool, len(marks))
	for i, m := range marks {
		if m == nil {
			continue
		}
		out[i] = m.first()
		for _, r := range m.readings {
			for _, d := range [...]int{-2, -1, 1, 2} {
				out[i] = out[i] || seen[key{m.form, m.prefix, reading{r.style, r.value + d}}] > 0
			}
		}
	}
	return out
}

// first reports the first mark of its kind; a capital letter is none, since
// initials of names look like it.
func (m *mark) first() bool {
	if m.form == "" || m.form == "-" {
		return false
	}
	return slices.ContainsFunc(m.readings, func(r reading) bool {
		return r.value == 1 && r.style != upperLetter
	})
}

// isDecimal tells numbered items from lettered ones.
func (m *mark) isDecimal() bool { return m.readings[0].style == decimal }

// isSeparator reports a character that may stand between a number and its words.
func isSeparator(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("-–—:.：．、،", r)
}
