package templates

import (
	"net/url"
	"time"

	"travaux/models"
)

func sampleMember() Member {
	return Member{models.Person{ID: 1, PublicID: "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c12", Name: "Delta Inkhorn", Email: "delta-drafter@example.org"}, []models.Grant{
		{Role: models.Drafter, Regions: models.List{"014", "015"}}, {Role: models.Observer},
	}}
}

func sampleInvitation(state string) Invitation {
	return Invitation{
		Invitation: models.Invitation{PublicID: "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c13", Role: models.Translator, ExpiresAt: sampleNow.Add(24 * time.Hour)},
		Invited:    models.Invited{Name: "Tam Tongues", Email: "tam@example.org", Language: "fr"}, By: "Olive Lanternfield", State: state,
	}
}

// Samples are the examples of the page: with addresses, without, and nobody.
func (PeoplePage) Samples() []PeoplePage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/people")
	full := PeoplePage{
		Base: b, Members: []Member{sampleMember()}, Addresses: true, Invite: true,
		Invitations: []Invitation{sampleInvitation("open"), sampleInvitation("accepted")},
		Changes:     []GrantChange{{models.GrantChange{Role: models.Drafter, Change: models.GrantGiven, CreatedAt: sampleNow}, "Delta Inkhorn", "Olive Lanternfield"}},
	}
	bare := full
	bare.Addresses = false
	bare.Members = []Member{{models.Person{PublicID: "x"}, []models.Grant{{Role: models.Observer}}}}
	bare.Changes = []GrantChange{{models.GrantChange{Role: models.Drafter, Change: models.GrantTaken, CreatedAt: sampleNow}, "", ""}}
	return []PeoplePage{full, bare, {Base: b}}
}

// Samples are the examples of the page: another role, the regions of one, and come back.
func (RoleFormPage) Samples() []RoleFormPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/people/x")
	return []RoleFormPage{
		{Base: b, Member: sampleMember()},
		{Base: b, Member: sampleMember(), Role: models.Drafter, Limits: []string{"014", "015"}, Form: Form{Values: url.Values{"role": {"drafter"}, "regions": {"014"}}}},
		{Base: b, Member: sampleMember(), Form: Form{Errors: []FieldError{{"role", "Choose one."}}}},
	}
}

// Samples are the examples of the page: fresh, and come back.
func (InviteFormPage) Samples() []InviteFormPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/invite")
	return []InviteFormPage{
		{Base: b},
		{b, Form{Values: url.Values{"email": {"me"}}, Errors: []FieldError{{"email", "Write an address such as name@example.org."}, {"role", "Choose one."}}}, []string{"014"}},
	}
}

// Samples are the examples of the page: everywhere, and in regions.
func (InvitationPage) Samples() []InvitationPage {
	b, c := sampleGlobal("/invitations/k3y"), *sampleStaff(SectionManage, "/").Consultation
	return []InvitationPage{
		{b, "k3y", c, models.Drafter, []string{"014"}, "Olive Lanternfield", sampleNow.Add(24 * time.Hour)},
		{b, "k3y", c, models.Organiser, nil, "", sampleNow.Add(24 * time.Hour)},
	}
}

// Samples are the examples of the page: some and a new one, come back, and none.
func (TokensPage) Samples() []TokensPage {
	b := sampleStaff(SectionNone, "/account/tokens")
	b.Consultation = nil
	gone := sampleNow
	return []TokensPage{
		{Base: b, Secret: "trv_EXAMPLEEXAMPLEEXAMPLE", Tokens: []models.APIToken{
			{ID: "a", Name: "nightly copy", Scopes: models.List{"read", "review"}, ExpiresAt: sampleNow.Add(24 * time.Hour), LastUsedOn: "2026-03-13"},
			{ID: "b", ExpiresAt: sampleNow.Add(-24 * time.Hour)},
			{ID: "c", Name: "old", ExpiresAt: sampleNow.Add(24 * time.Hour), RevokedAt: &gone},
		}},
		{Base: b, Form: Form{Values: url.Values{"days": {"400"}}, Errors: []FieldError{{"name", "Write a name."}, {"days", "At most 365."}}}},
		{Base: b},
	}
}

// Samples are the examples of the page.
func (AdminPage) Samples() []AdminPage {
	b := sampleGlobal("/admin")
	b.Rights.Admin = true
	return []AdminPage{{b, []AdminSection{{"people"}, {"mail"}, {"limits"}}, 3, []models.Consultation{*sampleStaff(SectionNone, "").Consultation}}, {Base: b}}
}

// Samples are the examples of the page: some found, nobody, and a refusal.
func (AdminPeoplePage) Samples() []AdminPeoplePage {
	b := sampleGlobal("/admin/people")
	b.Rights.Admin = true
	out := sampleMember().Person
	gone := sampleNow
	out.DisabledAt, out.Admin = &gone, true
	return []AdminPeoplePage{
		{Base: b, People: []models.Person{sampleMember().Person, out}, Addresses: true, Form: Form{Values: url.Values{"q": {"delta"}}}},
		{Base: b, People: []models.Person{{PublicID: "x"}}, Form: Form{Errors: []FieldError{{"q", "One administrator must stay."}}}},
		{Base: b},
	}
}
