package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropHidden takes out what nobody sees who looks at the text, and reports whether
// there were words in it.
func dropHidden(n *html.Node) (words bool) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		switch {
		case c.Type == html.ElementNode && !dropped[c.DataAtom] && isHidden(c):
			words = hasWords(c) || words
			n.RemoveChild(c)
		default:
			words = dropHidden(c) || words
		}
		c = next
	}
	return words
}

// isHidden reports the attribute, or a style of the element itself; styles of the
// whole document are not looked at.
func isHidden(n *html.Node) bool {
	if hasAttribute(n, "hidden") {
		return true
	}
	for _, declaration := range strings.Split(strings.ToLower(attribute(n, "style")), ";") {
		name, value, _ := strings.Cut(declaration, ":")
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		switch strings.TrimSpace(name) + ":" + value {
		case "display:none", "visibility:hidden", "visibility:collapse":
			return true
		}
	}
	return false
}

// hasWords reports characters, or a picture's description.
func hasWords(n *html.Node) bool {
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode && !dropped[c.Parent.DataAtom] && strings.TrimSpace(c.Data) != "",
			c.DataAtom == atom.Img && attribute(c, "alt") != "":
			return true
		}
	}
	return n.DataAtom == atom.Img && attribute(n, "alt") != ""
}
