package handlers_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/oauth2-proxy/mockoidc"

	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/rendition"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// participant is whose own things stand on the stage: a passkey, a token of the API, an identity, a form that waits, a
// comment.
const participant = "participant@example.org"

// staged is a consultation with something at each address.
type staged struct {
	*site
	town   *story.Consultation
	owner  *browser // the participant's
	device *device  // the participant's passkey
	idp    *idp
	params map[string]string
	late   *bool
}

// stage makes a town with a waiting and a published comment from Kenya, a working version, an event, a document, an
// organisation whose mandate somebody asked for, a public log, somebody with a role in Eastern Africa, and a
// participant with things of their own; and it makes an asker known. For who is late all that was six minutes ago.
func stage(t *testing.T, database, who string) staged {
	t.Helper()
	p := newIDP(t)
	acme := config.OIDCProvider{ID: "acme", Name: "Acme", Issuer: p.Issuer(), ClientID: p.ClientID, ClientSecret: p.ClientSecret}
	s := staged{idp: p, params: map[string]string{"provider": "acme", "epoch": "epoch1", "organisation": "acme", "interest_note": "none"}, late: new(bool)}
	s.site = newSiteWith(t, database, func(c *config.Config) { c.Limits, c.OIDC = "off", []config.OIDCProvider{acme} })
	if *s.late = strings.HasPrefix(who, late); *s.late {
		s.pass(-6 * time.Minute)
	}
	first, err := s.Consult().FirstLink(t.Context(), s.system()) // while nobody is known
	testkit.Must(t, err)
	s.params["first"] = path.Base(first)
	s.said(t)
	s.organised(t)
	s.own(t)
	s.params["file"] = between(s.browser(t).get("/").want(200).body, `"/assets/`, `"`)
	testkit.Must(t, s.Consult().Sequence(t.Context(), "the test"))
	v, err := s.Consult().Log(t.Context(), "town")
	testkit.Must(t, err)
	s.params["*"] = fmt.Sprintf("0/000.p/%d", v.Size)
	s.give(t, strings.TrimPrefix(who, late))
	return s
}

// said is what was said in the town.
func (s *staged) said(t *testing.T) {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	tale.Consultation("village", story.Open())
	now := s.Consult().Now()
	c := tale.Consultation("town", story.Pledging(), story.During(models.PhaseInterest, now.AddDate(0, 0, -3), now.AddDate(0, 0, 3)))
	s.town = c
	c.Draft("charter", charter)
	c.NewDraft(consult.NewDraft{Slug: "laws", Title: "Laws", Language: "en"}).Import(consult.NewVersion{Content: charter})
	tale.Person("ana")
	tale.Person("participant")
	said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Individual))
	own := c.Comment(story.By("participant"), story.From("KE", models.Individual))
	c.Person("clerk", models.Drafter)
	c.Answer("clerk", own.Ref, "noted", "Thank you.")
	c.Draft("rules", charter)
	placed := c.Comment(story.By("ana"), story.From("KE", models.Individual), story.Of("rules", 1), story.On("art-1"))
	_, _, err := s.Consult().ImportVersion(t.Context(), s.system(), "town", "rules", consult.NewVersion{Content: charter})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "town", "rules", consult.NewPublication{})
	testkit.Must(t, err)
	waits := c.Comment(story.From("KE", models.Individual))
	planned, err := s.Consult().AddPhase(t.Context(), s.system(), "town", consult.NewPhase{
		Kind: "signatures", OpensAt: "2027-05-01", ClosesAt: "2029-01-01", TimeZone: "UTC", Gates: []string{"comments_answered"},
	})
	testkit.Must(t, err)
	s.params["phase"] = planned.Ref
	event := c.Schedule(consult.NewEvent{Title: "Meeting", StartsAt: "2027-04-01T10:00", TimeZone: "Africa/Nairobi", Country: "KE"})
	document := c.Document(consult.NewDocument{Title: "Paper", FileName: "paper.txt", Content: []byte("words")})
	watcher := c.Limited("watcher", []string{"014"}, models.Observer, models.Facilitator)
	testkit.Must(t, s.Consult().ReportComment(t.Context(), s.system(), "town", said.Ref, consult.NewReport{Body: "It is not Ana's."}))
	tale.Organisation(consult.NewOrganisation{Slug: "harbour", Name: "Harbour Authority", Country: "KE", StakeholderType: "government"}, participant)
	s.params["signature"] = c.Sign("", "harbour").Signature.Ref
	s.params["pledge"] = c.Pledge("", "harbour").Ref
	reports, _, err := s.Consult().Reports(t.Context(), s.system().Actor, "town")
	testkit.Must(t, err)
	all, err := s.Consult().People(t.Context(), s.system(), "town")
	testkit.Must(t, err)
	i := slices.IndexFunc(all.Members, func(m consult.Member) bool { return m.ID == watcher.PersonID })
	s.offer(t, "asked@example.org")
	invited, err := s.Consult().People(t.Context(), s.system(), "town")
	testkit.Must(t, err)
	for name, value := range map[string]string{
		"consultation": "town", "draft": "charter", "version": "1", "from": "1", "to": "1", "format": "html", "ref": said.Ref, "placed": placed.Ref, "receipt": waits.Receipt, "own": own.Receipt,
		"event": event.Slug, "document": document.Ref, "report": fmt.Sprint(reports[0].ID), "person": all.Members[i].PublicID,
		"invitation": invited.Invitations[0].PublicID, "wid": "art-1", "language": "ar",
	} {
		s.params[name] = value
	}
	note, err := s.Consult().AddNote(t.Context(), c.Call("clerk"), "town", "charter", consult.NewNote{WID: "art-1", Body: "Ask."})
	testkit.Must(t, err)
	s.params["note"] = note.Ref
	s.params["interest"] = s.interested(t, s.system(), "Guild", story.Address("ana"))
	before := s.system()
	before.At = before.At.AddDate(0, 0, -2)
	s.params["reminded"] = s.interested(t, before, "Ministry", story.Address("kito"))
	testkit.Must(t, s.Consult().InviteInterested(t.Context(), before, "town", s.params["reminded"], consult.InterestInvitation{}))
	s.params["import"] = s.bring(t)
	s.params["word"] = s.back(t)
	for _, l := range testkit.Letters(t, s.database, s.Consult()) {
		if link, ok := l.Data["Unsubscribe"].(string); ok && l.To == participant {
			s.params["unsubscribe"] = path.Base(link)
		}
	}
}

// interested has an organisation in Kenya want to take part, and gives the number of its interest.
func (s staged) interested(t testing.TB, by models.Call, name, email string) string {
	t.Helper()
	i, err := s.Consult().ExpressInterest(t.Context(), by, "town", consult.NewInterest{
		OrganisationName: name, Country: "KE", StakeholderType: "civil_society", ContactName: "Amani", ContactEmail: email, Motivation: "We want to.",
	})
	testkit.Must(t, err)
	return i.Ref
}

// bring brings a new text in, to be looked at, and gives its address.
func (s staged) bring(t testing.TB) string {
	t.Helper()
	ref, err := s.Consult().BeginImport(t.Context(), s.system(), "town", consult.NewImport{
		Slug: "text-" + uuid.NewString()[:8], Title: "Text", NewVersion: consult.NewVersion{Content: charter, Language: "en"},
	})
	testkit.Must(t, err)
	return ref
}

// out is the working version as a Word file.
func (s staged) out(t testing.TB) []byte {
	t.Helper()
	e, err := s.Consult().Edition(t.Context(), s.system().Actor, "town", "laws", consult.Which{Working: true})
	testkit.Must(t, err)
	f, err := rendition.Of(e, models.FileDOCX)
	testkit.Must(t, err)
	return f.Body
}

// back has a Word file come back, and gives its address.
func (s staged) back(t testing.TB) string {
	t.Helper()
	ref, err := s.Consult().BeginWord(t.Context(), s.system(), "town", "laws", consult.NewWord{File: s.out(t), FileName: "laws.docx"})
	testkit.Must(t, err)
	return ref
}

// organised is an organisation with a logo, for which somebody asked to speak.
func (s *staged) organised(t *testing.T) {
	t.Helper()
	s.acme(t, "")
	m, err := s.Consult().AskMandate(t.Context(), s.town.Call("ana"), "acme", consult.NewMandate{Title: "Clerk"})
	testkit.Must(t, err)
	s.params["mandate"] = m.Ref
	o, err := s.Consult().Organisation(t.Context(), s.system().Actor, "acme")
	testkit.Must(t, err)
	var logo bytes.Buffer
	testkit.Must(t, png.Encode(&logo, image.NewNRGBA(image.Rect(0, 0, 100, 100))))
	facts := consult.OrganisationFacts{Name: "Acme", Language: "en", Country: "KE", StakeholderType: "civil_society", Logo: logo.Bytes()}
	_, err = s.Consult().SetOrganisation(t.Context(), s.system(), "acme", facts, o.Version)
	testkit.Must(t, err)
}

// acme is the organisation, for which an address may speak.
func (s *staged) acme(t *testing.T, address string) {
	t.Helper()
	_, err := s.Consult().PutOrganisation(t.Context(), s.system(), consult.NewOrganisation{
		Slug: "acme", Name: "Acme", Country: "KE", StakeholderType: "civil_society",
	}, address)
	testkit.Must(t, err)
}

// own is what is the participant's own.
func (s *staged) own(t *testing.T) {
	t.Helper()
	b := s.browser(t)
	wait, err := url.Parse(b.post("/account/tokens", url.Values{"name": {"waits"}}).want(303).header.Get("Location"))
	testkit.Must(t, err)
	s.params["typed"] = path.Base(wait.Query().Get("return_to"))
	b.post("/sign-in", url.Values{"email": {participant}}).want(303)
	b.submit(s.link(t, participant), nil).want(303)
	s.owner, s.device = b, newDevice(s.site)
	s.device.make(b, "Phone").want(303)
	s.params["passkey"] = between(b.get("/account/passkeys").body, `href="/account/passkeys/`, `"`)
	b.post("/account/tokens", url.Values{"name": {"copy"}, "days": {"1"}}).want(200)
	s.params["tokens"] = between(b.get("/account/tokens").body, `action="/account/tokens/`, `/revoke"`)
	s.idp.QueueUser(&somebody{MockUser: mockoidc.MockUser{Subject: "participant-at-acme"}})
	b.get(b.leave("/account/identities/acme", nil)).want(303)
}

// offer invites an address.
func (s *staged) offer(t *testing.T, email string) {
	t.Helper()
	testkit.Must(t, s.Consult().Invite(t.Context(), s.system(), "town", consult.NewInvitation{Email: email, Role: "observer", Regions: []string{"014"}}))
}

// give makes an asker known, with their roles.
func (s *staged) give(t *testing.T, who string) {
	t.Helper()
	in := consult.NewPerson{Email: who + "@example.org", Name: "A " + who}
	switch who {
	case "anonymous", "participant":
		return
	case "mandated":
		defer s.acme(t, in.Email)
	case "elsewhere":
		in.Consultation, in.Roles = "village", []string{"organiser"}
	case "regional":
		in.Consultation, in.Roles, in.Regions = "town", []string{"organiser"}, []string{"014"}
	case "admin":
		in.Roles = []string{who}
	default:
		in.Consultation, in.Roles = "town", []string{who}
	}
	p, err := s.Consult().AddPerson(t.Context(), s.system(), in)
	testkit.Must(t, err)
	if who == "organiser" || who == "regional" || who == "admin" { // whose note on an interest it is then
		own, err := s.Consult().Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		by := models.Call{Actor: own, At: s.Consult().Now()}
		testkit.Must(t, s.Consult().AddInterestNote(t.Context(), by, "town", s.params["interest"], consult.NewInterestNote{Body: "Ask."}))
		i, err := s.Consult().Interest(t.Context(), by, "town", s.params["interest"])
		testkit.Must(t, err)
		s.params["interest_note"] = i.Notes[0].Ref
	}
	if who == "drafter" { // whose note it is then
		drafter, err := s.Consult().Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		note, err := s.Consult().AddNote(t.Context(), models.Call{Actor: drafter, At: s.Consult().Now()}, "town", "charter", consult.NewNote{Body: "Ask."})
		testkit.Must(t, err)
		s.params["note"] = note.Ref
	}
}

// in is one of the askers with a browser of their own.
func (s *staged) in(t *testing.T, who string) *browser {
	t.Helper()
	if who == "anonymous" {
		return s.browser(t)
	}
	b := s.fresh(t, strings.TrimPrefix(who, late)+"@example.org")
	s.wait(b)
	return b
}

// fresh is a browser in which somebody has just signed in.
func (s *staged) fresh(t *testing.T, email string) *browser {
	t.Helper()
	b := s.browser(t)
	b.post("/sign-in", url.Values{"email": {email}}).want(303)
	b.submit(s.link(t, email), nil).want(303)
	return b
}

// as is the same, but the participant is in the browser in which they did what is on the stage.
func (s *staged) as(t *testing.T, who string) *browser {
	t.Helper()
	if strings.TrimPrefix(who, late) != "participant" {
		return s.in(t, who)
	}
	s.wait(s.owner)
	return s.owner
}

// wait lets six minutes pass for who is late.
func (s *staged) wait(b *browser) {
	b.t.Helper()
	if *s.late {
		s.pass(6 * time.Minute)
	}
}

// somewhere is an address of nobody yet.
func somewhere() string { return uuid.NewString() + "@example.org" }

// pass lets time go by here and at the provider.
func (s *staged) pass(d time.Duration) {
	s.site.pass(d)
	s.idp.FastForward(d)
}

// reported is a public pledge with a report that has a file.
func (s staged) reported() string {
	s.params["number"], s.params["evidence"] = "1", "1"
	ref := s.town.Pledge("", "harbour").Ref
	s.town.Report("", ref, func(in *consult.NewProgress) {
		in.Evidence = []consult.Evidence{{Field: "files.0", FileName: "a.pdf", Content: []byte("%PDF-1.7")}}
	})
	return ref
}
