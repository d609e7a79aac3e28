package story

import (
	"time"

	"travaux/internal/consult"
	"travaux/models"
)

// Pledging has a phase of pledges that opened a day ago and closes in thirty days, beside those of Signing.
func Pledging() Setting {
	return func(in *consult.NewConsultation, now time.Time) {
		Signing()(in, now)
		During(models.PhasePledges, now.AddDate(0, 0, -1), now.AddDate(0, 0, 30))(in, now)
	}
}

// ToPledge is a pledge of an organisation that passes the tests, submitted.
func (c *Consultation) ToPledge(organisation string) consult.NewPledge {
	now := c.System().At
	day := func(months int) string { return now.AddDate(0, months, 0).Format(time.DateOnly) }
	return consult.NewPledge{
		Organisation: organisation, Language: "en", Title: "Publish the source code of twenty public registries", OutcomeArea: "products",
		Rationale: "Small ports cannot afford registries of their own; with open code five neighbouring administrations can run ours.",
		StartsOn:  day(1), DueOn: day(10), Kind: "financial", Amount: "250000.50", Currency: "EUR",
		Indicator: "Number of registries whose source code is published", Unit: "registries", BaselineValue: "3", BaselineOn: day(-1),
		TargetValue: "20", Verification: "The list of repositories on the ministry's website, counted by the national audit office.",
		Frequency: "half_yearly", Resources: "Two developers.", Beneficiaries: []string{"KE", "UG"}, Submit: true,
	}
}

// WritePledge has somebody pledge, in the language of the pledge.
func (c *Consultation) WritePledge(by string, in consult.NewPledge) (out consult.PledgeCard) {
	c.step(by+" pledges for "+in.Organisation, func() (err error) {
		out, err = c.Service.WritePledge(c.ctx, c.Call(by), c.Slug, in)
		return err
	})
	return out
}

// RewritePledge has somebody write a pledge anew.
func (c *Consultation) RewritePledge(by, ref string, in consult.NewPledge) {
	c.step(by+" writes a pledge anew", func() error {
		_, err := c.Service.RewritePledge(c.ctx, c.Call(by), c.Slug, ref, in, 0)
		return err
	})
}

// ReviewPledge has somebody of the secretariat decide on a pledge.
func (c *Consultation) ReviewPledge(by, ref, decision, note string) {
	c.step(by+" reviews a pledge", func() error {
		_, err := c.Service.ReviewPledge(c.ctx, c.Call(by), c.Slug, ref, consult.PledgeReview{Decision: decision, Note: note}, 0)
		return err
	})
}

// WithdrawPledge has somebody take a pledge back.
func (c *Consultation) WithdrawPledge(by, ref, reason string) {
	c.step(by+" takes a pledge back", func() error {
		_, err := c.Service.WithdrawPledge(c.ctx, c.Call(by), c.Slug, ref, consult.PledgeWithdrawal{Reason: reason})
		return err
	})
}

// Pledge submits the pledge of an organisation, with what is changed of it, and publishes it.
func (c *Consultation) Pledge(by, organisation string, change ...func(in *consult.NewPledge)) consult.PledgeCard {
	var out consult.PledgeCard
	c.step(by+" pledges for "+organisation, func() error {
		in := c.ToPledge(organisation)
		for _, f := range change {
			f(&in)
		}
		call := c.Call(by)
		if by == "" {
			call = c.System()
		}
		var err error
		if out, err = c.Service.WritePledge(c.ctx, call, c.Slug, in); err != nil || !in.Submit {
			return err
		}
		out, err = c.Service.ReviewPledge(c.ctx, c.System(), c.Slug, out.Ref, consult.PledgeReview{Decision: "publish"}, 0)
		return err
	})
	return out
}

// ToReport is a report on a pledge of ToPledge, measured today.
func (c *Consultation) ToReport() consult.NewProgress {
	return consult.NewProgress{
		Value: "8", MeasuredOn: c.System().At.Format(time.DateOnly), Language: "en",
		Narrative: "Five more registries are public; the next three wait for a review of what is personal in them.",
		Links:     []string{"https://code.example.org/registries"},
	}
}

// Report reports on a pledge, with what is changed of the report.
func (c *Consultation) Report(by, ref string, change ...func(in *consult.NewProgress)) models.PledgeReportView {
	var out models.PledgeReportView
	c.step(by+" reports on "+ref, func() error {
		in := c.ToReport()
		for _, f := range change {
			f(&in)
		}
		call := c.Call(by)
		if by == "" {
			call = c.System()
		}
		var err error
		out, err = c.Service.ReportProgress(c.ctx, call, c.Slug, ref, in)
		return err
	})
	return out
}
