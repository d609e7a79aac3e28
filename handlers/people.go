package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// peopleRoutes are those of roles and invitations.
var peopleRoutes = []route{
	{get, "/invitations/:token", anybody, (*Handlers).invitation, "invitation"},
	{post, "/invitations", anybody, (*Handlers).acceptInvitation, "acceptInvitation"},
	{get, "/c/:consultation/manage/people", signedIn, (*Handlers).people, "people"},
	{get, "/c/:consultation/manage/people/:person", signedIn, (*Handlers).roleForm, "roleForm"},
	{post, "/c/:consultation/manage/people/:person", signedIn, (*Handlers).setRole, "setRole"},
	{post, "/c/:consultation/manage/people/:person/take", signedIn, (*Handlers).takeRole, "takeRole"},
	{get, "/c/:consultation/manage/invite", signedIn, (*Handlers).inviteForm, "inviteForm"},
	{post, "/c/:consultation/manage/invite", signedIn, (*Handlers).invite, "invite"},
	{post, "/c/:consultation/manage/invitations/:invitation", signedIn, (*Handlers).changeInvitation, "changeInvitation"},
}

// people lists who does what.
func (h *Handlers) people(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	all, err := h.Consult.People(c.Request().Context(), web.Call(c), a.Slug)
	if err != nil {
		return err
	}
	p := templates.PeoplePage{
		Base: h.baseAt(c, templates.SectionManage, a), Addresses: all.Addresses,
		Invite: consult.Can(web.Actor(c), consult.Invite, consult.Thing{ConsultationID: a.ID}),
	}
	for _, m := range all.Members {
		p.Members = append(p.Members, templates.Member(m))
	}
	for _, i := range all.Invitations {
		p.Invitations = append(p.Invitations, templates.Invitation(i))
	}
	for _, g := range all.Changes {
		p.Changes = append(p.Changes, templates.GrantChange(g))
	}
	return show(c, http.StatusOK, templates.People, p)
}

// roleForm asks for a role to give, or for the regions of one.
func (h *Handlers) roleForm(c echo.Context) error {
	p, err := h.rolePage(c, models.Role(c.QueryParam("role")))
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{})
	for _, g := range p.Member.Grants {
		if g.Role == p.Role {
			p.Form = empty(url.Values{"regions": g.Regions})
		}
	}
	return show(c, http.StatusOK, templates.RoleForm, p)
}

func (h *Handlers) rolePage(c echo.Context, role models.Role) (templates.RoleFormPage, error) {
	a, err := h.at(c)
	if err != nil {
		return templates.RoleFormPage{}, err
	}
	m, err := h.Consult.Member(c.Request().Context(), web.Call(c), a.Slug, c.Param("person"))
	p := templates.RoleFormPage{
		Base: h.baseAt(c, templates.SectionManage, a), Member: templates.Member(m),
		Limits: consult.Within(web.Actor(c), consult.ManagePeople, a.ID),
	}
	for _, g := range m.Grants {
		if g.Role == role {
			p.Role = role
		}
	}
	return p, err
}

// setRole gives a role, or changes where it holds.
func (h *Handlers) setRole(c echo.Context) error {
	var in consult.RoleInput
	err := web.Decode(c, &in)
	if err == nil {
		_, err = h.Consult.SetRole(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("person"), in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.rolePage(c, models.Role(in.Role))
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.RoleForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, manage(c, "people"), "role_set")
}

// takeRole takes a role away.
func (h *Handlers) takeRole(c echo.Context) error {
	var in struct {
		Role string `json:"role"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	err := h.Consult.TakeRole(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("person"), in.Role)
	if err != nil {
		return err
	}
	return see(c, manage(c, "people"), "role_taken")
}

// manage is a page of the organiser's desk of the consultation in the path.
func manage(c echo.Context, page string) string {
	return "/c/" + url.PathEscape(c.Param("consultation")) + "/manage/" + page
}

// inviteForm asks whom to invite.
func (h *Handlers) inviteForm(c echo.Context) error {
	p, err := h.invitePage(c)
	if err != nil {
		return err
	}
	p.Form = empty(url.Values{"language": {p.Consultation.Language}})
	return show(c, http.StatusOK, templates.InviteForm, p)
}

func (h *Handlers) invitePage(c echo.Context) (templates.InviteFormPage, error) {
	a, err := h.gated(c, consult.Invite)
	return templates.InviteFormPage{
		Base: h.baseAt(c, templates.SectionManage, a), Limits: consult.Within(web.Actor(c), consult.Invite, a.ID),
	}, err
}

// invite sends an invitation. Its answer is the same whether or not the address is known.
func (h *Handlers) invite(c echo.Context) error {
	if _, err := h.gated(c, consult.Invite); err != nil {
		return err
	}
	var in consult.NewInvitation
	err := web.Decode(c, &in)
	if err == nil {
		err = h.Consult.Invite(c.Request().Context(), web.Call(c), c.Param("consultation"), in)
	}
	if form, status, ok := again(c, err); ok {
		p, err := h.invitePage(c)
		if err != nil {
			return err
		}
		p.Form = form
		return show(c, status, templates.InviteForm, p)
	}
	if err != nil {
		return err
	}
	return see(c, manage(c, "people"), "invited")
}

// changeInvitation sends one again, or ends it.
func (h *Handlers) changeInvitation(c echo.Context) error {
	var in struct {
		Do string `json:"do"`
	}
	if err := web.Decode(c, &in); err != nil {
		return err
	}
	do, flash := h.Consult.RevokeInvitation, "invitation_revoked"
	switch in.Do {
	case "revoke":
	case "again":
		do, flash = h.Consult.InviteAgain, "invited"
	default:
		return fault.Bad("do", "unknown_value")
	}
	if err := do(c.Request().Context(), web.Call(c), c.Param("consultation"), c.Param("invitation")); err != nil {
		return err
	}
	return see(c, manage(c, "people"), flash)
}

// invitation shows who invites to what; a program that reads mail accepts nothing by looking.
func (h *Handlers) invitation(c echo.Context) error {
	o, err := h.Consult.Offered(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	web.FallBack(c, append([]string{o.Consultation.Language}, o.Consultation.Languages...)...)
	return show(c, http.StatusOK, templates.InvitationOffer, templates.InvitationPage{
		Base: h.base(c, templates.SectionNone), Token: c.Param("token"), To: o.Consultation, Role: o.Role, Regions: o.Regions,
		By: o.By, ExpiresAt: o.ExpiresAt,
	})
}

// acceptInvitation takes the role on. Whoever is new here is signed in; an address that is known proves itself first,
// and comes back.
func (h *Handlers) acceptInvitation(c echo.Context) error {
	token, err := pressed(c)
	if err != nil {
		return err
	}
	p, con, err := h.Consult.AcceptInvitation(c.Request().Context(), web.Call(c), token)
	if fault.Is(err, fault.SignIn) {
		back := url.Values{"return_to": {"/invitations/" + url.PathEscape(token)}}
		return see(c, "/sign-in?"+back.Encode(), "invitation_known")
	}
	if err != nil {
		return err
	}
	if web.Actor(c).PersonID != p.ID {
		if err := web.ComeIn(c, p.ID); err != nil {
			return err
		}
	}
	return see(c, "/c/"+con.Slug, "welcome")
}
