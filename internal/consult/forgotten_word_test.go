package consult_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/docx"
	"travaux/internal/testkit"
	"travaux/models"
)

// A file names whom it likes. What somebody is called who is gone is not told any more, of words that were taken from a file
// nor of its comments that wait for a publication; others of whom it tells stay.
func TestEraseMe_takesTheirNameFromWhatFilesBrought(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		eva := d.Add("eva", consult.NewPerson{Name: "Eva Quillfeather", Consultation: "town", Roles: []string{"drafter"}})
		doc := d.wentOut("en")
		for _, change := range [][3]string{
			{"shall publish", "must publish", "Eva Quillfeather"},
			{"shall be open", "must be open", "Bela, B."},
			{"suitable ones", "good ones", "Eva Quillfeather"},
			{"Purpose", "Aims", "Eva Quillfeather Senior"},
			{"is not enough", "is never enough", "Ana Review"},
		} {
			rewriteWord(t, doc, change[0], change[1], change[2])
		}
		ref := d.comesBack(doc)
		d.decide(ref, consult.WordDecision{All: "taken"})
		_, err := d.apply(ref)
		testkit.Must(t, err)
		remark := docx.Comment{ID: "0", Author: "Eva Quillfeather", Blocks: []docx.Block{{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "Why?"}}}}}}
		var file bytes.Buffer
		testkit.Must(t, docx.Write(&file, docx.Document{
			Body:     []docx.Block{{Paragraph: &docx.Paragraph{Style: "Heading2", Runs: []docx.Run{{Text: "Article 1"}}}}, {Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "Words."}}}}},
			Comments: []docx.Comment{remark},
		}))
		brought, err := k.Service.BeginImport(t.Context(), d.Call("drafter"), "town", consult.NewImport{Slug: "rules", Title: "Rules", NewVersion: consult.NewVersion{File: file.Bytes(), Language: "en"}})
		testkit.Must(t, err)
		_, err = k.Service.KeepImport(t.Context(), d.Call("drafter"), "town", brought, consult.KeptImport{Comments: true})
		testkit.Must(t, err)
		credits := func() []string {
			return testkit.Column[string](t, k.SQL(t), "SELECT words_of FROM provision_edits WHERE words_of <> '' ORDER BY words_of")
		}
		if got := credits(); !slices.Contains(got, "Bela, B., Eva Quillfeather") || k.Count(t, "imported_comments", "author_name = 'Eva Quillfeather'") != 1 {
			t.Fatalf("the words are of %q", got)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(eva), consult.EraseMe{Comments: "keep"}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if got := credits(); !slices.Equal(got, []string{"Ana Review", "Bela, B.", "Eva Quillfeather Senior"}) {
			t.Errorf("the words are of %q", got)
		}
		if k.Count(t, "imported_comments", "author_name = ''") != 1 {
			t.Error("the comment that waits is hers")
		}
		list, _, err := k.Service.History(t.Context(), d.Actor("drafter"), "town", "charter", "", 0)
		testkit.Must(t, err)
		if len(list) != 4 {
			t.Errorf("the history says %+v", list)
		}
		nobody(t, k)
	})
}

// nobody makes sure that people without a name take nobody else's with them.
func nobody(t *testing.T, k *testkit.Kit) {
	t.Helper()
	before := k.Count(t, "provision_edits", "words_of <> ''")
	c := k.Story(t)
	c.Person("nameless")
	_, err := k.SQL(t).Exec("UPDATE people SET name = '' WHERE email = 'nameless@example.org'")
	testkit.Must(t, err)
	testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("nameless")), consult.EraseMe{Comments: "keep"}))
	testkit.Must(t, k.Service.EraseNext(t.Context()))
	if k.Count(t, "provision_edits", "words_of <> ''") != before {
		t.Error("somebody without a name took names away")
	}
}

// Anybody can call themselves what they like: of what files say, a name goes only where its bearer has or had a role, and
// nothing of another name goes with it.
func TestEraseMe_takesANameFromFilesOnlyWhereItsBearerHadARole(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		here := d.Add("here", consult.NewPerson{Name: "Ana", Consultation: "town", Roles: []string{"drafter"}})
		testkit.Must(t, k.Service.TakeRole(t.Context(), d.Call("organiser"), "town", idOf(t, k, here), "drafter"))
		stranger := d.Add("stranger", consult.NewPerson{Name: "Ana"})
		k.Story(t).Consultation("village")
		elsewhere := d.Add("elsewhere", consult.NewPerson{Name: "Ana", Consultation: "village", Roles: []string{"drafter"}})
		for i, names := range []string{"Ana", "Ana, Ana", "Ana, Ana, Ana", "Ana, Bela, B., Ana", "Ana María, Ana", "Mariana, Ana, Ana María", "Bela, Ana, Ana, Mariana"} {
			file(t, k, `INSERT INTO provision_edits (consultation_id, id, version_id, language, seq, act, wid, before, after, auto, created_at, words_of)
				SELECT consultation_id, %d, id, 'en', 1, 'change', 'art-1', '[]', '[]', FALSE, created_at, '%s' FROM versions WHERE status = 'working'`, i+1, names)
		}
		file(t, k, `INSERT INTO imported_comments (consultation_id, id, version_id, external_id, wid, start_at, exact, body, author_name, publish_name, created_at)
			SELECT consultation_id, 1, id, 'x', 'art-1', 0, '', 'Why?', 'Ana', FALSE, created_at FROM versions WHERE status = 'working'`)
		file(t, k, `INSERT INTO notes (consultation_id, id, ref, draft_id, language, wid, exact, body, from_file, author_name, created_at)
			SELECT consultation_id, 1, 'x', draft_id, 'en', 'art-1', '', 'Why?', TRUE, 'Ana', created_at FROM versions WHERE status = 'working'`)
		said := func() []string {
			return testkit.Column[string](t, k.SQL(t), `SELECT words_of FROM (SELECT words_of, id FROM provision_edits WHERE wid = 'art-1' UNION ALL
				SELECT author_name, 100 FROM imported_comments UNION ALL SELECT author_name, 101 FROM notes) all_names ORDER BY id`)
		}
		before := said()
		for _, other := range []models.Actor{stranger, elsewhere} {
			testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(other), consult.EraseMe{Comments: "keep"}))
			testkit.Must(t, k.Service.EraseNext(t.Context()))
			if got := said(); !slices.Equal(got, before) {
				t.Errorf("another of the same name took it away: %q", got)
			}
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(here), consult.EraseMe{Comments: "keep"}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if got, want := said(), []string{"", "", "", "Bela, B.", "Ana María", "Mariana, Ana María", "Bela, Mariana", "", ""}; !slices.Equal(got, want) {
			t.Errorf("files name %q, want %q", got, want)
		}
	})
}

// file writes a row as a file left it.
func file(t *testing.T, k *testkit.Kit, statement string, args ...any) {
	t.Helper()
	_, err := k.SQL(t).Exec(fmt.Sprintf(statement, args...))
	testkit.Must(t, err)
}
