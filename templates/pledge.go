package templates

import (
	"net/url"
	"slices"

	"travaux/models"
)

// PledgesPage is the public list of pledges.
type PledgesPage struct {
	Base
	Filter  models.PledgeFilter
	List    models.Pledges
	Figures []models.PledgeFigure
}

// PledgePage is one pledge, as its reader may see it.
type PledgePage struct {
	Base
	Pledge   models.PledgeView
	Notes    []models.PledgeNote
	Versions []models.PledgeVersion
	Own      bool // the reader speaks for its organisation
}

// Form is the filter as it was asked for.
func (p PledgesPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything is filtered.
func (p PledgesPage) Filtered() bool { return len(p.values()) > 0 }

func (p PledgesPage) values() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{
		"outcome": p.Filter.Outcome, "kind": p.Filter.Kind, "type": p.Filter.Type, "region": p.Filter.Region, "status": p.Filter.Status,
	} {
		if values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }); len(values) > 0 {
			q[name] = values
		}
	}
	return q
}

// NextPath is the next page of the list.
func (p PledgesPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.List.Next)
	return withQuery(p.Root()+"/pledges", q)
}

// PledgePath is one pledge.
func (p PledgesPage) PledgePath(v models.PledgeView) string {
	return p.Root() + "/pledges/" + url.PathEscape(v.Ref)
}

// Standing counts the pledges that stand; with intent the statements of intent among them.
func (p PledgesPage) Standing(intent bool) (n int) {
	for _, f := range p.Figures {
		if !intent || f.Intent {
			n += f.Count
		}
	}
	return n
}

// AreaTally is a row of the figures: an outcome area, with how many pledges of each kind.
type AreaTally struct {
	Area   string
	Counts []int // in the order of the kinds
	All    int
}

// pledgeKinds are the kinds of pledges in the order in which they are shown.
var pledgeKinds = []string{"financial", "products_services", "research_knowledge"}

// Kinds are the columns of the figures.
func (PledgesPage) Kinds() []string { return pledgeKinds }

// Tallies are the figures by outcome area and kind; each total is the sum of its parts.
func (p PledgesPage) Tallies() []AreaTally {
	var out []AreaTally
	for _, area := range models.OutcomeAreas {
		row := AreaTally{Area: area, Counts: make([]int, len(pledgeKinds))}
		for _, f := range p.Figures {
			if i := slices.Index(pledgeKinds, f.Kind); f.OutcomeArea == area && i >= 0 {
				row.Counts[i] += f.Count
				row.All += f.Count
			}
		}
		out = append(out, row)
	}
	return out
}

// Amending tells the organisation and the secretariat that what they see is not what everybody sees.
func (p PledgePage) Amending() bool { return p.Pledge.Public() && p.Pledge.Number != p.Pledge.Shown }
