package api_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"travaux/internal/docx"
	"travaux/internal/testkit"
)

// wordOut is the working version of another draft, where it is and as a Word file of which the first words are changed,
// tracked.
func (r *rig) wordOut(slug string) (working string, file []byte) {
	r.t.Helper()
	working = r.published(slug) + "/versions/working"
	r.do(ask{method: "POST", path: working, as: "drafter", body: object{}}).want(201)
	sent := r.do(ask{method: "GET", path: working + "/exports/docx", as: "drafter"}).want(200).body
	doc, err := docx.Read(bytes.NewReader(sent), int64(len(sent)))
	testkit.Must(r.t, err)
	by := &docx.Revision{Author: "Ana Review", Change: docx.Insertion, Date: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	for p := range docx.Paragraphs(doc.Body) {
		if n := len(p.Runs); strings.HasPrefix(p.Style, "Tv") && p.Style != "TvAbout" && n > 1 {
			p.Runs = append(p.Runs[:n:n], docx.Run{Text: " and more", Inserted: by})
			break
		}
	}
	var b bytes.Buffer
	testkit.Must(r.t, docx.Write(&b, doc))
	return working, b.Bytes()
}

// wordBack has it come back, and gives its address and its ETag.
func (r *rig) wordBack(slug string) (at string, v *answer) {
	r.t.Helper()
	working, file := r.wordOut(slug)
	kind, body := form(nil, "charter.docx", string(file))
	v = r.do(ask{method: "POST", path: working + "/word", as: "drafter", body: body, kind: kind}).want(201)
	return working + "/word/" + v.text("word"), v
}

func matched(v *answer) map[string]string {
	return map[string]string{"If-Match": v.header.Get("ETag")}
}

// walkWord brings a Word file back onto the working version.
func walkWord(r *rig) {
	r.t.Helper()
	at, v := r.wordBack("worded")
	if !strings.HasSuffix(v.header.Get("Location"), at) || v.text("changes.0.author") != "Ana Review" || v.text("changes.0.inserted") != " and more" ||
		v.text("changes.0.choice") != "open" || v.text("applied_at") != "<nil>" {
		r.t.Errorf("it came back as %s: %s", v.header.Get("Location"), v.body)
	}
	working, _, _ := strings.Cut(at, "/word/")
	head := func(want string) {
		t := r.t
		t.Helper()
		v := r.do(ask{method: "GET", path: working + "/word", as: "drafter"}).want(200)
		if got := fmt.Sprintln(v.text("items.0.by"), v.text("items.0.changes"), v.text("items.0.taken"), v.text("items.0.refused"), v.json("items.0.applied_at") != nil); got != want+"\n" {
			t.Errorf("it is listed with %s, want %s", got, want)
		}
	}
	head("A drafter 1 0 0 false")
	decide := func(body object, header map[string]string) *answer {
		r.t.Helper()
		return r.do(ask{method: "PUT", path: at + "/decisions", as: "drafter", body: body, header: header})
	}
	decide(object{"all": "taken"}, nil).want(428)
	decide(object{"changes": object{"t9": "taken"}}, matched(v)).want(422)
	decided := decide(object{"changes": object{"t1": "taken"}}, matched(v)).want(200)
	if decided.text("changes.0.choice") != "taken" || decided.text("steps.0.authors.0") != "Ana Review" {
		r.t.Errorf("decided: %s", decided.body)
	}
	if code, _ := decide(object{"all": "refused"}, matched(v)).want(412).problem(); code != "changed_meanwhile" {
		r.t.Errorf("decided on what was before: %q", code)
	}
	head("A drafter 1 1 0 false")
	apply := func(state any, header map[string]string) *answer {
		r.t.Helper()
		return r.do(ask{method: "POST", path: at + "/apply", as: "drafter", body: object{"state": state}, header: header})
	}
	apply(0, nil).want(428)
	apply(77, matched(decided)).want(412)
	if done := apply(decided.json("state"), matched(decided)).want(200); done.text("acts") != "1" {
		r.t.Errorf("applied: %s", done.body)
	}
	after := r.do(ask{method: "GET", path: at, as: "drafter"}).want(200)
	if code, _ := apply(after.json("state"), matched(after)).want(409).problem(); code != "word_applied" {
		r.t.Errorf("applied again: %q", code)
	}
	head("A drafter 1 1 0 true")
	history := r.do(ask{method: "GET", path: working + "/history", as: "observer"}).want(200)
	if history.text("items.0.words_of") != "Ana Review" || history.text("items.0.by") != "A drafter" {
		r.t.Errorf("history: %s", history.body)
	}
	r.do(ask{method: "POST", path: working + "/word", as: "drafter", body: "x", kind: "multipart/form-data; boundary=cut"}).want(400)
	r.do(ask{method: "DELETE", path: at, as: "drafter"}).want(204)
	r.do(ask{method: "GET", path: at, as: "drafter"}).want(404)
}

func TestWord_comesBackOverTheAPI(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		stage(r)
		walkWord(r)
	})
}

// ofWord are bodies of the operations on Word files that came back; a file has its own type.
var ofWord = map[string]ask{
	"BeginWord":  {kind: "multipart/form-data; boundary=cut", body: "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.docx\"\r\n\r\nx\r\n--cut--\r\n"},
	"DecideWord": {body: object{"all": "taken"}, header: map[string]string{"If-Match": `"0"`}},
	"ApplyWord":  {body: object{"state": 0}, header: map[string]string{"If-Match": `"0"`}},
}
