package templates

import (
	"net/url"
	"slices"

	"travaux/internal/place"
	"travaux/models"
)

// InterestFormPage asks an organisation that wants to take part. Fields: organisation_name, stakeholder_type,
// stakeholder_subtype, country, outcome_area, motivation, contact_name, contact_email, language; notice_version is
// hidden.
type InterestFormPage struct {
	Base
	Form
	Notices  models.Notices
	Open     bool          // interests are taken now
	Late     bool          // although they have closed
	Held     []string      // the languages that the consultation is held in
	Phase    *models.Phase // the one that is open, next or last; nil: none
	Speaking []string      // names of organisations that the reader may speak for
}

// InterestReceiptPage is what who expressed interest keeps.
type InterestReceiptPage struct {
	Base
	Interest models.InterestRow
}

// InterestConfirmPage asks the owner of an address whether an interest is theirs. Field: token.
type InterestConfirmPage struct {
	Base
	Token    string
	To       models.Consultation
	Interest models.Interest
	Contact  models.InterestContact
}

// InterestOfferPage is where the link of an invitation to sign leads, before the button is pressed. Field: token.
type InterestOfferPage struct {
	Base
	Token        string
	To           models.Consultation
	Organisation models.Organisation
}

// InterestsPage is the board of organisations that want to take part. Fields of the filter: q, state, region, type,
// country, outcome; of the settings: remind.
type InterestsPage struct {
	Base
	Filter  models.InterestFilter
	Board   models.InterestBoard
	List    models.Interests // where the filter names a state
	Limits  []string         // regions within which the reader may see them; nil: all
	Decides bool
	Whole   bool // the reader may say how interests are treated
}

// InterestPage is one of them. Fields: organisation (a slug, or "new"); reason; body.
type InterestPage struct {
	Base
	Form
	Interest   models.InterestRow
	Contact    models.InterestContact
	Addresses  bool // the whole address is shown
	Disposable bool
	Notes      []models.InterestNoteView
	Known      *models.Organisation // that bears the name
	Similar    []models.SimilarName // that could be meant
	Decides    bool
	Asks       bool // it has to be said whether one of the similar ones is meant
}

// InterestColumn are the interests in one state.
type InterestColumn struct {
	State models.InterestState
	Count int
	Items []models.InterestRow
	Path  string // of all of them
}

// InterestFigures count interests by region and type.
type InterestFigures struct {
	Types  []models.StakeholderType
	Rows   []InterestFigure
	Totals []int // by type
	Total  int
	Late   int
}

// InterestFigure counts those of a region.
type InterestFigure struct {
	Region string
	Cells  []int // by type
	Total  int
}

// Form is the filter as it was asked for.
func (p InterestsPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything is filtered.
func (p InterestsPage) Filtered() bool { return len(p.values()) > 0 }

// Listed tells whether states are chosen, so that there is a list in the place of the columns.
func (p InterestsPage) Listed() bool { return p.values().Has("state") }

// At is where the board is.
func (p InterestsPage) At() string { return p.Root() + "/manage/interests" }

// Chosen tells whether a state is chosen.
func (p InterestsPage) Chosen(state models.InterestState) bool {
	return slices.Contains(p.Filter.State, string(state))
}

// Columns are the states with their newest interests.
func (p InterestsPage) Columns() []InterestColumn {
	out := make([]InterestColumn, len(models.InterestStates))
	for n, state := range models.InterestStates {
		q := p.values()
		q.Set("state", string(state))
		out[n] = InterestColumn{State: state, Count: p.Board.InState(state), Path: withQuery(p.At(), q)}
		for _, i := range p.Board.Newest {
			if i.Standing() == state {
				out[n].Items = append(out[n].Items, i)
			}
		}
	}
	return out
}

// BoardPath is the board with everything that is filtered but the states.
func (p InterestsPage) BoardPath() string {
	q := p.values()
	q.Del("state")
	return withQuery(p.At(), q)
}

// NextPath is the next page of the list.
func (p InterestsPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.List.Next)
	return withQuery(p.At(), q)
}

// ExportPath is what is shown as a file, with addresses or without.
func (p InterestsPage) ExportPath(addresses bool) string {
	q := p.values()
	if addresses {
		q.Set("addresses", "1")
	}
	return withQuery(p.At()+"/export", q)
}

func (p InterestsPage) values() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{
		"state": p.Filter.State, "region": p.Filter.Region, "type": p.Filter.Type, "country": p.Filter.Country, "outcome": p.Filter.Outcome, "q": {p.Filter.Q},
	} {
		if values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }); len(values) > 0 {
			q[name] = values
		}
	}
	return q
}

// Figures count what the filter leaves, by region and type.
func (p InterestsPage) Figures() InterestFigures {
	out := InterestFigures{Types: models.OrganisationTypes, Totals: make([]int, len(models.OrganisationTypes))}
	at := map[string]int{}
	for _, c := range p.Board.Counts {
		n, known := at[c.Region]
		if !known {
			n, at[c.Region] = len(out.Rows), len(out.Rows)
			out.Rows = append(out.Rows, InterestFigure{Region: c.Region, Cells: make([]int, len(out.Types))})
		}
		t := slices.Index(out.Types, c.StakeholderType)
		if t < 0 {
			continue // a type that no organisation has
		}
		out.Rows[n].Cells[t] += c.Count
		out.Rows[n].Total += c.Count
		out.Totals[t] += c.Count
		out.Total += c.Count
		out.Late += c.Late
	}
	slices.SortStableFunc(out.Rows, func(a, b InterestFigure) int { return regionPlace(a.Region) - regionPlace(b.Region) })
	return out
}

// regionPlace is where a region stands among all; one that is none of them stands last.
func regionPlace(region string) int {
	all := place.Regions()
	if i := slices.IndexFunc(all, func(r place.Region) bool { return r.Code == region }); i >= 0 {
		return i
	}
	return len(all)
}

// PathTo is where one interest is.
func (p InterestsPage) PathTo(i models.InterestRow) string {
	return p.At() + "/" + url.PathEscape(i.Ref)
}

// At is where the interest is.
func (p InterestPage) At() string {
	return p.Root() + "/manage/interests/" + url.PathEscape(p.Interest.Ref)
}

// Back is the board.
func (p InterestPage) Back() string { return p.Root() + "/manage/interests" }

// StepUpPath is where one proves anew who one is, and comes back.
func (p InterestPage) StepUpPath() string {
	return "/account/step-up?" + url.Values{"return_to": {p.At()}}.Encode()
}

// MayInvite tells whether the organisation can be invited now.
func (p InterestPage) MayInvite() bool {
	return p.Decides && p.Interest.Standing().CanBecome(models.InterestInvited) && p.Contact.PersonID != nil
}

// MayDecline tells whether the interest can be declined now.
func (p InterestPage) MayDecline() bool {
	return p.Decides && p.Interest.Standing().CanBecome(models.InterestDeclined)
}

// MayRemind tells whether there is somebody to be reminded.
func (p InterestPage) MayRemind() bool {
	return p.Decides && p.Interest.Standing() == models.InterestInvited && p.Contact.PersonID != nil
}

// Waits tells whether the address is still to be confirmed.
func (p InterestReceiptPage) Waits() bool { return p.Interest.ConfirmedAt == nil }

// InterestCard is one interest with the board it stands on.
type InterestCard struct {
	Page InterestsPage
	Row  models.InterestRow
}

func carded(p InterestsPage, row models.InterestRow) InterestCard { return InterestCard{p, row} }
