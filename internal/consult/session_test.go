package consult_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/testkit"
	"travaux/models"
)

// signedIn puts a session of a person into the store, as a browser's sign-in does.
func signedIn(t *testing.T, k *testkit.Kit, who models.Actor, ref string) {
	t.Helper()
	now := k.Clock.Now()
	b, err := json.Marshal(models.Session{Ref: ref, PersonID: who.PersonID, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(models.SessionLife)})
	testkit.Must(t, err)
	testkit.Must(t, k.Store.Sessions(k.Clock.Now).CommitCtx(t.Context(), "hash of "+ref, b, now))
}

func sessionsOf(t *testing.T, k *testkit.Kit, who models.Actor) string {
	t.Helper()
	all, err := k.Service.Sessions(t.Context(), who)
	testkit.Must(t, err)
	var out []string
	for _, s := range all {
		out = append(out, s.Ref)
	}
	return strings.Join(out, " ")
}

func TestSessions_areListedAndEndedByTheirPersonOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		for _, ref := range []string{"one", "two", "three"} {
			k.Clock.Add(time.Minute)
			signedIn(t, k, ana, ref)
		}
		signedIn(t, k, bela, "hers")
		if got := sessionsOf(t, k, ana); got != "three two one" {
			t.Errorf("listed: %s", got)
		}
		wantFault(t, k.Service.EndSession(t.Context(), k.Call(ana), "hers"), fault.NotFound, "session_not_found")
		testkit.Must(t, k.Service.EndSession(t.Context(), k.Call(ana), "two"))
		wantFault(t, k.Service.EndSession(t.Context(), k.Call(ana), "two"), fault.NotFound, "session_not_found")
		testkit.Must(t, k.Service.EndOtherSessions(t.Context(), k.Call(ana), "three"))
		if got := sessionsOf(t, k, ana) + " " + sessionsOf(t, k, bela); got != "three hers" {
			t.Errorf("left: %s", got)
		}
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.EndSessions(ctx, bela.PersonID) }))
		if got := sessionsOf(t, k, ana) + sessionsOf(t, k, bela); got != "three" {
			t.Errorf("left when one's are all ended: %s", got)
		}
		for _, err := range []error{
			k.Service.EndSession(t.Context(), k.Call(models.Actor{}), "three"), k.Service.EndOtherSessions(t.Context(), k.Call(models.Actor{}), ""),
		} {
			wantFault(t, err, fault.SignIn, "sign_in")
		}
	})
}

func TestSessions_thatLieUnusedOrRanOutAreNotListed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, drafter := k.Story(t).Person("ana"), town(t, k).Actor("drafter")
		signedIn(t, k, ana, "long")
		signedIn(t, k, drafter, "short")
		k.Clock.Add(models.IdleStaff)
		if got := sessionsOf(t, k, ana) + " " + sessionsOf(t, k, drafter); got != "long short" {
			t.Errorf("at the limit: %s", got)
		}
		k.Clock.Add(time.Microsecond)
		if got := sessionsOf(t, k, ana) + sessionsOf(t, k, drafter); got != "long" {
			t.Errorf("behind it: %s", got)
		}
		sessions := k.Store.Sessions(k.Clock.Now)
		for range 8 {
			k.Clock.Add(11 * 24 * time.Hour)
			testkit.Must(t, sessions.Touch(t.Context(), "hash of long", k.Clock.Now()))
		}
		if got := sessionsOf(t, k, ana); got != "long" {
			t.Errorf("used, before 90 days: %q", got)
		}
		k.Clock.Add(2 * 24 * time.Hour)
		if _, found, err := sessions.FindCtx(t.Context(), "hash of long"); err != nil || found || sessionsOf(t, k, ana) != "" {
			t.Errorf("after 90 days it is there, however much it was used: %v", err)
		}
	})
}

func TestFirstLink_makesOneAdministratorWhereNobodyIsKnown(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		link := func() string {
			l, err := k.Service.FirstLink(t.Context(), k.System())
			testkit.Must(t, err)
			return l[strings.LastIndex(l, "/")+1:]
		}
		_, err := k.Service.FirstLink(t.Context(), k.Call(models.Actor{}))
		wantFault(t, err, fault.SignIn, "sign_in")
		old, good := link(), link()
		in := consult.FirstAdmin{Name: "Ada", Email: "Ada@example.org"}
		wantFault(t, k.Service.PeekFirst(t.Context(), old), fault.NotFound, "link_not_found")
		_, err = k.Service.BeFirst(t.Context(), k.Call(models.Actor{}), old, in)
		wantFault(t, err, fault.NotFound, "link_not_found")
		testkit.Must(t, k.Service.PeekFirst(t.Context(), good))
		_, err = k.Service.BeFirst(t.Context(), k.Call(models.Actor{}), good, consult.FirstAdmin{Name: " ", Email: "ada"})
		wantField(t, err, "email", "email")
		wantField(t, err, "name", "blank")
		_, _, err = k.Service.SignIn(t.Context(), k.Call(models.Actor{}), good, "b") // it is no other link
		wantFault(t, err, fault.NotFound, "link_not_found")

		made := make([]error, 20)
		var all sync.WaitGroup
		for i := range made {
			all.Go(func() { _, made[i] = k.Service.BeFirst(t.Context(), k.Call(models.Actor{}), good, in) })
		}
		all.Wait()
		if n := k.Count(t, "people", "admin"); n != 1 {
			t.Errorf("%d administrators", n)
		}
		ok := 0
		for _, err := range made {
			if err == nil {
				ok++
				continue
			}
			wantFault(t, err, fault.NotFound, "link_used")
		}
		if l, err := k.Service.FirstLink(t.Context(), k.System()); ok != 1 || l != "" || err != nil {
			t.Errorf("%d came in; another link %q, %v", ok, l, err)
		}
	})
}

func TestFirstLink_isDeadAfterAnHourAndWhenThereIsAnAdministrator(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		first := func() string {
			l, err := k.Service.FirstLink(t.Context(), k.System())
			testkit.Must(t, err)
			return l[strings.LastIndex(l, "/")+1:]
		}
		late := first()
		k.Clock.Add(time.Hour)
		wantFault(t, k.Service.PeekFirst(t.Context(), late), fault.NotFound, "link_late")
		good := first()
		k.Story(t).Person("admin", models.Admin)
		wantFault(t, k.Service.PeekFirst(t.Context(), good), fault.NotFound, "link_used")
		_, err := k.Service.BeFirst(t.Context(), k.Call(models.Actor{}), good, consult.FirstAdmin{Name: "Eve", Email: "eve@example.org"})
		wantFault(t, err, fault.NotFound, "link_used")
	})
}

func TestKeep_givesWhatWasTypedToItsBrowserAndPersonForADay(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ana, bela := k.Story(t).Person("ana"), k.Story(t).Person("bela")
		want := models.Kept{Name: "answer", Path: "/c/town/comments/C-000001/answer?x=1", Values: url.Values{"reason": {"The law says so."}, "tags": {"a", "b"}}, Files: true}
		ref, err := k.Service.Keep(t.Context(), k.Call(models.Actor{}), want, "mine", 0)
		testkit.Must(t, err)
		if n := k.Count(t, "kept_forms", "CAST(sealed AS TEXT) LIKE '%law%' OR browser LIKE '%mine%'"); k.Engine == "sqlite" && n != 0 {
			t.Error("it can be read in the database")
		}
		got, err := k.Service.Typed(t.Context(), ana, ref, "mine")
		testkit.Must(t, err)
		want.Ref = ref
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		hers, err := k.Service.Keep(t.Context(), k.Call(models.Actor{}), want, "mine", bela.PersonID)
		testkit.Must(t, err)
		for _, c := range [][2]string{{ref, "theirs"}, {ref, ""}, {"0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "mine"}, {hers, "mine"}} {
			_, err := k.Service.Typed(t.Context(), ana, c[0], c[1])
			wantFault(t, err, fault.NotFound, "typed_not_found")
		}
		if _, err := k.Service.Typed(t.Context(), bela, hers, "mine"); err != nil {
			t.Errorf("her own: %v", err)
		}
		testkit.Must(t, k.Service.DropTyped(t.Context(), ref, "theirs"))
		k.Clock.Add(24*time.Hour - time.Microsecond)
		if _, err := k.Service.Typed(t.Context(), ana, ref, "mine"); err != nil {
			t.Errorf("within the day: %v", err)
		}
		k.Clock.Add(time.Microsecond)
		_, err = k.Service.Typed(t.Context(), ana, ref, "mine")
		wantFault(t, err, fault.NotFound, "typed_not_found")
	})
}

// What was typed stays a day, as the page /privacy says, and no longer.
func TestPeriodic_forgetsWhatWasTypedAfterADay(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		_, err := k.Service.Keep(t.Context(), k.Call(models.Actor{}), models.Kept{Values: url.Values{"body": {"typed"}}}, "mine", 0)
		testkit.Must(t, err)
		k.Clock.Add(24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "kept_forms", "1 = 1"); n != 1 {
			t.Errorf("%d are kept within the day", n)
		}
		k.Clock.Add(time.Microsecond)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "kept_forms", "1 = 1"); n != 0 {
			t.Errorf("%d are kept after it", n)
		}
	})
}

func TestKeep_hasItsLimits(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		big := models.Kept{Values: url.Values{"body": {strings.Repeat("a", 200_001)}}}
		_, err := k.Service.Keep(t.Context(), k.Call(models.Actor{}), big, "mine", 0)
		wantFault(t, err, fault.SignIn, "typed_too_long")
		big.Values.Set("body", strings.Repeat("a", 199_000))
		for range 8 {
			k.Clock.Add(time.Second)
			_, err := k.Service.Keep(t.Context(), k.Call(models.Actor{}), big, "mine", 0)
			testkit.Must(t, err)
		}
		if n := k.Count(t, "kept_forms", "1 = 1"); n != 5 {
			t.Errorf("%d forms are kept for one browser", n)
		}
	})
}

// Neither one client, with however many browsers, nor all strangers together fill the database.
func TestKeep_hasRoomForSoMuchOfAClientAndOfAllStrangers(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		limited := k.Limited(k.Store)
		big := models.Kept{Values: url.Values{"body": {strings.Repeat("a", 199_000)}}}
		browsers := 0
		keep := func(client string, person int64) error {
			browsers++
			by := k.Call(models.Actor{})
			by.Client = client
			_, err := limited.Keep(t.Context(), by, big, fmt.Sprint(browsers), person)
			return err
		}
		fill := func(client string) (n int) {
			for keep(client, 0) == nil {
				n++
			}
			return n
		}
		each := models.LimitKeptBytes.Count / 200
		if n := fill("203.0.113.1"); n != each {
			t.Errorf("one client keeps %d forms, want %d", n, each)
		}
		wantFault(t, keep("203.0.113.1", 0), fault.SignIn, "typed_no_room")
		ana := k.Story(t).Person("ana")
		testkit.Must(t, keep("203.0.113.1", ana.PersonID)) // who is known is counted for themselves
		all := each
		for i := 2; i < 20; i++ {
			all += fill(fmt.Sprintf("203.0.113.%d", i))
		}
		if want := models.LimitKeptAll.Count / 200; all != want {
			t.Errorf("all strangers keep %d forms, want %d", all, want)
		}
		wantFault(t, keep("203.0.113.99", 0), fault.SignIn, "typed_no_room")
		k.Clock.Add(models.LimitKeptAll.Lasts())
		testkit.Must(t, keep("203.0.113.1", 0))
	})
}
