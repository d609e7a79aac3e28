package api_test

import (
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// gradedFor is a public pledge of an organisation with a grade that waits for its answer.
func (r *rig) gradedFor(t *testing.T, organisation string) string {
	t.Helper()
	ref := r.pledgedFor(t, organisation)
	_, err := r.k.Service.GradePledge(t.Context(), r.k.System(), "dpg", ref, consult.NewGrade{Grade: "limited", Reasons: "Four are open."})
	testkit.Must(t, err)
	return ref
}

// walkGrades grades a pledge and answers.
func walkGrades(r *rig, k *testkit.Kit) {
	t := r.t
	const at = "/consultations/dpg/pledges/"
	one := at + r.pledgedFor(t, "harbour")
	for _, role := range []string{"observer", "drafter", "organiser", "participant"} { // whose tokens other walks may have ended
		r.person(role, "dpg")
	}
	r.keepsTag(one)
	grade := object{"grade": "limited", "reasons": "Four of twenty are open.", "language": "en", "version": 1}
	r.do(ask{method: "POST", path: one + "/grades", as: "reviewer", body: with(grade, "version", 2)}).want(412)
	r.do(ask{method: "POST", path: one + "/grades", as: "reviewer", body: with(grade, "grade", "good")}).want(422)
	r.do(ask{method: "POST", path: one + "/grades", as: "organiser", body: grade}).want(403)
	queue := r.do(ask{method: "GET", path: "/consultations/dpg/grading?show=never", as: "reviewer"}).want(200)
	if queue.text("total") != "1" || queue.text("items.0.title") != "Publish code" || queue.json("items.0.grade") != nil {
		t.Errorf("to grade: %s", queue.body)
	}
	r.do(ask{method: "GET", path: "/consultations/dpg/grading?show=x", as: "reviewer"}).want(400)
	given := r.do(ask{method: "POST", path: one + "/grades", as: "reviewer", body: grade}).want(201)
	if given.text("number") != "1" || given.json("public_at") != nil {
		t.Errorf("graded: %s", given.body)
	}
	r.do(ask{method: "POST", path: one + "/grades", as: "reviewer", body: grade}).want(409)
	for as, want := range map[string]int{"": 0, "participant": 0, "drafter": 0, "reviewer": 1, "harbour": 1, "organiser": 0, "observer": 0} {
		list := r.do(ask{method: "GET", path: one + "/grades", as: as}).want(200)
		if items, _ := list.json("items").([]any); len(items) != want {
			t.Errorf("%q is shown %s", as, list.body)
		}
		if shown := r.do(ask{method: "GET", path: one, as: as}).want(200); shown.json("completion") != nil {
			t.Errorf("%q is told %v", as, shown.json("completion"))
		}
	}
	waiting := r.do(ask{method: "GET", path: "/consultations/dpg/grading?show=waiting", as: "reviewer"}).want(200)
	if waiting.text("items.0.grade") != "limited" || waiting.json("items.0.waiting") != true {
		t.Errorf("waiting: %s", waiting.body)
	}
	answer := object{"answer": "Six are open.", "language": "en"}
	r.do(ask{method: "POST", path: one + "/grades/1/answer", as: "reviewer", body: answer}).want(403)
	r.do(ask{method: "POST", path: one + "/grades/2/answer", as: "harbour", body: answer}).want(404)
	r.do(ask{method: "POST", path: one + "/grades/1/answer", as: "harbour", body: object{}}).want(422)
	both := r.do(ask{method: "POST", path: one + "/grades/1/answer", as: "harbour", body: answer}).want(200)
	if both.text("answer") != "Six are open." || both.json("public_at") == nil {
		t.Errorf("answered: %s", both.body)
	}
	r.do(ask{method: "POST", path: one + "/grades/1/answer", as: "harbour", body: answer}).want(409)
	if shown := r.do(ask{method: "GET", path: one}).want(200); shown.text("completion") != "limited" {
		t.Errorf("everybody is told %s", shown.body)
	}
	if list := r.do(ask{method: "GET", path: one + "/grades"}).want(200); list.text("items.0.reasons") != "Four of twenty are open." {
		t.Errorf("everybody is shown %s", list.body)
	}
	r.do(ask{method: "POST", path: one + "/grades", as: "reviewer", body: with(grade, "grade", "complete")}).want(201)
	k.Clock.Add(14 * 24 * time.Hour)
	testkit.Must(t, k.Service.Periodic(t.Context()))
	if list := r.do(ask{method: "GET", path: one + "/grades"}).want(200); list.text("items.0.grade") != "complete" || list.json("items.0.answer") != nil {
		t.Errorf("after 14 days: %s", list.body)
	}
	k.Sequence(t)
}

// keepsTag wants the tag that everybody is given of a pledge not to move with an amendment that nobody sees.
func (r *rig) keepsTag(one string) {
	r.t.Helper()
	tag := r.do(ask{method: "GET", path: one}).want(200).header.Get("ETag")
	inside := r.do(ask{method: "GET", path: one, as: "harbour"}).want(200).header
	r.do(ask{method: "PUT", path: one, as: "harbour", body: with(newPledge("harbour"), "submit", false), header: map[string]string{"If-Match": inside.Get("ETag")}}).want(200)
	if now := r.do(ask{method: "GET", path: one}).want(200).header.Get("ETag"); now != tag {
		r.t.Errorf("a draft that nobody sees moves the public tag from %s to %s", tag, now)
	}
}
