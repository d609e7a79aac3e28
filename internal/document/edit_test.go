package document

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/models"
)

// lines writes a text as one line a provision: its depth in dots, its number, and its words.
func lines(ps []models.Provision) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(strings.Repeat(".", p.Depth) + p.WID + " " + strings.Join(strings.FieldsFunc(p.Number+"\t"+p.Heading+"\t"+p.Text, func(r rune) bool { return r == '\t' }), " ") + "\n")
	}
	return b.String()
}

func aims(t *testing.T) []models.Provision {
	t.Helper()
	tree, err := Read(Markdown, []byte("## Article 1 Aims\n\n1. We aim **high**. We aim far.\n2. We aim well.\n\n## Article 2 Means\n\nBy all means.\n"), "en")
	if err != nil {
		t.Fatal(err)
	}
	return tree.Provisions
}

func TestEdit_eachActGivesTheTextThatOneExpects(t *testing.T) {
	t.Parallel()
	begin := aims(t)
	tests := []struct {
		name string
		act  func() ([]models.Provision, error)
		want string
	}{
		{"add first", func() ([]models.Provision, error) {
			out, _, err := Add(begin, Place{}, models.Provision{Kind: models.Preamble, Text: "We", HTML: "We"}, nil)
			return out, err
		}, "preamble We\nart-1 1 Aims\n.art-1-par-1 1 We aim high. We aim far.\n.art-1-par-2 2 We aim well.\nart-2 2 Means By all means.\n"},
		{"add below, after a sibling", func() ([]models.Provision, error) {
			out, _, err := Add(begin, Place{"art-1", "art-1-par-1"}, models.Provision{Kind: models.Paragraph, Number: "1", Text: "New", HTML: "New"}, func(wid string) bool { return wid == "art-1-par-1_2" })
			return out, err
		}, "art-1 1 Aims\n.art-1-par-1 1 We aim high. We aim far.\n.art-1-par-1_3 1 New\n.art-1-par-2 2 We aim well.\nart-2 2 Means By all means.\n"},
		{"move with what is below", func() ([]models.Provision, error) { return Move(begin, "art-1", Place{"", "art-2"}) }, "art-2 2 Means By all means.\nart-1 1 Aims\n.art-1-par-1 1 We aim high. We aim far.\n.art-1-par-2 2 We aim well.\n"},
		{"split", func() ([]models.Provision, error) {
			out, _, err := Split(begin, "art-1-par-1", 13, nil)
			return out, err
		}, "art-1 1 Aims\n.art-1-par-1 1 We aim high.\n.art-1-par-3 We aim far.\n.art-1-par-2 2 We aim well.\nart-2 2 Means By all means.\n"},
		{"join with the sibling before", func() ([]models.Provision, error) {
			out, _, err := Join(begin, "art-1-par-2")
			return out, err
		}, "art-1 1 Aims\n.art-1-par-1 1 We aim high. We aim far.\nWe aim well.\nart-2 2 Means By all means.\n"},
		{"join with the one above", func() ([]models.Provision, error) {
			out, _, err := Join(begin, "art-1-par-1")
			return out, err
		}, "art-1 1 Aims We aim high. We aim far.\n.art-1-par-2 2 We aim well.\nart-2 2 Means By all means.\n"},
		{"join takes what is below along, in order", func() ([]models.Provision, error) {
			moved, _ := Move(begin, "art-1", Place{"", "art-2"})
			out, _, err := Join(moved, "art-1")
			return out, err
		}, "art-2 2 Means By all means.\nAims\n.art-1-par-1 1 We aim high. We aim far.\n.art-1-par-2 2 We aim well.\n"},
		{"delete with what is below", func() ([]models.Provision, error) {
			out, gone, err := Delete(begin, "art-1")
			if want := []string{"art-1", "art-1-par-1", "art-1-par-2"}; !slices.Equal(gone, want) {
				t.Errorf("gone %v, want %v", gone, want)
			}
			return out, err
		}, "art-2 2 Means By all means.\n"},
		{"one level out", func() ([]models.Provision, error) { return Shift(begin, "art-1-par-1", Out) }, "art-1 1 Aims\n.art-1-par-2 2 We aim well.\nart-1-par-1 1 We aim high. We aim far.\nart-2 2 Means By all means.\n"},
		{"one level in", func() ([]models.Provision, error) { return Shift(begin, "art-2", In) }, "art-1 1 Aims\n.art-1-par-1 1 We aim high. We aim far.\n.art-1-par-2 2 We aim well.\n.art-2 2 Means By all means.\n"},
		{"one up", func() ([]models.Provision, error) { return Shift(begin, "art-1-par-2", Up) }, "art-1 1 Aims\n.art-1-par-2 2 We aim well.\n.art-1-par-1 1 We aim high. We aim far.\nart-2 2 Means By all means.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.act()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(lines(got), tt.want); diff != "" {
				t.Error(diff)
			}
			checkTree(t, Tree{Provisions: got})
			if diff := cmp.Diff(lines(begin), lines(aims(t))); diff != "" {
				t.Errorf("the act changed what it was given: %s", diff)
			}
		})
	}
}

func TestEdit_refusals(t *testing.T) {
	t.Parallel()
	begin := aims(t)
	split := func(at int) error { _, _, err := Split(begin, "art-2", at, nil); return err }
	shift := func(wid string, to Direction) error { _, err := Shift(begin, wid, to); return err }
	move := func(wid string, to Place) error { _, err := Move(begin, wid, to); return err }
	_, _, joined := Join(begin, "art-1")
	for name, tt := range map[string]struct{ err, want error }{
		"below itself":        {move("art-1", Place{"art-1-par-1", ""}), ErrOwnBelow},
		"unknown":             {move("art-9", Place{}), ErrNoProvision},
		"after unknown":       {move("art-1", Place{"", "art-1-par-1"}), ErrNoProvision},
		"cut at the start":    {split(0), ErrNoCut},
		"cut behind the end":  {split(99), ErrNoCut},
		"cut before nothing":  {split(-1), ErrNoCut},
		"first goes up":       {shift("art-1", Up), ErrNoNeighbour},
		"last goes down":      {shift("art-2", Down), ErrNoNeighbour},
		"first goes in":       {shift("art-1", In), ErrNoNeighbour},
		"top goes out":        {shift("art-1", Out), ErrNoNeighbour},
		"first has no before": {joined, ErrNoNeighbour},
	} {
		if !errors.Is(tt.err, tt.want) {
			t.Errorf("%s: %v, want %v", name, tt.err, tt.want)
		}
	}
	deep := begin
	var err error
	for wid := ""; err == nil; {
		deep, wid, err = Add(deep, Place{Parent: wid}, models.Provision{Kind: models.Point, Text: "x"}, nil)
	}
	if !errors.Is(err, ErrTooDeep) {
		t.Errorf("too deep: %v", err)
	}
}

func TestSplit_thenJoinGivesTheWordsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), "")
		tree, err := Read(HTML, []byte(content), "en")
		if err != nil {
			return
		}
		p := tree.Provisions[rapid.IntRange(0, len(tree.Provisions)-1).Draw(t, "which")]
		cut, made, err := Split(tree.Provisions, p.WID, rapid.IntRange(0, 40).Draw(t, "at"), nil)
		if err != nil {
			return
		}
		checkTree(t, Tree{Provisions: cut})
		whole, into, err := Join(cut, made)
		if err != nil || into != p.WID {
			t.Fatalf("joined into %q: %v", into, err)
		}
		checkTree(t, Tree{Provisions: whole})
		at := slices.IndexFunc(whole, func(q models.Provision) bool { return q.WID == p.WID })
		if got, want := strings.Join(strings.Fields(whole[at].Text), ""), strings.Join(strings.Fields(p.Text), ""); got != want {
			t.Errorf("words %q, want %q", got, want)
		}
	})
}

func TestRenumber_countsAsTheFirstIsWritten(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, want string }{
		{"through chapters", "# Chapter I\n\n## Article 4\n\n4.1 a\n\n4.2 b\n\n# Chapter V\n\n## Article 9\n\n(b) x\n\n(c) y\n", "I 1 1.1 1.2 II 2 a b"},
		{"Chinese", "## 第三条 甲\n\n## 第五条 乙\n", "一 二"},
		{"Arabic digits", "## المادة ٣\n\n## المادة ٧\n", "١ ٢"},
		{"degrees", "## Article 1\n\n1° a\n\n2° b\n", "1 1° 2°"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tree, err := Read(Markdown, []byte(tt.text), "en")
			if err != nil {
				t.Fatal(err)
			}
			out, err := Renumber(tree.Provisions)
			if err != nil {
				t.Fatal(err)
			}
			var numbers []string
			for _, p := range out {
				numbers = append(numbers, p.Number)
			}
			if got := strings.Join(numbers, " "); got != tt.want {
				t.Errorf("%s, want %s\n%s", got, tt.want, lines(tree.Provisions))
			}
		})
	}
}

func TestOwnWords_areThoseOfOneProvision(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		format        Format
		content, text string
		err           error
	}{
		{Markdown, "We **aim**\nhigh.\n\nAnd far.", "We aim high.\nAnd far.", nil},
		{Markdown, "1. a list", "", ErrStructure},
		{Markdown, "# a heading", "", ErrStructure},
		{HTML, "1.1 stays <script>x</script>words", "1.1 stays words", nil},
		{Markdown, "", "", nil},
		{Markdown, "bell \a", "", ErrUnreadable},
	} {
		text, markup, err := OwnWords(tt.format, tt.content)
		if text != tt.text || !errors.Is(err, tt.err) || err == nil && strip(markup) != text {
			t.Errorf("%q: %q, %q, %v", tt.content, text, markup, err)
		}
		if again, same, err := OwnWords(HTML, markup); again != text || same != markup || err != nil {
			t.Errorf("%q reads back as %q, %q, %v", tt.content, again, same, err)
		}
	}
}

// checkWordsComeBack expects what is given to be edited to be read as it was.
func checkWordsComeBack(t failer, p models.Provision) {
	t.Helper()
	source := MarkdownOf(p)
	text, markup, err := OwnWords(Markdown, source)
	if text != p.Text || markup != p.HTML || err != nil {
		t.Errorf("%q\n%q as Markdown\n%q\nreads back as\n%q\n%q %v", p.Text, p.HTML, source, text, markup, err)
	}
}

func TestMarkdownOf_readsBackAsTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		for _, p := range drawTree(t).Provisions {
			checkWordsComeBack(t, p)
		}
		content := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), "")
		if text, markup, err := OwnWords(Plain, content); err != nil || text != content || strip(markup) != content {
			t.Errorf("plain words %q became %q, %q: %v", content, text, markup, err)
		} else {
			checkWordsComeBack(t, models.Provision{Text: text, HTML: markup})
		}
		for _, format := range []Format{HTML, Markdown} {
			tree, _ := Read(format, []byte(content), "en")
			for _, p := range tree.Provisions {
				checkWordsComeBack(t, p)
			}
		}
	})
}

func TestMarkdownOf_realTextsAndNaughtyStringsComeBack(t *testing.T) {
	t.Parallel()
	for name, tree := range realTexts(t) {
		for _, p := range tree.Provisions {
			checkWordsComeBack(t, p)
			if strings.Contains(MarkdownOf(p), "<div") {
				t.Errorf("%s needs more than plain Markdown: %s", name, p.HTML)
			}
		}
	}
	for _, tree := range naughty(t) {
		for _, p := range tree.Provisions {
			checkWordsComeBack(t, p)
		}
	}
}

func TestRead_aLinkStandsInNoOtherLink(t *testing.T) {
	t.Parallel()
	tree, err := Read(HTML, []byte(`<a href="https://x.test/"><table><a href="https://x.test/">words`), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range tree.Provisions {
		if strings.Count(p.HTML, "<a ") > 1 {
			t.Errorf("%s", p.HTML)
		}
		checkWordsComeBack(t, p)
	}
}
