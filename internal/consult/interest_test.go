package consult_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// harbour is a town that takes interests until tomorrow.
func harbour(t *testing.T, k *testkit.Kit) *story.Consultation {
	t.Helper()
	now := k.Clock.Now()
	return town(t, k, story.During(models.PhaseInterest, now.Add(-time.Hour), now.Add(24*time.Hour)))
}

// wish is an interest of an organisation in Kenya.
func wish(name string) consult.NewInterest {
	return consult.NewInterest{
		OrganisationName: name, Country: "KE", StakeholderType: "civil_society", ContactName: "Amani", ContactEmail: "amani@harbour.example",
		Motivation: "We look after the quay.", OutcomeArea: "capacity", Language: "en",
	}
}

// stranger is a request of nobody in particular.
func stranger(k *testkit.Kit) models.Call {
	by := k.Call(models.Actor{})
	by.Client = "client"
	return by
}

// express sends an interest that must be taken.
func express(t *testing.T, k *testkit.Kit, by models.Call, in consult.NewInterest) models.InterestRow {
	t.Helper()
	i, err := k.Service.ExpressInterest(t.Context(), by, "town", in)
	testkit.Must(t, err)
	return i
}

// confirmed sends the interest of a stranger and confirms its address.
func confirmed(t *testing.T, k *testkit.Kit, in consult.NewInterest) models.Interest {
	t.Helper()
	express(t, k, stranger(k), in)
	_, i, err := k.Service.ConfirmInterest(t.Context(), stranger(k), k.Secret(t, in.ContactEmail))
	testkit.Must(t, err)
	return i
}

// onBoard are the names that somebody sees on the board.
func onBoard(t *testing.T, k *testkit.Kit, who models.Actor, f models.InterestFilter) (out []string) {
	t.Helper()
	b, err := k.Service.Board(t.Context(), who, "town", f)
	testkit.Must(t, err)
	n := 0
	for _, i := range b.Newest {
		out = append(out, i.OrganisationName)
	}
	for _, c := range b.Counts {
		n += c.Count
	}
	list, err := k.Service.Interests(t.Context(), who, "town", f)
	testkit.Must(t, err)
	if n != len(out) || len(list.Items) != n {
		t.Errorf("%d on the board, %d counted, %d listed", len(out), n, len(list.Items))
	}
	slices.Sort(out)
	return out
}

func TestExpressInterest_isSeenOnceItsAddressIsConfirmed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		organiser := c.Actor("organiser")
		sent := express(t, k, stranger(k), wish("Harbour Guild"))
		if sent.ConfirmedAt != nil || sent.Region != "014" || sent.NoticeVersion != 1 || sent.Late {
			t.Errorf("%+v", sent)
		}
		if seen := onBoard(t, k, organiser, models.InterestFilter{}); len(seen) != 0 {
			t.Errorf("before it is confirmed the board has %v", seen)
		}
		secret := k.Secret(t, "amani@harbour.example")
		_, _, contact, err := k.Service.ConfirmingInterest(t.Context(), secret)
		if err != nil || contact.Name != "Amani" {
			t.Errorf("%+v, %v", contact, err)
		}
		for range 2 { // once more says the same
			_, i, err := k.Service.ConfirmInterest(t.Context(), stranger(k), secret)
			if err != nil || i.Ref != sent.Ref || i.ConfirmedAt == nil {
				t.Errorf("%+v, %v", i, err)
			}
		}
		if seen := onBoard(t, k, organiser, models.InterestFilter{}); !slices.Equal(seen, []string{"Harbour Guild"}) {
			t.Errorf("the board has %v", seen)
		}
		_, _, err = k.Service.ConfirmInterest(t.Context(), stranger(k), "made-up")
		wantFault(t, err, fault.NotFound, "link_not_found")
	})
}

func TestExpressInterest_ofSomebodySignedInIsTakenAtOnceUnderTheirAddress(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		i := express(t, k, c.Call("ana"), wish("Harbour Guild"))
		p, err := k.Service.Interest(t.Context(), c.System(), "town", i.Ref)
		if err != nil || i.ConfirmedAt == nil || p.Contact.Email != story.Address("ana") || p.Contact.PersonID == nil {
			t.Errorf("%+v, %v", p.Contact, err)
		}
		_, err = k.Service.ExpressInterest(t.Context(), c.Call("bela"), "town", wish("HARBOUR  guild"))
		wantFault(t, err, fault.Conflict, "interest_there")
	})
}

// Nobody can find out by trying names which organisations have expressed interest; the owner of the address is told.
func TestExpressInterest_tellsAStrangerTheSameWhetherTheOrganisationIsThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		express(t, k, c.Call("ana"), wish("Harbour Guild"))
		again, other := wish("Harbour Guild."), wish("Boat Guild")
		again.ContactEmail, other.ContactEmail = "again@harbour.example", "other@harbour.example"
		first, second := express(t, k, stranger(k), again), express(t, k, stranger(k), other)
		first.ID, first.Ref, first.Salt, first.Commitment, first.OrganisationName, first.NameKey = second.ID, second.Ref, second.Salt, second.Commitment, second.OrganisationName, second.NameKey
		if first != second {
			t.Errorf("a stranger is told %+v and %+v", first, second)
		}
		kinds := map[string]string{}
		for _, l := range k.Mails() {
			kinds[l.To] = l.Kind
		}
		if kinds["again@harbour.example"] != "interest_there" || kinds["other@harbour.example"] != "interest_confirm" {
			t.Errorf("mailed: %v", kinds)
		}
		if seen := onBoard(t, k, c.Actor("organiser"), models.InterestFilter{}); !slices.Equal(seen, []string{"Harbour Guild"}) {
			t.Errorf("the board has %v", seen)
		}
	})
}

// Of two that were sent before either was confirmed, the second is told when it is confirmed.
func TestConfirmInterest_takesOneOfAnOrganisation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		harbour(t, k)
		one, two := wish("Harbour Guild"), wish("Harbour guild")
		two.ContactEmail = "zawadi@harbour.example"
		express(t, k, stranger(k), one)
		express(t, k, stranger(k), two)
		_, _, err := k.Service.ConfirmInterest(t.Context(), stranger(k), k.Secret(t, two.ContactEmail))
		testkit.Must(t, err)
		_, _, err = k.Service.ConfirmInterest(t.Context(), stranger(k), k.Secret(t, one.ContactEmail))
		wantFault(t, err, fault.Conflict, "interest_there")
	})
}

func TestExpressInterest_refusesInWordsAndStoresNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		for field, in := range map[string]func(*consult.NewInterest){
			"organisation_name=blank":         func(in *consult.NewInterest) { in.OrganisationName = " \u2800" },
			"country=unknown_value":           func(in *consult.NewInterest) { in.Country = "not_stated" },
			"stakeholder_type=unknown_value":  func(in *consult.NewInterest) { in.StakeholderType = "individual" },
			"stakeholder_subtype=not_of_type": func(in *consult.NewInterest) { in.StakeholderType, in.StakeholderSubtype = "government", "ngo" },
			"motivation=required":             func(in *consult.NewInterest) { in.Motivation = "" },
			"outcome_area=unknown_value":      func(in *consult.NewInterest) { in.OutcomeArea = "boats" },
			"contact_email=email":             func(in *consult.NewInterest) { in.ContactEmail = "nobody" },
			"contact_email=trapped":           func(in *consult.NewInterest) { in.Homepage = "http://x.example" },
		} {
			w := wish("Harbour Guild")
			in(&w)
			_, err := k.Service.ExpressInterest(t.Context(), stranger(k), "town", w)
			name, code, _ := strings.Cut(field, "=")
			wantField(t, err, name, code)
		}
		w := wish("Harbour Guild")
		w.NoticeVersion = 7
		_, err := k.Service.ExpressInterest(t.Context(), stranger(k), "town", w)
		wantFault(t, err, fault.Conflict, "notices_changed")
		k.Clock.Add(24 * time.Hour)
		_, err = k.Service.ExpressInterest(t.Context(), stranger(k), "town", wish("Harbour Guild"))
		wantFault(t, err, fault.Conflict, "closed")
		if n := k.Count(t, "interests", "1 = 1"); n != 0 {
			t.Errorf("%d are stored", n)
		}
		if open, _ := k.Service.TakesInterest(c.Head()); open {
			t.Error("it is told that they are taken")
		}
	})
}

func TestExpressInterest_ofScriptsIsLimitedAsCommentsAre(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		harbour(t, k)
		limited := k.Limited(k.Store)
		for n := range 40 {
			_, err := limited.ExpressInterest(t.Context(), stranger(k), "town", wish("Guild "+strings.Repeat("I", n+1)))
			if err != nil {
				wantFault(t, err, fault.TooMany, "too_many")
				return
			}
		}
		t.Error("forty go to one address")
	})
}

func TestInterest_isForOrganisersAndObserversWithinTheirRegions(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		for name, country := range map[string]string{"In Kenya": "KE", "In Senegal": "SN", "In Peru": "PE"} {
			in := wish(name)
			in.Country = country
			express(t, k, c.System(), in)
		}
		c.Limited("east", []string{"014"}, models.Organiser)
		c.Limited("africa", []string{"002"}, models.Observer)
		for who, want := range map[string][]string{"organiser": {"In Kenya", "In Peru", "In Senegal"}, "observer": {"In Kenya", "In Peru", "In Senegal"}, "east": {"In Kenya"}, "africa": {"In Kenya", "In Senegal"}} {
			if seen := onBoard(t, k, c.Actor(who), models.InterestFilter{}); !slices.Equal(seen, want) {
				t.Errorf("%s sees %v", who, seen)
			}
		}
		for _, who := range []string{"drafter", "moderator", "facilitator", "translator", "ana"} {
			_, err := k.Service.Board(t.Context(), c.Actor(who), "town", models.InterestFilter{})
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
		all, err := k.Service.Interests(t.Context(), c.Actor("organiser"), "town", models.InterestFilter{Country: []string{"PE"}})
		testkit.Must(t, err)
		peru := all.Items[0].Ref
		_, err = k.Service.Interest(t.Context(), c.Call("east"), "town", peru)
		wantFault(t, err, fault.NotFound, "interest_not_found")
		wantFault(t, k.Service.DeclineInterest(t.Context(), c.Call("east"), "town", peru, consult.InterestRefusal{Reason: "x"}), fault.NotFound, "interest_not_found")
		wantFault(t, k.Service.DeclineInterest(t.Context(), c.Call("observer"), "town", peru, consult.InterestRefusal{Reason: "x"}), fault.Forbidden, "forbidden")
		list, err := k.Service.ExportInterests(t.Context(), c.Call("east"), "town", models.InterestFilter{}, false)
		if err != nil || len(list) != 1 || list[0].Contact.Email != "" || list[0].Contact.Motivation == "" {
			t.Errorf("%+v, %v", list, err)
		}
		_, err = k.Service.ExportInterests(t.Context(), c.Call("east"), "town", models.InterestFilter{}, true)
		wantFault(t, err, fault.Forbidden, "step_up")
	})
}

func TestInterests_filtersAndPages(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		for _, x := range [][4]string{{"Quay Ministry", "KE", "government", "products"}, {"Boat Guild", "SN", "civil_society", "capacity"}, {"Rope & Co", "PE", "private_sector", ""}} {
			in := wish(x[0])
			in.Country, in.StakeholderType, in.OutcomeArea = x[1], x[2], x[3]
			express(t, k, c.System(), in)
		}
		who := c.Actor("organiser")
		for want, f := range map[string]models.InterestFilter{
			"Quay Ministry":            {Type: []string{"government"}},
			"Boat Guild,Rope & Co":     {Type: []string{"civil_society", "private_sector"}},
			"Boat Guild,Quay Ministry": {Region: []string{"002"}},
			"Rope & Co":                {Country: []string{"PE"}},
			"Boat Guild":               {Outcome: []string{"capacity"}, State: []string{"received"}},
			"":                         {State: []string{"invited", "signed"}},
		} {
			if seen := onBoard(t, k, who, f); strings.Join(seen, ",") != want {
				t.Errorf("%+v gives %v", f, seen)
			}
		}
		if seen := onBoard(t, k, who, models.InterestFilter{Q: "BOAT"}); !slices.Equal(seen, []string{"Boat Guild"}) {
			t.Errorf("a search gives %v", seen)
		}
		var paged []string
		for f := (models.InterestFilter{Limit: 2}); ; {
			page, err := k.Service.Interests(t.Context(), who, "town", f)
			testkit.Must(t, err)
			for _, i := range page.Items {
				paged = append(paged, i.OrganisationName)
			}
			if f.Cursor = page.Next; page.Next == "" {
				break
			}
		}
		if !slices.Equal(paged, []string{"Rope & Co", "Boat Guild", "Quay Ministry"}) {
			t.Errorf("paged: %v", paged)
		}
		for _, f := range []models.InterestFilter{{State: []string{"x"}}, {Type: []string{"individual"}}, {Region: []string{"9"}}, {Country: []string{"XX"}}, {Outcome: []string{"boats"}}} {
			_, err := k.Service.Board(t.Context(), who, "town", f)
			wantFault(t, err, fault.Malformed, "bad_filter")
		}
	})
}

func TestExpressInterest_isTakenLateWhereItMayBe_andOnlyFromTheRegionsOfThePhase(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		now := k.Clock.Now()
		c := town(t, k, func(in *consult.NewConsultation, _ time.Time) {
			story.During(models.PhaseInterest, now.Add(-2*time.Hour), now.Add(-time.Hour))(in, now)
			in.Phases[0].Late, in.Phases[0].Regions = true, []string{"014"}
		})
		if i := express(t, k, c.Call("ana"), wish("Harbour Guild")); !i.Late {
			t.Errorf("%+v is not late", i)
		}
		if open, late := k.Service.TakesInterest(c.Head()); !open || !late {
			t.Errorf("open %v, late %v", open, late)
		}
		in := wish("Boat Guild")
		in.Country = "PE"
		_, err := k.Service.ExpressInterest(t.Context(), c.Call("ana"), "town", in)
		wantFault(t, err, fault.Conflict, "closed_region")
		b, err := k.Service.Board(t.Context(), c.Actor("organiser"), "town", models.InterestFilter{})
		if err != nil || len(b.Counts) != 1 || b.Counts[0].Late != 1 {
			t.Errorf("%+v, %v", b.Counts, err)
		}
	})
}
