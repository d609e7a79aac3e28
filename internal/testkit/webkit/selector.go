package webkit

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// piece is one condition of a selector's word: a tag, #id, .class, [attribute] or [attribute=value].
var piece = regexp.MustCompile(`^(?:([a-zA-Z][a-zA-Z0-9]*)|#([\w.-]+)|\.([\w-]+)|\[([\w-]+)(?:=([^\]]*))?\])`)

// parse makes a test of one word of a selector.
func parse(word string) (func(*html.Node) bool, error) {
	var all []func(*html.Node) bool
	for rest := word; rest != ""; {
		m := piece.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("the selector %q is not understood from %q on", word, rest)
		}
		all = append(all, condition(m, strings.Contains(m[0], "=")))
		rest = rest[len(m[0]):]
	}
	return func(n *html.Node) bool {
		return !slices.ContainsFunc(all, func(test func(*html.Node) bool) bool { return !test(n) })
	}, nil
}

func condition(m []string, valued bool) func(*html.Node) bool {
	attr := func(name string, ok func(string) bool) func(*html.Node) bool {
		return func(n *html.Node) bool {
			v, there := Attr(n, name)
			return there && ok(v)
		}
	}
	switch {
	case m[1] != "":
		return func(n *html.Node) bool { return n.Data == m[1] }
	case m[2] != "":
		return attr("id", func(v string) bool { return v == m[2] })
	case m[3] != "":
		return attr("class", func(v string) bool { return slices.Contains(strings.Fields(v), m[3]) })
	}
	value := strings.Trim(m[5], `"'`)
	return attr(m[4], func(v string) bool { return !valued || v == value })
}
