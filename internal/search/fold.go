package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folded are letters that people also write differently and that Unicode does not
// decompose.
var folded = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d",
	'þ': "th", 'ħ': "h", 'ı': "i", 'ŧ': "t", 'ς': "σ",
	'ё': "е", // the only Cyrillic pair; й and ї are letters of their own
	// Arabic letters of other languages and keyboards, and the carriers of hamza.
	'ی': "ي", 'ى': "ي", 'ک': "ك", 'آ': "ا", 'أ': "ا", 'إ': "ا", 'ٱ': "ا", 'ة': "ه",
	'ـ': "", // tatweel only stretches the line
}

// ignored tells characters inside a word that do not separate it: soft hyphens,
// joiners, bidi controls, Arabic and Hebrew vowel signs, stress and other
// combining marks that NFKC left standing, the middle dot of Catalan.
func ignored(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0x200B: // zero-width space: Thai and Khmer separate words with it
		return false
	case r == 0xB7, 0x0300 <= r && r <= 0x036F:
		return true
	case 0x0591 <= r && r <= 0x05C7, 0x0610 <= r && r <= 0x061A,
		0x064B <= r && r <= 0x065F, r == 0x0670, 0x06D6 <= r && r <= 0x06ED, 0xFE00 <= r && r <= 0xFE0F:
		return unicode.Is(unicode.Mn, r)
	}
	return unicode.Is(unicode.Cf, r)
}

// appendFolded appends the searchable form of a letter, digit or mark.
func appendFolded(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return append(dst, byte(r))
	}
	if d, ok := digit(r); ok {
		return append(dst, d)
	}
	r = unicode.ToLower(r)
	if decomposes(r) {
		r = unicode.ToLower(base(r))
	}
	if s, ok := folded[r]; ok {
		return append(dst, s...)
	}
	return utf8.AppendRune(dst, r)
}

// decomposes tells the blocks whose diacritics are folded: Latin and Greek.
func decomposes(r rune) bool {
	return 0xC0 <= r && r <= 0x24F || 0x370 <= r && r <= 0x3FF || 0x1E00 <= r && r <= 0x1FFF
}

// base is the first character of the full canonical decomposition.
func base(r rune) rune {
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	d := norm.NFD.Properties(buf[:n]).Decomposition()
	if len(d) == 0 {
		return r
	}
	first, _ := utf8.DecodeRune(d)
	return first
}

// digit is the ASCII digit of a decimal digit in any script. Unicode allots decimal
// digits in runs of ten that begin with zero (Unicode Standard, 4.6).
func digit(r rune) (byte, bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte('0' + (r-rune(t.Lo))%10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return byte('0' + (r-rune(t.Lo))%10), true
		}
	}
	return 0, false
}
