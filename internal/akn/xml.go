package akn

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"travaux/internal/document"
)

// The limits of parse beside those of document.
const (
	maxNesting  = 256
	maxElements = 150_000
)

// otherVocabulary names the elements of other vocabularies. What they say is not kept, but that there was something.
const otherVocabulary = "other vocabulary"

// node is an element, or characters when it has no name.
type node struct {
	name string
	attr []xml.Attr
	text string
	kids []*node
}

// get returns an attribute by its local name, empty when it is not there.
func (n *node) get(name string) string {
	for _, a := range n.attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// parse reads XML without document type and entities, and gives its root. A text
// that says it is in another encoding has been decoded already.
func parse(text string) (*node, error) {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	b := builder{open: []*node{{}}}
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF):
			return b.root()
		case err != nil && strings.Contains(err.Error(), "invalid character entity"):
			return nil, fmt.Errorf("%w: %w", ErrDoctype, err)
		case err != nil:
			return nil, fmt.Errorf("%w: %w", ErrBroken, err)
		}
		if err := b.take(token); err != nil {
			return nil, err
		}
	}
}

// builder makes nodes of tokens.
type builder struct {
	open     []*node // the document first
	foreign  int     // open elements of another vocabulary
	elements int
}

func (b *builder) take(token xml.Token) error {
	top := b.open[len(b.open)-1]
	switch t := token.(type) {
	case xml.Directive:
		return ErrDoctype
	case xml.StartElement:
		if b.elements++; b.elements > maxElements {
			return ErrElements
		}
		if len(b.open)+b.foreign > maxNesting {
			return fmt.Errorf("more than %d elements in each other: %w", maxNesting, document.ErrTooDeep)
		}
		if b.foreign > 0 || !strings.HasPrefix(t.Name.Space, namespace) {
			if b.elements == 1 {
				return ErrNotAKN
			}
			if b.foreign++; b.foreign == 1 {
				top.kids = append(top.kids, &node{name: otherVocabulary})
			}
			return nil
		}
		n := &node{name: t.Name.Local, attr: t.Attr}
		top.kids = append(top.kids, n)
		b.open = append(b.open, n)
	case xml.EndElement:
		if b.foreign > 0 {
			b.foreign--
			return nil
		}
		b.open = b.open[:len(b.open)-1]
	case xml.CharData:
		if b.foreign > 0 {
			if last := top.kids[len(top.kids)-1]; last.text == "" { // that there are words is all that is asked
				last.text = strings.TrimSpace(string(t))
			}
		} else if len(b.open) > 1 {
			top.kids = append(top.kids, &node{text: string(t)})
		}
	}
	return nil
}

func (b *builder) root() (*node, error) {
	if len(b.open[0].kids) != 1 || b.open[0].kids[0].name != "akomaNtoso" {
		return nil, ErrNotAKN
	}
	return b.open[0].kids[0], nil
}

// first returns the first element of a name below a node, however deep.
func (n *node) first(name string) *node {
	for _, c := range n.kids {
		if c.name == name {
			return c
		}
		if at := c.first(name); at != nil {
			return at
		}
	}
	return nil
}

// child returns the first element of a name directly below a node.
func (n *node) child(name string) *node {
	for _, c := range n.kids {
		if c.name == name {
			return c
		}
	}
	return nil
}

// isBlank reports that nothing is to be read below a node.
func (n *node) isBlank() bool {
	if strings.TrimSpace(n.text) != "" {
		return false
	}
	for _, c := range n.kids {
		if !c.isBlank() {
			return false
		}
	}
	return true
}
