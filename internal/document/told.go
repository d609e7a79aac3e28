package document

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"travaux/models"
)

// What this program writes as HTML, and as Markdown where that alone would not
// say it, tells its structure:
//
//	<h1>the title</h1>
//	<div data-provisions>
//	  <section id="its wid" data-kind="article">
//	    <h2>Article <span class="number">1</span> – <span class="heading">Aim</span></h2>
//	    <div class="words"><p>A line.</p><p>Another.</p></div>
//	    <section …>
//
// with <p class="label"> in the heading's place for a provision without a
// heading. Other words in a heading or label are for people only. A text that
// was changed so that anything else stands in it is recognised as any other.
const (
	toldRoot = "data-provisions"
	toldKind = "data-kind"
)

// readTold reads a text that tells its structure; ok is false for any other.
func readTold(doc *html.Node) (told toldText, ok bool) {
	var root *html.Node
	if !told.outside(doc, &root) || root == nil {
		return toldText{}, false
	}
	return told, told.below(root, 0)
}

// outside walks to the provisions, and reports whether nothing stands beside
// them but the title and what leads about the page.
func (t *toldText) outside(n *html.Node, root **html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isLayout(c) || c.Type == html.DoctypeNode:
		case c.Type != html.ElementNode:
			return false
		case hasAttribute(c, toldRoot):
			if *root != nil {
				return false
			}
			*root = c
		case c.DataAtom == atom.H1 && t.title == "":
			t.title = wording(c)
		case c.DataAtom == atom.Head, c.DataAtom == atom.Nav, hasClass(c, "about"):
		case c.DataAtom == atom.Html, c.DataAtom == atom.Body, c.DataAtom == atom.Header, c.DataAtom == atom.Main:
			if !t.outside(c, root) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// below reads the provisions directly below an element, each with its own.
func (t *toldText) below(n *html.Node, depth int) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isLayout(c), hasClass(c, "label"), isHeading(c), hasClass(c, "words"):
			if depth == 0 && !isLayout(c) {
				return false
			}
		case hasAttribute(c, toldKind):
			if !t.provision(c, depth) || !t.below(c, depth+1) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// provision reads what an element says of itself.
func (t *toldText) provision(n *html.Node, depth int) bool {
	p := toldPart{Part: Part{
		Depth: depth, Kind: models.ProvisionKind(attribute(n, toldKind)), WID: attribute(n, "id"), Lasting: true,
	}, words: &node{}}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case isHeading(c), hasClass(c, "label"):
			if saysMore(c) {
				return false
			}
			if s := find(c, "number"); s != nil {
				p.Number = wording(s)
			}
			if s := find(c, "heading"); s != nil {
				p.Heading = wording(s)
			}
		case hasClass(c, "words"):
			words, err := wordsOf(c, preserving)
			if err != nil || len(p.words.parts) > 0 || hasNodes(words) {
				return false
			}
			p.words = words
		}
	}
	t.parts = append(t.parts, p)
	return true
}

// aroundNumber is the most characters of what stands behind a number, such as 条.
const aroundNumber = 4

// saysMore reports a heading or a label in which somebody wrote words where this program writes none: behind the heading,
// or behind the number more than belongs to it. What stands before the number is for people only.
func saysMore(n *html.Node) bool {
	text, numbered, headed := "", false, false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case hasClass(c, "number") && !numbered && !headed:
			text, numbered = "", true
		case hasClass(c, "heading") && !headed:
			text, headed = strings.TrimSuffix(text, betweenNumberAndHeading), true
			if !numbered && strings.TrimSpace(text) != "" {
				return true
			}
		case headed && strings.TrimSpace(wording(c)) != "":
			return true
		case !headed:
			text += wording(c)
		}
	}
	return utf8.RuneCountInString(strings.TrimSpace(text)) > aroundNumber
}

// hasNodes reports lists, which are provisions of their own.
func hasNodes(n *node) bool {
	for _, p := range n.parts {
		if p.node != nil {
			return true
		}
	}
	return false
}

// isLayout reports white space and comments.
func isLayout(n *html.Node) bool {
	return n.Type == html.CommentNode || n.Type == html.TextNode && strings.Trim(n.Data, " \t\n") == ""
}

func isHeading(n *html.Node) bool {
	switch n.DataAtom {
	case atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

func hasAttribute(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func hasClass(n *html.Node, class string) bool {
	return n.Type == html.ElementNode && attribute(n, "class") == class
}

// find returns the first element of a class below another.
func find(n *html.Node, class string) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if hasClass(c, class) {
			return c
		}
		if at := find(c, class); at != nil {
			return at
		}
	}
	return nil
}

// wording is the text below an element as it stands.
func wording(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(wording(c))
	}
	return b.String()
}
