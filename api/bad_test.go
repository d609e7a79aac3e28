package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/testkit"
)

// writes are the operations that take JSON, each with a body that is right.
func writes(wid string) []ask {
	at := "/consultations/dpg"
	return []ask{
		{method: "POST", path: "/consultations", as: "admin", body: with(newConsultation, "slug", "other")},
		{method: "PUT", path: "/me/mail", as: "participant", body: object{"digest": "weekly"}},
		{method: "POST", path: at + "/interests", as: "participant", body: newInterest},
		{method: "POST", path: at + "/partners", as: "organiser", body: newPartner},
		{method: "POST", path: at + "/documents", as: "organiser", body: newLink},
		{method: "PUT", path: at + "/notices", as: "organiser", body: newNotices},
		{method: "POST", path: at + "/drafts", as: "drafter", body: with(newDraft, "slug", "second")},
		{method: "POST", path: at + "/drafts/charter/versions", as: "drafter", body: newVersion},
		{method: "POST", path: at + "/drafts/charter/versions/working", as: "drafter", body: object{"label": "second"}},
		{method: "POST", path: at + "/drafts/charter/versions/working/acts", as: "drafter", body: object{"act": "change", "wid": wid, "kind": "article", "number": "1", "heading": "Aims"}, header: map[string]string{"If-Match": `"0"`}},
		{method: "POST", path: at + "/imports", as: "drafter", body: object{"draft": "charter", "language": "fr", "content": charter}},
		{method: "POST", path: at + "/imports/none/acts", as: "drafter", body: object{"act": "title", "title": "Charter", "number": "1"}, header: map[string]string{"If-Match": `"0"`}},
		{method: "POST", path: at + "/imports/none/keep", as: "drafter", body: object{"comments": true}, header: map[string]string{"If-Match": `"0"`}},
		{method: "POST", path: at + "/drafts/charter/notes", as: "drafter", body: object{"wid": wid, "body": "Ask the legal service."}},
		{method: "PUT", path: at + "/drafts/charter/notes/none/settled", as: "drafter", body: object{"settled": true}},
		{method: "POST", path: at + "/drafts/charter/versions/working/publish", as: "drafter", body: object{"reason": "x"}},
		{method: "POST", path: at + "/drafts/charter/versions/1/translations/fr", as: "drafter", body: newVersion},
		{method: "POST", path: at + "/drafts/charter/versions/1/translations/fr/publish", as: "translator", body: object{"unfinished": 1}},
		{method: "POST", path: at + "/comments", as: "participant", body: newComment(wid)},
		{
			method: "PUT", path: at + "/comments/C-000001/disposition", as: "drafter", body: object{"outcome": "accepted"},
			header: map[string]string{"If-Match": `"1"`},
		},
		{
			method: "PUT", path: at + "/comments/C-000001/placements/1", as: "drafter", body: object{"wid": wid, "exact": "x"},
			header: map[string]string{"If-Match": `"1"`},
		},
		{method: "POST", path: at + "/comments/C-000001/hide", as: "moderator", body: object{"reason": "a telephone number"}},
		{method: "PUT", path: at + "/moderation/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", as: "moderator", body: object{"decision": "publish"}},
		{method: "PUT", path: at + "/people/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/roles/observer", as: "organiser", body: object{"regions": []string{}}},
		{method: "POST", path: "/organisations", as: "participant", body: with(newBody, "slug", "second")},
		{method: "PUT", path: "/organisations/lumen", as: "admin", body: object{"name": "Lumen Ministry", "country": "KE", "stakeholder_type": "government"}, header: map[string]string{"If-Match": `"1"`}},
		{method: "POST", path: "/organisations/lumen/mandates", as: "participant", body: object{"title": "Clerk"}},
		{method: "POST", path: "/organisations/lumen/mandates/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/decision", as: "organiser", body: object{"decision": "confirm"}},
		{method: "POST", path: "/organisations/lumen/mandates/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/end", as: "participant", body: object{"reason": "x"}},
		{method: "POST", path: at + "/events", as: "organiser", body: newEvent},
		{method: "POST", path: at + "/signing/terms", as: "organiser", body: object{"act": "sign"}},
		{method: "POST", path: at + "/signing/openings", as: "organiser", body: object{"draft": "charter", "version": 1}},
		{method: "POST", path: at + "/signatures/" + someSignature + "/withdraw", as: "participant", body: object{"reason": "x"}},
		{method: "POST", path: at + "/signatures/" + someSignature + "/decision", as: "organiser", body: object{"decision": "verify"}},
		{method: "POST", path: at + "/signatures", as: "participant", body: newSignature("lumen", strings.Repeat("0", 64))},
		{method: "POST", path: at + "/pledges", as: "participant", body: newPledge("lumen")},
		{method: "PUT", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", as: "participant", body: newPledge("lumen"), header: map[string]string{"If-Match": `"1"`}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/review", as: "organiser", body: object{"decision": "publish"}, header: map[string]string{"If-Match": `"1"`}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/withdrawal", as: "participant", body: object{"reason": "x"}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/reports", as: "participant", body: object{"value": "1", "measured_on": "2026-01-01", "narrative": "x"}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/partners", as: "participant", body: object{"organisation": "lumen"}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/partners/lumen", as: "participant", body: object{"decision": "confirm"}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/grades", as: "reviewer", body: object{"grade": "limited", "reasons": "x"}},
		{method: "POST", path: at + "/pledges/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/grades/1/answer", as: "participant", body: object{"nothing": true}},
	}
}

// twice is a body that says one thing two times.
func twice(t *testing.T, name string, value any) string {
	t.Helper()
	said, err := json.Marshal(value)
	testkit.Must(t, err)
	return fmt.Sprintf("{%q:%s,%q:%s}", name, said, name, said)
}

func TestWrites_refuseWhatIsNoBodyOfTheirs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		for _, a := range writes(wid) {
			good := a.body.(object)
			var first string
			for name, value := range good {
				if _, ok := value.(string); ok || first == "" {
					first = name
				}
			}
			for name, bad := range map[string]struct {
				body   any
				kind   string
				status int
				code   string
			}{
				"not JSON":        {body: `{"a":`, status: 400, code: "not_json"},
				"nothing":         {body: ``, status: 400, code: "not_json"},
				"two values":      {body: `{} {}`, status: 400, code: "trailing_data"},
				"a list":          {body: `[]`, status: 400, code: "wrong_type"},
				"null":            {body: `null`, status: 400, code: "wrong_type"},
				"not UTF-8":       {body: "{\"title\":\"\xff\"}", status: 400, code: "not_json"},
				"an unknown key":  {body: with(good, "surprise", 1), status: 400, code: "unknown_field"},
				"a repeated key":  {body: twice(t, first, good[first]), status: 400, code: "repeated_key"},
				"too deep":        {body: strings.Repeat("[", 100) + strings.Repeat("]", 100), status: 400},
				"another type":    {body: `a=b`, kind: "application/x-www-form-urlencoded", status: 415, code: "media_type"},
				"no type":         {body: `{}`, kind: "nonsense", status: 415, code: "media_type"},
				"too large":       {body: `{"title":"` + strings.Repeat("x", 5<<20) + `"}`, status: 413, code: "too_large"},
				"a wrong key":     {body: good, status: 400, code: "bad_key"},
				"another's query": {body: good, status: 400, code: "unknown_parameter"},
			} {
				if name == "nothing" && strings.HasSuffix(a.path, "/publish") {
					continue // it may be left out
				}
				t.Run(a.method+a.path+" "+name, func(t *testing.T) {
					ask := a
					ask.body, ask.kind = bad.body, bad.kind
					switch bad.code {
					case "bad_key":
						ask.header = map[string]string{"Idempotency-Key": "not-a-uuid", "If-Match": `"1"`}
					case "unknown_parameter":
						ask.path += "?body=x"
					}
					got := r.do(ask)
					if got.status != bad.status {
						t.Fatalf("got %d, want %d\n%s", got.status, bad.status, got.body)
					}
					if code, _ := got.problem(); bad.code != "" && code != bad.code {
						t.Errorf("code: got %q, want %q", code, bad.code)
					}
				})
			}
		}
	})
}

// What the server settles cannot be sent along, wherever in the body.
func TestWrites_refuseWhatTheServerSettles(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		settled := []string{
			"id", "ID", "consultation_id", "number", "ref", "receipt", "received_at", "created_at", "state", "status_code", "publication",
			"verified", "provenance", "seq", "commitment", "salt", "person_id", "shown_region", "name_shown", "sha256", "file_name", "Body",
			"role", "roles", "admin", "person", "by", "is_admin", "regions_limit", "disabled_at", "accepted_at",
		}
		db := k.SQL(t)
		rows := func() string {
			all := k.Snapshot(t, db)
			for name := range all { // counting who asks how often is no change of anything that was sent
				if strings.Contains(name, "limit") || name == "api_tokens" {
					delete(all, name)
				}
			}
			return fmt.Sprint(all)
		}
		before := rows()
		defer func() {
			if before != rows() {
				t.Error("what was refused changed something")
			}
		}()
		for _, a := range writes(wid) {
			for _, name := range settled {
				if _, theirs := a.body.(object)[name]; theirs {
					continue // the publication notice is called as the state of a comment is
				}
				a := a
				a.body = with(a.body.(object), name, "x")
				code, fields := r.do(a).want(400).problem()
				if code != "unknown_field" || fields[name] != "unknown_field" {
					t.Errorf("%s %s with %s: got %q %v", a.method, a.path, name, code, fields)
				}
			}
		}
		inTarget := newComment(wid)
		inTarget["target"] = with(inTarget["target"].(object), "id", 1)
		if _, fields := r.do(ask{method: "POST", path: "/consultations/dpg/comments", body: inTarget}).want(400).problem(); fields["target.id"] == "" {
			t.Errorf("target.id: got %v", fields)
		}
	})
}

func TestWrites_nameEveryFieldThatIsWrong(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		comments, long := "/consultations/dpg/comments", strings.Repeat("é", 201)
		acts := "/consultations/dpg/drafts/charter/versions/working/acts"
		for _, tc := range []struct {
			name   string
			ask    ask
			status int
			want   map[string]string
		}{
			{
				"empty comment",
				ask{method: "POST", path: comments, body: object{}},
				422,
				map[string]string{"draft": "required", "target.kind": "required", "country": "required", "stakeholder_type": "required", "body": "required"},
			},
			{
				"nothing of a range",
				ask{method: "POST", path: comments, body: with(newComment(wid), "target", object{"kind": "range"})},
				422,
				map[string]string{"target.wid": "required", "target.exact": "required", "target.start": "required", "target.end": "required"},
			},
			{
				"values that are none",
				ask{method: "POST", path: comments, body: with(with(with(with(newComment(wid), "stance", "maybe"), "type", "rant"), "country", "ZZ"), "stakeholder_type", "robot")},
				422,
				map[string]string{"stance": "unknown_value", "type": "unknown_value", "country": "unknown_value", "stakeholder_type": "unknown_value"},
			},
			{
				"words that are not there",
				ask{method: "POST", path: comments, body: with(newComment(wid), "target", object{"kind": "range", "wid": wid, "exact": "are closed", "start": 0, "end": 5})},
				422,
				map[string]string{"target.exact": "not_in_text"},
			},
			{
				"a control character",
				ask{method: "POST", path: comments, body: with(newComment(wid), "body", "a\u0000b")},
				422,
				map[string]string{"body": "control"},
			},
			{
				"too long, in characters",
				ask{method: "POST", path: comments, body: with(with(newComment(wid), "organisation", long), "author_name", long)},
				422,
				map[string]string{"organisation": "too_long", "author_name": "too_long"},
			},
			{
				"a document without a link",
				ask{method: "POST", path: "/consultations/dpg/documents", as: "organiser", body: object{}},
				422,
				map[string]string{"title": "required", "url": "required"},
			},
			{
				"wrong JSON types",
				ask{method: "POST", path: comments, body: with(newComment(wid), "body", 7)},
				400,
				map[string]string{"body": "wrong_type"},
			},
			{
				"null where nothing may be null",
				ask{method: "POST", path: comments, body: `{"country":null}`},
				400,
				map[string]string{"country": "wrong_type"},
			},
			{
				"phases",
				ask{method: "POST", path: "/consultations", as: "admin", body: with(with(newConsultation, "slug", "UP"), "phases", []object{{"kind": "party", "opens_at": "soon", "time_zone": "Mars"}})},
				422,
				map[string]string{"slug": "slug", "phases.0.kind": "unknown_value", "phases.0.opens_at": "time", "phases.0.time_zone": "unknown_value"},
			},
			{
				"a file without a file",
				ask{method: "POST", path: "/consultations/dpg/drafts/charter/versions", as: "drafter", kind: "multipart/form-data; boundary=cut", body: "--cut--\r\n"},
				422,
				map[string]string{"file": "required"},
			},
			{
				"a form with a field of the server's",
				ask{method: "POST", path: "/consultations/dpg/drafts/charter/versions", as: "drafter", kind: "multipart/form-data; boundary=cut", body: formWith("number", "9")},
				400,
				map[string]string{"number": "unknown_field"},
			},
			{
				"an act that there is not",
				ask{method: "POST", path: acts, as: "drafter", body: object{"act": "burn", "kind": "poem", "format": "docx", "direction": "away", "at": -1, "language": "?", "number": long}},
				422,
				map[string]string{"act": "unknown_value", "kind": "unknown_value", "format": "unknown_value", "direction": "unknown_value", "at": "too_small", "language": "language", "number": "too_long"},
			},
			{
				"acts without what they need",
				ask{method: "POST", path: acts, as: "drafter", body: object{"act": "change", "content": " "}},
				422,
				map[string]string{"wid": "required", "kind": "required", "content": "required"},
			},
			{
				"words that are more than one provision's",
				ask{method: "POST", path: acts, as: "drafter", body: object{"act": "add", "kind": "article", "content": "- a\n- b"}},
				422,
				map[string]string{"content": "words_only"},
			},
			{
				"a translation under another language",
				ask{method: "POST", path: "/consultations/dpg/drafts/charter/versions/1/translations/fr", as: "drafter", body: with(newVersion, "language", "es")},
				422,
				map[string]string{"language": "unknown_value"},
			},
			{
				"an event without the needful",
				ask{method: "POST", path: "/consultations/dpg/events", as: "organiser", body: object{"country": "KE", "kind": "party"}},
				422,
				map[string]string{"title": "required", "starts_at": "required", "time_zone": "required", "kind": "unknown_value"},
			},
		} {
			t.Run(tc.name, func(t *testing.T) {
				got := r.do(tc.ask)
				if got.status != tc.status {
					t.Fatalf("got %d, want %d\n%s", got.status, tc.status, got.body)
				}
				_, fields := got.problem()
				if diff := cmp.Diff(fields, tc.want); diff != "" {
					t.Errorf("fields (-got +want):\n%s", diff)
				}
			})
		}
	})
}

func formWith(name, value string) string {
	_, body := form(map[string]string{name: value}, "a.md", charter)
	return body
}

func TestQueries_refuseWhatTheyDoNotKnow(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		stage(r)
		for query, want := range map[string]string{
			"/comments?regio=014":            "unknown_parameter regio",
			"/comments?lang=fr":              "unknown_parameter lang",
			"/comments?%3Cscript%3E=1":       "unknown_parameter ",
			"/comments?country=KE":           "unknown_parameter country", // it would tell what is withheld
			"/comments?q=a&q=b":              "bad_filter q",
			"/comments?limit=x":              "bad_filter limit",
			"/comments?cursor=nonsense!":     "bad_cursor",
			"/comments?stance=maybe":         "bad_filter stance",
			"/exports/csv?raw=2":             "bad_filter raw",
			"/exports/csv?cursor=1":          "unknown_parameter cursor",
			"/drafts/charter/versions/1?x=1": "unknown_parameter x",
			"/events?x=1":                    "unknown_parameter x",
		} {
			code, fields := r.do(ask{method: "GET", path: "/consultations/dpg" + query}).want(400).problem()
			got := code
			for name := range fields {
				got = fmt.Sprintf("%s %s", code, name)
			}
			if got != want {
				t.Errorf("%s: got %q, want %q", query, got, want)
			}
		}
	})
}

func TestSubmitComment_theSameKeyGivesTheSameReceipt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		a := ask{
			method: "POST", path: "/consultations/dpg/comments", as: "participant", body: newComment(wid),
			header: map[string]string{"Idempotency-Key": "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11"},
		}
		first, again := r.do(a).want(201), r.do(a).want(201)
		if diff := cmp.Diff(string(again.body), string(first.body)); diff != "" {
			t.Errorf("repeat (-got +want):\n%s", diff)
		}
		a.body = with(newComment(wid), "body", "Other words")
		if code, _ := r.do(a).want(422).problem(); code != "key_reused" {
			t.Errorf("another body: got %q, want key_reused", code)
		}
		if got := r.do(ask{method: "GET", path: "/consultations/dpg/comments"}).text("total"); got != "1" {
			t.Errorf("comments: got %s, want 1", got)
		}
	})
}
