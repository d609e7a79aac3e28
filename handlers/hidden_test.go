package handlers_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// volatile is what differs between two answers that tell the same: keys of forms and the id of the request.
var volatile = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// told is an answer without what is of the request alone.
func told(p page, own ...string) string {
	body := volatile.ReplaceAllString(p.body, "*")
	for _, o := range own {
		body = strings.ReplaceAll(strings.ReplaceAll(body, url.PathEscape(o), "*"), o, "*")
	}
	return body
}

// D2: who organises region A finds nothing of B: not in lists, counts, facets, searches, exports or refusals, and what
// is there but forbidden is told as what never was.
func TestRegions_anOrganiserOfOneFindsNothingOfAnother(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
		c := tale.Consultation("town", story.Open())
		c.Draft("charter", charter)
		tale.Person("ana")
		b := c.Comment(story.By("ana"), story.From("FR", models.Individual), story.Confidentially(), story.Saying("lighthouse in B"))
		waits := c.Comment(story.From("FR", models.Individual), story.Saying("lighthouse that waits"))
		c.Comment(story.By("ana"), story.From("FR", models.Individual), story.Saying("lighthouse said openly"))
		c.Limited("there", []string{"150"}, models.Observer)
		testkit.Must(t, s.Consult().Invite(t.Context(), s.system(), "town", consult.NewInvitation{Email: "b@example.org", Name: "Invited B", Role: "observer", Regions: []string{"150"}}))
		all, err := s.Consult().People(t.Context(), s.system(), "town")
		testkit.Must(t, err)
		var person string
		for _, m := range all.Members {
			if m.Name == "there" {
				person = m.PublicID
			}
		}
		for _, role := range []string{"organiser", "facilitator", "drafter", "moderator"} {
			_, err := s.Consult().AddPerson(t.Context(), s.system(), consult.NewPerson{
				Email: role + "@example.org", Name: role, Roles: []string{role}, Consultation: "town", Regions: []string{"014"},
			})
			testkit.Must(t, err)
			a := s.person(t, role+"@example.org", "")
			for _, path := range []string{"/c/town/review", "/c/town/review?q=lighthouse", "/c/town/review?region=150", "/c/town/review?country=FR", "/c/town/moderation", "/c/town/manage/people", "/c/town/manage"} {
				a.get(path).hides("lighthouse in B", "lighthouse that waits", b.Ref, waits.Receipt, person, "Invited B")
			}
			for forbidden, ghost := range map[string]string{
				"/c/town/comments/" + b.Ref:       "/c/town/comments/C-999999",
				"/c/town/manage/people/" + person: "/c/town/manage/people/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11",
			} {
				x, y := a.get(forbidden), a.get(ghost)
				if x.status != y.status || told(x, forbidden, b.Ref) != told(y, ghost, "C-999999") {
					t.Errorf("%s: %s is told otherwise than a ghost (%d, %d)", role, forbidden, x.status, y.status)
				}
			}
			posts := map[string][2]string{
				"/c/town/manage/invitations/%": {all.Invitations[0].PublicID, "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11"},
				"/c/town/moderation/%":         {waits.Receipt, "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11"},
				"/c/town/comments/%/answer":    {b.Ref, "C-999999"},
				"/c/town/manage/people/%/take": {person, "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11"},
			}
			forms := map[string]url.Values{
				"/c/town/manage/invitations/%": {"do": {"revoke"}}, "/c/town/moderation/%": {"decision": {"publish"}},
				"/c/town/comments/%/answer": {"outcome": {"accepted"}}, "/c/town/manage/people/%/take": {"role": {"observer"}},
			}
			for path, ids := range posts {
				x, y := a.post(strings.Replace(path, "%", ids[0], 1), forms[path]), a.post(strings.Replace(path, "%", ids[1], 1), forms[path])
				if x.status != y.status || x.status < 400 || told(x, ids[0]) != told(y, ids[1]) {
					t.Errorf("%s: %s is told otherwise than a ghost (%d, %d)", role, path, x.status, y.status)
				}
			}
		}
	})
}

// D3: an invitation is answered with the same bytes whether or not its address is known.
func TestInvite_answersTheSameForKnownAndUnknownAddresses(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		s.person(t, "known@example.org", "charter", "observer")
		b := s.person(t, "organiser@example.org", "charter", "organiser")
		answer := func(email string) (page, string) {
			p := b.submit("/c/charter/manage/invite", url.Values{"email": {email}, "role": {"drafter"}}).want(303)
			return p, told(b.get(p.header.Get("Location")).want(200), email)
		}
		first, _ := answer("known@example.org")
		known, list := answer("known@example.org") // as many invitations stand before the one as before the other
		if first.header.Get("Location") != known.header.Get("Location") {
			t.Error("a repeat leads elsewhere")
		}
		unknown, other := answer("unknown@example.org")
		if known.body != unknown.body || known.header.Get("Location") != unknown.header.Get("Location") {
			t.Error("the answers differ")
		}
		row := func(list string) string { // the newest invitation, first in the list
			_, after, _ := strings.Cut(list, "<h2>Invitations</h2>")
			one, _, _ := strings.Cut(after, "</li>")
			return one
		}
		if row(list) == "" || row(list) != row(other) {
			t.Errorf("the rows differ:\n%s\n%s", row(list), row(other))
		}
	})
}

func TestInvitation_isShownByLookingAndTakenByPressing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.person(t, "organiser@example.org", "charter", "organiser")
		b.submit("/c/charter/manage/invite", url.Values{"email": {"new@example.org"}, "role": {"observer"}}).want(303)
		link := s.link(t, "new@example.org")
		other := s.browser(t)
		other.get(link).want(200).shows("Observer")
		other.get(link).want(200) // looking uses nothing up
		other.get("/c/charter/review").want(303)
		other.submit(link, nil).want(303)
		other.get("/c/charter/review").want(200)
		other.get(link).want(409).shows("was used")
		s.browser(t).get(link[:len(link)-4]).want(404)
	})
}

func TestInvitation_ofAKnownAddressLeadsToSigningInAndBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.person(t, "organiser@example.org", "charter", "organiser")
		s.person(t, "admin@example.org", "", "admin")
		b.submit("/c/charter/manage/invite", url.Values{"email": {"admin@example.org"}, "role": {"observer"}}).want(303)
		link := s.link(t, "admin@example.org")
		thief := s.browser(t)
		to := thief.submit(link, nil).want(303).header.Get("Location")
		if u, err := url.Parse(to); err != nil || u.Path != "/sign-in" || u.Query().Get("return_to") != link {
			t.Errorf("leads to %q", to)
		}
		thief.get(to).want(200).shows("Sign in with that address")
		thief.get("/admin").want(303) // nobody is signed in
		thief.submit(to, url.Values{"email": {"admin@example.org"}}).want(303)
		in := thief.submit(s.link(t, "admin@example.org"), nil).want(303)
		if got := in.header.Get("Location"); got != link {
			t.Errorf("then leads to %q", got)
		}
		thief.submit(link, nil).want(303)
		thief.get("/admin").want(200)
		thief.get(link).want(409)
	})
}

func TestTokens_areShownOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		b := s.person(t, "observer@example.org", "charter", "observer")
		b.submit("/account/tokens", url.Values{"name": {"copy"}, "days": {"400"}}).want(422).shows("copy")
		made := b.submit("/account/tokens", url.Values{"name": {"copy"}, "scopes": {"read"}, "days": {"30"}}).want(200)
		_, after, ok := strings.Cut(made.body, `<code dir="ltr">trv_`)
		if !ok || len(after) < 52 {
			t.Fatalf("no token is shown: %.2000s", made.body)
		}
		secret := after[:52]
		b.get("/account/tokens").want(200).shows("copy").hides(secret)
		if made.header.Get("Cache-Control") == "" || strings.Contains(made.header.Get("Cache-Control"), "public") {
			t.Errorf("a page with a token may be kept: %q", made.header.Get("Cache-Control"))
		}
	})
}
