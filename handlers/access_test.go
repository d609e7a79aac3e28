package handlers_test

import (
	"flag"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"travaux/internal/story"
	"travaux/internal/testkit"
)

// askers are the columns of the matrix. "regional" organises Eastern Africa, "elsewhere" another consultation. What is
// somebody's own on the stage is the participant's. The last two are the participant and the administrator six minutes
// after they signed in, which is too long ago for what asks who one is anew.
var askers = []string{
	"anonymous", "participant", "mandated", "facilitator", "drafter", "moderator", "observer", "translator", "reviewer", "regional",
	"organiser", "elsewhere", "admin", late + "participant", late + "admin",
}

// late stands before the name of an asker who signed in six minutes ago.
const late = "+6 "

// others are addresses of people on the stage who never ask.
var others = []string{story.Address("ana"), story.Address("watcher"), "asked@example.org"}

// ask makes the request of a row and gives its status, with an @ where the answer shows the address of somebody else. A
// redirect to where one signs in or proves oneself is none of the answers one wanted, so it is told apart.
func (s staged) ask(b *browser, method, path string) string {
	b.t.Helper()
	at, v := s.address(b, path), url.Values{"idempotency_key": {uuid.NewString()}}
	maps.Copy(v, typed[method+" "+path])
	if form, ok := filled[method+" "+path]; ok {
		maps.Copy(v, form(s, b))
	}
	var p page
	switch {
	case method == http.MethodGet && slices.Contains(bare, path):
		p = b.get(at + "?token=" + s.token(b, path))
	case method == http.MethodGet:
		p = b.click(at)
	case slices.Contains(bare, path):
		v.Set("token", s.token(b, path))
		fallthrough
	default:
		if file, ok := enclosed[method+" "+path]; ok {
			p = b.upload(at, v, "laws.docx", file(s, b))
			break
		}
		p = b.post(at, v)
	}
	if strings.HasPrefix(path, "/account/step-up") { // who has just proved who they are is late again
		s.wait(b)
	}
	switch to := p.location(); {
	case p.status == http.StatusSeeOther && strings.HasPrefix(to, "/sign-in") && to != "/sign-in/sent" && !strings.HasPrefix(path, "/sign-in"):
		return "sign"
	case p.status == http.StatusSeeOther && strings.HasPrefix(to, "/account/step-up") && !strings.HasPrefix(path, "/account/step-up"):
		return "step"
	case slices.ContainsFunc(others, func(address string) bool { return strings.Contains(p.body, address) }):
		return fmt.Sprint(p.status) + "@"
	}
	return fmt.Sprint(p.status)
}

// ending are the beginnings of forms that may end the session of who sends them, or sign them in as somebody else, in
// the order they are sent; each is sent from a browser of its own.
var ending = []string{"/first", "/sign-in", "/invitations", "/interests/invitation", "/account/sessions", "/demo", "/sign-out", "/account/erase"}

// ends tells whether a row is one of them, and how late it comes.
func ends(row [2]string) int {
	if row[0] == http.MethodGet {
		return -1
	}
	return slices.IndexFunc(ending, func(path string) bool { return strings.HasPrefix(row[1], path) })
}

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
		if i := ends(row); i >= 0 {
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
						s := stage(t, database(t), who)
						b := s.as(t, who)
						for _, row := range rows {
							if ends(row) >= 0 {
								b = s.in(t, who)
							}
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
	if len(cells[0]) == 0 || t.Failed() {
		return // there is no PostgreSQL to ask, or an asker was not heard to the end
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%-65s", "")
	for _, who := range askers {
		fmt.Fprintf(&out, " %-5.5s", strings.ReplaceAll(who, " ", ""))
	}
	for i, row := range rows {
		fmt.Fprintf(&out, "\n%-4s %-60s", row[0], row[1])
		reached := false
		for n := range askers {
			fmt.Fprintf(&out, " %-5s", cells[n][i])
			reached = reached || cells[n][i] < "400" // a word for being sent to sign in comes after
		}
		if !reached {
			t.Errorf("%s %s: nobody reaches it, so the row says nothing of who may; put what it is about on the stage", row[0], row[1])
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
