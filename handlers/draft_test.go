package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/models"
)

// manager is an organiser of a consultation without a text.
func manager(t *testing.T, s *site) *browser {
	t.Helper()
	in := consult.NewConsultation{Slug: "town", Title: "Town", Language: "en", Languages: []string{"en", "fr"}}
	if _, err := s.Consult().CreateConsultation(t.Context(), s.system(), in); err != nil {
		t.Fatal(err)
	}
	return s.person(t, "organiser@example.org", "town", "organiser")
}

// send fills in the import form with a file.
func (b *browser) send(typed url.Values, name, content string) page {
	b.t.Helper()
	action, values := b.get("/c/town/manage/import").want(200).form()
	for k, v := range typed {
		values[k] = v
	}
	return b.upload(action, values, name, content)
}

func TestImport_aRefusedTextLeavesNoDraft(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		typed := url.Values{"slug": {"rules"}, "title": {"Rules"}, "language": {"en"}}
		for name, c := range map[string]struct{ content, says string }{
			"seal.png":   {"\x89PNG\r\n\x1a\n\x00\x00", "not a text that can be read"},
			"rules.docx": {"PK\x03\x04\x00\x00", "This Word file is damaged"},
			"latin.md":   {"# Caf\xe9\n\nwords", "not a text that can be read"},
			"bell.md":    {"# A\x07\n\nwords", "not a text that can be read"},
			"empty.md":   {"", "This file is empty"},
			"title.md":   {"# Only a title", "No text was found"},
		} {
			p := b.send(typed, name, c.content).want(422)
			if !strings.Contains(p.body, `#field-file"`) || strings.Contains(p.body, `#field-content"`) || !strings.Contains(p.body, c.says) {
				t.Errorf("%s: %.4000s", name, p.body)
			}
		}
		p := b.submit("/c/town/manage/import", url.Values{"slug": {"UPPER"}, "title": {""}, "language": {"en"}}).want(422)
		for _, field := range []string{"slug", "title", "content"} {
			if !strings.Contains(p.body, "#field-"+field+`"`) {
				t.Errorf("%s is not named: %.4000s", field, p.body)
			}
		}
		drafts, err := s.Consult().Drafts(t.Context(), models.Actor{System: true}, "town")
		if err != nil || len(drafts) != 0 {
			t.Errorf("left behind: %+v, %v", drafts, err)
		}
		b.send(typed, "rules.html", "<meta charset=windows-1252><h2>Caf\xe9</h2><p>x").want(303)
	})
}

// keep keeps a text that was brought in, as it is shown.
func (b *browser) keep(brought page) page {
	b.t.Helper()
	return b.keepAt(brought.want(303).location(), url.Values{})
}

// keepAt keeps what is shown at an address.
func (b *browser) keepAt(at string, v url.Values) page {
	b.t.Helper()
	v.Set("revision", between(b.get(at).want(200).body, `name="revision" value="`, `"`))
	return b.post(at+"/keep", v).want(303)
}

func TestImport_showsWhatBecameOfTheText(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		typed := url.Values{"slug": {"rules"}, "title": {"Rules of the town"}, "language": {"en"}, "format": {"markdown"}}
		in := b.send(typed, "rules.html", "<h2>Article 1</h2><ol><li>We <del>may</del><ins>shall</ins> act.</ol><p>Late words.").want(303)
		shown := b.get(in.location()).want(200)
		for _, words := range []string{"Rules of the town", "<details class=\"notice\" open>", "Article 1: text that followed numbered paragraphs or a list now stands before them", "Article 1 · Paragraph 1: it had tracked changes"} {
			if !strings.Contains(shown.body, words) {
				t.Errorf("%q is not said: %.6000s", words, shown.body)
			}
		}
		kept := b.keep(in)
		b.publish(kept.location()).want(303)
		french := url.Values{"draft": {"rules"}, "language": {"fr"}}
		translated := b.keep(b.send(french, "rules.fr.md", "## Article 1\n\nTard.\n\n1. Nous agissons.\n"))
		if shown := b.get(translated.header.Get("Location")).want(200); !strings.Contains(shown.body, "Nous agissons.") {
			t.Errorf("the translation is not shown: %.3000s", shown.body)
		}
	})
}
