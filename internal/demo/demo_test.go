package demo_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/demo"
	"travaux/internal/testkit"
	"travaux/models"
)

const slug = "sample-charter"

func drafter(t *testing.T, k *testkit.Kit, email string) models.Actor {
	t.Helper()
	p, err := k.Store.PersonByEmail(t.Context(), models.EmailKey(email))
	testkit.Must(t, err)
	a, err := k.Service.Actor(t.Context(), p.ID)
	testkit.Must(t, err)
	return a
}

func TestFill_tellsTheWholeExample(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		front, err := k.Service.Front(t.Context(), models.Actor{}, slug)
		testkit.Must(t, err)
		waiting, err := k.Service.Waiting(t.Context(), drafter(t, k, "moss-moderator@example.org"), slug, "")
		testkit.Must(t, err)
		got := map[string]int{
			"comments": front.Comments, "answered": front.Answered, "waiting": len(waiting.Items), "phases": len(front.Phases),
			"partners": len(front.Partners), "documents": len(front.Documents), "drafts": len(front.Drafts), "newest": front.Drafts[0].Newest,
			"notices": front.NoticeVersion,
		}
		want := map[string]int{
			"comments": 198, "answered": 129, "waiting": 2, "phases": 4, "partners": 6, "documents": 4, "drafts": 1, "newest": 2,
			"notices": 1,
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		for _, v := range []int{1, 2} {
			r, err := k.Service.Reading(t.Context(), models.Actor{}, slug, "charter", consult.Which{Number: v, Language: "ar"})
			testkit.Must(t, err)
			if diff := cmp.Diff(r.Languages, []string{"ar", "en", "es", "fr", "ru", "zh"}); diff != "" {
				t.Errorf("version %d (-got +want):\n%s", v, diff)
			}
		}
		board, err := k.Service.Board(t.Context(), drafter(t, k, "olive-organiser@example.org"), slug, models.InterestFilter{})
		testkit.Must(t, err)
		for state, n := range map[models.InterestState]int{models.InterestReceived: 4, models.InterestInvited: 2, models.InterestSigned: 5, models.InterestDeclined: 1} {
			if board.InState(state) != n {
				t.Errorf("%d interests are %s, not %d", board.InState(state), state, n)
			}
		}
		for status, n := range map[models.PledgeStatus]int{
			models.PledgeSubmitted: 2, models.PledgeChanges: 1, models.PledgePublished: 9, models.PledgeWithdrawn: 1,
		} {
			page, err := k.Service.Pledges(t.Context(), drafter(t, k, "olive-organiser@example.org"), slug, models.PledgeFilter{Status: []string{string(status)}})
			if err != nil || page.Total != n {
				t.Errorf("%d pledges are %s, not %d: %v", page.Total, status, n, err)
			}
		}
		if len(k.Mails()) != 0 {
			t.Errorf("%d mails were sent to people who do not exist", len(k.Mails()))
		}
	})
}

// told is what of a comment does not depend on chance: identifiers and salts do.
func told(t *testing.T, k *testkit.Kit) []models.CommentView {
	t.Helper()
	var out []models.CommentView
	for v, err := range k.Service.ExportComments(t.Context(), slug, models.CommentFilter{}) {
		testkit.Must(t, err)
		v.ConsultationID, v.ID, v.Receipt = 0, 0, ""
		out = append(out, v)
	}
	return out
}

func TestFill_isTheSameForTheSameDay(t *testing.T) {
	t.Parallel()
	first, second := testkit.One(t), testkit.One(t)
	testkit.Must(t, demo.Fill(t.Context(), first.Service, testkit.Noon, 300))
	testkit.Must(t, demo.Fill(t.Context(), second.Service, testkit.Noon, 300))
	if diff := cmp.Diff(told(t, first), told(t, second)); diff != "" {
		t.Errorf("(-first +second):\n%s", diff)
	}
}

func TestFill_twiceChangesNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		once := told(t, k)
		k.Clock.Add(72 * time.Hour)
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 500))
		if diff := cmp.Diff(once, told(t, k)); diff != "" {
			t.Errorf("(-once +twice):\n%s", diff)
		}
	})
}

func TestFill_makesAsManyCommentsAsAskedFor(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 1200))
		r, err := k.Service.Review(t.Context(), drafter(t, k, "delta-drafter@example.org"), slug, models.ReviewFilter{Provenance: []string{"import"}})
		testkit.Must(t, err)
		if r.Total != 1000 || r.All != 1198 {
			t.Errorf("%d imported of %d, want 1000 of 1198 and two that wait", r.Total, r.All)
		}
	})
}

// Comments, answers and versions must follow each other as they would have.
func TestFill_happensInOrder(t *testing.T) {
	t.Parallel()
	k := testkit.One(t)
	testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
	published := map[int]time.Time{}
	for _, v := range []int{1, 2} {
		r, err := k.Service.Reading(t.Context(), models.Actor{}, slug, "charter", consult.Which{Number: v})
		testkit.Must(t, err)
		published[v] = *r.Version.PublishedAt
	}
	for _, v := range told(t, k) {
		if v.ReceivedAt.Before(published[v.Version]) || v.Version == 1 && v.ReceivedAt.After(published[2]) {
			t.Errorf("%s on version %d was received at %s", v.Ref(), v.Version, v.ReceivedAt)
		}
		if v.AnsweredAt != nil && (v.AnsweredAt.Before(v.ReceivedAt) || v.AnsweredAt.After(k.Clock.Now())) {
			t.Errorf("%s was received at %s and answered at %s", v.Ref(), v.ReceivedAt, v.AnsweredAt)
		}
	}
}
