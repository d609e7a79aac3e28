package story

import (
	"time"

	"travaux/internal/consult"
	"travaux/models"
)

// Said is a comment that is about to be made.
type Said struct {
	consult.NewComment
	Who  string    // key of a person; empty: nobody in particular
	At   time.Time // zero: now
	Via  string    // empty: web
	Once models.Once
}

// Detail changes what is about to be said.
type Detail func(*Said)

// By names the person who comments; without it nobody in particular does.
func By(key string) Detail { return func(s *Said) { s.Who = key } }

// Mailed gives an address, which is then to be confirmed.
func Mailed(address string) Detail { return func(s *Said) { s.AuthorEmail = address } }

// From states a country and a stakeholder type.
func From(country string, t models.StakeholderType) Detail {
	return func(s *Said) { s.Country, s.StakeholderType = country, string(t) }
}

// For speaks for an organisation.
func For(organisation string) Detail {
	return func(s *Said) { s.SpeakingAs, s.Organisation = "organisation", organisation }
}

// Named asks to be shown by name.
func Named(name string) Detail { return func(s *Said) { s.AuthorName, s.PublishName = name, true } }

// Confidentially asks that only drafters read it.
func Confidentially() Detail { return func(s *Said) { s.Confidential = true } }

// On is about a provision, or about words of it.
func On(wid string, words ...string) Detail {
	return func(s *Said) {
		s.Target.Kind, s.Target.WID = string(models.TargetProvision), wid
		if len(words) > 0 {
			s.Target.Kind, s.Target.Exact = string(models.TargetRange), words[0]
		}
	}
}

// After is about what is missing after a provision; empty: at the beginning.
func After(wid string) Detail {
	return func(s *Said) { s.Target.Kind, s.Target.After = string(models.TargetInsertion), wid }
}

// Of is about a version of a draft; without it, about the newest of the first draft.
func Of(draft string, version int) Detail {
	return func(s *Said) { s.Draft, s.Version = draft, version }
}

// Saying is what is said.
func Saying(body string) Detail { return func(s *Said) { s.Body = body } }

// Proposing is the wording that is asked for.
func Proposing(text string) Detail { return func(s *Said) { s.ProposedText = text } }

// Taking is the stance.
func Taking(stance string) Detail { return func(s *Said) { s.Stance = stance } }

// OfType is the type of the comment.
func OfType(t string) Detail { return func(s *Said) { s.Type = t } }

// In is the language it is written in.
func In(language string) Detail { return func(s *Said) { s.Language = language } }

// At is when it was received.
func At(at time.Time) Detail { return func(s *Said) { s.At = at } }

// Through is how it came: web, api.
func Through(via string) Detail { return func(s *Said) { s.Via = via } }

// Once makes a repeat of it the same request.
func Once(scope, key, hash string) Detail {
	return func(s *Said) { s.Once = models.Once{Scope: scope, Key: key, Hash: hash} }
}

// With changes anything else.
func With(change func(*consult.NewComment)) Detail {
	return func(s *Said) { change(&s.NewComment) }
}

// Say prepares a comment, and by whom and when: something about the whole of the newest version by nobody in particular, but
// for the details.
func (c *Consultation) Say(details ...Detail) (models.Call, consult.NewComment) {
	said := Said{NewComment: consult.NewComment{
		Draft: c.first, Body: "Let it be shorter.", Target: consult.NewTarget{Kind: string(models.TargetVersion)},
		Country: string(models.NotStated), StakeholderType: string(models.NotStated),
	}}
	for _, d := range details {
		d(&said)
	}
	by := c.Call(said.Who)
	if !said.At.IsZero() {
		by.At = said.At
	}
	if said.Via != "" {
		by.Via = said.Via
	}
	by.Once = said.Once
	return by, said.NewComment
}

// Comment makes a comment.
func (c *Consultation) Comment(details ...Detail) models.Receipt {
	var r models.Receipt
	c.step("comment", func() error {
		var err error
		r, err = c.Try(details...)
		return err
	})
	return r
}

// Try makes a comment that may be refused.
func (c *Consultation) Try(details ...Detail) (models.Receipt, error) {
	by, in := c.Say(details...)
	return c.Service.SubmitComment(c.ctx, by, c.Slug, in)
}

// Moderate decides on a comment that waits: "publish", or "refuse" for a reason.
func (c *Consultation) Moderate(who, receipt, decision, reason string) models.CommentView {
	var v models.CommentView
	c.step(decision+" "+receipt, func() error {
		var err error
		v, err = c.Service.Moderate(c.ctx, c.Call(who), c.Slug, receipt, consult.Moderation{Decision: decision, Reason: reason})
		return err
	})
	return v
}

// Answer answers a comment, as a drafter.
func (c *Consultation) Answer(who, ref, outcome, reason string) models.CommentView {
	var v models.CommentView
	c.step("answer "+ref, func() error {
		var err error
		v, err = c.Service.SetDisposition(c.ctx, c.Call(who), c.Slug, ref, consult.NewDisposition{Outcome: outcome, Reason: reason}, models.Seen{})
		return err
	})
	return v
}
