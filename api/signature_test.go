package api_test

import (
	"fmt"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// someSignature stands in paths for the reference of a signature.
const someSignature = "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c77"

// newSignature signs the charter for an organisation.
func newSignature(organisation, sha256 string) object {
	return object{
		"organisation": organisation, "draft": "charter", "version": 1, "language": "en", "sha256": sha256,
		"officer_name": "Amara Okoye", "officer_title": "Minister", "authority_statement": "By decree 12.",
	}
}

// signatory adds somebody who may speak for an organisation of their own.
func (r *rig) signatory(t *testing.T, slug, name string) {
	t.Helper()
	r.known(t, slug, consult.NewPerson{})
	_, err := r.k.Service.PutOrganisation(t.Context(), r.k.System(), consult.NewOrganisation{
		Slug: slug, Name: name, Country: "KE", StakeholderType: "government",
	}, slug+"@example.org")
	testkit.Must(t, err)
}

// opened gives the hash that is to be signed.
func (r *rig) opened() string {
	r.t.Helper()
	return r.do(ask{method: "GET", path: "/consultations/dpg/signing"}).want(200).text("texts.0.sha256")
}

// walkSignatures signs, and reads the register.
func walkSignatures(r *rig, k *testkit.Kit) {
	t := r.t
	at := "/consultations/dpg/signatures"
	r.signatory(t, "harbour", "Harbour Ministry")
	now := r.do(ask{method: "GET", path: "/consultations/dpg/signing"}).want(200)
	if now.text("open") != "true" || now.text("terms.act") != "sign" {
		t.Errorf("what can be signed: %s", now.body)
	}
	good := with(newSignature("harbour", now.text("texts.0.sha256")), "version", now.json("version"))
	for _, bad := range []struct {
		body   object
		as     string
		status int
		code   string
	}{
		{with(good, "sha256", "0"), "harbour", 422, "sha256"},
		{with(good, "version", 99), "harbour", 409, "not_open"},
		{good, "participant", 403, "no_mandate"},
		{good, "", 401, "sign_in"},
	} {
		got := r.do(ask{method: "POST", path: at, as: bad.as, body: bad.body}).want(bad.status)
		if code, _ := got.problem(); code != bad.code {
			t.Errorf("%d with %q: %s", bad.status, code, got.body)
		}
	}
	key := map[string]string{"Idempotency-Key": "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c99"}
	one := r.do(ask{method: "POST", path: at, as: "harbour", body: with(good, "reservation", nil), header: key}).want(201)
	again := r.do(ask{method: "POST", path: at, as: "harbour", body: with(good, "reservation", nil), header: key}).want(201)
	if one.text("signature") != again.text("signature") || one.text("status") != "published" || one.header.Get("Location") != "/api/v1"+at+"/"+one.text("signature") {
		t.Errorf("signed: %s, again: %s", one.body, again.body)
	}
	if code, _ := r.do(ask{method: "POST", path: at, as: "harbour", body: good}).want(409).problem(); code != "already_signed" {
		t.Errorf("a second time: %s", code)
	}
	k.Sequence(t)
	public := r.do(ask{method: "GET", path: at + "/" + one.text("signature")}).want(200)
	own := r.do(ask{method: "GET", path: at + "/" + one.text("signature"), as: "harbour"}).want(200)
	if public.json("receipt") != nil || public.json("authority_statement") != nil || public.json("index") == nil || own.text("receipt.commitment") == "" || own.text("authority_statement") != "By decree 12." {
		t.Errorf("public: %s\nown: %s", public.body, own.body)
	}
	list := r.do(ask{method: "GET", path: at + "?type=government&region=002&country=KE&status=published&order=first&q=harbour&limit=1"}).want(200)
	if list.text("total") != "1" || list.text("items.0.name") != "Harbour Ministry" || list.json("items.0.authority_statement") != nil {
		t.Errorf("the register: %s", list.body)
	}
	for _, q := range []string{"order=x", "status=pending", "type=individual", "region=none", "limit=201", "cursor=%00", "sort=name"} {
		r.do(ask{method: "GET", path: at + "?" + q}).want(400)
	}
	r.do(ask{method: "GET", path: at + "/nothing"}).want(404)
	mine := at + "/" + one.text("signature")
	r.do(ask{method: "POST", path: mine + "/withdraw", as: "participant", body: object{}}).want(403)
	if got := r.do(ask{method: "POST", path: mine + "/withdraw", as: "harbour", body: object{"reason": "A new government."}}).want(200); got.text("status") != "withdrawn" || got.text("withdrawn_reason") != "A new government." {
		t.Errorf("withdrawn: %s", got.body)
	}
	r.do(ask{method: "POST", path: mine + "/decision", as: "organiser", body: object{"decision": "verify"}}).want(409)
	waits := r.waiting(t)
	if got := r.do(ask{method: "POST", path: at + "/" + waits + "/decision", as: "organiser", body: object{"decision": "verify"}}).want(200); got.text("status") != "published" || got.text("verified_by") != "organiser" {
		t.Errorf("verified: %s", got.body)
	}
	if got := r.do(ask{method: "POST", path: "/consultations/dpg/signing/terms", as: "organiser", body: object{"act": "endorse"}}).want(200); got.text("terms.version") != "2" || got.text("terms.act") != "endorse" {
		t.Errorf("terms: %s", got.body)
	}
	open := object{"draft": "charter", "version": now.json("version")}
	r.do(ask{method: "POST", path: "/consultations/dpg/signing/openings", as: "organiser", body: open}).want(200)
	if code, _ := r.do(ask{method: "POST", path: "/consultations/dpg/signing/openings", as: "organiser", body: open}).want(409).problem(); code != "version_open_already" {
		t.Errorf("opened twice: %s", code)
	}
}

// waiting is a signature that an organiser has to look at: of somebody whom a colleague let speak.
func (r *rig) waiting(t *testing.T) string {
	t.Helper()
	slug := fmt.Sprintf("pier-%d", len(r.tokens))
	r.signatory(t, slug, "Pier "+slug)
	r.known(t, slug+"-clerk", consult.NewPerson{})
	m := r.do(ask{method: "POST", path: "/organisations/" + slug + "/mandates", as: slug + "-clerk", body: object{"title": "Clerk"}}).want(201)
	r.do(ask{method: "POST", path: "/organisations/" + slug + "/mandates/" + m.text("mandate") + "/decision", as: slug, body: object{"decision": "confirm"}}).want(200)
	now := r.do(ask{method: "GET", path: "/consultations/dpg/signing"}).want(200)
	body := with(newSignature(slug, now.text("texts.0.sha256")), "version", now.json("version"))
	return r.do(ask{method: "POST", path: "/consultations/dpg/signatures", as: slug + "-clerk", body: body}).want(201).text("signature")
}

// signedBy is a signature of the asker's own organisation where they are the mandated one, else of another's.
func (r *rig) signedBy(t *testing.T, who string) string {
	t.Helper()
	as, slug := "wharf", "wharf"
	r.signatory(t, slug, "Wharf Ministry")
	if who == "mandated" {
		_, err := r.k.Service.PutOrganisation(t.Context(), r.k.System(), consult.NewOrganisation{Slug: slug, Name: "Wharf Ministry", Country: "KE", StakeholderType: "government"}, who+"@example.org")
		testkit.Must(t, err)
	}
	return r.do(ask{method: "POST", path: "/consultations/dpg/signatures", as: as, body: newSignature(slug, r.opened())}).want(201).text("signature")
}
