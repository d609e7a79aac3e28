package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

// edited is a town with a published charter and a working version of it.
func edited(t *testing.T, s *site) (drafter, organiser *browser) {
	t.Helper()
	in := consult.NewConsultation{Slug: "town", Title: "Town", Language: "en", Languages: []string{"en", "fr"}}
	_, err := s.Consult().CreateConsultation(t.Context(), s.system(), in)
	testkit.Must(t, err)
	_, _, err = s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}, consult.NewVersion{Content: charter})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{})
	testkit.Must(t, err)
	drafter = s.person(t, "drafter@example.org", "town", string(models.Drafter))
	drafter.post("/c/town/drafts/charter/working", nil).want(303)
	return drafter, s.person(t, "organiser@example.org", "town", string(models.Organiser))
}

const article = "/c/town/drafts/charter/working/edit/art-1"

func TestEdit_twoWhoMeetLoseNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, organiser := edited(t, s)
		first, mine := drafter.get(article).want(200).formTo("/edit/")
		_, theirs := organiser.get(article).want(200).formTo("/edit/")
		theirs.Set("content", "Words of the organiser.")
		organiser.post(first, theirs).want(303)
		mine.Set("content", "Words of the drafter.")
		p := drafter.post(first, mine).want(409)
		for _, words := range []string{"Words of the organiser.", "Words of the drafter.", "drafter is editing"} {
			if strings.Contains(words, "is editing") == strings.Contains(p.body, words) {
				t.Errorf("the page with both says %q: %v", words, strings.Contains(p.body, words))
			}
		}
		_, again := p.formTo("/edit/")
		again.Set("content", "Words of both.")
		drafter.post(first, again).want(303)
		if p := drafter.get("/c/town/drafts/charter/working").want(200); !strings.Contains(p.body, "Words of both.") {
			t.Error("what was brought together is not there")
		}
		history := drafter.get("/c/town/drafts/charter/working/history").want(200)
		for _, words := range []string{"Words of the organiser.", "Words of both."} {
			if !strings.Contains(history.body, words) {
				t.Errorf("the history does not show %q", words)
			}
		}
	})
}

func TestEdit_theStructureWithoutScripts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, _ := edited(t, s)
		p := drafter.post("/c/town/drafts/charter/working/add", url.Values{"place": {"after:art-1"}, "kind": {"article"}, "number": {"9"}, "heading": {"New"}, "content": {"*New* words."}}).want(303)
		_, made, _ := strings.Cut(p.header.Get("Location"), "#")
		drafter.post("/c/town/drafts/charter/working/act", url.Values{"act": {"shift"}, "wid": {made}, "direction": {"up"}}).want(303)
		drafter.post("/c/town/drafts/charter/working/act", url.Values{"act": {"renumber"}}).want(303)
		body := drafter.get("/c/town/drafts/charter/working").want(200).body
		if strings.Index(body, `id="`+made+`"`) > strings.Index(body, `id="art-1"`) || !strings.Contains(body, "<em>New</em> words.") {
			t.Error("the new provision does not stand before Article 1")
		}
		drafter.post("/c/town/drafts/charter/working/act", url.Values{"act": {"delete"}, "wid": {"art-1"}}).want(303)
		history := drafter.get("/c/town/drafts/charter/working/history").want(200)
		action, v := history.formTo("/working/act")
		drafter.post(action, v).want(303)
		if body := drafter.get("/c/town/drafts/charter/working").want(200).body; !strings.Contains(body, `id="art-1"`) {
			t.Error("what was deleted was not brought back")
		}
		bad := drafter.post("/c/town/drafts/charter/working/add", url.Values{"kind": {"article"}, "content": {"- a list"}}).want(422)
		if !strings.Contains(bad.body, "- a list") || !strings.Contains(bad.body, "provisions of their own") {
			t.Error("a list is not refused in words, with what was typed kept")
		}
	})
}

// formTo is the first form of the page that posts to an address with such a part.
func (p page) formTo(part string) (action string, values url.Values) {
	p.t.Helper()
	for _, f := range p.forms() {
		if strings.Contains(f.action, part) {
			return f.action, f.values
		}
	}
	p.t.Fatalf("%s has no form to %s", p.what, part)
	return "", nil
}
