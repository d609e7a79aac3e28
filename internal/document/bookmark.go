package document

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"travaux/internal/docx"
)

// MarkPrefix begins the name of the bookmark by which a file is known when it comes back. It is hidden, and no wid's.
const MarkPrefix = "_tv"

// MarkOf gives the Mark of the cover that a word-processing file was made with, from the bookmark around its title or from
// its property; empty when the file has lost both, or never had one.
func MarkOf(d docx.Document) string {
	for p := range docx.Paragraphs(d.Body) {
		for _, r := range p.Runs {
			if r.Kind == docx.BookmarkStart && strings.HasPrefix(r.Text, MarkPrefix) {
				return r.Text
			}
		}
	}
	if strings.HasPrefix(d.Mark, MarkPrefix) {
		return d.Mark
	}
	return ""
}

// maxBookmark is the length of a bookmark's name in Word, which knows letters,
// digits and underscores; one that begins with an underscore is hidden.
const maxBookmark = 40

var (
	toBookmark   = strings.NewReplacer("-", "_h", "_", "_u")
	fromBookmark = strings.NewReplacer("_h", "-", "_u", "_")
)

// BookmarkName is the name of the bookmark by which a word-processing file knows a
// provision: _w with the wid, or where that is too long _x with its hash.
func BookmarkName(wid string) string {
	if name := "_w" + toBookmark.Replace(wid); len(name) <= maxBookmark {
		return name
	}
	sum := sha256.Sum256([]byte(wid))
	return "_x" + hex.EncodeToString(sum[:16])
}

// bookmarked returns the wid that a bookmark's name stands for; known are the
// wids that it may be a hash of. It is empty when the bookmark is another one.
func bookmarked(name string, known map[string]string) string {
	if wid := known[name]; wid != "" {
		return wid
	}
	rest, ok := strings.CutPrefix(name, "_w")
	if wid := fromBookmark.Replace(rest); ok && BookmarkName(wid) == name && isWID(wid) {
		return wid
	}
	return ""
}

// isWID reports [a-z0-9][a-z0-9_-]{0,63}.
func isWID(s string) bool {
	if s == "" || len(s) > maxWID || strings.ContainsAny(s[:1], "-_") {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}) < 0
}
