package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// letterTo waits in the queue of a site, in a state.
func letterTo(t *testing.T, s *site, email string, state models.MailState) models.Letter {
	t.Helper()
	s.browser(t).submit("/sign-in", url.Values{"email": {email}}).want(303)
	all := testkit.Letters(t, s.database, s.Consult())
	l := all[len(all)-1]
	k := &testkit.Kit{URL: s.database}
	if _, err := k.SQL(t).ExecContext(t.Context(), "UPDATE mails SET state = '"+string(state)+"', last_error = '451' WHERE message_id = '"+l.MessageID+"'"); err != nil {
		t.Fatal(err)
	}
	return l
}

// states are the states of all messages of a site, oldest first.
func states(t *testing.T, s *site) string {
	t.Helper()
	k := &testkit.Kit{URL: s.database}
	return strings.Join(testkit.Column[string](t, k.SQL(t), "SELECT state FROM mails WHERE kind = 'sign_in' ORDER BY id"), " ")
}

func TestMail_operatorsSeeFiguresAndTryAgainAndNobodyElseDoes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		admin := s.person(t, "admin@example.org", "", "admin")
		other := s.person(t, "other@example.org", "")
		one := letterTo(t, s, "dana@example.org", models.MailFailed)
		letterTo(t, s, "dede@example.org", models.MailDead)
		letterTo(t, s, "didi@example.org", models.MailFailed)
		admin.get("/admin/mail").want(200).shows("Link to sign in", "451", "/admin/mail/"+one.MessageID+"/retry").hides("dana", "dede", "didi", "sign-in/")
		other.get("/admin/mail").want(403)
		s.browser(t).get("/admin/mail").want(303)
		for _, path := range []string{"/admin/mail/retry", "/admin/mail/" + one.MessageID + "/retry"} {
			other.post(path, nil).want(403)
			s.browser(t).post(path, nil).want(401)
		}
		if got := states(t, s); !strings.HasSuffix(got, "failed dead failed") {
			t.Fatalf("others had them tried again: %s", got)
		}
		admin.post("/admin/mail/"+one.MessageID+"/retry", nil).want(303)
		if got := states(t, s); !strings.HasSuffix(got, "waiting dead failed") {
			t.Errorf("one tried again: %s", got)
		}
		admin.post("/admin/mail/"+one.MessageID+"/retry", nil).want(404)
		admin.post("/admin/mail/nonsense/retry", nil).want(404)
		admin.post("/admin/mail/retry", nil).want(303)
		if got := states(t, s); !strings.HasSuffix(got, "waiting waiting waiting") {
			t.Errorf("all tried again: %s", got)
		}
		admin.get("/admin/mail").want(200).hides("/admin/mail/retry")
	})
}

func TestUnsubscribe_theButtonOfAMailProgramWorksFromAnywhereAndNoOtherFormDoes(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
		c := tale.Consultation("town", story.Open())
		c.Person("drafter", models.Drafter)
		ana := tale.Person("ana")
		c.Draft("charter", "# Doors\n\n## Article 1\n\nWe keep the doors open.\n")
		c.Answer("drafter", c.Comment(story.By("ana")).Ref, "noted", "Thank you.")
		all := testkit.Letters(t, s.database, s.Consult())
		link := all[len(all)-1].Data["Unsubscribe"].(string)
		path := link[strings.Index(link, "/unsubscribe/"):]
		wants := func() models.Digest {
			p, err := s.Consult().MailPreference(t.Context(), ana)
			testkit.Must(t, err)
			return p.Digest
		}
		s.browser(t).get(path).want(200)
		if wants() != models.DigestEach {
			t.Error("looking at the page ends messages")
		}
		const body = "List-Unsubscribe=One-Click"
		for _, h := range []http.Header{{}, {"Origin": {"https://mail.example"}}, {"Origin": {"null"}, "Sec-Fetch-Site": {"cross-site"}}} {
			_, err := s.Consult().SetMailPreference(t.Context(), tale.Call("ana"), consult.NewMailPreference{Digest: "each"})
			testkit.Must(t, err)
			if got := elsewhereSent(t, s, path, body, h); got != 200 || wants() != models.DigestNone {
				t.Errorf("%v: %d, %s", h, got, wants())
			}
		}
		foreign := http.Header{"Origin": {"https://mail.example"}}
		for _, other := range []string{"/unsubscribe", "/account/mail", "/sign-in", "/admin/mail/retry", "/unsubscribe/../account/mail", "/%75nsubscribe/../sign-in"} {
			if got := elsewhereSent(t, s, other, body, foreign); got != 403 && got != 404 && got != 405 {
				t.Errorf("%s from elsewhere: %d", other, got)
			}
		}
		if got := elsewhereSent(t, s, path[:len(path)-3], body, http.Header{}); got != 404 {
			t.Errorf("a cut link: %d", got)
		}
	})
}

// elsewhereSent is a form from another place, without our cookies.
func elsewhereSent(t *testing.T, s *site, path, body string, h http.Header) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+path, strings.NewReader(body))
	testkit.Must(t, err)
	r.Header = h.Clone()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.browser(t).do(r).status
}
