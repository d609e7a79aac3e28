package anchor

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// checkFound fails unless q stands in text where it says, between its context.
func checkFound(t interface{ Errorf(string, ...any) }, text, exact string, q Quote) {
	if q.Exact != exact || words(text, q.Start, q.End) != exact {
		t.Errorf("%q in %q: words at %d:%d are %q", exact, text, q.Start, q.End, words(text, q.Start, q.End))
	}
	length := utf8.RuneCountInString(text)
	if q.Start < 0 || q.End > length || q.End-q.Start != utf8.RuneCountInString(exact) {
		t.Errorf("%q in %q: range %d:%d of %d", exact, text, q.Start, q.End, length)
	}
	if !strings.Contains(text, q.Prefix+exact+q.Suffix) ||
		utf8.RuneCountInString(q.Prefix) > contextLen || utf8.RuneCountInString(q.Suffix) > contextLen {
		t.Errorf("%q in %q: context %q and %q", exact, text, q.Prefix, q.Suffix)
	}
}

func FuzzLocate(f *testing.F) {
	f.Add("our data, your data", "data", "your ", "", 0, 0)
	f.Add("aaa", "aa", "", "", 1, 3)
	f.Add("e\u0301\xff\xc3", "\xc3", "", "", -1, 1<<62)
	f.Add("👩‍👩‍👧", "👩", "\u200d", "\u200d", 2, 3)
	f.Fuzz(func(t *testing.T, text, exact, prefix, suffix string, start, end int) {
		got, err := Locate(text, Quote{exact, prefix, suffix, start, end})
		switch {
		case err == nil:
			checkFound(t, text, exact, got)
		case errors.Is(err, ErrNotFound):
			if utf8.ValidString(exact) && strings.Contains(text, exact) {
				t.Errorf("%q is in %q", exact, text)
			}
		case errors.Is(err, ErrAmbiguous):
			if strings.Index(text, exact) == strings.LastIndex(text, exact) {
				t.Errorf("%q is once in %q", exact, text)
			}
		case !errors.Is(err, ErrEmpty) || exact != "":
			t.Errorf("%q in %q: %v", exact, text, err)
		}
	})
}

// manyScripts makes short texts in which repetitions are likely.
var manyScripts = rapid.SliceOfN(rapid.SampledFrom([]string{
	"a", "b", " ", "\n", "ا", "ل", "\u064b", "数", "据", "e\u0301", "👩", "\u200d", "🇰", "🇪", "\u094d", "क", "𝄞",
}), 0, 60)

func TestLocate_whatIsSelectedIsFoundAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(manyScripts.Draw(t, "text"), "")
		length := utf8.RuneCountInString(text)
		start := rapid.IntRange(0, length).Draw(t, "start")
		end := rapid.IntRange(start, length).Draw(t, "end")
		exact := words(text, start, end)
		got, err := Locate(text, Quote{Exact: exact, Start: start, End: end})
		if exact == "" {
			if !errors.Is(err, ErrEmpty) {
				t.Fatalf("error: got %v, want %v", err, ErrEmpty)
			}
			return
		}
		if err != nil || got.Start != start || got.End != end {
			t.Fatalf("got %+v, %v, want %d:%d", got, err, start, end)
		}
		checkFound(t, text, exact, got)
		// Without offsets the answer may be a refusal, never another place.
		whole := Quote{Exact: exact, Prefix: words(text, 0, start), Suffix: words(text, end, length), Start: -1}
		again, err := Locate(text, whole)
		if err != nil {
			t.Fatalf("with its whole context: %v", err)
		}
		if diff := cmp.Diff(again, got); diff != "" {
			t.Fatalf("with its whole context (-got +want):\n%s", diff)
		}
	})
}

// TestMayCut_neverInsideACluster holds mayCut to Unicode's own break test: every
// place where it forbids a break must be refused. More refusals are allowed.
func TestMayCut_neverInsideACluster(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "unicode-segmentation", "GraphemeBreakTest.txt"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared data folder is not beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cuts, cases := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line, _, _ := strings.Cut(lines.Text(), "#")
		var text strings.Builder
		forbidden := map[int]bool{}
		for _, word := range strings.Fields(line) {
			switch word {
			case "÷":
				cuts++
			case "×":
				forbidden[text.Len()] = true
			default:
				code, err := strconv.ParseUint(word, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				text.WriteRune(rune(code))
			}
		}
		for at := range forbidden {
			cases++
			if mayCut(text.String(), at) {
				t.Errorf("%s: may be cut at byte %d", strings.TrimSpace(line), at)
			}
		}
	}
	if cases < 300 || cuts < 300 {
		t.Errorf("only %d forbidden and %d allowed breaks read", cases, cuts)
	}
}

// words slices a text by code points.
func words(text string, start, end int) string { return string([]rune(text)[start:end]) }
