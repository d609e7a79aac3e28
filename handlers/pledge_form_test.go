package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

const officer = "officer@harbour.example"

// coast is a consultation that takes pledges for thirty days, with a text and an organisation that signed it; and whoever
// speaks for it.
func coast(t *testing.T, s *site) (*story.Consultation, *browser) {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	c := tale.Consultation("coast", story.Pledging(), story.Languages("en", "fr"))
	c.Draft("charter", charter)
	b := s.person(t, officer, "")
	tale.Organisation(consult.NewOrganisation{Slug: "harbour", Name: "Harbour Authority", Country: "KE", StakeholderType: "government"}, officer)
	c.Sign("", "harbour")
	return c, b
}

// promise is a pledge as the form sends it, that passes the tests, with what is changed of it.
func promise(s *site, more url.Values) url.Values {
	day := func(months int) string { return s.now().AddDate(0, months, 0).Format(time.DateOnly) }
	v := url.Values{
		"title": {"Publish the code of <b>twenty</b> registries"}, "language": {"en"}, "outcome_area": {"products"}, "provisions": {"art-1"},
		"rationale": {"Small ports cannot afford registries of their own; with open code five neighbours can run ours."},
		"starts_on": {day(1)}, "due_on": {day(10)}, "milestones.0.title": {"Ten of them"}, "milestones.0.due_on": {day(5)}, "kind": {"financial"},
		"amount": {"250000"}, "currency": {"EUR"}, "indicator": {"Number of registries whose source code is published"}, "unit": {"registries"},
		"baseline_value": {"3"}, "baseline_on": {day(-1)}, "target_value": {"20"}, "frequency": {"half_yearly"}, "beneficiaries": {"KE", "UG"},
		"verification": {"The list of repositories on the website, counted by the audit office."},
	}
	for k, list := range more {
		v[k] = list
	}
	return v
}

const newPledge = "/c/coast/pledge/harbour"

func TestPledgeForm_fromTheFirstWordToTheReceipt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, b := coast(t, s)
		s.browser(t).get("/c/coast/pledge").want(200).shows("Sign in first")
		b.get("/c/coast/pledges").want(200).shows(`href="/c/coast/pledge"`)
		if to := b.get("/c/coast/pledge").want(303).location(); to != newPledge {
			t.Errorf("who can only begin one is led to %s", to)
		}
		form := b.get(newPledge).want(200).shows("Harbour Authority", "Not written yet", "Article 1", "Uganda", "EUR").hides(`class="must"`)
		b.submit(newPledge, url.Values{"rationale": {"Because."}}).want(422).shows("#field-title", "Because.")
		action, values := form.form()
		values.Set("title", "Help <i>all</i>")
		at := b.post(action, values).want(303).location()
		if again := b.post(action, values).want(303).location(); again != at || !strings.HasSuffix(at, "/edit") {
			t.Errorf("kept at %s, once more at %s", at, again)
		}
		draft := b.get(at).want(200).shows("Something is missing", "The due date is missing.", "The indicator is missing.", "To mend:", "Help <i>all</i>")
		if strings.Contains(draft.body, "<i>all") || strings.Contains(draft.body, "autofocus") {
			t.Error("what was typed is markup, or the page is one of errors")
		}
		more := b.submit(at, promise(s, url.Values{"submit": {"more"}, "milestones.1.title": {"All"}})).want(200)
		more.shows(`name="milestones.2.title"`, "Ten of them", "twenty")
		b.get(at).want(200).hides("Ten of them")
		_, values = b.get(at).form()
		for k, v := range promise(s, url.Values{"do": {"submit"}}) {
			values[k] = v
		}
		sent := b.post(at, values).want(303).location()
		if again := b.post(at, values).want(303).location(); again != sent || !strings.HasSuffix(sent, "/submitted") {
			t.Errorf("sent to %s, once more to %s", sent, again)
		}
		b.get(sent).want(200).shows("Your pledge has arrived", "The secretariat reads the pledge", "Submitted", "Fingerprint")
		b.get("/c/coast/pledge").want(200).shows("twenty", "Submitted", "Begin a pledge")
		b.get(at).want(200).shows("It waits for the secretariat")
		s.browser(t).get("/c/coast/pledges").want(200).hides("twenty")
	})
}

// mended are mistakes, with what the page says of each.
var mended = map[string]struct {
	field, says string
	typed       url.Values
}{
	"due on the day of the signature":  {"due_on", "is not after your organisation’s signature", url.Values{"starts_on": {"2020-01-01"}, "due_on": {"today"}, "milestones.0.title": {""}, "milestones.0.due_on": {""}, "baseline_on": {"2019-12-01"}}},
	"a target equal to the baseline":   {"target_value", "The target is the same as the baseline", url.Values{"baseline_value": {"20"}}},
	"a unit, and no number":            {"target_value", "The target is missing.", url.Values{"target_value": {""}}},
	"an amount without a currency":     {"currency", "The currency is missing.", url.Values{"currency": {""}}},
	"awareness without an indicator":   {"title", "“Raise awareness” does not yet say what will be different.", url.Values{"title": {"Raise awareness"}, "indicator": {""}}},
	"a milestone that has no day":      {"milestones.0.due_on", "This milestone has no date.", url.Values{"milestones.0.due_on": {""}}},
	"a day that could be read as two":  {"due_on", "cannot be read as a date for certain", url.Values{"due_on": {"05/06/2027"}, "milestones.0.title": {""}, "milestones.0.due_on": {""}}},
	"numbers in the digits of Arabic":  {"target_value", "The target is the same as the baseline", url.Values{"baseline_value": {"٢٠"}}},
	"no reason why it serves":          {"rationale", "It is not said why this serves the charter.", url.Values{"rationale": {" "}}},
	"a currency that is only a sign":   {"currency", "is no currency code of ISO 4217", url.Values{"currency": {"$"}}},
	"no means by which it is verified": {"verification", "It is not said how anybody can check the number.", url.Values{"verification": {""}}},
}

func TestPledgeForm_keepsAnUnfinishedOneAndSaysWhatToMend(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, b := coast(t, s)
		for name, row := range mended {
			typed := promise(s, row.typed)
			if typed.Get("due_on") == "today" {
				typed.Set("due_on", s.now().UTC().Format(time.DateOnly))
			}
			typed.Set("do", "submit")
			led := b.submit(newPledge, typed).want(303)
			p := b.get(led.header.Get("Location")).want(200)
			beside := between(p.body, `id="found-`+row.field+`">`, "</div>")
			if !strings.Contains(led.header.Get("Location"), "/edit?mend=1") || !strings.Contains(beside, row.says) {
				t.Errorf("%s: beside %s stands %q", name, row.field, beside)
			}
			summary := between(p.body, `<div class="summary"`, "</div>")
			if !strings.Contains(summary, "autofocus") || !strings.Contains(summary, `href="#field-`) || !strings.Contains(summary, "kept as a draft") {
				t.Errorf("%s: the summary is %q", name, summary)
			}
			checked := b.post(newPledge+"/check", typed).want(200)
			var found struct {
				Findings []struct{ Field, Text string }
			}
			testkit.Must(t, json.Unmarshal([]byte(checked.body), &found))
			said := false
			for _, f := range found.Findings {
				said = said || f.Field == row.field && strings.Contains(f.Text, row.says)
			}
			if !said {
				t.Errorf("%s: while it is typed stands %+v", name, found)
			}
		}
		own := b.get("/c/coast/pledge").want(200)
		if n := strings.Count(own.body, ">Draft<"); n != len(mended) {
			t.Errorf("%d drafts are kept, want %d", n, len(mended))
		}
	})
}

func TestPledgeForm_isInTheReadersLanguage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, b := coast(t, s)
		at := b.submit(newPledge, url.Values{"title": {"Aider"}, "do": {"submit"}}).want(303).location()
		b.get(at+"?mend=1&lang=fr").want(200).shows("L’échéance manque", "À corriger", "Il manque quelque chose")
		b.get(at + "?lang=ar").want(200).shows(`dir="rtl"`)
		b.post(newPledge+"/check?lang=fr", url.Values{"title": {"Aider"}}).want(200).shows("L’échéance manque")
	})
}

func TestPledgeForm_amendsAnswersAndWithdraws(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c, b := coast(t, s)
		at := b.submit(newPledge, promise(s, url.Values{"do": {"submit"}})).want(303).location()
		ref := between(at, "/pledges/", "/")
		review := func(decision, note string) {
			_, err := s.Consult().ReviewPledge(t.Context(), c.System(), "coast", ref, consult.PledgeReview{Decision: decision, Note: note}, 0)
			testkit.Must(t, err)
		}
		review("request_changes", "Which registries?\n<b>All</b>?")
		b.get("/c/coast/pledge").want(200).shows("Changes requested", "Answer what the secretariat asks")
		edit := "/c/coast/pledges/" + ref + "/edit"
		b.get(edit).want(200).shows("Which registries?\n<b>All</b>?", "Send it again")
		b.submit(edit, url.Values{"rationale": {"Those of the twenty ports that have none, so that they need not pay."}, "do": {"submit"}}).want(303)
		review("publish", "")
		s.browser(t).get("/c/coast/pledges/"+ref).want(200).shows("Those of the twenty ports").hides("/edit", "/withdraw")
		b.get("/c/coast/pledges/"+ref).want(200).shows(edit, "/c/coast/pledges/"+ref+"/withdraw")
		b.get(edit).want(200).shows("Everybody sees version 2").hides("Which registries?")
		b.submit(edit, url.Values{"do": {"submit"}}).want(409).shows("This is what everybody sees already")
		s.pass(40 * 24 * time.Hour) // pledges are no longer taken; amendments are
		b = s.person(t, officer, "")
		b.submit(edit, url.Values{"target_value": {"30"}, "do": {"submit"}}).want(303)
		s.browser(t).get("/c/coast/pledges/" + ref).want(200).hides("30 registries")
		withdraw := "/c/coast/pledges/" + ref + "/withdraw"
		b.submit(withdraw, url.Values{"reason": {strings.Repeat("x", 2001)}}).want(422).shows("#field-reason", "xxx")
		_, mine := b.get(edit).form()
		b.submit(withdraw, url.Values{"reason": {"The budget <i>was</i> cut."}}).want(303)
		mine.Set("resources", "Typed meanwhile.")
		b.post(edit, mine).want(409).shows("This pledge was withdrawn", "Typed meanwhile.")
		s.browser(t).get("/c/coast/pledges/"+ref).want(200).shows("Withdrawn", "The budget <i>was</i> cut.")
		b.get(withdraw).want(409)
		b.get(edit).want(409)
	})
}

func TestPledgeForm_theSecretariatIsAnsweredAfterTheClosing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c, b := coast(t, s)
		at := b.submit(newPledge, promise(s, url.Values{"do": {"submit"}})).want(303).location()
		ref := between(at, "/pledges/", "/")
		_, err := s.Consult().ReviewPledge(t.Context(), c.System(), "coast", ref, consult.PledgeReview{Decision: "request_changes", Note: "Which?"}, 0)
		testkit.Must(t, err)
		s.pass(40 * 24 * time.Hour)
		b = s.person(t, officer, "")
		edit := "/c/coast/pledges/" + ref + "/edit"
		b.get("/c/coast/pledge").want(200).shows("New pledges are not being taken", edit, "Answer what the secretariat asks")
		if to := b.submit(edit, url.Values{"resources": {"Two."}, "do": {"submit"}}).want(303).location(); !strings.HasSuffix(to, "/submitted") {
			t.Errorf("led to %s", to)
		}
	})
}

func TestPledgeForm_whatTwoWroteIsShownAndKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, b := coast(t, s)
		at := b.submit(newPledge, promise(s, nil)).want(303).location()
		action, mine := b.get(at).form()
		b.submit(at, url.Values{"target_value": {"30"}, "beneficiaries": {"KE"}}).want(303)
		mine.Set("target_value", "40")
		mine.Set("milestones.1.title", "Fifteen")
		met := b.post(action, mine).want(412).shows("Somebody else wrote on this pledge", "Uganda", "Fifteen")
		said := between(met.body, `<dl class="met">`, "</dl>")
		for _, words := range []string{"Target", ">30<", ">40<", "Kenya and Uganda", "Fifteen"} {
			if !strings.Contains(said, words) {
				t.Errorf("%q is not among %q", words, said)
			}
		}
		if strings.Contains(said, "Title") {
			t.Error("what is the same is shown")
		}
		_, again := met.form()
		if again.Get("target_value") != "40" {
			t.Errorf("what was typed is lost: %v", again)
		}
		b.post(action, again).want(303)
		b.get(at).want(200).shows(`value="40"`, "Fifteen")
	})
}

func TestPledgeForm_isForThoseWhoMaySpeakWhilePledgesAreTaken(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		_, b := coast(t, s)
		s.browser(t).get(newPledge).want(303)
		stranger := s.person(t, "stranger@example.org", "")
		stranger.get("/c/coast/pledge").want(200).shows("You may not speak for an organisation yet", `href="/organisations"`)
		stranger.get(newPledge).want(403).shows("You may not speak for Harbour Authority yet", `href="/organisations"`)
		at := b.submit(newPledge, url.Values{"title": {"A draft"}}).want(303).location()
		for _, path := range []string{at, strings.TrimSuffix(at, "edit") + "withdraw", strings.TrimSuffix(at, "edit") + "submitted"} {
			stranger.get(path).want(404)
			s.browser(t).get(path).want(303)
		}
		stranger.post(at, promise(s, nil)).want(404)
		stranger.post(newPledge, promise(s, nil)).want(403)
		stranger.post(newPledge+"/check", promise(s, nil)).want(403)
		_, typed := b.get(newPledge).form()
		typed.Set("title", "Typed <i>meanwhile</i>")
		s.pass(40 * 24 * time.Hour)
		b = s.person(t, officer, "")
		b.post(newPledge, typed).want(409).shows("not being taken at the moment", "Typed <i>meanwhile</i>")
		b.get(newPledge).want(409).shows("New pledges are not being taken", `href="/c/coast/timeline"`)
		b.get("/c/coast/pledge").want(200).shows("New pledges are not being taken", "A draft").hides("Begin a pledge")
		b.get(at).want(409).shows("New pledges are not being taken")
		b.submit(strings.TrimSuffix(at, "edit")+"withdraw", nil).want(303)
	})
}

// writes are the pages on which pledges are written, and what each may ask of the database.
var writes = map[string]int64{"for": 14, "new": 20, "draft": 24, "check": 12}

func TestPledgeForm_costsTheSameStatementsHoweverMany(t *testing.T) {
	sameCosts(t, writes, [2]int{3, 30}, func(t *testing.T, m *meter, size int) {
		c, b := coast(t, m.site)
		ref := ""
		for n := range size {
			ref = c.Pledge("", "harbour", func(in *consult.NewPledge) { in.Title = fmt.Sprintf("Pledge %d", n) }).Ref
		}
		for what, path := range map[string]string{"for": "/c/coast/pledge", "new": newPledge, "draft": "/c/coast/pledges/" + ref + "/edit"} {
			m.count(what, func() { b.get(path).want(http.StatusOK) })
		}
		m.count("check", func() { b.post(newPledge+"/check", promise(m.site, nil)).want(http.StatusOK) })
	})
}
