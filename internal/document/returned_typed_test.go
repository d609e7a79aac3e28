package document

import (
	"slices"
	"strings"
	"testing"

	"travaux/internal/docx"
)

// typedIn puts a paragraph into a file after the one that has these words, tracked when somebody is named.
func typedIn(t testing.TB, d *docx.Document, after, style, words, author string) {
	t.Helper()
	at := slices.IndexFunc(d.Body, func(b docx.Block) bool { return b.Paragraph == paragraphWith(t, *d, after) })
	p := &docx.Paragraph{Style: style, Runs: []docx.Run{{Kind: docx.BookmarkStart, ID: "9", Text: "_GoBack"}, {Kind: docx.BookmarkEnd, ID: "9"}, {Text: words}}}
	if author != "" {
		p.Inserted, p.Runs[2].Inserted = by(author, docx.Insertion), by(author, docx.Insertion)
	}
	d.Body = slices.Insert(d.Body, at+1, docx.Block{Paragraph: p})
}

func TestReturned_typedHeadingsHaveTheirNumbersApart(t *testing.T) {
	t.Parallel()
	base := textOf(t, lakes)
	for _, test := range []struct{ after, style, words, want string }{
		{"what they promised", "TvArticle0", "Article 7 – Review", "article 7 Review:"},
		{"what they promised", "TvSection0", "Article 7: Review", "article 7 Review:"},
		{"what they promised", "TvArticle0", "7. Review", "article 7 Review:"},
		{"what they promised", "TvArticle0", "Review in 2027", "article  Review in 2027:"},
		{"what they promised", "TvArticle0", "Annex", "article  Annex:"},
		{"Its minutes", "TvParagraph1Text", "3. It sits in spring.", "paragraph 3 : It sits in spring."},
		{"Its minutes", "TvPoint1Text", "(a) It sits in spring.", "point a : It sits in spring."},
		{"Its minutes", "TvParagraph1Text", "It sits in spring.", "paragraph  : It sits in spring."},
		{"Its minutes", "TvParagraph1Text", "J. Smith proposes this.", "paragraph  : J. Smith proposes this."},
		{"Its minutes", "TvPoint1Text", "C. difficile is found.", "point  : C. difficile is found."},
		{"Its minutes", "TvPoint1Text", "I – the undersigned – agree.", "point  : I – the undersigned – agree."},
	} {
		for _, author := range []string{"", "Ana"} {
			d := out(base, "en")
			typedIn(t, &d, test.after, test.style, test.words, author)
			o := onto1(t, back(t, d, base), base, all, nil)
			if got := wordsIn(o.Text); !slices.ContainsFunc(strings.Split(got, "\n"), func(l string) bool { return strings.TrimSpace(l) == test.want }) {
				t.Errorf("%q by %q:\n%s", test.words, author, got)
			}
		}
	}
}

// Letters that look like a mark are one where the one before them is there.
func TestReturned_typedLettersAreNumbersAfterTheOneBefore(t *testing.T) {
	t.Parallel()
	base := textOf(t, lakes)
	d := out(base, "en")
	for _, words := range []string{"c. It is wide.", "C. difficile is found.", "It is deep.", "b. It is long.", "(a) It is blue."} { // each goes before those typed already
		typedIn(t, &d, "Its minutes", "TvPoint1Text", words, "")
	}
	got := wordsIn(onto1(t, back(t, d, base), base, all, nil).Text)
	for _, want := range []string{"point a : It is blue.", "point b : It is long.", "point  : It is deep.", "point  : C. difficile is found.", "point c : It is wide."} {
		if !strings.Contains(got, want+"\n") {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func TestReturned_headingsThatWentOutWithNumbersInThemStayAsTheyAre(t *testing.T) {
	t.Parallel()
	tree, err := Assemble("en", "T", []Part{
		{Kind: "section", Heading: "Article 7 – Review", WID: "w-1", Lasting: true},
		{Kind: "paragraph", HTML: "1. One", WID: strings.Repeat("long-", 12), Lasting: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, through(t, tree).Provisions, tree.Provisions)
	base := Text{tree.Title, tree.Provisions}
	if r := back(t, out(base, "en"), base); len(r.Untracked) > 0 {
		t.Errorf("changes %v", ids(r))
	}
}

// TestReturned_whatLibreOfficeMakesOfDeletedParagraphs has files as LibreOffice 7.4 saves them: the paragraph after a deleted
// one has its style, and the end of the last paragraph that was typed is not marked.
func TestReturned_whatLibreOfficeMakesOfDeletedParagraphs(t *testing.T) {
	t.Parallel()
	base := textOf(t, lakes)
	d := out(base, "en")
	gone := paragraphWith(t, d, "Its minutes")
	for i := range gone.Runs {
		if gone.Runs[i].Kind == docx.Text {
			gone.Runs[i].Deleted = by("Ana", docx.Deletion)
		}
	}
	gone.Deleted = by("Ana", docx.Deletion)
	paragraphWith(t, d, "– Means").Style = gone.Style
	r := back(t, d, base)
	if len(r.Tracked) != 1 || len(r.Untracked) != 0 {
		t.Errorf("an item deleted before an article: %v", ids(r))
	}
	if got := wordsIn(onto1(t, r, base, all, nil).Text); !strings.Contains(got, "article 2 Means: Members pay") || strings.Contains(got, "Its minutes") {
		t.Errorf("all taken:\n%s", got)
	}

	d = out(base, "en")
	paragraphWith(t, d, "This charter ends").Inserted = by("Bela", docx.Insertion)
	d.Body = append(d.Body, docx.Block{Paragraph: &docx.Paragraph{Style: "TvWords0", Runs: []docx.Run{{Text: "Nobody may leave.", Inserted: by("Bela", docx.Insertion)}}}})
	r = back(t, d, base)
	if len(r.Tracked) != 1 || len(r.Untracked) != 0 {
		t.Errorf("words typed after the last: %v", ids(r))
	}
	if o := onto1(t, r, base, none, nil); len(o.Steps) > 0 {
		t.Errorf("refusing everything does %+v", o.Steps)
	}
	if got := wordsIn(onto1(t, r, base, all, nil).Text); !strings.HasSuffix(got, "say so.\nNobody may leave.") {
		t.Errorf("all taken:\n%s", got)
	}

	base = textOf(t, strings.Replace(lakes, "promised.", "promised.\n\nOr owe.\n\n| a | b |\n|---|---|\n| c | d |", 1))
	d = out(base, "en")
	owe := paragraphWith(t, d, "Or owe.")
	owe.Runs[0].Deleted = by("Ana", docx.Deletion)
	if got := wordsIn(onto1(t, back(t, d, base), base, all, nil).Text); !strings.Contains(got, "promised.\na\tb") {
		t.Errorf("words deleted before a table:\n%s", got)
	}
}
