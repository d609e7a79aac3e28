package document

import (
	"html"
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// linkRel goes on every link of a text: its authors do not vouch for the page.
const linkRel = "nofollow noopener"

// inline maps the inline elements that are kept to the names they are kept by.
var inline = map[string]string{
	"em": "em", "i": "em", "strong": "strong", "b": "strong", "a": "a", "code": "code",
	"kbd": "code", "samp": "code", "tt": "code", "sub": "sub", "sup": "sup", "span": "span",
	"s": "s", "strike": "s", "abbr": "abbr", "q": "q",
}

// policy is the second wall: whatever the reader makes, only this gets out.
var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("em", "strong", "code", "sub", "sup", "br", "s", "abbr", "q")
	p.AllowElements("table", "tr", "td", "th")
	p.AllowURLSchemes("http", "https", "mailto")
	p.AllowRelativeURLs(false)
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile("^" + linkRel + "$")).OnElements("a")
	p.AllowAttrs("lang").Matching(langTag).OnElements("span")
	p.AllowAttrs("dir").Matching(direction).OnElements("span")
	p.AllowAttrs("align").Matching(alignment).OnElements("td", "th")
	p.AllowAttrs("colspan", "rowspan").Matching(spanCount).OnElements("td", "th")
	return p
}

var (
	langTag   = regexp.MustCompile(`^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$`)
	direction = regexp.MustCompile(`^(?:ltr|rtl|auto)$`)
	alignment = regexp.MustCompile(`^(?:left|center|right)$`)
	spanCount = regexp.MustCompile(`^[1-9][0-9]?$`)
	blankLine = regexp.MustCompile(`\n[ \t]*(?:\n[ \t]*)+`)
)

// safeLink returns the address of a link, or nothing when it is not http, https
// or mailto.
func safeLink(href string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil || strings.IndexFunc(href, isRefused) >= 0 {
		return "", false
	}
	u.RawQuery, u.Opaque = wholeEscapes(u.RawQuery), wholeEscapes(u.Opaque)
	switch u.Scheme {
	case "http", "https":
		return u.String(), u.Host != ""
	case "mailto":
		return u.String(), u.Opaque != ""
	}
	return "", false
}

// wholeEscapes writes each % as such that no two hexadecimal digits follow: it makes no address.
func wholeEscapes(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2])) {
			b.WriteString("25")
		}
	}
	return b.String()
}

func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }

// attr renders one attribute.
func attr(name, value string) string {
	return " " + name + `="` + html.EscapeString(value) + `"`
}

// RenderComment makes safe HTML of a comment's plain text: paragraphs at blank
// lines, <br> at single line ends, everything escaped, no links and no Markdown.
// It is meant to be used once, when the comment is written.
func RenderComment(body string) string {
	var b strings.Builder
	for _, paragraph := range blankLine.Split(strings.Trim(body, "\n"), -1) {
		if strings.TrimSpace(paragraph) == "" {
			continue
		}
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(paragraph), "\n", "<br>") + "</p>")
	}
	return b.String()
}
