package redline

import "unicode/utf8"

// Words gives the runs that turn old into new, in order, deletions before
// insertions at one place. The runs cover both texts: equal and inserted runs
// make the new one, byte for byte, equal and deleted ones the old one but for
// white space.
//
// White space is no word and no change of its own: where the same words follow one
// another with other white space between them, or with none, the run is equal
// and bears new's white space. Every inserted or deleted run has a word.
func Words(old, new string) []Edit {
	if old == new {
		w := writer{old: old, new: new}
		w.equal(len(old), len(new))
		return w.out
	}
	words := lexicon{}
	a, b := words.cut(old), words.cut(new)
	return edits(&a, &b, hunks(&a, &b))
}

// edits writes hunks as runs with their white space.
func edits(a, b *tokens, hunks []hunk) []Edit {
	w := writer{old: a.text, new: b.text}
	for _, h := range hunks {
		o, n := h.bounds(a, b)
		w.equal(o.start, n.start)
		w.delete(o.end)
		w.insert(n.end)
	}
	w.equal(len(a.text), len(b.text))
	return w.out
}

// bounds says which bytes of the two texts a hunk replaces. White space on either
// side that both texts have there stays outside; what only one has belongs to the
// change.
func (h hunk) bounds(a, b *tokens) (o, n span) {
	switch {
	case h.o1 == h.o2:
		n.start, n.end = lone(b, h.n1, h.n2, a.gap(h.o1))
		o.start = a.before(h.o1)
		if n.start > b.before(h.n1) {
			o.start = a.at(h.o1)
		}
		o.end = o.start
	case h.n1 == h.n2:
		o.start, o.end = lone(a, h.o1, h.o2, b.gap(h.n1))
		n.start = b.before(h.n1)
		if o.start > a.before(h.o1) {
			n.start = b.at(h.n1)
		}
		n.end = n.start
	default:
		o, n = span{a.at(h.o1), a.before(h.o2)}, span{b.at(h.n1), b.before(h.n2)}
		if (a.gap(h.o1) == "") != (b.gap(h.n1) == "") {
			o.start, n.start = a.before(h.o1), b.before(h.n1)
		}
		if (a.gap(h.o2) == "") != (b.gap(h.n2) == "") {
			o.end, n.end = a.at(h.o2), b.at(h.n2)
		}
	}
	return o, n
}

// lone gives the bytes of words that only one text has, with the white space that
// came with them: the other text has the gap other in their place.
func lone(t *tokens, from, to int, other string) (start, end int) {
	left, right := t.gap(from), t.gap(to)
	switch {
	case other == "":
		return t.before(from), t.at(to)
	case left == "" || right == other && left != other:
		return t.before(from), t.before(to)
	}
	return t.at(from), t.at(to)
}

// writer makes runs from bytes of the two texts, and counts code points.
type writer struct {
	old, new     string
	out          []Edit
	oldAt, newAt int // bytes written
	oldN, newN   int // the same in code points
}

func (w *writer) equal(oldTo, newTo int) {
	if oldTo > w.oldAt || newTo > w.newAt {
		w.write(Equal, oldTo, newTo, w.new[w.newAt:newTo])
	}
}

func (w *writer) delete(to int) {
	if to > w.oldAt {
		w.write(Delete, to, w.newAt, w.old[w.oldAt:to])
	}
}

func (w *writer) insert(to int) {
	if to > w.newAt {
		w.write(Insert, w.oldAt, to, w.new[w.newAt:to])
	}
}

func (w *writer) write(op Op, oldTo, newTo int, text string) {
	e := Edit{Op: op, Text: text, OldStart: w.oldN, NewStart: w.newN}
	w.oldN += utf8.RuneCountInString(w.old[w.oldAt:oldTo])
	w.newN += utf8.RuneCountInString(w.new[w.newAt:newTo])
	w.oldAt, w.newAt = oldTo, newTo
	e.OldEnd, e.NewEnd = w.oldN, w.newN
	w.out = append(w.out, e)
}
