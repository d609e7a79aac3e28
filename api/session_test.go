package api_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"travaux/internal/testkit"
	"travaux/models"
)

// session signs somebody in in a browser, and gives the name of that session.
func (r *rig) session(t *testing.T, name, ref string) string {
	t.Helper()
	who, err := r.k.Service.ActorByToken(t.Context(), r.tokens[name])
	testkit.Must(t, err)
	now := r.k.Clock.Now()
	b, err := json.Marshal(models.Session{Ref: ref, PersonID: who.PersonID, Device: "Firefox, Linux", CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(time.Hour)})
	testkit.Must(t, err)
	testkit.Must(t, r.k.Store.Sessions(r.k.Clock.Now).CommitCtx(t.Context(), "hash of "+ref, b, now))
	return ref
}

// walkSessions lists sessions and ends them; nobody sees or ends those of others.
func walkSessions(r *rig) {
	t, k := r.t, r.k
	r.session(t, "drafter", "one")
	r.session(t, "facilitator", "two")
	list := r.do(ask{method: "GET", path: "/me/sessions", as: "drafter"}).want(200)
	if list.text("items.0.session") != "one" || list.text("items.0.device") != "Firefox, Linux" || strings.Contains(string(list.body), "two") || strings.Contains(string(list.body), "hash") {
		t.Errorf("listed: %s", list.body)
	}
	one := ask{method: "DELETE", path: "/me/sessions/one", as: "facilitator"}
	r.do(one).want(404)
	one.as = "drafter"
	r.do(one).want(204)
	r.do(one).want(404)
	if n := k.Count(t, "sessions", "ref = 'one'"); n != 0 {
		t.Error("it is still there")
	}
}
