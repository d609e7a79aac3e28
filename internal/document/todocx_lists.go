package document

import (
	"maps"
	"slices"

	"travaux/internal/docx"
	"travaux/models"
)

// listWays are the ways in which the automatic lists of ToDOCX count.
var listWays = []struct {
	style        style
	format, text string
}{
	{decimal, "decimal", "%1."},
	{lowerLetter, "lowerLetter", "(%1)"},
	{lowerRoman, "lowerRoman", "(%1)"},
	{upperRoman, "upperRoman", "%1."},
	{upperLetter, "upperLetter", "%1."},
	{0, "bullet", "•"},
}

// sequence is a list: siblings of one kind whose numbers follow each other.
type sequence struct{ way, start, length int }

// list puts the items into automatic lists, where they make one.
func (w *docxWriter) list() {
	w.lists = make([]int, len(w.ps))
	families := map[[2]int]int{}
	for _, parent := range slices.Sorted(maps.Keys(w.family.children)) {
		children := w.family.children[parent]
		for len(children) > 0 {
			s := longest(w.ps, children)
			if s.length == 0 {
				children = children[1:]
				continue
			}
			depth := w.ps[children[0]].Depth
			key := [2]int{s.way, depth}
			if families[key] == 0 {
				families[key] = len(families) + 1
			}
			list := docx.List{ID: len(w.doc.Lists) + 1, Family: families[key]}
			way := listWays[s.way]
			for i := range list.Levels {
				list.Levels[i] = docx.Level{Start: 1, Format: way.format, Text: way.text, After: -1, Indent: indent(depth) + 567}
			}
			list.Levels[0].Start, list.Levels[0].Restarts = s.start, true
			w.doc.Lists = append(w.doc.Lists, list)
			for _, c := range children[:s.length] {
				w.lists[c] = list.ID
			}
			children = children[s.length:]
		}
	}
}

// longest finds the way of counting in which most of the first siblings follow each
// other.
func longest(ps []models.Provision, children []int) sequence {
	first := ps[children[0]]
	if !isItem(first) {
		return sequence{}
	}
	var best sequence
	for i, way := range listWays {
		starts := []reading{{way.style, 1}}
		if way.style != 0 {
			starts = readings(first.Number)
		}
		for _, r := range starts {
			if r.style != way.style {
				continue
			}
			n := 0
			for n < len(children) && follows(ps[children[n]], first, r.value+n, way.format) {
				n++
			}
			if n > best.length {
				best = sequence{i, r.value, n}
			}
		}
	}
	return best
}

// follows reports an item of the kind of the first with the number that is next.
func follows(p, first models.Provision, value int, format string) bool {
	if !isItem(p) || p.Kind != first.Kind {
		return false
	}
	if format == "bullet" {
		return p.Number == "" && p.Kind == models.Point
	}
	return value > 0 && p.Number == docx.Numeral(value, format)
}
