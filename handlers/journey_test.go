package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const charter = `# Charter of the Commons

## Article 1 Purpose

The commons belong to all. Everybody may use them.

## Article 2 Duties

1. Whoever uses the commons looks after them.
2. Whoever harms the commons repairs them.
`

// open starts a consultation that takes comments for an hour, and gives its organiser.
func open(t *testing.T, s *site) *browser {
	t.Helper()
	admin := s.person(t, "admin@example.org", "", "admin")
	at := func(d time.Duration) string { return s.now().UTC().Add(d).Format("2006-01-02T15:04") }
	form := url.Values{
		"title": {"Charter"}, "slug": {"charter"}, "language": {"en"}, "languages": {"en", "fr"},
		"phases.1.kind": {"consultation"}, "phases.1.opens_at": {at(-time.Hour)}, "phases.1.closes_at": {at(time.Hour)}, "phases.1.time_zone": {"UTC"},
	}
	wrong := url.Values{"phases.1.closes_at": {at(-2 * time.Hour)}}
	for k, v := range form {
		if wrong[k] == nil {
			wrong[k] = v
		}
	}
	refused := admin.submit("/new", wrong).want(422)
	if !strings.Contains(refused.body, "#field-phases.1.closes_at") {
		t.Errorf("the row of the form that is wrong is not named: %.3000s", refused.body)
	}
	admin.submit("/new", form).want(303)
	s.browser(t).get("/c/charter").want(200).shows("Nothing can be sent in yet", "Waits for the notices")
	admin.submit("/c/charter/manage/notices", noticesTold).want(303)
	imported := admin.submit("/c/charter/manage/import", url.Values{
		"slug": {"charter"}, "title": {"Charter of the Commons"}, "language": {"en"}, "format": {"markdown"}, "content": {charter},
	}).want(303)
	imported = admin.keep(imported)
	if imported.location() != "/c/charter/drafts/charter/working" {
		t.Fatalf("imported to %s", imported.header.Get("Location"))
	}
	publish, why := admin.get(imported.location()).want(200).formTo("/publish")
	admin.post(publish, why).want(422) // a reason is asked for
	why.Set("reason", "The first.")
	admin.post(publish, why).want(303)
	return admin
}

// noticesTold are notices as the organiser writes them; the rest of the form is there already.
var noticesTold = url.Values{
	"responsible": {"The Secretariat of the Commons"}, "contact": {"privacy@example.org"}, "hosting": {"Nairobi, on our own server"},
	"law": {"The law of Kenya applies."},
}

// remark is a comment as the form sends it.
func remark(more url.Values) url.Values {
	v := url.Values{"body": {"Say who <b>pays</b>."}, "country": {"KE"}, "stakeholder_type": {"civil_society"}, "stance": {"support"}}
	for k, list := range more {
		v[k] = list
	}
	return v
}

func TestJourney_commentConfirmAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		reader := s.browser(t)
		text := reader.get("/c/charter/drafts/charter").want(200).shows("Everybody may use them.", "Purpose")
		wid := "art-1"
		if !strings.Contains(text.body, `id="`+wid+`"`) {
			t.Fatalf("no %s in %.3000s", wid, text.body)
		}
		say := "/c/charter/drafts/charter/v/1/comment?kind=provision&on=" + wid

		typed := remark(url.Values{"country": {""}, "target.exact": {"words that are not there"}})
		refused := reader.submit(say, typed).want(422).shows("Say who <b>pays</b>.", "words that are not there")
		if strings.Contains(refused.body, "<b>pays</b>") {
			t.Error("what was typed is markup")
		}

		typed = remark(url.Values{"target.exact": {"belong to all"}, "author_email": {"ana@example.org"}, "author_name": {"Ana"}, "publish_name": {"true"}})
		action, values := reader.get(say).want(200).form()
		for k, v := range typed {
			values[k] = v
		}
		first := reader.post(action, values).want(303)
		if again := reader.post(action, values).want(303); again.location() != first.location() {
			t.Errorf("a repeat gives another receipt: %s, %s", first.location(), again.location())
		}
		values.Set("body", "Other words.")
		reader.post(action, values).want(422)
		reader.get(first.location()).want(200)
		reader.get("/c/charter/comments").want(200).hides("Say who")

		link := s.link(t, "ana@example.org")
		reader.get(link).want(200)
		reader.submit(link, nil).want(303)
		reader.get(link).want(303)
		list := reader.get("/c/charter/comments").want(200).shows("Say who", "Ana", "C-000001")
		if list.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("the public list is %q", list.header.Get("Cache-Control"))
		}
		reader.get("/c/charter/comments/C-000001").want(200).shows("belong to all")
		reader.get("/c/charter/drafts/charter?on="+wid).want(200).shows("Say who", "<mark>")

		answers(t, s, admin)
	})
}

func answers(t *testing.T, s *site, admin *browser) {
	t.Helper()
	s.browser(t).get("/c/charter/review").want(303)
	s.browser(t).get("/c/charter/events").want(200).shows(`href="/c/charter/drafts/charter"`)
	admin.get("/c/charter/review").want(200).shows("C-000001").hides(`name="outcome"`)
	drafter := s.person(t, "drafter@example.org", "charter", "drafter")
	one := "/c/charter/review?one=C-000001&stance=support"
	drafter.submit(one, url.Values{"outcome": {"not_accepted"}}).want(422).shows("C-000001")
	stale, staleValues := drafter.get(one).want(200).form()
	done := drafter.submit(one, url.Values{"outcome": {"not_accepted"}, "reason": {"Nobody pays."}}).want(303)
	drafter.post("/c/charter/comments/C-000001/answer", url.Values{"outcome": {"noted"}, "reason": {"Blind."}}).want(412) // it was answered, and they do not say that they read it
	if !strings.Contains(done.header.Get("Location"), "stance=support") {
		t.Errorf("the filter is lost: %s", done.header.Get("Location"))
	}
	staleValues.Set("outcome", "noted")
	staleValues.Set("reason", "Typed meanwhile.")
	drafter.post(stale, staleValues).want(412).shows("Typed meanwhile.")
	s.browser(t).get("/c/charter/comments/C-000001").want(200).shows("Nobody pays.")
	admin.post("/c/charter/comments/C-000001/answer", url.Values{"outcome": {"noted"}, "reason": {"x"}, "seq": {"0"}}).want(403)
}

func TestJourney_moderation(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		reader := s.browser(t)
		say := "/c/charter/drafts/charter/v/1/comment"
		for _, body := range []string{"To be published.", "To be refused."} {
			reader.submit(say, remark(url.Values{"body": {body}})).want(303)
		}
		reader.get("/c/charter/moderation").want(303)
		waiting := admin.get("/c/charter/moderation").want(200).shows("To be published.", "To be refused.")
		action, values := waiting.form()
		if strings.Index(waiting.body, "To be published.") < strings.Index(waiting.body, "To be refused.") {
			values.Set("decision", "refuse")
			admin.post(action, values).want(422)
			values.Set("reason", "Not about the text.")
			admin.post(action, values).want(303)
		} else {
			t.Error("what came first does not stand first")
		}
		action, values = admin.get("/c/charter/moderation").want(200).hides("To be refused.").form()
		values.Set("decision", "publish")
		admin.post(action, values).want(303)
		reader.get("/c/charter/comments").want(200).shows("To be published.").hides("To be refused.")
	})
}

func TestJourney_aModeratorHidesACommentAndShowsItAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin, reader := open(t, s), s.browser(t)
		reader.submit("/c/charter/drafts/charter/v/1/comment", remark(url.Values{"body": {"Call 555."}})).want(303)
		action, values := admin.get("/c/charter/moderation").want(200).form()
		values.Set("decision", "publish")
		admin.post(action, values).want(303)
		const comment = "/c/charter/comments/C-000001"
		reader.get(comment).want(200).shows("Call 555.").hides("Hide the comment")
		admin.get(comment).want(200).shows("Hide the comment")
		admin.post(comment+"/hide", url.Values{"reason": {" "}}).want(422).shows("<details open", "Why it is hidden")
		admin.post(comment+"/hide", url.Values{"reason": {"A telephone number."}}).want(303)
		reader.get(comment).want(200).shows("A telephone number.").hides("Call 555.", "Show the comment again")
		admin.get("/c/charter/moderation/reports").want(200).shows("Call 555.", "Show the comment again")
		admin.get(comment).want(200).shows("Show the comment again")
		admin.post(comment+"/show", nil).want(303)
		admin.post(comment+"/show", nil).want(409)
		reader.get(comment).want(200).shows("Call 555.")
	})
}

func TestJourney_afterClosingWhatWasTypedIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		reader := s.browser(t)
		action, values := reader.get("/c/charter/drafts/charter/v/1/comment").want(200).form()
		for k, v := range remark(nil) {
			values[k] = v
		}
		s.pass(2 * time.Hour)
		reader.post(action, values).want(409).shows("Say who <b>pays</b>.")
		reader.get("/c/charter/comments").want(200).hides("Say who")
	})
}

func TestJourney_organiser(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		reader := s.browser(t)
		event := url.Values{
			"title": {"Hearing"}, "kind": {"hearing"}, "attendance": {"in_person"}, "time_zone": {"Africa/Nairobi"},
			"starts_at": {"2030-03-28T09:30"}, "country": {"KE"}, "seats": {"٣٠"}, "attribution": {"named"}, "slug": {"hearing"},
		}
		admin.submit("/c/charter/manage/event", url.Values{"title": {"Hearing"}, "seats": {"many"}}).want(422).shows("many")
		admin.submit("/c/charter/manage/event", event).want(303)
		reader.get("/c/charter/events").want(200).shows("Hearing", "09:30")
		reader.get("/c/charter/events/hearing").want(200).shows("Hearing")
		for _, path := range []string{"/c/charter/events.ics", "/c/charter/events/hearing.ics"} {
			p := reader.get(path).want(200).shows("BEGIN:VEVENT", "DTSTART;TZID=Africa/Nairobi:20300328T093000")
			if p.header.Get("Content-Type") != "text/calendar; charset=utf-8" {
				t.Errorf("%s is %s", path, p.header.Get("Content-Type"))
			}
		}
		admin.submit("/c/charter/manage/partner", url.Values{"name": {"Friends of the Commons"}, "role": {"co_lead"}, "country": {"KE"}, "stakeholder_type": {"civil_society"}}).want(303)
		reader.get("/c/charter").want(200).shows("Friends of the Commons")
		admin.submit("/c/charter/manage/notices?language=fr", url.Values{
			"privacy": {"Peu de choses."}, "publication": {"Tout."}, "licence": {"CC-BY-4.0"}, "responsible": {"Le secrétariat"},
			"contact": {"ecrire@example.org"}, "hosting": {"Nairobi"}, "law": {"Le droit du Kenya."},
		}).want(303)
		reader.get("/c/charter/notices?lang=fr").want(200).shows("Peu de choses.")
		admin.get("/c/charter/manage").want(200)
		reader.get("/c/charter/manage").want(303)
		s.person(t, "somebody@example.org", "").get("/c/charter/manage").want(403)
	})
}

func TestJourney_documentsAreSavedAndNeverShown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		_, values := admin.get("/c/charter/manage/document").want(200).form()
		values.Set("title", "Background")
		admin.upload("/c/charter/manage/document", values, "Étude.pdf", "%PDF-1.4\n%%EOF\n").want(303)
		front := s.browser(t).get("/c/charter").want(200).shows("Background", "Étude.pdf")
		_, rest, ok := strings.Cut(front.body, "/c/charter/documents/")
		if !ok {
			t.Fatalf("no link to the document: %.3000s", front.body)
		}
		ref, _, _ := strings.Cut(rest, `"`)
		file := s.browser(t).get("/c/charter/documents/" + ref).want(200)
		for name, want := range map[string]string{
			"Content-Disposition":     "attachment; filename*=UTF-8''%C3%89tude.pdf",
			"Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
			"X-Content-Type-Options":  "nosniff",
		} {
			if got := file.header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		_, values = admin.get("/c/charter/manage/document").want(200).form()
		values.Set("title", "Page")
		admin.upload("/c/charter/manage/document", values, "page.html", "<script>alert(1)</script>").want(422)
	})
}

func TestPages_everyRouteAnswersInEveryLanguage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		b := s.browser(t)
		for _, path := range []string{"/", "/c/charter", "/c/charter/notices", "/c/charter/drafts/charter", "/c/charter/drafts/charter/v/1", "/c/charter/comments", "/c/charter/events", "/sign-in", "/sign-in/sent", "/demo", "/api"} {
			for lang, dir := range map[string]string{"ar": "rtl", "en": "ltr", "es": "ltr", "fr": "ltr", "ru": "ltr", "zh": "ltr"} {
				p := b.get(path + "?lang=" + lang).want(200)
				if !strings.Contains(p.body, `<html lang="`+lang+`" dir="`+dir+`">`) {
					t.Errorf("%s in %s: %.200s", path, lang, p.body)
				}
			}
		}
		for path, want := range map[string]int{
			"/healthz": 200, "/readyz": 200, "/robots.txt": 200, "/favicon.svg": 303, "/c/nothing": 404, "/c/charter/drafts/nothing": 404,
			"/c/charter/drafts/charter/v/2": 404, "/c/charter/drafts/charter/v/01": 404, "/c/charter/drafts/charter/v/x": 404,
			"/c/charter/comments/C-000009": 404, "/c/charter/comments/x": 404, "/c/charter/events/x": 404, "/c/charter/events/x.ics": 404,
			"/c/charter/documents/x": 404, "/c/charter/receipts/x": 404, "/receipts/x": 404, "/confirm/x": 404, "/confirm": 404,
			"/sign-in/x": 404, "/assets/x.css": 404, "/assets/..%2f..%2fgo.mod": 404, "/c/charter/comments?cursor=nonsense!": 400,
			"/c/charter/comments?limit=x": 400, "/c/%F0%9F%92%A9": 404, "/new": 303, "/c/charter/drafts/charter/working": 303,
		} {
			if got := b.get(path).status; got != want {
				t.Errorf("%s: %d, want %d", path, got, want)
			}
		}
		for _, path := range []string{"/new", "/c/charter/manage", "/c/charter/manage/import", "/c/charter/manage/event", "/c/charter/manage/partner", "/c/charter/manage/document", "/c/charter/manage/notices", "/c/charter/review", "/c/charter/moderation"} {
			if p := admin.get(path).want(200); p.header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s is %q", path, p.header.Get("Cache-Control"))
			}
		}
	})
}

func TestDemo_anybodyCanBeThePeopleOfTheExampleFromHereOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.browser(t)
		b.get("/demo").want(200).shows("admin@example.org")
		b.post("/demo", url.Values{"email": {"admin@example.org"}}).want(303)
		b.get("/c/charter/review").want(200)
		b.post("/demo", url.Values{"email": {"nobody@example.org"}}).want(404)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+"/demo", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "rebound.example"
		b.do(r).want(404)
	})
}

func TestPages_publicOnesAreNotSentAgain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.browser(t)
		for _, path := range []string{"/", "/c/charter/drafts/charter", "/c/charter/comments"} {
			tag := b.get(path).want(200).header.Get("ETag")
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("If-None-Match", tag)
			b.do(r).want(304)
		}
		p := b.get("/").want(200)
		_, rest, _ := strings.Cut(p.body, `href="/assets/`)
		file, _, _ := strings.Cut(rest, `"`)
		if css := b.get("/assets/" + file).want(200); !strings.Contains(css.header.Get("Cache-Control"), "immutable") {
			t.Errorf("the style sheet is %q", css.header.Get("Cache-Control"))
		}
	})
}

func TestStaffBar_leadsEachToWhatTheyMayDo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		for role, want := range map[string][3]bool{ // the queue, the organiser's desk, bringing in a text
			"drafter": {true, true, true}, "organiser": {true, true, true}, "observer": {true, true, false}, "facilitator": {false, true, false},
			"translator": {false, true, true},
		} {
			b := s.person(t, role+"@example.org", "charter", role)
			links := b.get("/c/charter/events").want(200).body
			if want[1] {
				links += b.get("/c/charter/manage").want(200).body
			}
			for i, path := range []string{"/c/charter/review\"", "/c/charter/manage\"", "/c/charter/manage/import\""} {
				if strings.Contains(links, path) != want[i] {
					t.Errorf("%s: a link to %s is there or is not, unlike %v", role, path, want[i])
				}
			}
			if want[2] {
				b.get("/c/charter/manage/import").want(200)
			}
		}
	})
}
