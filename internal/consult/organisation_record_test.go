package consult_test

import (
	"slices"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func lakeIn(t *testing.T, k *testkit.Kit) []models.OrganisationRecord {
	t.Helper()
	p, err := k.Service.Organisation(t.Context(), models.Actor{}, "lake")
	testkit.Must(t, err)
	record, err := k.Service.OrganisationRecord(t.Context(), p.Organisation)
	testkit.Must(t, err)
	return record
}

func TestOrganisationRecord_isWhatIsPublicOfItByConsultation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.Pledging())
		c.Organisation(lake, story.Address("ana"))
		if record := lakeIn(t, k); len(record) != 0 {
			t.Errorf("of one that did nothing: %+v", record)
		}
		said := c.Comment(story.By("ana"), story.For("lake"), story.On("art-1-par-1", "publish"), story.From("", ""))
		c.Answer("drafter", said.Ref, "not_accepted", "It says so already.")
		c.Comment(story.By("ana"), story.For("lake"), story.From("", ""), story.Confidentially())
		c.Comment(story.By("bela"), story.For("Ministry of the Lake"), story.From("KE", models.Government)) // a claim
		r := c.Sign("ana", "lake", func(in *consult.NewSignature) { in.AuthorityStatement = "By decree 7." })
		shown := c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.AmountPrivate = true })
		c.Pledge("ana", "lake", func(in *consult.NewPledge) { in.Title, in.Submit = "A draft of a pledge", false })
		c.Report("ana", shown.Ref)
		c.Report("ana", shown.Ref, func(in *consult.NewProgress) { in.Corrects = 1 })

		k.Clock.Add(20 * 24 * time.Hour)
		other := k.Story(t).Consultation("port", story.Open())
		other.Draft("charter", charter)
		other.Add("ana", consult.NewPerson{})
		other.Comment(story.By("ana"), story.For("lake"), story.From("", ""))

		record := lakeIn(t, k)
		if len(record) != 2 || record[0].Consultation.Slug != "port" || record[1].Consultation.Slug != "town" {
			t.Fatalf("%+v", record)
		}
		got := record[1]
		if got.Comments.Total != 1 || got.Comments.Items[0].Ref() != said.Ref || got.Comments.Items[0].Outcome != "not_accepted" {
			t.Errorf("comments: %+v", got.Comments)
		}
		if s := got.Signatures; s.Total != 1 || s.Items[0].Ref != r.Signature.Ref || s.Items[0].AuthorityStatement != "" || s.Items[0].SignedBy != nil {
			t.Errorf("signatures: %+v", s)
		}
		if r := got.Reports; r.Total != 2 || r.Items[0].Number != 2 || r.Items[0].CorrectedLater || !r.Items[1].CorrectedLater || r.Items[0].Pledge != shown.Ref ||
			r.Items[0].Title != shown.Title || r.Items[0].ReportedBy != nil || r.Items[0].Salt != "" {
			t.Errorf("reports: %+v", r)
		}
		if p := got.Pledges; p.Total != 1 || p.Items[0].Ref != shown.Ref || p.Items[0].Amount != "" || p.Items[0].CreatedBy != nil {
			t.Errorf("pledges: %+v", p)
		}
	})
}

func TestOrganisationRecord_isCutShortAndLeadsToTheWhole(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Organisation(lake, story.Address("ana"))
		for range 12 {
			c.Comment(story.By("ana"), story.For("lake"), story.Saying("The lake is deep."), story.From("", ""))
		}
		c.Comment(story.By("bela"), story.Saying("The lake is shallow."))
		got := lakeIn(t, k)[0].Comments
		if len(got.Items) != 10 || got.Total != 12 || !got.More() || got.Items[0].Number != 12 {
			t.Errorf("%d of %d, the first is %d", len(got.Items), got.Total, got.Items[0].Number)
		}
		for q, want := range map[string]int{"": 12, "deep": 12, "shallow": 0} {
			page, err := k.Service.Comments(t.Context(), "town", models.CommentFilter{Organisation: []string{"lake"}, Q: q})
			testkit.Must(t, err)
			if page.Total != want {
				t.Errorf("%q: %d of its comments, want %d", q, page.Total, want)
			}
		}
		for _, nobody := range []string{"nobody-here", "a\x00b", "' or 1=1"} {
			_, err := k.Service.Comments(t.Context(), "town", models.CommentFilter{Organisation: []string{nobody}})
			wantFault(t, err, fault.Malformed, "bad_filter")
			_, err = k.Service.Signatures(t.Context(), "town", models.SignatureFilter{Organisation: []string{nobody}})
			wantFault(t, err, fault.Malformed, "bad_filter")
			_, err = k.Service.Pledges(t.Context(), models.Actor{}, "town", models.PledgeFilter{Organisation: []string{nobody}})
			wantFault(t, err, fault.Malformed, "bad_filter")
		}
	})
}

func TestSignaturesAndPledges_areListedForOneOrganisation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.Pledging())
		c.Organisation(lake, story.Address("ana"))
		c.Organisation(consult.NewOrganisation{Slug: "port", Name: "Port Authority", Country: "UG", StakeholderType: "government"}, story.Address("bela"))
		for who, o := range map[string]string{"ana": "lake", "bela": "port"} {
			c.Sign(who, o)
			c.Pledge(who, o)
		}
		signatures, err := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{Organisation: []string{"lake"}})
		testkit.Must(t, err)
		pledges, err := k.Service.Pledges(t.Context(), models.Actor{}, "town", models.PledgeFilter{Organisation: []string{"lake"}})
		testkit.Must(t, err)
		if signatures.Total != 1 || signatures.Items[0].OrganisationSlug != "lake" || pledges.Total != 1 || pledges.Items[0].OrganisationSlug != "lake" {
			t.Errorf("%+v\n%+v", signatures, pledges)
		}
		none, err := k.Service.Signatures(t.Context(), "town", models.SignatureFilter{Organisation: []string{"lake"}, Q: "port"})
		testkit.Must(t, err)
		if none.Total != 0 {
			t.Errorf("both filters hold: %d", none.Total)
		}
	})
}

func TestSignatureCountries_areThoseOfTheListAsItIsFiltered(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.Signing())
		for slug, country := range map[string]string{"lake": "KE", "hill": "KE", "port": "SG", "bay": "FR"} {
			c.Story.Person(slug)
			c.Organisation(consult.NewOrganisation{Slug: slug, Name: "Office of the " + slug, Country: country, StakeholderType: "government"}, story.Address(slug))
			r := c.Sign(slug, slug)
			if slug == "bay" {
				c.Withdraw(slug, r, "By mistake.")
			}
		}
		for _, want := range []struct {
			f      models.SignatureFilter
			counts []models.CountryCount
		}{
			{models.SignatureFilter{}, []models.CountryCount{{Country: "KE", Count: 2}, {Country: "SG", Count: 1}}},
			{models.SignatureFilter{Region: []string{"142"}}, []models.CountryCount{{Country: "SG", Count: 1}}},
			{models.SignatureFilter{Organisation: []string{"hill"}}, []models.CountryCount{{Country: "KE", Count: 1}}},
			{models.SignatureFilter{Status: []string{"withdrawn"}}, []models.CountryCount{{Country: "FR", Count: 1}}},
			{models.SignatureFilter{Q: "nobody"}, nil},
		} {
			got, err := k.Service.SignatureCountries(t.Context(), "town", want.f)
			testkit.Must(t, err)
			if !slices.Equal(got, want.counts) {
				t.Errorf("%+v: %v, want %v", want.f, got, want.counts)
			}
		}
	})
}

func TestFront_tellsWhoSignedAndHowMuchWasPledged(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.Pledging())
		for _, slug := range []string{"lake", "hill", "port", "bay", "wood"} {
			c.Story.Person(slug)
			c.Organisation(consult.NewOrganisation{Slug: slug, Name: "Office of the " + slug, Country: "KE", StakeholderType: "government"}, story.Address(slug))
			r := c.Sign(slug, slug)
			c.Pledge(slug, slug, func(in *consult.NewPledge) { in.Submit = slug != "hill" })
			if slug == "wood" {
				c.Withdraw(slug, r, "By mistake.")
			}
		}
		f, err := k.Service.Front(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		if f.Signatures.Total != 4 || len(f.Signatures.Items) != 3 || f.Signatures.Items[0].OrganisationSlug != "bay" || f.Signatures.Items[0].AuthorityStatement != "" || f.Pledges != 4 {
			t.Errorf("%+v, %d pledges", f.Signatures, f.Pledges)
		}
		k.Story(t).Consultation("plain", story.Open())
		if f, err = k.Service.Front(t.Context(), models.Actor{}, "plain"); err != nil || f.Signatures.Total != 0 || f.Pledges != 0 {
			t.Errorf("without such phases: %+v, %v", f, err)
		}
	})
}
