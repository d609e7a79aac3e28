package api_test

// walkNotes writes a private note, reads, settles and deletes it.
func walkNotes(r *rig, at string) {
	t := r.t
	wid := r.do(ask{method: "GET", path: at + "/versions/working", as: "drafter"}).want(200).text("provisions.0.wid")
	made := r.do(ask{method: "POST", path: at + "/notes", as: "drafter", body: object{"wid": wid, "body": "Ask the legal service.", "exact": "goods"}}).want(201)
	if made.text("by") != "A drafter" || made.json("mine") != true || made.json("settled_at") != nil || made.text("exact") != "goods" {
		t.Errorf("made: %s", made.body)
	}
	r.do(ask{method: "POST", path: at + "/notes", as: "translator", body: object{"body": "Of the whole text."}}).want(201)
	list := func(query string) *answer {
		t.Helper()
		return r.do(ask{method: "GET", path: at + "/notes" + query, as: "observer"}).want(200)
	}
	one := "/notes/" + made.text("note")
	if settled := r.do(ask{method: "PUT", path: at + one + "/settled", as: "organiser", body: object{"settled": true}}).want(200); settled.json("settled_at") == nil {
		t.Errorf("settled: %s", settled.body)
	}
	for query, want := range map[string]int{"": 2, "?wid=" + wid: 1, "?wid=": 1, "?open=true": 1, "?limit=1": 1, "?open=true&wid=" + wid: 0} {
		if got := list(query); len(got.json("items").([]any)) != want {
			t.Errorf("notes%s: %s", query, got.body)
		}
	}
	first := list("?limit=1")
	if rest := list("?limit=1&cursor=" + first.text("next")); rest.text("items.0.note") != made.text("note") || rest.json("next") != nil {
		t.Errorf("after %s: %s", first.body, rest.body)
	}
	r.do(ask{method: "PUT", path: at + one + "/settled", as: "drafter", body: object{"settled": false}}).want(200)
	r.do(ask{method: "GET", path: at + "/notes", as: "participant"}).want(404)
	r.do(ask{method: "GET", path: at + "/notes?cursor=A-B", as: "drafter"}).want(400)
	r.do(ask{method: "DELETE", path: at + one, as: "organiser"}).want(403)
	r.do(ask{method: "DELETE", path: at + one, as: "drafter"}).want(204)
	r.do(ask{method: "DELETE", path: at + one, as: "drafter"}).want(404)
}
