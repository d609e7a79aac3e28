package templates

import (
	"net/url"
	"slices"
	"time"

	"travaux/internal/place"
	"travaux/models"
)

// PeoplePage is who does what in a consultation, who is invited, and what changed.
type PeoplePage struct {
	Base
	Members     []Member
	Invitations []Invitation
	Changes     []GrantChange
	Addresses   bool // whether addresses are shown
	Invite      bool // whether the reader may invite
}

// Member is somebody with roles.
type Member struct {
	models.Person
	Grants []models.Grant
}

// Path is where a role of theirs is changed, or with an empty role another is given.
func (m Member) Path(root string, role models.Role) string {
	path := root + "/manage/people/" + url.PathEscape(m.PublicID)
	if role != "" {
		path += "?" + url.Values{"role": {string(role)}}.Encode()
	}
	return path
}

// Invitation is an invitation as organisers see it.
type Invitation struct {
	models.Invitation
	models.Invited
	By    string
	State string
}

// Path is where it is revoked or sent again.
func (i Invitation) Path(root string) string {
	return root + "/manage/invitations/" + url.PathEscape(i.PublicID)
}

// GrantChange is what happened to a role, with names.
type GrantChange struct {
	models.GrantChange
	Name, By string
}

// RoleFormPage gives somebody a role, or changes where it holds. Fields: role, regions.
type RoleFormPage struct {
	Base
	Form
	Member Member
	Role   models.Role // whose regions are changed; empty: a role is chosen
	Limits []string    // the regions that may be chosen; nil: all
}

// InviteFormPage invites somebody. Fields: email, name, role, regions, language.
type InviteFormPage struct {
	Base
	Form
	Limits []string
}

// InvitationPage shows who invites to what, before the button is pressed. Field: token.
type InvitationPage struct {
	Base
	Token     string
	To        models.Consultation
	Role      models.Role
	Regions   []string
	By        string // empty: the command line
	ExpiresAt time.Time
}

// TokensPage lists a person's API tokens and makes one. Fields: name, scopes, days.
type TokensPage struct {
	Base
	Form
	Tokens []models.APIToken
	Secret string // of the one just made, shown once
}

// State is what became of a token: "good", "revoked" or "expired".
func (p TokensPage) State(t models.APIToken) string {
	switch {
	case t.RevokedAt != nil:
		return "revoked"
	case !t.ExpiresAt.After(p.Now):
		return "expired"
	}
	return "good"
}

// AdminPage is the administrator's overview.
type AdminPage struct {
	Base
	Sections   []AdminSection
	Asked      int                   // mandates that wait for a decision
	Leaderless []models.Consultation // that nobody organises as a whole
}

// AdminSection is a page below it: the keys "admin.<Name>" and "admin.<Name>_hint" say what it is.
type AdminSection struct{ Name string }

// Path is where the section is.
func (s AdminSection) Path() string { return "/admin/" + url.PathEscape(s.Name) }

// AdminPeoplePage finds people of the installation. Field: q.
type AdminPeoplePage struct {
	Base
	Form
	People    []models.Person
	Addresses bool
}

// StandingButton is one thing that an administrator may do about somebody.
type StandingButton struct{ Path, Key, Do, Name string }

// standing is the first of two opposite things where it applies, else the second.
func standing(b Base, publicID, name string, applies bool, do, undo string) StandingButton {
	if !applies {
		do = undo
	}
	return StandingButton{"/admin/people/" + url.PathEscape(publicID), b.KeyFor(do + publicID), do, name}
}

// regionsIn are the regions that may be chosen, each under the one it belongs to; nil: all.
func (s speaker) regionsIn(limits []string) []Option {
	var out []Option
	at := map[string]int{} // how far in each chosen one stands
	for _, r := range place.Regions() {
		if r.Code == place.World || limits != nil && !slices.Contains(limits, r.Code) {
			continue
		}
		in := 0
		for _, above := range place.Path(r.Code)[1:] {
			if n, ok := at[above]; ok {
				in = max(in, n+1)
			}
		}
		at[r.Code] = in
		out = append(out, Option{Value: r.Code, Label: s.region(r.Code), In: in})
	}
	return out
}

// day is a day as the database writes it.
func (s speaker) day(written string) string {
	t, err := time.Parse(time.DateOnly, written)
	if err != nil {
		return ""
	}
	return s.Date(t, "UTC")
}
