package templates

import (
	"net/url"
	"slices"
	"time"

	"travaux/models"
)

// PledgesPage is the public list of pledges.
type PledgesPage struct {
	Base
	Filter models.PledgeFilter
	List   models.Tracker
	Now    time.Time
	Any    bool // there is a pledge, whether it matches or not
}

// Form is the filter as it was asked for.
func (p PledgesPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything is filtered.
func (p PledgesPage) Filtered() bool {
	q := p.values()
	q.Del("order")
	return len(q) > 0
}

func (p PledgesPage) values() url.Values {
	f := p.Filter
	q := url.Values{}
	for name, values := range map[string][]string{
		"outcome": f.Outcome, "kind": f.Kind, "type": f.Type, "region": f.Region, "country": f.Country, "status": f.Status, "freshness": f.Freshness,
		"completion": f.Completion, "intent": f.Intent, "late": f.Late, "due": {f.Due}, "order": {f.Order},
		"organisation": f.Organisation,
	} {
		if values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }); len(values) > 0 {
			q[name] = values
		}
	}
	return q
}

// with is the list with one filter set to a value, from its beginning; an empty value takes the filter away.
func (p PledgesPage) with(name, value string) string {
	q := p.values()
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	return withQuery(p.Root()+"/pledges", q)
}

// NextPath is the next page of the list.
func (p PledgesPage) NextPath() string { return p.with("cursor", p.List.Next) }

// OrderPath is the list in another order.
func (p PledgesPage) OrderPath(order string) string { return p.with("order", order) }

// ByDue tells whether the first to be due comes first.
func (p PledgesPage) ByDue() bool {
	return p.Filter.Order == models.PledgeDueNext || p.Filter.Order == "" && p.Filter.Due == models.PledgeOverdue
}

// OverduePath is what is overdue of what is listed, the longest overdue first.
func (p PledgesPage) OverduePath() string {
	q := p.values()
	q.Del("order")
	q.Set("due", models.PledgeOverdue)
	return withQuery(p.Root()+"/pledges", q)
}

// FilePath is the list as it is filtered, as a file.
func (p PledgesPage) FilePath(ending string) string {
	return withQuery(p.Root()+"/pledges."+ending, p.values())
}

// PledgePath is one pledge.
func (p PledgesPage) PledgePath(v models.PledgeView) string {
	return p.Root() + "/pledges/" + url.PathEscape(v.Ref)
}

// Overdue tells whether the day of a pledge is over.
func (p PledgesPage) Overdue(v models.PledgeView) bool { return v.Overdue(p.Now) }

// Freshness is how long ago a pledge was reported on; empty where no report is awaited.
func (p PledgesPage) Freshness(v models.PledgeView) models.Freshness {
	if !v.Awaited() {
		return ""
	}
	return v.Freshness(p.Now)
}

// fewest is how many there must be before a picture compares them: of four, every one is a quarter.
const fewest = 5

// FigureTable is one way of counting pledges, as a table with its bars.
type FigureTable struct {
	Axis  string
	Rows  []FigureRow
	Sum   models.PledgeTally
	Drawn bool // there are enough to compare
}

// FigureRow is a row of it.
type FigureRow struct {
	models.PledgeTally
	Label   string
	Path    string // those it counts
	Chosen  bool   // they are what is listed
	Width   int    // of the bar, of a thousand
	Nothing bool
}

// axisWords are where the catalogues say the values of an axis.
var axisWords = map[string]string{
	"outcome": "outcome", "kind": "pledge.kind", "type": "stakeholder", "freshness": "freshness", "completion": "completion", "late": "pledge_late",
}

// figureTables are the figures of what is listed. Each row leads to what it counts.
func (s speaker) figureTables(p PledgesPage) []FigureTable {
	var out []FigureTable
	for _, by := range p.List.Figures.By {
		t := FigureTable{Axis: by.Axis}
		most := 0
		for _, n := range by.Rows {
			t.Sum.Pledges, t.Sum.Intents, most = t.Sum.Pledges+n.Pledges, t.Sum.Intents+n.Intents, max(most, n.All())
		}
		t.Drawn = t.Sum.All() >= fewest
		for _, n := range by.Rows {
			row := FigureRow{PledgeTally: n, Path: p.with(by.Axis, n.Value), Chosen: slices.Equal(p.values()[by.Axis], []string{n.Value}), Nothing: n.All() == 0}
			if row.Label = s.word(axisWords[by.Axis], n.Value); by.Axis == "region" {
				row.Label = s.region(n.Value)
			}
			if most > 0 {
				row.Width = n.All() * 1000 / most
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}
