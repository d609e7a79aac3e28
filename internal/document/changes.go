package document

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// isDeleted reports an element of which tracked changes leave nothing: an item
// or a row that was deleted is no empty item or row.
func isDeleted(n *html.Node) bool {
	deleted, left := remains(n)
	return n.Type == html.ElementNode && deleted && !left
}

// remains tells whether something below an element was deleted, and whether
// something else is left.
func remains(n *html.Node) (deleted, left bool) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.DataAtom == atom.Del:
			deleted = true
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) != "", c.DataAtom == atom.Img:
			left = true
		case c.Type == html.ElementNode:
			d, l := remains(c)
			deleted, left = deleted || d, left || l
		}
		if left {
			break
		}
	}
	return deleted, left
}
