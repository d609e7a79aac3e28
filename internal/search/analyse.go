package search

import (
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/token/porter"
)

// token is one stored token.
type token struct {
	text string
	stop bool
	// last marks the single character that ends a spaceless run.
	last bool
}

// analyser is the stop words and the stemmer of one language. Its zero value is the
// plain one. It is read-only once made.
type analyser struct {
	stop    map[string]bool // folded; compounds as parts joined by '
	elision map[string]bool // articles that an apostrophe ties to the next word
	owner   string          // ending that an apostrophe ties to the word before
	stem    analysis.TokenFilter
}

// analysers by primary subtag, "" for every other language. The stop words are
// folded here, as texts are: the lists have accents and the words met have none.
var analysers = sync.OnceValue(func() map[string]*analyser {
	return map[string]*analyser{
		"":   {},
		"ar": {stop: stopWords(ar.ArabicStopWords), stem: ar.NewArabicStemmerFilter()},
		"en": {stop: stopWords(en.EnglishStopWords), stem: porter.NewPorterStemmer(), owner: "s"},
		"es": {stop: stopWords(es.SpanishStopWords), stem: es.NewSpanishLightStemmerFilter()},
		"fr": {
			stop: stopWords(fr.FrenchStopWords), stem: fr.NewFrenchLightStemmerFilter(),
			elision: stopWords(fr.FrenchArticles),
		},
		"ru": {stop: stopWords(ru.RussianStopWords), stem: ru.NewRussianStemmerFilter()},
	}
})

// languages are the keys of analysers in the order queries try them.
var languages = []string{"", "ar", "en", "es", "fr", "ru"}

func analyserOf(lang string) *analyser {
	primary := lang
	if i := strings.IndexAny(lang, "-_"); i >= 0 {
		primary = lang[:i]
	}
	if a, ok := analysers()[strings.ToLower(primary)]; ok {
		return a
	}
	return analysers()[""]
}

// stopWords reads a list of one word a line with # and | comments.
func stopWords(list []byte) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(string(list)) {
		if i := strings.IndexAny(line, "#|"); i >= 0 {
			line = line[:i]
		}
		for entry := range strings.FieldsSeq(line) {
			parts := []string{}
			for _, w := range split(entry) {
				parts = append(parts, w.text)
			}
			m[strings.Join(parts, "'")] = true
		}
	}
	return m
}

// analyse gives the tokens of consecutive words.
func (a *analyser) analyse(words []word) []token {
	out := make([]token, 0, len(words)+len(words)/4)
	stems := make(map[string]token, len(words)/2+1)
	for i := 0; i < len(words); i++ {
		w := words[i]
		if w.units != nil {
			out = appendPairs(out, w)
			continue
		}
		tied := i+1 < len(words) && words[i+1].glue == apostrophe && words[i+1].units == nil
		switch {
		case tied && a.elision[w.text]: // l'eau
			continue
		case a.owner != "" && w.glue == apostrophe && w.text == a.owner && len(out) > 0: // people's
			continue
		case tied && a.stop[w.text+"'"+words[i+1].text]: // don't
			out = append(out, token{text: w.text, stop: true}, token{text: words[i+1].text, stop: true})
			i++
			continue
		}
		t, ok := stems[w.text]
		if !ok {
			t = a.token(w.text)
			stems[w.text] = t
		}
		out = append(out, t)
	}
	return out
}

// token stems one word. Words longer than any in a dictionary are left alone.
func (a *analyser) token(w string) token {
	if a.stop[w] {
		return token{text: w, stop: true}
	}
	if a.stem == nil || len(w) > maxTokenBytes/2 {
		return token{text: cut(w)}
	}
	t := analysis.Token{Term: []byte(w)}
	a.stem.Filter(analysis.TokenStream{&t})
	if len(t.Term) == 0 {
		return token{text: w}
	}
	return token{text: string(t.Term)}
}

// appendPairs appends the overlapping pairs of a spaceless run and its last
// character.
func appendPairs(out []token, w word) []token {
	start := 0
	for i, end := range w.units {
		next, last := end, true
		if i+1 < len(w.units) {
			next, last = w.units[i+1], false
		}
		out = append(out, token{text: cut(w.text[start:next]), last: last})
		start = end
	}
	return out
}
