package consult_test

import (
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// inviteTo invites an organisation that must be one that can be.
func inviteTo(t *testing.T, k *testkit.Kit, by models.Call, ref string, in consult.InterestInvitation) {
	t.Helper()
	testkit.Must(t, k.Service.InviteInterested(t.Context(), by, "town", ref, in))
}

func TestInviteInterested_makesOrganisationAndMandateAndItsLinkLeadsToSigning(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		i := confirmed(t, k, wish("Harbour Guild"))
		inviteTo(t, k, c.Call("organiser"), i.Ref, consult.InterestInvitation{})
		wantFault(t, k.Service.InviteInterested(t.Context(), c.Call("organiser"), "town", i.Ref, consult.InterestInvitation{}), fault.Conflict, "already_decided")
		secret := k.Secret(t, "amani@harbour.example")
		offer, err := k.Service.OfferedInterest(t.Context(), secret)
		if err != nil || offer.Path != "/c/town/sign?organisation=harbour-guild" || offer.Organisation.Country != "KE" {
			t.Errorf("%+v, %v", offer, err)
		}
		p, _, err := k.Service.AcceptInterest(t.Context(), stranger(k), secret)
		testkit.Must(t, err)
		who, err := k.Service.Actor(t.Context(), p.ID)
		if err != nil || p.Email != "amani@harbour.example" || !consult.Can(who, consult.SpeakFor, consult.Thing{OrganisationID: offer.Organisation.ID}) {
			t.Errorf("%+v, %v", who, err)
		}
		mandates, err := k.Service.MyMandates(t.Context(), who)
		if err != nil || len(mandates) != 1 || mandates[0].How != models.ByOrganiser {
			t.Errorf("%+v, %v", mandates, err)
		}
		// Once it was used it signs nobody in, but leads who is there on.
		_, _, err = k.Service.AcceptInterest(t.Context(), stranger(k), secret)
		wantFault(t, err, fault.SignIn, "sign_in")
		_, _, err = k.Service.AcceptInterest(t.Context(), k.Call(who), secret)
		testkit.Must(t, err)
	})
}

// The link lay in a mailbox for days: it opens no account that is in use.
func TestAcceptInterest_signsNobodyInWhoWasHere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		inviteTo(t, k, c.Call("organiser"), express(t, k, c.Call("ana"), wish("Harbour Guild")).Ref, consult.InterestInvitation{})
		_, offer, err := k.Service.AcceptInterest(t.Context(), stranger(k), k.Secret(t, story.Address("ana")))
		wantFault(t, err, fault.SignIn, "sign_in")
		if offer.Path != "/c/town/sign?organisation=harbour-guild" {
			t.Errorf("leads to %q", offer.Path)
		}
		i := confirmed(t, k, wish("Boat Guild"))
		inviteTo(t, k, c.Call("organiser"), i.Ref, consult.InterestInvitation{})
		secret := k.Secret(t, "amani@harbour.example")
		testkit.Must(t, k.Service.AskSignIn(t.Context(), stranger(k), consult.NewSignIn{Email: "amani@harbour.example"}, "browser"))
		_, _, err = k.Service.SignIn(t.Context(), stranger(k), k.Secret(t, "amani@harbour.example"), "browser")
		testkit.Must(t, err)
		_, _, err = k.Service.AcceptInterest(t.Context(), stranger(k), secret)
		wantFault(t, err, fault.SignIn, "sign_in")
		k.Clock.Add(31 * 24 * time.Hour)
		_, err = k.Service.OfferedInterest(t.Context(), secret)
		wantFault(t, err, fault.Conflict, "invitation_expired")
	})
}

func TestInviteInterested_asksWhichOrganisationIsMeant(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		guild := c.Organisation(consult.NewOrganisation{Slug: "harbour-guild", Name: "Harbour Guild", Country: "KE", StakeholderType: "civil_society"}, "")
		like, same, new := confirmed(t, k, wish("Harbour Gui1d")), confirmed(t, k, wish("harbour guild")), wish("Harbour Guilt")
		new.ContactEmail = "other@harbour.example"
		third := confirmed(t, k, new)
		by := c.Call("organiser")
		p, err := k.Service.Interest(t.Context(), by, "town", like.Ref)
		if err != nil || p.Known != nil || len(p.Similar) != 1 || p.Similar[0].Slug != "harbour-guild" {
			t.Errorf("%+v, %v", p.Similar, err)
		}
		wantFault(t, k.Service.InviteInterested(t.Context(), by, "town", like.Ref, consult.InterestInvitation{}), fault.Conflict, "organisation_similar")
		inviteTo(t, k, by, like.Ref, consult.InterestInvitation{Organisation: "harbour-guild"})
		inviteTo(t, k, by, same.Ref, consult.InterestInvitation{}) // it bears the name
		inviteTo(t, k, by, third.Ref, consult.InterestInvitation{Organisation: consult.NewOne})
		for ref, want := range map[string]string{like.Ref: "harbour-guild", same.Ref: "harbour-guild", third.Ref: "harbour-guilt"} {
			if p, err := k.Service.Interest(t.Context(), by, "town", ref); err != nil || p.Slug != want || p.Standing() != models.InterestInvited {
				t.Errorf("%s became %q, %v", ref, p.Slug, err)
			}
		}
		if n := k.Count(t, "mandates", "state = 'confirmed' AND organisation_id <> 0"); n != 2 || guild.Slug == "" {
			t.Errorf("%d mandates", n) // Amani has one for the guild, however often they were invited
		}
	})
}

func TestInviteInterested_isRefusedForOneself_andBeyondTheRegions(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		own := express(t, k, c.Call("organiser"), wish("Harbour Guild"))
		wantFault(t, k.Service.InviteInterested(t.Context(), c.Call("organiser"), "town", own.Ref, consult.InterestInvitation{}), fault.Forbidden, "own_mandate")
		c.Organisation(consult.NewOrganisation{Slug: "boat-guild", Name: "Boat Guild", Country: "PE", StakeholderType: "civil_society"}, "")
		c.Limited("east", []string{"014"}, models.Organiser)
		boats := confirmed(t, k, wish("Boat Guild")) // which says that it is in Kenya
		wantField(t, k.Service.InviteInterested(t.Context(), c.Call("east"), "town", boats.Ref, consult.InterestInvitation{}), "organisation", "outside_role")
	})
}

func TestDeclineInterest_tellsWhyAndEndsTheLink(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		by := c.Call("organiser")
		i := confirmed(t, k, wish("Harbour Guild"))
		inviteTo(t, k, by, i.Ref, consult.InterestInvitation{})
		secret := k.Secret(t, "amani@harbour.example")
		wantField(t, k.Service.DeclineInterest(t.Context(), by, "town", i.Ref, consult.InterestRefusal{Reason: " "}), "reason", "blank")
		once := by
		once.Once = models.Once{Scope: "organiser post", Key: "decline", Hash: "body"}
		for range 2 { // a repeat is answered as the first was
			testkit.Must(t, k.Service.DeclineInterest(t.Context(), once, "town", i.Ref, consult.InterestRefusal{Reason: "Please comment on the text."}))
		}
		mails := k.Mails()
		if last := mails[len(mails)-1]; last.Kind != "interest_declined" || last.Data["Reason"] != "Please comment on the text." {
			t.Errorf("%+v", last)
		}
		_, err := k.Service.OfferedInterest(t.Context(), secret)
		wantFault(t, err, fault.NotFound, "link_not_found")
		wantFault(t, k.Service.DeclineInterest(t.Context(), by, "town", i.Ref, consult.InterestRefusal{Reason: "x"}), fault.Conflict, "already_decided")
		got, err := k.Service.InterestReceipt(t.Context(), "town", i.Ref)
		if err != nil || got.Standing() != models.InterestDeclined || got.Reason == "" {
			t.Errorf("%+v, %v", got, err)
		}
		inviteTo(t, k, by, i.Ref, consult.InterestInvitation{}) // after all
	})
}

func TestRemindInterested_byHandOnceADay_andByItselfOnceWhereItIsWanted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		i := confirmed(t, k, wish("Harbour Guild"))
		wantFault(t, k.Service.RemindInterested(t.Context(), c.Call("organiser"), "town", i.Ref), fault.Conflict, "already_decided")
		inviteTo(t, k, c.Call("organiser"), i.Ref, consult.InterestInvitation{})
		wantFault(t, k.Service.RemindInterested(t.Context(), c.Call("organiser"), "town", i.Ref), fault.Conflict, "reminded_lately")
		reminders := func() (n int) {
			for _, m := range k.Mails() {
				if m.Kind == "interest_reminder" {
					n++
				}
			}
			return n
		}
		k.Clock.Add(15 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := reminders(); n != 0 {
			t.Errorf("%d are reminded although nobody wanted it", n)
		}
		c.Limited("east", []string{"014"}, models.Organiser)
		wantFault(t, k.Service.SetInterestSettings(t.Context(), c.Call("east"), "town", consult.NewInterestSettings{Remind: true}), fault.Forbidden, "forbidden")
		testkit.Must(t, k.Service.SetInterestSettings(t.Context(), c.Call("organiser"), "town", consult.NewInterestSettings{Remind: true}))
		for range 2 {
			testkit.Must(t, k.Service.Periodic(t.Context()))
		}
		if n := reminders(); n != 1 {
			t.Errorf("%d are reminded", n)
		}
		wantFault(t, k.Service.RemindInterested(t.Context(), c.Call("organiser"), "town", i.Ref), fault.Conflict, "reminded_lately")
		k.Clock.Add(25 * time.Hour)
		testkit.Must(t, k.Service.RemindInterested(t.Context(), c.Call("organiser"), "town", i.Ref))
		if _, err := k.Service.OfferedInterest(t.Context(), k.Secret(t, "amani@harbour.example")); err != nil || reminders() != 2 {
			t.Errorf("%d reminders, %v", reminders(), err)
		}
	})
}

func TestInterestNotes_areForOrganisersAndEachDeletesTheirOwn(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		c.Person("second", models.Organiser)
		i := express(t, k, c.System(), wish("Harbour Guild"))
		testkit.Must(t, k.Service.AddInterestNote(t.Context(), c.Call("organiser"), "town", i.Ref, consult.NewInterestNote{Body: "Met them."}))
		wantField(t, k.Service.AddInterestNote(t.Context(), c.Call("organiser"), "town", i.Ref, consult.NewInterestNote{Body: " "}), "body", "blank")
		wantFault(t, k.Service.AddInterestNote(t.Context(), c.Call("observer"), "town", i.Ref, consult.NewInterestNote{Body: "x"}), fault.Forbidden, "forbidden")
		p, err := k.Service.Interest(t.Context(), c.Call("observer"), "town", i.Ref)
		if err != nil || len(p.Notes) != 1 || p.Notes[0].Name != "organiser" || p.Notes[0].Mine || p.Decides {
			t.Errorf("%+v, %v", p, err)
		}
		wantFault(t, k.Service.DropInterestNote(t.Context(), c.Call("second"), "town", i.Ref, p.Notes[0].Ref), fault.NotFound, "note_not_found")
		testkit.Must(t, k.Service.DropInterestNote(t.Context(), c.Call("organiser"), "town", i.Ref, p.Notes[0].Ref))
	})
}

func TestInterest_showsTheDomainAloneUntilOneProvedWhoOneIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		i := confirmed(t, k, wish("Harbour Guild"))
		p, err := k.Service.Interest(t.Context(), c.Call("organiser"), "town", i.Ref)
		if err != nil || p.Contact.Email != "…@harbour.example" || p.Addresses {
			t.Errorf("%+v, %v", p.Contact, err)
		}
		stepped := k.Stepped(c.Actor("organiser"))
		p, err = k.Service.Interest(t.Context(), stepped, "town", i.Ref)
		if err != nil || p.Contact.Email != "amani@harbour.example" {
			t.Errorf("%+v, %v", p.Contact, err)
		}
		p, err = k.Service.Interest(t.Context(), k.Stepped(c.Actor("observer")), "town", i.Ref)
		if err != nil || p.Contact.Email != "…@harbour.example" {
			t.Errorf("an observer sees %+v, %v", p.Contact, err)
		}
		list, err := k.Service.ExportInterests(t.Context(), stepped, "town", models.InterestFilter{}, true)
		if err != nil || len(list) != 1 || list[0].Contact.Email != "amani@harbour.example" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func TestForgetInterests_dropsWhatNobodyConfirmed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		harbour(t, k)
		confirmed(t, k, wish("Harbour Guild"))
		late := wish("Boat Guild")
		late.ContactEmail = "late@harbour.example"
		express(t, k, stranger(k), late)
		secret := k.Secret(t, late.ContactEmail)
		k.Clock.Add(13 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "interest_contacts", "email <> ''"); n != 2 {
			t.Errorf("%d are there after 13 days", n)
		}
		k.Clock.Add(24*time.Hour + time.Second)
		_, _, err := k.Service.ConfirmInterest(t.Context(), stranger(k), secret)
		wantFault(t, err, fault.NotFound, "link_not_found")
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n, rows := k.Count(t, "interest_contacts", "1 = 1"), k.Count(t, "interests", "1 = 1"); n != 1 || rows != 1 {
			t.Errorf("%d and %d are there after 14 days", n, rows)
		}
	})
}

// What somebody gave of themselves goes with them; the organisation's interest, and that it was committed to, stay.
func TestErase_takesTheContactOffAnInterest(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		i := express(t, k, c.Call("ana"), wish("Harbour Guild"))
		testkit.Must(t, k.Service.AddInterestNote(t.Context(), c.Call("organiser"), "town", i.Ref, consult.NewInterestNote{Body: "Met Ana."}))
		d, err := k.Service.MyData(t.Context(), c.Actor("ana"))
		testkit.Must(t, err)
		found := ""
		for _, table := range d.Kept {
			if table.Name == "interest_contacts" {
				found = strings.Join(table.Columns, ",")
			}
		}
		if found != "name,email,motivation,created_at" {
			t.Errorf("my data shows %q", found)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("ana")), consult.EraseMe{Comments: "keep", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if n := k.Count(t, "interest_contacts", "name = '' AND email = '' AND motivation = '' AND person_id IS NULL AND salt = ''"); n != 1 {
			t.Errorf("%d contacts are empty", n)
		}
		wantFault(t, k.Service.InviteInterested(t.Context(), c.Call("organiser"), "town", i.Ref, consult.InterestInvitation{}), fault.Conflict, "contact_gone")
		k.Sequence(t)
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) > 0 {
			t.Errorf("%v, %v", report.Findings, err)
		}
	})
}

func TestVerifyLog_findsAnInterestThatWasChangedAddedOrDropped(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		express(t, k, c.System(), wish("Harbour Guild"))
		express(t, k, stranger(k), wish("Boat Guild")) // not confirmed: not in the log
		k.Sequence(t)
		findings := func() int {
			report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
			testkit.Must(t, err)
			return len(report.Findings)
		}
		if n := findings(); n != 0 {
			t.Errorf("%d findings", n)
		}
		db := k.SQL(t)
		for _, change := range []string{
			"UPDATE interests SET country = 'TZ' WHERE confirmed_at IS NOT NULL", "UPDATE interests SET country = 'KE'",
			"UPDATE interest_contacts SET motivation = motivation || '!' WHERE interest_id IN (SELECT id FROM interests WHERE confirmed_at IS NOT NULL)",
			"UPDATE interests SET confirmed_at = received_at",
		} {
			_, err := db.ExecContext(t.Context(), change)
			testkit.Must(t, err)
			if n := findings(); (n == 0) != strings.HasSuffix(change, "'KE'") {
				t.Errorf("%d findings after %s", n, change)
			}
		}
	})
}

// That an organisation signed is told by its signature, whether it was invited or not; to others only once it is public.
func TestInterest_isSignedWhenItsOrganisationIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		now := k.Clock.Now()
		c := town(t, k, story.Signing(), story.During(models.PhaseInterest, now.Add(-time.Hour), now.Add(24*time.Hour)))
		invited, own := express(t, k, c.Call("ana"), wish("Harbour Guild")), express(t, k, c.Call("bela"), wish("Boat Guild"))
		inviteTo(t, k, c.Call("organiser"), invited.Ref, consult.InterestInvitation{})
		c.Organisation(consult.NewOrganisation{Slug: "boats", Name: "BOAT guild", Country: "KE", StakeholderType: "civil_society"}, story.Address("bela"))
		c.Sign("ana", "harbour-guild", func(in *consult.NewSignature) { in.PublishOn = now.Add(72 * time.Hour).Format(time.RFC3339) })
		c.Sign("bela", "boats")
		b, err := k.Service.Board(t.Context(), c.Actor("organiser"), "town", models.InterestFilter{})
		if err != nil || b.InState(models.InterestSigned) != 2 {
			t.Errorf("%+v, %v", b.Counts, err)
		}
		standing := func(ref string) models.InterestState {
			i, err := k.Service.InterestReceipt(t.Context(), "town", ref)
			testkit.Must(t, err)
			return i.Standing()
		}
		if a, b := standing(invited.Ref), standing(own.Ref); a != models.InterestInvited || b != models.InterestSigned {
			t.Errorf("the receipts say %s before the date that was chosen, and %s", a, b)
		}
		by := c.Call("organiser")
		wantFault(t, k.Service.RemindInterested(t.Context(), by, "town", invited.Ref), fault.Conflict, "already_decided")
		wantFault(t, k.Service.DeclineInterest(t.Context(), by, "town", own.Ref, consult.InterestRefusal{Reason: "x"}), fault.Conflict, "already_decided")
		wantFault(t, k.Service.InviteInterested(t.Context(), by, "town", own.Ref, consult.InterestInvitation{}), fault.Conflict, "already_decided")
		k.Clock.Add(73 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if s := standing(invited.Ref); s != models.InterestSigned {
			t.Errorf("once it is public the receipt says %s", s)
		}
	})
}

func TestExtendPhase_tellsWhoExpressedInterestAndConfirmedIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := harbour(t, k)
		confirmed(t, k, wish("Harbour Guild"))
		other := wish("Lantern House")
		other.ContactEmail = "nobody@lantern.example"
		express(t, k, stranger(k), other)
		_, err := k.Service.ExtendPhase(t.Context(), c.Call("organiser"), "town", c.Head().Phases[0].Ref,
			consult.NewExtension{Reason: "Mail was down.", ClosesAt: k.Clock.Now().Add(72 * time.Hour).Format(time.RFC3339)})
		testkit.Must(t, err)
		for _, id := range testkit.Column[int64](t, k.SQL(t), "SELECT id FROM phase_changes") {
			_, err := k.Service.TellPhaseChange(t.Context(), models.TellPhaseChange{ConsultationID: c.Head().ID, ChangeID: id})
			testkit.Must(t, err)
		}
		told := map[string]int{}
		for _, m := range k.Mails() {
			if m.Kind == "phase_extension" {
				told[m.To]++
			}
		}
		if told["amani@harbour.example"] != 1 || told["nobody@lantern.example"] != 0 {
			t.Errorf("told: %v", told)
		}
	})
}
