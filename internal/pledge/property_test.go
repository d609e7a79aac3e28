package pledge_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/pledge"
)

var (
	languages = rapid.SampledFrom([]string{"", "ar", "en", "es", "fr-CA", "ru", "zh-Hant", "hi", "x"})
	numbers   = rapid.SampledFrom([]string{
		"", "-", "0", "1", "12", "-3", "99.9", "1.500", "1,500", "1,125", "1.500,75", "12 000", "٥٬٠٠٠", "१,२०,०००", "120", "2 млн", "20万", "10%", "many", "1,2,3", "0,5",
	})
	texts = rapid.SampledFrom([]string{
		"", " ", "…", "TBD", "n/a", "待定", "Raise awareness", "Reduce the queue", "Increase the number of harbours", "提高公众的认识", "دعم البلديات", "Повысить осведомлённость", "Soutien",
		"This serves the charter", "Boats entered in the register", "hospitales", "%", "5 towns",
	})
	dayTexts = rapid.Custom(func(t *rapid.T) string {
		d := today.AddDate(0, 0, rapid.IntRange(-1400, 1400).Draw(t, "days"))
		return rapid.SampledFrom([]string{
			"", "?", "soon", "2027-02-30", d.Format(time.DateOnly), d.Format(time.DateOnly), d.Format(time.DateOnly), d.Format("02.01.2006"), d.Format("2006年1月2日"), d.Format("2/1/2006"),
		}).Draw(t, "as")
	})
)

// written draws a pledge in any state.
func written(t *rapid.T) pledge.Written {
	one := func(label string, of ...string) string {
		return rapid.SampledFrom(append(of, "", "nonsense")).Draw(t, label)
	}
	w := pledge.Written{
		Language: languages.Draw(t, "language"), Title: texts.Draw(t, "title"), OutcomeArea: one("area", pledge.Areas...), Rationale: texts.Draw(t, "rationale"),
		StartsOn: dayTexts.Draw(t, "start"), DueOn: dayTexts.Draw(t, "due"), Kind: one("kind", pledge.Kinds...), Intent: rapid.Bool().Draw(t, "intent"),
		Amount: numbers.Draw(t, "amount"), Currency: one("currency", "EUR", "kes", "$"), AmountPrivate: rapid.Bool().Draw(t, "private"),
		Indicator: texts.Draw(t, "indicator"), Unit: texts.Draw(t, "unit"), BaselineValue: numbers.Draw(t, "baseline"), BaselineOn: dayTexts.Draw(t, "on"),
		TargetValue: numbers.Draw(t, "target"), Direction: one("direction", pledge.Directions...), Verification: texts.Draw(t, "verification"),
		Frequency: one("frequency", pledge.Frequencies...),
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "milestones") {
		w.Milestones = append(w.Milestones, pledge.Milestone{Title: texts.Draw(t, fmt.Sprint("milestone", i)), DueOn: dayTexts.Draw(t, fmt.Sprint("on", i))})
	}
	return w
}

func setting(t *rapid.T) pledge.Setting {
	s := pledge.Setting{Today: today}
	if rapid.Bool().Draw(t, "signed") {
		s.Signed = today.AddDate(0, 0, -rapid.IntRange(0, 900).Draw(t, "ago"))
	}
	return s
}

// must are the findings that keep a pledge back.
func must(found []pledge.Finding) []string {
	return codes(slices.DeleteFunc(slices.Clone(found), func(f pledge.Finding) bool { return f.Severity != pledge.Must }))
}

func TestCheck_mendingWhatIsSaidRemovesItAndBringsNoNewMust(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, at := written(t), setting(t)
		found := pledge.Check(w, at)
		if len(found) == 0 {
			return
		}
		f := rapid.SampledFrom(found).Draw(t, "finding")
		better := mended(t, w, f, at)
		after := pledge.Check(better, at)
		if slices.Contains(codes(after), f.Field+" "+f.Code) {
			t.Fatalf("%s is still there:\n%+v\n%+v", said(f), w, better)
		}
		for _, m := range must(after) {
			if !slices.Contains(must(found), m) {
				t.Fatalf("mending %s brought %s:\n%+v\n%+v", said(f), m, w, better)
			}
		}
	})
}

func TestCheck_mendingInAnyOrderMakesAPledgeReady(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, at := written(t), setting(t)
		for range 40 {
			found := pledge.Check(w, at)
			if pledge.Ready(found) {
				return
			}
			w = mended(t, w, rapid.SampledFrom(slices.DeleteFunc(found, func(f pledge.Finding) bool { return f.Severity != pledge.Must })).Draw(t, "finding"), at)
		}
		t.Fatalf("not ready after 40 times: %v", codes(pledge.Check(w, at)))
	})
}

// TestCheck_wordsNeverKeepAPledgeBack gives every text other words, in any script.
func TestCheck_wordsNeverKeepAPledgeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, at := written(t), setting(t)
		other := w
		other.Milestones = slices.Clone(w.Milestones)
		for _, text := range []*string{&other.Title, &other.Rationale, &other.Indicator, &other.Unit, &other.Verification} {
			reword(t, text)
		}
		for i := range other.Milestones {
			reword(t, &other.Milestones[i].Title)
		}
		if diff := cmp.Diff(must(pledge.Check(w, at)), must(pledge.Check(other, at))); diff != "" {
			t.Fatalf("%+v\n%+v\n%s", w, other, diff)
		}
	})
}

// reword puts other words where there are some.
func reword(t *rapid.T, text *string) {
	if strings.Trim(*text, " …") != "" {
		*text = rapid.StringMatching(`[a-zéа-яء-غ一-龥]{1,3}[\p{L} ]{0,20}`).Draw(t, "words")
	}
}

func TestCheck_theOrderOfMilestonesAndProvisionsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, at := written(t), setting(t)
		w.Provisions = rapid.SliceOfN(rapid.SampledFrom([]string{"", " ", "art_1", "art_2"}), 0, 3).Draw(t, "provisions")
		other := w
		other.Milestones = rapid.Permutation(w.Milestones).Draw(t, "order")
		other.Provisions = rapid.Permutation(w.Provisions).Draw(t, "order")
		if diff := cmp.Diff(byContent(w, at), byContent(other, at)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// byContent are the findings with the milestones themselves in the place of their numbers.
func byContent(w pledge.Written, at pledge.Setting) []string {
	var out []string
	for _, f := range pledge.Check(w, at) {
		for i, m := range w.Milestones {
			f.Field = strings.Replace(f.Field, fmt.Sprintf("milestones.%d.", i), m.Title+"@"+m.DueOn+" ", 1)
		}
		out = append(out, said(f))
	}
	slices.Sort(out)
	return out
}

func TestCheck_takesAnyTextAndSaysTheSameTwice(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var w pledge.Written
		v := reflect.ValueOf(&w).Elem()
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String {
				v.Field(i).SetString(anyText(t))
			}
		}
		w.Milestones = []pledge.Milestone{{Title: anyText(t), DueOn: anyText(t)}}
		w.Provisions = []string{anyText(t)}
		w.Intent, w.AmountPrivate = rapid.Bool().Draw(t, "intent"), rapid.Bool().Draw(t, "private")
		at := setting(t)
		first := pledge.Check(w, at)
		if diff := cmp.Diff(first, pledge.Check(w, at)); diff != "" {
			t.Fatal(diff)
		}
		for _, f := range first {
			if f.Code == "" || f.Field == "" || !slices.Contains(pledge.Tests, f.Test) {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// anyText is a text, or bytes that are none.
func anyText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.String(), texts, numbers, dayTexts,
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
		rapid.StringMatching(`[\p{Nd}.,٫٬٪% +−-]{1,12}[\p{L}]{0,3}`),
	).Draw(t, "text")
}
