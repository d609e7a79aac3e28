package handlers_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// An organisation's page asks as much of many comments, signatures and pledges in several consultations as of some.
func TestOrganisation_costsTheSameStatementsWhateverItDid(t *testing.T) {
	const path = "/organisations/lake"
	sameCosts(t, map[string]int64{path: 12}, [2]int{15, 45}, func(t *testing.T, m *meter, things int) {
		s := story.New(t.Context(), m.site.Consult(), m.site.now, func(err error) { testkit.Must(t, err) })
		s.Person("ana")
		s.Organisation(consult.NewOrganisation{Slug: "lake", Name: "Ministry of the Lake", Country: "KE", StakeholderType: "government"}, story.Address("ana"))
		for n := range things / 15 {
			c := s.Consultation([]string{"town", "port", "city"}[n], story.Pledging())
			c.Draft("charter", articles(3))
			for range 15 {
				c.Comment(story.By("ana"), story.For("lake"), story.From("", ""))
				c.Report("ana", c.Pledge("ana", "lake").Ref)
			}
			c.Sign("ana", "lake")
		}
		b := m.site.person(t, "ana@example.org", "")
		m.count(path, func() {
			b.get(path).want(200).shows("All 15 comments", "All 15 pledges", "Signature no. 1", "15 reports")
		})
	})
}

func TestOrganisation_tellsWhatBecameOfItsWords(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		told := story.New(t.Context(), s.Consult(), s.now, func(err error) { testkit.Must(t, err) })
		told.Person("ana")
		told.Organisation(consult.NewOrganisation{Slug: "lake", Name: "Ministry of the Lake", Country: "KE", StakeholderType: "government"}, story.Address("ana"))
		c := told.Consultation("town", story.Signing())
		c.Person("drafter", models.Drafter)
		d := c.Draft("charter", "# Charter\n\n## Article 1 Boats\n\nEvery boat is painted green in spring.\n")
		said := c.Comment(story.By("ana"), story.For("lake"), story.On("art-1", "painted green"), story.From("", ""))
		c.Answer("drafter", said.Ref, "accepted_with_modification", "Blue it is.")
		d.Import(consult.NewVersion{Content: "# Charter\n\n## Article 1 Boats\n\nEvery boat is painted blue in spring.\n"})
		r := d.Publish("")
		for more := true; more; {
			var err error
			more, err = s.Consult().Carry(t.Context(), models.CarryAnchors{ConsultationID: r.ConsultationID, DraftID: r.Draft.ID})
			testkit.Must(t, err)
		}
		c.Sign("ana", "lake")
		s.browser(t).get("/organisations/lake").want(200).shows(
			"Blue it is.", "the words changed", "/c/town/drafts/charter/compare/1/2#art-1", "/c/town/drafts/charter/v/2?text=en", "In the register",
		)
		s.browser(t).get("/c/town/comments?organisation=lake").want(200).shows("Only of", "Ministry of the Lake", said.Ref, `name="organisation" value="lake"`)
		s.browser(t).get("/c/town/comments?organisation=nobody-here").want(400)
		s.browser(t).get("/c/town/signatures?organisation=lake").want(200).shows("Only of", "Ministry of the Lake")
		s.browser(t).get("/c/town/pledges?organisation=lake").want(200).shows("Only of", "lake")
	})
}

// The register with its map stays small for who pays by the byte.
func TestSignatures_areFewBytesWithTheirMap(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		told := story.New(t.Context(), s.Consult(), s.now, func(err error) { testkit.Must(t, err) })
		c := told.Consultation("town", story.Signing())
		c.Draft("charter", articles(3))
		for i, country := range []string{"KE", "SG", "FR", "BR", "CN"} {
			slug := []string{"lake", "port", "hill", "wood", "town"}[i]
			told.Person(slug)
			told.Organisation(consult.NewOrganisation{Slug: slug, Name: "Office of the " + slug, Country: country, StakeholderType: "government"}, story.Address(slug))
			c.Sign(slug, slug)
		}
		s.browser(t).get("/c/town").want(200).shows("5 organisations signed", `href="/c/town/sign"`, `href="/c/town/signatures"`).hides("pledged")
		page := s.browser(t).get("/c/town/signatures").want(200).shows("<circle", "too small for the map", "?country=SG", "1 country is too small")
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write([]byte(page.body))
		testkit.Must(t, z.Close())
		if packed.Len() > 20_000 {
			t.Errorf("it has %d bytes, compressed", packed.Len())
		}
		s.browser(t).get("/c/town/signatures?region=002").want(200).shows("Kenya").hides("?country=SG", "too small")
		s.browser(t).get("/c/town/signatures?q=nobody").want(200).hides("<circle")
	})
}
