package handlers_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

// shownIn reads a redline as a person does who leaves out what was deleted, or what was inserted, but not the words that
// are for the ears alone; without white space, by which two versions may differ where no word does.
func shownIn(t *testing.T, body, leftOut string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	testkit.Must(t, err)
	var words func(n *html.Node) string
	words = func(n *html.Node) string {
		if n.Type == html.TextNode {
			return n.Data
		}
		if n.Data == leftOut || hasClass(n, "hide") || hasClass(n, "over") {
			return ""
		}
		var b strings.Builder
		for c := range n.ChildNodes() {
			b.WriteString(words(c))
		}
		return b.String()
	}
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "p" && hasClass(n, "words") {
			out.WriteString(unspaced(words(n)))
		}
	}
	return out.String()
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

func hasClass(n *html.Node, class string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "class" && slices.Contains(strings.Fields(a.Val), class)
	})
}

// wordsOf are the words of a version.
func wordsOf(t *testing.T, s *site, draft string, number int) string {
	t.Helper()
	r, err := s.Consult().Reading(t.Context(), models.Actor{}, "town", draft, consult.Which{Number: number})
	testkit.Must(t, err)
	var out strings.Builder
	for _, p := range r.Provisions {
		out.WriteString(unspaced(p.Text))
	}
	return out.String()
}

// Sixteen laws that a bill amends, each as a draft: its page of changes turns the law into the amended one, and back.
func TestCompare_amendedLawsAreShownWordForWord(t *testing.T) {
	source := testkit.Shared(t, "republique-numerique", "amended-texts.jsonl")
	onBoth(t, func(t *testing.T, s *site) {
		manager(t, s)
		b, sys := s.browser(t), s.system()
		laws, same := 0, 0
		for lines := json.NewDecoder(bytes.NewReader(source)); lines.More(); laws++ {
			var law struct {
				Before string `json:"before_html"`
				After  string `json:"after_html"`
			}
			testkit.Must(t, lines.Decode(&law))
			slug := fmt.Sprintf("law-%d", laws)
			_, err := s.Consult().CreateDraft(t.Context(), sys, "town", consult.NewDraft{Slug: slug, Title: slug, Language: "fr"})
			testkit.Must(t, err)
			for _, content := range []string{law.Before, law.After} {
				_, _, err := s.Consult().ImportVersion(t.Context(), sys, "town", slug, consult.NewVersion{Content: "<h1>Loi</h1><h2>Article 1</h2>" + content})
				testkit.Must(t, err)
				_, err = s.Consult().PublishVersion(t.Context(), sys, "town", slug, consult.NewPublication{})
				testkit.Must(t, err)
			}
			page := b.get("/c/town/drafts/" + slug + "/compare/1/2?all=1").want(200)
			old, new := wordsOf(t, s, slug, 1), wordsOf(t, s, slug, 2)
			if diff := cmp.Diff(shownIn(t, page.body, "del"), new); diff != "" {
				t.Errorf("law %d, without what was deleted (-shown +new):\n%.1500s", laws, diff)
			}
			if diff := cmp.Diff(shownIn(t, page.body, "ins"), old); diff != "" {
				t.Errorf("law %d, without what was inserted (-shown +old):\n%.1500s", laws, diff)
			}
			if law.Before == law.After {
				same++
				page.has("Not a word differs", "!<ins", "!<del")
			}
		}
		if laws != 16 || same != 1 {
			t.Errorf("%d laws, %d of them unchanged", laws, same)
		}
	})
}
