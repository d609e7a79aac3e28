package templates

import (
	"net/url"
	"slices"
	"strconv"

	"travaux/internal/place"
	"travaux/models"
)

// Facet is one filter of the queue with its counted choices.
type Facet struct {
	Label   string
	Choices []Choice
	Open    bool // shown unfolded
}

// Choice is one value of a facet; following it adds or takes away the filter.
type Choice struct {
	Label string
	Count int
	Share int // of the facet's largest count, in percent, for the bar
	Path  string
	On    bool
	Class string // how far it is set in: "in0" to "in3"
}

// facets are the queue's filters in the order of models.Dimensions; those with a single choice that
// is not chosen are left out, since they would tell and change nothing.
func (s speaker) facets(p ReviewPage) []Facet {
	var out []Facet
	for i, d := range models.Dimensions {
		counts := p.Review.Facets[d.JSON]
		chosen := *d.Of(&p.Filter)
		if len(counts) < 2 && len(chosen) == 0 {
			continue
		}
		f := Facet{Label: s.T("facet." + d.JSON), Open: i < 5 || len(chosen) > 0}
		most := 1
		for _, c := range counts {
			most = max(most, c.Count)
		}
		for _, c := range s.ordered(d, counts, p.Provisions) {
			on := slices.Contains(chosen, c.Value)
			f.Choices = append(f.Choices, Choice{
				Label: s.value(d.JSON, c.Value, p.Provisions), Count: c.Count, Share: max(1, 100*c.Count/most),
				Path: p.toggled(d, c.Value), On: on, Class: "in" + strconv.Itoa(depth(d.JSON, c.Value, p.Provisions)),
			})
		}
		out = append(out, f)
	}
	return out
}

// ordered puts regions and provisions in the order of their trees and the rest by count, as counted;
// of a long list the largest fifteen are kept and those that are chosen.
func (s speaker) ordered(d models.Dimension, counts []models.FacetCount, provisions []models.Provision) []models.FacetCount {
	order := map[string]int{}
	switch d.JSON {
	case "region":
		for i, r := range place.Regions() {
			order[r.Code] = i + 1
		}
	case "provision":
		for i, p := range provisions {
			order[p.WID] = i + 1
		}
	default:
		return counts[:min(len(counts), 15)]
	}
	sorted := slices.Clone(counts)
	slices.SortStableFunc(sorted, func(a, b models.FacetCount) int {
		return position(order, a.Value) - position(order, b.Value)
	})
	return slices.DeleteFunc(sorted, func(c models.FacetCount) bool { return c.Value == place.World })
}

func position(order map[string]int, value string) int {
	if at, ok := order[value]; ok {
		return at
	}
	return len(order) + 1
}

// Values of the provision facet that are not provisions, as internal/consult counts them.
const (
	onWhole     = "_whole"
	atBeginning = "_beginning"
)

// value names a value of a facet.
func (s speaker) value(dimension, value string, provisions []models.Provision) string {
	switch dimension {
	case "region":
		return s.region(value)
	case "country":
		if value == string(models.NotStated) {
			return s.T("stakeholder.not_stated")
		}
		return s.country(value)
	case "language":
		return place.LanguageName(value, s.Lang())
	case "provision":
		for _, p := range provisions {
			if p.WID == value {
				return s.short(p)
			}
		}
		switch value {
		case "", onWhole:
			return s.T("target.version")
		case atBeginning:
			return s.T("target.insertion.first")
		}
		return s.T("facet.provision_gone", "id", value)
	case "stakeholder_type":
		return s.word("stakeholder", value)
	}
	return s.word(dimension, value)
}

// depth is how far a value of a tree is set in.
func depth(dimension, value string, provisions []models.Provision) int {
	switch dimension {
	case "region":
		return min(3, max(0, len(place.Path(value))-2))
	case "provision":
		for _, p := range provisions {
			if p.WID == value {
				return min(3, p.Depth)
			}
		}
	}
	return 0
}

// toggled is the queue with a value added to a filter, or taken away.
func (p ReviewPage) toggled(d models.Dimension, value string) string {
	q := p.values()
	kept := slices.DeleteFunc(slices.Clone(q[d.Query]), func(v string) bool { return v == value })
	if len(kept) == len(q[d.Query]) {
		kept = append(kept, value)
	}
	q[d.Query] = kept
	return p.at(q)
}

// values is the filter as a query, without the page and the comment under review.
func (p ReviewPage) values() url.Values {
	q := url.Values{}
	for _, d := range models.Dimensions {
		if chosen := *d.Of(&p.Filter); len(chosen) > 0 {
			q[d.Query] = slices.Clone(chosen)
		}
	}
	if p.Filter.Q != "" {
		q.Set("q", p.Filter.Q)
	}
	return q
}

func (p ReviewPage) at(q url.Values) string { return withQuery(p.Root()+"/review", q) }

// withQuery is a path with a query, without a lone question mark.
func withQuery(path string, q url.Values) string {
	if e := q.Encode(); e != "" {
		return path + "?" + e
	}
	return path
}

// OnePath opens one comment of the list beside it.
func (p ReviewPage) OnePath(ref string) string {
	q := p.values()
	if p.Filter.Cursor != "" {
		q.Set("cursor", p.Filter.Cursor)
	}
	q.Set("one", ref)
	return p.at(q) + "#one"
}

// NextPath is the next page of the list.
func (p ReviewPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.Review.Next)
	return p.at(q)
}

// ClearPath is the queue without filters.
func (p ReviewPage) ClearPath() string { return p.Root() + "/review" }

// Filtered tells whether anything is filtered.
func (p ReviewPage) Filtered() bool { return len(p.values()) > 0 }

// Back is where the answer form returns to: this page of this list. Which comment comes next is known only
// once the answer is there.
func (p ReviewPage) Back() string {
	q := p.values()
	if p.Filter.Cursor != "" {
		q.Set("cursor", p.Filter.Cursor)
	}
	return p.at(q)
}

// Hidden are the filters as hidden fields of the search form.
func (p ReviewPage) Hidden() []Option {
	var out []Option
	for _, d := range models.Dimensions {
		for _, v := range *d.Of(&p.Filter) {
			out = append(out, Option{Label: d.Query, Value: v})
		}
	}
	return out
}

// filters are the filters that are set, each with the way to take it off.
func (s speaker) filters(p ReviewPage) []Choice {
	var out []Choice
	for _, d := range models.Dimensions {
		for _, v := range *d.Of(&p.Filter) {
			out = append(out, Choice{Label: s.value(d.JSON, v, p.Provisions), Path: p.toggled(d, v), On: true})
		}
	}
	return out
}
