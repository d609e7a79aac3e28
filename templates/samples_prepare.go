package templates

import (
	"net/url"

	"travaux/models"
)

// samplePrepared is a preparation that waits for its officer.
func samplePrepared() models.PreparationView {
	r := models.PreparationRevision{
		Number: 2, Organisation: models.Texts{"en": "Coalition for Open Tools", "ar": "تحالف الأدوات المفتوحة"}, Language: "en", SHA256: sampleSigning().Texts[0].SHA256,
		TermsVersion: 1, OfficerName: "Marula Stonebridge", OfficerTitle: "Chair", OfficerEmail: "chair@open-tools.example", AuthorityStatement: "Decision of the board.",
		Reservation: "Article 2 as far as our statutes allow.", ReservationKind: "reservation", PublishOn: "2026-05-01", PreparedAt: day(-3),
	}
	cleared := models.SignatureLink{
		Ref: "0190a1b2-0000-7000-8000-000000000901", Revision: 2, Kind: models.LinkClear, Name: "Kito Quill", Email: "law@open-tools.example",
		State: models.LinkCleared, CreatedAt: day(-3), Until: day(27), AnsweredAt: ref(day(-2)),
	}
	officer, before := cleared, cleared
	officer.Kind, officer.Name, officer.Email, officer.State, officer.AnsweredAt, officer.RemindedAt = models.LinkOfficer, r.OfficerName, r.OfficerEmail, models.LinkAsked, nil, ref(day(-1))
	before.Revision, before.State, before.Remark = 1, models.LinkObjected, "Our statutes stand against Article 2."
	return models.PreparationView{
		Preparation: models.Preparation{State: models.PreparationWaiting, Revision: 2}, Revision: r, Organisation: sampleOrganisation().Organisation,
		Draft: sampleReading().Draft, Version: 2, Preparer: "Welwit Fogbank", Links: []models.SignatureLink{cleared, officer}, Earlier: []models.SignatureLink{before},
	}
}

// sampleClearing is one that is still to be cleared.
func sampleClearing() models.PreparationView {
	v := samplePrepared()
	v.Preparation.State, v.Earlier = models.PreparationClearing, nil
	asked, against := v.Links[0], v.Links[0]
	asked.State, asked.AnsweredAt, asked.RemindedAt = models.LinkAsked, nil, ref(day(-1))
	against.State, against.Remark = models.LinkObjected, "Our statutes stand against Article 2."
	v.Links = []models.SignatureLink{asked, against}
	return v
}

// Samples are the examples of the page: fresh, and a change that came back.
func (PreparePage) Samples() []PreparePage {
	p := SignPage{}.Samples()[0]
	p.Form = Form{Values: url.Values{}}
	back := p
	back.Form = Form{
		Values: url.Values{"officer_name": {"Marula Stonebridge"}, "revision": {"1"}, "clearers.0.name": {"Kito Quill"}, "clearers.9.email": {"x"}},
		Errors: []FieldError{{"officer_email", "Fill this in."}, {"clearers.9.email", "This is no address."}, {"sha256", "A colleague changed this."}},
	}
	return []PreparePage{PreparePage(p), PreparePage(back)}
}

// Samples are the examples of the page: with the officer, being cleared, sent back, signed, called off, and in the way.
func (PreparedPage) Samples() []PreparedPage {
	b := sampleBase(SectionSignatures, "/c/sample-charter/sign/coalition-for-open-tools/prepared")
	b.Actor = models.Actor{PersonID: 5, Name: "Welwit Fogbank"}
	sent := b
	sent.Flash = "flash.prepared"
	back, signed, cancelled, bare := samplePrepared(), samplePrepared(), samplePrepared(), samplePrepared()
	back.Preparation.State, back.Links[1].State, back.Links[1].Remark = models.PreparationReturned, models.LinkReturned, "Say Chairperson."
	signed.Preparation.State, signed.Links[1].State, signed.Signature = models.PreparationSigned, models.LinkSigned, "0190a1b2-0000-7000-8000-000000000801"
	cancelled.Preparation.State = models.PreparationCancelled
	bare.Links, bare.Preparer = bare.Links[1:], ""
	return []PreparedPage{
		{Base: sent, View: samplePrepared()},
		{Base: b, View: sampleClearing()},
		{Base: b, View: back, Form: Form{Errors: []FieldError{{"sha256", "It was answered."}}}},
		{Base: b, View: signed},
		{Base: b, View: cancelled},
		{Base: b, View: bare, Why: "This version is not open for signature."},
	}
}

// Samples are the examples of the page: the officer's, of who clears it, with what stands in the way, answered, and the
// receipt.
func (SigningPage) Samples() []SigningPage {
	sign := SignPage{}.Samples()[0]
	b := sampleBase(SectionNone, "/signing/secret")
	v, clearing := samplePrepared(), sampleClearing()
	p := SigningPage{Base: b, Token: "secret", View: v, Link: v.Links[1], Reading: sign.Reading, Terms: sign.Signing.Terms, Notices: sign.Notices}
	clears, against, cannot, done, signed, sent := p, p, p, p, p, p
	clears.View, clears.Link = clearing, clearing.Links[0]
	against.View, against.Link, against.Form = clearing, clearing.Links[1], Form{Errors: []FieldError{{"remark", "Fill this in."}}}
	cannot.Why = "What signing means was changed meanwhile."
	done.Link = v.Links[0]
	signed.View.Preparation.State, signed.Link.State = models.PreparationSigned, models.LinkSigned
	signed.Receipt = &models.SignatureReceipt{Signature: sampleSignatures()[0], Salt: "0a1b"}
	sent.View.Preparation.State, sent.Link.State = models.PreparationReturned, models.LinkReturned
	cleared := clears
	cleared.Link.State = models.LinkCleared
	pending := signed
	pending.Receipt = &models.SignatureReceipt{Signature: models.SignatureView{Signature: models.Signature{Status: models.SignaturePending}}, Salt: "0a1b"}
	seen := done
	seen.View.Preparation.State = models.PreparationSigned
	return []SigningPage{p, clears, against, cannot, done, cleared, sent, signed, pending, seen}
}
