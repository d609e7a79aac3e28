package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

func TestInvitation_signsInAndProvesNothingAnew(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		by := s.system()
		in := consult.NewInvitation{Email: "dana@example.org", Role: "drafter"}
		testkit.Must(t, s.Consult().Invite(t.Context(), by, "charter", in))
		b := s.browser(t)
		b.submit(s.link(t, "dana@example.org"), nil).want(303)
		b.get("/account").want(200)
		to := b.get("/account/erase").want(303).header.Get("Location")
		if !strings.HasPrefix(to, "/account/step-up") {
			t.Errorf("led to %s", to)
		}
	})
}

func TestSignIn_whoIsKeptOutIsToldSo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		s.person(t, "bela@example.org", "")
		admin := s.person(t, "admin@example.org", "", "admin")
		disable := admin.get("/admin/people?q=bela").want(200).forms()[2]
		admin.post(disable.action, disable.values).want(303)
		b := s.browser(t)
		b.submit("/sign-in", url.Values{"email": {"bela@example.org"}}).want(303)
		if p := b.submit(s.link(t, "bela@example.org"), nil); p.status == 303 {
			t.Errorf("led on to %s", p.header.Get("Location"))
		} else {
			p.shows("kept out")
		}
	})
}
