package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

// What was said about a provision stands beside its words while they are written, for those who may read the queue.
func TestEdit_commentsStandBesideTheWordsTheyAreOn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		c := s.browser(t)
		c.submit("/c/charter/drafts/charter/v/1/comment?kind=provision&on=art-1", remark(url.Values{"body": {"Who keeps it open at night?"}, "author_email": {"ana@example.org"}})).want(303)
		c.submit(s.link(t, "ana@example.org"), nil).want(303)
		drafter := s.person(t, "drafter@example.org", "charter", string(models.Drafter))
		const working = "/c/charter/drafts/charter/working"
		drafter.post(working, nil).want(303)
		const queue = `href="/c/charter/review?provision=`
		p := drafter.get(working).want(200).shows("1 comment")
		wid := between(p.body, queue, `"`)
		drafter.get("/c/charter/review?provision=" + wid).want(200).shows("C-000001")
		drafter.get(working+"/edit/"+wid).want(200).shows("1 comment", "Who keeps it open at night?", "C-000001", "All of them, to be reviewed")
		for _, role := range []models.Role{models.Translator, models.Organiser} {
			other := s.person(t, string(role)+"@example.org", "charter", string(role))
			shown := strings.Contains(other.get(working).want(200).body, queue)
			if shown != (role == models.Organiser) {
				t.Errorf("the %s is told of comments: %t", role, shown)
			}
		}
		_, _, err := s.Consult().StartDraft(t.Context(), s.system(), "charter", consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"}, consult.NewVersion{Content: charter})
		testkit.Must(t, err)
		drafter.get("/c/charter/drafts/rules/working").want(200).shows(`id="` + wid + `"`).hides("1 comment")
		drafter.get("/c/charter/drafts/rules/working/edit/" + wid).want(200).hides("Who keeps it open at night?")
	})
}

// What was deleted is brought back by the first button of the page that says so, and not once more when it is back.
func TestEdit_aDeletionIsUndoneWhereItIsTold(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, _ := edited(t, s)
		const working = "/c/town/drafts/charter/working"
		told := drafter.act("art-1", url.Values{"act": {"delete"}}).want(303).header.Get("Location")
		p := drafter.get(told).want(200).shows("The provision is deleted.", "Undo", "autofocus").hides(`id="art-1"`)
		if first := strings.Index(p.body, "<button class=\"btn quiet\" autofocus>"); first < 0 || first > strings.Index(p.body, "<h1") {
			t.Error("it cannot be undone before the page begins")
		}
		action, v := p.formTo("/working/act")
		drafter.post(action, v).want(303)
		drafter.get(working).want(200).shows(`id="art-1"`)
		drafter.get(told).want(200).hides("autofocus")
	})
}

// Before a version is published one can look at what it changes, as far as there is one before it.
func TestWorking_linksToWhatChangedSinceTheLastVersion(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, _ := edited(t, s)
		const changed = "/c/town/drafts/charter/compare/1/working"
		drafter.get("/c/town/drafts/charter/working").want(200).shows(`href="`+changed+`"`, "What changed since version 1")
		drafter.get(changed).want(200).shows("Not a word differs")
		s.browser(t).get(changed).want(404)
		_, _, err := s.Consult().StartDraft(t.Context(), s.system(), "town", consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"}, consult.NewVersion{Content: charter})
		testkit.Must(t, err)
		drafter.get("/c/town/drafts/rules/working").want(200).hides("What changed since")
	})
}
