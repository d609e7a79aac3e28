package ical

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	// lineOctets is the longest line of RFC 5545, 3.1, without its CRLF.
	lineOctets = 75
	localForm  = "20060102T150405"
)

// writer gathers content lines.
type writer struct{ out bytes.Buffer }

// line writes name, which may carry parameters, and a value that is escaped
// already, folded so that no character is cut. Both must be valid UTF-8 for that.
func (w *writer) line(name, value string) {
	rest, room := name+":"+value, lineOctets
	for len(rest) > room {
		cut := room
		for cut > 1 && !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.out.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], lineOctets-1 // the space counts
	}
	w.out.WriteString(rest + "\r\n")
}

// text writes a property of TEXT values in a language, if there is any text.
func (w *writer) text(name, language string, values ...string) {
	var escaped []string
	for _, v := range values {
		if v = clean(v); v != "" {
			escaped = append(escaped, escapeText(v))
		}
	}
	if len(escaped) == 0 {
		return
	}
	if language != "" {
		name += ";LANGUAGE=" + language
	}
	w.line(name, strings.Join(escaped, ","))
}

// moment writes an instant as wall time of z, or in UTC where z is nil or its
// clock shows that time twice and this is the second: RFC 5545, 3.3.5 gives
// such a wall time to the first.
func (w *writer) moment(name string, t time.Time, z *zone) {
	if z == nil || z.isRepeated(t) {
		w.line(name, utc(t))
		return
	}
	w.line(name+";TZID="+z.name, t.In(z.location).Format(localForm))
}

func utc(t time.Time) string { return t.UTC().Format(localForm) + "Z" }

// clean drops what a TEXT value cannot hold (RFC 5545, 3.3.11): control
// characters except TAB and line breaks, which all become LF, and invalid UTF-8.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// escapeText writes a clean text as a TEXT value.
func escapeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(s)
}

// quoteParam writes a clean text as a quoted parameter value, which can hold
// neither quotes nor line breaks but by RFC 6868.
func quoteParam(s string) string {
	return `"` + strings.NewReplacer("^", "^^", `"`, "^'", "\n", "^n").Replace(s) + `"`
}
