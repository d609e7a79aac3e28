package document

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"travaux/models"
)

// plant turns the nodes below the root into provisions in reading order.
func (t *Tree) plant(root *node) error {
	t.Title, t.FirstHeading = root.heading, root.heading
	if t.Title == "" {
		t.Title, t.FirstHeading = t.takeTitle(root)
	}
	if err := t.checkTitle(); err != nil {
		return err
	}
	before := node{level: 1}
	var headed []part
	for _, p := range root.parts {
		if p.node == nil || p.node.item {
			before.parts = append(before.parts, p)
			continue
		}
		headed = append(headed, p)
	}
	switch {
	case len(before.parts) == 0 && len(headed) > 0: // they were in the title, or left nothing before the first heading
		t.warnOf(&node{changes: root.changes, missing: root.missing}, 1)
	case len(before.parts) > 0:
		before.images, before.changes, before.missing = root.images, root.changes, root.missing
		if err := t.add(&before, title{kind: models.Preamble}, 0); err != nil {
			return err
		}
	}
	return t.children(headed, 0)
}

func (t *Tree) checkTitle() error {
	if utf8.RuneCountInString(t.Title) > MaxHeading {
		return fmt.Errorf("title of more than %d characters: %w", MaxHeading, ErrTooLarge)
	}
	return nil
}

// takeTitle removes the first h1 and returns its words, leaving what stood under
// it in its place. An h1 that is one of several numbered units of one kind is no
// title; it is then only the first heading, if it is that.
func (t *Tree) takeTitle(root *node) (title, first string) {
	at := -1
	for i, p := range root.parts {
		if p.node == nil || p.node.item {
			continue
		}
		if first == "" {
			first = p.node.heading
		}
		if p.node.level == 1 {
			at = i
			break
		}
	}
	if at < 0 || root.parts[at].node.given != nil || isUnit(root.parts[at:]) {
		return "", first
	}
	h1 := root.parts[at].node
	root.images, root.changes, root.missing = root.images || h1.images, root.changes || h1.changes, root.missing || h1.missing
	under := h1.parts
	if t.ordered {
		under = keepPlace(root.parts[:at], under)
	}
	root.parts = slices.Concat(root.parts[:at], under, root.parts[at+1:])
	return h1.heading, h1.heading
}

// isUnit reports that the first of these headings has a word and a number, and
// that a later h1 is of the same kind.
func isUnit(parts []part) bool {
	first, ok := readWord(parts[0].node.heading)
	if !ok || first.number == "" {
		return false
	}
	return slices.ContainsFunc(parts[1:], func(p part) bool {
		if p.node == nil || p.node.level != 1 {
			return false
		}
		other, ok := readWord(p.node.heading)
		return ok && other.kind == first.kind && other.number != ""
	})
}

// children adds the nodes among the parts: headings and items are numbered each
// among their like.
func (t *Tree) children(parts []part, depth int) error {
	var headed, items []*node
	var headings []string
	titles := map[*node]title{}
	for _, p := range parts {
		switch {
		case p.node == nil:
		case p.node.given != nil:
			titles[p.node] = *p.node.given
		case p.node.byHand != "":
			titles[p.node] = title{kind: models.Paragraph, number: p.node.byHand}
		case p.node.item:
			items = append(items, p.node)
		default:
			headed = append(headed, p.node)
			headings = append(headings, p.node.heading)
		}
	}
	for i, heading := range readTitles(headings) {
		titles[headed[i]] = heading
	}
	for i, heading := range itemTitles(items) {
		titles[items[i]] = heading
	}
	for _, p := range parts {
		if p.node == nil {
			continue
		}
		if err := t.add(p.node, titles[p.node], depth); err != nil {
			return err
		}
	}
	return nil
}

// itemTitles finds the numbers of list items: the mark written by hand, which is
// taken off the words, else the one that the list shows.
func itemTitles(items []*node) []title {
	out := make([]title, len(items))
	marks := make([]*mark, len(items))
	for i, item := range items {
		out[i] = title{kind: models.Point, number: item.ordinal}
		if item.style == decimal {
			out[i].kind = models.Paragraph
		}
		if len(item.parts) == 0 || item.parts[0].node != nil || item.parts[0].block.solid {
			continue
		}
		line, _, _ := strings.Cut(item.parts[0].block.plain(), "\n")
		if m, ok := markAt(line, false); ok {
			marks[i] = &m
		}
	}
	for i, ok := range taken(marks) {
		if !ok {
			continue
		}
		out[i] = title{kind: models.Point, number: marks[i].number}
		if marks[i].isDecimal() {
			out[i].kind = models.Paragraph
		}
		b := &items[i].parts[0].block
		b.rich = b.from(marks[i].length)
	}
	return out
}

// add appends one provision and, below it, its numbered lines, items and
// headings.
func (t *Tree) add(n *node, head title, depth int) error {
	position := len(t.Provisions) + 1
	t.warnOf(n, position)
	if n.list > listWarningDepth {
		t.warn("list_deeper_than_six", position)
	}
	own, below, late := split(n, t.ordered)
	if late {
		t.warn("text_after_items", position)
	}
	words := joined(withNotes(own, n.marked))
	n.marked.settle(position)
	words.settle(position)
	if err := t.provision(head, words, depth); err != nil {
		return err
	}
	t.Provisions[position-1].WID = n.wid
	return t.children(below, depth+1)
}

// provision appends one provision, if it is within the limits.
func (t *Tree) provision(head title, words rich, depth int) error {
	position := len(t.Provisions) + 1
	p := models.Provision{
		Language: t.Language, Position: position, Depth: depth,
		Kind: head.kind, Number: head.number, Heading: head.heading,
		Text: words.plain(),
	}
	switch {
	case depth >= MaxDepth:
		return fmt.Errorf("provision %d at depth %d: %w", position, depth, ErrTooDeep)
	case position > MaxProvisions:
		return fmt.Errorf("more than %d provisions: %w", MaxProvisions, ErrTooLarge)
	case utf8.RuneCountInString(p.Heading) > MaxHeading || utf8.RuneCountInString(p.Number) > MaxHeading:
		return fmt.Errorf("heading of provision %d has more than %d characters: %w", position, MaxHeading, ErrTooLarge)
	case len(p.Text) > MaxText:
		return fmt.Errorf("provision %d has more than %d bytes: %w", position, MaxText, ErrTooLarge)
	}
	if p.HTML = policy.Sanitize(words.html()); len(p.HTML) > maxMarkup {
		return fmt.Errorf("provision %d has more than %d bytes of markup: %w", position, maxMarkup, ErrTooLarge)
	}
	t.Provisions = append(t.Provisions, p)
	return nil
}

// warnOf reports what could not be kept of a node.
func (t *Tree) warnOf(n *node, position int) {
	if n.images {
		t.warn("image_dropped", position)
	}
	if n.changes {
		t.warn("changes_accepted", position)
	}
	if n.missing {
		t.warn("left_out", position)
	}
}

func (t *Tree) warn(code string, position int) {
	t.Warnings = append(t.Warnings, fmt.Sprintf("%s:%d", code, position))
}
