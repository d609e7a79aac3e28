package api_test

import (
	"encoding/json"
	"testing"

	"travaux/internal/testkit"
)

// walkEdits edits the working version as two who know of one another would.
func walkEdits(r *rig, working string) {
	t := r.t
	first := r.do(ask{method: "GET", path: working, as: "drafter"}).want(200)
	wid, tag := first.text("provisions.0.wid"), map[string]string{"If-Match": `"` + first.text("provisions.0.revision") + `"`}
	change := object{"act": "change", "wid": wid, "kind": "article", "number": "1", "heading": "Purpose", "content": "Public goods are *open*."}
	acts := func(body object, header map[string]string) *answer {
		t.Helper()
		return r.do(ask{method: "POST", path: working + "/acts", as: "drafter", body: body, header: header})
	}
	done := acts(change, tag).want(200)
	if done.header.Get("ETag") != `"`+done.text("revision")+`"` || done.text("wid") != wid {
		t.Errorf("changed: %s, %s", done.header.Get("ETag"), done.body)
	}
	if code, _ := acts(change, tag).want(412).problem(); code != "changed_meanwhile" {
		t.Errorf("changed again: %q", code)
	}
	acts(change, map[string]string{"If-Match": "W/nonsense"}).want(412)
	if code, _ := acts(change, nil).want(428).problem(); code != "if_match_missing" {
		t.Errorf("a blind write: %q", code)
	}
	made := acts(object{"act": "add", "after": wid, "kind": "article", "content": "New."}, nil).want(200)
	tag, wid0 := map[string]string{"If-Match": made.header.Get("ETag")}, made.text("wid")
	if got := acts(object{"act": "shift", "wid": wid0, "direction": "up"}, tag).want(200).text("wid"); got != wid0 {
		t.Errorf("moved: %q", got)
	}
	for _, act := range []string{"change", "move", "shift", "split", "join", "delete"} {
		body := object{"act": act, "wid": wid0, "kind": "article", "content": "Other.", "direction": "up", "at": 1}
		acts(body, nil).want(428)
		acts(body, map[string]string{"If-Match": `"9999999"`}).want(412)
	}
	acts(object{"act": "shift", "wid": wid0, "direction": "up"}, tag).want(409)
	if whole := acts(object{"act": "renumber"}, nil).want(200); whole.json("wid") != nil {
		t.Errorf("renumbered: %s", whole.body)
	}
	now := r.do(ask{method: "GET", path: working, as: "drafter"}).want(200)
	tag = map[string]string{"If-Match": `"` + now.text("provisions.0.revision") + `"`}
	acts(object{"act": "delete", "wid": wid0}, tag).want(200)
	acts(object{"act": "delete", "wid": wid0}, tag).want(404)
	title := object{"act": "title", "heading": "The charter", "was": now.text("title")}
	acts(object{"act": "title", "heading": "The charter"}, nil).want(422)
	acts(title, nil).want(200)
	acts(title, nil).want(412)
	history := r.do(ask{method: "GET", path: working + "/history?wid=" + wid, as: "observer"}).want(200)
	if history.text("items.0.changes.0.is.html") != "Public goods are <em>open</em>." || history.text("items.0.by") != "A drafter" || history.json("next") != nil {
		t.Errorf("history: %s", history.body)
	}
	r.do(ask{method: "GET", path: working + "/history", as: "observer"}).want(200)
	r.do(ask{method: "GET", path: working + "/history", as: "participant"}).want(403)
	for query, want := range map[string]string{"before=-1": "bad_filter", "before=x": "bad_filter", "on=x": "unknown_parameter"} {
		if code, _ := r.do(ask{method: "GET", path: working + "/history?" + query, as: "observer"}).want(400).problem(); code != want {
			t.Errorf("history?%s: %q, want %q", query, code, want)
		}
	}
}

func TestEditWorking_naughtyWordsAreRefusedByARuleOrKeptByteForByte(t *testing.T) {
	var naughty []string
	testkit.Must(t, json.Unmarshal(testkit.Shared(t, "naughty-strings", "blns.json"), &naughty))
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		stage(r)
		working := "/consultations/dpg/drafts/charter/versions/working"
		r.do(ask{method: "POST", path: working, as: "drafter", body: object{}}).want(201)
		made, tag, kept := "", "", 0
		for i, s := range naughty {
			body := object{"act": "change", "wid": made, "kind": "point", "format": "text", "content": s, "auto": i%2 == 0}
			if made == "" {
				body = object{"act": "add", "kind": "point", "format": "text", "content": s}
			}
			got := r.do(ask{method: "POST", path: working + "/acts", as: "drafter", body: body, header: map[string]string{"If-Match": tag}})
			if got.status == 422 {
				if _, fields := got.problem(); fields["content"] != "control" && fields["content"] != "required" {
					t.Errorf("%q is refused with %v", s, fields)
				}
				continue
			}
			made, tag = got.want(200).text("wid"), got.header.Get("ETag")
			if is := r.do(ask{method: "GET", path: working, as: "drafter"}).want(200).text("provisions.0.text"); is != s {
				t.Errorf("%q became %q", s, is)
			}
			kept++
		}
		if kept < 400 {
			t.Errorf("%d of %d were kept", kept, len(naughty))
		}
	})
}
