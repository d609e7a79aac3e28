// Package anchor finds the words a comment is about in a provision's plain text,
// and carries comments from one version of a text to the next.
//
// Locate is exact on purpose: nothing is normalised, trimmed or guessed, so a quote
// either stands where the answer says or is refused. A Carrier maps quotes through
// what redline says became of provisions and words. It says that the same words are
// somewhere only where nothing else fits as well: a wrong place is worse than none.
//
// It knows plain text and the tree of provisions, and refuses to know comments,
// drafts, people and HTML.
package anchor

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// contextLen is the longest Prefix or Suffix that Locate writes, in code points:
// the length browsers' annotation clients use, enough to tell repetitions apart.
const contextLen = 32

var (
	// ErrNotFound says that the quoted words stand nowhere in the text.
	ErrNotFound = errors.New("the quote is not in the text")
	// ErrAmbiguous says that the words stand at several places and neither the
	// offsets nor the words around them say which one is meant.
	ErrAmbiguous = errors.New("the quote stands at several places in the text")
	// ErrEmpty says that no words were quoted.
	ErrEmpty = errors.New("the quote is empty")
)

// Quote is a TextQuoteSelector (Exact, Prefix, Suffix) with a
// TextPositionSelector (Start, End) of the W3C Web Annotation Data Model.
// Start and End count Unicode code points of the provision's plain text; the
// range is half-open. A byte of invalid UTF-8 counts as one code point.
type Quote struct {
	Exact  string
	Prefix string
	Suffix string
	Start  int
	End    int
}

// Locate finds q in text and returns it with true offsets and with the Prefix
// and Suffix that text has there (at most 32 code points each, at the far end
// cut between grapheme clusters).
//
// Where text[Start:End] is Exact, it stands there. Otherwise a unique match of
// Exact wins; among several, those between Prefix and Suffix (each only if not
// empty) are kept and a single survivor wins. Overlapping matches are separate.
// It answers ErrEmpty, ErrNotFound or ErrAmbiguous; offsets of any value are safe.
func Locate(text string, q Quote) (Quote, error) {
	if q.Exact == "" {
		return Quote{}, ErrEmpty
	}
	// A valid needle can match at whole code points only; an invalid one could
	// match inside a character, so it stands nowhere.
	if !utf8.ValidString(q.Exact) {
		return Quote{}, fmt.Errorf("quote of invalid UTF-8: %w", ErrNotFound)
	}
	if at, ok := standsAt(text, q); ok {
		return describe(text, q.Exact, at), nil
	}
	at, err := search(text, q)
	if err != nil {
		return Quote{}, err
	}
	return describe(text, q.Exact, at), nil
}

// standsAt says at which byte q begins, if its offsets are right.
func standsAt(text string, q Quote) (int, bool) {
	if q.Start < 0 || q.End < q.Start || q.End-q.Start != utf8.RuneCountInString(q.Exact) {
		return 0, false
	}
	at, ok := byteOffset(text, q.Start)
	if !ok || !strings.HasPrefix(text[at:], q.Exact) {
		return 0, false
	}
	return at, true
}

// search returns the byte at which the only acceptable match of q.Exact begins.
func search(text string, q Quote) (int, error) {
	first, fitting := -1, -1
	matches, fits := 0, 0
	for from := 0; fits < 2; {
		i := strings.Index(text[from:], q.Exact)
		if i < 0 {
			break
		}
		at := from + i
		matches++
		if first < 0 {
			first = at
		}
		if strings.HasSuffix(text[:at], q.Prefix) && strings.HasPrefix(text[at+len(q.Exact):], q.Suffix) {
			fits++
			fitting = at
		}
		// One character on, not one match on: overlapping matches count.
		_, width := utf8.DecodeRuneInString(q.Exact)
		from = at + width
	}
	switch {
	case matches == 0:
		return 0, ErrNotFound
	case matches == 1:
		return first, nil
	case fits == 1:
		return fitting, nil
	default:
		return 0, ErrAmbiguous
	}
}

// describe builds the Quote of exact standing at byte at of text.
func describe(text, exact string, at int) Quote {
	start := utf8.RuneCountInString(text[:at])
	return Quote{
		Exact:  exact,
		Prefix: contextBefore(text[:at]),
		Suffix: contextAfter(text[at+len(exact):]),
		Start:  start,
		End:    start + utf8.RuneCountInString(exact),
	}
}
