package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

const charte = `# Charte

## Article 1 Objet

1. Les signataires publient.

## Article 2 Ouverture

1. Les systèmes sont ouverts.
`

const charterOfTwo = `# Charter

## Article 1 Aim

1. Signatories publish.

## Article 2 Openness

1. Systems are open.
`

// toTranslate is a town with a charter published in two languages, and a working version in which one paragraph says
// something else.
func toTranslate(t *testing.T, s *site) (translator, drafter *browser) {
	t.Helper()
	in := consult.NewConsultation{Slug: "town", Title: "Town", Language: "en", Languages: []string{"en", "fr"}}
	_, err := s.Consult().CreateConsultation(t.Context(), s.system(), in)
	testkit.Must(t, err)
	_, _, err = s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "charter", Title: "Charter", Language: "en"}, consult.NewVersion{Content: charterOfTwo})
	testkit.Must(t, err)
	_, _, err = s.Consult().ImportVersion(t.Context(), s.system(), "town", "charter", consult.NewVersion{Content: charte, Language: "fr"})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{})
	testkit.Must(t, err)
	_, err = s.Consult().OpenWorking(t.Context(), s.system(), "town", "charter", consult.NewWorking{})
	testkit.Must(t, err)
	published := int64(0)
	_, err = s.Consult().EditWorking(t.Context(), s.system(), "town", "charter", consult.NewEdit{Seq: &published, Act: "change", WID: "art-1-par-1", Kind: "paragraph", Number: "1", Content: "Signatories shall publish."})
	testkit.Must(t, err)
	return s.person(t, "translator@example.org", "town", string(models.Translator)), s.person(t, "drafter@example.org", "town", string(models.Drafter))
}

const french = "/c/town/drafts/charter/translations/fr"

func TestTranslation_whatTheTranslatorHasToFollowIsShownAndDone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		translator, drafter := toTranslate(t, s)
		p := translator.get(french).want(200)
		for _, words := range []string{"Signatories <ins>", "inserted:", "shall", "Les signataires publient.", "Up to date: 3 of 4", `href="#art-1-par-1"`} {
			if !strings.Contains(p.body, words) {
				t.Errorf("the page does not show %q", words)
			}
		}
		if only := translator.get(french + "?only=left").want(200); strings.Contains(only.body, `id="art-2"`) || !strings.Contains(only.body, `id="art-1-par-1"`) {
			t.Error("what is left to do is not what is shown")
		}
		at, form := translator.get("/c/town/drafts/charter/working/edit/art-1-par-1?text=fr").want(200).formTo("/edit/")
		form.Set("content", "Les signataires doivent publier.")
		if to := translator.post(at, form).want(303).header.Get("Location"); !strings.HasPrefix(to, french) || !strings.HasSuffix(to, "#art-1-par-1") {
			t.Errorf("it leads to %s", to)
		}
		if p := translator.get(french).want(200); !strings.Contains(p.body, "Nothing is left to do.") || !strings.Contains(p.body, "doivent") {
			t.Error("what was translated is not up to date")
		}
		if p := drafter.get("/c/town/drafts/charter/translations").want(200); !strings.Contains(p.body, "Up to date: 4 of 4") {
			t.Error("the list does not say how far it is")
		}
		to := translator.get("/c/town/drafts/charter/translations?language=ar").want(303).header.Get("Location")
		if to != "/c/town/drafts/charter/translations/ar" {
			t.Errorf("a new language leads to %s", to)
		}
		translator.post(to, url.Values{"of": {"0"}}).want(303)
		if p := translator.get(to).want(200); !strings.Contains(p.body, "Missing: 4") {
			t.Error("a translation that was begun does not say what is missing")
		}
	})
}

func TestTranslation_staleOnesAreFinishedAndPublishedAfterTheVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		translator, drafter := toTranslate(t, s)
		if p := drafter.get("/c/town/drafts/charter/working").want(200); !strings.Contains(p.body, "not published with it") {
			t.Error("the page that publishes does not say what stays behind")
		}
		drafter.publish(desk).want(303)
		p := translator.get(french + "?of=2").want(200)
		at, form := p.formTo("/publish")
		if form.Has("unfinished") {
			t.Error("it is agreed to before anybody did")
		}
		if p := translator.post(at, form).want(409); !strings.Contains(p.body, "Not everything is translated") || !strings.Contains(p.body, `href="#field-unfinished"`) {
			t.Error("it is not told why")
		}
		right, form := p.formTo("/right")
		shown := form.Get("source")
		form.Set("source", "9999999")
		if p := translator.post(right, form).want(412); !strings.Contains(p.body, "The text was changed after this page was shown to you.") || !strings.Contains(p.body, "Changed since: 1") {
			t.Error("words that nobody saw are said to be translated")
		}
		form.Set("source", shown)
		translator.post(right, form).want(303)
		to := translator.post(at, url.Values{"of": {"2"}}).want(303).header.Get("Location")
		if p := translator.get(to).want(200); !strings.Contains(p.body, "Les signataires publient.") || !strings.Contains(p.body, "SHA-256") {
			t.Error("the published translation is not read")
		}
		if p := translator.get(french + "?of=2").want(200); strings.Contains(p.body, "/working/edit/") {
			t.Error("what is published is offered to be changed")
		}
		translator.get("/c/town/drafts/charter/working/edit/art-1?text=fr&of=2").want(409)
	})
}

// outdated is a town in whose second version, which is in English alone, one paragraph says something else and one is new.
func outdated(t *testing.T, s *site) *browser {
	t.Helper()
	translator, _ := toTranslate(t, s)
	in := consult.NewEdit{Act: "add", Parent: "art-2", After: "art-2-par-1", Kind: "paragraph", Number: "2", Content: "Data is open."}
	_, err := s.Consult().EditWorking(t.Context(), s.system(), "town", "charter", in)
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{})
	testkit.Must(t, err)
	return translator
}

func TestReader_aVersionThatIsNotTranslatedIsReadInBothLanguages(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		outdated(t, s)
		b := s.browser(t)
		p := b.get("/c/town/drafts/charter?text=fr&lang=en").want(200)
		for _, words := range []string{
			"Version 2 is not published in French", "Les systèmes sont ouverts.", "Signatories shall publish.", `lang="en" dir="ltr"`,
			"Changed since the translation of version 1", "Les signataires publient.", "Data is open.", "Not translated yet",
		} {
			if !strings.Contains(p.body, words) {
				t.Errorf("the page does not show %q", words)
			}
		}
		if n := strings.Count(p.body, "Les signataires publient."); n != 1 {
			t.Errorf("the older translation is there %d times", n)
		}
		if strings.Contains(p.body, "SHA-256") {
			t.Error("what was put together bears a fingerprint")
		}
		// What is said is about the words that are shown.
		if !strings.Contains(b.get("/c/town/drafts/charter/v/2/comment?kind=provision&on=art-2-par-1&text=fr").body, "Les systèmes sont ouverts.") {
			t.Error("the form does not show the words")
		}
	})
}

func TestReader_sideBySide(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		outdated(t, s)
		b := s.browser(t)
		p := b.get("/c/town/drafts/charter?lang=en&beside=fr").want(200)
		for _, once := range []string{"Signatories shall publish.", "Systems are open.", "Les systèmes sont ouverts.", "Data is open.", "Les signataires publient."} {
			if n := strings.Count(p.body, once); n != 1 {
				t.Errorf("%q is there %d times", once, n)
			}
		}
		if n := strings.Count(p.body, `class="columns"`); n != 5 {
			t.Errorf("%d provisions stand side by side", n)
		}
		if !strings.Contains(p.body, "One language only") || !strings.Contains(p.body, "Not translated yet") {
			t.Error("it cannot be left, or a gap is not shown")
		}
		turned := b.get("/c/town/drafts/charter/v/1?lang=en&text=fr&beside=en").want(200)
		if strings.Count(turned.body, "Signatories publish.") != 1 || strings.Count(turned.body, "Les signataires publient.") != 1 {
			t.Error("a version is not shown in both of its languages")
		}
		if p := b.get("/c/town/drafts/charter?lang=en&beside=ru").want(200); strings.Contains(p.body, `class="columns"`) {
			t.Error("a language in which nothing is there stands beside it")
		}
	})
}
