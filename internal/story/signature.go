package story

import (
	"cmp"
	"time"

	"travaux/internal/consult"
	"travaux/models"
)

// Signing has a phase of signatures that opened a day ago and closes in thirty days, beside one of consultation.
func Signing() Setting {
	return func(in *consult.NewConsultation, now time.Time) {
		Open()(in, now)
		During(models.PhaseSignatures, now.AddDate(0, 0, -1), now.AddDate(0, 0, 30))(in, now)
	}
}

// Sign signs what is open for signature, in its own language, for the organisation with a slug; what is empty of the
// officer is made up.
func (c *Consultation) Sign(by, organisation string, change ...func(in *consult.NewSignature)) models.SignatureReceipt {
	return c.SignIn("", by, organisation, change...)
}

// SignIn is Sign of the text in a language.
func (c *Consultation) SignIn(language, by, organisation string, change ...func(in *consult.NewSignature)) models.SignatureReceipt {
	var out models.SignatureReceipt
	c.step(by+" signs for "+organisation, func() error {
		in, err := c.toSign(language, organisation)
		if err != nil {
			return err
		}
		for _, f := range change {
			f(&in)
		}
		call := c.Call(by)
		if by == "" {
			call = c.System()
		}
		out, err = c.Service.Sign(c.ctx, call, c.Slug, in)
		return err
	})
	return out
}

// Withdraw takes a signature back.
func (c *Consultation) Withdraw(by string, r models.SignatureReceipt, reason string) {
	c.step(by+" withdraws a signature", func() error {
		_, err := c.Service.WithdrawSignature(c.ctx, c.Call(by), c.Slug, r.Signature.Ref, consult.SignatureWithdrawal{Reason: reason})
		return err
	})
}

// ToSign is what signs the text that is open for signature, in its own language.
func (c *Consultation) ToSign(organisation string) (consult.NewSignature, error) {
	return c.toSign("", organisation)
}

func (c *Consultation) toSign(language, organisation string) (consult.NewSignature, error) {
	now, err := c.Service.Signing(c.ctx, c.Slug)
	if err != nil {
		return consult.NewSignature{}, err
	}
	text, _ := now.In(cmp.Or(language, now.Draft.Language))
	return consult.NewSignature{
		Organisation: organisation, Draft: now.Draft.Slug, Version: now.Version.Number, Language: text.Language, SHA256: text.SHA256,
		OfficerName: "Amara Okoye", OfficerTitle: "Director", AuthorityStatement: "By decision of the board.",
	}, nil
}
