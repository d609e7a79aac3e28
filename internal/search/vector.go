package search

import (
	"strconv"
	"strings"
)

// Vector writes the result of Tokens as a PostgreSQL tsvector constant, such as
// 'charter':1 'right':2. It is to be bound as text and cast to tsvector.
// Quotes are escaped, tokens are cut at 255 bytes, positions stop at 16383 (the
// tokens after that one have none); NUL and invalid UTF-8 separate tokens.
func Vector(tokens string) string {
	var b strings.Builder
	b.Grow(2*len(tokens) + 16)
	position := 0
	for token := range strings.FieldsSeq(strings.ReplaceAll(strings.ToValidUTF8(tokens, " "), "\x00", " ")) {
		position++
		if token == gap {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		writeLexeme(&b, cut(token))
		if position <= maxPositions {
			b.WriteByte(':')
			b.WriteString(strconv.Itoa(position))
		}
	}
	return b.String()
}

// writeLexeme quotes a token for the text form of tsvector and tsquery.
func writeLexeme(b *strings.Builder, token string) {
	b.WriteByte('\'')
	for i := range len(token) {
		if c := token[i]; c == '\'' || c == '\\' {
			b.WriteByte(c)
		}
		b.WriteByte(token[i])
	}
	b.WriteByte('\'')
}
