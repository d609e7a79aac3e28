package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestReportComment_oneClientCannotFillTheModeratorsList(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"), story.Named("Ana"))
		s, by := k.Limited(k.Store), k.Call(models.Actor{})
		by.Client = "203.0.113.9"
		for range models.LimitCommentsNone.Count {
			testkit.Must(t, s.ReportComment(t.Context(), by, c.Slug, "C-000001", consult.NewReport{Body: "not me"}))
		}
		wantFault(t, s.ReportComment(t.Context(), by, c.Slug, "C-000001", consult.NewReport{Body: "not me"}), fault.TooMany, "too_many")
	})
}
