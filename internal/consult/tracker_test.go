package consult_test

import (
	"fmt"
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

// tracking is a town with a pledge on code by the lake, and of the works one on research, a statement of intent and one
// that was withdrawn; each was published a day after the one before.
func tracking(t *testing.T, k *testkit.Kit) (c *story.Consultation, lake, research, intent, gone consult.PledgeCard) {
	t.Helper()
	c = pledging(t, k)
	c.Organisation(consult.NewOrganisation{Slug: "works", Name: "Works", Country: "FR", StakeholderType: "private_sector"}, "")
	next := func(by, organisation string, change func(in *consult.NewPledge)) consult.PledgeCard {
		k.Clock.Add(24 * time.Hour)
		return c.Pledge(by, organisation, change)
	}
	lake = next("ana", "lake", func(in *consult.NewPledge) { in.Amount = "0.10" })
	research = next("", "works", func(in *consult.NewPledge) {
		in.Kind, in.Amount, in.OutcomeArea = "research_knowledge", "1000000.20", "capacity"
		in.DueOn = k.Clock.Now().AddDate(0, 2, 0).Format(time.DateOnly)
	})
	intent = next("", "works", func(in *consult.NewPledge) {
		in.Title, in.Intent, in.Amount, in.Currency, in.Kind = "An intent", true, "", "", "products_services"
	})
	gone = next("", "works", func(in *consult.NewPledge) { in.Title = "Another" })
	gone, err := k.Service.WithdrawPledge(t.Context(), k.System(), "town", gone.Ref, consult.PledgeWithdrawal{})
	testkit.Must(t, err)
	return c, lake, research, intent, gone
}

// listed are the titles of the public pledges under a filter, read one by one.
func listed(t *testing.T, k *testkit.Kit, f models.PledgeFilter) (refs []string) {
	t.Helper()
	f.Limit = 1
	for {
		page, err := k.Service.Tracker(t.Context(), "town", f)
		testkit.Must(t, err)
		for _, v := range page.Items {
			refs = append(refs, v.Ref)
		}
		if f.Cursor = page.Next; page.Next == "" {
			if page.Total != len(refs) {
				t.Errorf("%+v: %d are told of, %d are listed", f, page.Total, len(refs))
			}
			return refs
		}
	}
}

func TestTracker_filtersAndOrders(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, lake, research, intent, gone := tracking(t, k)
		gradedAs(t, k, lake, models.Complete)
		reportedAfter(t, k, intent, 300)
		k.Clock.Add(13 * 31 * 24 * time.Hour)
		for name, row := range map[string]struct {
			f    models.PledgeFilter
			want []consult.PledgeCard
		}{
			"all, the newest first":     {models.PledgeFilter{}, []consult.PledgeCard{gone, intent, research, lake}},
			"the first to be due first": {models.PledgeFilter{Order: "due", Status: []string{"published"}}, []consult.PledgeCard{research, lake, intent}},
			"overdue":                   {models.PledgeFilter{Due: "overdue"}, []consult.PledgeCard{research, intent}},
			"overdue, newest first":     {models.PledgeFilter{Due: "overdue", Order: "newest"}, []consult.PledgeCard{intent, research}},
			"a country":                 {models.PledgeFilter{Country: []string{"FR"}, Outcome: []string{"capacity"}}, []consult.PledgeCard{research}},
			"a region":                  {models.PledgeFilter{Region: []string{"150"}, Status: []string{"withdrawn"}}, []consult.PledgeCard{gone}},
			"a type":                    {models.PledgeFilter{Type: []string{"government"}}, []consult.PledgeCard{lake}},
			"statements of intent":      {models.PledgeFilter{Intent: []string{"true"}}, []consult.PledgeCard{intent}},
			"in time and no intent":     {models.PledgeFilter{Intent: []string{"false"}, Late: []string{"false"}, Status: []string{"published"}}, []consult.PledgeCard{research, lake}},
			"complete":                  {models.PledgeFilter{Completion: []string{"complete"}}, []consult.PledgeCard{lake}},
			"not graded":                {models.PledgeFilter{Completion: []string{"not_graded"}, Kind: []string{"products_services", "research_knowledge"}}, []consult.PledgeCard{intent, research}},
			"green":                     {models.PledgeFilter{Freshness: []string{"green"}}, []consult.PledgeCard{intent}},
			"yellow":                    {models.PledgeFilter{Freshness: []string{"yellow", "red"}}, []consult.PledgeCard{research}},
			"nothing awaited":           {models.PledgeFilter{Freshness: []string{"not_awaited"}}, []consult.PledgeCard{gone, lake}},
			"nothing":                   {models.PledgeFilter{Country: []string{"ES"}}, nil},
		} {
			var want []string
			for _, card := range row.want {
				want = append(want, card.Ref)
			}
			if got := listed(t, k, row.f); !slices.Equal(got, want) {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		for _, f := range []models.PledgeFilter{
			{Freshness: []string{"x"}},
			{Completion: []string{"x"}},
			{Intent: []string{"1"}},
			{Late: []string{"x"}},
			{Due: "x"},
			{Order: "x"},
			{Country: []string{"XX"}},
			{Status: []string{"draft"}},
			{Cursor: "zz"},
			{Limit: -1},
		} {
			if _, err := k.Service.Tracker(t.Context(), "town", f); !fault.Is(err, fault.Malformed) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		c.Person("looks", models.Observer)
		_, err := k.Service.Pledges(t.Context(), c.Actor("looks"), "town", models.PledgeFilter{Status: []string{"draft"}, Due: "overdue"})
		wantFault(t, err, fault.Malformed, "bad_filter")
	})
}

func TestTracker_eachWayOfCountingAddsUpToTheSame(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		_, lake, _, _, _ := tracking(t, k)
		gradedAs(t, k, lake, models.Limited)
		page, err := k.Service.Tracker(t.Context(), "town", models.PledgeFilter{})
		testkit.Must(t, err)
		f := page.Figures
		if f.Pledges != 2 || f.Intents != 1 || f.Withdrawn != 1 || f.Overdue != 0 || len(f.By) != len(models.PledgeAxes) {
			t.Errorf("%+v", f)
		}
		for _, by := range f.By {
			sum := models.PledgeTally{}
			for _, row := range by.Rows {
				sum.Pledges, sum.Intents = sum.Pledges+row.Pledges, sum.Intents+row.Intents
			}
			if sum.Pledges != f.Pledges || sum.Intents != f.Intents {
				t.Errorf("%s adds up to %+v", by.Axis, sum)
			}
		}
		if want := []models.PledgeAmounts{{Currency: "EUR", Sum: "1000000.30", Count: 2}}; !slices.Equal(f.Amounts, want) {
			t.Errorf("%+v, want %+v", f.Amounts, want)
		}
	})
}

func TestTracker_tellsNoAmountThatIsKeptFromThePublic(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.AmountPrivate = true })
		page, err := k.Service.Tracker(t.Context(), "town", models.PledgeFilter{})
		testkit.Must(t, err)
		if f := page.Figures; len(f.Amounts) != 0 || f.Withheld != 1 || page.Items[0].Amount+page.Items[0].Currency != "" {
			t.Errorf("%+v, %+v", f, page.Items)
		}
	})
}

// What another instance wrote is in the next answer: an amendment, a report, a grade, a withdrawal.
func TestTracker_isCurrentOnEveryInstance(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		_, lake, _, intent, _ := tracking(t, k)
		reads := k.Instance(k.Store)
		tell := func() models.PledgeFigures {
			page, err := reads.Tracker(t.Context(), "town", models.PledgeFilter{})
			testkit.Must(t, err)
			return page.Figures
		}
		tell()
		gradedAs(t, k, lake, models.Complete)
		_, err := k.Service.WithdrawPledge(t.Context(), k.System(), "town", intent.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		f := tell()
		here, err := k.Service.Tracker(t.Context(), "town", models.PledgeFilter{})
		testkit.Must(t, err)
		if f.Intents != 0 || f.Withdrawn != 2 || here.Figures.Withdrawn != 2 {
			t.Errorf("%+v", f)
		}
		if i := slices.IndexFunc(f.By, func(by models.PledgeTallies) bool { return by.Axis == "completion" }); f.By[i].Rows[3].Pledges != 1 {
			t.Errorf("%+v", f.By[i])
		}
	})
}

// The figures are the log's: what was published and not withdrawn, and what was withdrawn after it was published.
func TestTracker_figuresEqualTheLogs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		tracking(t, k)
		page, err := k.Service.Tracker(t.Context(), "town", models.PledgeFilter{})
		testkit.Must(t, err)
		published, withdrawn := k.Count(t, "log_entries", "kind = 'pledge.published'"), k.Count(t, "log_entries", "kind = 'pledge.withdrawn'")
		intents := 0
		for _, facts := range testkit.Column[string](t, k.SQL(t), "SELECT leaf FROM log_entries WHERE kind = 'pledge.published'") {
			if strings.Contains(facts, `"intent":"true"`) {
				intents++
			}
		}
		f := page.Figures
		if published != 4 || f.Standing()+f.Withdrawn != published || f.Withdrawn != withdrawn || f.Intents != intents || page.Total != published {
			t.Errorf("%+v; the log has %d published, %d of intent, %d withdrawn", f, published, intents, withdrawn)
		}
	})
}

// A partner who was asked and has not confirmed is told to nobody, in no file.
func TestTracker_tellsThePartnersThatConfirmed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := partnering(t, k)
		card := c.Pledge("ana", "lake")
		told := func() []string {
			all, err := k.Service.AllPledges(t.Context(), "town", models.PledgeFilter{})
			testkit.Must(t, err)
			for r, err := range all {
				testkit.Must(t, err)
				return partnersOf(r.Partners)
			}
			return []string{"no pledge"}
		}
		testkit.Must(t, askPartner(t, k, c, card.Ref, "ana", "works"))
		if got := told(); len(got) != 0 {
			t.Errorf("asked: %q", got)
		}
		testkit.Must(t, decidePartner(t, k, c, card.Ref, "bela", "confirm"))
		if got := told(); !slices.Equal(got, []string{"works confirmed"}) {
			t.Errorf("confirmed: %q", got)
		}
	})
}

// gradedAs gives a pledge a public grade, as if a reviewer had.
func gradedAs(t *testing.T, k *testkit.Kit, p consult.PledgeCard, g models.Completion) {
	t.Helper()
	byHand(t, k, p, "grade = '"+string(g)+"'")
}

// reportedAfter makes a pledge reported on so many days after it was published.
func reportedAfter(t *testing.T, k *testkit.Kit, p consult.PledgeCard, days int) {
	t.Helper()
	after := fmt.Sprintf("%d * 86400000000", days)
	if k.Engine == "postgres" {
		after = fmt.Sprintf("INTERVAL '%d days'", days)
	}
	byHand(t, k, p, "reported_at = published_at + "+after)
}

func byHand(t *testing.T, k *testkit.Kit, p consult.PledgeCard, set string) {
	t.Helper()
	db := k.SQL(t)
	for _, sql := range []string{
		"UPDATE consultations SET change_seq = change_seq + 1",
		"UPDATE pledges SET seq = (SELECT change_seq FROM consultations), " + set + " WHERE ref = '" + p.Ref + "'",
	} {
		_, err := db.ExecContext(t.Context(), sql)
		testkit.Must(t, err)
	}
}
