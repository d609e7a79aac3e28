package story

import (
	"travaux/internal/consult"
	"travaux/models"
)

// Interest has an organisation want to take part; the command line answers for the address.
func (c *Consultation) Interest(in consult.NewInterest) (i models.InterestRow) {
	c.step("interest of "+in.OrganisationName, func() (err error) {
		i, err = c.Service.ExpressInterest(c.ctx, c.System(), c.Slug, in)
		return err
	})
	return i
}

// InviteInterested invites an organisation to sign, as an organiser.
func (c *Consultation) InviteInterested(who, ref string, in consult.InterestInvitation) {
	c.step("invite "+ref, func() error {
		return c.Service.InviteInterested(c.ctx, c.Call(who), c.Slug, ref, in)
	})
}

// DeclineInterest declines an interest for a reason, as an organiser.
func (c *Consultation) DeclineInterest(who, ref, reason string) {
	c.step("decline "+ref, func() error {
		return c.Service.DeclineInterest(c.ctx, c.Call(who), c.Slug, ref, consult.InterestRefusal{Reason: reason})
	})
}

// NoteInterest keeps a private note on an interest, as an organiser.
func (c *Consultation) NoteInterest(who, ref, body string) {
	c.step("note on "+ref, func() error {
		return c.Service.AddInterestNote(c.ctx, c.Call(who), c.Slug, ref, consult.NewInterestNote{Body: body})
	})
}
