package consult_test

import (
	"encoding/json"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/internal/testkit"
)

func TestPledgeFile_provesWhatWasSubmittedAndNothingIsToldOfItBefore(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		ana := c.Actor("ana")
		in := c.ToPledge("lake")
		in.Submit = false
		card, err := k.Service.WritePledge(t.Context(), k.Call(ana), "town", in)
		testkit.Must(t, err)
		_, err = k.Service.PledgeFile(t.Context(), ana, "town", card.Ref)
		wantFault(t, err, fault.NotFound, "pledge_not_found")
		in.Submit = true
		_, err = k.Service.RewritePledge(t.Context(), k.Call(ana), "town", card.Ref, in, 0)
		testkit.Must(t, err)
		verifies(t, k)
		file, err := k.Service.PledgeFile(t.Context(), ana, "town", card.Ref)
		testkit.Must(t, err)
		var r merkle.Receipt
		testkit.Must(t, json.Unmarshal(file, &r))
		p, err := r.Check(nil)
		if err != nil || !p.Words || !p.Promised || !p.Included || !strings.Contains(r.Content, in.Title) {
			t.Errorf("%+v, %v: %s", p, err, r.Content)
		}
		if strings.Contains(r.Leaf, "lake") || strings.Contains(r.Leaf, card.Ref) {
			t.Errorf("the log tells whose it is: %s", r.Leaf)
		}
		for _, who := range []string{"bela", "organiser"} {
			_, err = k.Service.PledgeFile(t.Context(), c.Actor(who), "town", card.Ref)
			wantFault(t, err, fault.NotFound, "pledge_not_found")
		}
	})
}

func TestVerifyLog_namesASubmittedPledgeThatWasReplaced(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		_, err := k.Service.WritePledge(t.Context(), k.Call(c.Actor("ana")), "town", c.ToPledge("lake"))
		testkit.Must(t, err)
		verifies(t, k)
		for _, q := range []string{
			"INSERT INTO pledge_versions SELECT" +
				"  consultation_id, pledge_id, 2, language, 'Another', outcome_area, rationale, provisions, starts_on, due_on, milestones, " +
				"kind, intent, amount, currency, amount_private, indicator, unit, baseline_value, baseline_on, target_value, direction, " +
				"verification, frequency, resources, beneficiaries, notice_version, salt, commitment, written_at, written_by, shown_at FROM pledge_versions",
			"UPDATE pledges SET written = 2",
		} {
			_, err := k.SQL(t).ExecContext(t.Context(), q)
			testkit.Must(t, err)
		}
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) == 0 {
			t.Errorf("an insider's version is not named: %+v, %v", report, err)
		}
	})
}

func TestVerifyLog_namesAPledgeThatIsCountedElsewhere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		card := c.Pledge("ana", "lake")
		_, err := k.Service.WithdrawPledge(t.Context(), k.Call(c.Actor("ana")), "town", card.Ref, consult.PledgeWithdrawal{Reason: "No budget."})
		testkit.Must(t, err)
		verifies(t, k)
		for _, set := range []string{
			"region = '150'", "country = 'FR'", "stakeholder_type = 'private_sector'", "late = NOT late",
			"published_at = '2020-01-01 00:00:00+00:00'", "withdrawn_at = '2020-01-01 00:00:00+00:00'",
		} {
			column, _, _ := strings.Cut(set, " ")
			was := testkit.Column[string](t, k.SQL(t), "SELECT CAST("+column+" AS TEXT) FROM pledges")[0]
			_, err := k.SQL(t).ExecContext(t.Context(), "UPDATE pledges SET "+set)
			testkit.Must(t, err)
			report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
			if err != nil || len(report.Findings) != 1 {
				t.Errorf("%s: %+v, %v", set, report.Findings, err)
			}
			if column == "late" {
				was = "FALSE"
			} else {
				was = "'" + was + "'"
			}
			_, err = k.SQL(t).ExecContext(t.Context(), "UPDATE pledges SET "+column+" = "+was)
			testkit.Must(t, err)
		}
		verifies(t, k)
	})
}
