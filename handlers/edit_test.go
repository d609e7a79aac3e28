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

// meet has the organiser and the drafter open Article 1 and change its words, the organiser first; it gives what the
// drafter is shown then.
func meet(t *testing.T, s *site, organisers, drafters string) (drafter *browser, p page) {
	t.Helper()
	drafter, organiser := edited(t, s)
	action, mine := drafter.get(article).want(200).formTo("/edit/")
	_, theirs := organiser.get(article).want(200).formTo("/edit/")
	theirs.Set("content", organisers)
	organiser.post(action, theirs).want(303)
	mine.Set("content", drafters)
	return drafter, drafter.post(action, mine).want(409)
}

func TestEdit_twoWhoMeetLoseNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, p := meet(t, s, "The commons belong to us all. Everybody may use them.", "The commons belong to all. Everybody shall care for them.")
		for _, told := range []string{"<ins><span class=\"hide\" lang=\"en\">inserted: </span>us", "<del><span class=\"hide\" lang=\"en\">deleted: </span>may use", "<ins><span class=\"hide\" lang=\"en\">inserted: </span>shall care for", "do not touch"} {
			if !strings.Contains(p.body, told) {
				t.Errorf("the page does not tell %q", told)
			}
		}
		if strings.Contains(p.body, "drafter is editing") {
			t.Error("the drafter is told that they themselves are editing")
		}
		action, both := p.formTo("/edit/")
		if got := both.Get("content"); got != "The commons belong to us all. Everybody shall care for them." {
			t.Errorf("the form holds %q", got)
		}
		drafter.post(action, both).want(303)
		if p := drafter.get("/c/town/drafts/charter/working").want(200); !strings.Contains(p.body, both.Get("content")) {
			t.Error("what was brought together is not there")
		}
		history := drafter.get("/c/town/drafts/charter/working/history").want(200)
		if !strings.Contains(history.body, "</span>us") || !strings.Contains(history.body, "</span>shall care for") {
			t.Error("the history does not show what each of them changed")
		}
	})
}

func TestEdit_twoWhoMeetOnTheSameWordsChoose(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, p := meet(t, s, "The commons belong to us all. Everybody may use them.", "The commons belong to nobody. Everybody may use them.")
		action, v := p.formTo("/edit/")
		if got := v.Get("content"); got != "The commons belong to ⟦nobody ¦ us all⟧. Everybody may use them." || !strings.Contains(p.body, "take the marks away") {
			t.Errorf("the form holds %q", got)
		}
		left := drafter.post(action, v).want(422)
		if !strings.Contains(left.body, "The marks ⟦ ¦ ⟧ are still there") {
			t.Error("marks that were left are not refused in words")
		}
		action, v = left.formTo("/edit/")
		v.Set("content", "The commons belong to us all, and to nobody.")
		drafter.post(action, v).want(303)
	})
}

func TestEdit_wordsForAProvisionThatIsGoneAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, organiser := edited(t, s)
		action, mine := drafter.get(article).want(200).formTo("/edit/")
		organiser.act("art-1", url.Values{"act": {"delete"}}).want(303)
		mine.Set("content", "Words without a place.")
		add, v := drafter.post(action, mine).want(409).formTo("/working/add")
		if v.Get("content") != "Words without a place." {
			t.Errorf("the form holds %q", v.Get("content"))
		}
		drafter.post(add, v).want(303)
	})
}

func TestEdit_theStructureWithoutScripts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, _ := edited(t, s)
		p := drafter.post("/c/town/drafts/charter/working/add", url.Values{"place": {"after:art-1"}, "kind": {"article"}, "number": {"9"}, "heading": {"New"}, "content": {"*New* words."}}).want(303)
		_, made, _ := strings.Cut(p.header.Get("Location"), "#")
		drafter.act(made, url.Values{"act": {"shift"}, "direction": {"up"}}).want(303)
		drafter.post("/c/town/drafts/charter/working/act", url.Values{"act": {"renumber"}}).want(303)
		body := drafter.get("/c/town/drafts/charter/working").want(200).body
		if strings.Index(body, `id="`+made+`"`) > strings.Index(body, `id="art-1"`) || !strings.Contains(body, "<em>New</em> words.") {
			t.Error("the new provision does not stand before Article 1")
		}
		drafter.act("art-1", url.Values{"act": {"delete"}}).want(303)
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

const desk = "/c/town/drafts/charter/working"

// act does an act on a provision as the page shows it now.
func (b *browser) act(wid string, v url.Values) page {
	b.t.Helper()
	for _, f := range b.get(desk).want(200).forms() {
		if f.values.Get("wid") == wid {
			v.Set("wid", wid)
			v.Set("seq", f.values.Get("seq"))
		}
	}
	return b.post(desk+"/act", v)
}

// publish publishes a working version as its page shows it now.
func (b *browser) publish(working string) page {
	b.t.Helper()
	action, v := b.get(working).want(200).formTo("/publish")
	v.Set("reason", "Heard")
	return b.post(action, v)
}

func TestEdit_structureAndTitleAreChangedAsTheyWereSeen(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, organiser := edited(t, s)
		page := drafter.get(article).want(200)
		title, renamed := drafter.get(desk).want(200).formTo("/act")
		for _, f := range drafter.get(desk).want(200).forms() {
			if f.values.Get("act") == "title" {
				title, renamed = f.action, f.values
			}
		}
		action, theirs := organiser.get(article).want(200).formTo("/edit/")
		theirs.Set("content", "Fresh words of the organiser.")
		organiser.post(action, theirs).want(303)
		seen := 0
		for _, f := range page.forms() {
			if f.values.Get("wid") != "art-1" || !strings.HasSuffix(f.action, "/act") {
				continue
			}
			seen++
			if p := drafter.post(f.action, f.values).want(412); !strings.Contains(p.body, "The text was changed after this page was shown to you.") || !strings.Contains(p.body, "Fresh words of the organiser.") {
				t.Errorf("%s: it is not told, or the words are not shown", f.values.Get("act"))
			}
			f.values.Del("seq")
			f.values.Del("idempotency_key")
			if p := drafter.post(f.action, f.values).want(428); !strings.Contains(p.body, "Say which state you are changing.") {
				t.Errorf("%s without a state is not refused in words", f.values.Get("act"))
			}
		}
		if seen < 3 {
			t.Errorf("%d forms act on the provision", seen)
		}
		organiser.post(title, url.Values{"act": {"title"}, "heading": {"Theirs"}, "was": renamed["was"]}).want(303)
		renamed.Set("heading", "Mine")
		if p := drafter.post(title, renamed).want(412); !strings.Contains(p.body, "Theirs") {
			t.Error("the title of somebody else is not shown")
		}
		at, mine := drafter.get(article).want(200).formTo("/edit/")
		for _, name := range []string{"seq", "base", "base_kind", "base_number", "base_heading"} {
			mine.Del(name)
		}
		mine.Set("content", "Blind words.")
		if p := drafter.post(at, mine).want(409); !strings.Contains(p.body, "Blind words.") || !strings.Contains(p.body, "Fresh words of the organiser.") {
			t.Error("words without a state are lost, or not held against those that are there")
		}
	})
}

func TestPublish_isOfTheTextAsThePageShowsIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, organiser := edited(t, s)
		publish, v := organiser.get(desk).want(200).formTo("/publish")
		v.Set("reason", "Heard")
		action, typed := drafter.get(article).want(200).formTo("/edit/")
		typed.Set("content", "Half a sen")
		typed.Set("auto", "true")
		drafter.post(action, typed).want(303)
		drafter.post(article+"/seen", nil).want(200)
		p := organiser.post(publish, v).want(409)
		for _, words := range []string{"The text was changed after this page was shown to you.", "Half a sen", "is editing", "Heard"} {
			if !strings.Contains(p.body, words) {
				t.Errorf("the page does not show %q", words)
			}
		}
		organiser.post(publish, url.Values{"reason": {"Heard"}}).want(409)
		publish, v = p.formTo("/publish")
		organiser.post(publish, v).want(303)
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
