package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of one query. What is beyond them is not looked for.
const (
	maxQueryBytes = 4096
	maxClauses    = 64
	maxPhrase     = 128 // tokens
)

// Expr is what a query looks for: any of its alternatives, one for each way the
// words can be analysed. The zero value looks for nothing and finds nothing.
type Expr struct {
	alternatives [][]clause
}

// clause is tokens that stand next to each other, in order.
type clause struct {
	tokens []string
	prefix bool // the last token may go on: a single character of a spaceless script
	stop   bool // nothing but stop words
}

// Parse reads what a person typed into a search box. All words must be in a text,
// in any order; words in double quotes (of any kind: "…", “…”, «…», 「…」) must
// stand next to each other, as must what is written without a space (3.14,
// multi-stakeholder, 参与者). No other character means anything. The words are
// analysed in each language, and a text that fits any of the analyses is a hit.
// Of a long query the first 4 KiB count, of these the first 64 words.
func Parse(q string) Expr {
	if len(q) > maxQueryBytes {
		end := maxQueryBytes
		for end > 0 && !utf8.RuneStart(q[end]) {
			end--
		}
		q = q[:end]
	}
	parts := quoted(q)
	var e Expr
	seen := map[string]bool{}
	for _, lang := range languages {
		alt := alternative(analyserOf(lang), parts)
		key := (Expr{[][]clause{alt}}).FTS5()
		if len(alt) > 0 && !seen[key] {
			seen[key] = true
			e.alternatives = append(e.alternatives, alt)
		}
	}
	return e
}

// Empty reports whether there is nothing to search for: no letter and no digit.
func (e Expr) Empty() bool { return len(e.alternatives) == 0 }

// FTS5 is the expression for MATCH on an SQLite FTS5 table with tokenize='ascii'
// whose column holds the result of Tokens. Every token is a quoted string. An empty
// Expr gives an expression without hits.
func (e Expr) FTS5() string {
	if e.Empty() {
		return `""`
	}
	return e.render(" AND ", " OR ", func(b *strings.Builder, c clause) {
		b.WriteByte('"')
		b.WriteString(strings.Join(c.tokens, " "))
		b.WriteByte('"')
		if c.prefix {
			b.WriteByte('*')
		}
	})
}

// TSQuery is the expression for PostgreSQL, to be bound as text and cast to tsquery
// (not given to to_tsquery), against a column written from Vector. Every token is a
// quoted lexeme. An empty Expr gives the empty string: a tsquery without hits.
func (e Expr) TSQuery() string {
	return e.render(" & ", " | ", func(b *strings.Builder, c clause) {
		for i, t := range c.tokens {
			if i > 0 {
				b.WriteString(" <-> ")
			}
			writeLexeme(b, t)
		}
		if c.prefix {
			b.WriteString(":*")
		}
	})
}

func (e Expr) render(and, or string, write func(*strings.Builder, clause)) string {
	var b strings.Builder
	for i, alt := range e.alternatives {
		if i > 0 {
			b.WriteString(or)
		}
		b.WriteByte('(')
		for j, c := range alt {
			if j > 0 {
				b.WriteString(and)
			}
			b.WriteByte('(')
			write(&b, c)
			b.WriteByte(')')
		}
		b.WriteByte(')')
	}
	return b.String()
}

// part is a piece of a query, inside or outside quotes.
type part struct {
	words  []word
	quoted bool
}

// quoted splits a query at pairs of double quotes. A quote without a partner means
// nothing.
func quoted(q string) []part {
	closing := map[rune]string{
		'"': `"”“`, '“': `”"`, '”': `”"`, '„': `“”"`, '«': "»", '»': "«", '＂': "＂", '「': "」", '『': "』",
	}
	var parts []part
	add := func(s string, quoted bool) {
		if w := split(s); len(w) > 0 {
			parts = append(parts, part{w, quoted})
		}
	}
	from := 0
	for i := 0; i < len(q); {
		r, size := utf8.DecodeRuneInString(q[i:])
		end := -1
		if ends, ok := closing[r]; ok {
			end = strings.IndexAny(q[i+size:], ends)
		}
		if end < 0 {
			i += size
			continue
		}
		add(q[from:i], false)
		add(q[i+size:i+size+end], true)
		_, closed := utf8.DecodeRuneInString(q[i+size+end:])
		i += size + end + closed
		from = i
	}
	add(q[from:], false)
	return parts
}

// alternative analyses a query with one analyser.
func alternative(a *analyser, parts []part) []clause {
	var all []clause
	for _, p := range parts {
		if p.quoted {
			all = appendClause(all, a, p.words, true)
			continue
		}
		for start := 0; start < len(p.words); {
			end := start + 1
			for end < len(p.words) && p.words[end].glue != 0 {
				end++
			}
			all = appendClause(all, a, p.words[start:end], false)
			start = end
		}
	}
	kept := slices.DeleteFunc(slices.Clone(all), func(c clause) bool { return c.stop })
	if len(kept) == 0 {
		kept = all
	}
	return kept[:min(len(kept), maxClauses)]
}

func appendClause(all []clause, a *analyser, words []word, quoted bool) []clause {
	tokens := a.analyse(words)
	if len(tokens) == 0 {
		return all
	}
	c := clause{stop: !quoted}
	for _, t := range tokens[:min(len(tokens), maxPhrase)] {
		c.tokens = append(c.tokens, t.text)
		c.stop = c.stop && t.stop
	}
	if len(tokens) <= maxPhrase && tokens[len(tokens)-1].last {
		// The text may go on after the last character: it was found in the pair
		// before, or stands alone and begins one.
		if len(words[len(words)-1].units) > 1 {
			c.tokens = c.tokens[:len(c.tokens)-1]
		} else {
			c.prefix = true
		}
	}
	same := slices.IndexFunc(all, func(o clause) bool {
		return o.prefix == c.prefix && slices.Equal(o.tokens, c.tokens)
	})
	if same >= 0 {
		all[same].stop = all[same].stop && c.stop
		return all
	}
	return append(all, c)
}
