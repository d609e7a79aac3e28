package templates

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/models"
)

// PreparePage asks who is to sign for an organisation and who clears it, on a text that is open. Fields: those of SignPage;
// officer_email, clearers.<n>.name, clearers.<n>.email; revision, of what is changed.
type PreparePage SignPage

// PreparedPage is where a preparation stands. Fields of its forms: do, link.
type PreparedPage struct {
	Base
	Form
	View models.PreparationView
	Why  string // why it could not be signed now, in words; empty: it could
}

// SigningPage is what a mailed link leads to: the whole text with what would be signed, or the receipt. Field: remark.
type SigningPage struct {
	Base
	Form
	Token   string
	View    models.PreparationView
	Link    models.SignatureLink
	Reading models.Reading
	Terms   models.SigningTerms
	Notices models.Notices
	Why     string // why it cannot be signed now, in words; empty: it can
	Receipt *models.SignatureReceipt
}

// mostClearers is how many people can be asked, fewClearers for how many there is room at first.
const (
	mostClearers = 10
	fewClearers  = 2
)

// MoreClearers is where a form that is shown again keeps for how many people there is room.
const MoreClearers = "rows"

// ClearerRows is for how many people a form has room: for those it names, and some more.
func ClearerRows(v url.Values) int {
	rows := fewClearers
	for name := range v {
		if parts := strings.Split(name, "."); len(parts) == 3 && parts[0] == "clearers" && v.Get(name) != "" {
			if n, err := strconv.Atoi(parts[1]); err == nil {
				rows = max(rows, n+1)
			}
		}
	}
	if n, err := strconv.Atoi(v.Get(MoreClearers)); err == nil {
		rows = max(rows, n)
	}
	return min(rows, mostClearers)
}

// ClearerRow is room for one person who clears it.
type ClearerRow struct{ Number, Name, Email string }

// Clearers are the rows of the form.
func (p PreparePage) Clearers() []ClearerRow {
	out := make([]ClearerRow, ClearerRows(p.Values))
	for i := range out {
		out[i] = ClearerRow{strconv.Itoa(i + 1), fmt.Sprintf("clearers.%d.name", i), fmt.Sprintf("clearers.%d.email", i)}
	}
	return out
}

// Room tells whether more people can be asked.
func (p PreparePage) Room() bool { return ClearerRows(p.Values) < mostClearers }

// Changes tells whether something that was prepared is changed.
func (p PreparePage) Changes() bool { return p.Get("revision") != "" && p.Get("revision") != "0" }

// Page is the page as the one with the text.
func (p PreparePage) Page() SignPage { return SignPage(p) }

// Hidden are the fields that say what is signed, and what is changed.
func (p PreparePage) Hidden() []Option {
	return append(SignPage(p).Hidden(), Option{Label: "revision", Value: cmp.Or(p.Get("revision"), "0")})
}

// Action is where the form is sent.
func (p PreparePage) Action() string { return SignPage(p).Action() + "/prepare" }

// TextIn is this page on the text in another language.
func (p PreparePage) TextIn(language string) string {
	return p.Action() + "?" + url.Values{"text": {language}}.Encode()
}

// At is where the page's forms are sent.
func (p PreparedPage) At(page string) string {
	return p.Root() + "/sign/" + url.PathEscape(p.View.Organisation.Slug) + "/" + page
}

// Officer is the officer's link; none before it is mailed.
func (p PreparedPage) Officer() []models.SignatureLink {
	if l := p.View.Officer(); l != nil {
		return []models.SignatureLink{*l}
	}
	return nil
}

// Clearing tells whether those who are asked can still be.
func (p PreparedPage) Clearing() bool { return p.View.Preparation.State == models.PreparationClearing }

// givenDay is a day as it was given; nil: none was.
func givenDay(s string) *time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil
	}
	return &t
}

// Statement is what would be signed, as the partial of that name shows it.
type Statement struct {
	View models.PreparationView
	On   *time.Time // from when it may be public; nil: at once
}

// Statement is what would be signed.
func (p PreparedPage) Statement() Statement {
	return Statement{p.View, givenDay(p.View.Revision.PublishOn)}
}

// Statement is what would be signed.
func (p SigningPage) Statement() Statement {
	return Statement{p.View, givenDay(p.View.Revision.PublishOn)}
}

// Blocks are the provisions of the text in reading order.
func (p SigningPage) Blocks() []Block { return blocks(p.Reading, nil, nil) }

// Officer tells whether the link is the officer's.
func (p SigningPage) Officer() bool { return p.Link.Kind == models.LinkOfficer }

// Signs tells whether the officer can sign now.
func (p SigningPage) Signs() bool {
	return p.Officer() && p.Why == "" && p.View.Preparation.State == models.PreparationWaiting
}

// Answers tells whether something can be said by the link.
func (p SigningPage) Answers() bool {
	wanted := models.PreparationClearing
	if p.Officer() {
		wanted = models.PreparationWaiting
	}
	return p.View.Preparation.State == wanted
}

// Cleared are those who cleared it.
func (p SigningPage) Cleared() []models.SignatureLink {
	return slices.DeleteFunc(p.View.Clearers(), func(l models.SignatureLink) bool { return l.State != models.LinkCleared })
}

// Hidden are the fields that say what was shown.
func (p SigningPage) Hidden() []Option {
	r := p.View.Revision
	return []Option{
		{Label: "token", Value: p.Token},
		{Label: "revision", Value: strconv.Itoa(r.Number)},
		{Label: "sha256", Value: r.SHA256},
		{Label: "terms_version", Value: strconv.Itoa(r.TermsVersion)},
		{Label: "notice_version", Value: strconv.Itoa(p.Notices.Version)},
	}
}
