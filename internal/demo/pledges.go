package demo

import (
	"cmp"

	"travaux/internal/consult"
	"travaux/models"
)

// pledge is one of pledges.json: what an organisation pledges, and what became of it.
type pledge struct {
	consult.NewPledge
	Key        string   `json:"key"`
	By         string   `json:"by"`
	DaysAgo    int      `json:"days_ago"`
	Draft      bool     `json:"draft"`
	On         []string `json:"on"` // paths of numbers, as of comments
	Starts     int      `json:"starts_in_days"`
	Due        int      `json:"due_in_days"`
	Baseline   int      `json:"baseline_in_days"`
	Milestones []struct {
		Title string `json:"title"`
		Due   int    `json:"in_days"`
	} `json:"milestones"`

	// What was asked for first, and what it said until then.
	AskedDaysAgo int    `json:"asked_days_ago"`
	Asked        string `json:"asked"`
	Before       words  `json:"before"`

	Decided  int    `json:"decided_days_ago"`
	Decision string `json:"decision"`
	Note     string `json:"note"`

	Amended   int   `json:"amended_days_ago"`
	Amendment words `json:"amendment"`

	Withdrawn int    `json:"withdrawn_days_ago"`
	Reason    string `json:"reason"`
}

// words are those in which a version of a pledge differs.
type words struct {
	Title        string `json:"title"`
	TargetValue  string `json:"target_value"`
	Verification string `json:"verification"`
	Resources    string `json:"resources"`
}

func (w words) in(p consult.NewPledge) consult.NewPledge {
	p.Title, p.TargetValue = cmp.Or(w.Title, p.Title), cmp.Or(w.TargetValue, p.TargetValue)
	p.Verification, p.Resources = cmp.Or(w.Verification, p.Verification), cmp.Or(w.Resources, p.Resources)
	return p
}

// pledged is what the signatories pledge, and what the organisers say to it.
func (ex *example) pledged() []happening {
	ex.pledgeRefs = map[string]string{}
	var out []happening
	for i, p := range ex.pledges {
		minutes := 4 * i
		on := func(daysAgo, hour int, do func(ref string)) {
			if daysAgo > 0 {
				out = append(out, happening{ex.hour(-daysAgo, hour, minutes), func() { do(ex.pledgeRefs[p.Key]) }})
			}
		}
		on(p.DaysAgo, 12, func(string) { ex.pledgeRefs[p.Key] = ex.c.WritePledge(p.By, p.Before.in(ex.toPledge(p))).Ref })
		on(p.AskedDaysAgo, 13, func(ref string) { ex.c.ReviewPledge(organiser, ref, "request_changes", p.Asked) })
		on(p.AskedDaysAgo, 16, func(ref string) { ex.c.RewritePledge(p.By, ref, ex.toPledge(p)) })
		on(p.Decided, 14, func(ref string) { ex.c.ReviewPledge(organiser, ref, p.Decision, p.Note) })
		on(p.Amended, 15, func(ref string) { ex.c.RewritePledge(p.By, ref, p.Amendment.in(ex.toPledge(p))) })
		on(p.Withdrawn, 16, func(ref string) { ex.c.WithdrawPledge(p.By, ref, p.Reason) })
	}
	return out
}

// toPledge is what an organisation sends.
func (ex *example) toPledge(p pledge) consult.NewPledge {
	in := p.NewPledge
	in.Organisation, in.Submit = ex.slugs[ex.people[p.By].Organisation], !p.Draft
	in.StartsOn, in.DueOn = ex.day(p.Starts), ex.day(p.Due)
	if p.Baseline != 0 {
		in.BaselineOn = ex.day(p.Baseline)
	}
	for _, m := range p.Milestones {
		in.Milestones = append(in.Milestones, models.Milestone{Title: m.Title, DueOn: ex.day(m.Due)})
	}
	for _, path := range p.On {
		in.Provisions = append(in.Provisions, widAt(ex.texts[len(ex.about.Versions)].Provisions, path))
	}
	return in
}
