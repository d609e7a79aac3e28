package handlers_test

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// askers are the columns of the matrix. "regional" organises Eastern Africa, "elsewhere" another consultation.
var askers = []string{
	"anonymous", "participant", "mandated", "facilitator", "drafter", "moderator", "observer", "translator", "regional",
	"organiser", "elsewhere", "admin",
}

// typed are forms that are right for their route; any other route that posts is sent an empty one, which is told to
// be wrong to who may and refused to who may not.
var typed = map[string]url.Values{
	"POST /c/:consultation/receipts/:receipt/take-back":    {"what": {"name"}},
	"POST /c/:consultation/comments/:ref/report":           {"body": {"It is not Ana's."}},
	"POST /c/:consultation/moderation/reports/:report":     {"decision": {"dismissed"}},
	"POST /account/erase":                                  {"comments": {"keep"}, "sure": {"true"}},
	"POST /c/:consultation/comments":                       {"draft": {"charter"}, "target.kind": {"version"}, "body": {"Words."}, "country": {"KE"}, "stakeholder_type": {"individual"}},
	"POST /c/:consultation/comments/:ref/answer":           {"outcome": {"accepted"}},
	"POST /c/:consultation/moderation/:receipt":            {"decision": {"publish"}},
	"POST /c/:consultation/drafts/:draft/working/publish":  {"reason": {"For comments"}},
	"POST /c/:consultation/manage/import":                  {"draft": {"charter"}, "language": {"fr"}, "format": {"markdown"}, "content": {charter}},
	"POST /c/:consultation/manage/event":                   {"title": {"Hearing"}, "starts_at": {"2027-05-01T10:00"}, "time_zone": {"Africa/Nairobi"}, "country": {"KE"}},
	"POST /c/:consultation/manage/partner":                 {"name": {"Foundation"}, "role": {"partner"}},
	"POST /c/:consultation/manage/document":                {"title": {"Paper"}, "url": {"https://example.org/paper"}},
	"POST /c/:consultation/manage/invite":                  {"email": {"new@example.org"}, "role": {"observer"}, "regions": {"014"}},
	"POST /c/:consultation/manage/people/:person":          {"role": {"moderator"}, "regions": {"014"}},
	"POST /c/:consultation/manage/people/:person/take":     {"role": {"observer"}},
	"POST /c/:consultation/manage/invitations/:invitation": {"do": {"again"}},
	"POST /account/tokens":                                 {"name": {"copy"}, "days": {"1"}},
	"POST /admin/people/:person":                           {"do": {"disable"}},
}

// staged is a consultation with something at each address.
type staged struct {
	*site
	params map[string]string
}

// stage makes a town with a waiting and a published comment from Kenya, a working version, an event, a document, an
// organisation, and somebody with a role in Eastern Africa.
func stage(t *testing.T, s *site) staged {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	tale.Consultation("village", story.Open())
	c := tale.Consultation("town", story.Open())
	c.Draft("charter", charter)
	d := c.NewDraft(consult.NewDraft{Slug: "laws", Title: "Laws", Language: "en"})
	d.Import(consult.NewVersion{Content: charter})
	tale.Person("ana")
	said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Individual))
	waits := c.Comment(story.From("KE", models.Individual))
	event := c.Schedule(consult.NewEvent{Title: "Meeting", StartsAt: "2027-04-01T10:00", TimeZone: "Africa/Nairobi", Country: "KE"})
	document := c.Document(consult.NewDocument{Title: "Paper", FileName: "paper.txt", Content: []byte("words")})
	c.Limited("watcher", []string{"014"}, models.Observer, models.Facilitator)
	_, err := s.Consult().PutOrganisation(t.Context(), s.system(), consult.NewOrganisation{
		Slug: "acme", Name: "Acme", Country: "KE", StakeholderType: "civil_society",
	}, "")
	testkit.Must(t, err)
	all, err := s.Consult().People(t.Context(), s.system(), "town")
	testkit.Must(t, err)
	testkit.Must(t, s.Consult().Invite(t.Context(), s.system(), "town", consult.NewInvitation{Email: "asked@example.org", Role: "observer", Regions: []string{"014"}}))
	invited, err := s.Consult().People(t.Context(), s.system(), "town")
	testkit.Must(t, err)
	testkit.Must(t, s.Consult().ReportComment(t.Context(), s.system(), "town", said.Ref, consult.NewReport{Body: "It is not Ana's."}))
	reports, _, err := s.Consult().Reports(t.Context(), s.system().Actor, "town")
	testkit.Must(t, err)
	return staged{s, map[string]string{
		"report":       fmt.Sprint(reports[0].ID),
		"consultation": "town", "draft": "charter", "version": "1", "ref": said.Ref, "receipt": waits.Receipt, "event": event.Slug,
		"person": all.Members[0].PublicID, "invitation": invited.Invitations[0].PublicID, "organisation": "acme",
		"document": document.Ref,
	}}
}

// as is one of the askers with a browser.
func (s staged) as(t *testing.T, who string) *browser {
	t.Helper()
	email := who + "@example.org"
	switch who {
	case "anonymous":
		return s.browser(t)
	case "participant":
		return s.person(t, email, "")
	case "elsewhere":
		return s.person(t, email, "village", "organiser")
	case "admin":
		return s.person(t, email, "", "admin")
	case "mandated":
		b := s.person(t, email, "")
		_, err := s.Consult().PutOrganisation(t.Context(), s.system(), consult.NewOrganisation{
			Slug: "acme", Name: "Acme", Country: "KE", StakeholderType: "civil_society",
		}, email)
		testkit.Must(t, err)
		return b
	case "regional":
		_, err := s.Consult().AddPerson(t.Context(), s.system(), consult.NewPerson{
			Email: email, Name: "Regional", Roles: []string{"organiser"}, Consultation: "town", Regions: []string{"014"},
		})
		testkit.Must(t, err)
		return s.person(t, email, "")
	}
	return s.person(t, email, "town", who)
}

// address is a route with something of the stage in each place; what is not there is a ghost.
func (s staged) address(route string) string {
	parts := strings.Split(route, "/")
	for i, p := range parts {
		name, ok := strings.CutPrefix(p, ":")
		if !ok {
			continue
		}
		switch {
		case name == "ref" && slices.Contains(parts, "documents"):
			parts[i] = s.params["document"]
		case name == "draft" && slices.Contains(parts, "working"):
			parts[i] = "laws"
		case s.params[name] != "":
			parts[i] = s.params[name]
		default:
			parts[i] = "ghost"
		}
	}
	return strings.Join(parts, "/")
}

// ask makes the request of a row and gives its status. A redirect to where one signs in or proves oneself is none of
// the answers one wanted, so it is told apart.
func (s staged) ask(b *browser, method, path string) string {
	b.t.Helper()
	at := s.address(path)
	var p page
	switch method {
	case http.MethodGet:
		p = b.get(at)
	default:
		v := url.Values{"idempotency_key": {uuid.NewString()}}
		for name, list := range typed[method+" "+path] {
			v[name] = list
		}
		p = b.post(at, v)
	}
	switch to := p.location(); {
	case p.status == http.StatusSeeOther && strings.HasPrefix(to, "/sign-in") && to != "/sign-in/sent" && !strings.HasPrefix(path, "/sign-in"):
		return "sign"
	case p.status == http.StatusSeeOther && strings.HasPrefix(to, "/account/step-up") && !strings.HasPrefix(path, "/account/step-up"):
		return "step"
	}
	return fmt.Sprint(p.status)
}

// ending are the beginnings of forms that may end the session of who sends them, in the order they are sent.
var ending = []string{"/sign-in", "/account/sessions", "/account/erase", "/demo", "/sign-out"}

// rowsOf are the routes of the golden file; those that end a session come last.
func rowsOf(t *testing.T) [][2]string {
	t.Helper()
	golden, err := os.ReadFile("testdata/routes.golden")
	testkit.Must(t, err)
	var rows [][2]string
	last := make([][][2]string, len(ending))
	for line := range strings.Lines(string(golden)) {
		f := strings.Fields(line)
		row := [2]string{f[0], f[1]}
		i := slices.IndexFunc(ending, func(path string) bool { return strings.HasPrefix(row[1], path) })
		if row[0] == http.MethodPost && i >= 0 {
			last[i] = append(last[i], row)
			continue
		}
		rows = append(rows, row)
	}
	return append(rows, slices.Concat(last...)...)
}

// TestAccess_isAsTheGoldenMatrixSays asks every HTML route as each asker, on the real program with both databases. A
// route that is new gets its row by -update; read it before it is committed.
func TestAccess_isAsTheGoldenMatrixSays(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			rows := rowsOf(t)
			cells := make([][]string, len(askers))
			t.Run("asks", func(t *testing.T) {
				for i, who := range askers {
					t.Run(who, func(t *testing.T) {
						t.Parallel()
						s := stage(t, newSite(t, database(t)))
						b := s.as(t, who)
						for _, row := range rows {
							cells[i] = append(cells[i], s.ask(b, row[0], row[1]))
						}
					})
				}
			})
			compareMatrix(t, rows, cells)
		})
	}
}

func compareMatrix(t *testing.T, rows [][2]string, cells [][]string) {
	t.Helper()
	if len(cells[0]) == 0 {
		return // there is no PostgreSQL to ask
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%-65s", "")
	for _, who := range askers {
		fmt.Fprintf(&out, " %-5.5s", who)
	}
	for i, row := range rows {
		fmt.Fprintf(&out, "\n%-4s %-60s", row[0], row[1])
		for n := range askers {
			fmt.Fprintf(&out, " %-5s", cells[n][i])
		}
	}
	var lines []string
	for line := range strings.Lines(out.String() + "\n") {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	got := strings.Join(lines, "\n") + "\n"
	const golden = "testdata/access.golden"
	if flag.Lookup("update").Value.String() == "true" {
		if strings.Contains(t.Name(), "sqlite") {
			testkit.Must(t, os.WriteFile(golden, []byte(got), 0o644))
		}
		return
	}
	want, err := os.ReadFile(golden)
	testkit.Must(t, err)
	if diff := cmp.Diff(got, string(want)); diff != "" {
		t.Errorf("-got +golden:\n%s", diff)
	}
	t.Logf("%d routes × %d askers = %d cells", len(rows), len(askers), len(rows)*len(askers))
}
