package consult_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/testkit"
	"travaux/models"
)

// picture is a small PNG.
func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	testkit.Must(t, png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 20, 10))))
	return b.Bytes()
}

func TestReportProgress_isPublicAtOnceInTheLogAndVerified(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake")
		k.Clock.Add(300 * 24 * time.Hour) // no phase is open
		in := c.ToReport()
		in.Value, in.Language = "1 250,5", "fr"
		in.Evidence = []consult.Evidence{{Field: "files.0", FileName: `audit.PDF`, Content: []byte("%PDF-1.7 x")}, {Field: "files.1", FileName: "place.webp.png", Content: picture(t)}}
		first, err := k.Service.ReportProgress(t.Context(), k.Call(c.Actor("ana")), "town", p.Ref, in)
		testkit.Must(t, err)
		if first.Number != 1 || first.Value != "1250.5" || first.Version != 1 || len(first.Files) != 2 || first.Files[0].FileName != "audit.pdf" || first.Files[1].MediaType != "image/png" {
			t.Errorf("%+v", first)
		}
		if exact := c.Report("ana", p.Ref, func(in *consult.NewProgress) { in.Value, in.Language = "12.125", "fr" }); exact.Value != "12.125" {
			t.Errorf("12.125 is %s", exact.Value)
		}
		second := c.Report("ana", p.Ref, func(in *consult.NewProgress) { in.Corrects = 1 })
		card, err := k.Service.Pledge(t.Context(), models.Actor{}, "town", p.Ref)
		testkit.Must(t, err)
		if len(card.Reports) != 3 || card.Reports[0].CorrectedBy != 3 || card.Reports[0].Salt != "" || card.Reports[0].ReportedBy != nil ||
			card.ReportedAt == nil || !card.ReportedAt.Equal(second.ReportedAt) || card.Freshness(k.Clock.Now()) != models.Green || card.Seq == p.Seq {
			t.Errorf("%+v", card)
		}
		f, err := k.Service.PledgeReportFile(t.Context(), "town", p.Ref, 1, 1)
		if err != nil || string(f.Content) != "%PDF-1.7 x" {
			t.Errorf("%+v, %v", f, err)
		}
		for _, n := range [][2]int{{1, 3}, {2, 1}, {4, 1}, {0, 1}} {
			_, err := k.Service.PledgeReportFile(t.Context(), "town", p.Ref, n[0], n[1])
			wantFault(t, err, fault.NotFound, "file_not_found")
		}
		kinds := testkit.Column[string](t, k.SQL(t), "SELECT kind FROM log_entries WHERE kind LIKE 'pledge.%' ORDER BY id")
		if !slices.Equal(kinds, []string{"pledge.submitted", "pledge.published", "pledge.reported", "pledge.reported", "pledge.reported"}) {
			t.Errorf("the log tells %v", kinds)
		}
		verifies(t, k)
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			later := card.Pledge
			at := k.Clock.Now().Add(time.Hour)
			later.ReportedAt = &at
			return tx.SetPledgeReported(ctx, later)
		}))
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) == 0 {
			t.Error("the pledge says that it was reported on later, and nobody tells")
		}
	})
}

func TestReportProgress_namesWhatMustBeMendedAndKeepsNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake")
		day := func(n int) string { return k.Clock.Now().AddDate(0, 0, n).Format(time.DateOnly) }
		file := func(name, content string) []consult.Evidence {
			return []consult.Evidence{{Field: "files.0", FileName: name, Content: []byte(content)}}
		}
		for name, row := range map[string]struct {
			change func(in *consult.NewProgress)
			want   string
		}{
			"no value":             {func(in *consult.NewProgress) { in.Value = "" }, "value required"},
			"words for a value":    {func(in *consult.NewProgress) { in.Value = "many" }, "value decimal"},
			"a number read twice":  {func(in *consult.NewProgress) { in.Value, in.Language = "12,125", "ru" }, "value number_read_as"},
			"a PDF that acts":      {func(in *consult.NewProgress) { in.Evidence = file("a.pdf", "%PDF-1.7 <</S/JavaScript/JS(x)>>") }, "files.0 evidence_active"},
			"no day":               {func(in *consult.NewProgress) { in.MeasuredOn = "" }, "measured_on required"},
			"a day that is none":   {func(in *consult.NewProgress) { in.MeasuredOn = "05/06/2026" }, "measured_on day"},
			"the future":           {func(in *consult.NewProgress) { in.MeasuredOn = day(2) }, "measured_on in_future"},
			"before the baseline":  {func(in *consult.NewProgress) { in.MeasuredOn = day(-60) }, "measured_on before_baseline"},
			"nothing said":         {func(in *consult.NewProgress) { in.Narrative = " " }, "narrative blank"},
			"a link without https": {func(in *consult.NewProgress) { in.Links = []string{"http://example.org/"} }, "links.0 link"},
			"a link that is none":  {func(in *consult.NewProgress) { in.Links = []string{"", "javascript:alert(1)"} }, "links.1 link"},
			"eleven links":         {func(in *consult.NewProgress) { in.Links = slices.Repeat([]string{"https://example.org/"}, 11) }, "links too_many"},
			"a report that is not": {func(in *consult.NewProgress) { in.Corrects = 1 }, "corrects not_found"},
			"SVG": {func(in *consult.NewProgress) {
				in.Evidence = file("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
			}, "files.0 evidence_kind"},
			"SVG called PDF":      {func(in *consult.NewProgress) { in.Evidence = file("a.pdf", "<svg/>%PDF-") }, "files.0 evidence_kind"},
			"a broken picture":    {func(in *consult.NewProgress) { in.Evidence = file("a.png", string(picture(t)[:40])) }, "files.0 evidence_broken"},
			"large":               {func(in *consult.NewProgress) { in.Evidence = file("a.pdf", "%PDF-"+strings.Repeat("x", 4<<20)) }, "files.0 evidence_large"},
			"six files":           {func(in *consult.NewProgress) { in.Evidence = slices.Repeat(file("a.pdf", "%PDF-"), 6) }, "files.0 too_many_files"},
			"nothing in the file": {func(in *consult.NewProgress) { in.Evidence = file("a.pdf", "") }, "files.0 evidence_kind"},
		} {
			in := c.ToReport()
			row.change(&in)
			_, err := k.Service.ReportProgress(t.Context(), k.Call(c.Actor("ana")), "town", p.Ref, in)
			if !slices.Contains(fieldsOf(err), row.want) {
				t.Errorf("%s: %v", name, fieldsOf(err))
			}
			if _, err := k.Service.CheckProgress(t.Context(), k.Call(c.Actor("ana")), "town", p.Ref, in); !slices.Contains(fieldsOf(err), row.want) {
				t.Errorf("%s, checked: %v", name, fieldsOf(err))
			}
		}
		c.Report("ana", p.Ref)
		c.Report("ana", p.Ref, func(in *consult.NewProgress) { in.Corrects = 1 })
		in := c.ToReport()
		in.Corrects = 1
		_, err := k.Service.ReportProgress(t.Context(), k.Call(c.Actor("ana")), "town", p.Ref, in)
		wantField(t, err, "corrects", "already_corrected")
		if n := k.Count(t, "pledge_reports", "true") + k.Count(t, "pledge_report_files", "true"); n != 2 {
			t.Errorf("%d rows are kept", n)
		}
	})
}

func TestReportProgress_isForThoseWithTheMandateOnPledgesThatArePublicAndStand(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake")
		draft := c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.Submit = false })
		try := func(who models.Actor, ref string) error {
			_, err := k.Service.ReportProgress(t.Context(), k.Call(who), "town", ref, c.ToReport())
			return err
		}
		wantFault(t, try(models.Actor{}, p.Ref), fault.SignIn, "sign_in")
		wantFault(t, try(c.Actor("bela"), p.Ref), fault.Forbidden, "no_mandate")
		wantFault(t, try(c.Actor("organiser"), p.Ref), fault.Forbidden, "no_mandate")
		wantFault(t, try(c.Actor("ana"), draft.Ref), fault.Conflict, "pledge_not_public")
		wantFault(t, try(c.Actor("bela"), draft.Ref), fault.NotFound, "pledge_not_found")
		wantFault(t, try(c.Actor("ana"), "x"), fault.NotFound, "pledge_not_found")
		in := c.ToReport()
		in.NoticeVersion = 99
		_, err := k.Service.ReportProgress(t.Context(), k.Call(c.Actor("ana")), "town", p.Ref, in)
		wantFault(t, err, fault.Conflict, "notices_changed")

		ana := c.Actor("ana") // who was asked for before the mandate ended
		_, err = k.SQL(t).ExecContext(t.Context(), "UPDATE mandates SET state = 'ended'")
		testkit.Must(t, err)
		wantFault(t, try(ana, p.Ref), fault.Forbidden, "no_mandate")
		_, err = k.Service.WithdrawPledge(t.Context(), k.System(), "town", p.Ref, consult.PledgeWithdrawal{})
		testkit.Must(t, err)
		wantFault(t, try(models.Actor{System: true}, p.Ref), fault.Conflict, "pledge_withdrawn")
		if n := k.Count(t, "pledge_reports", "true"); n != 0 {
			t.Errorf("%d are kept", n)
		}
	})
}

func TestReportProgress_aStatementOfIntentNeedsNoValue(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake", func(in *consult.NewPledge) {
			in.Intent, in.Indicator, in.Unit, in.BaselineValue, in.BaselineOn, in.TargetValue = true, "", "", "", "", ""
		})
		if r := c.Report("ana", p.Ref, func(in *consult.NewProgress) { in.Value = "" }); r.Value != "" || r.Number != 1 {
			t.Errorf("%+v", r)
		}
	})
}

func TestReportProgress_sentTwiceAtOnceIsOneReport(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake")
		by := k.Call(c.Actor("ana"))
		by.Once = models.Once{Scope: "ana post", Key: key, Hash: "body"}
		in := c.ToReport()
		got, errs := make([]models.PledgeReportView, 10), make([]error, 10)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i], errs[i] = k.Service.ReportProgress(t.Context(), by, "town", p.Ref, in) })
		}
		all.Wait()
		for i := range got {
			testkit.Must(t, errs[i])
			if got[i].Ref != got[0].Ref {
				t.Errorf("%s and %s", got[i].Ref, got[0].Ref)
			}
		}
		if n := k.Count(t, "pledge_reports", "true"); n != 1 {
			t.Errorf("%d are kept", n)
		}
	})
}

func TestPledgeReport_isNeverChangedAndKeepsNobodyWhoGoes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake")
		c.Report("ana", p.Ref, func(in *consult.NewProgress) {
			in.Evidence = []consult.Evidence{{Field: "files.0", FileName: "a.pdf", Content: []byte("%PDF-")}}
		})
		db := k.SQL(t)
		for _, change := range []string{
			"UPDATE pledge_reports SET value = '9'", "UPDATE pledge_reports SET reported_by = 7", "DELETE FROM pledge_reports",
			"UPDATE pledge_report_files SET file_name = 'b'", "DELETE FROM pledge_report_files",
		} {
			if _, err := db.ExecContext(t.Context(), change); err == nil {
				t.Errorf("%s is taken", change)
			}
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("ana")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if n := k.Count(t, "pledge_reports", "reported_by IS NOT NULL"); n != 0 {
			t.Errorf("%d rows tell who wrote", n)
		}
		verifies(t, k)
	})
}

func TestRedactReport_emptiesWhatItSaysAndTheLogTellsSo(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := pledging(t, k)
		p := c.Pledge("ana", "lake")
		c.Report("ana", p.Ref, func(in *consult.NewProgress) {
			in.Evidence = []consult.Evidence{{Field: "files.0", FileName: "ana-smith.pdf", Content: []byte("%PDF-1.7 Ana")}}
		})
		kept := c.Report("ana", p.Ref)
		why := consult.Redaction{Reason: "It names a patient."}
		for _, who := range []string{"ana", "bela", "drafter", "observer"} {
			wantFault(t, k.Service.RedactReport(t.Context(), k.Call(c.Actor(who)), "town", p.Ref, 1, why), fault.Forbidden, "forbidden")
		}
		organiser := c.Actor("organiser")
		wantField(t, k.Service.RedactReport(t.Context(), k.Call(organiser), "town", p.Ref, 1, consult.Redaction{Reason: " "}), "reason", "blank")
		wantFault(t, k.Service.RedactReport(t.Context(), k.Call(organiser), "town", p.Ref, 3, why), fault.NotFound, "report_not_found")
		testkit.Must(t, k.Service.RedactReport(t.Context(), k.Call(organiser), "town", p.Ref, 1, why))
		wantFault(t, k.Service.RedactReport(t.Context(), k.Call(organiser), "town", p.Ref, 1, why), fault.Conflict, "already_decided")
		all, err := k.Service.PledgeReports(t.Context(), "town", p.Ref)
		testkit.Must(t, err)
		if r := all[0]; r.Narrative != "" || len(r.Links) != 0 || r.Value != "8" || r.RedactedReason != why.Reason || r.Files[0].FileName != "" || all[1].Narrative != kept.Narrative {
			t.Errorf("%+v", all)
		}
		if n := k.Count(t, "pledge_report_files", "LENGTH(content) > 0"); n != 0 {
			t.Error("a file is still there")
		}
		_, err = k.Service.PledgeReportFile(t.Context(), "town", p.Ref, 1, 1)
		wantFault(t, err, fault.NotFound, "file_not_found")
		verifies(t, k)
		db := k.SQL(t)
		for _, change := range []string{"UPDATE pledge_reports SET narrative = 'x'", "UPDATE pledge_reports SET redacted_reason = 'x'", "UPDATE pledge_reports SET narrative = ''", "UPDATE pledge_report_files SET sha256 = 'x'"} {
			if _, err := db.ExecContext(t.Context(), change); err == nil {
				t.Errorf("%s is taken", change)
			}
		}
		_, err = db.ExecContext(t.Context(), "UPDATE pledge_reports SET narrative = '', links = '[]', salt = '', redacted_at = reported_at WHERE number = 2")
		testkit.Must(t, err)
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) == 0 {
			t.Error("a report was emptied behind the log's back")
		}
	})
}
