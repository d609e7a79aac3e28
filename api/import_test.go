package api_test

import (
	"strings"
	"testing"

	"travaux/api"
	"travaux/internal/testkit"
)

// brought is a text of the draft in another language that a translator brought in, and its ETag.
func (r *rig) brought(draft string) (at string, v *answer) {
	r.t.Helper()
	v = r.do(ask{method: "POST", path: "/consultations/dpg/imports", as: "translator", body: object{"draft": draft, "language": "fr", "content": charter}}).want(201)
	return "/consultations/dpg/imports/" + v.text("import"), v
}

// imports are the requests about texts that were brought in.
func (p placed) imports(r *rig) {
	r.t.Helper()
	r.published("brought")
	p.special["BeginImport"] = ask{method: "POST", path: "/consultations/dpg/imports", body: object{"draft": "brought", "language": "fr", "content": charter}}
	seen, _ := r.brought("brought")
	p.special["Import"] = ask{method: "GET", path: seen}
	gone, _ := r.brought("brought")
	p.special["DiscardImport"] = ask{method: "DELETE", path: gone}
	edited, v := r.brought("brought")
	p.special["EditImport"] = ask{method: "POST", path: edited + "/acts", body: object{"act": "title", "title": "Charte"}, header: matched(v)}
	kept, v := r.brought("brought")
	p.special["KeepImport"] = ask{method: "POST", path: kept + "/keep", body: object{}, header: matched(v)}
}

// walkImports brings a new draft in, corrects what was recognised, and keeps it.
func walkImports(r *rig) {
	t, imports := r.t, "/consultations/dpg/imports"
	kind, body := form(map[string]string{"slug": "previewed", "title": "Previewed", "language": "en"}, "charter.md", charter)
	v := r.do(ask{method: "POST", path: imports, as: "drafter", body: body, kind: kind}).want(201)
	at := imports + "/" + v.text("import")
	for path, want := range map[string]string{
		"draft": "previewed", "new_draft": "true", "title": "Charter", "file_name": "charter.md", "changes": "<nil>", "matched": "<nil>",
		"provisions.0.kind": "article", "provisions.0.number": "1", "provisions.3.kind": "paragraph", "undo": "false", "warnings": "[]",
	} {
		if got := v.text(path); got != want {
			t.Errorf("brought in: %s: %q, want %q", path, got, want)
		}
	}
	if got := v.header.Get("Location"); got != api.Base+at {
		t.Errorf("it is at %s", got)
	}
	acts := func(body object, header map[string]string) *answer {
		t.Helper()
		return r.do(ask{method: "POST", path: at + "/acts", as: "drafter", body: body, header: header})
	}
	wid := v.text("provisions.3.wid")
	acts(object{"act": "join", "wid": wid}, nil).want(428)
	acts(object{"act": "change", "wid": wid}, matched(v)).want(422)
	acts(object{"act": "join", "wid": "nothing"}, matched(v)).want(404)
	joined := acts(object{"act": "join", "wid": wid}, matched(v)).want(200)
	if joined.text("wid") != v.text("provisions.2.wid") || len(joined.json("import.provisions").([]any)) != 3 || joined.text("import.undo") != "true" {
		t.Errorf("joined: %s", joined.body)
	}
	if code, _ := acts(object{"act": "undo"}, matched(v)).want(412).problem(); code != "changed_meanwhile" {
		t.Errorf("corrected on what was before: %q", code)
	}
	undone := acts(object{"act": "undo"}, matched(joined)).want(200)
	acts(object{"act": "undo"}, matched(undone)).want(409)
	split := acts(object{"act": "split", "wid": wid, "at": 8}, matched(undone)).want(200)
	shifted := acts(object{"act": "shift", "wid": split.text("wid"), "direction": "in"}, matched(split)).want(200)
	if shifted.text("import.provisions.4.parent") != wid {
		t.Errorf("shifted in: %s", shifted.body)
	}
	named := acts(object{"act": "change", "wid": wid, "kind": "point", "number": "b", "heading": "Licences"}, matched(shifted)).want(200)
	walkKeeping(r, at, shifted, named)
}

// walkKeeping lists what was brought in, as it was corrected to at last, and keeps it.
func walkKeeping(r *rig, at string, before, named *answer) {
	t, imports := r.t, "/consultations/dpg/imports"
	if list := r.do(ask{method: "GET", path: imports, as: "organiser"}).want(200); list.text("items.0.import") != named.text("import.import") || list.text("items.0.file_name") != "charter.md" {
		t.Errorf("listed: %s", list.body)
	}
	if mine := r.do(ask{method: "GET", path: imports, as: "translator"}).want(200); len(mine.json("items").([]any)) != 0 {
		t.Errorf("a translator is told of what is no translation: %s", mine.body)
	}
	r.do(ask{method: "GET", path: at, as: "translator"}).want(404)
	keep := func(header map[string]string) *answer {
		t.Helper()
		return r.do(ask{method: "POST", path: at + "/keep", as: "drafter", body: object{"comments": true}, header: header})
	}
	if got := r.do(ask{method: "GET", path: at, as: "organiser"}).want(200); got.header.Get("ETag") != named.header.Get("ETag") {
		t.Errorf("it is at %s, corrected to %s", got.header.Get("ETag"), named.header.Get("ETag"))
	}
	keep(nil).want(428)
	keep(matched(before)).want(412)
	kept := keep(matched(named)).want(201)
	if kept.text("status") != "working" || kept.text("provisions.3.kind") != "point" || kept.text("provisions.3.heading") != "Licences" || !strings.HasSuffix(kept.header.Get("Location"), "/drafts/previewed/versions/working") {
		t.Errorf("kept at %s: %s", kept.header.Get("Location"), kept.body)
	}
	r.do(ask{method: "GET", path: at, as: "drafter"}).want(404)
	r.do(ask{method: "POST", path: imports, as: "drafter", body: object{"draft": "previewed", "content": charter}}).want(409)
	r.do(ask{method: "POST", path: imports, as: "drafter", body: "a=b", kind: "application/x-www-form-urlencoded"}).want(415)
	walkImportedTranslation(r)
}

// walkImportedTranslation brings a translation in that lacks an article, and one that is kept.
func walkImportedTranslation(r *rig) {
	t, imports := r.t, "/consultations/dpg/imports"
	source := r.published("untranslated")
	less, _, _ := strings.Cut(charter, "## Article 2")
	v := r.do(ask{method: "POST", path: imports, as: "translator", body: object{"draft": "untranslated", "language": "fr", "content": less + "## Article 9: More\n\nWords.\n"}}).want(201)
	if len(v.json("missing").([]any)) != 3 || v.text("unplaced.0") != v.text("provisions.1.wid") {
		t.Errorf("what has no partner: %s", v.body)
	}
	at := imports + "/" + v.text("import")
	r.do(ask{method: "POST", path: at + "/keep", as: "translator", body: object{}, header: matched(v)}).want(422)
	r.do(ask{method: "DELETE", path: at, as: "translator"}).want(204)
	r.do(ask{method: "DELETE", path: at, as: "translator"}).want(404)
	at, v = r.brought("untranslated")
	kept := r.do(ask{method: "POST", path: at + "/keep", as: "translator", body: object{}, header: matched(v)}).want(201)
	if kept.text("language") != "fr" || kept.header.Get("Location") != api.Base+source+"/versions/1?language=fr" {
		t.Errorf("kept at %s: %s", kept.header.Get("Location"), kept.body)
	}
	r.do(ask{method: "POST", path: imports, as: "translator", body: object{"draft": "untranslated", "content": charter}}).want(403)
	next := r.do(ask{method: "POST", path: imports, as: "drafter", body: object{"draft": "untranslated", "content": strings.Replace(charter, "open", "free", 1)}}).want(201)
	for path, want := range map[string]string{"of": "4", "kept": "4", "changed": "1", "new": "0", "gone": "0"} {
		if got := next.text("matched." + path); got != want {
			t.Errorf("matched: %s: %s, want %s", path, got, want)
		}
	}
}

func TestImports_largeOnesAreReadFromThoseWhoMayBringThem(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		stage(r)
		kind, body := form(nil, "charter.md", strings.Repeat("large ", 2<<20/6))
		for as, want := range map[string]int{"": 401, "participant": 403, "observer": 403, "drafter": 422, "organiser": 422} {
			r.do(ask{method: "POST", path: "/consultations/dpg/imports", as: as, body: body, kind: kind}).want(want)
		}
		r.do(ask{method: "POST", path: "/consultations/nowhere/imports", as: "drafter", body: body, kind: kind}).want(404)
	})
}

func TestImports_arePreviewedOverTheAPI(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		stage(r)
		walkImports(r)
	})
}

// walkUnplaced lists what is to be placed, as a comment whose words are gone is.
func walkUnplaced(r *rig, k *testkit.Kit, wid string) {
	t, draft := r.t, r.published("emptied")
	first := ""
	for _, target := range []object{
		{"kind": "range", "wid": wid, "exact": "are open", "start": 21, "end": 29},
		{"kind": "range", "wid": wid, "exact": "Digital public goods", "start": 0, "end": 20},
	} {
		c := r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: with(with(newComment(wid), "draft", "emptied"), "target", target)}).want(201)
		if first == "" {
			first = c.text("ref")
		}
	}
	r.do(ask{method: "POST", path: draft + "/versions", as: "drafter", body: with(newVersion, "content", strings.Replace(charter, "Digital public goods are open.", "Nothing.", 1))}).want(201)
	r.do(ask{method: "POST", path: draft + "/versions/working/publish", as: "drafter", body: object{"reason": "x"}}).want(200)
	k.Carry(t)
	list := draft + "/versions/2/placements"
	page := r.do(ask{method: "GET", path: list + "?limit=1", as: "drafter"}).want(200)
	for path, want := range map[string]string{
		"counts.lost": "2", "counts.doubt": "0", "counts.by_hand": "0", "carrying": "false", "items.0.comment.ref": first,
		"items.0.placement.version": "2", "items.0.placement.state": "text_removed", "items.0.fate": "modified", "items.0.wids": "[" + wid + "]",
	} {
		if got := page.text(path); got != want {
			t.Errorf("to be placed: %s: %q, want %q", path, got, want)
		}
	}
	rest := r.do(ask{method: "GET", path: list + "?limit=1&cursor=" + page.text("next"), as: "drafter"}).want(200)
	if rest.text("items.0.comment.ref") == first || rest.json("next") != nil {
		t.Errorf("the rest: %s", rest.body)
	}
	tag := map[string]string{"If-Match": r.do(ask{method: "GET", path: "/consultations/dpg/comments/" + first}).want(200).header.Get("ETag")}
	r.do(ask{method: "PUT", path: "/consultations/dpg/comments/" + first + "/placements/2", as: "drafter", body: object{"wid": wid}, header: tag}).want(200)
	by := r.do(ask{method: "GET", path: list + "?what=by_hand", as: "drafter"}).want(200)
	if by.text("items.0.comment.ref") != first || by.text("counts.lost") != "1" || by.text("items.0.placement.by_hand") != "true" {
		t.Errorf("placed: %s", by.body)
	}
	for query, want := range map[string]string{"?what=all": "bad_filter", "?cursor=-1": "bad_cursor", "?limit=201": "bad_filter", "?which=x": "unknown_parameter"} {
		if code, _ := r.do(ask{method: "GET", path: list + query, as: "drafter"}).want(400).problem(); code != want {
			t.Errorf("%s: %q, want %q", query, code, want)
		}
	}
	for _, n := range []string{"0", "7"} {
		r.do(ask{method: "GET", path: draft + "/versions/" + n + "/placements", as: "drafter"}).want(404)
	}
	r.do(ask{method: "GET", path: list, as: "moderator"}).want(403)
}

func TestUnplaced_isListedOverTheAPI(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		walkUnplaced(r, k, stage(r))
	})
}
