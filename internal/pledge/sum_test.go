package pledge

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSum_isExact(t *testing.T) {
	t.Parallel()
	for want, numbers := range map[string]string{
		"0": "", "0.30": "0.1 0.2", "250001": "250000.50 0.50", "-0.05": "0.1 -0.15", "99999999999999999999999999.99": "99999999999999999999999999 0.99",
		"1.125": "1.1250",
	} {
		var sum Sum
		for text := range strings.FieldsSeq(numbers) {
			n, ok := ReadNumber(text, "")
			if !ok {
				t.Fatalf("%s is not read", text)
			}
			add := SumOf(n)
			sum.Add(&add)
		}
		if sum.String() != want {
			t.Errorf("%s: %s, want %s", numbers, sum.String(), want)
		}
	}
}

func TestSum_isThatOfFractions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var sum Sum
		want := new(big.Rat)
		for _, text := range rapid.SliceOf(rapid.StringMatching(`-?[0-9]{1,20}\.[0-9]{1,9}`)).Draw(t, "numbers") {
			n, ok := ReadNumber(text, "")
			if !ok {
				t.Fatalf("%s is not read", text)
			}
			add := SumOf(n)
			sum.Add(&add)
			r, _ := new(big.Rat).SetString(text)
			want.Add(want, r)
		}
		got, ok := new(big.Rat).SetString(sum.String())
		if !ok || got.Cmp(want) != 0 {
			t.Fatalf("%s, want %s", sum.String(), want)
		}
	})
}
