package consult_test

import (
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestPeriodic_forgetsWhoReportedAComment(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Individual))
		testkit.Must(t, k.Service.ReportComment(t.Context(), c.Call("bela"), "town", said.Ref, consult.NewReport{Body: "It is not hers.", Email: "who@example.net"}))
		reports, _, err := k.Service.Reports(t.Context(), k.System().Actor, "town")
		testkit.Must(t, err)
		testkit.Must(t, k.Service.DecideReport(t.Context(), c.Call("moderator"), "town", reports[0].ID, consult.ReportDecision{Decision: "dismissed"}))
		k.Clock.Add(60 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if n := k.Count(t, "reports", "body <> '' OR email <> '' OR email_key <> '' OR reported_by IS NOT NULL"); n != 0 {
			t.Errorf("%d reports still say who made them", n)
		}
	})
}
