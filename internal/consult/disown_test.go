package consult_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// disownSecret is the secret of the link that was mailed with a comment.
func disownSecret(t *testing.T, k *testkit.Kit, to string) string {
	t.Helper()
	all := k.Mails()
	for i := len(all) - 1; i >= 0; i-- {
		if link := fmt.Sprint(all[i].Data["Disown"]); all[i].To == to && strings.Contains(link, "/disown/") {
			return link[strings.LastIndex(link, "/")+1:]
		}
	}
	t.Fatalf("no link to disown was mailed to %s", to)
	return ""
}

// Promise D9: without an account, at once, counted publicly and in the log.
func TestDisown_hidesAtOnceAndIsCounted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.Mailed("dana@example.org"), story.Named("Dana"), story.Saying(secretWords))
		disown := disownSecret(t, k, "dana@example.org")
		_, err := k.Service.ConfirmComment(t.Context(), c.Call(""), k.Secret(t, "dana@example.org"))
		testkit.Must(t, err)
		r, _, err := k.Service.Receipt(t.Context(), said.Receipt)
		testkit.Must(t, err)
		v, err := k.Service.Disowning(t.Context(), disown)
		testkit.Must(t, err)
		if v.Publication != models.PublishedNow || v.Name != "Dana" {
			t.Errorf("looking changed it: %+v", v)
		}
		testkit.Must(t, k.Service.Disown(t.Context(), c.Call(""), disown))
		v, err = k.Service.Comment(t.Context(), models.Actor{}, "town", r.Ref)
		testkit.Must(t, err)
		if v.Publication != models.Disowned || v.Name != "" || v.Body != "" {
			t.Errorf("%+v", v)
		}
		front, err := k.Service.Front(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		if front.Removed.Disowned != 1 || front.Comments != 0 {
			t.Errorf("%+v", front.Removed)
		}
		if n := k.Count(t, "log_entries", "kind = 'comment.disowned'"); n != 1 {
			t.Errorf("%d entries in the log", n)
		}
		testkit.Must(t, k.Service.Disown(t.Context(), c.Call(""), disown))
		_, disowned, err := k.Service.Reports(t.Context(), c.Actor("moderator"), "town")
		testkit.Must(t, err)
		if len(disowned) != 1 || disowned[0].Ref() != r.Ref {
			t.Errorf("moderators see %+v", disowned)
		}
		k.Clock.Add(30*24*time.Hour + time.Microsecond)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "comment_authors", "email <> ''"); n != 0 {
			t.Errorf("%d addresses of disowned comments are kept", n)
		}
		_, err = k.Service.Disowning(t.Context(), disown)
		wantFault(t, err, fault.NotFound, "link_not_found")
	})
}

func TestDisown_onlyByTheLinkThatWasMailed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.Mailed("dana@example.org"))
		mine := disownSecret(t, k, "dana@example.org")
		said := c.Comment(story.Mailed("erin@example.org"))
		other := disownSecret(t, k, "erin@example.org")
		part := strings.Split(other, "-")
		for _, bad := range []string{
			"", "-", "--", "x", mine[:len(mine)-1], mine + "0", strings.ToUpper(mine), part[0] + "-" + part[1] + "-" + strings.Split(mine, "-")[2],
			k.Secret(t, "dana@example.org"), "zzzzzzzzzzzzzzzzzzzz-1-0", "-1--1-0",
		} {
			wantFault(t, k.Service.Disown(t.Context(), c.Call(""), bad), fault.NotFound, "link_not_found")
		}
		if n := k.Count(t, "comments", "publication <> 'unconfirmed'"); n != 0 {
			t.Errorf("%d were changed", n)
		}
		testkit.Must(t, back(t, k, c.Call(""), said.Receipt, "erase"))
		wantFault(t, k.Service.Disown(t.Context(), c.Call(""), other), fault.NotFound, "link_not_found")
		confirm := k.Secret(t, "dana@example.org")
		testkit.Must(t, k.Service.Disown(t.Context(), c.Call(""), mine))
		if _, err := k.Service.ConfirmComment(t.Context(), c.Call(""), confirm); err == nil {
			t.Error("it was confirmed after it was disowned")
		}
	})
}

func TestDisown_whileItIsConfirmedEndsAsOneOfBoth(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.Mailed("dana@example.org"))
		disown, confirm := disownSecret(t, k, "dana@example.org"), k.Secret(t, "dana@example.org")
		by := c.Call("")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if err := k.Service.Disown(t.Context(), by, disown); err != nil && !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
			all.Go(func() {
				_, err := k.Service.ConfirmComment(t.Context(), by, confirm)
				if err != nil && !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.NotFound) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		testkit.Must(t, k.Service.Disown(t.Context(), by, disown))
		r, _, err := k.Service.Receipt(t.Context(), said.Receipt)
		testkit.Must(t, err)
		if r.Publication != models.Disowned {
			t.Errorf("it stands as %s", r.Publication)
		}
	})
}

func TestReportComment_goesToModeratorsAndHidesNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Limited("south", []string{"005"}, models.Moderator)
		named := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Individual))
		unnamed := c.Comment(story.By("bela"))
		report := func(ref, body, email string) error {
			return k.Service.ReportComment(t.Context(), c.Call(""), "town", ref, consult.NewReport{Body: body, Email: email})
		}
		wantFault(t, report(unnamed.Ref, "Not hers.", ""), fault.NotFound, "comment_not_found")
		wantField(t, report(named.Ref, "", ""), "body", "required")
		wantField(t, report(named.Ref, "Not hers.", "nobody"), "email", "email")
		testkit.Must(t, report(named.Ref, "Not hers.", "zoe@example.net"))
		if v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", named.Ref); err != nil || v.Name != "Ana" {
			t.Errorf("a report hid it: %+v, %v", v, err)
		}
		for _, who := range []string{"drafter", "observer", "ana", ""} {
			if _, _, err := k.Service.Reports(t.Context(), c.Actor(who), "town"); err == nil {
				t.Errorf("%q reads reports", who)
			}
		}
		if got, _, err := k.Service.Reports(t.Context(), c.Actor("south"), "town"); err != nil || len(got) != 0 {
			t.Errorf("a moderator of elsewhere reads %+v, %v", got, err)
		}
		waiting, _, err := k.Service.Reports(t.Context(), c.Actor("moderator"), "town")
		testkit.Must(t, err)
		if len(waiting) != 1 || waiting[0].Body != "Not hers." {
			t.Fatalf("%+v", waiting)
		}
		decide := func(who, decision, reason string) error {
			return k.Service.DecideReport(t.Context(), c.Call(who), "town", waiting[0].ID, consult.ReportDecision{Decision: decision, Reason: reason})
		}
		wantFault(t, decide("south", "dismissed", ""), fault.NotFound, "report_not_found")
		wantFault(t, decide("drafter", "dismissed", ""), fault.Forbidden, "forbidden")
		wantField(t, decide("moderator", "hidden", ""), "reason", "required")
		testkit.Must(t, decide("moderator", "hidden", "It was sent in another's name."))
		wantFault(t, decide("moderator", "dismissed", ""), fault.Conflict, "already_decided")
		v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", named.Ref)
		testkit.Must(t, err)
		if v.Publication != models.Hidden || v.RemovedWhy != "It was sent in another's name." || v.Body != "" {
			t.Errorf("%+v", v)
		}
		if got := kinds(k, story.Address("ana")); !strings.Contains(got, "hidden") {
			t.Errorf("its author was told %q", got)
		}
	})
}

// Whatever people do with what they said, the log verifies.
func TestVerifyLog_afterEverythingThatPeopleMayDo(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for _, what := range []string{"withdraw", "erase", "name"} {
			said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Government))
			c.Answer("drafter", said.Ref, "noted", "Seen.")
			testkit.Must(t, back(t, k, c.Call("ana"), said.Receipt, what))
		}
		c.Comment(story.By("ana"), story.Confidentially())
		c.Comment(story.Mailed("dana@example.org"), story.Named("Dana"))
		testkit.Must(t, k.Service.Disown(t.Context(), c.Call(""), disownSecret(t, k, "dana@example.org")))
		c.Comment(story.Mailed("erin@example.org"))
		kept := c.Comment(story.By("bela"), story.Named("Bela"))
		for key, wish := range map[string]string{"ana": "erase", "bela": "keep"} {
			by := c.Call(key)
			by.SteppedUpAt = by.At
			testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: wish}))
		}
		k.Clock.Add(60 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		k.Sequence(t)
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		testkit.Must(t, err)
		for _, p := range report.Findings {
			t.Errorf("%+v", p)
		}
		if v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", kept.Ref); err != nil || v.Body == "" || v.Name != "" {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
