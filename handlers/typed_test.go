package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"travaux/internal/testkit"
)

// lapsed gives a drafter who typed an answer while the session ran out, what was typed, and where that led.
func lapsed(t *testing.T, s *site, reason string) (*browser, page) {
	t.Helper()
	open(t, s)
	drafter := s.person(t, "drafter@example.org", "charter", "drafter")
	drafter.submit("/c/charter/drafts/charter/v/1/comment", remark(nil)).want(303)
	action, values := drafter.get("/c/charter/review?one=C-000001").want(200).form()
	values.Set("outcome", "not_accepted")
	values.Set("reason", reason)
	s.pass(31 * time.Minute)
	return drafter, drafter.post(action, values)
}

// back signs the browser in as somebody and gives where that led.
func back(t *testing.T, s *site, b *browser, to, email string) string {
	t.Helper()
	b.submit(to, url.Values{"email": {email}}).want(303)
	return b.submit(s.link(t, email), nil).want(303).header.Get("Location")
}

func TestTyped_workIsKeptWhenTheSessionHadEndedAndIsSentAfterwards(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, p := lapsed(t, s, "The law\n<b>already</b> says so.")
		to := p.want(303).header.Get("Location")
		drafter.get(to).want(200).shows("What you typed is kept.")
		kept := back(t, s, drafter, to, "drafter@example.org")
		shown := drafter.get(kept).want(200).shows("What you typed", "<b>already</b> says so.", "Not accepted")
		if strings.Contains(shown.body, "<b>already") {
			t.Error("what was typed is markup")
		}
		s.browser(t).get("/c/charter/comments/C-000001").want(200).hides("already")
		action, values := "", url.Values{}
		for _, f := range shown.forms() { // the first that posts back to the comment
			if strings.HasPrefix(f.action, "/c/charter/comments/C-000001/answer") {
				action, values = f.action, f.values
			}
		}
		drafter.post(action, values).want(303)
		s.browser(t).get("/c/charter/comments/C-000001").want(200).shows("already")
		drafter.get(kept).want(404).shows("Nothing is kept here for you")
	})
}

func TestTyped_isForItsBrowserAndPersonOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		drafter, p := lapsed(t, s, "Between us.")
		to := p.want(303).header.Get("Location")
		other := s.browser(t)
		other.get(back(t, s, other, to, "drafter@example.org")).want(404).hides("Between us.")
		drafter.get(back(t, s, drafter, to, "bela@example.org")).want(404).hides("Between us.")
		drafter.post("/sign-out", nil).want(303)
		kept := back(t, s, drafter, to, "drafter@example.org")
		_, values := drafter.get(kept).want(200).shows("Between us.").form()
		drafter.post(kept+"/drop", values).want(303)
		drafter.get(kept).want(404)
		if n := s.count(t, "kept_forms"); n != 0 {
			t.Errorf("%d are kept", n)
		}
	})
}

func TestTyped_whatIsTooLongOrFromElsewhereIsNotKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, p := lapsed(t, s, strings.Repeat("a", 200_001))
		p.want(401).shows("too long to be kept")
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/new", strings.NewReader("title=x"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		s.browser(t).do(r).want(403)
		if n := s.count(t, "kept_forms"); n != 0 {
			t.Errorf("%d are kept", n)
		}
		b := s.browser(t)
		to := b.upload("/new", url.Values{"title": {"Charter"}}, "a.md", "# A").want(303).header.Get("Location")
		b.get(back(t, s, b, to, "ana@example.org")).want(200).shows("Files are not kept.", "Charter").hides("# A")
	})
}

func TestStepUp_leadsThereAndBackWithWhatWasPressed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.person(t, "bela@example.org", "")
		admin := s.person(t, "admin@example.org", "", "admin")
		disable := admin.get("/admin/people?q=bela").want(200).forms()[2]
		if disable.values.Get("do") != "disable" {
			t.Fatalf("the form is %+v", disable)
		}
		s.pass(6 * time.Minute)
		to := admin.post(disable.action, disable.values).want(303).header.Get("Location")
		if !strings.HasPrefix(to, "/account/step-up?return_to=%2Ftyped%2F") {
			t.Fatalf("led to %s", to)
		}
		if n := s.count(t, "people"); n != 2 || s.out(t) != 0 {
			t.Fatal("it was done without the proof")
		}
		admin.get(to).want(200).shows("Prove that it is you", "admin@example.org", "What you typed is kept.")
		admin.submit(to, nil).want(303)
		code := codeOf(t, s.browser(t), s.link(t, "admin@example.org"))
		kept := admin.submit("/sign-in/sent", url.Values{"code": {code}}).want(303).header.Get("Location")
		for _, f := range admin.get(kept).want(200).forms() {
			if f.action == disable.action {
				admin.post(f.action, f.values).want(303)
			}
		}
		if s.out(t) != 1 {
			t.Error("it was not done after the proof")
		}
	})
}

// out counts the people who are kept out.
func (s *site) out(t *testing.T) int {
	t.Helper()
	return (&testkit.Kit{URL: s.database}).Count(t, "people", "disabled_at IS NOT NULL")
}

func TestTyped_whatAScriptSendsInTheBackgroundIsNotKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		drafter := s.person(t, "drafter@example.org", "charter", "drafter")
		s.pass(31 * time.Minute)
		body := url.Values{"content": {"Half a sentence"}, "auto": {"true"}, "seq": {"1"}}.Encode()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/c/charter/drafts/charter/working/edit/art-1", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Accept", "application/json")
		drafter.do(r).want(401)
		if n := s.count(t, "kept_forms"); n != 0 {
			t.Errorf("%d forms are kept", n)
		}
	})
}

func TestTyped_wordsAreKeptOfAFormWithALargeFileAndTheFileIsNotReadIn(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		drafter, passing := s.person(t, "drafter@example.org", "charter", "drafter"), s.person(t, "ana@example.org", "")
		large := strings.Repeat("large ", 2<<20/6)
		passing.upload("/c/charter/manage/import", url.Values{"title": {"Mine"}}, "a.md", large).want(403)
		s.pass(31 * time.Minute)
		to := drafter.upload("/c/charter/manage/import", url.Values{"slug": {"second"}, "title": {"A second charter"}}, "a.md", large).want(303).header.Get("Location")
		kept := back(t, s, drafter, to, "drafter@example.org")
		drafter.get(kept).want(200).shows("Files are not kept.", "A second charter").hides("large")
		drafter.upload("/c/charter/manage/import", url.Values{"slug": {"second"}, "title": {"A second charter"}, "language": {"en"}}, "a.md", "# A\n\n## Article 1\n\n"+large).want(422)
	})
}
