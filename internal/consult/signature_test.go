package consult_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// signing is a town where ana may sign for the lake and bela for nobody; the charter is there in English and French.
func signing(t *testing.T, k *testkit.Kit) *story.Consultation {
	t.Helper()
	c := town(t, k, story.Signing(), story.Languages("en", "fr"))
	c.Organisation(lake, story.Address("ana"))
	return c
}

var lake = consult.NewOrganisation{Slug: "lake", Name: "Ministry of the Lake", Country: "KE", StakeholderType: "government"}

// toSign is what signs for the lake.
func toSign(t *testing.T, c *story.Consultation) consult.NewSignature {
	t.Helper()
	in, err := c.ToSign("lake")
	testkit.Must(t, err)
	return in
}

func verifies(t *testing.T, k *testkit.Kit) {
	t.Helper()
	k.Sequence(t)
	report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
	testkit.Must(t, err)
	for _, f := range report.Findings {
		t.Errorf("the log: %s", f)
	}
}

func TestSign_isOnTheExactTextAndInTheRegister(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		in := toSign(t, c)
		said := "Subject to our budget law.\r\nArticle 2."
		in.Reservation = &said
		r, err := k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
		s := r.Signature
		if s.Status != models.SignaturePublished || s.How != "command" || s.Number != 1 || s.SHA256 != in.SHA256 || s.Version != 1 ||
			s.Reservation != "Subject to our budget law.\nArticle 2." || s.ReservationKind != "reservation" || s.Act != models.ActSign || s.OrganisationSlug != "lake" {
			t.Errorf("%+v", s)
		}
		page, err := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{})
		testkit.Must(t, err)
		if page.Total != 1 || len(page.Items) != 1 || page.Items[0].Ref != s.Ref || page.Items[0].AuthorityStatement != "" || page.Items[0].Salt != "" || page.Items[0].SignedBy != nil {
			t.Errorf("%+v", page)
		}
		verifies(t, k)
		file, err := k.Service.SignatureFile(t.Context(), c.Actor("ana"), "town", s.Ref)
		testkit.Must(t, err)
		checked, err := k.Service.CheckReceipt(t.Context(), "town", file)
		testkit.Must(t, err)
		if checked.Wrong != "" || !checked.Words || !checked.Included || !checked.Ours {
			t.Errorf("%+v", checked)
		}
		read, err := merkle.ReadReceipt(file)
		testkit.Must(t, err)
		for _, want := range []string{in.SHA256, `"organisation":"lake"`, `"terms_sha256"`, "budget law"} {
			if !strings.Contains(read.Content, want) {
				t.Errorf("the receipt does not commit to %s: %s", want, read.Content)
			}
		}
	})
}

func TestSign_refusesEverythingElseByName(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "hill", Name: "Hill Foundation", Country: "KE", StakeholderType: "philanthropic_foundation"}, "")
		_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: charter, Language: "fr"})
		testkit.Must(t, err)
		good := toSign(t, c)
		french, ok := mustSigning(t, k).In("fr")
		if !ok || french.SHA256 == good.SHA256 {
			t.Fatalf("the translation: %+v", french)
		}
		for name, bad := range map[string]struct {
			who  string
			in   func(in *consult.NewSignature)
			kind fault.Kind
			code string
		}{
			"another hash":        {"ana", func(in *consult.NewSignature) { in.SHA256 = strings.Repeat("0", 64) }, fault.Invalid, "sha256"},
			"no hash at all":      {"ana", func(in *consult.NewSignature) { in.SHA256 = "x" }, fault.Invalid, "sha256"},
			"the hash in French":  {"ana", func(in *consult.NewSignature) { in.SHA256 = french.SHA256 }, fault.Invalid, "sha256"},
			"in French, English":  {"ana", func(in *consult.NewSignature) { in.Language = "fr" }, fault.Invalid, "sha256"},
			"another version":     {"ana", func(in *consult.NewSignature) { in.Version = 2 }, fault.Conflict, "not_open"},
			"another's":           {"ana", func(in *consult.NewSignature) { in.Organisation = "hill" }, fault.Forbidden, "no_mandate"},
			"nobody's":            {"bela", func(*consult.NewSignature) {}, fault.Forbidden, "no_mandate"},
			"an organiser's":      {"organiser", func(*consult.NewSignature) {}, fault.Forbidden, "no_mandate"},
			"not signed in":       {"", func(*consult.NewSignature) {}, fault.SignIn, "sign_in"},
			"terms of tomorrow":   {"ana", func(in *consult.NewSignature) { in.TermsVersion = 2 }, fault.Conflict, "terms_changed"},
			"notices of tomorrow": {"ana", func(in *consult.NewSignature) { in.NoticeVersion = 2 }, fault.Conflict, "notices_changed"},
		} {
			in := good
			bad.in(&in)
			_, err := k.Service.Sign(t.Context(), k.Call(c.Actor(bad.who)), "town", in)
			if f, ok := fault.As(err); !ok || f.Kind != bad.kind || f.Code != bad.code {
				t.Errorf("%s: %v, want %s", name, err, bad.code)
			}
		}
		for field, change := range map[string]struct {
			in   func(in *consult.NewSignature)
			code string
		}{
			"organisation":        {func(in *consult.NewSignature) { in.Organisation = "nowhere" }, "not_found"},
			"draft":               {func(in *consult.NewSignature) { in.Draft = "nothing" }, "not_found"},
			"language":            {func(in *consult.NewSignature) { in.Language = "sw" }, "not_found"},
			"version":             {func(in *consult.NewSignature) { in.Version = 0 }, "required"},
			"officer_name":        {func(in *consult.NewSignature) { in.OfficerName = " " }, "blank"},
			"officer_title":       {func(in *consult.NewSignature) { in.OfficerTitle = "" }, "required"},
			"authority_statement": {func(in *consult.NewSignature) { in.AuthorityStatement = "a\x00b" }, "control"},
			"reservation_kind":    {func(in *consult.NewSignature) { in.ReservationKind = "veto" }, "unknown_value"},
			"reservation":         {func(in *consult.NewSignature) { in.ReservationKind = "declaration" }, "required"},
			"publish_on":          {func(in *consult.NewSignature) { in.PublishOn = "soon" }, "time"},
		} {
			in := good
			change.in(&in)
			_, err := k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", in)
			wantField(t, err, field, change.code)
		}
		if n := testkit.Column[int](t, k.SQL(t), "SELECT COUNT(*) FROM signatures")[0]; n != 0 {
			t.Errorf("%d are stored", n)
		}
	})
}

func mustSigning(t *testing.T, k *testkit.Kit) models.Signing {
	t.Helper()
	s, err := k.Service.Signing(t.Context(), "town")
	testkit.Must(t, err)
	return s
}

func TestSign_aSecondTimeIsRefusedAndARepeatIsNot(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		in := toSign(t, c)
		call := k.Call(c.Actor("ana"))
		call.Once = models.Once{Scope: "ana sign", Key: "0190a1b2-0000-7000-8000-000000000001", Hash: "one"}
		first, err := k.Service.Sign(t.Context(), call, "town", in)
		testkit.Must(t, err)
		again, err := k.Service.Sign(t.Context(), call, "town", in)
		if err != nil || again.Signature.Ref != first.Signature.Ref {
			t.Errorf("the repeat: %+v, %v", again, err)
		}
		call.Once.Hash = "two"
		_, err = k.Service.Sign(t.Context(), call, "town", in)
		wantFault(t, err, fault.Invalid, "key_reused")
		_, err = k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", in)
		wantFault(t, err, fault.Conflict, "already_signed")
		_, err = k.Service.CheckSignature(t.Context(), k.Call(c.Actor("ana")), "town", in)
		wantFault(t, err, fault.Conflict, "already_signed")
	})
}

func TestSign_theTimeOfReceiptCountsAtTheClosing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		in := toSign(t, c)
		phase, _ := c.Head().Phase(models.PhaseSignatures, k.Clock.Now())
		call := k.Call(c.Actor("ana"))
		for at, code := range map[time.Time]string{*phase.ClosesAt: "closed", phase.OpensAt.Add(-time.Microsecond): "closed"} {
			call.At = at
			_, err := k.Service.Sign(t.Context(), call, "town", in)
			wantFault(t, err, fault.Conflict, code)
		}
		k.Clock.Set(phase.ClosesAt.Add(30 * time.Second)) // it waited; it had been read before
		call.At = phase.ClosesAt.Add(-time.Microsecond)
		r, err := k.Service.Sign(t.Context(), call, "town", in)
		if err != nil || !r.Signature.SignedAt.Equal(call.At) {
			t.Errorf("%+v, %v", r.Signature, err)
		}
	})
}

func TestSign_nothingIsPublicBeforeTheDate(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		in := toSign(t, c)
		in.PublishOn = "2026-03-20"
		r, err := k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
		if r.Signature.Status != models.SignatureVerified {
			t.Errorf("it is %s", r.Signature.Status)
		}
		sees := func(who string) bool {
			_, _, err := k.Service.Signature(t.Context(), c.Actor(who), "town", r.Signature.Ref)
			return err == nil
		}
		for who, want := range map[string]bool{"": false, "bela": false, "drafter": false, "facilitator": false, "ana": true, "organiser": true, "observer": true} {
			if sees(who) != want {
				t.Errorf("%q sees it: %v", who, !want)
			}
		}
		page, err := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{})
		testkit.Must(t, err)
		leaves := fmt.Sprint(testkit.Column[string](t, k.SQL(t), "SELECT leaf FROM log_entries WHERE kind LIKE 'signature.%'"))
		if page.Total != 0 || strings.Contains(leaves, "lake") || strings.Contains(leaves, r.Signature.Ref) || strings.Contains(leaves, "12:00") {
			t.Errorf("%d in the register, and in the log: %s", page.Total, leaves)
		}
		testkit.Must(t, k.Service.Periodic(t.Context()))
		k.Clock.Set(time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		testkit.Must(t, k.Service.Periodic(t.Context())) // safe twice
		if page, err = k.Service.Signatures(t.Context(), "town", models.SignatureFilter{}); err != nil || page.Total != 1 || !sees("") {
			t.Errorf("%+v, %v", page, err)
		}
		verifies(t, k)
	})
}

func TestSign_whomAColleagueLetSpeakWaitsForTheOrganiser(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		m, err := k.Service.AskMandate(t.Context(), k.Call(c.Actor("bela")), "lake", consult.NewMandate{})
		testkit.Must(t, err)
		_, err = k.Service.DecideMandate(t.Context(), k.Call(c.Actor("ana")), "lake", m.Ref, consult.MandateDecision{Decision: "confirm"})
		testkit.Must(t, err)
		r, err := k.Service.Sign(t.Context(), k.Call(c.Actor("bela")), "town", toSign(t, c))
		if err != nil || r.Signature.Status != models.SignaturePending || r.Signature.How != "" {
			t.Errorf("%+v, %v", r.Signature, err)
		}
		verifies(t, k)
	})
}

func TestRegister_isFilteredAndPaged(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		for i, country := range []string{"KE", "NG", "FR", "JP", "KE"} {
			slug := fmt.Sprintf("body-%d", i)
			kind := []string{"government", "civil_society"}[i%2]
			c.Organisation(consult.NewOrganisation{Slug: slug, Name: "Body " + country + slug, Country: country, StakeholderType: kind}, "")
			c.Sign("", slug)
		}
		for name, row := range map[string]struct {
			f    models.SignatureFilter
			want string
		}{
			"all":        {models.SignatureFilter{}, "5 4 3 2 1"},
			"first":      {models.SignatureFilter{Order: "first"}, "1 2 3 4 5"},
			"Africa":     {models.SignatureFilter{Region: []string{"002"}}, "5 2 1"},
			"government": {models.SignatureFilter{Type: []string{"government"}}, "5 3 1"},
			"Kenya":      {models.SignatureFilter{Country: []string{"KE"}}, "5 1"},
			"by name":    {models.SignatureFilter{Q: "body  FRbody"}, "3"},
			"withdrawn":  {models.SignatureFilter{Status: []string{"withdrawn"}}, ""},
			"none":       {models.SignatureFilter{Q: "nobody is called so"}, ""},
		} {
			for _, limit := range []int{0, 2} {
				f, got, total := row.f, "", 0
				f.Limit = limit
				for {
					page, err := k.Service.Signatures(t.Context(), "town", f)
					testkit.Must(t, err)
					for _, s := range page.Items {
						got += fmt.Sprint(s.Number, " ")
					}
					total, f.Cursor = page.Total, page.Next
					if page.Next == "" {
						break
					}
				}
				if got = strings.TrimSpace(got); got != row.want || total != len(strings.Fields(row.want)) {
					t.Errorf("%s by %d: %q of %d, want %q", name, limit, got, total, row.want)
				}
			}
		}
		for _, f := range []models.SignatureFilter{{Order: "x"}, {Status: []string{"pending"}}, {Type: []string{"individual"}}, {Limit: 201}, {Region: []string{"x"}}} {
			if _, err := k.Service.Signatures(t.Context(), "town", f); !fault.Is(err, fault.Malformed) {
				t.Errorf("%+v: %v", f, err)
			}
		}
		figures, err := k.Service.SignatureFigures(t.Context(), "town")
		testkit.Must(t, err)
		sum := 0
		for _, f := range figures {
			sum += f.Count
		}
		if sum != 5 || len(figures) != 4 {
			t.Errorf("%+v", figures)
		}
	})
}

func TestSignature_isNeverChangedAndKeepsNoNameOfWhoGoes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		in := toSign(t, c)
		in.OfficerName = c.Actor("ana").Name
		r, err := k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
		db := k.SQL(t)
		for _, change := range []string{"sha256 = 'x'", "reservation = 'x'", "officer_name = 'x'", "organisation_id = 2", "number = 7"} {
			if _, err := db.ExecContext(t.Context(), "UPDATE signatures SET "+change); err == nil {
				t.Errorf("%s is taken", change)
			}
		}
		if _, err := db.ExecContext(t.Context(), "DELETE FROM signatures"); err == nil {
			t.Error("it can be deleted")
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("ana")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		v, _, err := k.Service.Signature(t.Context(), models.Actor{}, "town", r.Signature.Ref)
		if err != nil || v.OfficerName != "" || v.OfficerTitle != "" || v.SHA256 != in.SHA256 {
			t.Errorf("%+v, %v", v, err)
		}
		verifies(t, k)
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			sig := v.Signature
			sig.Status = models.SignaturePending
			_, err := tx.MoveSignature(ctx, sig, models.SignaturePublished)
			return err
		}))
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{})
		if err != nil || len(report.Findings) == 0 {
			t.Error("somebody moved it, and the log does not tell")
		}
	})
}
