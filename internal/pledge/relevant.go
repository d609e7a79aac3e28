package pledge

import "slices"

// fewest is the number of words of its own from which on a rationale argues; two Chinese characters are a word.
const fewest = 3

// relevant asks for one of the outcome areas, and for a reason why the pledge serves the charter there.
func (c *check) relevant() {
	c.test = Relevant
	switch {
	case blank(c.OutcomeArea):
		c.must("outcome_area", "outcome_area_missing")
	case !slices.Contains(Areas, c.OutcomeArea):
		c.must("outcome_area", "outcome_area_unknown", "written", short(c.OutcomeArea))
	}
	c.rationale()
	if !slices.ContainsFunc(c.Provisions, func(wid string) bool { return !blank(wid) }) {
		c.advise("provisions", "provisions_missing")
	}
}

// rationale asks for an argument. What only says again that the pledge serves its area, or its title, is advised on.
func (c *check) rationale() {
	switch {
	case blank(c.Rationale):
		c.must("rationale", "rationale_missing")
	case c.isWhole(nothing, c.Rationale):
		c.placeholder("rationale", c.Rationale)
	case c.own(c.Rationale, "") < fewest:
		c.advise("rationale", "rationale_repeats_area")
	case c.own(c.Rationale, c.Title) < fewest:
		c.advise("rationale", "rationale_repeats_title")
	}
}
