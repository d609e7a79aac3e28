// Package names tells whether two names are the same, or look the same: pure, from Unicode's tables in data/, whose
// NOTICE says where they come from.
//
// It refuses to know who bears a name and what follows from two of them being alike.
package names

import (
	_ "embed" // the tables
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Key is what is left of a name without its ways of being written: compatibility forms (NFKC), case, invisible
// characters, spaces and the punctuation around it. Names of equal keys are the same name. A name of nothing else
// keeps its characters.
func Key(name string) string {
	s := plain(name)
	if trimmed := strings.TrimFunc(s, outer); trimmed != "" {
		return trimmed
	}
	return s
}

// plain is a name in one form, case and spacing. Folding can undo a normal form, so it is made twice (UAX #15).
func plain(name string) string {
	s := norm.NFKC.String(visible(norm.NFKC.String(name)))
	s = norm.NFKC.String(strings.ToLower(cases.Fold().String(s))) // lower: Cherokee is folded to its capitals
	return strings.Join(strings.Fields(s), " ")
}

// visible drops what shows nothing: format characters (zero width, bidirectional controls), variation selectors and
// the letters that are blank.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r), blank(r):
			return -1
		case unicode.Is(unicode.Cc, r):
			return ' '
		}
		return r
	}, s)
}

// blank are letters and marks that show nothing, which no class of Unicode holds together.
func blank(r rune) bool {
	switch r {
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0:
		return true
	}
	return false
}

// outer is what may stand around a name without being part of it.
func outer(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }

// Skeleton is how a name looks (UTS #39 §4), whatever letters it is written with: names of equal skeletons can be
// taken for each other. It is compared and never shown.
func Skeleton(name string) string {
	s := visible(norm.NFKC.String(name))
	// Once as it is, since a capital may look like another letter than its small form does, and once folded.
	s = cases.Fold().String(confuse(s))
	s = strings.ReplaceAll(confuse(s), "i", "l") // the small form of I, which looks like l
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return outer(r) || unicode.IsSymbol(r) }), " ")
}

// confuse puts each character's prototype in its place: NFD, the table, NFD again.
func confuse(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if p, ok := prototypes()[r]; ok {
			b.WriteString(p)
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFD.String(b.String())
}

//go:embed data/confusables.txt
var confusables string

// prototypes is what each character looks like.
var prototypes = sync.OnceValue(func() map[rune]string {
	out := make(map[rune]string, 8192)
	for line := range strings.Lines(confusables) {
		to, from, _ := strings.Cut(strings.TrimSpace(line), ";")
		p := codePoints(to)
		for _, r := range codePoints(from) {
			out[r] = string(p)
		}
	}
	return out
})

func codePoints(hex string) []rune {
	var out []rune
	for _, h := range strings.Fields(hex) {
		n, err := strconv.ParseInt(h, 16, 32)
		if err != nil {
			panic(fmt.Sprintf("names: the table of confusables has %q", h)) // embedded; seen by the first test
		}
		out = append(out, rune(n))
	}
	return out
}
