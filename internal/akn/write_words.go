package akn

import (
	"strings"

	"golang.org/x/net/html"
)

// elementsOf are the elements of Akoma Ntoso for those of sanitised HTML: the
// opening and the closing tag.
var elementsOf = map[string][2]string{
	"em": {"<i>", "</i>"}, "strong": {"<b>", "</b>"}, "sub": {"<sub>", "</sub>"}, "sup": {"<sup>", "</sup>"}, "abbr": {"<abbr>", "</abbr>"},
	"code": {`<inline name="code">`, "</inline>"}, "s": {`<inline name="s">`, "</inline>"}, "q": {`<inline name="q">`, "</inline>"},
	"br": {"<eol/>", ""}, "table": {"<table>", "</table>"}, "tr": {"<tr>", "</tr>"},
	"a": {"", "</a>"}, "span": {"", "</span>"}, "td": {"", "</p></td>"}, "th": {"", "</p></th>"},
}

// markup writes a line or a table of sanitised HTML as Akoma Ntoso. What stands
// between the cells and rows of a table is layout.
func markup(source string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	table, cell := false, false
	for {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !table || cell {
				b.WriteString(esc(token.Data))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			b.WriteString(opened(token))
			table = table || token.Data == "table"
			cell = cell || token.Data == "td" || token.Data == "th"
		case html.EndTagToken:
			b.WriteString(elementsOf[token.Data][1])
			table = table && token.Data != "table"
			cell = cell && token.Data != "td" && token.Data != "th"
		}
	}
}

// opened is the opening tag for one of HTML.
func opened(t html.Token) string {
	value := map[string]string{}
	for _, a := range t.Attr {
		value[a.Key] = a.Val
	}
	switch t.Data {
	case "a":
		return `<a href="` + esc(value["href"]) + `">`
	case "span":
		class := value["dir"]
		if class != "" {
			class = dirClass + class
		}
		return "<span" + attribute("xml:lang", value["lang"]) + attribute("class", class) + ">"
	case "td", "th":
		class := value["align"]
		if class != "" {
			class = alignClass + class
		}
		return "<" + t.Data + attribute("class", class) + attribute("colspan", value["colspan"]) + attribute("rowspan", value["rowspan"]) + "><p>"
	}
	return elementsOf[t.Data][0]
}
