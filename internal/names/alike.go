package names

import "slices"

// long is from how many characters on a name may differ by a few and still be taken for another.
const long = 8

// Alike tells whether two skeletons can be taken for each other: equal, or long and different in so few characters as
// a slip of the pen makes (one from 8 on, two from 16 on).
func Alike(a, b string) bool {
	if a == b {
		return true
	}
	x, y := []rune(a), []rune(b)
	n := min(len(x), len(y))
	if n < long {
		return false
	}
	return near(x, y, min(2, n/long))
}

// Reach is how many characters the length of a name may differ by and the two still be Alike.
const Reach = 2

// near tells whether at most so many insertions, deletions and replacements make one of the other.
func near(a, b []rune, most int) bool {
	if d := len(a) - len(b); d > most || -d > most {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		left := row[0] // the row above, one to the left
		row[0] = i + 1
		for j, y := range b {
			step := left
			if x != y {
				step = min(left, row[j], row[j+1]) + 1
			}
			left, row[j+1] = row[j+1], step
		}
		if slices.Min(row) > most {
			return false
		}
	}
	return row[len(b)] <= most
}
