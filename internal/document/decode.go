package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// declarationWithin is how many bytes at the beginning of a file may declare its
// encoding. Browsers look at 1,024; word processors write a good deal first.
const declarationWithin = 4096

// declaration is where a file in HTML or XHTML says how it is encoded.
var declaration = regexp.MustCompile(`(?i)(?:<meta\b[^>]*?\bcharset\s*=|^\s*<\?xml\b[^>]*?\bencoding\s*=)\s*["']?\s*([a-z0-9_:.-]+)`)

// noText are the beginnings of files that look like text and are none.
var noText = [][]byte{[]byte("%PDF-"), []byte(`{\rtf`)}

// Decode gives the characters of a file: those of UTF-8, of UTF-16 with a byte
// order mark, or, in HTML, of the encoding that the file declares (WHATWG
// Encoding Standard). What is UTF-8 already is left as it is whatever it
// declares, since other encodings do not look like it by chance. Nothing is
// guessed: what is neither wraps ErrUnreadable, as does what is no text at all.
// More than MaxBytes wrap ErrTooLarge.
func Decode(content []byte) (string, error) {
	if len(content) > MaxBytes {
		return "", fmt.Errorf("decode %d bytes: %w", len(content), ErrTooLarge)
	}
	for _, start := range noText {
		if bytes.HasPrefix(content, start) {
			return "", fmt.Errorf("decode %s: %w", start, ErrUnreadable)
		}
	}
	if text := withoutBOM(content); isText(text) {
		return string(text), nil
	}
	from, name := encodingOf(content)
	if from == nil {
		return "", fmt.Errorf("decode what says not how it is encoded: %w", ErrUnreadable)
	}
	decoded, err := from.NewDecoder().Bytes(content)
	if err != nil {
		return "", fmt.Errorf("decode %s: %w: %w", name, ErrUnreadable, err)
	}
	text := string(withoutBOM(decoded))
	if strings.ContainsRune(text, utf8.RuneError) || strings.ContainsRune(text, 0) {
		return "", fmt.Errorf("decode %s: %w", name, ErrUnreadable)
	}
	return text, nil
}

// isText reports UTF-8 without the signs by which binary files (NUL) and
// encodings of seven bits (ESC) are known.
func isText(content []byte) bool {
	return utf8.Valid(content) && !bytes.ContainsAny(content, "\x00\x1b")
}

// encodingOf finds the encoding that a byte order mark or a declaration names;
// nil when there is none. A declaration that can be read as ASCII is no UTF-16.
func encodingOf(content []byte) (from encoding.Encoding, name string) {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "utf-16"
	}
	at := declaration.FindSubmatch(content[:min(len(content), declarationWithin)])
	if at == nil {
		return nil, ""
	}
	from, name = charset.Lookup(string(at[1]))
	if strings.HasPrefix(name, "utf-") {
		return nil, ""
	}
	return from, name
}
