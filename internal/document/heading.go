package document

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"travaux/internal/docx"
	"travaux/models"
)

// title is a heading taken apart.
type title struct {
	kind            models.ProvisionKind
	number, heading string
}

var (
	hanHeading = regexp.MustCompile(`^第\s*(\p{Nd}+|[〇零一二三四五六七八九十百]+)\s*(部分|[编編章条條节節])`)
	numeroSign = regexp.MustCompile(`^(?i:n°|nº|no\.|№|رقم)\s*`)
	numberForm = regexp.MustCompile(`^(?:\p{Nd}+(?:[.\-–]\p{Nd}+)*(?:er|re|ère|º|ª|°)?(?:\s?(?:bis|ter|quater|quinquies))?[a-z]?|[IVXLCDMivxlcdm]+|[〇零一二三四五六七八九十百]+|\pL)`)
)

// readWord takes apart a heading that begins with a word for a kind; ok is false
// when it does not. Preamble and annex need no number, and are then kept whole.
func readWord(heading string) (t title, ok bool) {
	lead := strings.TrimLeftFunc(heading, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
	if at := hanHeading.FindStringSubmatchIndex(lead); at != nil {
		return title{hanKinds[lead[at[4]:at[5]]], lead[at[2]:at[3]], afterNumber(lead[at[1]:])}, true
	}
	word, rest := splitWord(lead)
	kind, known := kindWords[fold(word)]
	if !known {
		return title{}, false
	}
	rest = strings.TrimLeftFunc(strings.TrimPrefix(rest, "."), unicode.IsSpace)
	rest = rest[len(numeroSign.FindString(rest)):]
	if number := numberAt(rest); number != "" && kind != models.Preamble {
		return title{kind, number, afterNumber(rest[len(number):])}, true
	}
	if kind == models.Preamble || kind == models.Annex {
		return title{kind: kind, heading: heading}, true
	}
	return title{}, false
}

// splitWord cuts the first word off; a Chinese word ends where it is known to.
func splitWord(s string) (word, rest string) {
	if after, ok := strings.CutPrefix(s, "§"); ok {
		return "§", after
	}
	end := strings.IndexFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.Mn, unicode.Cf) && r != 'ـ'
	})
	if end < 0 {
		end = len(s)
	}
	if first, size := utf8.DecodeRuneInString(s); unicode.Is(unicode.Han, first) {
		_, second := utf8.DecodeRuneInString(s[size:])
		if _, ok := kindWords[s[:min(size+second, end)]]; ok {
			end = size + second
		}
	}
	return s[:end], s[end:]
}

// numberAt returns the number that a text begins with: in digits, Roman
// numerals, one letter, or an ordinal word; empty when there is none. Small
// letters count only where a separator or nothing follows, since "a" and "I"
// are also words.
func numberAt(s string) string {
	if words := ordinalAt(s); words != "" {
		return words
	}
	number := numberForm.FindString(s)
	rest := s[len(number):]
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case number == "":
		return ""
	case unicode.IsLetter(next) && !unicode.Is(unicode.Han, next), unicode.IsDigit(next), next == '\'', next == '’':
		return ""
	case digits(number) >= 0, unicode.IsDigit(firstRune(number)):
		return number
	}
	roman := docx.RomanValue(strings.ToLower(number)) > 0 && (number == strings.ToUpper(number) || number == strings.ToLower(number))
	if !roman && utf8.RuneCountInString(number) > 1 {
		return ""
	}
	if unicode.Is(unicode.Han, firstRune(number)) {
		return ""
	}
	if unicode.IsLower(firstRune(number)) && rest != "" && !strings.ContainsRune("-–—:.)", firstRune(strings.TrimLeft(rest, " "))) {
		return ""
	}
	return number
}

// ordinalAt returns the one or two words of an ordinal.
func ordinalAt(s string) string {
	fields := strings.FieldsFunc(s, func(r rune) bool { return isSeparator(r) || r == ')' })
	if len(fields) == 0 || !strings.HasPrefix(s, fields[0]) {
		return ""
	}
	if len(fields) > 1 {
		two := fields[0] + " " + fields[1]
		if _, ok := ordinals[fold(two)]; ok && strings.HasPrefix(s, two) {
			return two
		}
	}
	if _, ok := ordinals[fold(fields[0])]; ok {
		return fields[0]
	}
	return ""
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// afterNumber drops the separator between a number and its heading.
func afterNumber(rest string) string {
	if strings.HasPrefix(rest, ")") || strings.HasPrefix(rest, "）") || strings.HasPrefix(rest, ",") {
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return strings.TrimLeftFunc(rest, isSeparator)
}

// readTitles takes apart the headings that stand under one parent: by their
// words, else as numbers written by hand.
func readTitles(headings []string) []title {
	out := make([]title, len(headings))
	marks := make([]*mark, len(headings))
	for i, h := range headings {
		t, ok := readWord(h)
		out[i] = t
		if ok {
			continue
		}
		out[i] = title{kind: models.Section, heading: h}
		if m, ok := markAt(h, true); ok {
			marks[i] = &m
		}
	}
	for i, ok := range taken(marks) {
		if ok || marks[i] != nil && marks[i].prefix != "" {
			out[i].number = marks[i].number
			out[i].heading = headings[i][marks[i].length:]
		}
	}
	return out
}
