package api_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"slices"
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
	"anonymous", "participant", "mandated", "facilitator", "drafter", "moderator", "observer", "translator", "reviewer", "regional",
	"organiser", "elsewhere", "root",
}

// column stages a consultation on a rig of its own, with things of the participant's, and gives the token of one asker.
func column(t *testing.T, r *rig, who string) placed {
	t.Helper()
	p := placed{wid: stage(r), special: map[string]ask{}}
	r.do(ask{method: "POST", path: "/consultations", as: "admin", body: with(newConsultation, "slug", "village")}).want(201)
	comment := r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: newComment(p.wid)}).want(201)
	event := r.do(ask{method: "POST", path: "/consultations/dpg/events", as: "organiser", body: newEvent}).want(201)
	kind, body := form(map[string]string{"title": "Paper"}, "paper.txt", "words")
	file := r.do(ask{method: "POST", path: "/consultations/dpg/documents", as: "organiser", body: body, kind: kind}).want(201)
	r.known(t, "watcher", consult.NewPerson{Consultation: "dpg", Roles: []string{"observer", "facilitator"}, Regions: []string{"014"}})
	mandate := ""
	switch who {
	case "anonymous":
		r.tokens[who] = ""
	case "mandated":
		r.known(t, who, consult.NewPerson{})
		mandate = who + "@example.org"
	case "regional":
		r.known(t, who, consult.NewPerson{Consultation: "dpg", Roles: []string{"organiser"}, Regions: []string{"014"}})
	case "elsewhere":
		r.known(t, who, consult.NewPerson{Consultation: "village", Roles: []string{"organiser"}})
	case "root":
		r.known(t, who, consult.NewPerson{Roles: []string{"admin"}})
	}
	_, err := r.k.Service.PutOrganisation(t.Context(), r.k.System(), consult.NewOrganisation{
		Slug: "acme", Name: "Acme", Country: "KE", StakeholderType: "civil_society",
	}, mandate)
	testkit.Must(t, err)
	watcher, _ := r.roles("A watcher")
	asked := r.do(ask{method: "POST", path: "/organisations/acme/mandates", as: "participant", body: object{"title": "Clerk"}}).want(201)
	r.signatory(t, "harbour", "Harbour Ministry")
	signed := r.do(ask{method: "POST", path: "/consultations/dpg/signatures", as: "harbour", body: newSignature("harbour", r.opened())}).want(201)
	note := r.do(ask{method: "POST", path: "/consultations/dpg/drafts/charter/notes", as: "drafter", body: object{"body": "Ask."}}).want(201)
	interest := r.do(ask{method: "POST", path: "/consultations/dpg/interests", as: "participant", body: with(newInterest, "organisation_name", "Guild")}).want(201)
	pledge, waits := r.pledgedFor(t, "acme"), r.submittedPledge(t, "acme")
	p.params = []string{
		"{pledge}", pledge, "{number}", "1",
		"{interest}", interest.text("interest"),
		"{c}", "dpg", "{d}", "charter", "{n}", "1", "{a}", "1", "{b}", "1", "{wid}", p.wid, "{language}", "fr", "{format}", "html", "{ref}", comment.text("ref"), "{e}", path.Base(event.header.Get("Location")),
		"{kind}", "csv", "{receipt}", comment.text("receipt.receipt"), "{person}", watcher, "{role}", "observer",
		"{o}", "acme", "{organisation}", "acme", "{document}", path.Base(file.header.Get("Location")), "{id}", asked.text("mandate"),
		"{note}", note.text("note"), "{phase}", "none", "{signature}", signed.text("signature"), "{session}", r.session(t, "participant", "theirs"), "{token}", r.token(t, "participant"),
	}
	p.special["Sign"] = ask{method: "POST", path: "/consultations/dpg/signatures", body: newSignature("acme", r.opened())}
	p.special["DecideSignature"] = ask{method: "POST", path: "/consultations/dpg/signatures/" + r.waiting(t) + "/decision", body: object{"decision": "verify"}}
	p.special["WithdrawSignature"] = ask{method: "POST", path: "/consultations/dpg/signatures/" + r.signedBy(t, who) + "/withdraw", body: object{}}
	p.special["WritePledge"] = ask{method: "POST", path: "/consultations/dpg/pledges", body: newPledge("acme")}
	p.special["RewritePledge"] = ask{method: "PUT", path: "/consultations/dpg/pledges/" + pledge, body: newPledge("acme"), header: r.tagged("organiser", "/consultations/dpg/pledges/"+pledge)}
	p.special["ReviewPledge"] = r.deciding("", "/consultations/dpg/pledges/"+waits, object{"decision": "publish"})
	p.special["ReportProgress"] = ask{method: "POST", path: "/consultations/dpg/pledges/" + r.pledgedFor(t, "acme") + "/reports", body: newReport(r)}
	p.special["GradePledge"] = ask{method: "POST", path: "/consultations/dpg/pledges/" + r.pledgedFor(t, "acme") + "/grades", body: object{"grade": "limited", "reasons": "Four are open."}}
	p.special["AnswerGrade"] = ask{method: "POST", path: "/consultations/dpg/pledges/" + r.gradedFor(t, "acme") + "/grades/1/answer", body: object{"nothing": true}}
	p.special["AskPartner"] = ask{method: "POST", path: "/consultations/dpg/pledges/" + pledge + "/partners", body: object{"organisation": "harbour"}}
	p.special["DecidePartner"] = ask{method: "POST", path: "/consultations/dpg/pledges/" + r.askedPartner(t, "acme", "harbour") + "/partners/harbour", body: object{"decision": "withdraw"}}
	p.special["WithdrawPledge"] = ask{method: "POST", path: "/consultations/dpg/pledges/" + pledge + "/withdrawal", body: object{"reason": "x"}}
	p.specials(t, r, comment.text("ref"))
	r.k.Sequence(t)
	return p
}

// known adds somebody, and keeps their token under a name.
func (r *rig) known(t *testing.T, name string, in consult.NewPerson) {
	t.Helper()
	in.Email, in.Name = name+"@example.org", "A "+name
	p, err := r.k.Service.AddPerson(t.Context(), r.k.System(), in)
	testkit.Must(t, err)
	r.tokens[name], err = r.k.Service.NewAPIToken(t.Context(), r.k.System(), p.ID)
	testkit.Must(t, err)
}

// token is the name of one more token of somebody's.
func (r *rig) token(t *testing.T, name string) string {
	t.Helper()
	who, err := r.k.Service.ActorByToken(t.Context(), r.tokens[name])
	testkit.Must(t, err)
	before := r.do(ask{method: "GET", path: "/me/tokens", as: name}).want(200).body
	_, err = r.k.Service.NewAPIToken(t.Context(), r.k.System(), who.PersonID)
	testkit.Must(t, err)
	for _, item := range r.do(ask{method: "GET", path: "/me/tokens", as: name}).want(200).json("items").([]any) {
		if id := item.(object)["token"].(string); !strings.Contains(string(before), id) {
			return id
		}
	}
	t.Fatal("no new token is listed")
	return ""
}

// placed is what stands in the paths, and the requests that the paths and writes do not make.
type placed struct {
	wid     string
	params  []string
	special map[string]ask // by the id of an operation
}

// specials are the requests that are about something a write does not name.
func (p placed) specials(t *testing.T, r *rig, ref string) {
	t.Helper()
	mailed := with(newComment(p.wid), "author_email", "somebody@example.org")
	r.do(ask{method: "POST", path: "/consultations/dpg/comments", body: mailed}).want(201)
	p.special["ConfirmComment"] = ask{method: "POST", path: "/confirmations/" + r.k.Secret(t, "somebody@example.org")}
	r.do(ask{method: "POST", path: "/consultations/dpg/comments", body: newComment(p.wid)}).want(201)
	waits := r.do(ask{method: "GET", path: "/consultations/dpg/moderation", as: "moderator"}).want(200).text("items.0.receipt")
	p.special["Moderate"] = ask{method: "PUT", path: "/consultations/dpg/moderation/" + waits, body: object{"decision": "publish"}}
	p.special["OpenWorking"] = ask{method: "POST", path: r.published("later") + "/versions/working", body: object{}}
	p.words(r)
	p.imports(r)
	published := r.published("translated")
	begun := published + "/versions/1/translations/es"
	r.do(ask{method: "POST", path: begun + "/start", as: "translator"}).want(201)
	n := len(r.do(ask{method: "GET", path: begun, as: "translator"}).want(200).json("provisions").([]any))
	edit := object{"act": "change", "language": "es", "version": 1, "wid": p.wid, "kind": "article", "number": "1", "heading": "Objeto"}
	r.do(ask{method: "POST", path: published + "/versions/working/acts", as: "translator", body: edit}).want(200)
	p.special["Translation"] = ask{method: "GET", path: begun}
	p.special["StartTranslation"] = ask{method: "POST", path: published + "/versions/1/translations/ru/start"}
	p.special["PublishTranslation"] = ask{method: "POST", path: begun + "/publish", body: object{"unfinished": n}}
	p.phases(r)
	p.special["LogProof"] = ask{method: "GET", path: "/consultations/dpg/log/proof?index=0"}
	p.special["LogConsistency"] = ask{method: "GET", path: "/consultations/dpg/log/consistency?from=1"}
	watcher, _ := r.roles("A watcher")
	p.special["SetRole"] = ask{method: "PUT", path: "/consultations/dpg/people/" + watcher + "/roles/observer", body: object{"regions": []string{"014"}}}
	organiser := "/consultations/dpg/people/" + watcher + "/roles/organiser"
	p.special["SetRole organiser"] = ask{method: "PUT", path: organiser, body: object{"regions": []string{"014"}}}
	p.special["TakeRole organiser"] = ask{method: "DELETE", path: organiser}
	p.special["AddOrganisation"] = ask{method: "POST", path: "/organisations", body: with(with(newBody, "slug", "second"), "name", "Second Ministry")}
	p.special["SetDisposition"] = r.matching("/consultations/dpg/comments/"+ref, "/disposition", object{"outcome": "accepted"})
	p.special["PlaceComment"] = r.matching("/consultations/dpg/comments/"+r.late(p.wid), "/placements/2", object{"gone": true})
	p.special["SetOrganisation"] = r.matching("/organisations/acme", "", object{"name": "Acme", "country": "KE", "stakeholder_type": "civil_society"})
}

// words are the requests about Word files that came back.
func (p placed) words(r *rig) {
	r.t.Helper()
	working, file := r.wordOut("worded")
	kind, body := form(nil, "charter.docx", string(file))
	p.special["WordReturns"] = ask{method: "GET", path: working + "/word"}
	p.special["BeginWord"] = ask{method: "POST", path: working + "/word", body: body, kind: kind}
	for id, slug := range map[string]string{"WordReturn": "word-read", "DropWord": "word-dropped", "DecideWord": "word-decided", "ApplyWord": "word-applied"} {
		at, v := r.wordBack(slug)
		p.special[id] = map[string]ask{
			"WordReturn": {method: "GET", path: at}, "DropWord": {method: "DELETE", path: at},
			"DecideWord": {method: "PUT", path: at + "/decisions", body: object{"all": "taken"}, header: matched(v)},
			"ApplyWord":  {method: "POST", path: at + "/apply", body: object{"state": v.json("state")}, header: matched(v)},
		}[id]
	}
}

// late is a comment on a version after which another one was published.
func (r *rig) late(wid string) (ref string) {
	r.t.Helper()
	again := r.published("again")
	ref = r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: with(newComment(wid), "draft", "again")}).want(201).text("ref")
	r.do(ask{method: "POST", path: again + "/versions", as: "drafter", body: newVersion}).want(201)
	r.do(ask{method: "POST", path: again + "/versions/working/publish", as: "drafter", body: object{"reason": "x"}}).want(200)
	return ref
}

// published is where another draft is that has a published version.
func (r *rig) published(slug string) string {
	r.t.Helper()
	r.do(ask{method: "POST", path: "/consultations/dpg/drafts", as: "drafter", body: with(newDraft, "slug", slug)}).want(201)
	at := "/consultations/dpg/drafts/" + slug
	r.do(ask{method: "POST", path: at + "/versions", as: "drafter", body: newVersion}).want(201)
	r.do(ask{method: "POST", path: at + "/versions/working/publish", as: "drafter", body: object{"reason": "x"}}).want(200)
	return at
}

// matching is a change to something as it is now for everybody.
func (r *rig) matching(path, at string, body object) ask {
	r.t.Helper()
	return ask{method: "PUT", path: path + at, body: body, header: r.tagged("", path)}
}

// deciding is a review of a pledge as it stands, by somebody.
func (r *rig) deciding(who, path string, body object) ask {
	r.t.Helper()
	return ask{method: "POST", path: path + "/review", as: who, body: body, header: r.tagged("organiser", path)}
}

// tagged asks for something to be as somebody sees it now.
func (r *rig) tagged(who, path string) map[string]string {
	r.t.Helper()
	return map[string]string{"If-Match": r.do(ask{method: "GET", path: path, as: who}).want(200).header.Get("ETag")}
}

// request is what the matrix asks an operation with: a body that is right where one is written down, else an empty one.
func (p placed) request(t *testing.T, op api.Operation) ask {
	t.Helper()
	if special, ok := p.special[op.ID]; ok {
		return special
	}
	params := p.params
	path := strings.NewReplacer(params...).Replace(strings.TrimPrefix(op.Path, api.Base))
	if strings.Contains(path, "{") {
		t.Fatalf("%s: nothing is there for %s", op.ID, path)
	}
	out := ask{method: op.Method, path: path}
	generic := func(p string) string {
		for i := 1; i < len(params); i += 2 {
			p = strings.ReplaceAll(p, "/"+params[i], "/"+params[i-1])
		}
		return strings.NewReplacer("C-000001", "{ref}", "/lumen", "/{o}", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "*").Replace(p)
	}
	for _, w := range writes(p.wid) {
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

// guarded are further requests of operations, which ask who may for a fresh proof of who they are. A token has none.
var guarded = []api.Operation{{ID: "SetRole organiser"}, {ID: "TakeRole organiser"}}

// cell is how an operation answers: its status, or that it asks for a fresh proof. A token is shown nobody else's address.
func (r *rig) cell(a ask) string {
	r.t.Helper()
	got := r.do(a)
	if bytes.Contains(got.body, []byte("watcher@example.org")) {
		r.t.Errorf("%s shows %q the address of somebody else", got.of, a.as)
	}
	if got.status == 403 && bytes.Contains(got.body, []byte(`"step_up"`)) {
		return "step"
	}
	return fmt.Sprint(got.status)
}

// TestAccess_isAsTheGoldenMatrixSays asks every operation of the document as each asker, on both databases. An operation
// that is new gets its row by -update; read it before it is committed.
func TestAccess_isAsTheGoldenMatrixSays(t *testing.T) {
	t.Parallel()
	cells := map[string][][]string{"sqlite": make([][]string, len(askers)), "postgres": make([][]string, len(askers))}
	ops := slices.Concat(api.Operations(), guarded)
	t.Run("asks", func(t *testing.T) {
		for i, who := range askers {
			t.Run(who, func(t *testing.T) {
				testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
					r := newRig(t, k)
					on := column(t, r, who)
					for _, op := range ops {
						a := on.request(t, op)
						if a.as = who; who == "anonymous" {
							a.as = ""
						}
						cells[k.Engine][i] = append(cells[k.Engine][i], r.cell(a))
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
			reached := false
			for i := range askers {
				fmt.Fprintf(&out, " %-5s", of[i][n])
				reached = reached || of[i][n] < "400" || of[i][n] == "step"
			}
			if !reached {
				t.Errorf("%s: nobody reaches it, so the row says nothing of who may; put what it is about on the stage", op.ID)
			}
		}
		got := strings.ReplaceAll(strings.ReplaceAll(out.String()+"\n", "  \n", "\n"), " \n", "\n")
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
		t.Logf("%d rows × %d askers = %d cells", len(ops), len(askers), len(ops)*len(askers))
	}
}
