package consult_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// pledging is a town where ana may pledge for the lake and bela for nobody.
func pledging(t *testing.T, k *testkit.Kit) *story.Consultation {
	t.Helper()
	c := town(t, k, story.Pledging(), story.Languages("en", "fr"))
	c.Organisation(lake, story.Address("ana"))
	return c
}

func fieldsOf(err error) (out []string) {
	if f, ok := fault.As(err); ok {
		for _, x := range f.Fields {
			out = append(out, x.Name+" "+x.Code)
		}
	}
	return out
}

func TestWritePledge_namesWhatMustBeMendedAndKeepsNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Sign("ana", "lake")
		signed := k.Clock.Now().Format(time.DateOnly)
		for name, row := range map[string]struct {
			change func(in *consult.NewPledge)
			want   string
		}{
			"due on the day of the signature": {func(in *consult.NewPledge) { in.DueOn = signed }, "due_on due_before_start"},
			"target equal to the baseline":    {func(in *consult.NewPledge) { in.BaselineValue = "20" }, "target_value target_equals_baseline"},
			"amount without a currency":       {func(in *consult.NewPledge) { in.Currency = "" }, "currency currency_missing"},
			"a currency that is none":         {func(in *consult.NewPledge) { in.Currency = "$" }, "currency currency_unknown"},
			"no area":                         {func(in *consult.NewPledge) { in.OutcomeArea = "" }, "outcome_area outcome_area_missing"},
			"awareness alone": {func(in *consult.NewPledge) {
				in.Title, in.Indicator, in.Unit, in.TargetValue = "Raise awareness", "", "", ""
			}, "indicator indicator_missing"},
		} {
			in := c.ToPledge("lake")
			row.change(&in)
			_, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
			wantFault(t, err, fault.Invalid, "pledge_unfinished")
			if !slices.Contains(fieldsOf(err), row.want) {
				t.Errorf("%s: %v", name, fieldsOf(err))
			}
		}
		if n := k.Count(t, "pledges", "1 = 1") + k.Count(t, "pledge_versions", "1 = 1"); n != 0 {
			t.Errorf("%d rows are kept", n)
		}
		in := c.ToPledge("lake")
		in.StartsOn, in.DueOn = "2020-01-01", signed
		_, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
		if !slices.Equal(fieldsOf(err), []string{"due_on due_before_signing"}) {
			t.Errorf("due on the day of the signature: %v", fieldsOf(err))
		}
	})
}

func TestWritePledge_keepsADraftWithWhatIsFound(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		by := k.Call(c.Actor("ana"))
		card, err := k.Service.WritePledge(t.Context(), by, "town", consult.NewPledge{Organisation: "lake", Title: "Publish code", DueOn: "2020-01-01", Currency: "$"})
		testkit.Must(t, err)
		if card.Status != models.PledgeDraft || card.Written != 1 || card.Public() || len(card.Findings) < 5 || !card.Own {
			t.Errorf("%+v", card)
		}
		for _, who := range []models.Actor{{}, c.Actor("bela"), c.Actor("organiser"), c.Actor("observer")} {
			_, err := k.Service.Pledge(t.Context(), who, "town", card.Ref)
			wantFault(t, err, fault.NotFound, "pledge_not_found")
		}
		in := c.ToPledge("lake")
		in.Amount, in.Currency, in.DueOn = "250 000,50", "eur", strings.ReplaceAll(in.DueOn, "-", ".")
		in.Language = "fr"
		sent, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, card.Seq)
		testkit.Must(t, err)
		if sent.Status != models.PledgeSubmitted || sent.Written != 2 || len(sent.Versions) != 2 || sent.Versions[0].Title != "Publish code" ||
			sent.Amount != "250000.5" || sent.Currency != "EUR" || strings.Contains(sent.DueOn, ".") {
			t.Errorf("%+v", sent)
		}
		_, err = k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, card.Seq)
		wantFault(t, err, fault.Stale, "stale")
		again, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, 0)
		if err != nil || again.Written != 2 {
			t.Errorf("the same words are kept again: %+v, %v", again.Pledge, err)
		}
		own, err := k.Service.OwnPledges(t.Context(), c.Actor("ana"), "town")
		if err != nil || len(own) != 1 || own[0].Title != in.Title {
			t.Errorf("%+v, %v", own, err)
		}
	})
}

func TestWritePledge_isForThoseWithTheMandateWhilePledgesAreTaken(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		in := c.ToPledge("lake")
		_, err := k.Service.WritePledge(t.Context(), k.Call(models.Actor{}), "town", in)
		wantFault(t, err, fault.SignIn, "sign_in")
		_, err = k.Service.WritePledge(t.Context(), k.Call(c.Actor("bela")), "town", in)
		wantFault(t, err, fault.Forbidden, "no_mandate")
		_, err = k.Service.WritePledge(t.Context(), k.Call(c.Actor("organiser")), "town", in)
		wantFault(t, err, fault.Forbidden, "no_mandate")
		in.Beneficiaries = []string{"KE", "Atlantis"}
		_, err = k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
		if !slices.Equal(fieldsOf(err), []string{"beneficiaries.1 unknown_value"}) {
			t.Errorf("%v", err)
		}
		in = c.ToPledge("lake")
		in.NoticeVersion = 99
		_, err = k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
		wantFault(t, err, fault.Conflict, "notices_changed")
		k.Clock.Add(40 * 24 * time.Hour)
		_, err = k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", c.ToPledge("lake"))
		wantFault(t, err, fault.Conflict, "closed")
		if n := k.Count(t, "pledges", "1 = 1"); n != 0 {
			t.Errorf("%d are kept", n)
		}
	})
}

func TestReviewPledge_publishesOrSaysWhatToChange(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		in := c.ToPledge("lake")
		in.AmountPrivate = true
		card, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
		review := func(by, decision, note string) (consult.PledgeCard, error) {
			return k.Service.ReviewPledge(t.Context(), k.Call(c.Actor(by)), "town", card.Ref, consult.PledgeReview{Decision: decision, Note: note}, 0)
		}
		for _, by := range []string{"ana", "observer", "drafter"} {
			_, err = review(by, "publish", "")
			wantFault(t, err, fault.Forbidden, "forbidden")
		}
		_, err = review("organiser", "request_changes", " ")
		if !slices.Equal(fieldsOf(err), []string{"note required"}) {
			t.Errorf("%v", err)
		}
		asked, err := review("organiser", "request_changes", "Which registries?")
		testkit.Must(t, err)
		if asked.Status != models.PledgeChanges || len(asked.Notes) != 1 || asked.Notes[0].Body != "Which registries?" {
			t.Errorf("%+v", asked)
		}
		_, err = review("organiser", "publish", "")
		wantFault(t, err, fault.Conflict, "pledge_not_submitted")
		in.Rationale += " The fish registry and nineteen more."
		_, err = k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, 0)
		testkit.Must(t, err)
		_, err = review("organiser", "publish", "Thank you.")
		testkit.Must(t, err)
		public, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", card.Ref)
		testkit.Must(t, err)
		if public.Status != models.PledgePublished || public.Amount != "" || public.Currency != "" || !public.HasAmount() || public.Salt != "" ||
			public.CreatedBy != nil || len(public.Notes) != 0 || len(public.Versions) != 1 || public.Versions[0].Number != 2 || public.Versions[0].Amount != "" {
			t.Errorf("%+v", public)
		}
		verifies(t, k)
	})
}

func TestRewritePledge_keepsWhatIsPublicUntilTheAmendmentIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		card := c.Pledge("ana", "lake")
		in := c.ToPledge("lake")
		in.TargetValue = "30"
		k.Clock.Add(40 * 24 * time.Hour) // pledges are no longer taken; those that are there can be amended
		in.DueOn = k.Clock.Now().AddDate(1, 0, 0).Format(time.DateOnly)
		_, err := k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, 0)
		testkit.Must(t, err)
		target := func() string {
			v, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", card.Ref)
			testkit.Must(t, err)
			if v.Status != models.PledgePublished || v.Written != v.Shown {
				t.Errorf("everybody is told of an amendment that is not public: %+v", v.Pledge)
			}
			return v.TargetValue
		}
		if got := target(); got != "20" {
			t.Errorf("the public sees %s", got)
		}
		queue, err := k.Service.Pledges(t.Context(), c.Actor("organiser"), "town", models.PledgeFilter{Status: []string{"submitted"}})
		if err != nil || queue.Total != 1 || queue.Items[0].TargetValue != "30" {
			t.Errorf("%+v, %v", queue, err)
		}
		_, err = k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("organiser")), "town", card.Ref, consult.PledgeReview{Decision: "publish"}, 0)
		testkit.Must(t, err)
		if got := target(); got != "30" {
			t.Errorf("the public sees %s", got)
		}
		_, err = k.Service.WithdrawPledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, consult.PledgeWithdrawal{Reason: "The budget was cut."})
		testkit.Must(t, err)
		gone, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", card.Ref)
		if err != nil || gone.Status != models.PledgeWithdrawn || gone.WithdrawnAt == nil || gone.WithdrawnReason != "The budget was cut." || len(gone.Versions) != 2 {
			t.Errorf("%+v, %v", gone, err)
		}
		_, err = k.Service.RewritePledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, in, 0)
		wantFault(t, err, fault.Conflict, "pledge_withdrawn")
		kinds := testkit.Column[string](t, k.SQL(t), "SELECT kind FROM log_entries WHERE kind LIKE 'pledge.%' ORDER BY id")
		if !slices.Equal(kinds, []string{"pledge.submitted", "pledge.published", "pledge.submitted", "pledge.amended", "pledge.withdrawn"}) {
			t.Errorf("the log tells %v", kinds)
		}
		verifies(t, k)
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			p := gone.Pledge
			p.Shown, p.Written = 1, 2
			_, err := tx.MovePledge(ctx, p, p.Seq)
			return err
		}))
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) == 0 {
			t.Error("somebody moved it, and the log does not tell")
		}
	})
}

func TestPledges_areReviewedWithinTheRegionsOfTheRole(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		sent, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", c.ToPledge("lake"))
		testkit.Must(t, err)
		waiting := models.PledgeFilter{Status: []string{"submitted"}}
		for name, row := range map[string]struct {
			region string
			want   int
		}{"northern": {"150", 0}, "eastern": {"014", 1}} {
			c.Limited(name, []string{row.region}, models.Organiser)
			page, err := k.Service.Pledges(t.Context(), c.Actor(name), "town", waiting)
			if err != nil || page.Total != row.want || len(page.Items) != row.want {
				t.Errorf("%s: %+v, %v", name, page, err)
			}
		}
		_, err = k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("northern")), "town", sent.Ref, consult.PledgeReview{Decision: "publish"}, 0)
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.ReviewPledge(t.Context(), k.Call(c.Actor("eastern")), "town", sent.Ref, consult.PledgeReview{Decision: "publish"}, 0)
		testkit.Must(t, err)
	})
}

func TestPledges_areFilteredAndCounted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, "")
		c.Pledge("ana", "lake")
		c.Pledge("", "works", func(in *consult.NewPledge) {
			in.Kind, in.Amount, in.Currency, in.OutcomeArea = "research_knowledge", "", "", "capacity"
		})
		out := c.Pledge("", "works", func(in *consult.NewPledge) { in.Title = "Another" })
		_, err := k.Service.WithdrawPledge(t.Context(), k.System(), "town", out.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.Title, in.Submit = "A draft", false })
		for name, row := range map[string]struct {
			f    models.PledgeFilter
			want int
		}{
			"all": {models.PledgeFilter{}, 3}, "type": {models.PledgeFilter{Type: []string{"government"}}, 1}, "region": {models.PledgeFilter{Region: []string{"150"}}, 2},
			"outcome": {models.PledgeFilter{Outcome: []string{"capacity"}}, 1}, "kind": {models.PledgeFilter{Kind: []string{"financial", "research_knowledge"}}, 3},
			"published": {models.PledgeFilter{Status: []string{"published"}}, 2}, "withdrawn": {models.PledgeFilter{Status: []string{"withdrawn"}}, 1},
		} {
			n := 0
			row.f.Limit = 2
			for {
				page, err := k.Service.Pledges(t.Context(), models.Actor{}, "town", row.f)
				testkit.Must(t, err)
				n += len(page.Items)
				if page.Total != row.want {
					t.Errorf("%s: %d in all, want %d", name, page.Total, row.want)
				}
				if row.f.Cursor = page.Next; page.Next == "" {
					break
				}
			}
			if n != row.want {
				t.Errorf("%s: %d, want %d", name, n, row.want)
			}
		}
		for _, f := range []models.PledgeFilter{{Outcome: []string{"x"}}, {Kind: []string{"x"}}, {Status: []string{"x"}}, {Limit: 201}, {Cursor: "%"}} {
			if _, err := k.Service.Pledges(t.Context(), models.Actor{}, "town", f); !fault.Is(err, fault.Malformed) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		_, err = k.Service.Pledges(t.Context(), c.Actor("drafter"), "town", models.PledgeFilter{Status: []string{"draft"}})
		wantFault(t, err, fault.Forbidden, "forbidden")
		public, err := k.Service.Tracker(t.Context(), "town", models.PledgeFilter{})
		if f := public.Figures; err != nil || f.Standing() != 2 {
			t.Errorf("%+v, %v", f, err)
		}
	})
}

func TestPledge_isNeverChangedAndKeepsNobodyWhoGoes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Pledge("ana", "lake")
		db := k.SQL(t)
		for _, change := range []string{"UPDATE pledge_versions SET title = 'x'", "UPDATE pledge_versions SET shown_at = NULL", "DELETE FROM pledge_versions", "DELETE FROM pledges"} {
			if _, err := db.ExecContext(t.Context(), change); err == nil {
				t.Errorf("%s is taken", change)
			}
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("ana")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if n := k.Count(t, "pledges", "created_by IS NOT NULL") + k.Count(t, "pledge_versions", "written_by IS NOT NULL"); n != 0 {
			t.Errorf("%d rows tell who wrote", n)
		}
		verifies(t, k)
	})
}
