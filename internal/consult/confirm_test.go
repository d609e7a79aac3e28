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

const dana = "dana@example.org"

func refs(t *testing.T, c *story.Consultation, f models.CommentFilter) string {
	t.Helper()
	page, err := c.Service.Comments(t.Context(), c.Slug, f)
	testkit.Must(t, err)
	var out []string
	for _, v := range page.Items {
		out = append(out, v.Ref())
	}
	if page.Total != len(out) {
		t.Errorf("%d comments in all, %d shown", page.Total, len(out))
	}
	return strings.Join(out, " ")
}

func TestConfirmComment_publishesWhatWaitedForIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		r := c.Comment(story.Mailed(" Dana@Example.org"[1:]), story.Named("Dana"), story.From("KE", models.Individual))
		if r.Ref != "" || r.Publication != models.Unconfirmed || refs(t, c, models.CommentFilter{}) != "" {
			t.Errorf("before it is confirmed: %+v, public: %q", r, refs(t, c, models.CommentFilter{}))
		}
		mails := k.Mails()
		if len(mails) != 1 || mails[0].Kind != "confirm" || mails[0].To != "Dana@Example.org" || mails[0].Language != "en" {
			t.Fatalf("mails %+v", mails)
		}
		received := k.Clock.Now()
		k.Clock.Add(time.Hour)
		secret := k.Secret(t, "Dana@Example.org")
		for range 3 { // looking at the page does not use the link up
			_, err := k.Service.PeekToken(t.Context(), secret, models.TokenConfirm)
			testkit.Must(t, err)
		}
		got, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), secret)
		testkit.Must(t, err)
		if got.Ref != "C-000001" || got.Receipt != r.Receipt || !got.ReceivedAt.Equal(received) || got.Commitment != r.Commitment {
			t.Errorf("receipt %+v, before %+v", got, r)
		}
		if v := published(t, c, got.Ref); v.Name != "Dana" || !v.Verified || v.Country != "KE" || v.DayOnly {
			t.Errorf("%+v", v)
		}
		p, err := k.Store.PersonByEmail(t.Context(), dana)
		testkit.Must(t, err)
		if p.Name != "Dana" || p.Admin {
			t.Errorf("%+v", p)
		}
		_, err = k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), secret)
		wantFault(t, err, fault.NotFound, "link_not_found")
	})
}

func TestConfirmComment_nameWithoutAddressIsNotShown(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		r := c.Comment(story.Named("Dana"))
		v := c.Moderate("moderator", r.Receipt, "publish", "")
		if v.Name != "Dana" {
			t.Errorf("the moderator reads %q", v.Name)
		}
		if v := published(t, c, v.Ref()); v.Name != "" || v.Verified || !v.DayOnly || v.Receipt != "" {
			t.Errorf("the public reads %+v", v)
		}
	})
}

func TestConfirmComment_isPossibleForFourteenDaysAfterClosing(t *testing.T) {
	end := testkit.Noon.AddDate(0, 0, 30+14)
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for at, code := range map[time.Time]string{end.Add(-time.Microsecond): "", end: "link_not_found"} {
			k.Clock.Set(testkit.Noon)
			c.Comment(story.Mailed(dana))
			k.Clock.Set(at)
			r, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana))
			if code != "" {
				wantFault(t, err, fault.NotFound, code)
			} else if err != nil || r.Ref == "" {
				t.Errorf("just before: %+v, %v", r, err)
			}
		}
	})
}

func TestConfirmComment_twoOfOneAddressAreOnePerson(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for _, address := range []string{dana, "DANA@example.org"} {
			c.Comment(story.Mailed(address))
			_, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, address))
			testkit.Must(t, err)
		}
		if n := k.Count(t, "people", "email_key = '"+dana+"'"); n != 1 {
			t.Errorf("%d people", n)
		}
		if n := k.Count(t, "voices", "true"); n != 1 {
			t.Errorf("%d voices", n)
		}
	})
}

func TestConfirmComment_aSignInLinkConfirmsNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		town(t, k)
		testkit.Must(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), consult.NewSignIn{Email: dana}, "browser"))
		_, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana))
		wantFault(t, err, fault.NotFound, "link_not_found")
	})
}

// Where a comment stands when it has arrived, and after its address was confirmed.
func TestStanding(t *testing.T) {
	secret := story.Confidentially()
	cases := map[string]struct {
		details          []story.Detail
		plain, moderated models.Publication // at once
		later, laterToo  models.Publication // once confirmed
	}{
		"nobody in particular":       {nil, models.Pending, models.Pending, "", ""},
		"nobody, confidentially":     {[]story.Detail{secret}, models.ConfidentialP, models.ConfidentialP, "", ""},
		"an address":                 {[]story.Detail{story.Mailed(dana)}, models.Unconfirmed, models.Unconfirmed, models.PublishedNow, models.Pending},
		"an address, confidentially": {[]story.Detail{story.Mailed(dana), secret}, models.Unconfirmed, models.Unconfirmed, models.ConfidentialP, models.ConfidentialP},
		"a person":                   {[]story.Detail{story.By("ana")}, models.PublishedNow, models.Pending, "", ""},
		"a person, confidentially":   {[]story.Detail{story.By("ana"), secret}, models.ConfidentialP, models.ConfidentialP, "", ""},
		"a person with an address":   {[]story.Detail{story.By("ana"), story.Mailed("other@example.org")}, models.PublishedNow, models.Pending, "", ""},
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		plain := town(t, k)
		moderated := k.Story(t).Consultation("village", story.Open(), story.PreModerated())
		moderated.Draft("charter", charter)
		moderated.Story.Person("ana")
		for name, tc := range cases {
			for c, want := range map[*story.Consultation][2]models.Publication{plain: {tc.plain, tc.later}, moderated: {tc.moderated, tc.laterToo}} {
				r := c.Comment(tc.details...)
				if r.Publication != want[0] || (r.Ref != "") != (want[0] == models.PublishedNow || want[0] == models.ConfidentialP) {
					t.Errorf("%s in %s: %s %q, want %s", name, c.Slug, r.Publication, r.Ref, want[0])
				}
				if want[1] == "" {
					continue
				}
				r, err := k.Service.ConfirmComment(t.Context(), k.Call(models.Actor{}), k.Secret(t, dana))
				if err != nil || r.Publication != want[1] {
					t.Errorf("%s in %s, confirmed: %s, %v, want %s", name, c.Slug, r.Publication, err, want[1])
				}
			}
		}
	})
}

func TestModerate(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		first, second, hidden := c.Comment(), c.Comment(), c.Comment(story.Confidentially())
		moderate := func(receipt, decision, reason string) (models.CommentView, error) {
			return k.Service.Moderate(t.Context(), c.Call("moderator"), "town", receipt, consult.Moderation{Decision: decision, Reason: reason})
		}
		waiting, err := k.Service.Waiting(t.Context(), c.Actor("moderator"), "town", "")
		testkit.Must(t, err)
		if len(waiting.Items) != 2 || waiting.Total != 2 || waiting.Items[0].ID != held(t, k.Service, first.Receipt) {
			t.Errorf("%d of %d wait, or the oldest is not first: a confidential one is for the drafters only", len(waiting.Items), waiting.Total)
		}
		_, err = moderate(first.Receipt, "refuse", "")
		wantField(t, err, "reason", "required")
		_, err = moderate(first.Receipt, "refuse", " \n")
		wantField(t, err, "reason", "blank")
		_, err = moderate(first.Receipt, "keep", "")
		wantField(t, err, "decision", "unknown_value")
		_, err = moderate("0198c0de-0000-7000-8000-000000000000", "publish", "")
		wantFault(t, err, fault.NotFound, "comment_not_found")

		v, err := moderate(first.Receipt, "refuse", "It names a neighbour.")
		if err != nil || v.Publication != models.Refused || v.Ref() != "" || v.Reason != "It names a neighbour." {
			t.Errorf("refused: %+v, %v", v, err)
		}
		if v, err = moderate(second.Receipt, "publish", ""); err != nil || v.Publication != models.PublishedNow || v.Ref() != "C-000002" {
			t.Errorf("published: %+v, %v", v, err)
		}
		for _, r := range []models.Receipt{first, second} {
			_, err = moderate(r.Receipt, "publish", "")
			wantFault(t, err, fault.Conflict, "already_decided")
		}
		_, err = moderate(hidden.Receipt, "publish", "")
		wantFault(t, err, fault.NotFound, "comment_not_found") // it is not for them to know
		if got := refs(t, c, models.CommentFilter{}); got != "C-000002" {
			t.Errorf("public: %q", got)
		}
	})
}

func TestModerate_aCommentOfAnotherConsultationIsNotFound(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		other := k.Story(t).Consultation("village", story.Open())
		other.Draft("charter", charter)
		r := other.Comment()
		_, err := k.Service.Moderate(t.Context(), c.Call("moderator"), "town", r.Receipt, consult.Moderation{Decision: "publish"})
		wantFault(t, err, fault.NotFound, "comment_not_found")
	})
}

func TestWaiting_goesOnWhereAPageEnds(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		const n = 101
		for range n {
			c.Comment()
		}
		seen := map[string]bool{}
		cursor, pages := "", 0
		for more := true; more; more = cursor != "" {
			page, err := k.Service.Waiting(t.Context(), c.Actor("moderator"), "town", cursor)
			testkit.Must(t, err)
			for _, v := range page.Items {
				seen[v.Receipt] = true
			}
			cursor = page.Next
			pages++
		}
		if len(seen) != n || pages != 3 {
			t.Errorf("%d comments on %d pages", len(seen), pages)
		}
	})
}

func TestSubmitComment_noticesThatChangedMeanwhileAreShownAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		in := consult.NewComment{Draft: "charter", Country: "KE", StakeholderType: "individual", Body: "x", Target: consult.NewTarget{Kind: "version"}, NoticeVersion: 1}
		_, err := k.Service.SaveNotices(t.Context(), c.Call("organiser"), "town",
			consult.NewNotices{Language: "en", Privacy: "Other words.", Publication: "Other words.", Licence: "CC0-1.0"})
		testkit.Must(t, err)
		_, err = k.Service.SubmitComment(t.Context(), k.Call(models.Actor{}), "town", in)
		wantFault(t, err, fault.Conflict, "notices_changed")
		in.NoticeVersion = 2
		_, err = k.Service.SubmitComment(t.Context(), k.Call(models.Actor{}), "town", in)
		testkit.Must(t, err)
	})
}

func TestConfirming_showsWhatWouldBeConfirmed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.Mailed("dana@example.org"), story.Saying("These very words."))
		v, err := k.Service.Confirming(t.Context(), k.Secret(t, "dana@example.org"))
		if err != nil || v.Body != "These very words." || v.Publication != models.Unconfirmed {
			t.Errorf("%+v, %v", v, err)
		}
	})
}
