package consult_test

import (
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestSetDisposition_needsAReasonForAllButAcceptedAndOpen(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ref := c.Comment(story.By("ana")).Ref
		answer := func(outcome, reason string) error {
			_, err := k.Service.SetDisposition(t.Context(), c.Call("drafter"), "town", ref, consult.NewDisposition{Outcome: outcome, Reason: reason}, models.Seen{})
			return err
		}
		for _, o := range models.Outcomes {
			err := answer(string(o), " \u3164")
			if o == models.Accepted || o == models.Open {
				testkit.Must(t, err)
			} else {
				wantField(t, err, "reason", "required")
			}
			testkit.Must(t, answer(string(o), "Because."))
		}
		wantField(t, answer("", "x"), "outcome", "required")
		wantField(t, answer("won", "x"), "outcome", "unknown_value")
		wantField(t, answer("noted", strings.Repeat("é", 5001)), "reason", "too_long")
		testkit.Must(t, answer("noted", strings.Repeat("é", 5000)))
	})
}

func TestSetDisposition_isPublicAtOnceAndKeepsTheEarlierOnes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ref := c.Comment(story.By("ana")).Ref
		var want []string
		for _, outcome := range []string{"noted", "accepted_in_part", "open"} {
			k.Clock.Add(time.Hour)
			c.Answer("drafter", ref, outcome, "About "+outcome)
			want = append([]string{outcome}, want...)
			v := published(t, c, ref)
			if string(v.Outcome) != outcome || v.Reason != "About "+outcome {
				t.Errorf("the public reads %s: %s", v.Outcome, v.Reason)
			}
			if open := outcome == "open"; open != (v.AnsweredAt == nil) || !open && !v.AnsweredAt.Equal(k.Clock.Now()) {
				t.Errorf("%s was answered at %v", outcome, v.AnsweredAt)
			}
		}
		all, err := k.Service.Answers(t.Context(), models.Actor{}, "town", ref)
		testkit.Must(t, err)
		var got []string
		for _, d := range all {
			got = append(got, string(d.Outcome))
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

func TestSetDisposition_staleAnswersAreRefused(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for i, ref := range []string{c.Comment(story.By("ana")).Ref, c.Comment(story.By("ana")).Ref} {
			seen := models.Seen{Seq: published(t, c, ref).Seq}
			if i == 1 {
				seen = models.Seen{Answer: new(int64)}
			}
			const editors = 16
			errs := make([]error, editors)
			var all sync.WaitGroup
			for i := range errs {
				by := c.Call("drafter")
				all.Go(func() {
					_, errs[i] = k.Service.SetDisposition(t.Context(), by, "town", ref, consult.NewDisposition{Outcome: "accepted"}, seen)
				})
			}
			all.Wait()
			won := 0
			for _, err := range errs {
				if err == nil {
					won++
					continue
				}
				wantFault(t, err, fault.Stale, "changed_meanwhile")
			}
			if won != 1 || k.Count(t, "dispositions", "true") != i+1 {
				t.Errorf("%d of %d won, %d answers", won, editors, k.Count(t, "dispositions", "true"))
			}
		}
	})
}

func TestSetDisposition_isNotRefusedForWhatNobodyAnswered(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ref := c.Comment(story.By("ana")).Ref
		seq := published(t, c, ref).Seq
		next(t, k, revised)
		if now := published(t, c, ref).Seq; now == seq {
			t.Fatal("the comment did not change")
		}
		answer := func(seen models.Seen) error {
			_, err := k.Service.SetDisposition(t.Context(), c.Call("drafter"), "town", ref, consult.NewDisposition{Outcome: "accepted"}, seen)
			return err
		}
		testkit.Must(t, answer(models.Seen{Answer: new(int64)}))
		wantFault(t, answer(models.Seen{Answer: new(int64)}), fault.Stale, "changed_meanwhile")
		all, err := k.Service.Answers(t.Context(), models.Actor{}, "town", ref)
		testkit.Must(t, err)
		testkit.Must(t, answer(models.Seen{Answer: &all[0].ID}))
	})
}

func TestSetDisposition_ofWhatIsNotThereIsNotFound(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for _, ref := range []string{"C-000001", "nonsense"} {
			_, err := k.Service.SetDisposition(t.Context(), c.Call("drafter"), "town", ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{})
			wantFault(t, err, fault.NotFound, "comment_not_found")
		}
	})
}

func TestSetDisposition_anyNumberThatIsNotTheirsIsStale(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ref := c.Comment(story.By("ana")).Ref
		for _, seq := range []int64{math.MaxInt32 + 1, math.MaxInt64} {
			_, err := k.Service.SetDisposition(t.Context(), k.Call(c.Actor("drafter")), "town", ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{Seq: seq})
			wantFault(t, err, fault.Stale, "changed_meanwhile")
		}
	})
}
