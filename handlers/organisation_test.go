package handlers_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"
)

func TestJourney_anOrganisationIsAddedCheckedAndSpeaks(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := open(t, s)
		ana := s.person(t, "ana@example.org", "")
		typed := url.Values{"name": {"Ministry of Trade"}, "language": {"en"}, "country": {"KE"}, "stakeholder_type": {"government"}, "domains": {"example.org"}}
		s.browser(t).get("/organisations/new").want(303) // to sign in
		to := ana.submit("/organisations/new", typed).want(303).location()
		if to != "/organisations/ministry-of-trade?flash=organisation_added" && to != "/organisations/ministry-of-trade" {
			t.Fatalf("led to %s", to)
		}
		ana.get("/organisations/ministry-of-trade").want(200).shows("Ministry of Trade", "waits for a decision")
		// The same name is refused; one like it is asked about, with a way on.
		ana.submit("/organisations/new", with(typed, "name", "MINISTRY  of trade")).want(409).shows("organisation that is here already")
		ana.submit("/organisations/new", with(typed, "name", "Мinistry of Тrade")).want(409).shows("Is it one of these?", "/organisations/ministry-of-trade", `name="another"`)
		ana.submit("/organisations/new", with(typed, "domains", "https://example.org")).want(422).shows("#field-domains")

		// Who may speak is nobody's business but theirs who decide.
		s.browser(t).get("/organisations/ministry-of-trade").want(200).hides("ana@example.org")
		ana.get("/organisations/ministry-of-trade/mandates").want(403)
		admin.get("/organisations?asked=1").want(200).shows("Ministry of Trade", "1 request waits")
		admin.get("/admin").want(200).shows(`href="/organisations?asked=1"`, "1 request waits")
		organiser := s.person(t, "organiser@example.org", "charter", "organiser")
		organiser.get("/c/charter/manage").want(200).shows(`href="/organisations?asked=1"`, "1 request waits")
		s.person(t, "event@example.org", "charter", "facilitator").get("/c/charter/manage").want(200).hides("asked=1")
		desk := admin.get("/organisations/ministry-of-trade/mandates").want(200).shows("ana@example.org", "example.org")
		_, ref, _ := strings.Cut(desk.body, `action="/organisations/ministry-of-trade/mandates/`)
		ref, _, _ = strings.Cut(ref, `"`)
		at := "/organisations/ministry-of-trade/mandates/" + ref
		admin.post(at, url.Values{"decision": {"refuse"}}).want(422).shows("#field-reason")
		admin.post(at, url.Values{"decision": {"confirm"}}).want(303)
		admin.get("/admin").want(200).shows(`href="/organisations?asked=1"`).hides("request waits")
		ana.get("/account/organisations").want(200).shows("Ministry of Trade", "confirmed", "by an organiser")

		// A comment for it is of its country and type, and marked as checked.
		ana.get("/c/charter/drafts/charter/comment").want(200).shows("You may speak for", `<option value="Ministry of Trade">`)
		said := remark(url.Values{"speaking_as": {"organisation"}, "organisation": {"ministry-of-trade"}, "stakeholder_type": {""}, "country": {""}})
		ana.submit("/c/charter/drafts/charter/comment", said).want(303)
		s.browser(t).get("/c/charter/comments").want(200).shows("Ministry of Trade", "organisation verified", "/organisations/ministry-of-trade")
		bela := s.person(t, "bela@example.net", "")
		bela.get("/c/charter/drafts/charter/comment").want(200).shows(`<option value="individual" selected>`)
		bela.submit("/c/charter/drafts/charter/comment", said).want(403).shows("#field-organisation", "Say who")
		s.browser(t).get("/organisations/ministry-of-trade").want(200).shows("Its comments", "Say who")
		ana.post(at, url.Values{"decision": {"end"}}).want(303)
		bela.submit("/organisations/ministry-of-trade", url.Values{"title": {"Clerk"}}).want(303)
	})
}

func with(v url.Values, name, value string) url.Values {
	out := url.Values{}
	for k, list := range v {
		out[k] = list
	}
	out.Set(name, value)
	return out
}

func TestLogo_isDrawnAnewAndServedAsAPicture(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := s.person(t, "admin@example.org", "", "admin")
		typed := url.Values{"name": {"Ministry of Trade"}, "language": {"en"}, "country": {"KE"}, "stakeholder_type": {"government"}}
		admin.submit("/organisations/new", typed).want(303)
		var large bytes.Buffer
		if err := png.Encode(&large, image.NewNRGBA(image.Rect(0, 0, 1200, 600))); err != nil {
			t.Fatal(err)
		}
		at := "/organisations/ministry-of-trade"
		admin.get(at + "/logo.png").want(404)
		edit := with(typed, "version", "1")
		admin.uploadAs(at+"/edit", edit, "logo", "x.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`).want(422).shows("#field-logo", "PNG, JPEG or WebP")
		admin.uploadAs(at+"/edit", edit, "logo", "x.png", "\x89PNG\r\n\x1a\nnonsense").want(422).shows("#field-logo")
		admin.uploadAs(at+"/edit", edit, "logo", "x.png", large.String()).want(303)
		p := s.browser(t).get(at + "/logo.png").want(200)
		img, err := png.Decode(strings.NewReader(p.body))
		if err != nil || img.Bounds().Dx() != 512 || img.Bounds().Dy() != 256 || p.header.Get("Content-Type") != "image/png" ||
			p.header.Get("X-Content-Type-Options") != "nosniff" || p.header.Get("ETag") == "" {
			t.Errorf("%v %v", err, p.header)
		}
		admin.uploadAs(at+"/edit", edit, "logo", "x.png", large.String()).want(412) // changed since
		admin.submit(at+"/edit", url.Values{"drop_logo": {"true"}}).want(303)
		admin.get(at + "/logo.png").want(404)
	})
}
