package story

import (
	"travaux/internal/consult"
	"travaux/models"
)

// ToPrepare is what prepares a signature on the text that is open, in its own language, for an officer with an address.
func (c *Consultation) ToPrepare(organisation, officer string, clearers ...string) (consult.NewPreparation, error) {
	return c.toPrepare("", organisation, officer, clearers...)
}

func (c *Consultation) toPrepare(language, organisation, officer string, clearers ...string) (consult.NewPreparation, error) {
	in := consult.NewPreparation{Asked: consult.Asked{OfficerEmail: officer}}
	var err error
	in.NewSignature, err = c.toSign(language, organisation)
	for _, address := range clearers {
		in.Clearers = append(in.Clearers, consult.Clearer{Name: "Kito " + address[:1], Email: address})
	}
	return in, err
}

// Prepare prepares a signature as somebody, of the text in a language; empty: in its own.
func (c *Consultation) Prepare(by, language, organisation, officer string, change ...func(in *consult.NewPreparation)) models.PreparationView {
	var out models.PreparationView
	c.step(by+" prepares a signature for "+organisation, func() error {
		in, err := c.toPrepare(language, organisation, officer)
		if err != nil {
			return err
		}
		for _, f := range change {
			f(&in)
		}
		out, err = c.Service.Prepare(c.ctx, c.Call(by), c.Slug, in)
		return err
	})
	return out
}
