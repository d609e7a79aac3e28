package document

import "strings"

// line is one line of a block: bytes [from, to) of its plain text.
type line struct {
	part     int
	from, to int
}

// split separates the words of a node from what stands below it. A line that
// begins with a number written by hand opens a paragraph of its own, with the
// lines of the same block that follow it; a block without one belongs to the
// node. Late is true when such words follow a paragraph or an item, and now
// stand before it; where the order counts they stay in their place.
func split(n *node, ordered bool) (own []rich, below []part, late bool) {
	parts := numbers(n)
	for i, p := range parts {
		switch {
		case p.node != nil:
			below = append(below, p)
		case ordered && len(below) > 0:
			below = inPlace(below, p.block.rich, parts[i+1:])
		default:
			late = late || len(below) > 0
			own = append(own, p.block.rich)
		}
	}
	return own, below, late
}

// numbers are the parts of a node, where lines that begin with a number written by hand are nodes.
func numbers(n *node) []part {
	opens := handMarks(n)
	var out []part
	for i, p := range n.parts {
		if len(opens[i]) == 0 {
			out = append(out, p)
			continue
		}
		words, paragraphs := cutBlock(p.block.rich, opens[i])
		if len(words) > 0 {
			out = append(out, part{block: block{rich: words}})
		}
		out = append(out, paragraphs...)
	}
	return out
}

// opening is a numbered line of a block.
type opening struct {
	from int
	mark mark
}

// handMarks finds the numbered lines of each block. The first line of a list
// item has been looked at already, with the other items of its list.
func handMarks(n *node) map[int][]opening {
	var (
		lines []line
		marks []*mark
	)
	for i, p := range n.parts {
		if p.node != nil || p.block.solid {
			continue
		}
		at := 0
		for s := range strings.Lines(p.block.plain()) {
			l := line{i, at, at + len(s)}
			at = l.to
			if n.item && i == 0 && l.from == 0 {
				continue
			}
			if m, ok := markAt(strings.TrimSuffix(s, "\n"), false); ok {
				lines = append(lines, l)
				marks = append(marks, &m)
			}
		}
	}
	opens := map[int][]opening{}
	for i, ok := range taken(marks) {
		if ok {
			opens[lines[i].part] = append(opens[lines[i].part], opening{lines[i].from, *marks[i]})
		}
	}
	return opens
}

// cutBlock cuts a block before each numbered line.
func cutBlock(words rich, opens []opening) (rest rich, paragraphs []part) {
	rest, words = words.split(max(opens[0].from-1, 0))
	at := max(opens[0].from-1, 0)
	for i, o := range opens {
		words = words.from(o.from + o.mark.length - at)
		at = o.from + o.mark.length
		paragraph := words
		if i+1 < len(opens) {
			end := opens[i+1].from - 1 // without the line end
			paragraph, words = words.split(end - at)
			at = end
		}
		paragraphs = append(paragraphs, part{node: &node{
			byHand: o.mark.number,
			parts:  []part{{block: block{rich: paragraph, solid: true}}},
		}})
	}
	return rest, paragraphs
}
