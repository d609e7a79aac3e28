package pledge

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// The lists of a language.
const (
	small   = "small"   // articles, prepositions and the like
	filler  = "filler"  // what any pledge can say of any charter
	vague   = "vague"   // deeds that nobody can count
	area    = "area"    // the names of the outcome areas
	nothing = "nothing" // what people write where they have nothing to write yet
	more    = "more"    // that something shall grow
	less    = "less"    // that something shall shrink
	percent = "percent"
)

// lexicon is the lists of one language.
type lexicon struct {
	lists map[string][]pattern
	small map[string]bool
}

// pattern is words that follow each other, in normal form. One that ends with * is the beginning of a word.
type pattern struct {
	pieces []string
	han    bool // found anywhere among Chinese characters, with others between its pieces
}

//go:embed data/words.*.txt
var wordFiles embed.FS

var lexicons = sync.OnceValue(func() map[string]*lexicon {
	out := map[string]*lexicon{}
	for _, lang := range []string{"ar", "en", "es", "fr", "ru", "zh"} {
		raw, err := wordFiles.ReadFile("data/words." + lang + ".txt")
		if err != nil {
			panic(fmt.Sprintf("pledge: the words of %s: %v", lang, err)) // embedded; seen by the first test
		}
		out[lang] = readLexicon(string(raw))
	}
	return out
})

// readLexicon reads lists: a line in brackets begins one, every other is an entry of it.
func readLexicon(raw string) *lexicon {
	l := &lexicon{lists: map[string][]pattern{}, small: map[string]bool{}}
	list := ""
	for line := range strings.Lines(raw) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			list = strings.Trim(line, "[]")
		default:
			for entry := range strings.SplitSeq(line, "|") {
				var p pattern
				for word := range strings.FieldsFuncSeq(entry, func(r rune) bool { return unicode.IsSpace(r) || r == '/' || r == '-' || r == '’' }) {
					p.pieces = append(p.pieces, normal(word))
				}
				p.han = strings.ContainsFunc(p.pieces[0], func(r rune) bool { return unicode.Is(unicode.Han, r) })
				l.lists[list] = append(l.lists[list], p)
				if list == small {
					l.small[p.pieces[0]] = true
				}
			}
		}
	}
	for _, patterns := range l.lists {
		slices.SortStableFunc(patterns, func(a, b pattern) int { return b.size() - a.size() })
	}
	return l
}

// size orders patterns: the longest says most.
func (p pattern) size() int { return len(strings.Join(p.pieces, " ")) }

// lexica are the lists that texts of a language are held against: those of its own, and of every language of another
// script, since people mix them. Of a language that is none of ours it is all.
func lexica(language string) []*lexicon {
	latin := []string{"en", "es", "fr"}
	if b := base(language); slices.Contains(latin, b) {
		latin = []string{b}
	}
	var out []*lexicon
	for _, lang := range append(latin, "ar", "ru", "zh") {
		out = append(out, lexicons()[lang])
	}
	return out
}

// between is how many small words may stand between two of a pattern: “raise the awareness”.
const between = 2

// at says how many tokens the pattern covers when it begins with the first; 0: it does not stand there.
func (p pattern) at(all []token, small map[string]bool) int {
	i := 0
	for n, piece := range p.pieces {
		for skipped := 0; n > 0 && skipped < between && i < len(all) && !all[i].fits(piece) && small[all[i].norm]; skipped++ {
			i++
		}
		if i == len(all) || !all[i].fits(piece) {
			return 0
		}
		i++
	}
	return i
}

// among gives the stretch of Chinese characters that the pattern covers, from its first piece to its last; "" for none.
func (p pattern) among(s string) string {
	from, to := -1, 0
	for _, piece := range p.pieces {
		i := strings.Index(s[to:], piece)
		if i < 0 {
			return ""
		}
		if from < 0 {
			from = i
		}
		to += i + len(piece)
	}
	return s[max(from, 0):to]
}

// fits tells that a word is a piece of a pattern, in one of its forms.
func (t token) fits(piece string) bool {
	return slices.ContainsFunc(t.forms, func(word string) bool { return matches(word, piece) })
}

func matches(word, piece string) bool {
	if beginning, ok := strings.CutSuffix(piece, "*"); ok {
		return strings.HasPrefix(word, beginning)
	}
	return word == piece
}

// bare is a word and, of an Arabic one, what it can be without its conjunction, preposition and article.
func bare(word string) []string {
	out := []string{word}
	if r := []rune(word); len(r) <= 3 || !unicode.Is(unicode.Arabic, r[0]) {
		return out
	}
	for _, c := range []string{"و", "ف"} {
		if rest, ok := strings.CutPrefix(word, c); ok {
			out = append(out, rest)
		}
	}
	for _, w := range slices.Clone(out) {
		for _, c := range []string{"ال", "لل", "بال", "كال", "ب", "ل", "س"} {
			if rest, ok := strings.CutPrefix(w, c); ok && len([]rune(rest)) >= 3 {
				out = append(out, rest)
			}
		}
	}
	return out
}

// isPercent tells that the unit is a share of a hundred and nothing else: “% more than in 2022” is a growth.
func (c *check) isPercent() bool {
	unit := tidy(c.Unit)
	return unit != "" && strings.Trim(unit, "%٪％") == "" || c.isWhole(percent, unit)
}
