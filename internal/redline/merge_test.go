package redline

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMerge_bringsTwoChangesTogether(t *testing.T) {
	t.Parallel()
	const base = "Public goods are open. Their makers are named. They do no harm."
	for _, tt := range []struct{ name, base, mine, theirs, want string }{
		{"elsewhere", base, "Digital public goods are open. Their makers are named. They do no harm.", "Public goods are open. Their makers are named. They do no harm by design.", "Digital public goods are open. Their makers are named. They do no harm by design."},
		{"the same", base, strings.Replace(base, "are open", "stay open", 1), strings.Replace(base, "are open", "stay open", 1), strings.Replace(base, "are open", "stay open", 1)},
		{"the same words to others", base, strings.Replace(base, "are open", "shall be open", 1), strings.Replace(base, "are open", "stay open", 1), "Public goods ⟦shall be ¦ stay⟧ open. Their makers are named. They do no harm."},
		{"one deleted what the other changed", base, strings.Replace(base, " Their makers are named.", "", 1), strings.Replace(base, "named", "known", 1), "Public goods are open. ⟦ ¦ Their makers are known. ⟧They do no harm."},
		{"side by side", "red green blue", "crimson green blue", "red lime blue", "⟦crimson green ¦ red lime⟧ blue"},
		{"both at the end", "a b", "a b c", "a b d", "a b ⟦c ¦ d⟧"},
		{"from nothing", "", "mine", "theirs", "⟦mine ¦ theirs⟧"},
		{"a paragraph and a word", "One two.\n\nThree four.", "One two.\n\nThree five.", "One two.\n\nNew.\n\nThree four.", "One two.\n\nNew.\n\nThree five."},
		{"white space alone", "One two three four", "One  two three four", "One two three  four", "One  two three  four"},
		{"Chinese", "第一条，本宪章自公布之日起施行。", "第二条，本宪章自公布之日起施行。", "第一条，本宪章自通过之日起施行。", "第二条，本宪章自通过之日起施行。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, conflicts := Merge(tt.base, tt.mine, tt.theirs)
			if got != tt.want || conflicts != strings.Contains(tt.want, MarkOpen) || HasMarks(got) != conflicts {
				t.Errorf("got  %q, %v\nwant %q", got, conflicts, tt.want)
			}
		})
	}
}

// drawWords draws words that may come more than once.
func drawWords(t *rapid.T, name string) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "open", " ", "  ", "\n\n", ".", "第", "é", "**", "(1)"}), 0, 30).Draw(t, name), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
}

func TestMerge_laws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		base, mine, theirs := drawWords(t, "base"), drawWords(t, "mine"), drawWords(t, "theirs")
		for _, c := range [][4]string{{base, base, theirs, theirs}, {base, mine, base, mine}, {base, mine, mine, mine}} {
			if got, conflicts := Merge(c[0], c[1], c[2]); got != c[3] || conflicts {
				t.Fatalf("Merge(%q, %q, %q) = %q, %v", c[0], c[1], c[2], got, conflicts)
			}
		}
		one, conflicts := Merge(base, mine, theirs)
		two, also := Merge(base, theirs, mine)
		if conflicts != also || !conflicts && one != two || HasMarks(one) != conflicts {
			t.Fatalf("Merge(%q, %q, %q) = %q, %v; the other way round %q, %v", base, mine, theirs, one, conflicts, two, also)
		}
		words := lexicon{}
		words.cut(base)
		known := len(words)
		for _, text := range []string{mine, theirs} {
			said := words.cut(text)
			for i, id := range said.ids {
				if int(id) >= known && !strings.Contains(one, said.word(i)) {
					t.Fatalf("Merge(%q, %q, %q) = %q lost %q", base, mine, theirs, one, said.word(i))
				}
			}
		}
	})
}

func TestMerge_changesThatDoNotTouchAreBothThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var base, mine, theirs, want []string
		for i := range rapid.IntRange(1, 6).Draw(t, "stretches") {
			fixed := "fix" + strings.Repeat("x", i) + " and"
			was, is := "was"+strings.Repeat("w", i), rapid.SampledFrom([]string{"is it", "", "no\n\nmore", "é"}).Draw(t, "is")
			m, h, w := was, was, was
			switch rapid.IntRange(0, 2).Draw(t, "who") {
			case 0:
				m, w = is, is
			case 1:
				h, w = is, is
			}
			base, mine, theirs, want = append(base, fixed, was), append(mine, fixed, m), append(theirs, fixed, h), append(want, fixed, w)
		}
		text := func(words []string) string { return strings.Join(words, " ") + " end" }
		got, conflicts := Merge(text(base), text(mine), text(theirs))
		if got != text(want) || conflicts {
			t.Fatalf("got %q, %v\nwant %q", got, conflicts, text(want))
		}
	})
}
