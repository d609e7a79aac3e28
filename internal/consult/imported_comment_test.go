package consult_test

import (
	"bytes"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/docx"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// A comment on words late in a long provision stays on them, and shows no name: no address was confirmed.
func TestPublishVersion_commentsOfAWordFileKeepTheirWordsAndShowNoName(t *testing.T) {
	words := strings.Repeat("The members pay what they owe. ", 200)
	p := &docx.Paragraph{Runs: []docx.Run{{Text: words}, {Kind: docx.CommentStart, ID: "0"}, {Text: "Nobody else"}, {Kind: docx.CommentEnd, ID: "0"}, {Text: " pays."}}}
	remark := docx.Block{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "Who then?"}}}}
	var file bytes.Buffer
	testkit.Must(t, docx.Write(&file, docx.Document{
		Body:     []docx.Block{{Paragraph: &docx.Paragraph{Style: "Heading2", Runs: []docx.Run{{Text: "Article 1"}}}}, {Paragraph: p}},
		Comments: []docx.Comment{{ID: "0", Author: "Reviewer", Blocks: []docx.Block{remark}}},
	}))
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Person("drafter", models.Drafter)
		by := c.Call("drafter")
		ref, err := k.Service.BeginImport(t.Context(), by, "town", consult.NewImport{Slug: "rules", Title: "Rules", FileName: "rules.docx", NewVersion: consult.NewVersion{File: file.Bytes(), Language: "en"}})
		testkit.Must(t, err)
		seen, err := k.Service.Import(t.Context(), by.Actor, "town", ref)
		testkit.Must(t, err)
		_, err = k.Service.KeepImport(t.Context(), by, "town", ref, consult.KeptImport{Revision: seen.Revision, Comments: true})
		testkit.Must(t, err)
		_, err = k.Service.PublishVersion(t.Context(), by, "town", "rules", consult.NewPublication{})
		testkit.Must(t, err)
		r, err := k.Service.Reading(t.Context(), models.Actor{}, "town", "rules", consult.Which{})
		testkit.Must(t, err)
		list, err := k.Service.OnProvision(t.Context(), "town", r, "art-1")
		testkit.Must(t, err)
		if len(list) != 1 || list[0].Exact != "Nobody else" || list[0].Name != "" {
			t.Errorf("%+v", list)
		}
	})
}

// A file may call two comments the same, hold signs that no text may hold, or say the same words twice.
func TestPublishVersion_noCommentOfAWordFileStopsIt(t *testing.T) {
	p := &docx.Paragraph{Runs: []docx.Run{
		{Text: "Members pay. "}, {Kind: docx.CommentStart, ID: "0"}, {Kind: docx.CommentStart, ID: "1"}, {Text: "Members pay."}, {Kind: docx.CommentEnd, ID: "0"}, {Kind: docx.CommentEnd, ID: "1"}, {Text: " Others do not."},
	}}
	remark := func(id, author, words string) docx.Comment {
		return docx.Comment{ID: id, Author: author, Blocks: []docx.Block{{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: words}}}}}}
	}
	var file bytes.Buffer
	testkit.Must(t, docx.Write(&file, docx.Document{
		Body:     []docx.Block{{Paragraph: &docx.Paragraph{Style: "Heading2", Runs: []docx.Run{{Text: "Article 1"}}}}, {Paragraph: p}},
		Comments: []docx.Comment{remark("0", strings.Repeat("A very long name ", 30), "Twice?"), remark("1", "Reviewer\u0085", strings.Repeat("長", 30_000))},
	}))
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("town", story.Open())
		c.Person("drafter", models.Drafter)
		for _, slug := range []string{"rules", "more-rules"} {
			by := c.Call("drafter")
			ref, err := k.Service.BeginImport(t.Context(), by, "town", consult.NewImport{Slug: slug, Title: "Rules", FileName: "rules.docx", NewVersion: consult.NewVersion{File: file.Bytes(), Language: "en"}})
			testkit.Must(t, err)
			seen, err := k.Service.Import(t.Context(), by.Actor, "town", ref)
			testkit.Must(t, err)
			_, err = k.Service.KeepImport(t.Context(), c.Call("drafter"), "town", ref, consult.KeptImport{Revision: seen.Revision, Comments: true})
			testkit.Must(t, err)
			_, err = k.Service.PublishVersion(t.Context(), c.Call("drafter"), "town", slug, consult.NewPublication{})
			testkit.Must(t, err)
			r, err := k.Service.Reading(t.Context(), models.Actor{}, "town", slug, consult.Which{})
			testkit.Must(t, err)
			list, err := k.Service.OnProvision(t.Context(), "town", r, "art-1")
			testkit.Must(t, err)
			if len(list) != 2 || list[0].Exact != "Members pay." || list[0].StartAt != 13 {
				t.Errorf("%s: %+v", slug, list)
			}
		}
	})
}
