package consult_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// idOf is how a person of the story is named outside.
func idOf(t *testing.T, k *testkit.Kit, who models.Actor) string {
	t.Helper()
	p, err := k.Store.Person(t.Context(), who.PersonID)
	testkit.Must(t, err)
	return p.PublicID
}

func TestPeople_anOrganiserOfRegionsSeesAndGivesOnlyThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		east := c.Limited("east", []string{"014"}, models.Organiser)
		inside := c.Limited("inside", []string{"014"}, models.Observer)
		outside := c.Limited("outside", []string{"150"}, models.Observer)
		by := k.Call(east)
		all, err := k.Service.People(t.Context(), by, "town")
		testkit.Must(t, err)
		var names []string
		for _, m := range all.Members {
			names = append(names, m.Name)
			if m.Email != "" {
				t.Errorf("%s is shown with an address to who did not prove anew who they are", m.Name)
			}
		}
		if !slices.Equal(names, []string{"east", "inside"}) {
			t.Errorf("sees %v", names)
		}
		_, err = k.Service.SetRole(t.Context(), by, "town", idOf(t, k, outside), consult.RoleInput{Role: "observer", Regions: []string{"014"}})
		wantFault(t, err, fault.NotFound, "person_not_found")
		_, err = k.Service.SetRole(t.Context(), by, "town", "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", consult.RoleInput{Role: "observer", Regions: []string{"014"}})
		wantFault(t, err, fault.NotFound, "person_not_found")
		for _, regions := range [][]string{nil, {"002"}, {"014", "150"}} {
			_, err = k.Service.SetRole(t.Context(), by, "town", idOf(t, k, inside), consult.RoleInput{Role: "drafter", Regions: regions})
			wantField(t, err, "regions", "outside_role")
			wantField(t, k.Service.Invite(t.Context(), by, "town", consult.NewInvitation{Email: "x@example.org", Role: "drafter", Regions: regions}), "regions", "outside_role")
		}
		m, err := k.Service.SetRole(t.Context(), by, "town", idOf(t, k, inside), consult.RoleInput{Role: "drafter", Regions: []string{"014"}})
		testkit.Must(t, err)
		if len(m.Grants) != 2 {
			t.Errorf("given: %+v", m.Grants)
		}
		if mails := k.Mails(); mails[len(mails)-1].Kind != "role_given" || mails[len(mails)-1].To != inside.Email {
			t.Errorf("the person was not told: %+v", mails)
		}
		_, err = k.Service.CreateEvent(t.Context(), by, "town", consult.NewEvent{Title: "There", StartsAt: "2026-05-01T10:00", TimeZone: "UTC", Country: "FR"})
		wantField(t, err, "region", "outside_role")
		_, err = k.Service.CreateEvent(t.Context(), by, "town", consult.NewEvent{Title: "Nowhere", StartsAt: "2026-05-01T10:00", TimeZone: "UTC"})
		wantField(t, err, "region", "outside_role")
		_, err = k.Service.CreateEvent(t.Context(), by, "town", consult.NewEvent{Title: "Here", StartsAt: "2026-05-01T10:00", TimeZone: "UTC", Country: "KE"})
		testkit.Must(t, err)
	})
}

func TestTakeRole_theLastOrganiserStays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		me := c.Actor("organiser")
		take := func() error {
			return k.Service.TakeRole(t.Context(), k.Stepped(me), "town", idOf(t, k, me), "organiser")
		}
		c.Limited("east", []string{"014"}, models.Organiser)
		wantFault(t, take(), fault.Conflict, "last_organiser")
		_, err := k.Service.SetRole(t.Context(), k.Stepped(me), "town", idOf(t, k, me), consult.RoleInput{Role: "organiser", Regions: []string{"002"}})
		wantFault(t, err, fault.Conflict, "last_organiser")
		c.Person("other", models.Organiser)
		testkit.Must(t, take())
		if _, err := k.Service.People(t.Context(), k.Call(c.Actor("organiser")), "town"); err == nil {
			t.Error("organises still")
		}
		all, err := k.Service.People(t.Context(), c.Call("other"), "town")
		testkit.Must(t, err)
		if len(all.Changes) != 1 || all.Changes[0].Change != models.GrantTaken || all.Changes[0].By != "organiser" || !all.Changes[0].CreatedAt.Equal(k.Clock.Now()) {
			t.Errorf("recorded: %+v", all.Changes)
		}
	})
}

func TestInvitation_givesItsRoleOnceToWhoeverHasTheLink(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		by := c.Call("organiser")
		invite := func(in consult.NewInvitation) (secret string) {
			testkit.Must(t, k.Service.Invite(t.Context(), by, "town", in))
			return k.Secret(t, in.Email)
		}
		accept := func(secret string) (models.Person, error) {
			p, _, err := k.Service.AcceptInvitation(t.Context(), k.Call(models.Actor{}), secret)
			return p, err
		}
		secret := invite(consult.NewInvitation{Email: dana, Name: "Dana", Role: "drafter", Regions: []string{"014"}})
		if k.Count(t, "people", "name = 'Dana'") != 0 {
			t.Error("an invitation makes nobody before it is accepted")
		}
		o, err := k.Service.Offered(t.Context(), secret)
		testkit.Must(t, err)
		if o.Role != models.Drafter || o.By != "organiser" || !slices.Equal(o.Regions, []string{"014"}) || o.Consultation.Slug != "town" {
			t.Errorf("offered: %+v", o)
		}
		p, err := accept(secret)
		testkit.Must(t, err)
		if p.Name != "Dana" || p.EmailKey != models.EmailKey(dana) {
			t.Errorf("accepted by %+v", p)
		}
		_, err = accept(secret)
		wantFault(t, err, fault.Conflict, "invitation_accepted")
		_, err = accept("nonsense")
		wantFault(t, err, fault.NotFound, "link_not_found")

		who, err := k.Service.Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		_, _, err = k.Service.AcceptInvitation(t.Context(), k.Call(who), invite(consult.NewInvitation{Email: dana, Role: "drafter", Regions: []string{"150"}}))
		testkit.Must(t, err)
		who, err = k.Service.Actor(t.Context(), p.ID)
		testkit.Must(t, err)
		if len(who.Grants) != 1 || !slices.Equal(who.Grants[0].Regions, []string{"014", "150"}) {
			t.Errorf("a second invitation takes nothing away: %+v", who.Grants)
		}

		first := invite(consult.NewInvitation{Email: "eve@example.org", Role: "observer"})
		all, err := k.Service.People(t.Context(), by, "town")
		testkit.Must(t, err)
		id := all.Invitations[0].PublicID
		k.Clock.Add(15 * 24 * time.Hour)
		_, err = accept(first)
		wantFault(t, err, fault.Conflict, "invitation_expired")
		by = c.Call("organiser")
		testkit.Must(t, k.Service.InviteAgain(t.Context(), by, "town", id))
		second := k.Secret(t, "eve@example.org")
		_, err = accept(first)
		wantFault(t, err, fault.NotFound, "link_not_found")
		wantFault(t, k.Service.RevokeInvitation(t.Context(), c.Call("drafter"), "town", id), fault.Forbidden, "forbidden")
		testkit.Must(t, k.Service.RevokeInvitation(t.Context(), by, "town", id))
		_, err = accept(second)
		wantFault(t, err, fault.Conflict, "invitation_revoked")
		wantFault(t, k.Service.InviteAgain(t.Context(), by, "town", id), fault.Conflict, "invitation_ended")
	})
}

func TestInvitation_isWorthNoMoreThanWhoInvited(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Person("gone", models.Organiser)
		testkit.Must(t, k.Service.Invite(t.Context(), k.Stepped(c.Actor("gone")), "town", consult.NewInvitation{Email: "friend@example.org", Role: "organiser"}))
		testkit.Must(t, k.Service.TakeRole(t.Context(), k.Stepped(c.Actor("organiser")), "town", idOf(t, k, c.Actor("gone")), "organiser"))
		_, _, err := k.Service.AcceptInvitation(t.Context(), k.Call(models.Actor{}), k.Secret(t, "friend@example.org"))
		wantFault(t, err, fault.Conflict, "invitation_revoked")
	})
}

func TestInvitation_opensNoAccountThatIsThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		root, other := c.Story.Person("root", models.Admin), c.Story.Person("other")
		testkit.Must(t, k.Service.Invite(t.Context(), c.Call("organiser"), "town", consult.NewInvitation{Email: strings.ToUpper(root.Email), Name: "Taken over", Role: "observer"}))
		secret := k.Secret(t, strings.ToUpper(root.Email))
		program := root
		program.ByToken = true
		for _, by := range []models.Actor{{}, other, c.Actor("organiser"), program} {
			_, _, err := k.Service.AcceptInvitation(t.Context(), k.Call(by), secret)
			wantFault(t, err, fault.SignIn, "sign_in")
		}
		if n := k.Count(t, "grants", "role = 'observer' AND person_id = "+strconv.FormatInt(root.PersonID, 10)); n != 0 {
			t.Errorf("%d were given the role", n)
		}
		p, _, err := k.Service.AcceptInvitation(t.Context(), k.Call(root), secret) // it stayed open
		testkit.Must(t, err)
		if p.ID != root.PersonID || p.Name != root.Name {
			t.Errorf("accepted by %+v", p)
		}
	})
}

func TestInvitation_ofWhoWasErasedIsRevoked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		gone := c.Person("gone", models.Organiser)
		testkit.Must(t, k.Service.Invite(t.Context(), c.Call("gone"), "town", consult.NewInvitation{Email: "friend@example.org", Role: "observer"}))
		_, err := k.SQL(t).Exec("UPDATE people SET erasing = 'asked' WHERE id = " + strconv.FormatInt(gone.PersonID, 10))
		testkit.Must(t, err)
		_, err = k.Service.Offered(t.Context(), k.Secret(t, "friend@example.org"))
		wantFault(t, err, fault.Conflict, "invitation_revoked")
	})
}

// D3: whether an address is known changes nothing that who invites could see.
func TestInvite_saysAndWritesTheSameForKnownAndUnknownAddresses(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for _, email := range []string{story.Address("ana"), story.Address("drafter"), "stranger@example.org"} {
			testkit.Must(t, k.Service.Invite(t.Context(), c.Call("organiser"), "town", consult.NewInvitation{Email: email, Role: "observer"}))
		}
		all, err := k.Service.People(t.Context(), c.Call("organiser"), "town")
		testkit.Must(t, err)
		for _, i := range all.Invitations {
			if i.State != "open" || i.Name != "" || i.Email != "" || i.By != "organiser" {
				t.Errorf("%+v", i)
			}
		}
		db := k.SQL(t)
		for table, rows := range k.Snapshot(t, db) {
			if strings.Contains(strings.Join(rows, "\n"), "stranger@example.org") {
				t.Errorf("%s holds the address in clear", table)
			}
		}
	})
}

func TestStanding_whoIsKeptOutIsOutAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		root := c.Story.Person("root", models.Admin)
		drafter := c.Actor("drafter")
		token, err := k.Service.NewAPIToken(t.Context(), k.System(), drafter.PersonID)
		testkit.Must(t, err)
		by := k.Call(root)
		_, err = k.Service.SetStanding(t.Context(), by, idOf(t, k, drafter), consult.Standing{Do: "disable"})
		wantFault(t, err, fault.Forbidden, "step_up")
		by.SteppedUpAt = by.At
		_, err = k.Service.SetStanding(t.Context(), k.Call(drafter), idOf(t, k, drafter), consult.Standing{Do: "admin"})
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.SetStanding(t.Context(), by, idOf(t, k, root), consult.Standing{Do: "not_admin"})
		wantFault(t, err, fault.Conflict, "last_admin")
		_, err = k.Service.SetStanding(t.Context(), by, idOf(t, k, root), consult.Standing{Do: "disable"})
		wantFault(t, err, fault.Conflict, "last_admin")
		_, err = k.Service.SetStanding(t.Context(), by, idOf(t, k, drafter), consult.Standing{Do: "disable"})
		testkit.Must(t, err)
		_, err = k.Service.ActorByToken(t.Context(), token)
		wantFault(t, err, fault.SignIn, "bad_token")
		_, err = k.Service.Actor(t.Context(), drafter.PersonID)
		wantFault(t, err, fault.SignIn, "person_disabled")
		_, err = k.Service.SetStanding(t.Context(), by, idOf(t, k, drafter), consult.Standing{Do: "enable"})
		testkit.Must(t, err)
		_, err = k.Service.ActorByToken(t.Context(), token)
		wantFault(t, err, fault.SignIn, "bad_token") // what ended does not come back
		found, err := k.Service.FindPeople(t.Context(), by, "DRAFT%")
		testkit.Must(t, err)
		if len(found) != 0 {
			t.Errorf("a sign of LIKE finds %d", len(found))
		}
		if found, err = k.Service.FindPeople(t.Context(), by, "draft"); err != nil || len(found) != 1 {
			t.Errorf("found %d, %v", len(found), err)
		}
	})
}

func TestAPIToken_endsWhenItShould(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		_, err := k.Service.MakeAPIToken(t.Context(), c.Call("drafter"), consult.NewToken{Name: "x", Days: 1})
		wantFault(t, err, fault.Forbidden, "step_up")
		by := k.Stepped(c.Actor("drafter"))
		for _, days := range []int{-1, 366} {
			_, err := k.Service.MakeAPIToken(t.Context(), by, consult.NewToken{Name: "x", Days: days})
			if f, ok := fault.As(err); !ok || f.Kind != fault.Invalid {
				t.Errorf("%d days: %v", days, err)
			}
		}
		_, err = k.Service.MakeAPIToken(t.Context(), by, consult.NewToken{Name: "x", Scopes: []string{"everything"}})
		wantField(t, err, "scopes.0", "unknown_value")
		by.Once = models.Once{Scope: "x", Key: "0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", Hash: "h"}
		secret, err := k.Service.MakeAPIToken(t.Context(), by, consult.NewToken{Name: "x", Days: 1})
		testkit.Must(t, err)
		_, err = k.Service.MakeAPIToken(t.Context(), by, consult.NewToken{Name: "x", Days: 1})
		wantFault(t, err, fault.Conflict, "token_made")
		who, err := k.Service.ActorByToken(t.Context(), secret)
		testkit.Must(t, err)
		all, err := k.Service.APITokens(t.Context(), who)
		testkit.Must(t, err)
		if len(all) != 1 || all[0].LastUsedOn != "2026-03-14" {
			t.Errorf("tokens: %+v", all)
		}
		wantFault(t, k.Service.RevokeAPIToken(t.Context(), c.Call("organiser"), all[0].ID), fault.NotFound, "token_not_found")
		k.Clock.Add(24*time.Hour + time.Second)
		_, err = k.Service.ActorByToken(t.Context(), secret)
		wantFault(t, err, fault.SignIn, "bad_token")
	})
}
