package consult_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// reminders are those that ana was sent since a mail, by kind.
func reminders(k *testkit.Kit, since int) (out []string) {
	for _, m := range k.Mails()[since:] {
		if strings.HasPrefix(m.Kind, "reminder_") && m.To == story.Address("ana") {
			out = append(out, strings.TrimPrefix(m.Kind, "reminder_"))
		}
	}
	return out
}

func TestRemindReports_tellsOfEachOnceBeforeItIsDueAndWhenItIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake") // half-yearly, due in ten months
		began, mails := k.Clock.Now(), len(k.Mails())
		var got []string
		told := func(days int) []string {
			k.Clock.Add(began.AddDate(0, 0, days).Sub(k.Clock.Now()))
			for range 2 { // it runs each minute
				testkit.Must(t, k.Service.Periodic(t.Context()))
				testkit.Must(t, k.Service.Digests(t.Context()))
			}
			got = reminders(k, mails)
			return got
		}
		want := func(days int, kinds ...string) {
			t.Helper()
			if got := told(days); !slices.Equal(got, kinds) {
				t.Errorf("after %d days: %v, want %v", days, got, kinds)
			}
		}
		want(120)
		want(155, "report_soon")
		want(186, "report_soon", "report_due")
		c.Report("ana", p.Ref)
		want(250, "report_soon", "report_due")
		want(290, "report_soon", "report_due", "report_soon", "pledge_due")
		want(330, "report_soon", "report_due", "report_soon", "pledge_due", "report_due")
	})
}

func TestRemindReports_twoInstancesTellOnceAndNobodyOfWhatIsOver(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		c.Pledge("ana", "lake")
		gone := c.Pledge("ana", "lake")
		_, err := k.Service.WithdrawPledge(t.Context(), k.Call(c.Actor("ana")), "town", gone.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.Submit = false })
		mails := len(k.Mails())
		k.Clock.Add(170 * 24 * time.Hour)
		var all sync.WaitGroup
		for _, s := range []*consult.Service{k.Service, k.Instance(k.Store)} {
			all.Go(func() { testkit.Must(t, s.Periodic(t.Context())) })
		}
		all.Wait()
		testkit.Must(t, k.Service.Digests(t.Context()))
		if got := reminders(k, mails); !slices.Equal(got, []string{string(models.ReportSoon)}) {
			t.Errorf("%v", got)
		}
	})
}
