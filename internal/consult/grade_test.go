package consult_test

import (
	"context"
	"slices"
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

// graded is a town with a public pledge of the lake, for which ana speaks, and a grade of it that waits for an answer.
func graded(t *testing.T, k *testkit.Kit) (*story.Consultation, string) {
	t.Helper()
	c := pledging(t, k)
	ref := c.Pledge("ana", "lake").Ref
	c.Grade("reviewer", ref, models.Limited, "Four of twenty are open.")
	return c, ref
}

// fits wants the log and the database to agree.
func fits(t *testing.T, k *testkit.Kit, after string) {
	t.Helper()
	k.Sequence(t)
	for _, f := range verify(t, k, consult.VerifyLogs{}).Findings {
		t.Errorf("after %s: %s", after, f)
	}
}

// unseen wants nothing of a grade to be told to an actor.
func unseen(t *testing.T, k *testkit.Kit, who models.Actor, ref, name string) {
	t.Helper()
	card, err := k.Service.Pledge(t.Context(), who, "town", ref)
	if err != nil || len(card.Grades) != 0 || card.Grade != "" {
		t.Errorf("%s sees %+v, %v", name, card.Grades, err)
	}
}

func TestGradePledge_isSeenByFewBeforeItsAnswerAndByAllAfter(t *testing.T) {
	for _, how := range []string{"answered", "nothing to add", "14 days over"} {
		t.Run(how, func(t *testing.T) { becomesPublic(t, how) })
	}
}

// becomesPublic has a grade become public in one of the ways there are.
func becomesPublic(t *testing.T, how string) {
	t.Helper()
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		ref := c.Pledge("ana", "lake").Ref
		before, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", ref)
		testkit.Must(t, err)
		c.Grade("reviewer", ref, models.Limited, "Four of twenty are open.")
		c.Person("second", models.Reviewer)
		for _, who := range []string{"", "bela", "drafter", "moderator", "facilitator", "translator", "organiser", "observer", "second"} {
			actor := models.Actor{}
			if who != "" {
				actor = c.Actor(who)
			}
			unseen(t, k, actor, ref, who)
		}
		for _, who := range []string{"ana", "reviewer"} {
			card, err := k.Service.Pledge(t.Context(), c.Actor(who), "town", ref)
			if err != nil || len(card.Grades) != 1 || card.Grades[0].Public() || card.Grade != "" {
				t.Errorf("%s sees %+v, %v", who, card.Grades, err)
			}
		}
		after, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", ref)
		if err != nil || after.Seq != before.Seq {
			t.Errorf("the pledge's ETag moved from %d to %d, %v", before.Seq, after.Seq, err)
		}
		k.Sequence(t)
		if n := k.Count(t, "log_entries", "kind = 'pledge.graded'"); n != 0 {
			t.Errorf("the log tells of %d", n)
		}
		switch how {
		case "answered":
			c.AnswerGrade("ana", ref, 1, "Six are open since June.")
		case "nothing to add":
			c.AnswerGrade("ana", ref, 1, "")
		default:
			k.Clock.Add(14*24*time.Hour - time.Microsecond)
			testkit.Must(t, k.Service.Periodic(t.Context()))
			unseen(t, k, models.Actor{}, ref, "a moment before")
			k.Clock.Add(time.Microsecond)
			testkit.Must(t, k.Service.Periodic(t.Context()))
			testkit.Must(t, k.Service.Periodic(t.Context()))
		}
		card, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", ref)
		if err != nil || len(card.Grades) != 1 || card.Grade != models.Limited || card.Grades[0].GradedBy != nil || card.Grades[0].Salt != "" || card.Seq == before.Seq {
			t.Fatalf("%s: everybody sees %+v, %v", how, card.Grades, err)
		}
		g := card.Grades[0]
		if (g.AnsweredAt != nil) != (how != "14 days over") || (g.Answer != "") != (how == "answered") || g.Reasons != "Four of twenty are open." || g.Language != "en" {
			t.Errorf("%s: %+v", how, g)
		}
		if n := k.Count(t, "log_entries", "kind = 'pledge.graded'"); n != 1 {
			t.Errorf("%s: the log tells of %d", how, n)
		}
		fits(t, k, how)
	})
}

func TestGradePledge_isForReviewersWhoAreIndependent(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		ref, draft := c.Pledge("ana", "lake").Ref, c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.Submit = false }).Ref
		c.Person("both", models.Reviewer, models.Organiser)
		c.Person("partial", models.Reviewer)
		c.Organisation(lake, story.Address("partial"))
		c.Limited("elsewhere", []string{"150"}, models.Reviewer)
		root := c.Story.Person("root", models.Admin)
		c.Person("root", models.Reviewer)
		in := consult.NewGrade{Grade: "limited", Reasons: "Four are open."}
		for who, code := range map[string]string{
			"ana": "forbidden", "bela": "forbidden", "organiser": "forbidden", "observer": "forbidden", "drafter": "forbidden",
			"both": "not_independent", "partial": "not_independent", "root": "not_independent", "elsewhere": "forbidden",
		} {
			_, err := k.Service.GradePledge(t.Context(), k.Call(c.Actor(who)), "town", ref, in)
			wantFault(t, err, fault.Forbidden, code)
		}
		if root.PersonID == 0 {
			t.Error("nobody administers")
		}
		_, err := k.Service.GradePledge(t.Context(), k.Call(models.Actor{}), "town", ref, in)
		wantFault(t, err, fault.SignIn, "sign_in")
		reviewer := c.Actor("reviewer")
		_, err = k.Service.GradePledge(t.Context(), k.Call(reviewer), "town", draft, in)
		wantFault(t, err, fault.NotFound, "pledge_not_found")
		for field, in := range map[string]consult.NewGrade{
			"grade": {Grade: "good", Reasons: "x"}, "reasons": {Grade: "limited", Reasons: " "}, "language": {Grade: "limited", Reasons: "x", Language: "?"},
		} {
			_, err := k.Service.GradePledge(t.Context(), k.Call(reviewer), "town", ref, in)
			if fields := fieldsOf(err); len(fields) != 1 || !strings.HasPrefix(fields[0], field+" ") {
				t.Errorf("%s: %v", field, err)
			}
		}
		// What they became after they began to ask counts.
		c.Person("reviewer", models.Organiser)
		_, err = k.Service.GradePledge(t.Context(), k.Call(reviewer), "town", ref, in)
		wantFault(t, err, fault.Forbidden, "not_independent")
		c.Person("second", models.Reviewer)
		second := c.Actor("second")
		c.Organisation(lake, story.Address("second"))
		_, err = k.Service.GradePledge(t.Context(), k.Call(second), "town", ref, in)
		wantFault(t, err, fault.Forbidden, "not_independent")
		if n := k.Count(t, "pledge_grades", "1 = 1"); n != 0 {
			t.Errorf("%d are kept", n)
		}
		for _, who := range []string{"both", "root"} {
			_, err := k.Service.Grading(t.Context(), c.Actor(who), "town", models.GradingFilter{})
			wantFault(t, err, fault.Forbidden, "not_independent")
		}
		list, err := k.Service.Grading(t.Context(), c.Actor("partial"), "town", models.GradingFilter{})
		if err != nil || list.Total != 0 || len(list.Items) != 0 {
			t.Errorf("whoever speaks for it is listed %+v, %v", list, err)
		}
	})
}

func TestGradePledge_waitsForTheOneBeforeAndForWhatWasRead(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		card := c.Pledge("ana", "lake")
		in := consult.NewGrade{Grade: "limited", Reasons: "Four are open."}
		grade := func(version int) (models.PledgeGrade, error) {
			in := in
			in.Version = version
			return k.Service.GradePledge(t.Context(), k.Call(c.Actor("reviewer")), "town", card.Ref, in)
		}
		_, err := grade(2)
		wantFault(t, err, fault.Stale, "stale")
		amended := c.ToPledge("lake")
		amended.Title, amended.Submit = "Publish more", false
		_, err = k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, amended, 0)
		testkit.Must(t, err) // which nobody but ana sees, so it is no matter for who grades
		var wait sync.WaitGroup
		faults := make([]error, 4)
		for i := range faults {
			wait.Go(func() { _, faults[i] = grade(1) })
		}
		wait.Wait()
		given := 0
		for _, err := range faults {
			if err == nil {
				given++
				continue
			}
			wantFault(t, err, fault.Conflict, "grade_waits")
		}
		if n := k.Count(t, "pledge_grades", "1 = 1"); given != 1 || n != 1 {
			t.Errorf("%d of 4 at once were taken, %d are kept", given, n)
		}
		c.AnswerGrade("ana", card.Ref, 1, "")
		in.Grade = "complete"
		by := k.Call(c.Actor("reviewer"))
		by.Once = models.Once{Scope: "grade", Key: key, Hash: "body"}
		for range 2 {
			g, err := k.Service.GradePledge(t.Context(), by, "town", card.Ref, in)
			if err != nil || g.Number != 2 || g.Grade != models.Complete {
				t.Errorf("%+v, %v", g, err)
			}
		}
		now, err := k.Service.Pledge(t.Context(), c.Actor("ana"), "town", card.Ref)
		if err != nil || now.Grade != models.Limited || len(now.Grades) != 2 || now.Grades[0].Number != 2 {
			t.Errorf("the newer one is told already: %+v, %v", now.Pledge, err)
		}
		k.Clock.Add(14 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		now, err = k.Service.Pledge(t.Context(), models.Actor{}, "town", card.Ref)
		if err != nil || now.Grade != models.Complete || len(now.Grades) != 2 {
			t.Errorf("%+v, %v", now, err)
		}
		_, err = k.Service.WithdrawPledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		_, err = grade(0)
		wantFault(t, err, fault.Conflict, "pledge_withdrawn")
		fits(t, k, "two grades")
	})
}

func TestAnswerGrade_isForWhoeverPledgedWithinFourteenDays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, ref := graded(t, k)
		answer := func(who models.Actor, number int, in consult.GradeAnswer) error {
			_, err := k.Service.AnswerGrade(t.Context(), k.Call(who), "town", ref, number, in)
			return err
		}
		said := consult.GradeAnswer{Answer: "Six are open since June."}
		for _, who := range []string{"bela", "organiser", "reviewer", "observer"} {
			wantFault(t, answer(c.Actor(who), 1, said), fault.Forbidden, "no_mandate")
		}
		wantFault(t, answer(models.Actor{}, 1, said), fault.SignIn, "sign_in")
		ana := c.Actor("ana")
		wantField(t, answer(ana, 1, consult.GradeAnswer{}), "answer", "required")
		wantField(t, answer(ana, 1, consult.GradeAnswer{Answer: "Yes", Nothing: true}), "nothing", "answer_or_nothing")
		wantFault(t, answer(ana, 1, consult.GradeAnswer{Answer: "Yes", NoticeVersion: 99}), fault.Conflict, "notices_changed")
		wantFault(t, answer(ana, 2, said), fault.NotFound, "grade_not_found")
		k.Clock.Add(14 * 24 * time.Hour)
		wantFault(t, answer(ana, 1, said), fault.Conflict, "answer_late") // the round has not come yet
		k.Clock.Add(-time.Microsecond)
		testkit.Must(t, answer(ana, 1, said))
		wantFault(t, answer(ana, 1, said), fault.Conflict, "grade_answered")
		k.Clock.Add(time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		fits(t, k, "an answer in the last moment")
		if n := k.Count(t, "log_entries", "kind = 'pledge.graded'"); n != 1 {
			t.Errorf("%d entries", n)
		}
	})
}

func TestGradePledge_tellsThoseItConcernsAndNobodyElse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Story.Person("colleague")
		c.Organisation(lake, story.Address("colleague"))
		ref := c.Pledge("ana", "lake").Ref
		sent := func() (out []string) {
			for _, m := range k.Mails() {
				if strings.HasPrefix(m.Kind, "pledge_grade") {
					out = append(out, m.Kind+" "+strings.Split(m.To, "@")[0])
				}
			}
			slices.Sort(out)
			return out
		}
		c.Grade("reviewer", ref, models.Limited, "Four of twenty are open.")
		for _, m := range k.Mails() {
			if m.Kind == "pledge_graded" && (m.Data["Link"] != testkit.BaseURL+"/c/town/pledges/"+ref+"/grade/answer" || m.Data["Until"] == "") {
				t.Errorf("%+v", m.Data)
			}
		}
		c.AnswerGrade("ana", ref, 1, "Six are open.")
		want := []string{"pledge_grade_answered reviewer", "pledge_grade_public colleague", "pledge_graded ana", "pledge_graded colleague"}
		if got := sent(); !slices.Equal(got, want) {
			t.Errorf("told: %v", got)
		}
		c.Grade("reviewer", ref, models.Substantial, "Fifteen are open.")
		k.Clock.Add(15 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		want = append(want, "pledge_grade_public ana", "pledge_grade_public colleague", "pledge_graded ana", "pledge_graded colleague")
		slices.Sort(want)
		if got := sent(); !slices.Equal(got, want) {
			t.Errorf("told: %v", got)
		}
	})
}

func TestGradePledge_isNotForWhoEverHadToDoWithThePledge(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := partnering(t, k)
		ref := c.Pledge("ana", "lake").Ref
		testkit.Must(t, askPartner(t, k, c, ref, "ana", "works"))
		testkit.Must(t, decidePartner(t, k, c, ref, "bela", "confirm"))
		c.Person("ana", models.Reviewer)
		c.Person("bela", models.Reviewer)
		c.Person("former", models.Reviewer)
		c.Organisation(lake, story.Address("former"))
		db := k.SQL(t)
		refused := func(who, why string) {
			t.Helper()
			_, err := k.Service.GradePledge(t.Context(), k.Call(c.Actor(who)), "town", ref, consult.NewGrade{Grade: "limited", Reasons: "x"})
			wantFault(t, err, fault.Forbidden, "not_independent")
			list, err := k.Service.Grading(t.Context(), c.Actor(who), "town", models.GradingFilter{})
			if err != nil || list.Total != 0 || len(list.Items) != 0 {
				t.Errorf("%s %s is listed it: %+v, %v", who, why, list, err)
			}
		}
		refused("bela", "who speaks for a partner")
		_, err := db.ExecContext(t.Context(), "UPDATE mandates SET state = 'ended'")
		testkit.Must(t, err)
		refused("former", "who could speak for it")
		refused("ana", "who wrote it")
		refused("bela", "who could speak for a partner")
		if _, err := k.Service.GradePledge(t.Context(), k.Call(c.Actor("reviewer")), "town", ref, consult.NewGrade{Grade: "limited", Reasons: "x"}); err != nil {
			t.Error(err)
		}
	})
}

func TestGradePledge_remindsOnceBeforeTheDaysAreOver(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		ref := c.Pledge("ana", "lake").Ref
		prefers(t, k, c.Actor("ana"), models.DigestNone)
		c.Grade("reviewer", ref, models.Limited, "Four of twenty are open.")
		sent := func(kind string) int { return k.Count(t, "mails", "kind = '"+kind+"' AND state = 'waiting'") }
		if sent("pledge_graded") != 1 {
			t.Error("who wants no messages is not told of a grade")
		}
		for days, want := range []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1} {
			testkit.Must(t, k.Service.Periodic(t.Context()))
			if got := sent("pledge_grade_reminder"); got != want {
				t.Errorf("after %d days %d reminders were sent, want %d", days, got, want)
			}
			k.Clock.Add(24 * time.Hour)
		}
	})
}

func TestShowGrades_isDoneOnceByTwoInstances(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		_, ref := graded(t, k)
		k.Clock.Add(14 * 24 * time.Hour)
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				if err := k.Service.Periodic(context.WithoutCancel(t.Context())); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := k.Count(t, "log_entries", "kind = 'pledge.graded'"); n != 1 {
			t.Errorf("%d entries", n)
		}
		if n := k.Count(t, "mails", "kind = 'pledge_grade_public'"); n != 1 {
			t.Errorf("%d messages", n)
		}
		if card, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", ref); err != nil || card.Grade != models.Limited {
			t.Errorf("%+v, %v", card.Pledge, err)
		}
		fits(t, k, "four rounds at once")
	})
}

func TestPledgeGrades_areNeverChangedAndTheLogHoldsThem(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, ref := graded(t, k)
		db := k.SQL(t)
		refused := func(statement string) {
			t.Helper()
			if _, err := db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "grade") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		refused("UPDATE pledge_grades SET grade = 'complete'")
		refused("UPDATE pledge_grades SET reasons = 'x'")
		refused("UPDATE pledge_grades SET graded_by = 7")
		refused("DELETE FROM pledge_grades")
		c.AnswerGrade("ana", ref, 1, "Six are open.")
		refused("UPDATE pledge_grades SET answer = 'x'")
		refused("UPDATE pledge_grades SET public_at = NULL")
		refused("UPDATE pledge_grades SET commitment = ''")
		fits(t, k, "an answer")
		_, err := db.ExecContext(t.Context(), "UPDATE pledges SET grade = 'complete'")
		testkit.Must(t, err)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) != 1 || !strings.Contains(found[0].String(), "newest") {
			t.Errorf("a better grade on the pledge: %v", found)
		}
	})
}

func TestGrading_listsWhatIsToBeGraded(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		due := func(months int) func(in *consult.NewPledge) {
			return func(in *consult.NewPledge) {
				in.StartsOn, in.DueOn = k.Clock.Now().Format(time.DateOnly), k.Clock.Now().AddDate(0, months, 0).Format(time.DateOnly)
			}
		}
		late, soon, far := c.Pledge("ana", "lake", due(3)), c.Pledge("ana", "lake", due(1)), c.Pledge("ana", "lake", due(30))
		gone := c.Pledge("ana", "lake", due(2))
		_, err := k.Service.WithdrawPledge(t.Context(), k.Call(c.Actor("ana")), "town", gone.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.Submit = false })
		listed := func(show, want string) {
			t.Helper()
			var got []string
			f := models.GradingFilter{Show: show, Limit: 1}
			for {
				list, err := k.Service.Grading(t.Context(), c.Actor("reviewer"), "town", f)
				testkit.Must(t, err)
				for _, p := range list.Items {
					got = append(got, map[string]string{late.Ref: "late", soon.Ref: "soon", far.Ref: "far", gone.Ref: "gone"}[p.Ref])
				}
				if f.Cursor = list.Next; f.Cursor == "" {
					if list.Total != len(got) {
						t.Errorf("%q counts %d of %d", show, list.Total, len(got))
					}
					break
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q lists %v, want %s", show, got, want)
			}
		}
		listed("", "soon late far")
		listed("never", "soon late far")
		listed("due", "")
		k.Clock.Add(65 * 24 * time.Hour)
		listed("due", "soon late")
		c.Grade("reviewer", soon.Ref, models.Complete, "All are open.")
		listed("waiting", "soon")
		listed("due", "soon late")
		listed("never", "late far")
		list, err := k.Service.Grading(t.Context(), c.Person("second", models.Reviewer), "town", models.GradingFilter{Show: "waiting"})
		if err != nil || list.Items[0].Last != "" || !list.Items[0].Waiting() {
			t.Errorf("another reviewer is told %+v, %v", list.Items, err)
		}
		c.AnswerGrade("ana", soon.Ref, 1, "")
		listed("due", "late")
		listed("waiting", "")
		listed("reported", "")
	})
}

func TestGrading_isForReviewersWithinTheirRegions(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, _ := graded(t, k)
		for _, f := range []models.GradingFilter{{Show: "x"}, {Limit: -1}, {Cursor: "?"}} {
			if _, err := k.Service.Grading(t.Context(), c.Actor("reviewer"), "town", f); !fault.Is(err, fault.Malformed) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		for _, who := range []string{"organiser", "observer", "ana", "drafter"} {
			_, err := k.Service.Grading(t.Context(), c.Actor(who), "town", models.GradingFilter{})
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
		list, err := k.Service.Grading(t.Context(), c.Limited("europe", []string{"150"}, models.Reviewer), "town", models.GradingFilter{})
		if err != nil || list.Total != 0 {
			t.Errorf("a reviewer of Europe: %+v, %v", list, err)
		}
	})
}
