package anchor

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	family = "👩‍👩‍👧" // three emoji held together by joiners: five code points
	decomp = "e\u0301"
)

func TestLocate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		in   Quote
		want Quote
		err  error
	}{
		{
			"offsets that agree are believed among repetitions", "data and data",
			Quote{Exact: "data", Start: 9, End: 13},
			Quote{Exact: "data", Prefix: "data and ", Start: 9, End: 13},
			nil,
		},
		{
			"offsets that agree win over a context that does not", "data and data",
			Quote{Exact: "data", Prefix: "nowhere", Start: 0, End: 4},
			Quote{Exact: "data", Suffix: " and data", Start: 0, End: 4},
			nil,
		},
		{
			"a unique match wins over wrong offsets and wrong context", "data and people",
			Quote{Exact: "people", Prefix: "x", Suffix: "y", Start: 1, End: 3},
			Quote{Exact: "people", Prefix: "data and ", Start: 9, End: 15},
			nil,
		},
		{
			"the prefix decides", "our data, your data",
			Quote{Exact: "data", Prefix: "your "},
			Quote{Exact: "data", Prefix: "our data, your ", Start: 15, End: 19},
			nil,
		},
		{
			"the suffix decides", "our data, your data.",
			Quote{Exact: "data", Suffix: ","},
			Quote{Exact: "data", Prefix: "our ", Suffix: ", your data.", Start: 4, End: 8},
			nil,
		},
		{"several matches without context", "data data", Quote{Exact: "data"}, Quote{}, ErrAmbiguous},
		{"several matches, the context fits none", "data data", Quote{Exact: "data", Prefix: "x"}, Quote{}, ErrAmbiguous},
		{"several matches, the context fits two", "a data a data", Quote{Exact: "data", Prefix: "a "}, Quote{}, ErrAmbiguous},
		{"overlapping matches are separate", "aaa", Quote{Exact: "aa"}, Quote{}, ErrAmbiguous},
		{
			"an overlapping match is found by its context", "aaa",
			Quote{Exact: "aa", Prefix: "a"},
			Quote{Exact: "aa", Prefix: "a", Start: 1, End: 3},
			nil,
		},
		{"words that are not there", "data", Quote{Exact: "date"}, Quote{}, ErrNotFound},
		{"nothing is normalised", "caf\u00e9", Quote{Exact: "caf" + decomp}, Quote{}, ErrNotFound},
		{"case is kept apart", "Data", Quote{Exact: "data"}, Quote{}, ErrNotFound},
		{"no words", "data", Quote{}, Quote{}, ErrEmpty},
		{"no text", "", Quote{Exact: "x"}, Quote{}, ErrNotFound},
		{"half a character", "é", Quote{Exact: "\xa9"}, Quote{}, ErrNotFound},
		{
			"Arabic", "حماية البيانات حق",
			Quote{Exact: "البيانات", Start: 6, End: 14},
			Quote{Exact: "البيانات", Prefix: "حماية ", Suffix: " حق", Start: 6, End: 14},
			nil,
		},
		{
			"Chinese", "保护参与者的数据",
			Quote{Exact: "参与者"},
			Quote{Exact: "参与者", Prefix: "保护", Suffix: "的数据", Start: 2, End: 5},
			nil,
		},
		{
			"joined emoji count their code points", family + " and " + family + "!",
			Quote{Exact: family, Start: 10, End: 15},
			Quote{Exact: family, Prefix: family + " and ", Suffix: "!", Start: 10, End: 15},
			nil,
		},
		{
			"combining marks", "le cafe\u0301 noir",
			Quote{Exact: "e\u0301", Start: 6, End: 8},
			Quote{Exact: "e\u0301", Prefix: "le caf", Suffix: " noir", Start: 6, End: 8},
			nil,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Locate(tt.text, tt.in)
			if !errors.Is(err, tt.err) {
				t.Fatalf("error: got %v, want %v", err, tt.err)
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("quote (-got +want):\n%s", diff)
			}
		})
	}
}

func TestLocate_absurdOffsetsAreOnlyWrong(t *testing.T) {
	t.Parallel()
	extremes := []int{math.MinInt, math.MinInt + 1, -5, -1, 0, 1, 2, 4, 5, math.MaxInt - 1, math.MaxInt}
	for _, start := range extremes {
		for _, end := range extremes {
			got, err := Locate("a data", Quote{Exact: "data", Start: start, End: end})
			if err != nil || got.Start != 2 || got.End != 6 {
				t.Errorf("offsets %d, %d: got %+v, %v", start, end, got, err)
			}
		}
	}
}

func TestLocate_contextIsBoundedAndKeepsClustersWhole(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, before, after, prefix, suffix string }{
		{
			"long text", strings.Repeat("ab", 40), strings.Repeat("cd", 40),
			strings.Repeat("ab", 16), strings.Repeat("cd", 16),
		},
		{
			"joined emoji across both ends", strings.Repeat(family, 10), strings.Repeat(family, 10),
			strings.Repeat(family, 6), strings.Repeat(family, 6),
		},
		{
			"combining marks across both ends", strings.Repeat("xe\u0301", 20), strings.Repeat("xe\u0301", 20),
			"e\u0301" + strings.Repeat("xe\u0301", 10), strings.Repeat("xe\u0301", 10) + "x",
		},
		{
			"one endless cluster", "x" + strings.Repeat("\u0301", 60), "y" + strings.Repeat("\u0301", 60),
			"", "",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := Locate(tt.before+"|"+tt.after, Quote{Exact: "|"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{got.Prefix, got.Suffix}, []string{tt.prefix, tt.suffix}); diff != "" {
				t.Errorf("context (-got +want):\n%s", diff)
			}
		})
	}
}

func TestLocate_arabicCovenant(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "contributor-covenant", "2.1.ar.md"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared data folder is not beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	const word = "خالية"
	got, err := Locate(text, Quote{Exact: word})
	if err != nil {
		t.Fatal(err)
	}
	// The offset is counted here another way: over a slice of runes.
	runes := []rune(text)
	if s := string(runes[got.Start:got.End]); s != word {
		t.Errorf("text at %d:%d: got %q, want %q", got.Start, got.End, s, word)
	}
	if !strings.HasSuffix(got.Prefix, "تجربة ") || !strings.HasPrefix(got.Suffix, " من المضايقة") {
		t.Errorf("context: got %q and %q", got.Prefix, got.Suffix)
	}
	again, err := Locate(text, got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(again, got); diff != "" {
		t.Errorf("located twice (-got +want):\n%s", diff)
	}
	if _, err := Locate(text, Quote{Exact: "المشاركة"}); err != nil && !errors.Is(err, ErrAmbiguous) {
		t.Errorf("a repeated word: got %v", err)
	}
}
