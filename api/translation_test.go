package api_test

import "strings"

// states are the states of the provisions of an answer, by wid.
func states(a *answer) map[string]string {
	out := map[string]string{}
	for _, p := range a.json("provisions").([]any) {
		p := p.(map[string]any)
		s, _ := p["translation"].(string)
		if language, ok := p["language"].(string); ok {
			s += " in " + language
		}
		out[p["wid"].(string)] = s
	}
	return out
}

// walkTranslations follows a translation whose text changes, until it is published.
func walkTranslations(r *rig) {
	t, at := r.t, r.published("followed")
	one := at + "/versions/1"
	french := strings.Replace(charter, "Purpose", "Objet", 1)
	r.do(ask{method: "POST", path: one + "/translations/fr", as: "translator", body: object{"content": french}}).want(201)
	r.do(ask{method: "POST", path: at + "/versions/working", as: "drafter", body: object{}}).want(201)
	acts := at + "/versions/working/acts"
	r.do(ask{method: "POST", path: acts, as: "drafter", body: object{"act": "change", "wid": "art-1", "kind": "article", "number": "1", "heading": "Aim"}, header: map[string]string{"If-Match": `"0"`}}).want(200)
	r.do(ask{method: "POST", path: acts, as: "drafter", body: object{"act": "add", "kind": "article", "number": "9", "heading": "New"}}).want(200)
	working := r.do(ask{method: "GET", path: at + "/versions/working?language=fr", as: "translator"}).want(200)
	if got := states(working); got["art-1"] != "stale" || got["art-9"] != "gap in en" {
		t.Errorf("%v", got)
	}
	publish := ask{method: "POST", path: at + "/versions/working/publish", as: "drafter", body: object{"reason": "x", "revision": 0}}
	if code, _ := r.do(publish).want(409).problem(); code != "text_changed" {
		t.Errorf("a text that nobody looked over is published: %q", code)
	}
	publish.body = object{"reason": "x"}
	r.do(publish).want(200)
	two := at + "/versions/2"
	if a := r.do(ask{method: "GET", path: two + "?language=fr"}).want(200); a.text("language") != "en" || states(a)["art-1"] != "" {
		t.Error("a translation that is not published is read")
	}
	if a := r.do(ask{method: "GET", path: two}).want(200); len(a.json("translations").([]any)) != 0 {
		t.Error("it is told of")
	}
	translation := two + "/translations/fr"
	r.do(ask{method: "GET", path: translation, as: "observer"}).want(403)
	a := r.do(ask{method: "GET", path: translation, as: "translator"}).want(200)
	if a.json("stale") != 1.0 || a.json("gap") != 1.0 || a.text("status") != "working" {
		t.Errorf("%v stale, %v gaps", a.json("stale"), a.json("gap"))
	}
	r.do(ask{method: "POST", path: translation + "/publish", as: "translator"}).want(409)
	r.do(ask{method: "POST", path: translation + "/publish", as: "translator", body: object{"unfinished": 2}}).want(200)
	if got := states(r.do(ask{method: "GET", path: two + "?language=fr"}).want(200)); got["art-1"] != "stale" || got["art-9"] != "gap in en" {
		t.Errorf("%v", got)
	}
	if got := r.do(ask{method: "GET", path: two}).want(200).json("translations.0.gap"); got != 1.0 {
		t.Errorf("the version tells of %v gaps", got)
	}
	begun := r.do(ask{method: "POST", path: two + "/translations/ar/start", as: "translator"}).want(201)
	if begun.header.Get("Location") == "" || begun.json("current") != 0.0 {
		t.Errorf("begun: %s", begun.body)
	}
	r.do(ask{method: "POST", path: two + "/translations/ar/start", as: "translator"}).want(409)
}
