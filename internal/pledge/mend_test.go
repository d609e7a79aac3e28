package pledge_test

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"travaux/internal/pledge"
)

// Texts that say something of their own in any pledge, and different things.
const (
	goodReason       = "Fishermen on eleven islands cannot prove who owns which boat."
	goodIndicator    = "Boats entered in the register"
	goodUnit         = "boats"
	goodVerification = "Printed register in every harbour master's office"
)

// mended does to a pledge what the sentence of a finding says.
func mended(t rapid.TB, w pledge.Written, f pledge.Finding, at pledge.Setting) pledge.Written {
	t.Helper()
	w.Milestones = append([]pledge.Milestone(nil), w.Milestones...)
	if name, ok := strings.CutPrefix(f.Field, "milestones."); ok {
		mendMilestone(&w, name, at)
		return w
	}
	if mend := mends[f.Code]; mend != nil {
		mend(&w, f, at)
		return w
	}
	t.Fatalf("nobody knows how to mend %s", said(f))
	return w
}

type mending func(w *pledge.Written, f pledge.Finding, at pledge.Setting)

var mends = map[string]mending{
	"outcome_area_missing":    func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.OutcomeArea = "products" },
	"outcome_area_unknown":    func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.OutcomeArea = "products" },
	"rationale_missing":       func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Rationale = goodReason },
	"rationale_repeats_area":  func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Rationale = goodReason },
	"rationale_repeats_title": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Rationale = goodReason },
	"provisions_missing":      func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Provisions = []string{"art_1"} },
	"placeholder":             mendPlaceholder,

	"starts_on_missing":      func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendStart(w, at) },
	"due_on_missing":         func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendDue(w, at) },
	"due_before_start":       func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendDue(w, at) },
	"due_before_signing":     func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendDue(w, at) },
	"due_in_past":            func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendDue(w, at) },
	"due_far":                func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendDue(w, at) },
	"date_unreadable":        mendDate,
	"started_before_signing": mendStartedBefore,
	"milestones_missing": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.Milestones = []pledge.Milestone{{Title: "The first island", DueOn: w.StartsOn}}
	},

	"kind_missing":      func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Kind = "research_knowledge" },
	"kind_unknown":      func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Kind = "research_knowledge" },
	"indicator_missing": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Indicator = goodIndicator },
	"indicator_vague":   func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Indicator = goodIndicator },
	"unit_missing":      func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Unit = goodUnit },
	"unit_holds_number": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.Unit, w.TargetValue = goodUnit, other(w, w.BaselineValue, 1)
	},
	"baseline_missing": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.BaselineValue = other(w, w.TargetValue, -1)
	},
	"target_missing": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.TargetValue = other(w, w.BaselineValue, 1)
	},
	"number_unreadable":  mendNumber,
	"number_read_as":     func(w *pledge.Written, f pledge.Finding, _ pledge.Setting) { *number(w, f.Field) = f.Args["read"] },
	"direction_unknown":  mendDirection,
	"direction_doubtful": mendDirection,
	"target_not_higher": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.BaselineValue, w.TargetValue = w.TargetValue, w.BaselineValue
	},
	"target_not_lower": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.BaselineValue, w.TargetValue = w.TargetValue, w.BaselineValue
	},
	"percent_over":         func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Unit = "% more than in 2022" },
	"baseline_on_missing":  func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendBaselineDay(w, at) },
	"baseline_after_due":   func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendBaselineDay(w, at) },
	"baseline_late":        func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendBaselineDay(w, at) },
	"baseline_old":         func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { mendBaselineDay(w, at) },
	"verification_missing": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Verification = goodVerification },
	"verification_repeats": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Verification = goodVerification },
	"frequency_missing":    func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Frequency = "yearly" },
	"frequency_unknown":    func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Frequency = "yearly" },
	"frequency_rare":       func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Frequency = "yearly" },
	"vague": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.Indicator, w.TargetValue = goodIndicator, other(w, w.BaselineValue, 1)
	},
	"target_equals_baseline": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
		w.TargetValue = other(w, w.BaselineValue, 1)
	},

	"intent_shown":        func(w *pledge.Written, _ pledge.Finding, at pledge.Setting) { *w = complete(*w, at) },
	"intent_measurable":   func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Intent = false },
	"amount_missing":      func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Amount = "1000" },
	"amount_not_positive": func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Amount = "1000" },
	"amount_withheld":     func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.AmountPrivate = false },
	"currency_alone":      func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Currency = "" },
	"currency_missing":    func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Currency = "KES" },
	"currency_unknown":    func(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) { w.Currency = "KES" },
}

// milestoneCodes are mended in place.
var milestoneCodes = []string{"milestone_title_missing", "milestone_date_missing", "milestone_before_start", "milestone_after_due"}

func mendPlaceholder(w *pledge.Written, f pledge.Finding, _ pledge.Setting) {
	switch f.Field {
	case "rationale":
		w.Rationale = goodReason
	case "indicator":
		w.Indicator = goodIndicator
	case "unit":
		w.Unit = goodUnit
	case "verification":
		w.Verification = goodVerification
	}
}

func mendDate(w *pledge.Written, f pledge.Finding, at pledge.Setting) {
	switch f.Field {
	case "starts_on":
		mendStart(w, at)
	case "due_on":
		mendDue(w, at)
	case "baseline_on":
		mendBaselineDay(w, at)
	}
}

// days are those that can be read.
func days(texts ...string) []time.Time {
	var out []time.Time
	for _, s := range texts {
		if d, ok := pledge.ReadDay(s); ok {
			out = append(out, d)
		}
	}
	return out
}

// milestoneDays are the texts of their days.
func milestoneDays(w *pledge.Written) []string {
	var out []string
	for _, m := range w.Milestones {
		out = append(out, m.DueOn)
	}
	return out
}

// mendStart chooses a day before everything else that is planned.
func mendStart(w *pledge.Written, at pledge.Setting) {
	first := at.Today
	for _, d := range days(append(milestoneDays(w), w.DueOn)...) {
		if d.Before(first) {
			first = d
		}
	}
	w.StartsOn = first.AddDate(0, 0, -1).Format(time.DateOnly)
}

// mendDue chooses a day after everything else.
func mendDue(w *pledge.Written, at pledge.Setting) {
	last := at.Today
	for _, d := range append(days(append(milestoneDays(w), w.StartsOn, w.BaselineOn)...), at.Signed) {
		if d.After(last) {
			last = d
		}
	}
	w.DueOn = last.AddDate(0, 0, 1).Format(time.DateOnly)
}

// mendBaselineDay chooses a day shortly before the work.
func mendBaselineDay(w *pledge.Written, at pledge.Setting) {
	first := at.Today
	for i, d := range days(w.StartsOn, w.DueOn) {
		if i == 0 || d.Before(first) {
			first = d
		}
	}
	w.BaselineOn = first.AddDate(0, 0, -1).Format(time.DateOnly)
}

// mendStartedBefore begins on the day of the signature, and brings what lay before it behind it.
func mendStartedBefore(w *pledge.Written, _ pledge.Finding, at pledge.Setting) {
	w.StartsOn = at.Signed.Format(time.DateOnly)
	for i, m := range w.Milestones {
		if d, ok := pledge.ReadDay(m.DueOn); ok && d.Before(at.Signed) {
			w.Milestones[i].DueOn = w.StartsOn
		}
	}
	if d, ok := pledge.ReadDay(w.DueOn); ok && !d.After(at.Signed) {
		mendDue(w, at)
	}
}

// mendMilestone gives a milestone a title, and a day between start and due date.
func mendMilestone(w *pledge.Written, name string, at pledge.Setting) {
	index, field, _ := strings.Cut(name, ".")
	i, _ := strconv.Atoi(index)
	if field == "title" {
		w.Milestones[i].Title = "The first island"
		return
	}
	w.Milestones[i].DueOn = ""
	start, started := pledge.ReadDay(w.StartsOn)
	due, ends := pledge.ReadDay(w.DueOn)
	switch {
	case started:
		if ends && start.After(due) {
			mendDue(w, at)
		}
		w.Milestones[i].DueOn = w.StartsOn
	case ends:
		w.Milestones[i].DueOn = w.DueOn
	default:
		w.Milestones[i].DueOn = at.Today.Format(time.DateOnly)
	}
}

// other is a number that lies off another in the direction that is stated: way 1 gives a target to a baseline, -1 a
// baseline to a target.
func other(w *pledge.Written, than string, way int64) string {
	if w.Direction == "decrease" {
		way = -way
	}
	n, ok := pledge.ReadNumber(than, w.Language)
	if !ok {
		return "7"
	}
	r, _ := new(big.Rat).SetString(n.String())
	return r.Add(r, big.NewRat(way, 1)).FloatString(4)
}

// number is the field that holds a number.
func number(w *pledge.Written, field string) *string {
	switch field {
	case "amount":
		return &w.Amount
	case "baseline_value":
		return &w.BaselineValue
	}
	return &w.TargetValue
}

func mendNumber(w *pledge.Written, f pledge.Finding, _ pledge.Setting) {
	switch f.Field {
	case "amount":
		w.Amount = "1000"
	case "baseline_value":
		w.BaselineValue = other(w, w.TargetValue, -1)
	default:
		w.TargetValue = other(w, w.BaselineValue, 1)
	}
}

// mendDirection says the one in which the numbers go.
func mendDirection(w *pledge.Written, _ pledge.Finding, _ pledge.Setting) {
	w.Direction = "increase"
	b, ok := pledge.ReadNumber(w.BaselineValue, w.Language)
	t, too := pledge.ReadNumber(w.TargetValue, w.Language)
	if ok && too && t.Cmp(b) < 0 {
		w.Direction = "decrease"
	}
}

// complete gives an intent all that a pledge needs.
func complete(w pledge.Written, at pledge.Setting) pledge.Written {
	w.Intent = false
	w.Indicator, w.Unit, w.Verification, w.Frequency = goodIndicator, goodUnit, goodVerification, "yearly"
	w.BaselineValue, w.TargetValue, w.Direction = "2", "9", "increase"
	w.Amount, w.Currency = "1000", "KES"
	mendBaselineDay(&w, at)
	return w
}
