package pledge_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/i18n"
	"travaux/internal/pledge"
)

// good is a pledge in which nothing is found.
func good() pledge.Written {
	return pledge.Written{
		Language: "en", Title: "Open the register of boats", OutcomeArea: "implementation", Rationale: goodReason, Provisions: []string{"art_2"},
		StartsOn: "2022-10-01", DueOn: "2024-06-30", Milestones: []pledge.Milestone{{Title: "The first island", DueOn: "2023-06-30"}},
		Kind: "financial", Amount: "250000", Currency: "XOF",
		Indicator: goodIndicator, Unit: goodUnit, BaselineValue: "40", BaselineOn: "2022-09-01", TargetValue: "900", Direction: "increase",
		Verification: goodVerification, Frequency: "yearly",
	}
}

var signed = pledge.Setting{Today: today, Signed: day("2022-06-01")}

func TestCheck_ofAGoodPledgeFindsNothing(t *testing.T) {
	t.Parallel()
	found := pledge.Check(good(), signed)
	if len(found) > 0 || !pledge.Ready(found) {
		t.Errorf("%v", codes(found))
	}
	for _, test := range pledge.Tests {
		if got := pledge.StateOf(found, test); got != pledge.Passed {
			t.Errorf("%s: %s", test, got)
		}
	}
}

// mistakes make one finding each out of a good pledge; what follows the code says how, and where it is found.
var mistakes = []struct {
	code, field string
	test        pledge.Test
	severity    pledge.Severity
	make        func(*pledge.Written)
}{
	{"outcome_area_missing", "outcome_area", pledge.Relevant, pledge.Must, func(w *pledge.Written) { w.OutcomeArea = "" }},
	{"outcome_area_unknown", "outcome_area", pledge.Relevant, pledge.Must, func(w *pledge.Written) { w.OutcomeArea = "boats" }},
	{"rationale_missing", "rationale", pledge.Relevant, pledge.Must, func(w *pledge.Written) { w.Rationale = " … " }},
	{"rationale_repeats_area", "rationale", pledge.Relevant, pledge.Advice, func(w *pledge.Written) { w.Rationale = "It serves implementation, an area of the charter." }},
	{"rationale_repeats_title", "rationale", pledge.Relevant, pledge.Advice, func(w *pledge.Written) { w.Rationale = "We open the register of boats." }},
	{"provisions_missing", "provisions", pledge.Relevant, pledge.Advice, func(w *pledge.Written) { w.Provisions = []string{""} }},
	{"placeholder", "rationale", pledge.Relevant, pledge.Advice, func(w *pledge.Written) { w.Rationale = "To be determined." }},
	{"starts_on_missing", "starts_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.StartsOn = "" }},
	{"due_on_missing", "due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.DueOn = "" }},
	{"date_unreadable", "due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.DueOn = "in two years" }},
	{"started_before_signing", "starts_on", pledge.FutureFocused, pledge.Advice, func(w *pledge.Written) { w.StartsOn, w.BaselineOn = "2022-05-31", "2022-05-01" }},
	{"due_before_start", "due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.DueOn, w.Milestones = "2022-10-01", nil }},
	{"due_before_signing", "due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) {
		w.StartsOn, w.DueOn, w.Milestones, w.BaselineOn = "2022-05-01", "2022-06-01", nil, "2022-04-01"
	}},
	{"due_far", "due_on", pledge.FutureFocused, pledge.Advice, func(w *pledge.Written) { w.DueOn = "2032-10-02" }},
	{"milestones_missing", "milestones", pledge.FutureFocused, pledge.Advice, func(w *pledge.Written) { w.Milestones = nil }},
	{"milestone_title_missing", "milestones.0.title", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.Milestones[0].Title = "" }},
	{"milestone_date_missing", "milestones.0.due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.Milestones[0].DueOn = "" }},
	{"milestone_before_start", "milestones.0.due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.Milestones[0].DueOn = "2022-09-30" }},
	{"milestone_after_due", "milestones.0.due_on", pledge.FutureFocused, pledge.Must, func(w *pledge.Written) { w.Milestones[0].DueOn = "2024-07-01" }},
	{"kind_missing", "kind", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Kind = "" }},
	{"kind_unknown", "kind", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Kind = "money" }},
	{"indicator_missing", "indicator", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Indicator = "" }},
	{"indicator_vague", "indicator", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Indicator = "Awareness" }},
	{"unit_missing", "unit", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Unit = "" }},
	{"baseline_missing", "baseline_value", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.BaselineValue = "" }},
	{"target_missing", "target_value", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.TargetValue = "" }},
	{"number_unreadable", "target_value", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.TargetValue = "many" }},
	{"number_read_as", "target_value", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.TargetValue = "2 thousand" }},
	{"direction_unknown", "direction", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Direction = "up" }},
	{"direction_doubtful", "direction", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Title, w.Direction = "Reduce unregistered boats", "" }},
	{"target_equals_baseline", "target_value", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.TargetValue = "40.0" }},
	{"target_not_higher", "target_value", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.TargetValue = "39" }},
	{"target_not_lower", "target_value", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Direction = "decrease" }},
	{"percent_over", "target_value", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Unit = "per cent" }},
	{"baseline_on_missing", "baseline_on", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.BaselineOn = "" }},
	{"baseline_after_due", "baseline_on", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.BaselineOn = "2024-06-30" }},
	{"baseline_late", "baseline_on", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.BaselineOn = "2022-10-02" }},
	{"baseline_old", "baseline_on", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.BaselineOn = "2017-09-30" }},
	{"verification_missing", "verification", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Verification = "-" }},
	{"verification_repeats", "verification", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Verification = strings.ToUpper(goodIndicator) }},
	{"frequency_missing", "frequency", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Frequency = "" }},
	{"frequency_unknown", "frequency", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Frequency = "often" }},
	{"frequency_rare", "frequency", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Frequency = "at_end" }},
	{"intent_shown", "intent", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Intent, w.TargetValue = true, "" }},
	{"intent_measurable", "intent", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Intent = true }},
	{"amount_missing", "amount", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Amount = "" }},
	{"amount_not_positive", "amount", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Amount = "0" }},
	{"amount_withheld", "amount_private", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.AmountPrivate = true }},
	{"currency_alone", "currency", pledge.Measurable, pledge.Advice, func(w *pledge.Written) { w.Kind, w.Amount = "research_knowledge", "" }},
	{"currency_missing", "currency", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Currency = "" }},
	{"currency_missing", "currency", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Kind, w.Currency = "products_services", "" }},
	{"currency_missing", "currency", pledge.Measurable, pledge.Must, func(w *pledge.Written) {
		w.Currency, w.Intent, w.TargetValue = "", true, "" // what is said must fit together, in an intent too
	}},
	{"currency_unknown", "currency", pledge.Measurable, pledge.Must, func(w *pledge.Written) { w.Currency = "€" }},
}

// together are codes that never come alone: they explain another.
var together = map[string]string{"due_before_signing": "started_before_signing", "currency_missing": "intent_shown"}

func TestCheck_aMistakeIsFoundAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, m := range mistakes {
		w := good()
		m.make(&w)
		var got []pledge.Finding
		for _, f := range pledge.Check(w, signed) {
			if f.Code != together[m.code] {
				got = append(got, pledge.Finding{Test: f.Test, Field: f.Field, Code: f.Code, Severity: f.Severity})
			}
		}
		if diff := cmp.Diff(got, []pledge.Finding{{Test: m.test, Field: m.field, Code: m.code, Severity: m.severity}}); diff != "" {
			t.Errorf("%s (-got +want):\n%s", m.code, diff)
		}
	}
}

func TestCheck_withoutASignatureTheDueDateIsAfterToday(t *testing.T) {
	t.Parallel()
	w := good()
	w.Milestones, w.StartsOn, w.BaselineOn, w.DueOn = nil, "2022-01-01", "2021-12-31", "2022-09-15"
	if got := codes(pledge.Check(w, pledge.Setting{Today: today})); !slices.Equal(got, []string{"due_on due_in_past"}) {
		t.Errorf("%v", got)
	}
	// It is late, but later than the signature: what was pledged then can be amended now.
	w.StartsOn, w.DueOn = "2022-06-02", "2022-09-01"
	if got := codes(pledge.Check(w, signed)); len(got) > 0 {
		t.Errorf("%v", got)
	}
}

func TestCheck_aUnitThatHoldsTheNumberIsExplained(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"900 boats", "٩٠٠ قارب", "９００艘"} {
		w := good()
		w.Unit, w.TargetValue = unit, ""
		if got := codes(pledge.Check(w, signed)); !slices.Equal(got, []string{"unit unit_holds_number", "target_value target_missing"}) {
			t.Errorf("%s: %v", unit, got)
		}
	}
}

// vagueWords are titles of nothing that could be counted.
var vagueWords = map[string][]string{
	"ar": {"سندعم البلديات", "تعزيز الثقة", "والتوعية بالحقوق", "نشجّع المطورين", "تـمكيـن النساء"},
	"en": {"Raising the awareness of boats", "SUPPORT for maintainers", "We promote openness", "Ｓｔｒｅｎｇｔｈｅｎｉｎｇ trust", "Best efforts"},
	"es": {"Sensibilizacio\u0301n", "Promoviendo la confianza", "Se apoyará a los municipios", "FOMENTO de lo abierto", "Fortalecer a las cooperativas"},
	"fr": {"Sensibilisation des élus", "Promouvoir l’ouverture", "Soutien aux communes", "Renforcer la confiance", "L’accompagnement"},
	"ru": {"Повышение осведомленности", "Поддержка муниципалитетов", "ПРОДВИЖЕНИЕ открытости", "Содействовать доверию", "Укрепление"},
	"zh": {"提高公众认识", "大力支持地方", "促进开放", "推動開放", "加强信任"},
}

func TestCheck_vagueWordsAreMetWithAdviceInSixLanguagesUntilThereIsANumber(t *testing.T) {
	t.Parallel()
	for lang, titles := range vagueWords {
		for _, title := range titles {
			// Where the language is not known, too.
			for _, language := range []string{lang, ""} {
				w := good()
				w.Language, w.Title, w.Direction = language, title, ""
				if got := codes(pledge.Check(w, signed)); len(got) > 0 {
					t.Errorf("%s, with indicator and target: %v", title, got)
				}
				w.Indicator = ""
				if got := codes(pledge.Check(w, signed)); !slices.Equal(got, []string{"title vague", "indicator indicator_missing"}) {
					t.Errorf("%s, without an indicator: %v", title, got)
				}
			}
		}
	}
}

func TestSentences_areThereForEveryCodeAndForNothingElse(t *testing.T) {
	t.Parallel()
	known := slices.Concat(slices.Collect(maps.Keys(mends)), milestoneCodes)
	for lang, catalogue := range i18n.Catalogues() {
		for key := range catalogue {
			if code, ok := strings.CutPrefix(key, "pledge.finding."); ok && !slices.Contains(known, code) {
				t.Errorf("%s.json says %s, which nobody finds", lang, key)
			}
		}
		for _, code := range known {
			if catalogue["pledge.finding."+code] == nil {
				t.Errorf("%s.json has no sentence for %s", lang, code)
			}
		}
	}
	tried := []string{"vague", "unit_holds_number", "due_in_past"} // each in a test of its own
	for _, m := range mistakes {
		tried = append(tried, m.code)
	}
	for _, code := range known {
		if !slices.Contains(tried, code) {
			t.Errorf("no test makes %s", code)
		}
	}
}

func TestSentences_areFilledWithWhatTheFindingGives(t *testing.T) {
	t.Parallel()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		for _, f := range pledge.Check(written(t), setting(t)) {
			var args []any
			for name, value := range f.Args {
				args = append(args, name, "<"+value+">")
			}
			for _, lang := range six {
				said := bundle.For(lang).T(f.Key(), args...)
				if said == f.Key() || strings.Contains(said, "{") || strings.Count(said, "<") < len(f.Args) {
					t.Fatalf("%s: %q with %v", lang, said, f.Args)
				}
			}
		}
	})
}
