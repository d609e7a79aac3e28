package pledge

import (
	"slices"
	"strconv"
	"strings"
)

// oldYears is how long before the start a baseline may have been measured without advice.
const oldYears = 5

// measurable asks for an indicator with its unit, where it stands and since when, where it shall stand, and how one
// will know. A statement of intent is asked for none of them; what it says all the same must fit together.
func (c *check) measurable() {
	c.test = Measurable
	c.kind()
	from := len(c.found)
	c.vague()
	c.indicator()
	c.unit()
	c.values()
	c.baselineDay()
	c.verification()
	c.frequency()
	if c.Intent {
		c.intent(from)
	}
	c.money()
}

// asked are the codes of what a statement of intent leaves open.
var asked = []string{
	"indicator_missing", "unit_missing", "baseline_missing", "baseline_on_missing", "target_missing", "verification_missing", "frequency_missing",
	"vague",
}

// intent drops what is not asked of a statement of intent, from the finding at which the measurable ones begin, and
// says that it will be shown as one; or, where nothing has to be dropped, that it need not be one.
func (c *check) intent(from int) {
	missing := c.Kind == financial && (blank(c.Amount) || blank(c.Currency))
	kept := slices.DeleteFunc(slices.Clone(c.found[from:]), func(f Finding) bool {
		missing = missing || f.Severity == Must
		return slices.Contains(asked, f.Code)
	})
	c.found = append(c.found[:from], kept...)
	if missing {
		c.advise("intent", "intent_shown")
	} else {
		c.advise("intent", "intent_measurable")
	}
}

func (c *check) kind() {
	switch {
	case blank(c.Kind):
		c.must("kind", "kind_missing")
	case !slices.Contains(Kinds, c.Kind):
		c.must("kind", "kind_unknown", "written", short(c.Kind))
	}
}

func (c *check) indicator() {
	switch {
	case blank(c.Indicator):
		c.must("indicator", "indicator_missing")
	case c.isWhole(nothing, c.Indicator):
		c.placeholder("indicator", c.Indicator)
	default:
		// “Awareness” names no more than what is hoped for; “teachers who passed the test” can be counted.
		if words := c.find(vague, c.Indicator); words != "" && c.own(c.Indicator, "") < 2 {
			c.advise("indicator", "indicator_vague", "words", short(words))
		}
	}
}

func (c *check) unit() {
	if blank(c.Unit) {
		c.must("unit", "unit_missing")
		return
	}
	c.placeholder("unit", c.Unit)
	if blank(c.TargetValue) && strings.ContainsFunc(c.Unit, isDigit) {
		c.advise("unit", "unit_holds_number", "written", short(c.Unit))
	}
}

// values holds baseline and target against each other.
func (c *check) values() {
	baseline, baselineRead := c.number("baseline_value", c.BaselineValue, "baseline_missing")
	target, targetRead := c.number("target_value", c.TargetValue, "target_missing")
	if !blank(c.Direction) && !slices.Contains(Directions, c.Direction) {
		c.must("direction", "direction_unknown", "written", short(c.Direction))
	}
	if targetRead && c.isPercent() && target.Cmp(hundred) > 0 {
		c.advise("target_value", "percent_over", "target", target.String())
	}
	if !baselineRead || !targetRead {
		return
	}
	way := target.Cmp(baseline)
	args := []string{"baseline", baseline.String(), "target", target.String()}
	switch {
	case way == 0:
		c.must("target_value", "target_equals_baseline", "baseline", baseline.String())
	case c.Direction == increase && way < 0:
		c.must("target_value", "target_not_higher", args...)
	case c.Direction == decrease && way > 0:
		c.must("target_value", "target_not_lower", args...)
	case blank(c.Direction):
		c.doubt(way, args)
	}
}

// doubt advises where the title speaks of more, and the target is lower, or the other way round.
func (c *check) doubt(way int, args []string) {
	more, less := c.find(more, c.Title), c.find(less, c.Title)
	switch {
	case way > 0 && less != "" && more == "":
		c.advise("direction", "direction_doubtful", append(args, "words", short(less))...)
	case way < 0 && more != "" && less == "":
		c.advise("direction", "direction_doubtful", append(args, "words", short(more))...)
	}
}

// number reads a number; it notes one that is missing, cannot be read, or could have been read otherwise.
func (c *check) number(field, text, missing string) (Number, bool) {
	if blank(text) {
		if missing != "" {
			c.must(field, missing)
		}
		return Number{}, false
	}
	n, ok := ReadNumber(text, c.Language)
	if !ok {
		c.must(field, "number_unreadable", "written", short(text))
	} else if n.Guessed {
		c.advise(field, "number_read_as", "written", short(text), "read", n.String())
	}
	return n, ok
}

func (c *check) baselineDay() {
	on, ok := ReadDay(c.BaselineOn)
	if !ok {
		c.day("baseline_on", c.BaselineOn, "baseline_on_missing")
		return
	}
	switch {
	case c.dueRead && !on.Before(c.due):
		c.must("baseline_on", "baseline_after_due", "due", iso(c.due))
	case c.startsRead && on.After(c.starts):
		c.advise("baseline_on", "baseline_late", "start", iso(c.starts))
	case c.startsRead && on.AddDate(oldYears, 0, 0).Before(c.starts):
		c.advise("baseline_on", "baseline_old", "years", strconv.Itoa(oldYears))
	}
}

func (c *check) verification() {
	switch {
	case blank(c.Verification):
		c.must("verification", "verification_missing")
	case c.isWhole(nothing, c.Verification):
		c.placeholder("verification", c.Verification)
	case normal(tidy(c.Verification)) == normal(tidy(c.Indicator)):
		c.advise("verification", "verification_repeats")
	}
}

func (c *check) frequency() {
	switch {
	case blank(c.Frequency):
		c.advise("frequency", "frequency_missing")
	case !slices.Contains(Frequencies, c.Frequency):
		c.must("frequency", "frequency_unknown", "written", short(c.Frequency))
	case c.Frequency == atEnd && c.startsRead && c.dueRead && c.due.After(c.starts.AddDate(longYears, 0, 0)):
		c.advise("frequency", "frequency_rare")
	}
}

// vague advises on words such as “raise awareness” while nothing says what could be counted.
func (c *check) vague() {
	if !blank(c.Indicator) && !blank(c.TargetValue) {
		return
	}
	for _, text := range []struct{ field, text string }{{"title", c.Title}, {"indicator", c.Indicator}} {
		if words := c.find(vague, text.text); words != "" {
			c.advise(text.field, "vague", "words", short(words))
			return
		}
	}
}
