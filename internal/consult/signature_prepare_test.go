package consult_test

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

const officer = "amara@lake.example"

// preparing is signing where the lake's own domain vouches for those who write from it.
func preparing(t *testing.T, k *testkit.Kit) *story.Consultation {
	t.Helper()
	c := signing(t, k)
	o, err := k.Service.Organisation(t.Context(), k.System().Actor, "lake")
	testkit.Must(t, err)
	facts := consult.OrganisationFacts{Name: "Ministry of the Lake", Language: "en", Country: "KE", StakeholderType: "government", Domains: []string{"lake.example"}}
	_, err = k.Service.SetOrganisation(t.Context(), k.System(), "lake", facts, o.Version)
	testkit.Must(t, err)
	return c
}

// secret is that of the newest link of a kind of mail to an address.
func secret(t *testing.T, k *testkit.Kit, kind, to string) string {
	t.Helper()
	all := k.Mails()
	for _, m := range slices.Backward(all) {
		if m.Kind == kind && m.To == to {
			return path.Base(m.Data["Link"].(string))
		}
	}
	t.Fatalf("no %s was mailed to %s", kind, to)
	return ""
}

// prepare is what ana prepares for the officer of the lake, cleared by some.
func prepare(t *testing.T, k *testkit.Kit, c *story.Consultation, clearers ...string) models.PreparationView {
	t.Helper()
	in, err := c.ToPrepare("lake", officer, clearers...)
	testkit.Must(t, err)
	v, err := k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", in)
	testkit.Must(t, err)
	return v
}

// holder is somebody who is not signed in.
func holder(k *testkit.Kit) models.Call { return k.Call(models.Actor{}) }

// pressed is what the page of a link sends when the button is pressed.
func pressed(t *testing.T, k *testkit.Kit, link string) consult.LinkSignature {
	t.Helper()
	p, err := k.Service.Linked(t.Context(), link)
	testkit.Must(t, err)
	return consult.LinkSignature{
		Revision: p.Revision.Number, SHA256: p.Revision.SHA256, TermsVersion: p.Revision.TermsVersion, NoticeVersion: p.Head.NoticeVersion,
	}
}

func standing(t *testing.T, k *testkit.Kit, c *story.Consultation) models.PreparationView {
	t.Helper()
	v, err := k.Service.Preparation(t.Context(), c.Actor("ana"), "town", "lake")
	testkit.Must(t, err)
	return v
}

func signatures(t *testing.T, k *testkit.Kit) int {
	t.Helper()
	return testkit.Column[int](t, k.SQL(t), "SELECT COUNT(*) FROM signatures")[0]
}

func TestPrepare_othersClearThenTheOfficerSignsByOneLink(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		v := prepare(t, k, c, "law@lake.example", "money@elsewhere.example")
		if v.Preparation.State != models.PreparationClearing || len(v.Clearers()) != 2 || v.Officer() != nil || len(mailed(k, "signing_officer")) != 0 {
			t.Fatalf("%+v", v)
		}
		law, money := secret(t, k, "signing_clear", "law@lake.example"), secret(t, k, "signing_clear", "money@elsewhere.example")
		p, err := k.Service.Linked(t.Context(), law)
		if err != nil || p.Why != nil || len(p.Reading.Provisions) == 0 || p.Reading.Text.SHA256 != v.Revision.SHA256 || p.Revision.OfficerName != "Amara Okoye" {
			t.Errorf("%+v, %v", p, err)
		}
		against := k.Service.AnswerByLink(t.Context(), holder(k), law, consult.LinkAnswer{Answer: "object"})
		wantField(t, against, "remark", "required")
		testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), law, consult.LinkAnswer{Answer: "object", Remark: "Our budget law stands against it."}))
		if v = standing(t, k, c); v.Links[0].State != models.LinkObjected || v.Links[0].Remark == "" || len(mailed(k, "prepared_objected")) != 1 {
			t.Errorf("%+v", v.Links)
		}
		testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), money, consult.LinkAnswer{Answer: "clear"}))
		if standing(t, k, c).Officer() != nil {
			t.Error("the officer has it while something stands against it")
		}
		testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), law, consult.LinkAnswer{Answer: "clear"})) // another thought
		if v = standing(t, k, c); v.Preparation.State != models.PreparationWaiting || !slices.Equal(mailed(k, "signing_officer"), []string{officer}) {
			t.Fatalf("%+v", v)
		}
		wantFault(t, k.Service.AnswerByLink(t.Context(), holder(k), money, consult.LinkAnswer{Answer: "object", Remark: "Wait."}), fault.Conflict, "clearing_over")
		link := secret(t, k, "signing_officer", officer)
		wantFault(t, k.Service.AnswerByLink(t.Context(), holder(k), link, consult.LinkAnswer{Answer: "clear"}), fault.NotFound, "link_not_found")
		in := pressed(t, k, link)
		_, err = k.Service.SignByLink(t.Context(), holder(k), money, in)
		wantFault(t, err, fault.NotFound, "link_not_found")
		done, err := k.Service.SignByLink(t.Context(), holder(k), link, in)
		testkit.Must(t, err)
		s := done.Receipt.Signature
		if s.Status != models.SignaturePublished || s.How != "domain" || s.OfficerName != "Amara Okoye" || s.NoticeVersion != 1 || done.Receipt.Salt == "" {
			t.Errorf("%+v", s)
		}
		if again, err := k.Service.SignByLink(t.Context(), holder(k), link, in); err != nil || again.Receipt.Signature.Ref != s.Ref || signatures(t, k) != 1 {
			t.Errorf("pressed twice: %v, %d", err, signatures(t, k))
		}
		if v = standing(t, k, c); v.Preparation.State != models.PreparationSigned || v.Signature != s.Ref {
			t.Errorf("%+v", v)
		}
		if !slices.Equal(mailed(k, "signing_receipt"), []string{officer}) || len(mailed(k, "prepared_signed")) != 1 || len(mailed(k, "prepared_cleared")) != 1 {
			t.Errorf("%+v", k.Mails())
		}
		verifies(t, k)
		leaves := fmt.Sprint(testkit.Column[string](t, k.SQL(t), "SELECT leaf FROM log_entries"))
		if strings.Contains(leaves, "Kito") || strings.Contains(leaves, "elsewhere.example") || strings.Contains(leaves, "Amara") {
			t.Error("the log names people")
		}
	})
}

func TestPrepare_theDatabaseHasNoSecretOfALink(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		prepare(t, k, c, "law@lake.example")
		link := secret(t, k, "signing_clear", "law@lake.example")
		for _, column := range []string{"ref", "hash", "name", "email"} {
			if got := testkit.Column[string](t, k.SQL(t), "SELECT "+column+" FROM signature_links"); strings.Contains(fmt.Sprint(got), link) {
				t.Errorf("%s has it", column)
			}
		}
		for _, other := range []string{"", strings.Repeat("0", 64), testkit.Column[string](t, k.SQL(t), "SELECT hash FROM signature_links")[0], testkit.Column[string](t, k.SQL(t), "SELECT ref FROM signature_links")[0]} {
			_, err := k.Service.Linked(t.Context(), other)
			wantFault(t, err, fault.NotFound, "link_not_found")
		}
	})
}

func TestPrepare_theSignatureIsVerifiedAsTheRulesOfTodaySay(t *testing.T) {
	for name, row := range map[string]struct {
		by, to string
		how    string
	}{
		"by whom an organiser's command let speak, to the own domain": {"ana", officer, "domain"},
		"to an address elsewhere":                                     {"ana", "amara@example.org", ""},
		"by whom a colleague let speak":                               {"bela", officer, ""},
		"to who has a mandate of their own":                           {"bela", story.Address("ana"), "command"},
		"to a colleague whom a colleague let speak":                   {"ana", story.Address("bela"), ""},
		"to a domain of which the own one is the end":                 {"ana", "amara@big-lake.example", ""},
		"to a domain that the own one is the start of":                {"ana", "amara@lake.example.org", ""},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := preparing(t, k)
				m, err := k.Service.AskMandate(t.Context(), k.Call(c.Actor("bela")), "lake", consult.NewMandate{})
				testkit.Must(t, err)
				_, err = k.Service.DecideMandate(t.Context(), k.Call(c.Actor("ana")), "lake", m.Ref, consult.MandateDecision{Decision: "confirm"})
				testkit.Must(t, err)
				c.Prepare(row.by, "", "lake", row.to)
				link := secret(t, k, "signing_officer", row.to)
				done, err := k.Service.SignByLink(t.Context(), holder(k), link, pressed(t, k, link))
				testkit.Must(t, err)
				want := models.SignaturePublished
				if row.how == "" {
					want = models.SignaturePending
				}
				if s := done.Receipt.Signature; s.How != row.how || s.Status != want {
					t.Errorf("%s, %s", s.How, s.Status)
				}
				verifies(t, k)
			})
		})
	}
}

func TestPrepare_whatChangedMeanwhileIsRefusedByNameAndStoresNothing(t *testing.T) {
	for code, row := range map[string]func(t *testing.T, k *testkit.Kit, c *story.Consultation){
		"closed": func(t *testing.T, k *testkit.Kit, c *story.Consultation) {
			k.Clock.Add(29 * 24 * time.Hour)
			testkit.Must(t, k.Service.RemindSigner(t.Context(), k.Call(c.Actor("ana")), "town", "lake", standing(t, k, c).Links[0].Ref))
			phase, _ := c.Head().Phase(models.PhaseSignatures, k.Clock.Now())
			k.Clock.Set(*phase.ClosesAt)
		},
		"not_open": func(t *testing.T, k *testkit.Kit, _ *story.Consultation) {
			_, _, err := k.Service.ImportVersion(t.Context(), k.System(), "town", "charter", consult.NewVersion{Content: charter + "\n## Article 3 Rest\n\nThe rest.\n"})
			testkit.Must(t, err)
			_, err = k.Service.PublishVersion(t.Context(), k.System(), "town", "charter", consult.NewPublication{})
			testkit.Must(t, err)
		},
		"terms_changed": func(t *testing.T, k *testkit.Kit, c *story.Consultation) {
			_, err := k.Service.SetTerms(t.Context(), k.Call(c.Actor("organiser")), "town", consult.NewTerms{Act: "endorse"})
			testkit.Must(t, err)
		},
		"organisation_renamed": func(t *testing.T, k *testkit.Kit, _ *story.Consultation) {
			o, err := k.Service.Organisation(t.Context(), k.System().Actor, "lake")
			testkit.Must(t, err)
			facts := consult.OrganisationFacts{Name: "Ministry of Lakes and Rivers", Language: "en", Country: "KE", StakeholderType: "government", Domains: []string{"lake.example"}}
			_, err = k.Service.SetOrganisation(t.Context(), k.System(), "lake", facts, o.Version)
			testkit.Must(t, err)
		},
		"preparer_gone": func(t *testing.T, k *testkit.Kit, c *story.Consultation) {
			all, err := k.Service.MyMandates(t.Context(), c.Actor("ana"))
			testkit.Must(t, err)
			_, err = k.Service.EndMandate(t.Context(), k.System(), "lake", all[0].Ref, consult.MandateEnd{})
			testkit.Must(t, err)
		},
		"already_signed": func(_ *testing.T, _ *testkit.Kit, c *story.Consultation) { c.Sign("ana", "lake") },
		"notices_changed": func(t *testing.T, k *testkit.Kit, c *story.Consultation) {
			_, err := k.Service.SaveNotices(t.Context(), c.Call("organiser"), "town",
				consult.NewNotices{Language: "en", Privacy: "We keep less.", Publication: "Public.", Licence: "CC0-1.0"})
			testkit.Must(t, err)
		},
	} {
		t.Run(code, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := preparing(t, k)
				prepare(t, k, c)
				link := secret(t, k, "signing_officer", officer)
				in := pressed(t, k, link)
				row(t, k, c)
				before := signatures(t, k)
				_, err := k.Service.SignByLink(t.Context(), holder(k), link, in)
				wantFault(t, err, fault.Conflict, code)
				p, err := k.Service.Linked(t.Context(), link)
				if f, ok := fault.As(p.Why); err != nil || code != "notices_changed" && (!ok || f.Code != code) {
					t.Errorf("the page says %v, %v", p.Why, err)
				}
				if signatures(t, k) != before || testkit.Column[int](t, k.SQL(t), "SELECT COUNT(*) FROM people WHERE email = '"+officer+"'")[0] != 0 {
					t.Error("something is stored")
				}
				_, open := fault.As(k.Service.AnswerByLink(t.Context(), holder(k), link, consult.LinkAnswer{Answer: "return", Remark: "It is not as I read it."}))
				if open {
					t.Error("the officer cannot even return it")
				}
			})
		})
	}
}

func TestPrepare_aChangeStartsAnewAndTheOldLinksLeadNowhere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		prepare(t, k, c, "law@lake.example")
		old := secret(t, k, "signing_clear", "law@lake.example")
		testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), old, consult.LinkAnswer{Answer: "clear"}))
		first := secret(t, k, "signing_officer", officer)
		seen := pressed(t, k, first)
		in, err := c.ToPrepare("lake", officer, "law@lake.example")
		testkit.Must(t, err)
		_, err = k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", in)
		wantFault(t, err, fault.Conflict, "preparation_there")
		in.Revision, in.OfficerTitle = 7, "Minister"
		_, err = k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", in)
		wantFault(t, err, fault.Conflict, "preparation_moved")
		in.Revision = 1
		v, err := k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", in)
		if err != nil || v.Preparation.State != models.PreparationClearing || v.Revision.OfficerTitle != "Minister" || v.Links[0].State != models.LinkAsked || len(v.Earlier) != 1 {
			t.Fatalf("%+v, %v", v, err)
		}
		for _, link := range []string{old, first} {
			_, err = k.Service.Linked(t.Context(), link)
			wantFault(t, err, fault.Conflict, "preparation_changed")
		}
		_, err = k.Service.SignByLink(t.Context(), holder(k), first, seen)
		wantFault(t, err, fault.Conflict, "preparation_changed")
		if signatures(t, k) != 0 {
			t.Error("it is signed")
		}
		for _, change := range []string{"sha256 = 'x'", "officer_name = 'x'", "number = 9", "prepared_by = 1", "publish_on = 'x'"} {
			if _, err := k.SQL(t).ExecContext(t.Context(), "UPDATE signature_revisions SET "+change); err == nil {
				t.Errorf("%s is taken", change)
			}
		}
	})
}

func TestPrepare_linksAreRemindedReplacedRunOutAndCancelled(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		v := prepare(t, k, c)
		link, by := secret(t, k, "signing_officer", officer), k.Call(c.Actor("ana"))
		wantFault(t, k.Service.RemindSigner(t.Context(), by, "town", "lake", v.Links[0].Ref), fault.Conflict, "reminded_lately")
		k.Clock.Add(25 * time.Hour)
		by = k.Call(c.Actor("ana"))
		testkit.Must(t, k.Service.RemindSigner(t.Context(), by, "town", "lake", v.Links[0].Ref))
		if secret(t, k, "signing_again_officer", officer) != link {
			t.Error("a reminder has another link")
		}
		wantFault(t, k.Service.RemindSigner(t.Context(), by, "town", "lake", v.Links[0].Ref), fault.Conflict, "reminded_lately")
		wantFault(t, k.Service.ReplaceSignerLink(t.Context(), k.Call(c.Actor("bela")), "town", "lake", v.Links[0].Ref), fault.Forbidden, "no_mandate")
		testkit.Must(t, k.Service.ReplaceSignerLink(t.Context(), by, "town", "lake", v.Links[0].Ref))
		fresh := secret(t, k, "signing_officer", officer)
		_, err := k.Service.SignByLink(t.Context(), holder(k), link, consult.LinkSignature{Revision: 1, SHA256: v.Revision.SHA256, TermsVersion: 1, NoticeVersion: 1})
		wantFault(t, err, fault.Conflict, "link_replaced")
		testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), fresh, consult.LinkAnswer{Answer: "return", Remark: "Say Minister."}))
		in := pressed(t, k, fresh)
		_, err = k.Service.SignByLink(t.Context(), holder(k), fresh, in)
		wantFault(t, err, fault.Conflict, "preparation_returned")
		v = standing(t, k, c)
		if v.Preparation.State != models.PreparationReturned || v.Officer().Remark != "Say Minister." || len(mailed(k, "prepared_returned")) != 1 {
			t.Errorf("%+v", v)
		}
		testkit.Must(t, k.Service.ReplaceSignerLink(t.Context(), by, "town", "lake", v.Officer().Ref))
		last := secret(t, k, "signing_officer", officer)
		now := k.Clock.Now()
		k.Clock.Add(30 * 24 * time.Hour)
		_, err = k.Service.SignByLink(t.Context(), holder(k), last, in)
		wantFault(t, err, fault.Conflict, "sign_link_late")
		k.Clock.Set(now)
		testkit.Must(t, k.Service.CancelPreparation(t.Context(), k.Call(c.Actor("ana")), "town", "lake"))
		_, err = k.Service.SignByLink(t.Context(), holder(k), last, in)
		wantFault(t, err, fault.Conflict, "preparation_cancelled")
		wantFault(t, k.Service.CancelPreparation(t.Context(), k.Call(c.Actor("ana")), "town", "lake"), fault.Conflict, "preparation_over")
		if signatures(t, k) != 0 {
			t.Error("it is signed")
		}
		prepare(t, k, c) // another can be begun
	})
}

func TestPrepare_oneSignatureWhoeverIsQuicker(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		prepare(t, k, c)
		link := secret(t, k, "signing_officer", officer)
		in, own := pressed(t, k, link), toSign(t, c)
		var wg sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			call := k.Call(c.Actor("ana"))
			wg.Go(func() {
				if i%2 == 0 {
					_, errs[i] = k.Service.Sign(t.Context(), call, "town", own)
				} else {
					_, errs[i] = k.Service.SignByLink(t.Context(), holder(k), link, in)
				}
			})
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				wantFault(t, err, fault.Conflict, "already_signed")
			}
		}
		if n := signatures(t, k); n != 1 {
			t.Errorf("%d signatures: %v", n, errs)
		}
		verifies(t, k)
	})
}

func TestPrepare_whatIsPersonalGoesSomeDaysLater(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		prepare(t, k, c, "law@lake.example")
		testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), secret(t, k, "signing_clear", "law@lake.example"), consult.LinkAnswer{Answer: "clear"}))
		link := secret(t, k, "signing_officer", officer)
		_, err := k.Service.SignByLink(t.Context(), holder(k), link, pressed(t, k, link))
		testkit.Must(t, err)
		k.Clock.Add(13 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if p, err := k.Service.Linked(t.Context(), link); err != nil || p.Receipt == nil {
			t.Errorf("the receipt is gone: %v", err)
		}
		k.Clock.Add(2 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		testkit.Must(t, k.Service.Periodic(t.Context())) // safe twice
		for _, table := range []string{"signature_links", "signature_revisions", "signature_preparations"} {
			if n := testkit.Column[int](t, k.SQL(t), "SELECT COUNT(*) FROM "+table)[0]; n != 0 {
				t.Errorf("%d %s are kept", n, table)
			}
		}
		_, err = k.Service.Linked(t.Context(), link)
		wantFault(t, err, fault.NotFound, "link_not_found")
		verifies(t, k)
	})
}

func TestPrepare_anOfficerWhoGoesIsUnnamedWhateverTheyAreCalled(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		c.Story.Add("amara", consult.NewPerson{Email: officer, Name: "A. O."})
		prepare(t, k, c)
		link := secret(t, k, "signing_officer", officer)
		done, err := k.Service.SignByLink(t.Context(), holder(k), link, pressed(t, k, link))
		testkit.Must(t, err)
		data, err := k.Service.MyData(t.Context(), k.Stepped(c.Actor("amara")).Actor)
		testkit.Must(t, err)
		if all := fmt.Sprint(data.Kept); !strings.Contains(all, "signature_links") || !strings.Contains(all, "Amara Okoye") {
			t.Errorf("they are not shown what is kept: %s", all)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("amara")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		v, _, err := k.Service.Signature(t.Context(), models.Actor{}, "town", done.Receipt.Signature.Ref)
		if err != nil || v.OfficerName != "" || v.SHA256 == "" {
			t.Errorf("%+v, %v", v, err)
		}
		for _, column := range []string{"officer_name || officer_email FROM signature_revisions", "name || email || hash FROM signature_links"} {
			if got := testkit.Column[string](t, k.SQL(t), "SELECT "+column); got[0] != "" {
				t.Errorf("%q is kept", got)
			}
		}
		verifies(t, k)
	})
}

func TestPrepare_isOnlyForWhoMaySignAndNamesEveryField(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		good, err := c.ToPrepare("lake", officer, "law@lake.example")
		testkit.Must(t, err)
		for who, code := range map[string]string{"": "sign_in", "bela": "no_mandate", "organiser": "no_mandate"} {
			_, err := k.Service.Prepare(t.Context(), k.Call(c.Actor(who)), "town", good)
			if f, ok := fault.As(err); !ok || f.Code != code {
				t.Errorf("%s: %v", who, err)
			}
			_, err = k.Service.Preparation(t.Context(), c.Actor(who), "town", "lake")
			if f, ok := fault.As(err); !ok || f.Code != code {
				t.Errorf("%s reads: %v", who, err)
			}
		}
		bad := good
		bad.OfficerName, bad.OfficerEmail, bad.Clearers = "", "nobody", []consult.Clearer{
			{Name: "", Email: "law@lake.example"}, {Name: "Kito", Email: "LAW@lake.example"},
		}
		_, err = k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", bad)
		for field, code := range map[string]string{"officer_name": "required", "officer_email": "email", "clearers.0.name": "required", "clearers.1.email": "asked_twice"} {
			wantField(t, err, field, code)
		}
		bad = good
		bad.Clearers = make([]consult.Clearer, 11)
		for i := range bad.Clearers {
			bad.Clearers[i] = consult.Clearer{Name: "Kito", Email: fmt.Sprintf("kito%d@example.org", i)}
		}
		_, err = k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", bad)
		wantField(t, err, "clearers", "too_long")
		if n := len(mailed(k, "signing_clear")); n != 0 {
			t.Errorf("%d were mailed", n)
		}
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error { return tx.ForgetPreparations(ctx, k.Clock.Now()) }))
	})
}
