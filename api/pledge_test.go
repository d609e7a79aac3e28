package api_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// newPledge is a pledge of an organisation that passes the tests, submitted.
func newPledge(organisation string) object {
	return object{
		"organisation": organisation, "language": "en", "title": "Publish the source code of twenty public registries", "outcome_area": "products",
		"rationale": "Small ports cannot afford registries of their own; with open code five neighbouring administrations can run ours.",
		"kind":      "financial", "amount": "250000.50", "currency": "EUR", "starts_on": "2026-05-01", "due_on": "2027-03-01",
		"indicator": "Number of registries whose source code is published", "unit": "registries", "baseline_value": "3", "baseline_on": "2026-02-01",
		"target_value": "20", "verification": "The list of repositories on the website, counted by the national audit office.", "frequency": "half_yearly",
		"resources": "Two developers.", "beneficiaries": []string{"KE", "UG"}, "submit": true,
	}
}

// submittedPledge is a pledge of an organisation that waits for the secretariat.
func (r *rig) submittedPledge(t *testing.T, organisation string) string {
	t.Helper()
	in := consult.NewPledge{
		Organisation: organisation, Title: "Publish code", OutcomeArea: "products", Rationale: "Small ports cannot afford registries of their own.",
		Kind: "products_services", Intent: true, StartsOn: "2026-05-01", DueOn: "2027-03-01", Submit: true,
	}
	p, err := r.k.Service.WritePledge(t.Context(), r.k.System(), "dpg", in)
	testkit.Must(t, err)
	return p.Ref
}

// pledgedFor is one that is public.
func (r *rig) pledgedFor(t *testing.T, organisation string) string {
	t.Helper()
	ref := r.submittedPledge(t, organisation)
	_, err := r.k.Service.ReviewPledge(t.Context(), r.k.System(), "dpg", ref, consult.PledgeReview{Decision: "publish"}, 0)
	testkit.Must(t, err)
	return ref
}

// askedPartner is a pledge of an organisation that asks another to be its partner.
func (r *rig) askedPartner(t *testing.T, organisation, other string) string {
	t.Helper()
	ref := r.pledgedFor(t, organisation)
	_, err := r.k.Service.AskPartner(t.Context(), r.k.System(), "dpg", ref, consult.NewPledgePartner{Organisation: other})
	testkit.Must(t, err)
	return ref
}

// walkPartners names a partner of a pledge, which confirms.
func walkPartners(r *rig) {
	t := r.t
	_, err := r.k.Service.PutOrganisation(t.Context(), r.k.System(), consult.NewOrganisation{Slug: "weir", Name: "Weir", Country: "KE", StakeholderType: "government"}, "")
	testkit.Must(t, err)
	ref := r.pledgedFor(t, "harbour")
	at := "/consultations/dpg/pledges/" + ref + "/partners"
	r.do(ask{method: "POST", path: at, as: "harbour", body: object{"organisation": "nowhere"}}).want(422)
	asked := r.do(ask{method: "POST", path: at, as: "harbour", body: object{"organisation": "weir"}}).want(200)
	if asked.text("partners.0.organisation") != "weir" || asked.text("partners.0.state") != "asked" {
		t.Errorf("asked: %s", asked.body)
	}
	everybody := ask{method: "GET", path: "/consultations/dpg/pledges/" + ref}
	if p := r.do(everybody).want(200); !strings.Contains(string(p.body), `"partners":[]`) {
		t.Errorf("everybody is told who is asked: %s", p.body)
	}
	r.do(ask{method: "POST", path: at + "/weir", as: "harbour", body: object{"decision": "confirm"}}).want(403)
	if _, err := r.k.Service.DecidePartner(t.Context(), r.k.System(), "dpg", ref, "weir", consult.PartnerDecision{Decision: "confirm"}); err != nil {
		t.Fatal(err)
	}
	if p := r.do(everybody).want(200); p.text("partners.0.organisation") != "weir" || p.text("partners.0.state") != "confirmed" {
		t.Errorf("everybody is not told who confirmed: %s", p.body)
	}
	gone := r.do(ask{method: "POST", path: at + "/weir", as: "harbour", body: object{"decision": "withdraw"}}).want(200)
	if gone.text("state") != "withdrawn" || gone.text("organisation") != "weir" {
		t.Errorf("taken back: %s", gone.body)
	}
}

// walkPledges writes pledges, has them reviewed, amends one and withdraws it.
func walkPledges(r *rig, k *testkit.Kit) {
	t := r.t
	const at = "/consultations/dpg/pledges"
	refused(t, r, at)
	draft := r.do(ask{method: "POST", path: at, as: "harbour", body: object{"organisation": "harbour", "title": "Publish code"}}).want(201)
	if draft.text("status") != "draft" || draft.text("findings.0.test") != "relevant" || draft.text("findings.0.field") != "outcome_area" || draft.text("findings.0.code") != "outcome_area_missing" {
		t.Errorf("a draft: %s", draft.body)
	}
	one := at + "/" + draft.text("pledge")
	if own := r.do(ask{method: "GET", path: at + "?own=true&status=draft", as: "harbour"}).want(200); own.text("items.0.pledge") != draft.text("pledge") {
		t.Errorf("an organisation's own: %s", own.body)
	}
	r.do(ask{method: "GET", path: one}).want(404)
	r.do(ask{method: "PUT", path: one, as: "harbour", body: newPledge("harbour")}).want(428)
	tag := map[string]string{"If-Match": draft.header.Get("ETag")}
	sent := r.do(ask{method: "PUT", path: one, as: "harbour", body: with(newPledge("harbour"), "amount_private", true), header: tag}).want(200)
	if sent.text("status") != "submitted" || sent.text("amount") != "250000.50" || sent.text("version") != "2" {
		t.Errorf("submitted: %s", sent.body)
	}
	r.do(ask{method: "PUT", path: one, as: "harbour", body: newPledge("harbour"), header: tag}).want(412)
	queue := r.do(ask{method: "GET", path: at + "?status=submitted", as: "organiser"}).want(200)
	if queue.text("total") != "1" {
		t.Errorf("the queue: %s", queue.body)
	}
	r.do(ask{method: "GET", path: at + "?status=submitted", as: "harbour"}).want(403)
	r.do(ask{method: "POST", path: one + "/review", as: "organiser", body: object{"decision": "publish"}}).want(428)
	r.do(r.deciding("organiser", one, object{"decision": "request_changes"})).want(422)
	late := r.deciding("organiser", one, object{"decision": "publish"})
	r.do(r.deciding("organiser", one, object{"decision": "publish", "note": "Thank you."})).want(200)
	r.do(late).want(412)
	r.do(r.deciding("organiser", one, object{"decision": "publish"})).want(409)
	public := r.do(ask{method: "GET", path: one}).want(200)
	if public.text("status") != "published" || public.json("amount") != nil || public.json("has_amount") != true || public.json("findings") != nil || public.json("notes") != nil {
		t.Errorf("public: %s", public.body)
	}
	list := r.do(ask{method: "GET", path: at + "?outcome=products&kind=financial&type=government&region=002&status=published&limit=1"}).want(200)
	if list.text("total") != "1" || list.text("items.0.title") != newPledge("harbour")["title"] {
		t.Errorf("listed: %s", list.body)
	}
	for _, q := range []string{"status=x", "outcome=x", "kind=x", "region=none", "limit=201", "cursor=%00", "sort=name"} {
		r.do(ask{method: "GET", path: at + "?" + q}).want(400)
	}
	gone := r.do(ask{method: "POST", path: one + "/withdrawal", as: "harbour", body: object{"reason": "The budget was cut."}}).want(200)
	if gone.text("status") != "withdrawn" || gone.text("withdrawn_reason") != "The budget was cut." {
		t.Errorf("withdrawn: %s", gone.body)
	}
	r.do(ask{method: "GET", path: at + "/nothing"}).want(404)
	k.Sequence(t)
}

// refused are pledges that are not taken; each names what must be mended, and nothing is stored.
func refused(t testing.TB, r *rig, at string) {
	t.Helper()
	good := newPledge("harbour")
	for _, bad := range []struct {
		body   object
		as     string
		status int
		code   string
		field  string
	}{
		{with(good, "target_value", "3"), "harbour", 422, "pledge_unfinished", "target_value"},
		{with(good, "due_on", "2026-01-01"), "harbour", 422, "pledge_unfinished", "due_on"},
		{with(good, "currency", ""), "harbour", 422, "pledge_unfinished", "currency"},
		{with(good, "title", " "), "harbour", 422, "invalid", "title"},
		{good, "participant", 403, "no_mandate", "organisation"},
		{good, "", 401, "sign_in", ""},
	} {
		got := r.do(ask{method: "POST", path: at, as: bad.as, body: bad.body}).want(bad.status)
		code, fields := got.problem()
		if _, named := fields[bad.field]; code != bad.code || bad.field != "" && !named {
			t.Errorf("%d with %q, %v: %s", bad.status, code, fields, got.body)
		}
	}
	r.do(ask{method: "GET", path: at + "?status=draft", as: "organiser"}).want(403)
	if own := r.do(ask{method: "GET", path: at + "?own=true", as: "harbour"}).want(200); own.text("total") != "0" {
		t.Errorf("stored: %s", own.body)
	}
	r.do(ask{method: "GET", path: at + "?own=true"}).want(401)
	if list := r.do(ask{method: "GET", path: at + "?status=changes_requested&status=submitted", as: "organiser"}).want(200); list.text("total") != "0" {
		t.Errorf("stored: %s", list.body)
	}
}
