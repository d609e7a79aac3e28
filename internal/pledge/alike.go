package pledge

// likely is the share of the rarer words of one pledge, of a hundred, that another must have for the two to say much the same.
const likely = 50

// Alike tells whether two pledges of the same outcome area say much the same: whether at least half of the words that are
// the shorter one's own, in title, indicator and reason, are the other's too. Pledges in different languages are not held
// against each other.
func Alike(a, b Written) bool {
	if a.OutcomeArea != b.OutcomeArea || base(a.Language) != base(b.Language) {
		return false
	}
	mine, theirs := wordsOf(a), wordsOf(b)
	if len(mine) > len(theirs) {
		mine, theirs = theirs, mine
	}
	both := 0
	for word := range mine {
		if theirs[word] {
			both++
		}
	}
	return len(mine) >= fewest && both*100 >= likely*len(mine)
}

// wordsOf are the words of a pledge that are neither small nor common; of Chinese the neighbours of two.
func wordsOf(w Written) map[string]bool {
	c := check{Written: w, words: lexica(w.Language)}
	out := map[string]bool{}
	for _, text := range []string{w.Title, w.Indicator, w.Rationale} {
		for _, t := range tokens(text) {
			switch {
			case t.han:
				for _, pair := range pairs(t.norm) {
					out[pair] = true
				}
			case !c.isCommon(t):
				out[t.norm] = true
			}
		}
	}
	return out
}
