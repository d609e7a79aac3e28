package document

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/docx"
	"travaux/internal/redline"
	"travaux/models"
)

const lakes = `# The charter

## Article 1 Aim

We protect the lakes and the rivers of the region for those who live there.

1. The council meets twice a year.
2. Its minutes are public.

## Article 2 Means

Members pay what they promised.

## Article 3 End

This charter ends when all members say so.
`

func textOf(t testing.TB, markdown string) Text {
	t.Helper()
	tree, err := Read(Markdown, []byte(markdown), "en")
	if err != nil {
		t.Fatal(err)
	}
	return Text{tree.Title, tree.Provisions}
}

// out is the file that goes out of a text.
func out(base Text, language string) docx.Document {
	c := coverIn(language, base.Title)
	c.Mark = MarkPrefix + "1_2_3"
	return ToDOCX(c, base.Provisions)
}

// back is a file as it is read when it comes back.
func back(t failer, d docx.Document, base Text) *Returned {
	t.Helper()
	var file bytes.Buffer
	if err := docx.Write(&file, d); err != nil {
		t.Errorf("Write: %v", err)
	}
	read, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Errorf("Read: %v", err)
	}
	if got := MarkOf(read); got != d.Mark {
		t.Errorf("the mark is %q", got)
	}
	r, err := ReadReturned(read, base, "en", nil)
	if err != nil {
		t.Errorf("ReadReturned: %v", err)
	}
	return r
}

// by is a tracked change.
func by(author string, change docx.Change) *docx.Revision {
	return &docx.Revision{Author: author, Change: change, Date: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
}

// paragraphWith is the paragraph of a file that has these words.
func paragraphWith(t testing.TB, d docx.Document, words string) *docx.Paragraph {
	t.Helper()
	for p := range docx.Paragraphs(d.Body) {
		if strings.Contains(p.Plain(), words) {
			return p
		}
	}
	t.Fatalf("no paragraph has %q", words)
	return nil
}

// rewrite replaces words of a paragraph, tracked when somebody is named.
func rewrite(t testing.TB, d docx.Document, old, new, author string) {
	t.Helper()
	p := paragraphWith(t, d, old)
	for i, r := range p.Runs {
		at := strings.Index(r.Text, old)
		if r.Kind != docx.Text || at < 0 {
			continue
		}
		pieces := []docx.Run{r, r, r, r}
		pieces[0].Text, pieces[1].Text, pieces[2].Text, pieces[3].Text = r.Text[:at], old, new, r.Text[at+len(old):]
		if author != "" {
			pieces[1].Deleted, pieces[2].Inserted = by(author, docx.Deletion), by(author, docx.Insertion)
		} else {
			pieces = slices.Delete(pieces, 1, 2)
		}
		p.Runs = slices.Concat(p.Runs[:i], pieces, p.Runs[i+1:])
		return
	}
}

// unmarked takes the bookmark off a paragraph.
func unmarked(p *docx.Paragraph) {
	p.Runs = slices.DeleteFunc(p.Runs, func(r docx.Run) bool { return r.Kind == docx.BookmarkStart || r.Kind == docx.BookmarkEnd })
}

func all(string) bool  { return true }
func none(string) bool { return false }

func these(ids ...string) func(string) bool {
	return func(id string) bool { return slices.Contains(ids, id) }
}

// words are a text, one provision a line.
func wordsIn(t Text) string {
	lines := []string{t.Title}
	for _, p := range t.Provisions {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s%s %s %s: %s", strings.Repeat(" ", p.Depth), p.Kind, p.Number, p.Heading, p.Text)))
	}
	return strings.Join(lines, "\n")
}

func onto1(t failer, r *Returned, now Text, taken func(string) bool, decided map[string]Decision) Outcome {
	t.Helper()
	o, err := r.Onto(now, taken, decided, redline.Merge)
	if err != nil {
		t.Errorf("Onto: %v", err)
	}
	return o
}

func ids(r *Returned) (list []string) {
	for _, c := range r.Tracked {
		list = append(list, fmt.Sprintf("%s %s -%q +%q %v", c.ID, c.Author, c.Deleted, c.Inserted, c.WIDs))
	}
	for _, u := range r.Untracked {
		list = append(list, fmt.Sprintf("%s was %v is %v", u.ID, u.Was != nil, u.Is != nil))
	}
	return list
}

func TestReturned_changesAreListedAndTakenOneByOne(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	rewrite(t, d, "lakes", "seas", "Ana")
	rewrite(t, d, "promised", "owe", "Bela")
	rewrite(t, d, "twice", "four times", "")
	r := back(t, d, base)
	want := []string{`t1 Ana -"lakes" +"seas" [art-1]`, `t2 Bela -"promised" +"owe" [art-2]`, "of-art-1-par-1 was true is true"}
	if diff := cmp.Diff(ids(r), want); diff != "" {
		t.Fatalf("(-got +want):\n%s", diff)
	}
	if c := r.Tracked[0]; c.Before != "We protect the " || !strings.HasPrefix(c.After, " and the rivers") {
		t.Errorf("around it stand %q and %q", c.Before, c.After)
	}
	for _, test := range []struct {
		taken func(string) bool
		want  string
		by    []string
	}{
		{none, lakes, nil},
		{all, strings.NewReplacer("lakes", "seas", "promised", "owe", "twice", "four times").Replace(lakes), []string{"art-1 Ana", "art-1-par-1 ", "art-2 Bela"}},
		{these("t1"), strings.NewReplacer("lakes", "seas").Replace(lakes), []string{"art-1 Ana"}},
		{these("t2", "of-art-1-par-1"), strings.NewReplacer("promised", "owe", "twice", "four times").Replace(lakes), []string{"art-1-par-1 ", "art-2 Bela"}},
	} {
		o := onto1(t, r, base, test.taken, nil)
		if diff := cmp.Diff(wordsIn(o.Text), wordsIn(textOf(t, test.want))); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		var authors []string
		for _, s := range o.Steps {
			authors = append(authors, s.WID+" "+strings.Join(s.Authors, ", "))
		}
		if diff := cmp.Diff(authors, test.by); diff != "" {
			t.Errorf("steps (-got +want):\n%s", diff)
		}
	}
}

func TestReturned_wordsOnEitherSideOfAPageBreakStayApart(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	p := paragraphWith(t, d, "Members pay")
	for _, r := range []docx.Run{{Kind: docx.PageBreak}, {Text: "Soon."}, {Kind: docx.LineBreak}, {Text: "Now."}} {
		r.Inserted = by("Ana", docx.Insertion)
		p.Runs = append(p.Runs, r)
	}
	if r := back(t, d, base); len(r.Tracked) != 1 || r.Tracked[0].Inserted != " Soon. Now." {
		t.Errorf("changes %v", ids(r))
	}
}

func TestReturned_bothInOneProvisionAreParted(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	rewrite(t, d, "lakes", "seas", "Ana")
	rewrite(t, d, "those who live there", "everybody", "")
	r := back(t, d, base)
	o := onto1(t, r, base, these("t1"), nil)
	if got := o.Provisions[0].Text; got != "We protect the seas and the rivers of the region for those who live there." {
		t.Error(got)
	}
	o = onto1(t, r, base, these("of-art-1"), nil)
	if got := o.Provisions[0].Text; got != "We protect the lakes and the rivers of the region for everybody." {
		t.Error(got)
	}
}

func TestReturned_provisionsComeAndGo(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	gone := paragraphWith(t, d, "Its minutes")
	for i := range gone.Runs {
		if gone.Runs[i].Kind == docx.Text {
			gone.Runs[i].Deleted = by("Ana", docx.Deletion)
		}
	}
	gone.Deleted = by("Ana", docx.Deletion)
	at := slices.IndexFunc(d.Body, func(b docx.Block) bool { return b.Paragraph == paragraphWith(t, d, "what they promised") })
	fresh := func(style, words string) docx.Block {
		return docx.Block{Paragraph: &docx.Paragraph{Style: style, Inserted: by("Bela", docx.Insertion), Runs: []docx.Run{{Text: words, Inserted: by("Bela", docx.Insertion)}}}}
	}
	d.Body = slices.Insert(d.Body, at+1, fresh("TvArticle0", "Late payment"), fresh("TvWords0", "Who pays late pays more."), fresh("TvArticle0", "Help"))
	r := back(t, d, base)
	if got := strings.Join(ids(r), "\n"); strings.Count(got, "\n") != 2 || !strings.Contains(got, `t2 Bela -"" +"Late payment\nWho pays late pays more.\n"`) {
		t.Fatalf("changes:\n%s", got)
	}
	o := onto1(t, r, base, these("t1", "t2"), nil)
	want := strings.Replace(lakes, "2. Its minutes are public.\n", "", 1)
	want = strings.Replace(want, "## Article 3 End", "## Late payment\n\nWho pays late pays more.\n\n## Article 3 End", 1)
	if diff := cmp.Diff(wordsIn(o.Text), strings.Replace(wordsIn(textOf(t, want)), "section  Late", "article  Late", 1)); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	again := onto1(t, r, o.Text, these("t1", "t2"), nil)
	if len(again.Steps) > 0 || len(again.Questions) > 0 {
		t.Errorf("the second time it does %+v and asks %+v", again.Steps, again.Questions)
	}
}

func TestReturned_lostBookmarksAreFoundByWords(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	unmarked(paragraphWith(t, d, "The council meets"))
	unmarked(paragraphWith(t, d, "Its minutes"))
	rewrite(t, d, "twice", "often", "Ana")
	r := back(t, d, base)
	if len(r.Found) != 2 || r.Found[0].WID != "art-1-par-1" || r.Found[0].Alike != 100 || len(r.Untracked) != 0 {
		t.Fatalf("found %+v, untracked %v", r.Found, ids(r))
	}
	o := onto1(t, r, base, all, nil)
	if len(o.Steps) != 1 || o.Steps[0].WID != "art-1-par-1" || o.Steps[0].Act != "change" {
		t.Errorf("steps %+v", o.Steps)
	}
}

func TestReturned_whatMovedOnIsBroughtTogetherOrAsked(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	rewrite(t, d, "lakes", "seas", "Ana")
	rewrite(t, d, "twice", "often", "Ana")
	r := back(t, d, base)
	now := textOf(t, strings.NewReplacer("live there", "live here", "twice", "thrice", "## Article 2 Means\n\nMembers pay what they promised.\n\n", "").Replace(lakes))
	now.Provisions[len(now.Provisions)-1].WID = "art-3"
	o := onto1(t, r, now, all, nil)
	if got := o.Provisions[0].Text; got != "We protect the seas and the rivers of the region for those who live here." {
		t.Error(got)
	}
	if o.Asked != 1 || o.Questions[0].WID != "art-1-par-1" || o.Questions[0].Together.Content != "The council meets ⟦often ¦ thrice⟧ a year." {
		t.Fatalf("asked %+v", o.Questions)
	}
	key := o.Questions[0].Key
	for how, want := range map[string]string{Ours: "thrice", Theirs: "often", Typed: "monthly"} {
		d := Decision{How: how, Of: key, Typed: models.Typed{Kind: models.Paragraph, Number: "1", Content: "The council meets monthly a year."}}
		o := onto1(t, r, now, all, map[string]Decision{"art-1-par-1": d})
		if o.Asked != 0 || !strings.Contains(wordsIn(o.Text), "The council meets "+want+" a year.") {
			t.Errorf("%s: %d asked, %s", how, o.Asked, wordsIn(o.Text))
		}
		d.Of = "another"
		if o := onto1(t, r, now, all, map[string]Decision{"art-1-par-1": d}); o.Asked != 1 {
			t.Error("what was decided of other words decides")
		}
	}
}

func TestReturned_whatIsDeletedButMovedOnIsAsked(t *testing.T) {
	base := textOf(t, lakes)
	d := out(base, "en")
	for _, words := range []string{"Article 2", "what they promised"} {
		p := paragraphWith(t, d, words)
		for i := range p.Runs {
			if p.Runs[i].Kind == docx.Text {
				p.Runs[i].Deleted = by("Ana", docx.Deletion)
			}
		}
		p.Deleted = by("Ana", docx.Deletion)
	}
	r := back(t, d, base)
	if len(r.Tracked) != 1 {
		t.Errorf("changes %v", ids(r))
	}
	if o := onto1(t, r, base, all, nil); o.Asked != 0 || strings.Contains(wordsIn(o.Text), "promised") || len(o.Provisions) != len(base.Provisions)-1 {
		t.Errorf("deleted: %s", wordsIn(o.Text))
	}
	now := textOf(t, strings.Replace(lakes, "they promised", "they owe", 1))
	o := onto1(t, r, now, all, nil)
	if o.Asked != 1 || len(o.Steps) != 0 {
		t.Fatalf("asked %+v, did %+v", o.Questions, o.Steps)
	}
	key := o.Questions[0].Key
	own := models.Typed{Kind: models.Section, Number: "9", Heading: "Money", Content: "Members pay at once."}
	for how, want := range map[string]string{Ours: "article 2 Means: Members pay what they owe.", Theirs: "", Typed: "section 9 Money: Members pay at once."} {
		o := onto1(t, r, now, all, map[string]Decision{"art-2": {How: how, Of: key, Typed: own}})
		steps, left := 0, len(now.Provisions)
		if how != Ours {
			steps = 1
		}
		if how == Theirs {
			left--
		}
		if o.Asked != 0 || len(o.Steps) != steps || len(o.Provisions) != left || !strings.Contains(wordsIn(o.Text), want) {
			t.Errorf("%s: %d asked, did %+v, %s", how, o.Asked, o.Steps, wordsIn(o.Text))
		}
		if how == Typed && (o.Provisions[3].WID != "art-2" || o.Provisions[3].EID != "sec_9") {
			t.Errorf("what was typed is %s, at %s", o.Provisions[3].WID, o.Provisions[3].EID)
		}
	}
}

// TestReturned_property has every text come back from a redline to any other one.
func TestReturned_property(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawEdited(t)
		base := Text{old.Title, old.Provisions}
		r, err := ReadReturned(redlineFile(t, old, new, nil), base, "en", nil)
		if errors.Is(err, ErrEmpty) {
			t.Skip("nothing is left of the text")
		}
		if err != nil {
			t.Fatalf("ReadReturned: %v", err)
		}
		if o := onto1(t, r, base, none, nil); len(o.Steps) > 0 || o.Asked > 0 || o.Title != base.Title {
			t.Errorf("refusing everything does %+v, asks %+v", o.Steps, o.Questions)
		}
		tree, err := r.resolve(all)
		if errors.Is(err, ErrEmpty) {
			t.Skip("nothing is left of the text")
		}
		if err != nil {
			t.Fatalf("resolve: %v", err)
		}
		if len(r.Untracked) > 0 {
			t.Skip("a redline has no bookmark where a provision went from: what stands there may be taken for another one")
		}
		o := onto1(t, r, base, all, nil)
		if diff := cmp.Diff(wordsIn(Text{o.Title, o.Provisions}), wordsIn(Text{base.Title, tree.Provisions})); diff != "" && tree.Title == base.Title {
			t.Errorf("taking everything (-got +want):\n%s", diff)
		}
	})
}

// TestReturned_fromLibreOffice reads a file that LibreOffice 25 saved again: two tracked replacements, one of them in
// Arabic, a provision deleted tracked, words replaced untracked and a comment.
func TestReturned_fromLibreOffice(t *testing.T) {
	base := textOf(t, `# Charter of Open Things

## Article 1 Purpose

1. Signatories shall publish what they build. What they build **shall** be open, see [the law](https://example.org/law).
2. This charter is a statement of will:
   - (a) for governments;
   - (b) for everybody else.

## Article 2 Openness

Systems should use open standards wherever suitable ones exist.

## Article 3 التعاون

تتعاون الأطراف فيما بينها.

## Article 4 End

This charter ends when all say so.
`)
	content, err := os.ReadFile("testdata/returned-libreoffice.docx")
	if err != nil {
		t.Fatal(err)
	}
	d, err := docx.Read(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	if got := MarkOf(d); got != "_tv0123456789_0123456789_a1" || d.Mark != got {
		t.Errorf("the mark is %q, the property %q", got, d.Mark)
	}
	r, err := ReadReturned(d, base, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`t1 Ana Review -"shall publish" +"must publish" [art-1-par-1]`, `t2 ليلى -"الأطراف" +"الدول" [art-3]`,
		`t3 Bela Review -"4 – End\nThis charter ends when all say so." +"" [art-4]`, "of-art-2 was true is true",
	}
	if diff := cmp.Diff(ids(r), want); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if len(r.Found) != 0 || len(r.Comments) != 1 || r.Comments[0].WID != "art-2" || r.Comments[0].Text != "Which law?" {
		t.Errorf("found %+v, comments %+v", r.Found, r.Comments)
	}
	if o := onto1(t, r, base, none, nil); len(o.Steps) > 0 {
		t.Errorf("refusing everything does %+v", o.Steps)
	}
	o := onto1(t, r, base, these("t1", "t2", "t3"), nil)
	got := wordsIn(o.Text)
	if !strings.Contains(got, "must publish") || !strings.Contains(got, "تتعاون الدول فيما") || strings.Contains(got, "End") || !strings.Contains(got, "suitable ones") {
		t.Errorf("it says\n%s", got)
	}
	if p := o.Provisions[1]; !strings.Contains(p.HTML, `<strong>shall</strong>`) || !strings.Contains(p.HTML, `href="https://example.org/law"`) {
		t.Errorf("its looks are %s", p.HTML)
	}
}
