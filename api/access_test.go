package api_test

import (
	"slices"
	"strings"
	"testing"

	"travaux/api"
	"travaux/internal/testkit"
)

// asked makes a request that is right for each operation, so that only who asks can be wrong.
func asked(t *testing.T, op api.Operation, wid string) ask {
	t.Helper()
	path := strings.NewReplacer(
		"{c}", "dpg", "{o}", "lumen", "{id}", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "{d}", "charter", "{n}", "1", "{a}", "1", "{b}", "1", "{wid}", wid, "{language}", "fr", "{ref}", "C-000001", "{e}", "nowhere", "{kind}", "csv",
		"{document}", "none", "{receipt}", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "{token}", "none", "{session}", "none", "{file}", "none", "{import}", "none", "{note}", "none", "{interest}", "none", "{pledge}", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "{number}", "1", "{person}", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "{role}", "observer", "{phase}", "none", "{signature}", someSignature,
	).Replace(strings.TrimPrefix(op.Path, api.Base))
	for _, a := range writes(wid) {
		if a.method == op.Method && a.path == path {
			return a
		}
	}
	if body, ok := ofPhase[op.ID]; ok {
		body.method, body.path = op.Method, path
		return body
	}
	if body, ok := ofWord[op.ID]; ok {
		body.method, body.path = op.Method, path
		return body
	}
	if op.Method != "GET" && op.Method != "DELETE" && !slices.Contains([]string{"ConfirmComment", "ShowComment", "StartTranslation"}, op.ID) {
		t.Fatalf("%s: no body to ask with", op.ID)
	}
	return ask{method: op.Method, path: path}
}

func TestOperations_areForTheRolesTheDocumentNames(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: newComment(wid)}).want(201)
		signed, pledged := r.signedBy(t, ""), r.pledgedFor(t, "lumen")
		for _, op := range api.Operations() {
			for _, role := range []string{"", "participant", "organiser", "drafter", "moderator", "observer", "facilitator", "translator", "reviewer", "admin"} {
				may := slices.Contains(op.Roles, "anyone") || slices.Contains(op.Roles, role) || role != "" && slices.Contains(op.Roles, "known")
				if role == "admin" && op.ID != "CreateConsultation" && !may {
					continue // who made the consultation is also its organiser
				}
				a := asked(t, op, wid)
				a.as, a.path = role, strings.Replace(a.path, someSignature, signed, 1)
				if strings.Contains(op.Path, "{pledge}") {
					a.path = strings.Replace(a.path, "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", pledged, 1)
				}
				got := r.do(a).status
				want := 403
				if role == "" {
					want = 401
				} else if strings.Contains(op.Path, "/notes") && role != "observer" || op.ID == "DecidePartner" {
					want = 404 // they are not told that there are any
				}
				if may && (got == 401 || got == 403) || !may && got != want {
					t.Errorf("%s by %q: got %d; it is for %v", op.ID, role, got, op.Roles)
				}
			}
		}
	})
}

// A consultation's roles are worth nothing in another one.
func TestRoles_holdInTheirConsultationOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		r.person("admin", "") // two consultations, one admin
		r.do(ask{method: "POST", path: "/consultations", as: "admin", body: with(newConsultation, "slug", "elsewhere")}).want(201)
		for _, op := range api.Operations() {
			if slices.Contains(op.Roles, "anyone") || slices.Contains(op.Roles, "known") || op.ID == "CreateConsultation" || !strings.Contains(op.Path, "{c}") {
				continue
			}
			for _, role := range op.Roles {
				if role == "admin" || role == "mandated" { // of the installation, or of an organisation
					continue
				}
				a := asked(t, op, wid)
				a.as, a.path = role, strings.Replace(a.path, "/dpg", "/elsewhere", 1)
				if got := r.do(a).status; got != 403 && got != 404 {
					t.Errorf("%s of another consultation by its %s: got %d", op.ID, role, got)
				}
			}
		}
	})
}
