package anchor

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/models"
)

func TestCarry_ofTwoLikeSentencesNobodyKnowsWhichOneWent(t *testing.T) {
	t.Parallel()
	const twice, once = "Members share data. Members share data. They pay.", "Members share data. They pay."
	c := NewCarrier(text("a: "+twice), text("a: "+once))
	for _, at := range []int{0, 20} {
		for _, words := range []string{"Members share data", "share", "share data."} {
			q := describe(twice, words, at+strings.Index(once, words))
			if got := c.Range("a", q); got.State != models.AnchorDetached || got.WID != "a" {
				t.Errorf("%q at %d: %+v", words, q.Start, got)
			}
		}
	}
}

func TestCarry_confidenceIsTheShareOfKeptWords(t *testing.T) {
	t.Parallel()
	old := text(inform)
	changed := strings.NewReplacer("are informed", "are promptly told", "Each Party", "Every member").Replace(inform)
	c := NewCarrier(old, text(changed))
	for quote, want := range map[string]float64{
		"shall ensure": 1,
		"ensure that all participants are informed": 5.0 / 6,
		"participants are informed":                 2.0 / 3,
		"Each Party":                                replacedWords,
	} {
		if got := c.Range("a", Quote{Exact: quote}); got.Confidence != want {
			t.Errorf("%q: confidence %v, want %v: %+v", quote, got.Confidence, want, got)
		}
	}
}

func TestCarry_removedWordsLeaveTheirPlace(t *testing.T) {
	t.Parallel()
	got := NewCarrier(text(moneyOld), text("d: Members pay. Those who are late pay more.")).Range("d", Quote{Exact: "set by the council every second year"})
	if got.State != models.AnchorTextRemoved || got.WID != "d" || got.Quote.Exact != "" {
		t.Fatalf("got %+v", got)
	}
	got = NewCarrier(text(inform), text("a: Each Party shall ensure that all participants are informed.")).Range("a", Quote{Exact: "about the use of their data"})
	want := Quote{Prefix: "at all participants are informed", Suffix: ".", Start: 58, End: 58}
	if diff := cmp.Diff(got.Quote, want); diff != "" {
		t.Errorf("place (-got +want):\n%s", diff)
	}
}
