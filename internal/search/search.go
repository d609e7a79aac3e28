// Package search turns a text into the tokens that are stored for full-text
// search, and what a person typed into a search box into an expression over
// those tokens. It is the one tokeniser of both databases: SQLite FTS5 and
// PostgreSQL are given finished tokens and never analyse language themselves,
// so the same query has the same hits on both.
//
// It refuses to know databases, tables, comments and people: strings go in,
// strings come out.
//
// # How a text becomes tokens
//
// The text is brought to NFKC, lower-cased and stripped of Latin, Greek and
// Arabic diacritics; digits of every script become ASCII digits. A word is a
// run of letters, digits and marks. Words are stemmed by the analyser of the
// declared language (ar, en, es, fr, ru) or left as they are (any other).
// Scripts written without spaces (Han, Kana, Hangul, Bopomofo, Thai, Lao,
// Khmer, Myanmar) become overlapping pairs of characters and, at the end of
// each run, its last character alone, whatever the declared language: thus
// every character begins exactly one token and a single one is found by prefix.
//
// Stop words are stored, unstemmed. A query drops them, unless they stand in
// double quotes or there is nothing else in the query: then they are looked up
// like any other word, and found.
//
// # What the databases must be told
//
// The tokens hold lower-case letters, digits and marks only. SQLite's FTS5 must
// use tokenize='ascii', which keeps every character above U+007F, so that no
// Unicode table of the engine can split or fold a token. In PostgreSQL neither
// to_tsvector nor to_tsquery may be used, since their parser takes tokens such as
// 1e5 or v2 apart: the column is a tsvector written from Vector by a cast, and the
// match is column @@ Expr.TSQuery() cast to tsquery.
package search

import (
	"strings"
	"unicode/utf8"
)

// Limits of one stored text. They follow PostgreSQL's tsvector (a position is at
// most 16383, a lexeme has at most 255 positions, a vector less than 1 MiB) and
// are applied to the tokens, so that SQLite has them too and the hits agree.
const (
	maxPositions   = 16383
	maxOccurrences = 255
	maxDistinct    = 512 << 10 // bytes of distinct tokens
	maxTokenBytes  = 255
)

// gap stands in the stored column for a token that has no place in phrases. It is
// no letter, digit or mark, so no query can ask for it.
const gap = "·"

// Tokens is the stored form of a text: its tokens in order, joined by single
// spaces. lang is a BCP 47 tag (RFC 5646) of which only the primary subtag
// counts; unknown, empty or wrong ones are harmless. Invalid UTF-8 separates
// words.
//
// Two limits touch phrases only: the words after the first 16,383, and a word's
// appearances after its 255th, are found alone but not as part of a phrase. Words
// after the first 512 KiB of distinct tokens are left out.
func Tokens(lang, text string) string {
	c := column{seen: make(map[string]int, len(text)/12+1)}
	c.out.Grow(len(text) + len(text)/4)
	for _, t := range analyserOf(lang).analyse(split(text)) {
		c.add(t.text)
	}
	return c.out.String()
}

// column collects the tokens of one text under the limits.
type column struct {
	out      strings.Builder
	seen     map[string]int
	n        int // tokens written, gaps included
	distinct int // bytes
}

func (c *column) add(token string) {
	seen := c.seen[token]
	if seen == 0 {
		if c.distinct+len(token) > maxDistinct {
			return
		}
		c.distinct += len(token)
	}
	c.seen[token] = seen + 1
	if c.n < maxPositions {
		if seen >= maxOccurrences {
			token = gap
		}
		c.write(token)
		return
	}
	if seen == 0 {
		c.write(gap) // keeps it from being adjacent to anything
		c.write(token)
	}
}

func (c *column) write(token string) {
	if c.n > 0 {
		c.out.WriteByte(' ')
	}
	c.out.WriteString(token)
	c.n++
}

// cut shortens a token to maxTokenBytes at the start of a character.
func cut(token string) string {
	if len(token) <= maxTokenBytes {
		return token
	}
	end := maxTokenBytes
	for end > 0 && !utf8.RuneStart(token[end]) {
		end--
	}
	return token[:end]
}
