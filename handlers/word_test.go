package handlers_test

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/docx"
	"travaux/internal/rendition"
	"travaux/internal/testkit"
	"travaux/models"
)

// wentOut opens a working version of a text, as it goes out to Word.
func (s *site) wentOut(t *testing.T, text string) docx.Document {
	t.Helper()
	_, err := s.Consult().CreateConsultation(t.Context(), s.system(), consult.NewConsultation{Slug: "town", Title: "Town", Language: "en"})
	testkit.Must(t, err)
	_, _, err = s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}, consult.NewVersion{Content: text})
	testkit.Must(t, err)
	e, err := s.Consult().Edition(t.Context(), s.system().Actor, "town", "charter", consult.Which{Working: true})
	testkit.Must(t, err)
	f, err := rendition.Of(e, models.FileDOCX)
	testkit.Must(t, err)
	doc, err := docx.Read(bytes.NewReader(f.Body), int64(len(f.Body)))
	testkit.Must(t, err)
	return doc
}

// cameBack opens a working version of so many articles, has it go out and come back with each of them changed, tracked, and
// the last one untracked too and with a comment; it gives the file.
func (s *site) cameBack(t *testing.T, articles int) string {
	t.Helper()
	var text strings.Builder
	for i := range articles {
		fmt.Fprintf(&text, "## Article %d Of things\n\nThe words of article %d.\n\n", i+1, i+1)
	}
	doc := s.wentOut(t, text.String())
	n := 0
	for p := range docx.Paragraphs(doc.Body) {
		if !strings.HasPrefix(p.Style, "TvWords") {
			continue
		}
		n++
		by := &docx.Revision{Author: []string{"Ana Review", "Bela Review"}[n%2], Change: docx.Insertion, Date: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
		p.Runs = append([]docx.Run{{Text: "Note: ", Inserted: by}}, p.Runs...)
		if n == articles {
			for i := range p.Runs {
				p.Runs[i].Text = strings.Replace(p.Runs[i].Text, "words", "thoughts", 1)
			}
			p.Runs = append([]docx.Run{{Kind: docx.CommentStart, ID: "7"}}, p.Runs...)
			p.Runs = append(p.Runs, docx.Run{Kind: docx.CommentEnd, ID: "7"}, docx.Run{Kind: docx.CommentPoint, ID: "7"})
		}
	}
	said := docx.Paragraph{Runs: []docx.Run{{Text: "Whose are they?"}}}
	doc.Comments = append(doc.Comments, docx.Comment{ID: "7", Author: "Cleo Review", Blocks: []docx.Block{{Paragraph: &said}}})
	var b bytes.Buffer
	testkit.Must(t, docx.Write(&b, doc))
	return b.String()
}

func TestWord_comesBackInABrowser(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		file := s.cameBack(t, 3)
		b := s.person(t, "drafter@example.org", "town", "drafter")
		other := s.person(t, "other@example.org", "town", "drafter")
		const at = "/c/town/drafts/charter/working/word"
		b.get("/c/town/drafts/charter/working").want(200).shows("/working/word")
		b.get(at).want(200).shows("Back from Word")
		b.upload(at, url.Values{}, "x.docx", "# no Word file").want(422).shows("no text of Word")
		b.upload(at, url.Values{}, "x.docx", "").want(422).shows("This file is empty: it has no text.")
		ref := b.upload(at, url.Values{}, "charter <b>.docx", file).want(303).location()
		b.get(at).want(200).shows("charter <b>.docx")
		p := b.get(ref).want(200)
		p.shows("Ana Review", "Bela Review", "Changed while tracking was off", "thoughts", "Whose are they?", "Its 1 comment goes with it")
		state := between(p.body, `name="state" value="`, `"`)
		b.post(ref+"/decide", url.Values{"revision": {"0"}, "author": {"Ana Review"}, "all": {"taken"}}).want(303)
		other.post(ref+"/decide", url.Values{"revision": {"0"}, "all": {"refused"}}).want(412).shows("Somebody changed this meanwhile")
		other.post(ref+"/apply", url.Values{"revision": {"0"}, "state": {state}}).want(412)
		b.post(ref+"/decide", url.Values{"revision": {"1"}, "changes.t1": {"taken"}, "changes.nothing": {"taken"}}).want(422)
		b.post(ref+"/apply", url.Values{"revision": {"1"}, "state": {state}, "changes.nothing": {"taken"}}).want(422)
		b.post(ref+"/apply", url.Values{"revision": {"1"}, "state": {state}, "changes.t1": {"taken"}}).want(303) // what is marked, saved or not
		b.post(ref+"/apply", url.Values{"revision": {"2"}, "state": {state}}).want(409).shows("was brought onto the working version already")
		got := draftWords(t, s, "charter")
		if strings.Count(got, "Note: ") != 2 || strings.Contains(got, "thoughts") {
			t.Errorf("it says\n%s", got)
		}
		b.get("/c/town/drafts/charter/working/history").want(200).shows("words of", "Ana Review", "Bela Review")
		b.get("/c/town/drafts/charter/notes").want(200).shows("Whose are they?", "Cleo Review")
		b.get(ref).want(200).hides("comment goes with it")
		b.post(ref+"/discard", nil).want(303)
		b.get(ref).want(404)
	})
}

func TestWord_paragraphsThatWerePutTogetherOrPartedAreShown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		doc := s.wentOut(t, "## Article 1\n\nThey pay.\n\nAll of them.\n\n## Article 2\n\nThey meet. They talk.\n")
		for i, block := range doc.Body {
			p := block.Paragraph
			switch {
			case p == nil:
			case p.Plain() == "They pay.":
				p.Runs = append(p.Runs, docx.Run{Text: " "})
				p.Runs = append(p.Runs, doc.Body[i+1].Paragraph.Runs...)
				doc.Body[i+1].Paragraph = &docx.Paragraph{Style: "TvAbout"}
			case p.Plain() == "They meet. They talk.":
				p.Runs[0].Text = "They meet."
				p.Runs = append(p.Runs[:1:1], append([]docx.Run{{Kind: docx.LineBreak}, {Text: "They talk."}}, p.Runs[1:]...)...)
			}
		}
		var file bytes.Buffer
		testkit.Must(t, docx.Write(&file, doc))
		b := s.person(t, "drafter@example.org", "town", "drafter")
		ref := b.upload("/c/town/drafts/charter/working/word", url.Values{}, "charter.docx", file.String()).want(303).location()
		b.get(ref).want(200).shows("Paragraphs were put together.", "A paragraph was parted in two.")
		b.post(ref+"/decide", url.Values{"revision": {"0"}, "all": {"taken"}}).want(303)
		p := b.get(ref).want(200)
		if n := strings.Count(p.body, "Paragraphs were put together."); n != 2 {
			t.Errorf("told %d times, not as a change and as what becomes of it", n)
		}
		b.post(ref+"/apply", url.Values{"revision": {"1"}, "state": {between(p.body, `name="state" value="`, `"`)}}).want(303)
		if got := draftWords(t, s, "charter"); !strings.Contains(got, "They pay. All of them.") || !strings.Contains(got, "They meet.\nThey talk.") {
			t.Errorf("it says\n%s", got)
		}
	})
}

func TestWord_costsTheSameStatementsHoweverManyChanges(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			few, many := wordCosts(t, database(t), 10), wordCosts(t, database(t), 90)
			for what, n := range few {
				if n == 0 || n > 20 || many[what] != n {
					t.Errorf("%s asks %d statements with 10 changes, %d with 90", what, n, many[what])
				}
			}
		})
	}
}

// wordCosts counts the statements of a Word file with so many changes that came back.
func wordCosts(t *testing.T, database string, articles int) map[string]int64 {
	t.Helper()
	var statements atomic.Int64
	s := newSite(t, database, app.Traced(func() { statements.Add(1) }))
	file := s.cameBack(t, articles)
	b := s.person(t, "drafter@example.org", "town", "drafter")
	out := map[string]int64{}
	count := func(what string, do func()) {
		statements.Store(0)
		do()
		out[what] = statements.Load()
	}
	ref := b.upload("/c/town/drafts/charter/working/word", url.Values{}, "charter.docx", file).want(303).location()
	b.get(ref).want(200) // what is loaded once is loaded now
	count("looking", func() { b.get(ref).want(200) })
	count("deciding", func() { b.post(ref+"/decide", url.Values{"revision": {"0"}, "all": {"taken"}}).want(303) })
	return out
}
