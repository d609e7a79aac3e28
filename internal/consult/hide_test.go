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

var phone = consult.Hiding{Reason: "a telephone number"}

func TestHideComment_leavesAMarkerUntilItIsShownAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"), story.Saying("call 555"))
		before, err := k.Service.Comment(t.Context(), models.Actor{}, "town", said.Ref)
		testkit.Must(t, err)
		public := func() (models.CommentView, int, models.Front) {
			t.Helper()
			v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", said.Ref)
			testkit.Must(t, err)
			exported := 0
			for _, err := range k.Service.ExportComments(t.Context(), "town", models.CommentFilter{}) {
				testkit.Must(t, err)
				exported++
			}
			front, err := k.Service.Front(t.Context(), models.Actor{}, "town")
			testkit.Must(t, err)
			return v, exported, front
		}
		_, err = k.Service.HideComment(t.Context(), c.Call("moderator"), "town", said.Ref, phone)
		testkit.Must(t, err)
		v, exported, front := public()
		if v.Publication != models.Hidden || v.Body != "" || v.RemovedWhy != phone.Reason || exported != 0 || front.Comments != 0 || front.Removed.Hidden != 1 {
			t.Errorf("hidden: %+v, %d exported, %d counted, %+v", v, exported, front.Comments, front.Removed)
		}
		sound(t, k, "hiding")
		all, err := k.Service.HiddenComments(t.Context(), c.Actor("moderator"), "town")
		testkit.Must(t, err)
		if len(all) != 1 || all[0].Body != "call 555" {
			t.Errorf("moderators see %+v", all)
		}
		_, err = k.Service.ShowComment(t.Context(), c.Call("organiser"), "town", said.Ref)
		testkit.Must(t, err)
		v, exported, front = public()
		if v.Body != before.Body || v.Region != before.Region || v.RemovedAt != nil || v.RemovedWhy != "" || exported != 1 || front.Comments != 1 || front.Removed.Hidden != 0 {
			t.Errorf("shown: %+v, %d exported, %d counted, %+v", v, exported, front.Comments, front.Removed)
		}
		sound(t, k, "showing")
		_, err = k.Service.HideComment(t.Context(), c.Call("moderator"), "town", said.Ref, consult.Hiding{Reason: "once more"})
		testkit.Must(t, err)
		sound(t, k, "hiding for another reason")
		for _, kind := range []string{"comment.hidden", "comment.shown"} {
			if k.Count(t, "log_entries", "kind = '"+kind+"'") == 0 {
				t.Errorf("no entry %s", kind)
			}
		}
	})
}

func TestHideComment_tellsItsAuthorBothTimes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"))
		_, err := k.Service.HideComment(t.Context(), c.Call("moderator"), "town", said.Ref, phone)
		testkit.Must(t, err)
		_, err = k.Service.ShowComment(t.Context(), c.Call("moderator"), "town", said.Ref)
		testkit.Must(t, err)
		var told []string
		for _, l := range k.Mails() {
			if l.To == story.Address("ana") {
				told = append(told, l.Kind)
				if l.Kind == "hidden" && l.Data["Reason"] != phone.Reason {
					t.Errorf("told %v", l.Data)
				}
			}
		}
		if !slices.Equal(told, []string{"hidden", "shown"}) && !slices.Equal(told, []string{"shown", "hidden"}) {
			t.Errorf("told %q", told)
		}
	})
}

func TestHideComment_isForModeratorsOfItsRegionAndNeedsAReason(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"), story.From("KE", models.Individual))
		secret := c.Comment(story.By("ana"), story.Confidentially())
		c.Limited("east", []string{"014"}, models.Moderator)
		c.Limited("europe", []string{"150"}, models.Moderator)
		try := func(who, ref string, in consult.Hiding) error {
			_, err := k.Service.HideComment(t.Context(), c.Call(who), "town", ref, in)
			return err
		}
		for _, who := range []string{"ana", "drafter", "observer", "facilitator", "translator"} {
			wantFault(t, try(who, said.Ref, phone), fault.Forbidden, "forbidden")
			_, err := k.Service.ShowComment(t.Context(), c.Call(who), "town", said.Ref)
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
		wantFault(t, try("", said.Ref, phone), fault.SignIn, "sign_in")
		wantFault(t, try("europe", said.Ref, phone), fault.NotFound, "comment_not_found")
		wantFault(t, try("moderator", secret.Ref, phone), fault.NotFound, "comment_not_found")
		wantFault(t, try("moderator", "C-000099", phone), fault.NotFound, "comment_not_found")
		for _, reason := range []string{"", " \u3164", strings.Repeat("a", 2001)} {
			if err := try("moderator", said.Ref, consult.Hiding{Reason: reason}); !fault.Is(err, fault.Invalid) {
				t.Errorf("%.5q: %v", reason, err)
			}
		}
		_, err := k.Service.ShowComment(t.Context(), c.Call("east"), "town", said.Ref)
		wantFault(t, err, fault.Conflict, "already_decided")
		testkit.Must(t, try("east", said.Ref, phone))
		wantFault(t, try("east", said.Ref, phone), fault.Conflict, "already_removed")
		_, err = k.Service.ShowComment(t.Context(), c.Call("europe"), "town", said.Ref)
		wantFault(t, err, fault.NotFound, "comment_not_found")
		if all, err := k.Service.HiddenComments(t.Context(), c.Actor("europe"), "town"); err != nil || len(all) != 0 {
			t.Errorf("another region reads %+v, %v", all, err)
		}
	})
}

// What its author, or whoever it was attributed to, did meanwhile is not undone.
func TestShowComment_undoesNothingButTheHiding(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		show := func(ref string) error {
			_, err := k.Service.ShowComment(t.Context(), c.Call("moderator"), "town", ref)
			return err
		}
		hide := func(ref string) {
			t.Helper()
			_, err := k.Service.HideComment(t.Context(), c.Call("moderator"), "town", ref, phone)
			testkit.Must(t, err)
		}
		gone := c.Comment(story.By("ana"))
		hide(gone.Ref)
		testkit.Must(t, back(t, k, c.Call("ana"), gone.Receipt, "erase"))
		wantFault(t, show(gone.Ref), fault.Conflict, "already_removed")
		if all, err := k.Service.HiddenComments(t.Context(), c.Actor("moderator"), "town"); err != nil || len(all) != 0 {
			t.Errorf("what is erased is listed: %+v, %v", all, err)
		}

		c.Comment(story.Mailed("rosa@example.org"), story.Named("Rosa"))
		stolen, err := k.Service.ConfirmComment(t.Context(), c.Call(""), k.Secret(t, "rosa@example.org"))
		testkit.Must(t, err)
		hide(stolen.Ref)
		testkit.Must(t, k.Service.Disown(t.Context(), c.Call(""), disownSecret(t, k, "rosa@example.org")))
		wantFault(t, show(stolen.Ref), fault.Conflict, "already_decided")

		named := c.Comment(story.By("bela"), story.Named("Bela"), story.From("KE", models.Individual))
		hide(named.Ref)
		testkit.Must(t, back(t, k, c.Call("bela"), named.Receipt, "name"))
		testkit.Must(t, show(named.Ref))
		v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", named.Ref)
		testkit.Must(t, err)
		if v.Name != "" || v.Country != "" || v.Region != models.Withheld || !v.DayOnly {
			t.Errorf("a name that was taken back: %+v", v)
		}
		sound(t, k, "showing what may be shown")
	})
}

// At closing it is settled what is public of those who are not shown by name; nothing finer comes back with a comment.
func TestShowComment_afterClosingShowsNoMoreThanWasSettled(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.During(models.PhaseConsultation, k.Clock.Now().Add(-time.Hour), k.Clock.Now().Add(time.Hour)))
		said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Individual))
		_, err := k.Service.HideComment(t.Context(), c.Call("moderator"), "town", said.Ref, phone)
		testkit.Must(t, err)
		k.Clock.Add(2 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		testkit.Must(t, back(t, k, c.Call("ana"), said.Receipt, "name"))
		_, err = k.Service.ShowComment(t.Context(), c.Call("moderator"), "town", said.Ref)
		testkit.Must(t, err)
		v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", said.Ref)
		testkit.Must(t, err)
		if v.Country != "" || v.Region != models.Withheld || v.StakeholderType != models.Withheld {
			t.Errorf("%+v", v)
		}
	})
}
