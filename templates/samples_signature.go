package templates

import (
	"net/url"

	"travaux/models"
)

func sampleSigning() models.Signing {
	sum := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	return models.Signing{
		Consultation: sampleConsultation(), Open: true, Draft: sampleReading().Draft, Version: sampleReading().Version,
		Texts: []models.SigningText{{Language: "en", Title: "Sample Charter", SHA256: sum}, {Language: "ar", Title: "الميثاق", SHA256: sum}},
		Terms: models.SigningTerms{Version: 1, Act: models.ActSign, SHA256: sum, Meaning: models.Texts{
			"en": "By signing, the organisation shows that it is aligned with the shared vision. It creates no legal obligation.", "ar": "بالتوقيع تُظهر المنظمة أنها تشارك الرؤية.",
		}},
	}
}

func sampleSignatures() []models.SignatureView {
	one := models.SignatureView{
		Signature: models.Signature{
			ID: 1, Ref: "0190a1b2-0000-7000-8000-000000000801", Number: 1, OrganisationID: 5, Organisation: models.Texts{"en": "Coalition for Open Tools", "ar": "تحالف الأدوات المفتوحة"},
			OrganisationLanguage: "en", Country: "KE", Region: "014", StakeholderType: models.CivilSociety, StakeholderSubtype: "ngo", Language: "en",
			SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", OfficerName: "Marula Stonebridge", OfficerTitle: "Chair",
			AuthorityStatement: "Decision of the board.", Reservation: "Article 2 as far as our statutes allow.", ReservationKind: "reservation",
			TermsVersion: 1, Status: models.SignaturePublished, How: "domain", PublishOn: day(-3), PublishedAt: ref(day(-3)), SignedAt: day(-3), Salt: "0a1b", Commitment: "2cf24dba",
		},
		Draft: "charter", Title: "Sample Charter", Version: 2, Act: models.ActSign, OrganisationSlug: "coalition-for-open-tools", Logo: true, LogoVersion: 3,
	}
	two, three := one, one
	two.Number, two.Ref, two.Country, two.Region, two.StakeholderType, two.StakeholderSubtype = 2, "0190a1b2-0000-7000-8000-000000000802", "FR", "155", models.Government, ""
	two.Organisation, two.Status, two.Reservation, two.ReservationKind, two.Logo = models.Texts{"fr": "Agence du numérique"}, models.SignatureNeedsReconsent, "", "", false
	two.OrganisationLanguage, two.Act = "fr", models.ActEndorse
	three.Number, three.Ref, three.Status, three.WithdrawnAt, three.WithdrawnReason = 3, "0190a1b2-0000-7000-8000-000000000803", models.SignatureWithdrawn, ref(day(-1)), "Our board decided otherwise."
	three.OfficerName, three.OfficerTitle, three.ReservationKind, three.Late = "", "", "declaration", true
	return []models.SignatureView{one, two, three}
}

// Samples are the examples of the page: with organisations, without, closed, and before anything is published.
func (SignForPage) Samples() []SignForPage {
	b := sampleBase(SectionSignatures, "/c/sample-charter/sign")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	s := sampleSignatures()
	other := sampleOrganisation().Organisation
	other.ID, other.Slug = 6, "other"
	anybody := sampleBase(SectionSignatures, "/c/sample-charter/sign")
	closed := sampleSigning()
	closed.Open = false
	return []SignForPage{
		{b, sampleSigning(), []Signatory{
			{sampleOrganisation().Organisation, nil, &models.Preparation{State: models.PreparationWaiting}}, {other, &s[0].Signature, nil}, {other, &s[1].Signature, nil},
		}},
		{Base: b, Signing: sampleSigning()},
		{Base: anybody, Signing: sampleSigning()},
		{Base: b, Signing: closed},
		{Base: b},
	}
}

// Samples are the examples of the page: fresh, and come back.
func (SignPage) Samples() []SignPage {
	b := sampleBase(SectionSignatures, "/c/sample-charter/sign/coalition-for-open-tools")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	r := sampleReading()
	r.Text.SHA256 = sampleSigning().Texts[0].SHA256
	r.Languages = []string{"en", "ar"}
	p := SignPage{Base: b, Signing: sampleSigning(), Reading: r, Organisation: sampleOrganisation().Organisation, Notices: sampleNotices()}
	back := p
	back.Reading.Text.Language = "ar"
	back.Form = Form{
		Values: url.Values{"officer_name": {"Welwit Fogbank"}, "reservation": {"Not Article 2."}, "publish_on": {"2026-05-01"}},
		Errors: []FieldError{{"officer_title", "Fill this in."}, {"sha256", "This is not the fingerprint."}},
	}
	return []SignPage{p, back}
}

// Samples are the examples of the page.
func (SignCheckPage) Samples() []SignCheckPage {
	p := SignPage{}.Samples()[0]
	p.Values = url.Values{
		"officer_name": {"Welwit Fogbank"}, "officer_title": {"Chair"}, "authority_statement": {"Decision of the board."},
		"reservation": {"Not Article 2."}, "reservation_kind": {"declaration"}, "publish_on": {"2026-05-01"},
	}
	bare := p
	bare.Values = url.Values{"officer_name": {"Welwit Fogbank"}}
	return []SignCheckPage{SignCheckPage(p), SignCheckPage(bare)}
}

// Samples are the examples of the page: with signatures, filtered to none, and before the first.
func (SignaturesPage) Samples() []SignaturesPage {
	b := sampleBase(SectionSignatures, "/c/sample-charter/signatures")
	figures := []models.SignatureFigure{
		{Region: "002", StakeholderType: models.CivilSociety, Status: models.SignaturePublished, Count: 1},
		{Region: "150", StakeholderType: models.Government, Status: models.SignatureNeedsReconsent, Count: 1},
		{Region: "002", StakeholderType: models.CivilSociety, Status: models.SignatureWithdrawn, Count: 1},
	}
	all := models.Signatures{Items: sampleSignatures(), Next: "3", Total: 60}
	closed := sampleSigning()
	closed.Open = false
	months := []models.MonthCount{{Month: day(-40), Count: 20, Sum: 20}, {Month: day(-10), Count: 38, Sum: 58}}
	return []SignaturesPage{
		{Base: b, List: all, Figures: figures, Months: months, Signing: sampleSigning(), Countries: []models.CountryCount{{Country: "KE", Count: 40}, {Country: "FR", Count: 3}, {Country: "SG", Count: 1}}},
		{Base: b, Figures: figures, Signing: closed, Filter: models.SignatureFilter{Type: []string{"government"}, Order: "newest"}},
		{Base: b, Signing: sampleSigning()},
	}
}

// Samples are the examples of the page: public, withdrawn, and one's own before it is public.
func (SignaturePage) Samples() []SignaturePage {
	b := sampleBase(SectionSignatures, "/c/sample-charter/signatures/0190a1b2-0000-7000-8000-000000000801")
	s, terms := sampleSignatures(), sampleSigning().Terms
	index := int64(12)
	proof := models.ReceiptProof{Leaf: "{}", Promise: "note", Index: &index, Checkpoint: "example.org/c/sample-charter/log\n1204\n"}
	own, pending := s[0], s[0]
	own.Status, own.PublishedAt = models.SignatureVerified, nil
	pending.Status, pending.PublishedAt, pending.How = models.SignaturePending, nil, ""
	mine := b
	mine.Actor, mine.Flash = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}, "flash.signed"
	const at = "https://example.org/c/sample-charter/signatures/0190a1b2-0000-7000-8000-000000000801"
	withdrawing := Form{Values: url.Values{"reason": {"x"}}, Errors: []FieldError{{"reason", "Too long."}}}
	return []SignaturePage{
		{Base: b, Signature: s[0], Terms: terms, Proof: proof},
		{Base: b, Signature: s[1], Terms: terms},
		{Base: b, Signature: s[2], Terms: terms},
		{Base: mine, Signature: own, Terms: terms, Proof: models.ReceiptProof{Promise: "note"}, Own: true, Signs: true, URL: at},
		{Base: mine, Signature: pending, Terms: terms, Own: true, Signs: true, Letter: true, Form: withdrawing},
	}
}

// Samples are the examples of the page: public, withdrawn, and before it is public.
func (CertificatePage) Samples() []CertificatePage {
	var out []CertificatePage
	for _, p := range (SignaturePage{}).Samples()[:4] {
		p.URL = "https://example.org/c/sample-charter/signatures/0190a1b2-0000-7000-8000-000000000801"
		out = append(out, CertificatePage(p))
	}
	return out
}

// Samples are the examples of the page: with signatures that wait, for who only reads, and with a form that came back.
func (ManageSignaturesPage) Samples() []ManageSignaturesPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/signatures")
	waiting := sampleSignatures()[:2]
	waiting[0].Status, waiting[0].PublishedAt, waiting[0].How = models.SignaturePending, nil, ""
	waiting[1].Status, waiting[1].PublishedAt = models.SignatureVerified, nil
	p := ManageSignaturesPage{
		Base: b, Signing: sampleSigning(), Waiting: waiting, Lettered: map[int64]bool{1: true}, Drafts: sampleFront().Drafts, Texts: []string{"en", "ar"}, Verifies: true,
		Form: Form{Values: url.Values{"act": {"sign"}, "meaning.en": {"By signing …"}}},
	}
	back, reads := p, p
	back.Waiting, back.Form = nil, Form{Values: url.Values{"act": {"endorse"}}, Errors: []FieldError{{"meaning.en", "Fill this in."}, {"act", "Choose one."}}}
	reads.Verifies = false
	return []ManageSignaturesPage{p, back, reads}
}
