package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestEdit_wordsForATextThatIsGoneComeBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, organiser := edited(t, s)
		action, mine := drafter.get(article).want(200).formTo("/edit/")
		add, more := drafter.get(desk + "/add").want(200).formTo("/add")
		organiser.publish(desk).want(303)
		mine.Set("content", "Words of the drafter.")
		more.Set("content", "More words.")
		for at, v := range map[string]url.Values{action: mine, add: more} {
			p := drafter.post(at, v).want(409)
			if !strings.Contains(p.body, v.Get("content")) || !strings.Contains(p.body, "This text was published or discarded while you were writing.") {
				t.Errorf("%s: the words are lost, or not why: %.3000s", at, p.body)
			}
		}
	})
}

func TestTranslation_wordsThatHaveNoPlaceAnyMoreComeBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		translator, drafter := toTranslate(t, s)
		_, err := s.Consult().AddPerson(t.Context(), s.system(), consult.NewPerson{
			Email: "drafter@example.org", Name: "Both", Roles: []string{string(models.Translator)}, Consultation: "town",
		})
		testkit.Must(t, err)
		at := func(wid, of string) (string, url.Values) {
			t.Helper()
			action, v := translator.get("/c/town/drafts/charter/working/edit/" + wid + "?text=fr" + of).want(200).formTo("/edit/")
			v.Set("content", "Des mots.")
			return action, v
		}
		told := func(p page, why string) {
			t.Helper()
			if !strings.Contains(p.body, "Des mots.") || !strings.Contains(p.body, why) || strings.Contains(p.body, "/working/add") {
				t.Errorf("the words are lost, or not why: %.3000s", p.body)
			}
		}
		action, v := at("art-1-par-1", "")
		frozen, late := at("art-2-par-1", "")
		drafter.act("art-1-par-1", url.Values{"act": {"delete"}}).want(303)
		told(translator.post(action, v).want(409), "This provision was deleted from the text while you were writing.")
		b := v
		b.Del("idempotency_key")
		told(drafter.post(action, b).want(409), "This provision was deleted from the text while you were writing.") // who could add one too

		_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "charter", consult.NewPublication{}) // with the translation
		testkit.Must(t, err)
		told(translator.post(frozen, late).want(409), "This translation is published and can no longer be changed.")
	})
}
