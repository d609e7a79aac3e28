package api_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

// roles are what a person has by the list of people, such as "observer:014".
func (r *rig) roles(name string) (id, roles string) {
	r.t.Helper()
	list := r.do(ask{method: "GET", path: "/consultations/dpg/people", as: "organiser"}).want(200)
	for _, item := range list.json("items").([]any) {
		m := item.(object)
		if m["name"] != name {
			continue
		}
		for _, g := range m["roles"].([]any) {
			roles += " " + g.(object)["role"].(string)
			for _, region := range g.(object)["regions"].([]any) {
				roles += ":" + region.(string)
			}
		}
		return m["person"].(string), strings.TrimSpace(roles)
	}
	return "", ""
}

func walkPeople(r *rig) {
	t, people := r.t, "/consultations/dpg/people"
	if body := r.do(ask{method: "GET", path: people, as: "organiser"}).want(200).body; strings.Contains(string(body), "@") {
		t.Errorf("the list of people shows an address to a token: %s", body)
	}
	id, had := r.roles("A observer")
	if had != "observer" {
		t.Errorf("the observer is %q", had)
	}
	put := ask{method: "PUT", path: people + "/" + id + "/roles/observer", as: "organiser", body: object{"regions": []string{"014", "002"}}}
	r.do(put).want(200)
	if _, now := r.roles("A observer"); now != "observer:002" {
		t.Errorf("limited, the observer is %q; a region within another says nothing", now)
	}
	put.body = object{"regions": []string{"nowhere"}}
	if _, fields := r.do(put).want(422).problem(); fields["regions.0"] != "unknown_value" {
		t.Errorf("an unknown region: %v", fields)
	}
	put.body, put.path = object{"regions": []string{}}, people+"/"+id+"/roles/emperor"
	if _, fields := r.do(put).want(422).problem(); fields["role"] != "unknown_value" {
		t.Errorf("an unknown role: %v", fields)
	}
	put.path = people + "/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11/roles/observer"
	r.do(put).want(404)
	r.do(ask{method: "DELETE", path: people + "/" + id + "/roles/drafter", as: "organiser"}).want(404)
	r.do(ask{method: "DELETE", path: people + "/" + id + "/roles/observer", as: "organiser"}).want(204)
	r.do(ask{method: "GET", path: "/consultations/dpg/review", as: "observer"}).want(403)

	list := r.do(ask{method: "GET", path: "/me/tokens", as: "observer"}).want(200)
	if strings.Contains(string(list.body), "trv_") || list.text("items.0.last_used_on") != "2026-03-14" {
		t.Errorf("tokens: %s", list.body)
	}
	gone := ask{method: "DELETE", path: "/me/tokens/" + list.text("items.0.token"), as: "moderator"}
	r.do(gone).want(404)
	gone.as = "observer"
	r.do(gone).want(204)
	r.do(gone).want(401)
}

// Under guard a program that sends for nobody in particular can prove that it worked, once for each comment.
func TestSubmitComment_aProgramProvesWork(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		organiser, err := k.Service.ActorByToken(t.Context(), r.tokens["organiser"])
		testkit.Must(t, err)
		testkit.Must(t, k.Service.SetGuard(t.Context(), k.Call(organiser), "dpg", consult.NewGuard{Mode: "on"}))
		work := r.do(ask{method: "GET", path: "/challenge"}).want(200)
		var n int
		for sum := [32]byte{}; ; n++ {
			if sum = sha256.Sum256([]byte(work.text("salt") + strconv.Itoa(n))); hex.EncodeToString(sum[:]) == work.text("challenge") {
				break
			}
		}
		solved, err := json.Marshal(object{
			"algorithm": work.text("algorithm"), "challenge": work.text("challenge"), "number": n, "salt": work.text("salt"), "signature": work.text("signature"),
		})
		testkit.Must(t, err)
		proof := base64.StdEncoding.EncodeToString(solved)
		for i, marked := range []int{1, 1, 2, 3} { // without one, with it, with it again, and with nonsense
			said := newComment(wid)
			if i > 0 {
				said = with(said, "proof", map[bool]string{true: proof, false: "nonsense"}[i < 3])
			}
			r.do(ask{method: "POST", path: "/consultations/dpg/comments", body: said}).want(201)
			if n := k.Count(t, "comment_marks", "mark = 'unproven'"); n != marked {
				t.Errorf("after comment %d there are %d unproven, want %d", i+1, n, marked)
			}
		}
	})
}

// Each scope is tried on what another one is for.
func TestScopes_aTokenMayNoMoreThanItsScopes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		r := newRig(t, k)
		wid := stage(r)
		r.do(ask{method: "POST", path: "/consultations/dpg/comments", as: "participant", body: newComment(wid)}).want(201)
		p, err := k.Service.AddPerson(t.Context(), k.System(), consult.NewPerson{
			Email: "all@example.org", Name: "All", Roles: []string{"admin", "organiser", "drafter"}, Consultation: "dpg",
		})
		testkit.Must(t, err)
		who, err := k.Service.Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		at := "/consultations/dpg"
		acts := map[string]ask{
			"read":     {method: "GET", path: at + "/review"},
			"comment":  {method: "POST", path: at + "/comments", body: newComment(wid)},
			"review":   {method: "PUT", path: at + "/comments/C-000001/disposition", body: object{"outcome": "accepted"}, header: map[string]string{"If-Match": `"1"`}},
			"draft":    {method: "POST", path: at + "/drafts", body: with(newDraft, "slug", "another")},
			"organise": {method: "POST", path: at + "/partners", body: newPartner},
			"admin":    {method: "POST", path: "/consultations", body: with(newConsultation, "slug", "more")},
		}
		also := map[string]string{"review": "read"} // what answers must be read
		more := map[string]string{"admin": "organise"}
		for _, scope := range models.Scopes {
			r.tokens["scoped"], err = k.Service.MakeAPIToken(t.Context(), k.Stepped(who), consult.NewToken{Name: "x", Scopes: []string{string(scope)}})
			testkit.Must(t, err)
			for of, act := range acts {
				act.as = "scoped"
				may := of == string(scope) || also[string(scope)] == of || more[string(scope)] == of
				if got := r.do(act).status; (got == 403) == may {
					t.Errorf("a token to %s asks what is to %s: %d", scope, of, got)
				}
			}
			r.do(ask{method: "GET", path: "/me", as: "scoped"}).want(200)
			for _, path := range []string{"/me/data", "/me/sessions", "/me/mail", "/me/tokens"} { // what is kept about oneself
				if got := r.do(ask{method: "GET", path: path, as: "scoped"}).status; (got == 200) != (scope == models.ScopeRead) {
					t.Errorf("a token to %s asks for %s: %d", scope, path, got)
				}
			}
			r.do(ask{method: "PUT", path: "/me/mail", as: "scoped", body: object{"digest": "none"}}).want(403)
			r.do(ask{method: "DELETE", path: "/me/sessions/one", as: "scoped"}).want(403)
		}
		asked, err := k.Service.ActorByToken(t.Context(), r.tokens["scoped"])
		testkit.Must(t, err)
		if _, err := k.Service.MakeAPIToken(t.Context(), k.Call(asked), consult.NewToken{Name: "more"}); err == nil {
			t.Error("a token made a token")
		}
		if _, err := k.Service.NewAPIToken(t.Context(), k.Call(asked), asked.PersonID); err == nil {
			t.Error("a token made a token without limits")
		}
		if err := k.Service.Invite(t.Context(), k.Call(asked), "dpg", consult.NewInvitation{Email: "more@example.org", Role: "drafter"}); err == nil {
			t.Error("a token invited")
		}
	})
}
