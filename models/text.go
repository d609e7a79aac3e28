package models

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// TextProblem says why a text is refused.
type TextProblem string

// The text rules of the contract: nothing else is ever changed or refused.
const (
	TextOK      TextProblem = ""
	TextUTF8    TextProblem = "utf8"    // not valid UTF-8
	TextControl TextProblem = "control" // a control character other than newline and tab
)

// CleanText turns CRLF and lone CR into LF and then checks the rest: valid UTF-8 and no character of
// category Cc but LF and TAB. Bidirectional controls stay; nothing is trimmed or normalised.
func CleanText(s string) (string, TextProblem) {
	if strings.ContainsRune(s, '\r') {
		s = strings.ReplaceAll(s, "\r\n", "\n")
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	if !utf8.ValidString(s) {
		return s, TextUTF8
	}
	for _, r := range s {
		if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' {
			return s, TextControl
		}
	}
	return s, TextOK
}

// Blank tells whether a text has nothing to read: only white space, marks without a base or invisible characters.
func Blank(s string) bool {
	for _, r := range s {
		if unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) && !invisible(r) {
			return false
		}
	}
	return true
}

// invisible are letters that show nothing: Hangul fillers, the Braille blank, the Khmer inherent vowels.
func invisible(r rune) bool {
	switch r {
	case 0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x17B4, 0x17B5, 0x034F:
		return true
	}
	return false
}

// ASCIIDigits turns the Arabic and Persian digits that some keyboards type into those that programs read.
func ASCIIDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case '٠' <= r && r <= '٩':
			return r - '٠' + '0'
		case '۰' <= r && r <= '۹':
			return r - '۰' + '0'
		}
		return r
	}, s)
}
