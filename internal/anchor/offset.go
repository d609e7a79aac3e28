package anchor

import (
	"unicode/utf16"
	"unicode/utf8"
)

// UTF16ToRunes converts offset, a position in text counted in UTF-16 code units
// as browsers count, to code points. The position after the last character is
// valid. It says false inside a surrogate pair and outside the text.
func UTF16ToRunes(text string, offset int) (int, bool) {
	if offset < 0 {
		return 0, false
	}
	units, runes := 0, 0
	for _, r := range text {
		if units >= offset {
			break
		}
		units += utf16.RuneLen(r)
		runes++
	}
	if units != offset {
		return 0, false
	}
	return runes, true
}

// Words returns text[start:end] counted in code points, half-open. Offsets
// outside the text are brought to its nearest end; a range that runs backwards
// is empty.
func Words(text string, start, end int) string {
	start = max(start, 0)
	from, ok := byteOffset(text, start)
	if !ok || start >= end {
		return ""
	}
	rest := text[from:]
	to, ok := byteOffset(rest, end-start)
	if !ok {
		return rest
	}
	return rest[:to]
}

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
