package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"travaux/api"
	"travaux/internal/testkit"
)

const charter = "# Charter\n\n## Article 1: Purpose\n\nDigital public goods are open.\n\n## Article 2: Duties\n\n1. Publish the source.\n2. Name the licence.\n"

var (
	newConsultation = object{
		"slug": "dpg", "title": "Charter for digital public goods", "language": "en", "languages": []string{"en", "fr"},
		"titles": object{"fr": "Charte"},
		"phases": []object{
			{"kind": "consultation", "name": "Consultation", "opens_at": "2026-03-01", "closes_at": "2026-03-31", "time_zone": "Africa/Nairobi"},
			{"kind": "signatures", "opens_at": "2026-03-01", "time_zone": "Africa/Nairobi"},
			{"kind": "pledges", "opens_at": "2026-03-01", "time_zone": "Africa/Nairobi"},
			{"kind": "interest", "name": "Interest", "opens_at": "2026-03-01", "closes_at": "2026-03-31", "time_zone": "Africa/Nairobi"},
		},
	}
	newDraft    = object{"slug": "charter", "title": "Charter", "language": "en"}
	newVersion  = object{"format": "markdown", "content": charter, "label": "First"}
	newEvent    = object{"title": "Regional consultation in Nairobi", "starts_at": "2026-03-28T09:30", "time_zone": "Africa/Nairobi", "country": "KE"}
	newPartner  = object{"name": "Example Foundation", "role": "co_lead", "country": "KE", "stakeholder_type": "philanthropic_foundation"}
	newLink     = object{"title": "Background", "url": "https://example.org/paper.pdf"}
	newBody     = object{"slug": "lumen", "name": "Lumen Ministry", "country": "KE", "stakeholder_type": "government"}
	newInterest = object{
		"organisation_name": "Boat Guild", "country": "KE", "stakeholder_type": "civil_society", "contact_name": "Amani",
		"contact_email": "amani@example.org", "motivation": "We look after the quay.", "outcome_area": "capacity",
	}
	newNotices = object{"language": "en", "privacy": "We keep your address.", "publication": "Comments are public.", "licence": "CC-BY-4.0"}
)

// newComment is a comment on words of Article 1.
func newComment(wid string) object {
	return object{
		"draft": "charter", "country": "KE", "stakeholder_type": "civil_society", "body": "Under which licences?",
		"stance": nil, "target": object{"kind": "range", "wid": wid, "exact": "are open", "start": 21, "end": 29},
	}
}

// stage makes a consultation with its people, and a published version; it gives the wid of Article 1.
func stage(r *rig) (wid string) {
	r.t.Helper()
	r.do(ask{method: "POST", path: "/consultations", as: "admin", body: newConsultation}).want(201)
	for _, role := range []string{"organiser", "drafter", "moderator", "observer", "facilitator", "translator", "reviewer", "participant"} {
		r.person(role, "dpg")
	}
	r.do(ask{method: "POST", path: "/consultations/dpg/drafts", as: "drafter", body: newDraft}).want(201)
	v := r.do(ask{method: "POST", path: "/consultations/dpg/drafts/charter/versions", as: "drafter", body: newVersion}).want(201)
	r.do(ask{method: "POST", path: "/consultations/dpg/drafts/charter/versions/working/publish", as: "drafter", body: object{"reason": "For comments"}}).want(200)
	r.do(ask{method: "POST", path: "/organisations", as: "admin", body: newBody}).want(201)
	return v.text("provisions.0.wid")
}

// walkOrganisations adds organisations, and has somebody speak for one.
func walkOrganisations(r *rig, wid string) {
	t := r.t
	r.do(ask{method: "GET", path: "/organisations?type=government&region=002&q=lumen"}).want(200)
	r.do(ask{method: "POST", path: "/organisations", as: "participant", body: with(newBody, "name", "LUMEN  ministry")}).want(409)
	one := r.do(ask{method: "GET", path: "/organisations/lumen"}).want(200)
	facts := object{"name": "Lumen Ministry", "names": object{"fr": "Ministère Lumen"}, "language": "en", "country": "KE", "stakeholder_type": "government"}
	tag := map[string]string{"If-Match": one.header.Get("ETag")}
	r.do(ask{method: "PUT", path: "/organisations/lumen", as: "admin", body: facts}).want(428)
	r.do(ask{method: "PUT", path: "/organisations/lumen", as: "admin", body: facts, header: tag}).want(200)
	r.do(ask{method: "PUT", path: "/organisations/lumen", as: "admin", body: facts, header: tag}).want(412)
	r.do(ask{method: "GET", path: "/organisations/lumen/record"}).want(200)
	said := with(with(newComment(wid), "speaking_as", "organisation"), "organisation", "lumen")
	said = with(said, "stakeholder_type", "government")
	r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: said}).want(403)
	m := r.do(ask{method: "POST", path: "/organisations/lumen/mandates", as: "participant", body: object{"title": "Clerk"}}).want(201)
	at := "/organisations/lumen/mandates/" + m.text("mandate")
	r.do(ask{method: "GET", path: "/organisations/lumen/mandates", as: "organiser"}).want(200)
	r.do(ask{method: "POST", path: at + "/decision", as: "organiser", body: object{"decision": "confirm"}}).want(200)
	ref := r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: said}).want(201).text("ref")
	c := r.do(ask{method: "GET", path: "/consultations/dpg/comments/" + ref}).want(200)
	if c.text("organisation") != "Lumen Ministry" || c.text("organisation_slug") != "lumen" || c.text("organisation_verified") != "true" {
		t.Errorf("the comment: %s", c.body)
	}
	r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: with(said, "stakeholder_type", "civil_society")}).want(422)
	r.do(ask{method: "POST", path: at + "/end", as: "participant", body: object{}}).want(200)
	r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: said}).want(403)
}

// walkPlacing carries a comment into the next version, and places it there by hand.
func walkPlacing(r *rig, k *testkit.Kit, wid string) {
	r.t.Helper()
	at := "/consultations/dpg/comments/" + r.late(wid)
	r.do(ask{method: "GET", path: at}).want(200)
	k.Carry(r.t)
	c := r.do(ask{method: "GET", path: at}).want(200)
	if c.text("placements.0.version") != "2" || c.text("placements.0.state") != "exact" || c.text("placements.0.exact") != c.text("target.exact") {
		r.t.Errorf("carried: %s", c.body)
	}
	tag := map[string]string{"If-Match": c.header.Get("ETag")}
	r.do(ask{method: "PUT", path: at + "/placements/2", as: "drafter", body: object{"gone": true}}).want(428)
	c = r.do(ask{method: "PUT", path: at + "/placements/2", as: "drafter", body: object{"gone": true}, header: tag}).want(200)
	if c.text("placements.0.state") != "text_removed" || c.text("placements.0.by_hand") != "true" {
		r.t.Errorf("placed: %s", c.body)
	}
	r.do(ask{method: "PUT", path: at + "/placements/2", as: "drafter", body: object{"gone": true}, header: tag}).want(412)
	r.do(ask{method: "PUT", path: at + "/placements/3", as: "drafter", body: object{"gone": true}, header: map[string]string{"If-Match": c.header.Get("ETag")}}).want(404)
}

func form(fields map[string]string, file, content string) (kind, body string) {
	b := &strings.Builder{}
	for name, value := range fields {
		fmt.Fprintf(b, "--cut\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", name, value)
	}
	fmt.Fprintf(b, "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=%q\r\nContent-Type: application/octet-stream\r\n\r\n%s\r\n--cut--\r\n", file, content)
	return "multipart/form-data; boundary=cut", b.String()
}

func TestAPI_everyOperationAnswersAsTheDocumentSays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		walkConsultation(r)
		walkDrafts(r)
		r.do(ask{method: "GET", path: "/challenge"}).want(200)
		ref := walkComments(r, wid)
		walkReview(r, ref)
		walkPlacing(r, k, wid)
		walkWord(r)
		walkImports(r)
		walkUnplaced(r, k, wid)
		walkLog(r, k)
		walkEvents(r)
		walkSessions(r)
		walkPeople(r)
		walkOrganisations(r, wid)
		walkSignatures(r, k)
		walkInterests(r, k)
		walkPhases(r)
		walkPledges(r, k)
		walkGrades(r, k)
		walkPartners(r)
		walkReports(r)
		r.do(ask{method: "GET", path: "/openapi.json"}).want(200)
		for _, op := range api.Operations() {
			if !r.seen[op.ID] {
				t.Errorf("%s was never answered with success", op.ID)
			}
		}
	})
}

// walkLog has everything sequenced, and proves it as somebody would who trusts nobody.
func walkLog(r *rig, k *testkit.Kit) {
	t := r.t
	k.Sequence(t)
	head := r.do(ask{method: "GET", path: "/consultations/dpg/log"}).want(200)
	entries := r.do(ask{method: "GET", path: "/consultations/dpg/log/entries"}).want(200)
	proof := r.do(ask{method: "GET", path: "/consultations/dpg/log/proof?index=0"}).want(200)
	if head.text("size") == "0" || proof.text("checkpoint") != head.text("checkpoint") || entries.text("items.0.leaf") == "" {
		t.Errorf("the log: %s\n%s", head.body, proof.body)
	}
	consistent := r.do(ask{method: "GET", path: "/consultations/dpg/log/consistency?from=1"}).want(200)
	if consistent.text("to_root") != head.text("root") {
		t.Errorf("consistency: %s", consistent.body)
	}
	r.do(ask{method: "GET", path: "/consultations/dpg/log/proof?index=100000"}).want(404)
	if got := r.do(ask{method: "GET", path: "/consultations/dpg/log/proof?index=0&epoch=1"}).want(200).text("leaf"); got != proof.text("leaf") {
		t.Errorf("the newest epoch by its number: %s", got)
	}
	for _, path := range []string{"entries?epoch=2", "proof?index=0&epoch=2", "consistency?from=1&epoch=2"} {
		r.do(ask{method: "GET", path: "/consultations/dpg/log/" + path}).want(404)
	}
	r.do(ask{method: "GET", path: "/consultations/dpg/log/proof"}).want(404)
	r.do(ask{method: "GET", path: "/consultations/dpg/log/consistency?from=100000"}).want(422)
}

func walkConsultation(r *rig) {
	t := r.t
	me := r.do(ask{method: "GET", path: "/me", as: "drafter"}).want(200)
	if got := me.text("roles.0.consultation") + " " + me.text("roles.0.role"); got != "dpg drafter" {
		t.Errorf("me: got %q, want the slug and the role", got)
	}
	r.do(ask{method: "GET", path: "/me"}).want(401)
	mine := r.do(ask{method: "GET", path: "/me/data", as: "drafter"}).want(200)
	if mine.text("person.email") == "" || mine.text("kept.grants.0.role") != "drafter" || strings.Contains(string(mine.body), "hash") {
		t.Errorf("my data: %s", mine.body)
	}
	r.do(ask{method: "GET", path: "/me/data"}).want(401)
	r.do(ask{method: "PUT", path: "/me/mail", as: "drafter", body: object{"digest": "weekly"}}).want(200)
	r.do(ask{method: "PUT", path: "/me/mail", as: "drafter", body: object{"digest": "hourly"}}).want(422)
	if got := r.do(ask{method: "GET", path: "/me/mail", as: "drafter"}).want(200).text("digest"); got != "weekly" {
		t.Errorf("told %s", got)
	}
	r.do(ask{method: "GET", path: "/mail", as: "drafter"}).want(403)
	r.do(ask{method: "GET", path: "/mail", as: "admin"}).want(200)
	r.do(ask{method: "GET", path: "/me", header: map[string]string{"Authorization": "Bearer nonsense"}}).want(401)
	r.do(ask{method: "GET", path: "/consultations"}).want(200)
	r.do(ask{method: "POST", path: "/consultations/dpg/partners", as: "organiser", body: newPartner}).want(201)
	r.do(ask{method: "POST", path: "/consultations/dpg/documents", as: "organiser", body: newLink}).want(201)
	kind, body := form(map[string]string{"title": "Paper"}, "paper.txt", "words")
	file := r.do(ask{method: "POST", path: "/consultations/dpg/documents", as: "organiser", body: body, kind: kind}).want(201)
	got := r.do(ask{method: "GET", path: strings.TrimPrefix(file.header.Get("Location"), api.Base)}).want(200)
	if string(got.body) != "words" || !strings.HasPrefix(got.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("document: got %q under %q", got.body, got.header.Get("Content-Security-Policy"))
	}
	r.do(ask{method: "GET", path: "/consultations/dpg/notices"}).want(200)
	r.do(ask{method: "PUT", path: "/consultations/dpg/notices", as: "organiser", body: newNotices}).want(200)
	front := r.do(ask{method: "GET", path: "/consultations/dpg"}).want(200)
	for path, want := range map[string]string{
		"title": "Charter for digital public goods", "titles.fr": "Charte", "phases.0.state": "open",
		"phases.0.closes_at": "2026-03-31T21:00:00Z", "phases.0.closes_local": "2026-04-01T00:00", "partners.0.name": "Example Foundation",
		"drafts.0.version": "1",
	} {
		if got := front.text(path); got != want {
			t.Errorf("consultation: %s: got %q, want %q", path, got, want)
		}
	}
	r.do(ask{method: "GET", path: "/consultations/nowhere"}).want(404)
}

func walkDrafts(r *rig) {
	t, drafts := r.t, "/consultations/dpg/drafts"
	r.do(ask{method: "GET", path: drafts}).want(200)
	one := drafts + "/charter/versions/1"
	v := r.do(ask{method: "GET", path: one}).want(200)
	canonical := r.do(ask{method: "GET", path: one + "/canonical"}).want(200)
	sum := sha256.Sum256(canonical.body)
	if got := hex.EncodeToString(sum[:]); got != v.text("sha256") {
		t.Errorf("canonical: its bytes hash to %s, the version says %s", got, v.text("sha256"))
	}
	kind, body := form(map[string]string{"label": "Brouillon", "language": "fr"}, "charte.md", strings.ReplaceAll(charter, "Purpose", "Objet"))
	r.do(ask{method: "POST", path: one + "/translations/fr", as: "drafter", body: body, kind: kind}).want(201)
	if got := r.do(ask{method: "GET", path: one + "?language=fr"}).want(200).text("language"); got != "fr" {
		t.Errorf("version in French: got %q", got)
	}
	r.do(ask{method: "POST", path: drafts + "/charter/versions", as: "drafter", body: "a=b", kind: "application/x-www-form-urlencoded"}).want(415)
	r.do(ask{method: "POST", path: drafts + "/charter/versions", as: "drafter", body: newVersion}).want(201)
	code, _ := r.do(ask{method: "POST", path: drafts + "/charter/versions", as: "drafter", body: newVersion}).want(409).problem()
	if code != "version_open" {
		t.Errorf("second working version: got %q", code)
	}
	r.do(ask{method: "GET", path: drafts + "/charter/versions/working"}).want(404)
	r.do(ask{method: "GET", path: drafts + "/charter/versions/working", as: "observer"}).want(200)
	r.do(ask{method: "GET", path: drafts + "/charter/versions/working/canonical", as: "observer"}).want(404)
	for _, n := range []string{"0", "01", "x", "2", "99999999999999999999"} {
		r.do(ask{method: "GET", path: drafts + "/charter/versions/" + n}).want(404)
	}
	walkCompare(r, drafts+"/charter")
	walkTranslations(r)
	walkFiles(r)
	published := r.do(ask{method: "POST", path: drafts + "/charter/versions/working/publish", as: "organiser"}).want(200)
	if published.text("number") != "2" || published.json("reason") != nil {
		t.Errorf("published without a body: got %s", published.body)
	}
	if r.do(ask{method: "GET", path: drafts + "/charter/versions/2"}).want(200).json("provisions.0.revision") != nil {
		t.Error("a published version has revisions")
	}
	opened := r.do(ask{method: "POST", path: drafts + "/charter/versions/working", as: "organiser", body: object{"label": "third"}}).want(201)
	if opened.text("label") != "third" || opened.json("sha256") != nil || opened.header.Get("Location") != api.Base+drafts+"/charter/versions/working" {
		t.Errorf("opened: got %s", opened.body)
	}
	r.do(ask{method: "POST", path: drafts + "/charter/versions/working", as: "organiser", body: object{}}).want(409)
	walkEdits(r, drafts+"/charter/versions/working")
	walkNotes(r, drafts+"/charter")
}

// walkCompare holds the first version against a working one that says the same.
func walkCompare(r *rig, draft string) {
	t := r.t
	same := r.do(ask{method: "GET", path: draft + "/compare/1/working", as: "observer"}).want(200)
	for path, want := range map[string]string{
		"draft": "charter", "language": "en", "from.number": "1", "from.status": "published", "to.number": "<nil>", "to.status": "working",
		"provisions.0.fate": "unchanged", "provisions.0.from": "1", "provisions.0.to": "1", "provisions.0.changes": "[]", "provisions.0.sources": "[]",
	} {
		if got := same.text(path); got != want {
			t.Errorf("compare: %s: got %q, want %q", path, got, want)
		}
	}
	for _, sides := range []string{"1/working", "working/1", "1/9", "0/1", "1/x"} {
		r.do(ask{method: "GET", path: draft + "/compare/" + sides}).want(404)
	}
	if got := r.do(ask{method: "GET", path: draft + "/compare/1/1?language=fr"}).want(200).text("language"); got != "fr" {
		t.Errorf("compared in French: got %q", got)
	}
	for as, want := range map[string]int{"": 1, "observer": 2} {
		all := r.do(ask{method: "GET", path: draft + "/versions", as: as}).want(200)
		if got := len(all.json("items").([]any)); got != want || all.text("items.0.number") != "1" || all.text("items.0.languages") != "[en fr]" {
			t.Errorf("versions for %q: got %s", as, all.body)
		}
	}
	wid := same.text("provisions.0.wid")
	chain := r.do(ask{method: "GET", path: draft + "/versions/1/provisions/" + wid + "/history"}).want(200)
	if chain.json("items.0.from") != nil || chain.text("items.0.to.number") != "1" || chain.text("items.0.provisions.0.fate") != "inserted" {
		t.Errorf("history: got %s", chain.body)
	}
	r.do(ask{method: "GET", path: draft + "/versions/1/provisions/nowhere/history"}).want(404)
	r.do(ask{method: "GET", path: draft + "/versions/working/provisions/" + wid + "/history"}).want(404)
}

func walkComments(r *rig, wid string) (ref string) {
	t, comments := r.t, "/consultations/dpg/comments"
	first := r.do(ask{method: "POST", path: comments, as: "participant", body: newComment(wid)}).want(201)
	ref = first.text("ref")
	if first.header.Get("Location") != api.Base+comments+"/"+ref || first.text("receipt.ref") != ref {
		t.Errorf("comment: got %s at %s", first.body, first.header.Get("Location"))
	}
	seen := r.do(ask{method: "GET", path: comments + "/" + ref}).want(200)
	for path, want := range map[string]string{
		"country": "<nil>", "region": "withheld", "stakeholder_type": "withheld", "received_at": "2026-03-14", "provenance": "api",
		"type": "general", "stance": "<nil>", "language": "en", "target.exact": "are open", "target.after": "<nil>", "author_name": "<nil>",
	} {
		if got := seen.text(path); got != want {
			t.Errorf("public comment: %s: got %q, want %q", path, got, want)
		}
	}
	if seen.header.Get("ETag") != `"`+seen.text("seq")+`"` {
		t.Errorf("ETag: got %s, seq %s", seen.header.Get("ETag"), seen.text("seq"))
	}
	list := r.do(ask{method: "GET", path: comments + "?draft=charter&provision=" + wid + "&limit=1"}).want(200)
	if list.text("items.0.ref") != ref || list.json("items.0.receipt") != nil {
		t.Errorf("list: got %s", list.body)
	}
	r.do(ask{method: "GET", path: comments + "/" + ref + "/answers"}).want(200)
	r.do(ask{method: "GET", path: comments + "/C-999999"}).want(404)
	receipt := r.do(ask{method: "GET", path: "/receipts/" + first.text("receipt.receipt")}).want(200)
	if receipt.text("comment.country") != "KE" || receipt.text("receipt.received_at") != "2026-03-14T12:00:00.123456Z" {
		t.Errorf("receipt: got %s", receipt.body)
	}
	r.do(ask{method: "GET", path: "/consultations/dpg/receipts/" + first.text("receipt.receipt")}).want(200)
	r.do(ask{method: "GET", path: "/consultations/other/receipts/" + first.text("receipt.receipt")}).want(404)

	mailed := r.do(ask{method: "POST", path: comments, body: with(newComment(wid), "author_email", "somebody@example.org")}).want(201)
	if mailed.text("publication") != "unconfirmed" || mailed.json("ref") != nil {
		t.Errorf("comment with an address: got %s", mailed.body)
	}
	token := r.k.Secret(t, "somebody@example.org")
	if got := r.do(ask{method: "POST", path: "/confirmations/" + token}).want(200).text("publication"); got != "published" {
		t.Errorf("confirmed: got %q", got)
	}
	r.do(ask{method: "POST", path: "/confirmations/" + token}).want(404)
	walkExports(r, ref)
	return ref
}

// walkFiles has versions as files.
func walkFiles(r *rig) {
	t := r.t
	const versions = "/consultations/dpg/drafts/charter/versions/"
	for format, is := range map[string]struct{ kind, name, begins string }{
		"docx":     {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "charter-v1-en.docx", "PK\x03\x04"},
		"akn":      {"application/akn+xml", "charter-v1-en.akn.xml", "<?xml"},
		"markdown": {"text/markdown; charset=utf-8", "charter-v1-en.md", "---\n"},
		"html":     {"text/html; charset=utf-8", "charter-v1-en.html", "<!DOCTYPE html>"},
		"text":     {"text/plain; charset=utf-8", "charter-v1-en.txt", "Charter\n"},
	} {
		got := r.do(ask{method: "GET", path: versions + "1/exports/" + format}).want(200)
		sum := sha256.Sum256(got.body)
		for name, want := range map[string]string{
			"Content-Type": is.kind, "Content-Disposition": "attachment; filename=" + is.name, "ETag": `"` + hex.EncodeToString(sum[:]) + `"`,
		} {
			if got.header.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", format, name, got.header.Get(name), want)
			}
		}
		if !strings.HasPrefix(string(got.body), is.begins) || !strings.HasPrefix(got.header.Get("Content-Security-Policy"), "sandbox;") {
			t.Errorf("%s: %.80q under %q", format, got.body, got.header.Get("Content-Security-Policy"))
		}
	}
	for format, begins := range map[string]string{"docx": "PK\x03\x04", "html": "<!doctype html>"} {
		got := r.do(ask{method: "GET", path: "/consultations/dpg/drafts/charter/compare/1/working/exports/" + format, as: "observer"}).want(200)
		if !strings.HasPrefix(string(got.body), begins) || got.header.Get("Content-Disposition") != "attachment; filename=charter-v1-working-en."+format {
			t.Errorf("changes as %s: %v %.80q", format, got.header, got.body)
		}
	}
	for _, path := range []string{"1/1/exports/akn", "1/1/exports/html?language=ru", "1/working/exports/html", "1/7/exports/html"} {
		r.do(ask{method: "GET", path: "/consultations/dpg/drafts/charter/compare/" + path}).want(404)
	}
	r.do(ask{method: "GET", path: versions + "1/exports/pdf"}).want(404)
	r.do(ask{method: "GET", path: versions + "1/exports/text?language=ru"}).want(404)
	r.do(ask{method: "GET", path: versions + "working/exports/text"}).want(404)
}

func walkExports(r *rig, ref string) {
	t := r.t
	for _, kind := range []string{"csv", "csv?raw=1", "jsonl"} {
		got := r.do(ask{method: "GET", path: "/consultations/dpg/exports/" + kind}).want(200)
		if !strings.Contains(string(got.body), ref) || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment") {
			t.Errorf("export %s: got %s", kind, got.body)
		}
	}
	r.do(ask{method: "GET", path: "/consultations/dpg/exports/pdf"}).want(404)
	r.do(ask{method: "GET", path: "/consultations/nowhere/exports/csv"}).want(404)
	doc, err := api.Document()
	testkit.Must(t, err)
	for line := range strings.Lines(string(r.do(ask{method: "GET", path: "/consultations/dpg/exports/jsonl"}).body)) {
		var v any
		testkit.Must(t, json.Unmarshal([]byte(line), &v))
		if err := doc.Components.Schemas["Comment"].Value.VisitJSON(v, openapi3.EnableJSONSchema2020()); err != nil {
			t.Errorf("line of the export: %v\n%s", err, line)
		}
		if strings.Contains(line, "receipt\"") {
			t.Errorf("the export shows a receipt: %s", line)
		}
	}
}

func walkReview(r *rig, ref string) {
	t, queue := r.t, "/consultations/dpg/review"
	r.do(ask{method: "GET", path: queue}).want(401)
	r.do(ask{method: "GET", path: queue, as: "participant"}).want(403)
	page := r.do(ask{method: "GET", path: queue + "?region=014&stakeholder=civil_society", as: "drafter"}).want(200)
	if page.text("items.0.country") != "KE" || page.text("facets.stakeholder_type.0.count") != "2" {
		t.Errorf("queue: got %s", page.body)
	}
	put := ask{method: "PUT", path: "/consultations/dpg/comments/" + ref + "/disposition", as: "drafter", body: object{"outcome": "noted", "reason": "Thank you."}}
	r.do(put).want(428)
	put.header = map[string]string{"If-Match": `"999999"`}
	r.do(put).want(412)
	put.header = map[string]string{"If-Match": r.do(ask{method: "GET", path: "/consultations/dpg/comments/" + ref}).header.Get("ETag")}
	put.as = "observer"
	r.do(put).want(403)
	put.as = "drafter"
	if got := r.do(put).want(200).text("reason"); got != "Thank you." {
		t.Errorf("answer: got %q", got)
	}
	r.do(put).want(412)
	if got := r.do(ask{method: "GET", path: "/consultations/dpg/comments/" + ref + "/answers"}).want(200).text("items.0.outcome"); got != "noted" {
		t.Errorf("answers: got %q", got)
	}
	waits := r.do(ask{method: "POST", path: "/consultations/dpg/comments", body: object{
		"draft": "charter", "target": object{"kind": "version"}, "country": "not_stated", "stakeholder_type": "not_stated", "body": "No address.",
	}}).want(201)
	receipt := waits.text("receipt.receipt")
	name := r.do(ask{method: "GET", path: "/consultations/dpg/moderation", as: "moderator"}).want(200).text("items.0.receipt")
	if name == receipt {
		t.Error("moderators are told the receipt, with which they could take the comment back")
	}
	decide := ask{method: "PUT", path: "/consultations/dpg/moderation/" + name, as: "moderator", body: object{"decision": "publish"}}
	if got := r.do(decide).want(200).text("publication"); got != "published" {
		t.Errorf("moderated: got %q", got)
	}
	r.do(decide).want(409)
	walkHiding(r, "/consultations/dpg/comments/"+ref)
}

func walkHiding(r *rig, comment string) {
	t := r.t
	hide := ask{method: "POST", path: comment + "/hide", as: "moderator", body: object{"reason": "A telephone number."}}
	show := ask{method: "POST", path: comment + "/show", as: "moderator"}
	r.do(with422(hide)).want(422)
	r.do(show).want(409)
	if got := r.do(hide).want(200).text("publication"); got != "hidden" {
		t.Errorf("hidden: got %q", got)
	}
	r.do(hide).want(409)
	public := ask{method: "GET", path: comment}
	if got := r.do(public).want(200); got.text("publication") != "hidden" || got.text("body") != "" {
		t.Errorf("hidden: the public reads %q, %q", got.text("publication"), got.text("body"))
	}
	if got := r.do(show).want(200).text("publication"); got != "published" {
		t.Errorf("shown: got %q", got)
	}
	if got := r.do(public).want(200).text("body"); got == "" {
		t.Error("shown: the public reads nothing")
	}
}

// with422 is a request whose body lacks everything.
func with422(a ask) ask {
	a.body = object{"reason": " "}
	return a
}

func walkEvents(r *rig) {
	t, events := r.t, "/consultations/dpg/events"
	made := r.do(ask{method: "POST", path: events, as: "organiser", body: newEvent}).want(201)
	for path, want := range map[string]string{
		"starts_at": "2026-03-28T06:30:00Z", "starts_local": "2026-03-28T09:30", "ends_local": "2026-03-28T10:30", "region": "014",
		"status": "scheduled", "title": "Regional consultation in Nairobi",
	} {
		if got := made.text(path); got != want {
			t.Errorf("event: %s: got %q, want %q", path, got, want)
		}
	}
	r.do(ask{method: "GET", path: strings.TrimPrefix(made.header.Get("Location"), api.Base)}).want(200)
	r.do(ask{method: "GET", path: events}).want(200)
	r.do(ask{method: "GET", path: events + "/nowhere"}).want(404)
}
