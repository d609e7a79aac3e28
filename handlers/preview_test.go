package handlers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/docx"
	"travaux/internal/testkit"
	"travaux/models"
)

// wordFile is a Word file by our own writer: two articles, the first of two sentences with tracked changes and a
// comment with its answer.
func wordFile(t *testing.T) string {
	t.Helper()
	by, gone := &docx.Revision{ID: "1", Author: "Ana", Change: docx.Insertion}, &docx.Revision{ID: "2", Author: "Ana", Change: docx.Deletion}
	plain := func(words string) []docx.Block {
		return []docx.Block{{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: words}}}}}
	}
	var b bytes.Buffer
	testkit.Must(t, docx.Write(&b, docx.Document{
		Language: "en",
		Body: []docx.Block{
			{Paragraph: &docx.Paragraph{Style: "Heading2", Outline: 2, Runs: []docx.Run{{Text: "Article 1 Aim"}}}},
			{Paragraph: &docx.Paragraph{Runs: []docx.Run{
				{Text: "We "},
				{Text: "may", Deleted: gone},
				{Text: "shall", Inserted: by},
				{Text: " act. "},
				{Kind: docx.CommentStart, ID: "7"},
				{Kind: docx.CommentStart, ID: "8"},
				{Text: "Nobody pays"},
				{Kind: docx.CommentEnd, ID: "7"},
				{Kind: docx.CommentPoint, ID: "7"},
				{Kind: docx.CommentEnd, ID: "8"},
				{Kind: docx.CommentPoint, ID: "8"},
				{Text: " for it."},
			}}},
			{Paragraph: &docx.Paragraph{Style: "Heading2", Outline: 2, Runs: []docx.Run{{Text: "Article 2 Means"}}}},
			{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "By letter."}}}},
		},
		Comments: []docx.Comment{{ID: "7", Author: "Reviewer 1", Blocks: plain("Who then?")}, {ID: "8", Author: "Reviewer 2", Blocks: plain("The town."), ReplyTo: "7"}},
	}))
	return b.String()
}

// correct sends a correction as the form of the page would.
func (b *browser) correct(at string, v url.Values) page {
	b.t.Helper()
	v.Set("revision", between(b.get(at).want(200).body, `name="revision" value="`, `"`))
	return b.post(at+"/act", v)
}

// draftWords are the words of a draft's working version, one provision a line, with its kind and number.
func draftWords(t *testing.T, s *site, slug string) string {
	t.Helper()
	r, err := s.Consult().Reading(t.Context(), s.system().Actor, "town", slug, consult.Which{Working: true})
	testkit.Must(t, err)
	var out []string
	for _, p := range r.Provisions {
		out = append(out, string(p.Kind)+" "+p.Number+" "+p.Heading+": "+p.Text)
	}
	return strings.Join(out, "\n")
}

func TestPreview_isCorrectedBeforeItIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		typed := url.Values{"slug": {"rules"}, "title": {"Rules"}, "language": {"en"}}
		at := b.send(typed, "rules.docx", wordFile(t)).want(303).location()
		b.get(at).want(200).shows("We shall act.", "rules.docx", "Changes tracked in the file: 2")
		b.correct(at, url.Values{"act": {"changes"}, "changes": {"refused"}}).want(303)
		b.get(at).want(200).shows("We may act.")
		on := b.get(at + "?on=art-1").want(200)
		on.shows("Reviewer 1", "Who then?", "Cut here")
		cut := b.correct(at, url.Values{"act": {"split"}, "wid": {"art-1"}, "at": {"12"}}).want(303).header.Get("Location")
		made := mustURL(t, cut).Query().Get("on")
		b.get(cut).want(200).shows("Reviewer 1") // it went with its words
		b.correct(at, url.Values{"act": {"change"}, "wid": {made}, "kind": {"paragraph"}, "number": {"9"}, "heading": {"Costs"}}).want(303)
		b.correct(at, url.Values{"act": {"shift"}, "wid": {made}, "direction": {"in"}}).want(303)
		b.correct(at, url.Values{"act": {"delete"}, "wid": {"art-2"}}).want(303)
		b.correct(at, url.Values{"act": {"undo"}}).want(303)
		b.correct(at, url.Values{"act": {"undo"}}).want(409).shows("There is nothing to undo")
		b.correct(at, url.Values{"act": {"join"}, "wid": {"art-2"}}).want(303)
		b.correct(at, url.Values{"act": {"title"}, "title": {"The rules"}}).want(303)
		b.get("/c/town/manage/import").want(200).shows("rules.docx")
		kept := b.keepAt(at, url.Values{})
		if kept.location() != "/c/town/drafts/rules/working" {
			t.Errorf("kept at %s", kept.location())
		}
		want := "article 1 Aim: We may act.\nMeans\nBy letter.\nparagraph 9 Costs: Nobody pays for it."
		if got := draftWords(t, s, "rules"); got != want {
			t.Errorf("kept\n%s\nwant\n%s", got, want)
		}
		b.get(at).want(404)
	})
}

func TestPreview_twoWhoCorrectAtOnceLoseNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		other := s.person(t, "other@example.org", "town", "drafter")
		at := b.send(url.Values{"slug": {"rules"}, "title": {"Rules"}, "language": {"en"}}, "rules.docx", wordFile(t)).want(303).location()
		revision := between(b.get(at).body, `name="revision" value="`, `"`)
		other.correct(at, url.Values{"act": {"change"}, "wid": {"art-2"}, "kind": {"section"}, "number": {"2"}}).want(303)
		met := b.post(at+"/act", url.Values{"act": {"change"}, "wid": {"art-1"}, "kind": {"chapter"}, "number": {"7"}, "heading": {"Mine"}, "revision": {revision}}).want(412)
		met.shows("Somebody changed this meanwhile", `value="Mine"`)
		b.post(at+"/keep", url.Values{"revision": {revision}}).want(412)
		b.correct(at, url.Values{"act": {"change"}, "wid": {"art-1"}, "kind": {"chapter"}, "number": {"7"}, "heading": {"Mine"}}).want(303)
		b.keepAt(at, url.Values{})
		if got := draftWords(t, s, "rules"); !strings.HasPrefix(got, "chapter 7 Mine") || !strings.Contains(got, "section 2") {
			t.Errorf("%s", got)
		}
	})
}

func TestPreview_isForThoseWhoMayKeepIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		at := b.send(url.Values{"slug": {"rules"}, "title": {"Rules"}, "language": {"en"}}, "rules.docx", wordFile(t)).want(303).location()
		s.person(t, "translator@example.org", "town", "translator").get(at).want(404)
		s.person(t, "moderator@example.org", "town", "moderator").get(at).want(403)
		in := consult.NewConsultation{Slug: "village", Title: "Village", Language: "en", Languages: []string{"en"}}
		_, err := s.Consult().CreateConsultation(t.Context(), s.system(), in)
		testkit.Must(t, err)
		elsewhere := strings.Replace(at, "/town/", "/village/", 1)
		villager := s.person(t, "villager@example.org", "village", "organiser")
		villager.get(elsewhere).want(404)
		villager.post(elsewhere+"/act", url.Values{"act": {"undo"}}).want(404)
		villager.post(elsewhere+"/keep", nil).want(404)
		villager.post(elsewhere+"/discard", nil).want(404)
		b.post(at+"/discard", nil).want(303)
		b.get(at).want(404)
	})
}

func TestPreview_goesAfterSevenDays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		at := b.send(url.Values{"slug": {"rules"}, "title": {"Rules"}, "language": {"en"}}, "rules.docx", wordFile(t)).want(303).location()
		s.pass(7*24*60*60*1e9 + 1e9)
		testkit.Must(t, s.Consult().Periodic(t.Context()))
		b = s.person(t, "again@example.org", "town", "organiser")
		b.get(at).want(404).shows("lay for seven days")
	})
}

// The comments of a Word file wait until its text is published, and are then comments on their words, once.
func TestPreview_commentsOfTheFileBecomeComments(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		bring := func(v url.Values, keep url.Values) {
			t.Helper()
			v.Set("language", "en")
			at := b.send(v, "rules.docx", wordFile(t)).want(303).location()
			p := b.get(at).want(200).shows("The file has 2 comments.", "They are lost here once the text is kept.")
			if _, sent := p.formTo("/keep"); sent.Get("comments") != "true" {
				t.Error("comments are left behind unless somebody asks for them")
			}
			b.keepAt(at, keep)
		}
		all := func() []models.CommentView {
			t.Helper()
			r, err := s.Consult().Reading(t.Context(), s.system().Actor, "town", "rules", consult.Which{})
			if err != nil {
				return nil // nothing is published
			}
			list, err := s.Consult().OnProvision(t.Context(), "town", r, "art-1")
			testkit.Must(t, err)
			return list
		}
		bring(url.Values{"slug": {"rules"}, "title": {"Rules"}}, url.Values{"comments": {"true"}})
		if n := len(all()); n != 0 {
			t.Fatalf("%d comments before anything is published", n)
		}
		b.publish("/c/town/drafts/rules/working").want(303)
		list := all() // newest first
		if len(list) != 2 || list[1].Body != "Who then?" || list[0].Body != "The town." {
			t.Fatalf("%+v", list)
		}
		for _, c := range list { // no address was confirmed, so no name is shown
			if c.Exact != "Nobody pays" || c.Name != "" || c.Verified || c.Provenance != "import" {
				t.Errorf("%+v", c)
			}
		}
		bring(url.Values{"draft": {"rules"}}, url.Values{"comments": {"true"}})
		b.publish("/c/town/drafts/rules/working").want(303)
		if n := len(all()); n != 2 {
			t.Errorf("%d comments once the same file was brought in again", n)
		}
	})
}

// costOf counts the statements of a preview of so many provisions, for somebody signed in.
func costOf(t *testing.T, database string, provisions int) int64 {
	t.Helper()
	var statements atomic.Int64
	s := newSite(t, database, app.Traced(func() { statements.Add(1) }))
	b := manager(t, s)
	text := "# Rules\n\n" + strings.Repeat("## Article\n\nWords.\n\n", provisions)
	_, _, err := s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"}, consult.NewVersion{Content: text})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "rules", consult.NewPublication{})
	testkit.Must(t, err)
	at := b.send(url.Values{"draft": {"rules"}, "language": {"en"}}, "rules.md", text).want(303).location()
	b.get(at)
	statements.Store(0)
	b.get(at).want(200).shows(fmt.Sprintf("Found again: %d of %d", provisions, provisions))
	return statements.Load()
}

func TestPreview_costsTheSameStatementsWhateverItsLength(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			few, many := costOf(t, database(t), 6), costOf(t, database(t), 600)
			if few != many || few > 13 {
				t.Errorf("%d statements with 6 provisions, %d with 600", few, many)
			}
		})
	}
}

// Strings that break programs stand in the preview as they are, or are refused by a stated rule.
func TestPreview_naughtyStrings(t *testing.T) {
	var strange []string
	testkit.Must(t, json.Unmarshal(testkit.Shared(t, "naughty-strings", "blns.json"), &strange))
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		at := b.send(url.Values{"slug": {"rules"}, "title": {"Rules"}, "language": {"en"}}, "rules.docx", wordFile(t)).want(303).location()
		refused := 0
		for i, text := range strange {
			if utf8.RuneCountInString(text) > 500 {
				continue
			}
			p := b.post(at+"/act", url.Values{"act": {"change"}, "wid": {"art-1"}, "kind": {"article"}, "heading": {text}, "revision": {fmt.Sprint(i - refused)}})
			if p.status != 303 {
				refused++
				p.want(422)
				continue
			}
			if shown := b.get(at).want(200); !strings.Contains(html.UnescapeString(shown.body), text) || strings.Contains(shown.body, "<script>alert") {
				t.Errorf("%q does not come out as it went in", text)
			}
		}
		t.Logf("%d strings, %d refused", len(strange), refused)
	})
}
