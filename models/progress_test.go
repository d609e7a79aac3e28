package models_test

import (
	"testing"
	"time"

	"travaux/models"
)

func on(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

func TestFreshness_isGreenWithinAYearYellowWithinTwoRedAfter(t *testing.T) {
	t.Parallel()
	published := on("2024-02-29")
	for name, c := range map[string]struct {
		reported string
		at       string
		want     models.Freshness
	}{
		"published just now":                  {"", "2024-02-29", models.Green},
		"a year after it was published":       {"", "2025-03-01", models.Green},
		"a day more":                          {"", "2025-03-02", models.Yellow},
		"two years after":                     {"", "2026-03-01", models.Yellow},
		"two years and a day":                 {"", "2026-03-02", models.Red},
		"reported on since":                   {"2026-01-10", "2026-12-01", models.Green},
		"reported on a year ago":              {"2026-01-10", "2027-01-10", models.Green},
		"reported on more than a year ago":    {"2026-01-10", "2027-01-11", models.Yellow},
		"reported on more than two ago":       {"2026-01-10", "2028-01-11", models.Red},
		"reported on long after it was due":   {"2030-01-10", "2030-06-01", models.Green},
		"looked at before it was reported on": {"2026-01-10", "2025-06-01", models.Green},
	} {
		p := models.Pledge{PublishedAt: &published}
		if c.reported != "" {
			at := on(c.reported)
			p.ReportedAt = &at
		}
		if got := p.Freshness(on(c.at)); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	if got := (models.Pledge{}).Freshness(published); got != models.Green {
		t.Errorf("what is not public is %s", got)
	}
}

func TestNextReport_isByTheFrequencyAtLeastYearlyAndWhenThePledgeIsDue(t *testing.T) {
	t.Parallel()
	published := on("2025-01-31")
	for name, c := range map[string]struct {
		frequency, due, reported string
		change                   func(v *models.PledgeView)
		want                     string
	}{
		"monthly":                      {frequency: "monthly", due: "2027-06-30", want: "2025-02-28"},
		"quarterly":                    {frequency: "quarterly", due: "2027-06-30", want: "2025-04-30"},
		"half-yearly":                  {frequency: "half_yearly", due: "2027-06-30", want: "2025-07-31"},
		"yearly":                       {frequency: "yearly", due: "2027-06-30", want: "2026-01-31"},
		"at the end, which is far":     {frequency: "at_end", due: "2027-06-30", want: "2026-01-31"},
		"at the end, which is near":    {frequency: "at_end", due: "2025-06-30", want: "2025-06-30"},
		"not said":                     {due: "2027-06-30", want: "2026-01-31"},
		"after a report":               {frequency: "yearly", due: "2027-06-30", reported: "2026-03-05", want: "2027-03-05"},
		"not later than the pledge":    {frequency: "yearly", due: "2027-01-15", reported: "2026-03-05", want: "2027-01-15"},
		"reported on after it was due": {frequency: "monthly", due: "2026-01-15", reported: "2026-03-05", want: "2026-04-05"},
		"a day that cannot be read":    {frequency: "yearly", due: "soon", want: "2026-01-31"},
		"withdrawn":                    {due: "2027-06-30", change: func(v *models.PledgeView) { v.Status = models.PledgeWithdrawn }},
		"complete":                     {due: "2027-06-30", change: func(v *models.PledgeView) { v.Grade = models.Complete }},
		"substantial is not complete":  {due: "2027-06-30", change: func(v *models.PledgeView) { v.Grade = models.Substantial }, want: "2026-01-31"},
		"not public":                   {due: "2027-06-30", change: func(v *models.PledgeView) { v.Shown = 0 }},
	} {
		v := models.PledgeView{Pledge: models.Pledge{Status: models.PledgePublished, Shown: 1, PublishedAt: &published}, Number: 1, PledgeText: models.PledgeText{Frequency: c.frequency, DueOn: c.due}}
		if c.reported != "" {
			at := on(c.reported)
			v.ReportedAt = &at
		}
		if c.change != nil {
			c.change(&v)
		}
		got, ok := v.NextReport()
		if ok != (c.want != "") || ok && got.Format(time.DateOnly) != c.want {
			t.Errorf("%s: got %v %v, want %s", name, got, ok, c.want)
		}
	}
}

func TestOverdue_isWhatIsNotCompleteWhenItsDayIsOver(t *testing.T) {
	t.Parallel()
	v := models.PledgeView{Pledge: models.Pledge{Status: models.PledgePublished, Shown: 1}, Number: 1, PledgeText: models.PledgeText{DueOn: "2026-01-15"}}
	if v.Overdue(on("2026-01-15").Add(23 * time.Hour)) {
		t.Error("its day is not over")
	}
	if !v.Overdue(on("2026-01-16")) {
		t.Error("its day is over")
	}
	v.Grade = models.Complete
	if v.Overdue(on("2026-01-16")) {
		t.Error("it is complete")
	}
	v.Grade, v.Status = models.Limited, models.PledgeWithdrawn
	if v.Overdue(on("2026-01-16")) {
		t.Error("it is withdrawn")
	}
}
