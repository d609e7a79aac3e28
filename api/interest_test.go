package api_test

import "travaux/internal/testkit"

// walkInterests has organisations want to take part, one known and one by a mailed link, and lists them.
func walkInterests(r *rig, k *testkit.Kit) {
	t := r.t
	const at = "/consultations/dpg/interests"
	known := r.do(ask{method: "POST", path: at, as: "participant", body: newInterest}).want(201)
	if known.json("confirmed") != true || known.text("state") != "received" || known.text("region") != "014" {
		t.Errorf("known: %s", known.body)
	}
	r.do(ask{method: "POST", path: at, as: "participant", body: with(newInterest, "organisation_name", "BOAT guild")}).want(409)
	again := r.do(ask{method: "POST", path: at, body: newInterest}).want(201) // a stranger is not told
	if again.json("confirmed") != false {
		t.Errorf("again: %s", again.body)
	}
	other := r.do(ask{method: "POST", path: at, body: with(newInterest, "organisation_name", "Quay Guild")}).want(201)
	list := func(query string) *answer {
		t.Helper()
		return r.do(ask{method: "GET", path: at + query, as: "organiser"}).want(200)
	}
	if got := list(""); len(got.json("items").([]any)) != 1 || got.text("items.0.organisation_name") != "Boat Guild" || got.json("items.0.organisation") != nil {
		t.Errorf("listed: %s", got.body)
	}
	_, _, err := k.Service.ConfirmInterest(t.Context(), k.System(), k.Secret(t, "amani@example.org"))
	testkit.Must(t, err)
	if got := r.do(ask{method: "GET", path: at + "/" + other.text("interest")}).want(200); got.json("confirmed") != true {
		t.Errorf("confirmed: %s", got.body)
	}
	first := list("?limit=1")
	if rest := list("?limit=1&cursor=" + first.text("next")); rest.text("items.0.organisation_name") != "Boat Guild" || rest.json("next") != nil {
		t.Errorf("after %s: %s", first.body, rest.body)
	}
	if got := list("?state=invited&state=signed&outcome=capacity"); len(got.json("items").([]any)) != 0 {
		t.Errorf("in other states: %s", got.body)
	}
	r.do(ask{method: "GET", path: at + "?outcome=boats", as: "organiser"}).want(400)
	r.do(ask{method: "GET", path: at + "/none"}).want(404)
	r.do(ask{method: "POST", path: at, body: with(newInterest, "contact_email", "")}).want(422)
}
