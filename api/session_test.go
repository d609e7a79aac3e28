package api_test

import (
	"encoding/json"
	"strings"
	"time"

	"travaux/internal/testkit"
	"travaux/models"
)

// walkSessions lists sessions and ends them; nobody sees or ends those of others.
func walkSessions(r *rig) {
	t, k, now := r.t, r.k, r.k.Clock.Now()
	for role, ref := range map[string]string{"drafter": "one", "facilitator": "two"} {
		who, err := k.Service.ActorByToken(t.Context(), r.tokens[role])
		testkit.Must(t, err)
		b, err := json.Marshal(models.Session{Ref: ref, PersonID: who.PersonID, Device: "Firefox, Linux", CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(time.Hour)})
		testkit.Must(t, err)
		testkit.Must(t, k.Store.Sessions(k.Clock.Now).CommitCtx(t.Context(), "hash of "+ref, b, now))
	}
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
