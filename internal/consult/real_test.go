package consult_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// bill puts the ten draft articles of a real consultation on a bill together, in its five sections.
func bill(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("<h1>Pour une République numérique</h1>\n")
	section, sections := 0, 0
	lines := bufio.NewScanner(bytes.NewReader(testkit.Shared(t, "republique-numerique", "provisions.jsonl")))
	lines.Buffer(nil, 1<<22)
	for lines.Scan() {
		var p struct {
			Kind      string `json:"kind"`
			SectionID int    `json:"section_id"`
			Section   string `json:"section"`
			Title     string `json:"section_title"`
			Heading   string `json:"title"`
			Body      string `json:"body_html"`
		}
		testkit.Must(t, json.Unmarshal(lines.Bytes(), &p))
		if p.Kind != "draft_article" {
			continue
		}
		if p.SectionID != section {
			section = p.SectionID
			sections++
			fmt.Fprintf(&b, "<h2>Section %d %s</h2>\n", sections, p.Title)
		}
		number, heading, _ := strings.Cut(p.Heading, " - ")
		fmt.Fprintf(&b, "<h3>%s %s</h3>\n%s\n", number, heading, p.Body)
	}
	testkit.Must(t, lines.Err())
	if sections != 5 {
		t.Fatalf("%d sections", sections)
	}
	return b.String()
}

// onArticles reads the arguments on the draft articles, not those on the citizens' own proposals.
func onArticles(t *testing.T) (file string, o consult.ImportOptions) {
	t.Helper()
	all := string(testkit.Shared(t, "republique-numerique", "arguments.csv"))
	o.Raw = true
	o.Map = consult.ColumnMap{
		Columns: map[string]string{
			"external_id": "id", "provision": "provision_id", "stance": "side", "author_name": "author",
			"created_at": "created_at", "body": "body",
		},
		Constants: map[string]string{"language": "fr"},
		Values:    map[string]map[string]string{"stance": {"for": "support", "against": "oppose"}, "provision": {}},
	}
	for n := range 10 {
		o.Map.Values["provision"][fmt.Sprint(61+n)] = fmt.Sprint(1 + n)
	}
	return all, o
}

func TestRealData_argumentsOnABillAreImportedOnceAndFound(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("republique", story.Languages("fr"))
		drafter := c.Person("drafter", models.Drafter)
		c.Draft("projet", bill(t))
		file, o := onArticles(t)
		load := func() consult.ImportSummary {
			sum, err := k.Service.ImportComments(t.Context(), k.Call(drafter), "republique", "projet", o, strings.NewReader(file))
			testkit.Must(t, err)
			return sum
		}
		sum := load() // what is on a proposal has no place in the draft
		if got := counts(sum); got != "2125 read, 507 imported, 0 there, 1618 rejected" {
			t.Fatalf("%s: %+v", got, sum.Problems[:min(len(sum.Problems), 3)])
		}
		for _, p := range sum.Problems {
			if p.Field != "provision" || p.Code != "not_found" {
				t.Fatalf("%+v", p)
			}
		}
		review := func(f models.ReviewFilter) models.Review {
			r, err := k.Service.Review(t.Context(), drafter, "republique", f)
			testkit.Must(t, err)
			return r
		}
		stances := func(r models.Review) string {
			by := map[string]int{}
			for _, f := range r.Facets["stance"] {
				by[f.Value] = f.Count
			}
			return fmt.Sprint(by)
		}
		if got := stances(review(models.ReviewFilter{})); got != "map[oppose:302 support:205]" {
			t.Errorf("in all %s", got)
		}
		article := ""
		for _, p := range review(models.ReviewFilter{}).Outline {
			if p.Kind == models.Article && p.Number == "9" {
				article = p.WID
			}
		}
		if got := stances(review(models.ReviewFilter{Provision: []string{article}})); got != "map[oppose:90 support:42]" {
			t.Errorf("on article 9 (%s): %s", article, got)
		}
		for accented, plain := range map[string]string{
			"données": "donnees", "éditeurs": "editeurs", "propriété": "propriete", "déjà": "deja",
			"RÉUTILISATION": "reutilisation", "qualité numérique": "qualite numerique",
		} {
			with, without := everything(t, k, drafter, "republique", models.ReviewFilter{Q: accented}), everything(t, k, drafter, "republique", models.ReviewFilter{Q: plain})
			if diff := cmp.Diff(with, without); diff != "" || len(with) == 0 {
				t.Errorf("%q finds %d, %q finds %d", accented, len(with), plain, len(without))
			}
		}
		if got := counts(load()); got != "2125 read, 0 imported, 507 there, 1618 rejected" {
			t.Errorf("again: %s", got)
		}
		if total := review(models.ReviewFilter{}).Total; total != 507 {
			t.Errorf("%d after reading it twice", total)
		}
	})
}

func TestRealData_aCommentOnArabicWordsIsExact(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		read := func(language string) string {
			return strings.SplitN(string(testkit.Shared(t, "contributor-covenant", "2.1."+language+".md")), "+++", 3)[2] // after its front matter
		}
		c := k.Story(t).Consultation("covenant", story.Open())
		c.Story.Person("ana")
		d := c.Draft("covenant", read("en"))
		d.Translate("ar", read("ar"), 1)
		if strings.Contains(fmt.Sprint(d.Warnings), "untranslated") {
			t.Errorf("warnings %v", d.Warnings)
		}
		text := d.Reading(1, "ar")
		const word = "والمرحب"
		said, of := 0, ""
		for _, p := range text.Provisions {
			for _, w := range strings.Fields(p.Text) {
				if strings.Count(p.Text, w) != 1 || utf8.RuneCountInString(w) < 5 {
					continue
				}
				r := c.Comment(story.By("ana"), story.On(p.WID, w), story.In("ar"), story.With(func(in *consult.NewComment) { in.Target.Language = "ar" }))
				v := published(t, c, r.Ref)
				if got := string([]rune(p.Text)[v.StartAt:v.EndAt]); got != w || v.Exact != w || v.AnchorLanguage != "ar" {
					t.Fatalf("%s: %d to %d is %q, want %q", p.WID, v.StartAt, v.EndAt, got, w)
				}
				said++
				of = w
				break // one word of each provision
			}
		}
		if said < 10 {
			t.Errorf("only %d provisions were commented on, the last on %q", said, of)
		}
		_, err := c.Try(story.By("ana"), story.On(text.Provisions[0].WID, word+"؟؟"), story.With(func(in *consult.NewComment) { in.Target.Language = "ar" }))
		wantField(t, err, "target.exact", "not_in_text")
	})
}

func TestRealData_naughtyStringsAreRefusedByARuleOrKeptByteForByte(t *testing.T) {
	var naughty []string
	testkit.Must(t, json.Unmarshal(testkit.Shared(t, "naughty-strings", "blns.json"), &naughty))
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		refused := map[string]int{}
		kept := 0
		for _, s := range naughty {
			r, err := c.Try(story.By("ana"), story.Saying(s), story.Named(s), story.With(func(in *consult.NewComment) {
				if len(s) > 200 || s == "" {
					in.AuthorName = "Ana"
				}
			}))
			if f, ok := fault.As(err); ok && f.Kind == fault.Invalid {
				refused[f.Fields[0].Code]++
				continue
			}
			testkit.Must(t, err)
			want, _ := models.CleanText(s)
			v := published(t, c, r.Ref)
			if v.Body != want || !strings.Contains(s, "\r") && v.Body != s {
				t.Errorf("%q came back as %q", s, v.Body)
			}
			if len(s) <= 200 && v.Name != want {
				t.Errorf("the name %q came back as %q", s, v.Name)
			}
			kept++
		}
		t.Logf("%d strings: %d kept, refused %v", len(naughty), kept, refused)
		want := map[string]int{"blank": 4, "control": 6, "required": 1}
		if diff := cmp.Diff(refused, want); diff != "" || kept != 504 {
			t.Errorf("refused (-got +want):\n%s", diff)
		}
	})
}
