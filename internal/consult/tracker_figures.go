package consult

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/place"
	"travaux/internal/pledge"
	"travaux/internal/store"
	"travaux/models"
)

// matcher tells what a filter leaves.
func matcher(cut store.PledgeCut, f models.PledgeFilter, at time.Time) func(*tracked) bool {
	type test struct {
		allowed map[string]bool
		of      func(*tracked) string
	}
	var tests []test
	add := func(values []string, of func(*tracked) string) {
		if values == nil {
			return
		}
		t := test{map[string]bool{}, of}
		for _, v := range values {
			t.allowed[v] = true
		}
		tests = append(tests, t)
	}
	add(cut.Outcomes, func(t *tracked) string { return t.OutcomeArea })
	add(cut.Kinds, func(t *tracked) string { return t.Kind })
	add(cut.Types, func(t *tracked) string { return t.StakeholderType })
	add(cut.Regions, func(t *tracked) string { return t.Region })
	add(cut.Countries, func(t *tracked) string { return t.Country })
	add(cut.Statuses, (*tracked).standing)
	add(given(f.Freshness), func(t *tracked) string { return string(t.freshness(at)) })
	add(given(f.Completion), func(t *tracked) string { return t.completion() })
	add(given(f.Intent), func(t *tracked) string { return strconv.FormatBool(t.Intent) })
	add(given(f.Late), func(t *tracked) string { return strconv.FormatBool(t.Late) })
	return func(t *tracked) bool {
		for _, x := range tests {
			if !x.allowed[x.of(t)] {
				return false
			}
		}
		return (cut.Organisations == nil || slices.Contains(cut.Organisations, t.OrganisationID)) && (f.Due == "" || t.overdue(at))
	}
}

// tallies count by axis, by the place of a value in fixedOrder, pledges and statements of intent.
type tallies [axes][mostValues][2]int

const (
	axes          = 7
	freshnessAxis = 4
	mostValues    = 16 // of an axis; what has no place counts in the last
)

// placeOf is the place of a value in the fixed order of an axis.
func placeOf(axis, value string) uint8 {
	if i := slices.Index(fixedOrder[axis], value); i >= 0 {
		return uint8(i)
	}
	return mostValues - 1
}

// figuresOf counts pledges.
func figuresOf(all []*tracked, at time.Time) models.PledgeFigures {
	var out models.PledgeFigures
	var counts tallies
	sums := map[string]*amounts{}
	for _, t := range all {
		if !t.stands() {
			out.Withdrawn++
			continue
		}
		kind := 0
		if t.Intent {
			kind = 1
		}
		for axis, value := range t.places {
			if axis == freshnessAxis {
				value = placeOf("freshness", string(t.freshness(at)))
			}
			counts[axis][value][kind]++
		}
		countEither(&out.Pledges, &out.Intents, t.Intent)
		countIf(&out.Late, t.Late)
		countIf(&out.Overdue, t.overdue(at))
		if !t.Intent {
			countIf(&out.Withheld, t.AmountPrivate && t.Amount != "")
			addAmount(sums, t)
		}
	}
	for i, axis := range models.PledgeAxes {
		out.By = append(out.By, models.PledgeTallies{Axis: axis, Rows: inFixedOrder(axis, counts[i][:])})
	}
	out.Amounts = summed(sums)
	return out
}

func countEither(pledges, intents *int, intent bool) {
	countIf(intents, intent)
	countIf(pledges, !intent)
}

func countIf(n *int, yes bool) {
	if yes {
		*n++
	}
}

// fixedOrder is in which order the values of an axis are shown, whatever their counts: figures rank nobody.
var fixedOrder = map[string][]string{
	"outcome": models.OutcomeAreas, "kind": pledge.Kinds, "type": wordsOf(models.OrganisationTypes),
	"freshness":  wordsOf(append(slices.Clone(models.Freshnesses), models.NotAwaited)),
	"completion": wordsOf(append(slices.Clone(models.Completions), models.NotGraded)),
	"late":       {"false", "true"}, "region": firstLevels(),
}

func firstLevels() []string {
	var out []string
	for _, r := range place.Regions() {
		if place.FirstLevel(r.Code) == r.Code {
			out = append(out, r.Code)
		}
	}
	return append(out, models.Unassigned)
}

// inFixedOrder gives the rows of an axis; no region is shown only where there is such a pledge.
func inFixedOrder(axis string, counts [][2]int) []models.PledgeTally {
	var out []models.PledgeTally
	for i, value := range fixedOrder[axis] {
		n := counts[i]
		if n[0]+n[1] > 0 || value != models.Unassigned {
			out = append(out, models.PledgeTally{Value: value, Pledges: n[0], Intents: n[1]})
		}
	}
	return out
}

type amounts struct {
	sum   pledge.Sum
	count int
}

func addAmount(sums map[string]*amounts, t *tracked) {
	if t.amount == nil {
		return
	}
	a := sums[t.Currency]
	if a == nil {
		a = &amounts{}
		sums[t.Currency] = a
	}
	a.sum.Add(t.amount)
	a.count++
}

// summed gives the sums by currency, in the order of their codes: amounts in two currencies are never compared.
func summed(sums map[string]*amounts) []models.PledgeAmounts {
	var out []models.PledgeAmounts
	for currency, a := range sums {
		out = append(out, models.PledgeAmounts{Currency: currency, Sum: a.sum.String(), Count: a.count})
	}
	slices.SortFunc(out, func(a, b models.PledgeAmounts) int { return strings.Compare(a.Currency, b.Currency) })
	return out
}
