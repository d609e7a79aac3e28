package anchor

import (
	"unicode"
	"unicode/utf8"
)

const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

// mayCut says whether text may be cut before the byte at. It never allows a cut
// inside a grapheme cluster (Unicode Standard Annex 29) and errs on that side:
// at the places where the annex needs more context than two characters (flags,
// Indic conjuncts, emoji sequences) it keeps more together than it must.
func mayCut(text string, at int) bool {
	if at <= 0 || at >= len(text) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return !extends(after) && !joins(before) &&
		!(before == '\r' && after == '\n') &&
		!(isFlagLetter(before) && isFlagLetter(after)) &&
		!(isHangul(before) && isHangul(after))
}

// extends says whether r belongs to the character before it (rules GB9, GB9a).
func extends(r rune) bool {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc):
		return true
	case r == zwj, r == zwnj:
		return true
	case r == 0x0E33, r == 0x0EB3: // Thai and Lao AM: letters that sit on the one before
		return true
	case r >= 0xFF9E && r <= 0xFF9F: // half-width katakana sound marks
		return true
	case r >= 0x1F3FB && r <= 0x1F3FF: // emoji skin tones
		return true
	case r >= 0xE0020 && r <= 0xE007F: // tags of sub-regional flags
		return true
	}
	return false
}

// joins says whether r belongs to the character after it: joiners and marks
// written first (rules GB9b, GB11), and the signs that stack Indic consonants,
// which Unicode keeps together since 15.1 (GB9c).
func joins(r rune) bool {
	switch r {
	case zwj:
		return true
	case 0x094D, 0x09CD, 0x0ACD, 0x0B4D, 0x0C4D, 0x0D4D: // Indic linkers
		return true
	case 0x0D4E, 0x111C2, 0x111C3, 0x1193F, 0x11941, 0x11A3A, 0x11D46, 0x11F02: // prepended letters
		return true
	}
	return r >= 0x11A84 && r <= 0x11A89 || unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

func isFlagLetter(r rune) bool { return unicode.Is(unicode.Regional_Indicator, r) }

// isHangul covers conjoining jamo and whole syllables (rules GB6 to GB8).
func isHangul(r rune) bool {
	return r >= 0x1100 && r <= 0x11FF || r >= 0xA960 && r <= 0xA97F || r >= 0xAC00 && r <= 0xD7FF
}
