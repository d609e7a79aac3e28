package handlers_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestCommentForm_thatCameBackKeepsItsPlaceInAnotherLanguage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.browser(t)
		say := "/c/charter/drafts/charter/v/1/comment?kind=provision&on=art-1"
		p := b.submit(say, remark(url.Values{"country": {""}})).want(422).shows("“Prefer not to say” is an answer too.")
		if !strings.Contains(p.body, `href="/c/charter/drafts/charter/v/1/comment?kind=provision&amp;lang=fr&amp;on=art-1"`) {
			t.Errorf("the links to other languages lead elsewhere: %.2500s", p.body)
		}
		b.get("/c/charter/drafts/charter/v/1/comment?kind=provision&lang=fr&on=art-1").want(200)
	})
}

func TestReview_anAnswerLeadsToTheNextOpenComment(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		for range 3 {
			admin.submit("/c/charter/drafts/charter/v/1/comment", remark(nil)).want(303)
		}
		drafter := s.person(t, "drafter@example.org", "charter", "drafter")
		answer := url.Values{"outcome": {"noted"}, "reason": {"Heard."}}
		for _, step := range [][2]string{
			{"C-000002", "flash=answered&one=C-000001&stance=support"},
			{"C-000003", "flash=answered&one=C-000001&stance=support"}, // not C-000002, which has its answer
			{"C-000001", "flash=answered_last&stance=support"},
		} {
			done := drafter.submit("/c/charter/review?stance=support&one="+step[0], answer).want(303)
			if got := done.header.Get("Location"); got != "/c/charter/review?"+step[1] {
				t.Errorf("after %s: %s", step[0], got)
			}
		}
		drafter.get("/c/charter/review?flash=answered_last").want(200).shows("Nothing open is left in this filter.", "On the whole text").hides("_whole")
	})
}

func TestConsultationForm_insistsOnAPhaseOfConsultation(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := s.person(t, "admin@example.org", "", "admin")
		p := admin.get("/new?lang=fr").want(200)
		_, values := p.form()
		if values.Get("language") != "fr" || values.Get("phases.0.kind") != "interest" || values.Get("phases.1.kind") != "consultation" {
			t.Errorf("the form begins with %v", values)
		}
		typed := url.Values{"title": {"Charter"}, "slug": {"charter"}}
		admin.submit("/new?lang=en", typed).want(422).shows("#field-phases.1.opens_at")
		admin.submit("/new", url.Values{"title": {"Charter"}, "slug": {"charter"}, "phases.1.kind": {"other"}}).want(422).shows("#field-phases.0.opens_at")
		typed["phases.1.opens_at"], typed["phases.1.time_zone"] = []string{"2030-01-01T09:00"}, []string{"UTC"}
		admin.submit("/new", typed).want(303)
	})
}

func TestEventForm_tellsThatAnEventIsOver(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		for slug, begins := range map[string]time.Duration{"event_past": -48 * time.Hour, "event": 48 * time.Hour} {
			at := s.now().UTC().Add(begins).Format("2006-01-02T15:04")
			p := admin.submit("/c/charter/manage/event", url.Values{"title": {"Hearing"}, "time_zone": {"UTC"}, "starts_at": {at}}).want(303)
			if got := p.header.Get("Location"); !strings.HasSuffix(got, "?flash="+slug) {
				t.Errorf("an event %v from now: %s", begins, got)
			}
		}
	})
}

func TestConsultationForm_aRowForOnePhaseMoreKeepsWhatWasTyped(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := s.person(t, "admin@example.org", "", "admin")
		typed := url.Values{"title": {"Charter"}, "phases.0.opens_at": {"2030-01-01T09:00"}, "submit": {"more"}}
		_, values := admin.submit("/new", typed).want(200).form()
		if values.Get("title") != "Charter" || values.Get("phases.0.opens_at") != "2030-01-01T09:00" || !values.Has("phases.5.kind") || values.Has("phases.6.kind") {
			t.Errorf("the form comes back with %v", values)
		}
		nobody := s.person(t, "ana@example.org", "")
		nobody.get("/new").want(403)
	})
}
