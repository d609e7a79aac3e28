package consult_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// refresh reads what somebody may now.
func refresh(t *testing.T, k *testkit.Kit, a models.Actor) models.Actor {
	t.Helper()
	now, err := k.Service.Actor(t.Context(), a.PersonID)
	testkit.Must(t, err)
	return now
}

func mailed(k *testkit.Kit, kind string) []string {
	var to []string
	for _, m := range k.Mails() {
		if m.Kind == kind {
			to = append(to, m.To)
		}
	}
	slices.Sort(to)
	return to
}

func TestMandate_isAskedForAndDecidedByOthers(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana, bela, organiser := c.Story.Actor("ana"), c.Story.Actor("bela"), c.Story.Actor("organiser")
		o, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), ministry("Ministry of Trade"))
		testkit.Must(t, err)
		if got := mailed(k, "mandate_asked"); !slices.Equal(got, []string{story.Address("organiser")}) {
			t.Errorf("told %q", got)
		}
		mine, err := k.Service.MyMandates(t.Context(), ana)
		testkit.Must(t, err)
		if len(mine) != 1 || mine[0].State != models.MandateAsked || slices.Contains(refresh(t, k, ana).Organisations, o.ID) {
			t.Fatalf("%+v", mine)
		}
		ref := mine[0].Ref
		yes := consult.MandateDecision{Decision: "confirm"}

		// Nobody else sees it, and nobody decides on their own.
		_, err = k.Service.DecideMandate(t.Context(), k.Call(bela), o.Slug, ref, yes)
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.DecideMandate(t.Context(), k.Call(models.Actor{}), o.Slug, ref, yes)
		wantFault(t, err, fault.SignIn, "sign_in")
		_, err = k.Service.DecideMandate(t.Context(), k.Call(ana), o.Slug, ref, yes)
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.EndMandate(t.Context(), k.Call(bela), o.Slug, ref, consult.MandateEnd{})
		wantFault(t, err, fault.NotFound, "mandate_not_found")
		_, err = k.Service.Mandates(t.Context(), bela, o.Slug, consult.MandateList{})
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.DecideMandate(t.Context(), k.Call(organiser), o.Slug, ref, consult.MandateDecision{Decision: "refuse"})
		wantField(t, err, "reason", "required")

		m, err := k.Service.DecideMandate(t.Context(), k.Call(organiser), o.Slug, ref, yes)
		testkit.Must(t, err)
		if m.State != models.MandateConfirmed || m.How != models.ByOrganiser || *m.DecidedBy != organiser.PersonID {
			t.Errorf("%+v", m)
		}
		_, err = k.Service.DecideMandate(t.Context(), k.Call(organiser), o.Slug, ref, yes)
		wantFault(t, err, fault.Conflict, "already_decided")
		if got := mailed(k, "mandate_confirmed"); !slices.Equal(got, []string{story.Address("ana")}) {
			t.Errorf("told %q", got)
		}
	})
}

func TestMandate_endsAndStaysInTheRecord(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		bela, organiser := c.Story.Actor("bela"), c.Story.Actor("organiser")
		yes := consult.MandateDecision{Decision: "confirm"}
		in := ministry("Ministry of Trade")
		in.Slug = "trade"
		o, err := k.Service.PutOrganisation(t.Context(), k.System(), in, story.Address("ana"))
		testkit.Must(t, err)
		ana := c.Story.Actor("ana")
		held, err := k.Store.OpenMandate(t.Context(), o.ID, ana.PersonID)
		testkit.Must(t, err)

		asked, err := k.Service.AskMandate(t.Context(), k.Call(bela), o.Slug, consult.NewMandate{Title: "Clerk"})
		testkit.Must(t, err)
		_, err = k.Service.AskMandate(t.Context(), k.Call(bela), o.Slug, consult.NewMandate{})
		wantFault(t, err, fault.Conflict, "mandate_there")
		m, err := k.Service.DecideMandate(t.Context(), k.Call(ana), o.Slug, asked.Ref, yes)
		testkit.Must(t, err)
		if m.How != models.ByMandated || m.Title != "Clerk" {
			t.Errorf("%+v", m)
		}

		// And it ends, stays in the record, and can be asked for again.
		_, err = k.Service.EndMandate(t.Context(), k.Call(bela), o.Slug, asked.Ref, consult.MandateEnd{Reason: "left"})
		testkit.Must(t, err)
		_, err = k.Service.EndMandate(t.Context(), k.Call(bela), o.Slug, asked.Ref, consult.MandateEnd{})
		wantFault(t, err, fault.Conflict, "already_decided")
		if refresh(t, k, bela).Organisations != nil {
			t.Error("an ended mandate still speaks")
		}
		_, err = k.Service.AskMandate(t.Context(), k.Call(bela), o.Slug, consult.NewMandate{})
		testkit.Must(t, err)
		all, err := k.Service.Mandates(t.Context(), organiser, o.Slug, consult.MandateList{})
		testkit.Must(t, err)
		var states []string
		for _, m := range all.Items {
			states = append(states, string(m.State))
		}
		if strings.Join(states, " ") != "asked ended confirmed" {
			t.Errorf("the record is %q", states)
		}
		_, err = k.Service.EndMandate(t.Context(), k.Call(organiser), o.Slug, held.Ref, consult.MandateEnd{Reason: "moved"})
		testkit.Must(t, err)
		if got := mailed(k, "mandate_ended"); !slices.Equal(got, []string{story.Address("ana")}) {
			t.Errorf("told %q", got)
		}
	})
}

func TestMandate_whoMayDecide(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		elsewhere := k.Story(t).Consultation("village", story.Open())
		elsewhere.Person("villager", models.Organiser)
		c.Story.Person("admin", models.Admin)
		in := ministry("Ministry of Trade")
		in.Slug = "trade"
		_, err := k.Service.PutOrganisation(t.Context(), k.System(), in, story.Address("bela"))
		testkit.Must(t, err)
		other := ministry("Ministry of Health")
		other.Slug = "health"
		_, err = k.Service.PutOrganisation(t.Context(), k.System(), other, story.Address("otto"))
		testkit.Must(t, err)
		for who, may := range map[string]bool{
			"admin": true, "organiser": true, "villager": true, "bela": true, // who speaks for it
			"facilitator": false, "drafter": false, "moderator": false, "observer": false, "translator": false, "otto": false,
		} {
			p, err := k.Store.PersonByEmail(t.Context(), story.Address(who))
			testkit.Must(t, err)
			a := refresh(t, k, models.Actor{PersonID: p.ID})
			asker := c.Story.Person("asks-" + who)
			m, err := k.Service.AskMandate(t.Context(), k.Call(asker), "trade", consult.NewMandate{})
			testkit.Must(t, err)
			_, err = k.Service.DecideMandate(t.Context(), k.Call(a), "trade", m.Ref, consult.MandateDecision{Decision: "confirm"})
			if (err == nil) != may || !may && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", who, err)
			}
			if _, err := k.Service.Mandates(t.Context(), a, "trade", consult.MandateList{}); (err == nil) != may {
				t.Errorf("%s lists: %v", who, err)
			}
			facts := consult.OrganisationFacts{Name: "Ministry of Trade", Language: "en", Country: "KE", StakeholderType: "government"}
			_, err = k.Service.SetOrganisation(t.Context(), k.Call(a), "trade", facts, 0)
			if edits := who == "admin" || who == "bela"; (err == nil) != edits {
				t.Errorf("%s edits: %v", who, err)
			}
			// A mandate is not found below another organisation.
			_, err = k.Service.DecideMandate(t.Context(), k.Call(a), "health", m.Ref, consult.MandateDecision{Decision: "confirm"})
			if !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s below another: %v", who, err)
			}
		}
		// An organiser's own request is for another to decide.
		organiser := c.Story.Actor("organiser")
		own, err := k.Service.AskMandate(t.Context(), k.Call(organiser), "trade", consult.NewMandate{})
		testkit.Must(t, err)
		_, err = k.Service.DecideMandate(t.Context(), k.Call(organiser), "trade", own.Ref, consult.MandateDecision{Decision: "confirm"})
		wantFault(t, err, fault.Forbidden, "own_mandate")
	})
}

func TestMandate_nobodyConfirmsThemselvesByADomainOfTheirOwn(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana, organiser := c.Story.Actor("ana"), c.Story.Actor("organiser")
		in := ministry("Ministry of Trade")
		in.Domains = []string{"example.org"} // ana's own
		o, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), in)
		testkit.Must(t, err)
		state := func(a models.Actor) models.Mandate {
			t.Helper()
			m, err := k.Store.OpenMandate(t.Context(), o.ID, a.PersonID)
			testkit.Must(t, err)
			return *m
		}
		if m := state(ana); m.State != models.MandateAsked {
			t.Fatalf("%+v", m)
		}
		// Another at the same domain is not confirmed either, until somebody answerable confirmed who set it.
		early := c.Story.Person("early")
		_, err = k.Service.AskMandate(t.Context(), k.Call(early), o.Slug, consult.NewMandate{})
		testkit.Must(t, err)
		if m := state(early); m.State != models.MandateAsked {
			t.Errorf("%+v", m)
		}
		_, err = k.Service.DecideMandate(t.Context(), k.Call(organiser), o.Slug, state(ana).Ref, consult.MandateDecision{Decision: "confirm"})
		testkit.Must(t, err)
		late := c.Story.Person("late")
		_, err = k.Service.AskMandate(t.Context(), k.Call(late), o.Slug, consult.NewMandate{})
		testkit.Must(t, err)
		if m := state(late); m.State != models.MandateConfirmed || m.How != models.ByDomain {
			t.Errorf("%+v", m)
		}
		// Who was confirmed by domain cannot let another domain in; who vouches can.
		facts := consult.OrganisationFacts{Name: "Ministry of Trade", Language: "en", Country: "KE", StakeholderType: "government", Domains: []string{"example.org", "example.net"}}
		got, err := k.Service.SetOrganisation(t.Context(), k.Call(refresh(t, k, late)), o.Slug, facts, 0)
		testkit.Must(t, err)
		if !slices.Equal(got.Vouched, models.List{"example.org"}) || len(got.Domains) != 2 {
			t.Errorf("vouched %q of %q", got.Vouched, got.Domains)
		}
		got, err = k.Service.SetOrganisation(t.Context(), k.Call(refresh(t, k, ana)), o.Slug, facts, 0)
		testkit.Must(t, err)
		if len(got.Vouched) != 2 {
			t.Errorf("vouched %q", got.Vouched)
		}
	})
}

func TestAskMandate_atOnceGivesOne(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana := k.Story(t).Person("ana")
		o := added(t, k, ministry("Ministry of Trade"))
		errs := make([]error, 16)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { _, errs[i] = k.Service.AskMandate(t.Context(), k.Call(ana), o.Slug, consult.NewMandate{}) })
		}
		all.Wait()
		ones := 0
		for _, err := range errs {
			if err == nil {
				ones++
				continue
			}
			wantFault(t, err, fault.Conflict, "mandate_there")
		}
		if n := k.Count(t, "mandates", "1 = 1"); ones != 1 || n != 1 {
			t.Errorf("%d asked, %d kept", ones, n)
		}
	})
}

func TestPutOrganisation_isRepeatable(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		in := consult.NewOrganisation{Slug: "trade", Name: "Ministry of Trade", Country: "KE", StakeholderType: "government", Domains: []string{"trade.example"}}
		for range 2 {
			_, err := k.Service.PutOrganisation(t.Context(), k.System(), in, "minister@trade.example")
			testkit.Must(t, err)
		}
		in.Name, in.Country, in.Domains = "Ministry of Commerce", "UG", nil
		o, err := k.Service.PutOrganisation(t.Context(), k.System(), in, "")
		testkit.Must(t, err)
		if o.Name["en"] != "Ministry of Commerce" || o.Country != "UG" || len(o.Domains) != 1 || k.Count(t, "mandates", "state = 'confirmed' AND how = 'command'") != 1 {
			t.Errorf("%+v", o)
		}
		_, err = k.Service.PutOrganisation(t.Context(), k.System(), in, "no address")
		wantField(t, err, "mandate", "email")
		_, err = k.Service.PutOrganisation(t.Context(), k.Call(k.Story(t).Person("ana")), in, "")
		wantFault(t, err, fault.Forbidden, "forbidden")
	})
}

// A role limited to regions decides there, and elsewhere neither decides nor hears, sees or counts.
func TestMandate_aRegionalOrganiserDecidesInTheirRegions(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		west, east := c.Limited("west", []string{"011"}, models.Organiser), c.Limited("east", []string{"002"}, models.Organiser)
		ana := c.Story.Actor("ana")
		in := ministry("Ministry of Trade") // of Kenya: Eastern Africa, which is in Africa
		o, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), in)
		testkit.Must(t, err)
		if o.Region != "014" {
			t.Fatalf("it is in %s", o.Region)
		}
		if got, want := mailed(k, "mandate_asked"), []string{story.Address("east"), story.Address("organiser")}; !slices.Equal(got, want) {
			t.Errorf("told %q, want %q", got, want)
		}
		mine, err := k.Service.MyMandates(t.Context(), ana)
		testkit.Must(t, err)
		yes := consult.MandateDecision{Decision: "confirm"}
		_, err = k.Service.DecideMandate(t.Context(), k.Call(west), o.Slug, mine[0].Ref, yes)
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.Mandates(t.Context(), west, o.Slug, consult.MandateList{})
		wantFault(t, err, fault.Forbidden, "forbidden")
		for who, want := range map[string]int{"west": 0, "east": 1, "organiser": 1} {
			actor := c.Story.Actor(who)
			list, err := k.Service.Organisations(t.Context(), actor, models.OrganisationFilter{}, true)
			testkit.Must(t, err)
			waiting, err := k.Service.WaitingMandates(t.Context(), actor)
			testkit.Must(t, err)
			if len(list.Items) != want || list.Total != want || waiting != want {
				t.Errorf("%s sees %d of %d and counts %d, want %d", who, len(list.Items), list.Total, waiting, want)
			}
		}
		_, err = k.Service.DecideMandate(t.Context(), k.Call(east), o.Slug, mine[0].Ref, yes)
		testkit.Must(t, err)
	})
}
