package api_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/api"
	"travaux/internal/consult"
	"travaux/internal/testkit"
)

var update = flag.Bool("update", false, "write the golden files")

// askers are the columns of the matrix. "regional" organises Eastern Africa, "elsewhere" another consultation; "root"
// is an administrator without a role in any.
var askers = []string{
	"anonymous", "participant", "mandated", "facilitator", "drafter", "moderator", "observer", "translator", "regional",
	"organiser", "elsewhere", "root",
}

// column stages a consultation on a rig of its own and gives the token of one asker. It tells what stands in the paths.
func column(t *testing.T, r *rig, who string) (wid string, params []string) {
	t.Helper()
	wid = stage(r)
	r.do(ask{method: "POST", path: "/consultations", as: "admin", body: with(newConsultation, "slug", "village")}).want(201)
	comment := r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: newComment(wid)}).want(201)
	event := r.do(ask{method: "POST", path: "/consultations/dpg/events", as: "organiser", body: newEvent}).want(201)
	add := func(name string, in consult.NewPerson) {
		in.Email, in.Name = name+"@example.org", "A "+name
		p, err := r.k.Service.AddPerson(t.Context(), r.k.System(), in)
		testkit.Must(t, err)
		r.tokens[name], err = r.k.Service.NewAPIToken(t.Context(), r.k.System(), p.ID)
		testkit.Must(t, err)
	}
	add("watcher", consult.NewPerson{Consultation: "dpg", Roles: []string{"observer", "facilitator"}, Regions: []string{"014"}})
	switch who {
	case "anonymous":
		r.tokens[who] = ""
	case "mandated":
		add(who, consult.NewPerson{})
	case "regional":
		add(who, consult.NewPerson{Consultation: "dpg", Roles: []string{"organiser"}, Regions: []string{"014"}})
	case "elsewhere":
		add(who, consult.NewPerson{Consultation: "village", Roles: []string{"organiser"}})
	case "root":
		add(who, consult.NewPerson{Roles: []string{"admin"}})
	}
	mandate := ""
	if who == "mandated" {
		mandate = who + "@example.org"
	}
	_, err := r.k.Service.PutOrganisation(t.Context(), r.k.System(), consult.NewOrganisation{
		Slug: "acme", Name: "Acme", Country: "KE", StakeholderType: "civil_society",
	}, mandate)
	testkit.Must(t, err)
	watcher, _ := r.roles("A watcher")
	return wid, []string{
		"{c}", "dpg", "{d}", "charter", "{n}", "1", "{language}", "fr", "{ref}", comment.text("ref"), "{e}", event.header.Get("Location")[strings.LastIndex(event.header.Get("Location"), "/")+1:],
		"{kind}", "csv", "{receipt}", comment.text("receipt.receipt"), "{person}", watcher, "{role}", "observer",
		"{o}", "acme", "{organisation}", "acme",
	}
}

// request is what the matrix asks an operation with: a body that is right where one is written down, else an empty one.
func request(op api.Operation, wid string, params []string) ask {
	path := strings.NewReplacer(params...).Replace(strings.TrimPrefix(op.Path, api.Base))
	for strings.Contains(path, "{") { // nothing of that kind is there
		i, j := strings.Index(path, "{"), strings.Index(path, "}")
		path = path[:i] + "ghost" + path[j+1:]
	}
	out := ask{method: op.Method, path: path}
	generic := func(p string) string {
		for i := 1; i < len(params); i += 2 {
			p = strings.ReplaceAll(p, "/"+params[i], "/"+params[i-1])
		}
		return strings.NewReplacer("C-000001", "{ref}", "/lumen", "/{o}", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "*").Replace(p)
	}
	for _, w := range writes(wid) {
		at, with := strings.Split(generic(path), "/"), strings.Split(generic(w.path), "/")
		same := w.method == op.Method && len(at) == len(with)
		for i := 0; same && i < len(at); i++ {
			same = at[i] == with[i] || with[i] == "*"
		}
		if same {
			out.body, out.header = w.body, w.header
			return out
		}
	}
	if op.Method == "POST" || op.Method == "PUT" || op.Method == "PATCH" {
		out.body = object{}
	}
	return out
}

// TestAccess_isAsTheGoldenMatrixSays asks every operation of the document as each asker, on both databases. An operation
// that is new gets its row by -update; read it before it is committed.
func TestAccess_isAsTheGoldenMatrixSays(t *testing.T) {
	t.Parallel()
	cells := map[string][][]string{"sqlite": make([][]string, len(askers)), "postgres": make([][]string, len(askers))}
	ops := api.Operations()
	t.Run("asks", func(t *testing.T) {
		for i, who := range askers {
			t.Run(who, func(t *testing.T) {
				testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
					r := newRig(t, k)
					wid, params := column(t, r, who)
					for _, op := range ops {
						a := request(op, wid, params)
						if a.as = who; who == "anonymous" {
							a.as = ""
						}
						cells[k.Engine][i] = append(cells[k.Engine][i], fmt.Sprint(r.do(a).status))
					}
				})
			})
		}
	})
	for engine, of := range cells {
		if len(of[0]) == 0 {
			continue // no PostgreSQL to ask
		}
		var out strings.Builder
		fmt.Fprintf(&out, "%-22s", "")
		for _, who := range askers {
			fmt.Fprintf(&out, " %-5.5s", who)
		}
		for n, op := range ops {
			fmt.Fprintf(&out, "\n%-22s", op.ID)
			for i := range askers {
				fmt.Fprintf(&out, " %-5s", of[i][n])
			}
		}
		got := strings.ReplaceAll(out.String()+"\n", "  \n", "\n")
		const golden = "testdata/access.golden"
		if *update && engine == "sqlite" {
			testkit.Must(t, os.MkdirAll("testdata", 0o755))
			testkit.Must(t, os.WriteFile(golden, []byte(got), 0o644))
		}
		want, err := os.ReadFile(golden)
		testkit.Must(t, err)
		if diff := cmp.Diff(got, string(want)); diff != "" {
			t.Errorf("%s: -got +golden:\n%s", engine, diff)
		}
		t.Logf("%d operations × %d askers = %d cells", len(ops), len(askers), len(ops)*len(askers))
	}
}
