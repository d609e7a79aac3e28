package api_test

import "strings"

// ofPhase are requests about a phase.
var ofPhase = map[string]ask{
	"AddPhase":      {body: object{"kind": "pledges", "opens_at": "2026-05-01", "closes_at": "2026-08-01", "time_zone": "Africa/Nairobi", "gates": []string{"comments_answered"}}},
	"ExtendPhase":   {body: object{"closes_at": "2026-12-31", "reason": "Holidays."}},
	"OverridePhase": {body: object{"reason": "The summit cannot wait."}},
	"ChangePhase":   {body: object{"kind": "pledges", "opens_at": "2026-06-01", "closes_at": "", "time_zone": "UTC", "reason": "The summit moved.", "regions": []string{"002"}}},
	"SetPhaseLate":  {body: object{"late": true, "reason": "Post is slow.", "reasons": object{"fr": "La poste est lente."}}},
}

// phases adds the requests about phases, each about one of its own.
func (p placed) phases(r *rig) {
	r.t.Helper()
	at := "/consultations/dpg/phases"
	for id, way := range map[string]string{"ExtendPhase": "extensions", "OverridePhase": "override", "ChangePhase": "changes", "SetPhaseLate": "late"} {
		ref := r.do(ask{method: "POST", path: at, as: "organiser", body: ofPhase["AddPhase"].body}).want(201).text("phase.ref")
		p.special[id] = ask{method: "POST", path: at + "/" + ref + "/" + way, body: ofPhase[id].body}
	}
	p.special["AddPhase"] = ask{method: "POST", path: at, body: ofPhase["AddPhase"].body}
}

// walkPhases extends, changes and opens phases, and is refused what it may not.
func walkPhases(r *rig) {
	t := r.t
	at := "/consultations/dpg/phases"
	open := at + "/" + r.do(ask{method: "GET", path: at}).want(200).text("items.0.phase.ref")
	post := func(path, as string, body any) *answer {
		t.Helper()
		return r.do(ask{method: "POST", path: path, as: as, body: body})
	}
	post(open+"/extensions", "drafter", ofPhase["ExtendPhase"].body).want(403)
	for closes, code := range map[string]string{"2026-03-20": "shortens", "2026-01-01": "closing_past", "soon": "time"} {
		if got := post(open+"/extensions", "organiser", object{"closes_at": closes, "reason": "x"}).want(422); got.text("errors.0.code") != code || got.text("errors.0.field") != "closes_at" {
			t.Errorf("%s: %s", closes, got.body)
		}
	}
	got := post(open+"/extensions", "organiser", ofPhase["ExtendPhase"].body).want(201)
	if got.text("phase.closes_at") != "2026-12-31T21:00:00Z" || got.text("changes.0.kind") != "extension" || got.text("changes.0.reason") != "Holidays." ||
		got.text("changes.0.role") != "organiser" || got.text("changes.0.was_closes_at") != "2026-03-31T21:00:00Z" {
		t.Errorf("%s", got.body)
	}
	post(open+"/changes", "organiser", ofPhase["ChangePhase"].body).want(409)
	post(open+"/override", "organiser", ofPhase["OverridePhase"].body).want(409)
	post(open+"/late", "organiser", ofPhase["SetPhaseLate"].body).want(200)
	planned := at + "/" + post(at, "organiser", ofPhase["AddPhase"].body).want(201).text("phase.ref")
	post(planned+"/override", "organiser", ofPhase["OverridePhase"].body).want(200)
	if got := post(planned+"/changes", "organiser", ofPhase["ChangePhase"].body).want(201); got.text("phase.regions.0") != "002" || got.text("changes.1.opens_at") != "2026-06-01T00:00:00Z" {
		t.Errorf("%s", got.body)
	}
	post(at+"/none/extensions", "organiser", ofPhase["ExtendPhase"].body).want(404)
	if got := r.do(ask{method: "GET", path: at}).want(200); strings.Contains(string(got.body), "person") {
		t.Errorf("%s", got.body)
	}
}
