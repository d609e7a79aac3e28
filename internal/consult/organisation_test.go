package consult_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// ministry is an organisation as somebody would add it.
func ministry(name string) consult.NewOrganisation {
	return consult.NewOrganisation{Name: name, Country: "KE", StakeholderType: "government", Another: true}
}

// added adds an organisation by the command line.
func added(t *testing.T, k *testkit.Kit, in consult.NewOrganisation) models.Organisation {
	t.Helper()
	o, err := k.Service.AddOrganisation(t.Context(), k.System(), in)
	testkit.Must(t, err)
	return o
}

func TestAddOrganisation_keepsItsNamesAndPlace(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		in := ministry("  Ministry of Trade ")
		in.Names, in.Language, in.Domains = models.Texts{"fr": "Ministère du Commerce"}, "en", []string{"Trade.Example, www.trade.example"}
		o := added(t, k, in)
		if o.Slug != "ministry-of-trade" || o.Region != "014" || o.Version != 1 || o.Name["fr"] != "Ministère du Commerce" || o.Name["en"] != "Ministry of Trade" {
			t.Errorf("%+v", o)
		}
		if strings.Join(o.Vouched, " ") != "trade.example www.trade.example" {
			t.Errorf("domains %q", o.Vouched)
		}
		arabic := added(t, k, consult.NewOrganisation{Name: "ديوان السجلات المفتوحة", Language: "ar", Country: "TN", StakeholderType: "government"})
		if !strings.HasPrefix(arabic.Slug, "organisation-") {
			t.Errorf("slug %q", arabic.Slug)
		}
	})
}

func TestAddOrganisation_refusesWhatIsWrong(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		change := func(f func(*consult.NewOrganisation)) consult.NewOrganisation {
			in := ministry("A Body")
			f(&in)
			return in
		}
		for _, c := range []struct {
			field, code string
			in          consult.NewOrganisation
		}{
			{"country", "unknown_value", change(func(in *consult.NewOrganisation) { in.Country = "XX" })},
			{"country", "unknown_value", change(func(in *consult.NewOrganisation) { in.Country = "not_stated" })},
			{"country", "required", change(func(in *consult.NewOrganisation) { in.Country = "" })},
			{"stakeholder_type", "unknown_value", change(func(in *consult.NewOrganisation) { in.StakeholderType = "individual" })},
			{"stakeholder_type", "unknown_value", change(func(in *consult.NewOrganisation) { in.StakeholderType = "not_stated" })},
			{"stakeholder_subtype", "not_of_type", change(func(in *consult.NewOrganisation) { in.StakeholderSubtype = "ngo" })},
			{"domains", "domain", change(func(in *consult.NewOrganisation) { in.Domains = []string{"https://body.example"} })},
			{"domains", "domain", change(func(in *consult.NewOrganisation) { in.Domains = []string{"body"} })},
			{"domains", "mail_provider", change(func(in *consult.NewOrganisation) { in.Domains = []string{"GMAIL.com"} })},
			{"website", "link", change(func(in *consult.NewOrganisation) { in.Website = "javascript:alert(1)" })},
			{"name", "control", change(func(in *consult.NewOrganisation) { in.Name = "A Body\r\nBcc: all@example.org" })},
			{"name", "blank", change(func(in *consult.NewOrganisation) { in.Name = "\u200b \u2060" })},
			{"names.fr", "control", change(func(in *consult.NewOrganisation) { in.Names = models.Texts{"fr": "Un\nCorps"} })},
			{"names.fr", "blank", change(func(in *consult.NewOrganisation) { in.Names = models.Texts{"fr": "\u200b"} })},
			{"name", "too_long", change(func(in *consult.NewOrganisation) { in.Name = strings.Repeat("x", 201) })},
			{"name", "utf8", change(func(in *consult.NewOrganisation) { in.Name = "A\xffB" })},
			{"slug", "slug", change(func(in *consult.NewOrganisation) { in.Slug = "../etc" })},
		} {
			_, err := k.Service.AddOrganisation(t.Context(), k.System(), c.in)
			wantField(t, err, c.field, c.code)
		}
		_, err := k.Service.AddOrganisation(t.Context(), k.Call(models.Actor{}), ministry("A Body"))
		wantFault(t, err, fault.SignIn, "sign_in")
		if n := k.Count(t, "organisations", "1 = 1"); n != 0 {
			t.Errorf("%d were kept", n)
		}
	})
}

func TestAddOrganisation_asksWhetherItIsOneOfThese(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		first := ministry("PayPal Foundation")
		first.Names = models.Texts{"ru": "Фонд"}
		added(t, k, first)
		ana := k.Story(t).Person("ana")
		for _, name := range []string{"РауРаl Foundation", "PayPaI Foundation", "Pay-Pal Foundation", "Paypal Foundations"} {
			in := ministry(name)
			in.Another = false
			_, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), in)
			wantFault(t, err, fault.Conflict, "organisation_similar")
			alike, err := k.Service.SimilarOrganisations(t.Context(), in)
			testkit.Must(t, err)
			if len(alike) != 1 || alike[0].Slug != "paypal-foundation" {
				t.Errorf("%q is like %+v", name, alike)
			}
		}
		for _, name := range []string{"Trade Foundation", "مؤسسة التجارة", "贸易基金会"} {
			in := ministry(name)
			in.Another = false
			if _, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), in); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
		in := ministry("РауРаl Foundation") // said to be another one
		if _, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), in); err != nil {
			t.Error(err)
		}
		_, err := k.Service.AddOrganisation(t.Context(), k.Call(ana), ministry("фонд"))
		wantFault(t, err, fault.Conflict, "organisation_there")
	})
}

// spellings are ways to write the same name.
func spellings(name string) []string {
	wide := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '\u3000'
		case r > ' ' && r <= '~':
			return r + 0xFEE0
		}
		return r
	}, name)
	return []string{
		name, strings.ToUpper(name), strings.ToLower(name), wide, strings.ReplaceAll(name, " ", "  "), strings.ReplaceAll(name, " ", "\u00a0"),
		name[:4] + "\u200b" + name[4:], "\u202e" + name + "\u202c", name + ".", "“" + name + "”", " " + name + "\u2003", "\ufeff" + name,
	}
}

// R12 for organisations: of all who add the same name at once, in whatever spelling and over two instances, one does.
func TestDrill_names(t *testing.T) {
	rounds := 2
	if os.Getenv("TRAVAUX_DRILL") == "full" {
		rounds = 50
	}
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		second, err := store.Open(t.Context(), k.URL)
		testkit.Must(t, err)
		defer func() { testkit.Must(t, second.Close()) }()
		instances := []*consult.Service{k.Service, k.Instance(second)}
		const all = 64
		made, there := 0, 0
		for round := range rounds {
			as := spellings(fmt.Sprintf("Ministry of X%d", round))
			errs := make([]error, all)
			var wait sync.WaitGroup
			for i := range all {
				wait.Go(func() {
					in := ministry(as[i%len(as)])
					in.Another = i%2 == 0 // System is not asked whether it is another
					_, errs[i] = instances[i%2].AddOrganisation(t.Context(), k.System(), in)
				})
			}
			wait.Wait()
			ones := 0
			for _, err := range errs {
				var f *fault.Error
				switch {
				case err == nil:
					ones++
				case errors.As(err, &f) && f.Kind == fault.Conflict && f.Code == "organisation_there":
					there++
				default:
					t.Errorf("round %d: %v", round, err)
				}
			}
			if ones != 1 {
				t.Errorf("round %d: %d were made", round, ones)
			}
			made += ones
		}
		if n := k.Count(t, "organisations", "1 = 1"); n != rounds || made != rounds || there != rounds*(all-1) {
			t.Errorf("%d organisations, %d made, %d refused", n, made, there)
		}
		t.Logf("%s: %d rounds × %d at once on two instances: %d made, %d × 409, 0 other", k.Engine, rounds, all, made, there)
	})
}

func TestSetOrganisation_holdsToTheVersionSeen(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		o := added(t, k, ministry("Ministry of Trade"))
		added(t, k, ministry("Ministry of Health"))
		facts := consult.OrganisationFacts{Name: "Ministry of Commerce", Language: "en", Country: "KE", StakeholderType: "government"}
		ana := k.Story(t).Person("ana")
		_, err := k.Service.SetOrganisation(t.Context(), k.Call(ana), o.Slug, facts, 1)
		wantFault(t, err, fault.Forbidden, "forbidden")
		admin := k.Story(t).Person("admin", models.Admin)
		got, err := k.Service.SetOrganisation(t.Context(), k.Call(admin), o.Slug, facts, 1)
		testkit.Must(t, err)
		if got.Version != 2 || got.Name["en"] != "Ministry of Commerce" || got.Slug != o.Slug {
			t.Errorf("%+v", got)
		}
		_, err = k.Service.SetOrganisation(t.Context(), k.Call(admin), o.Slug, facts, 1)
		wantFault(t, err, fault.Stale, "stale")
		facts.Name = "ministry  of HEALTH"
		_, err = k.Service.SetOrganisation(t.Context(), k.Call(admin), o.Slug, facts, 2)
		wantFault(t, err, fault.Conflict, "organisation_there")
		if _, err = k.Service.AddOrganisation(t.Context(), k.System(), ministry("Ministry of Trade")); err != nil {
			t.Errorf("a name that was given up: %v", err)
		}
	})
}

func TestOrganisations_areCutByWhatIsAsked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		added(t, k, ministry("Ministry of Trade"))
		added(t, k, consult.NewOrganisation{Name: "Trade 100% Forum", Country: "FR", StakeholderType: "civil_society", StakeholderSubtype: "ngo"})
		added(t, k, consult.NewOrganisation{Name: "竹砚公共系统研究所", Slug: "zhuyan", Language: "zh", Country: "CN", StakeholderType: "civil_society"})
		for want, f := range map[string]models.OrganisationFilter{
			"ministry-of-trade trade-100-forum zhuyan": {},
			"ministry-of-trade":                        {Region: []string{"002"}},
			"trade-100-forum":                          {Country: []string{"FR"}},
			"trade-100-forum zhuyan":                   {Type: []string{"civil_society"}},
			"ministry-of-trade trade-100-forum":        {Q: "TRADE"},
			"zhuyan":                                   {Q: "公共"},
			"":                                         {Q: "%_%"},
			"trade-100-forum ":                         {Q: "100%"},
		} {
			page, err := k.Service.Organisations(t.Context(), models.Actor{}, f, false)
			testkit.Must(t, err)
			var got []string
			for _, o := range page.Items {
				got = append(got, o.Slug)
			}
			if strings.Join(got, " ") != strings.TrimSpace(want) || page.Total != len(got) {
				t.Errorf("%+v gives %q of %d", f, got, page.Total)
			}
		}
		first, err := k.Service.Organisations(t.Context(), models.Actor{}, models.OrganisationFilter{Limit: 2}, false)
		testkit.Must(t, err)
		rest, err := k.Service.Organisations(t.Context(), models.Actor{}, models.OrganisationFilter{Limit: 2, Cursor: first.Next}, false)
		testkit.Must(t, err)
		if len(first.Items) != 2 || len(rest.Items) != 1 || rest.Next != "" || rest.Total != 3 {
			t.Errorf("%d and %d of %d", len(first.Items), len(rest.Items), rest.Total)
		}
		for _, f := range []models.OrganisationFilter{{Type: []string{"individual"}}, {Country: []string{"XX"}}, {Region: []string{"x"}}, {Limit: 201}, {Q: "\xff"}} {
			_, err := k.Service.Organisations(t.Context(), models.Actor{}, f, false)
			wantFault(t, err, fault.Malformed, "bad_filter")
		}
		_, err = k.Service.Organisations(t.Context(), models.Actor{}, models.OrganisationFilter{Cursor: "A B"}, false)
		wantFault(t, err, fault.Malformed, "bad_cursor")
	})
}

func TestSubmitComment_forAnOrganisation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		in := ministry("Lumen Ministry")
		in.Slug, in.Names = "lumen", models.Texts{"fr": "Ministère Lumen"}
		in.Slug = "lumen"
		_, err := k.Service.PutOrganisation(t.Context(), k.System(), in, story.Address("ana"))
		testkit.Must(t, err)

		for _, said := range []string{"lumen", "LUMEN  ministry.", "ministère lumen"} {
			v := published(t, c, c.Comment(story.By("ana"), story.For(said), story.From("FR", models.NotStated)).Ref)
			if v.OrganisationSlug != "lumen" || !v.OrganisationVerified || v.Organisation != "Lumen Ministry" || v.Country != "KE" ||
				v.Region != "014" || v.StakeholderType != "government" {
				t.Errorf("%q: %+v", said, v)
			}
		}
		// Neither country nor type need be stated: they are the organisation's.
		if _, err := c.Try(story.By("ana"), story.For("lumen"), story.From("", "")); err != nil {
			t.Error(err)
		}
		_, err = c.Try(story.By("ana"), story.For("lumen"), story.From("KE", models.CivilSociety))
		wantField(t, err, "stakeholder_type", "organisation_type")
		_, err = c.Try(story.By("bela"), story.For("lumen"), story.From("KE", models.Government))
		wantFault(t, err, fault.Forbidden, "no_mandate")
		_, err = c.Try(story.For("lumen"), story.From("KE", models.Government))
		wantFault(t, err, fault.Forbidden, "no_mandate")

		for _, said := range []string{"Lumen Ministry", "Some Other Body"} { // a claim
			v := published(t, c, c.Comment(story.By("bela"), story.For(said), story.From("KE", models.Government)).Ref)
			if v.OrganisationSlug != "" || v.OrganisationVerified || v.Organisation != said {
				t.Errorf("%q: %+v", said, v)
			}
		}
		_, err = c.Try(story.By("ana"), story.For("a\x00b"), story.From("KE", models.Government))
		wantField(t, err, "organisation", "control")

		p, err := k.Service.Organisation(t.Context(), models.Actor{}, "lumen")
		testkit.Must(t, err)
		record, err := k.Service.OrganisationRecord(t.Context(), p.Organisation)
		testkit.Must(t, err)
		if len(record) != 1 || len(record[0].Comments.Items) != 4 || p.Comments != 4 || p.Mandates != 1 || record[0].Consultation.Slug != "town" {
			t.Errorf("%+v, %d counted, %d mandates", record, p.Comments, p.Mandates)
		}
	})
}

// A confirmed mandate must not be carried over to a name that is taken for another organisation's.
func TestSetOrganisation_aNewNameThatLooksLikeAnothersIsRefused(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		added(t, k, ministry("Ministry of Health"))
		in := ministry("Acme Society")
		acme := added(t, k, in)
		in.Slug = acme.Slug
		_, err := k.Service.PutOrganisation(t.Context(), k.System(), in, story.Address("ana"))
		testkit.Must(t, err)
		ana := refresh(t, k, c.Story.Actor("ana"))
		facts := consult.OrganisationFacts{Name: "Ministry of Heaith", Country: "KE", StakeholderType: "government"}
		_, err = k.Service.SetOrganisation(t.Context(), k.Call(ana), acme.Slug, facts, 0)
		wantFault(t, err, fault.Conflict, "organisation_similar_rename")
		facts.Name = "Acme Society of Kenya"
		_, err = k.Service.SetOrganisation(t.Context(), k.Call(ana), acme.Slug, facts, 0)
		testkit.Must(t, err)
		facts.Name = "Ministry of Heaith"
		admin := c.Story.Person("root", models.Admin)
		_, err = k.Service.SetOrganisation(t.Context(), k.Call(admin), acme.Slug, facts, 0)
		testkit.Must(t, err)
		facts.Website = "https://acme.example"
		_, err = k.Service.SetOrganisation(t.Context(), k.Call(ana), acme.Slug, facts, 0) // whose name it has now
		testkit.Must(t, err)
	})
}
