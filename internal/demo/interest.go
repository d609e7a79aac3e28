package demo

import "travaux/internal/consult"

// interest is one of interests.json.
type interest struct {
	consult.NewInterest
	DaysAgo int    `json:"days_ago"`
	State   string `json:"state"` // what became of it: invited, declined, or empty
	Decided int    `json:"decided_days_ago"`
	Reason  string `json:"reason"`
	Note    string `json:"note"`
}

// organiser is who invites and declines.
const organiser = "olive-organiser"

// interested are the organisations that want to take part, and what the organisers do about them.
func (ex *example) interested() []happening {
	var out []happening
	for _, i := range ex.interests {
		ref := new(string)
		out = append(out, happening{ex.hour(-i.DaysAgo, 9, 30), func() {
			*ref = ex.c.Interest(i.NewInterest).Ref
			if i.Note != "" {
				ex.c.NoteInterest(organiser, *ref, i.Note)
			}
		}})
		switch i.State {
		case "invited":
			out = append(out, happening{ex.hour(-i.Decided, 14, 0), func() { ex.c.InviteInterested(organiser, *ref, consult.InterestInvitation{}) }})
		case "declined":
			out = append(out, happening{ex.hour(-i.Decided, 14, 0), func() { ex.c.DeclineInterest(organiser, *ref, i.Reason) }})
		}
	}
	return out
}
