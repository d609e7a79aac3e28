package api_test

import (
	"time"
)

// newReport is a report on a pledge, measured today.
func newReport(r *rig) object {
	return object{"value": "8", "measured_on": r.k.Clock.Now().Format(time.DateOnly), "narrative": "Five more are public.", "language": "en", "links": []string{"https://code.example.org/"}}
}

// walkReports reports on a pledge, and once more what was repeated.
func walkReports(r *rig) {
	t := r.t
	at := "/consultations/dpg/pledges/" + r.pledgedFor(t, "harbour") + "/reports"
	key := map[string]string{"Idempotency-Key": "6f1c3c0e-64f6-4b43-9a1c-2f3c2f3c2f3d"}
	for range 2 {
		made := r.do(ask{method: "POST", path: at, as: "harbour", body: newReport(r), header: key}).want(201)
		if made.text("value") != "8" || made.text("number") != "1" || made.json("corrects") != nil {
			t.Errorf("reported: %s", made.body)
		}
	}
	r.do(ask{method: "POST", path: at, as: "harbour", body: with(newReport(r), "corrects", 1)}).want(201)
	r.do(ask{method: "POST", path: at, as: "harbour", body: with(newReport(r), "value", "many")}).want(422)
	r.do(ask{method: "POST", path: at, as: "organiser", body: newReport(r)}).want(403)
	all := r.do(ask{method: "GET", path: at}).want(200)
	if items, _ := all.json("items").([]any); len(items) != 2 || all.text("items.0.corrected_by") != "2" {
		t.Errorf("reports: %s", all.body)
	}
}
