package redline

import "slices"

// findMoved tells of every new provision whether it was moved: it has another
// parent, another wid, or is one of the fewest whose going elsewhere among their siblings
// explains the new order.
func (c *comparison) findMoved() []bool {
	moved := make([]bool, len(c.new.ps))
	renamed := map[string]string{} // wids of the old text by what they are in the new one
	for i, to := range c.old.partner {
		if to >= 0 && c.old.renamed[i] {
			renamed[c.old.ps[i].WID] = c.new.ps[to].WID
		}
	}
	siblings := map[string][]int{}
	for i, from := range c.new.partner {
		if from < 0 {
			continue
		}
		parent := c.old.ps[from].Parent
		if to, ok := renamed[parent]; ok {
			parent = to
		}
		if c.new.renamed[i] || parent != c.new.ps[i].Parent {
			moved[i] = true
			continue
		}
		siblings[parent] = append(siblings[parent], i)
	}
	for _, at := range siblings {
		from := make([]int, len(at))
		for k, i := range at {
			from[k] = c.new.partner[i]
		}
		for k, stays := range increasing(from) {
			moved[at[k]] = !stays
		}
	}
	return moved
}

// increasing marks a longest increasing subsequence.
func increasing(seq []int) []bool {
	var tails []int // by length, the index at which the lowest such sequence ends
	before := make([]int, len(seq))
	for i, v := range seq {
		at, _ := slices.BinarySearchFunc(tails, v, func(t, v int) int { return seq[t] - v })
		before[i] = -1
		if at > 0 {
			before[i] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, i)
		} else {
			tails[at] = i
		}
	}
	stays := make([]bool, len(seq))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			stays[i] = true
		}
	}
	return stays
}
