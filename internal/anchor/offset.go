package anchor

import "unicode/utf8"

// byteOffset turns an offset in code points into one in bytes; false when text
// is shorter.
func byteOffset(text string, runes int) (int, bool) {
	if runes < 0 || runes > len(text) {
		return 0, false
	}
	for at := range text {
		if runes == 0 {
			return at, true
		}
		runes--
	}
	return len(text), runes == 0
}

// contextBefore returns the end of text: at most contextLen code points,
// beginning between two grapheme clusters.
func contextBefore(text string) string {
	at := len(text)
	for range contextLen {
		_, width := utf8.DecodeLastRuneInString(text[:at])
		at -= width
	}
	for at < len(text) && !mayCut(text, at) {
		_, width := utf8.DecodeRuneInString(text[at:])
		at += width
	}
	return text[at:]
}

// contextAfter returns the beginning of text: at most contextLen code points,
// ending between two grapheme clusters.
func contextAfter(text string) string {
	at, ok := byteOffset(text, contextLen)
	if !ok {
		return text
	}
	for at > 0 && !mayCut(text, at) {
		_, width := utf8.DecodeLastRuneInString(text[:at])
		at -= width
	}
	return text[:at]
}
