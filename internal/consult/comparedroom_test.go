package consult

import "testing"

func TestComparedCache_letsGoOfWhatWasAskedForLongestAgo(t *testing.T) {
	t.Parallel()
	cc := comparedCache{}
	pair := func(n int64) textPair { return textPair{oldID: n} }
	for n := range int64(4) {
		cc.keep(comparedTexts{pair: pair(n), weight: comparedRoom / 4})
	}
	cc.find(pair(0))
	cc.keep(comparedTexts{pair: pair(0), weight: comparedRoom / 4}) // compared twice at once
	cc.keep(comparedTexts{pair: pair(4), weight: comparedRoom / 8})
	cc.keep(comparedTexts{pair: pair(5), weight: comparedRoom/4 + 1})
	for n, want := range []bool{true, false, true, true, true, false} {
		if _, got := cc.find(pair(int64(n))); got != want {
			t.Errorf("%d is kept: %v, want %v", n, got, want)
		}
	}
	if cc.weight != comparedRoom*7/8 || cc.weight > comparedRoom {
		t.Errorf("it weighs %d of %d", cc.weight, comparedRoom)
	}
}
