package consult_test

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// TestDrill_sign: of 64 that sign at once for one organisation, on two instances and under all spellings of its name,
// one signs, and the others are told so (promises R12). TRAVAUX_DRILL=full runs all rounds.
func TestDrill_sign(t *testing.T) {
	rounds := 2
	if os.Getenv("TRAVAUX_DRILL") == "full" {
		rounds = 50
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		second, err := store.Open(t.Context(), k.URL)
		testkit.Must(t, err)
		defer func() { testkit.Must(t, second.Close()) }()
		instances := []*consult.Service{k.Service, k.Instance(second)}
		c := signing(t, k)
		const all = 64
		signed, refused := 0, 0
		for round := range rounds {
			as := spellings(fmt.Sprintf("Ministry of Y%d", round))
			errs := make([]error, all)
			var wait sync.WaitGroup
			for i := range all {
				wait.Go(func() { errs[i] = signAs(t, k, instances[i%2], c, as[i%len(as)]) })
			}
			wait.Wait()
			ones := 0
			for _, err := range errs {
				f, is := fault.As(err)
				switch {
				case err == nil:
					ones++
				case is && f.Kind == fault.Conflict && f.Code == "already_signed":
					refused++
				default:
					t.Errorf("round %d: %v", round, err)
				}
			}
			if ones != 1 {
				t.Errorf("round %d: %d signed", round, ones)
			}
			signed += ones
		}
		if n := k.Count(t, "signatures", "1 = 1"); n != rounds || signed != rounds || refused != rounds*(all-1) {
			t.Errorf("%d signatures, %d signed, %d refused", n, signed, refused)
		}
		verifies(t, k)
		t.Logf("%s: %d rounds × %d at once on two instances: %d × 201, %d × 409, 0 other", k.Engine, rounds, all, signed, refused)
	})
}

// signAs adds an organisation under a spelling of its name, unless it is there, and signs for it.
func signAs(t *testing.T, k *testkit.Kit, svc *consult.Service, c *story.Consultation, name string) error {
	slug := ""
	o, err := svc.AddOrganisation(t.Context(), k.System(), ministry(name))
	if f, is := fault.As(err); is && f.Code == "organisation_there" {
		slug = fmt.Sprint(f.Args["slug"])
	} else if err != nil {
		return err
	} else {
		slug = o.Slug
	}
	in, err := c.ToSign(slug)
	if err != nil {
		return err
	}
	_, err = svc.Sign(t.Context(), k.System(), "town", in)
	return err
}

func TestSign_thatFailsHalfwayLeavesNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		in, by := toSign(t, c), k.Call(c.Actor("ana"))
		by.Once = models.Once{Scope: "sign", Key: key, Hash: "body"}
		db := k.SQL(t)
		before := k.Snapshot(t, db)
		for _, table := range []string{"signatures", "signing_terms", "log_entries", "consultations", "done_requests"} {
			for _, when := range []string{"BEFORE", "AFTER"} {
				mend := breaking(t, k, db, table, when)
				_, err := k.Service.Sign(t.Context(), by, "town", in)
				mend()
				if err == nil {
					t.Fatalf("signing does not write %s", table)
				}
				if diff := cmp.Diff(before, k.Snapshot(t, db)); diff != "" {
					t.Errorf("stopped %s writing %s, it left (-before +after):\n%s", when, table, diff)
				}
			}
		}
		_, err := k.Service.Sign(t.Context(), by, "town", in)
		testkit.Must(t, err)
		verifies(t, k)
	})
}

func TestWithdrawSignature_keepsItWithDateAndReason(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		r := c.Sign("ana", "lake")
		for _, who := range []string{"", "bela", "organiser"} {
			if _, err := k.Service.WithdrawSignature(t.Context(), k.Call(c.Actor(who)), "town", r.Signature.Ref, consult.SignatureWithdrawal{}); !fault.Is(err, fault.Forbidden) && !fault.Is(err, fault.SignIn) {
				t.Errorf("%q: %v", who, err)
			}
		}
		k.Clock.Add(48 * time.Hour)
		v, err := k.Service.WithdrawSignature(t.Context(), k.Call(c.Actor("ana")), "town", r.Signature.Ref, consult.SignatureWithdrawal{Reason: "A new government."})
		testkit.Must(t, err)
		if v.Status != models.SignatureWithdrawn || v.WithdrawnAt == nil || !v.WithdrawnAt.Equal(k.Clock.Now()) || v.WithdrawnReason != "A new government." {
			t.Errorf("%+v", v.Signature)
		}
		_, err = k.Service.WithdrawSignature(t.Context(), k.Call(c.Actor("ana")), "town", r.Signature.Ref, consult.SignatureWithdrawal{})
		wantFault(t, err, fault.Conflict, "already_withdrawn")
		again := c.Sign("ana", "lake") // it may sign anew, and is last in the order then
		page, err := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{})
		if err != nil || page.Total != 2 || again.Signature.Number != 2 {
			t.Errorf("%+v, %v", page, err)
		}
		verifies(t, k)
	})
}

func TestOpenForSignature_asksForANewSignatureWithWhatChanged(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		c.Organisation(consult.NewOrganisation{Slug: "hill", Name: "Hill Foundation", Country: "KE", StakeholderType: "philanthropic_foundation"}, "")
		first := c.Sign("ana", "lake")
		c.Sign("", "hill", func(in *consult.NewSignature) { in.PublishOn = "2026-03-20" })
		old := toSign(t, c)
		c.Person("drafter2", models.Drafter)
		_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: strings.Replace(charter, "Openness alone", "Openness by itself", 1)})
		testkit.Must(t, err)
		_, err = k.Service.PublishVersion(t.Context(), k.System(), "town", "charter", consult.NewPublication{})
		testkit.Must(t, err)
		if page, _ := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{}); page.Items[0].Status != models.SignaturePublished {
			t.Error("a version that is not opened changes nothing")
		}
		open := consult.NewOpening{Draft: "charter", Version: 2}
		_, err = k.Service.OpenForSignature(t.Context(), k.Call(c.Actor("ana")), "town", open)
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = k.Service.OpenForSignature(t.Context(), k.Call(c.Actor("organiser")), "town", open)
		testkit.Must(t, err)
		for version, code := range map[int]string{2: "version_open_already", 1: "older_version"} {
			_, err = k.Service.OpenForSignature(t.Context(), k.Call(c.Actor("organiser")), "town", consult.NewOpening{Draft: "charter", Version: version})
			wantFault(t, err, fault.Conflict, code)
		}
		mails := len(k.Mails())
		testkit.Must(t, k.Service.Periodic(t.Context()))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if got := k.Mails()[mails:]; len(got) != 1 || got[0].Kind != "signature_reconsent" || !strings.Contains(k.Link(t, story.Address("ana")), "/drafts/charter/compare/1/2") {
			t.Errorf("mails: %+v", got)
		}
		_, err = k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", old)
		wantFault(t, err, fault.Conflict, "not_open")
		again := c.Sign("ana", "lake")
		if again.Signature.Number != first.Signature.Number || again.Signature.Version != 2 || again.Signature.Replaces == nil || again.Signature.Status != models.SignaturePublished {
			t.Errorf("%+v", again.Signature)
		}
		k.Clock.Set(time.Date(2026, 3, 21, 0, 0, 0, 0, time.UTC)) // the day of the other has come, on the older version
		testkit.Must(t, k.Service.Periodic(t.Context()))
		page, err := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{Order: "first"})
		if err != nil || page.Total != 2 || page.Items[0].Status != models.SignaturePublished || page.Items[1].Status != models.SignatureNeedsReconsent {
			t.Errorf("%+v, %v", page, err)
		}
		verifies(t, k)
	})
}

func TestSetTerms_areHashedWithWhatIsSignedUnderThem(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		seen := toSign(t, c)
		seen.TermsVersion = 1
		_, err := k.Service.SetTerms(t.Context(), k.Call(c.Actor("organiser")), "town", consult.NewTerms{Act: "endorse", Meaning: models.Texts{"fr": "Nous soutenons."}})
		wantField(t, err, "meaning.en", "required")
		terms, err := k.Service.SetTerms(t.Context(), k.Call(c.Actor("organiser")), "town", consult.NewTerms{Act: "endorse", Meaning: models.Texts{"en": "We agree."}})
		if err != nil || terms.Version != 2 || terms.Act != models.ActEndorse || terms.Meaning["en"] != "We agree." {
			t.Errorf("%+v, %v", terms, err)
		}
		_, err = k.Service.Sign(t.Context(), k.Call(c.Actor("ana")), "town", seen)
		wantFault(t, err, fault.Conflict, "terms_changed")
		r := c.Sign("ana", "lake")
		if r.Signature.Act != models.ActEndorse || r.Signature.TermsVersion != 2 {
			t.Errorf("%+v", r.Signature)
		}
		back, err := k.Service.SetTerms(t.Context(), k.Call(c.Actor("organiser")), "town", consult.NewTerms{Act: "sign"})
		if err != nil || back.Version != 3 || !strings.Contains(back.Meaning["ar"], "بالتوقيع") {
			t.Errorf("%+v, %v", back, err)
		}
		verifies(t, k)
	})
}

func TestDecideSignature_byOrganiserOrByLetter(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := signing(t, k)
		for i, slug := range []string{"one", "two", "three"} {
			c.Organisation(consult.NewOrganisation{Slug: slug, Name: "Body " + slug, Country: "KE", StakeholderType: "government"}, story.Address("ana"))
			m, err := k.Service.AskMandate(t.Context(), k.Call(c.Actor("bela")), slug, consult.NewMandate{})
			testkit.Must(t, err)
			_, err = k.Service.DecideMandate(t.Context(), k.Call(c.Actor("ana")), slug, m.Ref, consult.MandateDecision{Decision: "confirm"})
			testkit.Must(t, err)
			r := c.Sign("bela", slug)
			decision := consult.SignatureDecision{Decision: []string{"verify", "letter", "refuse"}[i], Reason: "Nobody knows them."}
			_, err = k.Service.DecideSignature(t.Context(), k.Call(c.Actor("bela")), "town", r.Signature.Ref, decision)
			wantFault(t, err, fault.Forbidden, "forbidden")
			if i == 1 {
				decidedByLetter(t, k, c, r.Signature.Ref, decision)
				continue
			}
			v, err := k.Service.DecideSignature(t.Context(), k.Call(c.Actor("organiser")), "town", r.Signature.Ref, decision)
			testkit.Must(t, err)
			if want := []models.SignatureStatus{models.SignaturePublished, "", models.SignatureWithdrawn}[i]; v.Status != want || v.Public() != (i == 0) {
				t.Errorf("%s: %+v", decision.Decision, v.Signature)
			}
			_, err = k.Service.DecideSignature(t.Context(), k.Call(c.Actor("organiser")), "town", r.Signature.Ref, decision)
			wantFault(t, err, fault.Conflict, "already_decided")
		}
		verifies(t, k)
	})
}

// decidedByLetter has a letter sent in and accepted.
func decidedByLetter(t *testing.T, k *testkit.Kit, c *story.Consultation, ref string, decision consult.SignatureDecision) {
	t.Helper()
	_, err := k.Service.DecideSignature(t.Context(), k.Call(c.Actor("organiser")), "town", ref, decision)
	wantFault(t, err, fault.Conflict, "no_letter")
	for content, code := range map[string]string{"": "required", "<svg/>": "letter_kind", "%PDF-" + strings.Repeat("x", 4<<20): "too_large"} {
		err := k.Service.AddSignatureLetter(t.Context(), k.Call(c.Actor("bela")), "town", ref, consult.NewLetter{FileName: "a.pdf", Content: []byte(content)})
		wantField(t, err, "file", code)
	}
	testkit.Must(t, k.Service.AddSignatureLetter(t.Context(), k.Call(c.Actor("bela")), "town", ref, consult.NewLetter{FileName: "../a.pdf", Content: []byte("%PDF-1.7 letter")}))
	for who, want := range map[string]bool{"": false, "drafter": false, "bela": true, "organiser": true, "observer": true} {
		if l, err := k.Service.SignatureLetter(t.Context(), c.Actor(who), "town", ref); (err == nil) != want || want && l.FileName != "a.pdf" {
			t.Errorf("%q reads the letter: %+v, %v", who, l, err)
		}
	}
	v, err := k.Service.DecideSignature(t.Context(), k.Call(c.Actor("organiser")), "town", ref, decision)
	if err != nil || v.Status != models.SignaturePublished || v.How != models.ByLetter {
		t.Errorf("%+v, %v", v.Signature, err)
	}
}
