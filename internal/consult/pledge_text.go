package consult

import (
	"cmp"
	"context"
	"regexp"
	"time"

	"travaux/internal/fault"
	"travaux/internal/pledge"
	"travaux/models"
)

// NewPledge is what an organisation pledges. A draft may say anything; what is submitted passes the three tests.
type NewPledge struct {
	Organisation  string            `json:"organisation" validate:"required,slug"`
	Language      string            `json:"language" validate:"omitempty,bcp47_language_tag"` // of the text; that of the one who asks
	Title         string            `json:"title" validate:"required,notblank,max=200,oneline"`
	OutcomeArea   string            `json:"outcome_area" validate:"max=60"`
	Rationale     string            `json:"rationale" validate:"max=5000"`
	Provisions    []string          `json:"provisions" validate:"max=100,dive,max=60"`
	StartsOn      string            `json:"starts_on" validate:"max=40"`
	DueOn         string            `json:"due_on" validate:"max=40"`
	Milestones    models.Milestones `json:"milestones" validate:"max=20,dive"`
	Kind          string            `json:"kind" validate:"max=60"`
	Intent        bool              `json:"intent"`
	Amount        string            `json:"amount" validate:"max=60"`
	Currency      string            `json:"currency" validate:"max=20"`
	AmountPrivate bool              `json:"amount_private"`
	Indicator     string            `json:"indicator" validate:"max=1000"`
	Unit          string            `json:"unit" validate:"max=200"`
	BaselineValue string            `json:"baseline_value" validate:"max=60"`
	BaselineOn    string            `json:"baseline_on" validate:"max=40"`
	TargetValue   string            `json:"target_value" validate:"max=60"`
	Direction     string            `json:"direction" validate:"max=60"`
	Verification  string            `json:"verification" validate:"max=2000"`
	Frequency     string            `json:"frequency" validate:"max=60"`
	Resources     string            `json:"resources" validate:"max=5000"`
	Beneficiaries []string          `json:"beneficiaries" validate:"max=250,dive,omitempty,land"`
	Submit        bool              `json:"submit"`
	NoticeVersion int               `json:"notice_version" validate:"min=0,max=1000000"` // those that were shown; 0: those that stand

	keep bool // as a draft what is submitted unfinished
}

// decimal is a number as programs write it.
var decimal = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// text is what is written, in one way for what can be written in several.
func (in NewPledge) text(by models.Call) models.PledgeText {
	t := models.PledgeText{
		Language: canonical(cmp.Or(in.Language, by.Speaking)), Title: in.Title, OutcomeArea: in.OutcomeArea, Rationale: in.Rationale,
		Provisions: given(in.Provisions), StartsOn: dayRead(in.StartsOn), DueOn: dayRead(in.DueOn),
		Kind: in.Kind, Intent: in.Intent, Amount: in.Amount, Currency: in.Currency, AmountPrivate: in.AmountPrivate,
		Indicator: in.Indicator, Unit: in.Unit, BaselineValue: in.BaselineValue, BaselineOn: dayRead(in.BaselineOn), TargetValue: in.TargetValue,
		Direction: in.Direction, Verification: in.Verification, Frequency: in.Frequency, Resources: in.Resources, Beneficiaries: given(in.Beneficiaries),
	}
	for _, m := range in.Milestones {
		if m.Title != "" || m.DueOn != "" {
			t.Milestones = append(t.Milestones, models.Milestone{Title: m.Title, DueOn: dayRead(m.DueOn)})
		}
	}
	for _, n := range []*string{&t.Amount, &t.BaselineValue, &t.TargetValue} {
		if read, ok := pledge.ReadNumber(*n, t.Language); ok && !read.Guessed && !decimal.MatchString(*n) {
			*n = read.String()
		}
	}
	if code, ok := pledge.ReadCurrency(t.Currency); ok {
		t.Currency = code
	}
	return t
}

// dayRead is a day as it is written here, or what was typed where it cannot be read.
func dayRead(typed string) string {
	if day, ok := pledge.ReadDay(typed); ok {
		return day.Format(time.DateOnly)
	}
	return typed
}

// unfinished names the fields that must be mended before a pledge is submitted; there is one at least.
func unfinished(found []pledge.Finding) error {
	f := fault.New(fault.Invalid, "pledge_unfinished")
	for _, x := range found {
		if x.Severity == pledge.Must {
			f.Fields = append(f.Fields, fault.Field{Name: x.Field, Code: x.Code, Args: argsOf(x)})
		}
	}
	return f
}

func argsOf(f pledge.Finding) map[string]any {
	out := map[string]any{}
	for name, value := range f.Args {
		out[name] = value
	}
	return out
}

// findings holds a pledge against the three tests, the organisation's signature that stands, and the day.
func (s *Service) findings(ctx context.Context, consultationID, organisationID int64, t models.PledgeText, at time.Time) ([]pledge.Finding, error) {
	setting := pledge.Setting{Today: at.UTC()}
	signature, err := s.st.StandingSignature(ctx, consultationID, organisationID)
	if err != nil {
		return nil, err
	}
	if signature != nil {
		setting.Signed = signature.SignedAt.UTC()
	}
	return pledge.Check(writtenOf(t), setting), nil
}

// writtenOf is what is tested of a pledge.
func writtenOf(t models.PledgeText) pledge.Written {
	w := pledge.Written{
		Language: t.Language, Title: t.Title, OutcomeArea: t.OutcomeArea, Rationale: t.Rationale, Provisions: t.Provisions,
		StartsOn: t.StartsOn, DueOn: t.DueOn, Kind: t.Kind, Intent: t.Intent, Amount: t.Amount, Currency: t.Currency,
		AmountPrivate: t.AmountPrivate, Indicator: t.Indicator, Unit: t.Unit, BaselineValue: t.BaselineValue, BaselineOn: t.BaselineOn,
		TargetValue: t.TargetValue, Direction: t.Direction, Verification: t.Verification, Frequency: t.Frequency,
	}
	for _, m := range t.Milestones {
		w.Milestones = append(w.Milestones, pledge.Milestone(m))
	}
	return w
}

// stored is a text in a form in which what is empty and what is missing are the same.
func stored(t models.PledgeText) string { return string(pledgeContent("", "", 0, time.Time{}, t)) }
