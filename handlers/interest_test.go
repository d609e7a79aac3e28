package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// wish is an interest as the form sends it.
func wish(more url.Values) url.Values {
	v := url.Values{
		"organisation_name": {"Harbour <b>Guild</b>"}, "country": {"KE"}, "stakeholder_type": {"civil_society"}, "contact_name": {"Amani"},
		"contact_email": {"amani@harbour.example"}, "motivation": {"We look after the quay."}, "outcome_area": {"capacity"},
	}
	for k, list := range more {
		v[k] = list
	}
	return v
}

// quay is a consultation that takes interests for an hour, with an organiser.
func quay(t *testing.T, s *site) *browser {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	now := s.Consult().Now()
	tale.Consultation("quay", story.During(models.PhaseInterest, now.Add(-time.Hour), now.Add(time.Hour)))
	return s.person(t, "organiser@example.org", "quay", "organiser")
}

func TestJourney_fromInterestToTheDoorOfSigning(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		organiser := quay(t, s)
		stranger := s.browser(t)
		stranger.get("/c/quay").want(200).shows(`href="/c/quay/interest"`)
		stranger.get("/c/quay/interest").want(200).shows("It is not published", `name="homepage"`)
		refused := stranger.submit("/c/quay/interest", wish(url.Values{"country": {""}, "contact_email": {"nobody"}})).want(422)
		refused.shows("#field-country", "#field-contact_email", "We look after the quay.")
		if strings.Contains(refused.body, "<b>Guild</b>") {
			t.Error("what was typed is markup")
		}
		stranger.submit("/c/quay/interest", wish(url.Values{"homepage": {"http://x.example"}})).want(422).shows("#field-contact_email")
		action, values := stranger.get("/c/quay/interest").form()
		for k, v := range wish(nil) {
			values[k] = v
		}
		receipt := stranger.post(action, values).want(303).location()
		if again := stranger.post(action, values).want(303).location(); again != receipt {
			t.Errorf("a repeat leads to %s, not %s", again, receipt)
		}
		stranger.get(receipt).want(200).shows("One more step").hides("amani@harbour.example", "quay.")
		organiser.get("/c/quay/manage/interests").want(200).hides("Harbour")
		link := s.link(t, "amani@harbour.example")
		stranger.get(link).want(200).shows("We look after the quay.", "Amani")
		organiser.get("/c/quay/manage/interests").want(200).hides("Harbour")
		if at := stranger.submit(link, nil).want(303).location(); at != receipt {
			t.Errorf("confirmed, led to %s, not %s", at, receipt)
		}
		stranger.get(link).want(303)
		stranger.get(receipt).want(200).shows("Thank you for your interest")
		stranger.get("/c/quay/log").want(200).hides("Harbour", "amani")
		invited(t, s, organiser, stranger)
	})
}

// invited goes on with the organiser who invites, and with the link.
func invited(t *testing.T, s *site, organiser, stranger *browser) {
	t.Helper()
	board := organiser.get("/c/quay/manage/interests").want(200).shows("Harbour", "Received", "Eastern Africa")
	at := "/c/quay/manage/interests/" + between(board.body, `href="/c/quay/manage/interests/`, `"`)
	organiser.get(at).want(200).shows("Amani", "We look after the quay.")
	organiser.post(at+"/invite", nil).want(303)
	organiser.post(at+"/notes", url.Values{"body": {""}}).want(422).shows("#field-body")
	organiser.post(at+"/notes", url.Values{"body": {"Met <i>them</i>."}}).want(303)
	organiser.get(at).want(200).shows("Invited", "Met <i>them</i>.")
	organiser.post(at+"/remind", nil).want(409).shows("Wait a day")
	organiser.post(at+"/decline", nil).want(422).shows("#field-reason")
	link := s.link(t, "amani@harbour.example")
	stranger.get(link).want(200).shows("Go on to sign")
	if to := stranger.submit(link, nil).want(303).header.Get("Location"); to != "/c/quay/sign?organisation=harbour-b-guild-b" {
		t.Errorf("led to %s", to)
	}
	stranger.get("/account/organisations").want(200).shows("Harbour", "by an organiser")
	s.browser(t).submit(link, nil).want(303).shows("")
	organiser.get("/c/quay/manage/interests?state=invited&region=002").want(200).shows("Harbour", "Invited")
	organiser.get("/c/quay/manage/interests?state=received").want(200).hides("Harbour")
	file := organiser.get("/c/quay/manage/interests/export").want(200).shows("Harbour", "Amani").hides("amani@harbour.example")
	if file.header.Get("Content-Type") != "text/csv; charset=utf-8" || !strings.Contains(file.header.Get("Content-Disposition"), "quay-interests.csv") {
		t.Errorf("%v", file.header)
	}
	organiser.get("/c/quay/manage/interests/export?addresses=1").want(200).shows("amani@harbour.example") // who has just signed in
	organiser.get("/c/quay/manage/interests/export?raw=2").want(400)
	s.browser(t).get("/c/quay/manage/interests").want(303)
}

func TestInterest_afterTheClosingTheFormSaysSo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		quay(t, s)
		b := s.browser(t)
		action, values := b.get("/c/quay/interest").form()
		s.pass(2 * time.Hour)
		b.get("/c/quay/interest").want(200).shows("not being taken at the moment").hides("<form method=\"post\" action=\"/c/quay")
		b.get("/c/quay").want(200).hides("/c/quay/interest")
		for k, v := range wish(nil) {
			values[k] = v
		}
		b.post(action, values).want(409).shows("not being taken at the moment")
	})
}

// boards are the pages that list interests, and what each may ask of the database.
var boards = map[string]int64{"board": 14, "one state": 16, "figures of a region": 14, "export": 12, "one": 17}

func TestInterests_costTheSameStatementsHoweverMany(t *testing.T) {
	sameCosts(t, boards, [2]int{15, 45}, func(t *testing.T, m *meter, size int) {
		organiser := quay(t, m.site)
		system := m.site.system()
		ref := ""
		for n := range size {
			i, err := m.site.Consult().ExpressInterest(t.Context(), system, "quay", consult.NewInterest{
				OrganisationName: fmt.Sprintf("Guild %d of Quays", n), Country: []string{"KE", "PE", "SN"}[n%3], StakeholderType: "civil_society",
				ContactName: "Amani", ContactEmail: fmt.Sprintf("amani%d@harbour.example", n), Motivation: "We want to.",
			})
			testkit.Must(t, err)
			ref = i.Ref
		}
		for what, at := range map[string]string{
			"board": "", "one state": "?state=received", "figures of a region": "?region=002", "export": "/export", "one": "/" + ref,
		} {
			m.count(what, func() { organiser.get("/c/quay/manage/interests" + at).want(http.StatusOK) })
		}
	})
}
