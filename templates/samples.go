package templates

import (
	"net/url"

	"travaux/models"
)

// Samples are the examples of the page: some consultations, and none for an administrator.
func (HomePage) Samples() []HomePage {
	admin := sampleGlobal("/")
	admin.Actor, admin.Rights = models.Actor{PersonID: 1, Name: "Ash Keyhole"}, Rights{Admin: true}
	return []HomePage{{sampleGlobal("/"), []models.Front{sampleFront()}}, {Base: admin}}
}

// Samples are the examples of the page: whole, and just begun.
func (FrontPage) Samples() []FrontPage {
	b := sampleBase(SectionFront, "/c/sample-charter")
	bare := sampleStaff(SectionFront, "/c/sample-charter")
	bare.DraftSlug = ""
	full, none := b, bare
	full.Signatures, full.Pledges, none.Signatures, none.Pledges = true, true, true, true
	committed := sampleFront()
	committed.Pledges, committed.Signatures = 12, models.Newest[models.SignatureView]{Items: sampleSignatures(), Total: 58}
	return []FrontPage{
		{Base: b, Front: sampleFront(), Interest: true},
		{Base: full, Front: committed},
		{Base: none, Front: models.Front{Consultation: sampleConsultation()}},
	}
}

// Samples are the examples of the page.
func (NoticesPage) Samples() []NoticesPage {
	return []NoticesPage{{sampleBase(SectionNone, "/c/sample-charter/notices"), sampleNotices()}, {Base: sampleStaff(SectionNone, "/c/sample-charter/notices")}}
}

// Samples are the examples of the page.
func (NoticesFormPage) Samples() []NoticesFormPage {
	return []NoticesFormPage{{Base: sampleStaff(SectionManage, "/c/sample-charter/manage/notices"), Notices: sampleNotices(), Form: Form{
		Values: url.Values{"language": {"en"}, "licence": {"CC-BY-4.0"}, "privacy": {"Nothing personal is needed."}},
		Errors: []FieldError{{"publication", "Write what is made public."}},
	}}}
}

// Samples are the examples of the page: fresh, and come back.
func (ConsultationFormPage) Samples() []ConsultationFormPage {
	b := sampleGlobal("/new")
	b.Actor, b.Rights = models.Actor{PersonID: 1, Name: "Ash Keyhole"}, Rights{Admin: true}
	return []ConsultationFormPage{{Base: b}, {b, Form{
		Values: url.Values{"title": {"A charter"}, "language": {"fr"}, "languages": {"fr", "ar"}, "phases.0.kind": {"consultation"}, "phases.0.opens_at": {"2026-03-01T09:00"}},
		Errors: []FieldError{{"slug", "Write the short name."}, {"phases.0.time_zone", "Choose the time zone."}},
	}}}
}

// Samples are the examples of the page: under way, and just begun.
func (ManagePage) Samples() []ManagePage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage")
	b.Pledges, b.Rights.Pledges = true, true
	b.Flash = "flash.event"
	f := sampleFront()
	f.Drafts[0].Working = true
	bare := sampleConsultation()
	bare.NoticeVersion = 0
	return []ManagePage{{b, f, 2, 3}, {Base: sampleStaff(SectionManage, "/c/sample-charter/manage"), Front: models.Front{Consultation: bare}}}
}

// Samples are the examples of the page.
func (PartnerFormPage) Samples() []PartnerFormPage {
	return []PartnerFormPage{{sampleStaff(SectionManage, "/c/sample-charter/manage/partner"), Form{Errors: []FieldError{{"name", "Write the name."}}}}}
}

// Samples are the examples of the page.
func (DocumentFormPage) Samples() []DocumentFormPage {
	return []DocumentFormPage{{Base: sampleStaff(SectionManage, "/c/sample-charter/manage/document")}}
}

// Samples are the examples of the page: open, with comments beside a provision, and an older version when closed.
func (ReaderPage) Samples() []ReaderPage {
	b := sampleBase(SectionReader, "/c/sample-charter/drafts/charter")
	open := ReaderPage{Base: b, Reading: sampleReading(), Phase: samplePhase(), Open: true, Marks: map[string][]Mark{
		"art-2-1": {{Start: 76, End: 94, Count: 12}}, "art-2-2": {{Start: 70, End: 112, Count: 23}}, "art-2-3": {{Start: 41, End: 66, Count: 2}},
	}}
	with := open
	with.ToPlace, with.Also = 3, []*models.Phase{samplePhase()}
	with.On = &Margin{Provision: sampleProvisions()[10], Items: sampleComments()[:2]}
	old := open
	old.Open, old.Reading.Version.Number, old.Reading.Asked, old.Reading.Version.Label = false, 1, "ru", ""
	old.Phase = ref(*samplePhase())
	old.Phase.ClosesAt = ref(day(-1))
	mixed, paired := open, with
	mixed.Reading = sampleMixed()
	paired.Beside = ref(sampleMixed())
	return []ReaderPage{open, with, old, mixed, paired, samplePart(open, 1), samplePart(paired, 2), samplePart(open, 0)}
}

// samplePart is a long text of which one part is read; 0 is the whole.
func samplePart(p ReaderPage, n int) ReaderPage {
	r := &p.Reading
	all := r.Provisions
	r.Parts, r.Part = []models.Stretch{{From: 1, To: 4}, {From: 5, To: all[len(all)-1].Position}}, n
	if n == 0 {
		return p
	}
	r.Provisions, r.Outline = nil, nil
	for _, e := range all {
		if r.PartAt(e.Position) == n {
			r.Provisions = append(r.Provisions, e)
		}
		e.Text, e.HTML = "", ""
		r.Outline = append(r.Outline, e)
	}
	return p
}

// Samples are the examples of the page.
func (DraftFormPage) Samples() []DraftFormPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/import")
	return []DraftFormPage{{Base: b, Drafts: sampleFront().Drafts, Imports: []models.TextImport{{Ref: "0b5", Draft: "charter", Language: "en", FileName: "charter.docx", CreatedAt: day(0)}}}, {Base: b, Form: Form{Errors: []FieldError{{"content", "Choose a file, or paste the text."}}}}}
}

// Samples are the examples of the page.
func (WorkingPage) Samples() []WorkingPage {
	r := sampleReading()
	r.Version.Number, r.Version.Status, r.Version.PublishedAt, r.Text.SHA256 = 0, models.Working, nil, ""
	return []WorkingPage{{Base: sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/working"), Reading: r, OpenNotes: map[string]int{"art-2-1": 2}, Said: map[string]int{"art-2": 3}, Undo: 41}}
}

// Samples are the examples of the page: opened, met by somebody else, of a translation, and of a new provision.
func (EditPage) Samples() []EditPage {
	r := sampleReading()
	r.Version.Number, r.Version.Status, r.Version.PublishedAt, r.Text.SHA256 = 0, models.Working, nil, ""
	b := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/working/edit/art-2-2")
	p := sampleProvisions()[10]
	f := Form{Values: url.Values{"kind": {string(p.Kind)}, "number": {p.Number}, "heading": {p.Heading}, "content": {p.Text}, "base": {p.Text}, "base_kind": {string(p.Kind)}, "base_number": {p.Number}, "base_heading": {p.Heading}, "seq": {"41"}}}
	one := EditPage{Base: b, Form: f, Reading: r, Provision: p, Content: p.Text, Published: &p, Others: []Presence{{WID: p.WID, Language: "en", Name: "Ana", SeenAt: day(0)}}, Notes: sampleNotes(p.WID), MoreNotes: true, Said: sampleComments(), SaidInAll: 12}
	met, translated := one, one
	diff := models.ProvisionDiff{Was: &p, Is: &p, Words: []models.Run{{Op: "equal", Text: "Open "}, {Op: "delete", Text: "source"}, {Op: "insert", Text: "licences"}}}
	met.Met = &models.Meeting{Theirs: diff, Mine: diff, Unsure: true}
	translated.Reading.Text.Language, translated.Source = "fr", &p
	return []EditPage{one, met, translated, {Base: b, Form: Form{Errors: []FieldError{{"content", "Write it."}}}, Reading: r, New: true}}
}

// Samples are the examples of the page: with acts of each kind, and without any.
func (EditHistoryPage) Samples() []EditHistoryPage {
	b, p := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/working/history"), sampleProvisions()[10]
	entry := func(act string, c models.ProvisionDiff) EditEntry {
		return EditEntry{ProvisionEdit: models.ProvisionEdit{Act: act, WID: p.WID, Language: "en", Seq: 41, CreatedAt: day(0)}, Name: "Ana", Changes: []models.ProvisionDiff{c}}
	}
	words := func(op string) []models.Run { return []models.Run{{Op: op, Text: p.Text}} }
	renamed := p
	renamed.Number = "9"
	some := []models.Run{{Op: "equal", Text: "They "}, {Op: "delete", Text: "may"}, {Op: "insert", Text: "shall"}, {Op: "equal", Text: " be …"}}
	all := []EditEntry{
		entry("change", models.ProvisionDiff{Was: &p, Is: &renamed, Heading: some, Words: some}), entry("add", models.ProvisionDiff{Is: &p, Words: words("insert")}),
		entry("delete", models.ProvisionDiff{Was: &p, Words: words("delete")}), entry("shift", models.ProvisionDiff{Was: &p, Is: &p, Words: words("equal")}),
	}
	all[2].Name = ""
	return []EditHistoryPage{{Base: b, Reading: sampleReading(), Entries: all, Next: 40, On: p.WID}, {Base: b, Reading: sampleReading()}}
}

// Samples are the examples of the page: on a provision, on words, come back with errors, on what is
// missing, and on the whole text.
func (CommentFormPage) Samples() []CommentFormPage {
	b := sampleBase(SectionReader, "/c/sample-charter/drafts/charter/v/2/comment")
	all := sampleProvisions()
	fresh := url.Values{"type": {"general"}, "language": {"en"}, "speaking_as": {"individual"}}
	page := func(kind models.TargetKind, p *models.Provision, f Form) CommentFormPage {
		return CommentFormPage{Base: b, Form: f, Draft: sampleDraft(), Titles: models.Texts{"en": sampleDraft().Title}, Version: 2, Kind: kind, Provision: p, Above: all[8:9], Languages: []string{"en", "fr", "ar"}, Notices: sampleNotices(), Phase: samplePhase()}
	}
	words := url.Values{
		"type": {"general"}, "language": {"en"}, "speaking_as": {"organisation"}, "target.wid": {"art-2-2"}, "target.exact": {"unless the law of their country forbids it"},
		"target.start": {"70"}, "target.end": {"112"}, "country": {"KE"}, "stakeholder_type": {"civil_society"},
	}
	bad := Form{Values: words, Errors: []FieldError{{"target.start", "These words are not in the text."}, {"organisation", "Write the organisation’s name."}, {"author_email", "Write an address such as name@example.org."}}}
	whole := page(models.TargetVersion, nil, Form{Values: fresh})
	whole.Above, whole.Guarded = nil, true
	return []CommentFormPage{
		page(models.TargetProvision, &all[1], Form{Values: fresh}), page(models.TargetRange, &all[10], Form{Values: words}),
		page(models.TargetRange, &all[10], bad), page(models.TargetInsertion, &all[11], Form{Values: fresh}), whole,
	}
}

// Samples are the examples of the page: published, to be confirmed, just confirmed, answered, and of nobody known.
func (ReceiptPage) Samples() []ReceiptPage {
	b := sampleBase(SectionNone, "/c/sample-charter/receipts/0190a1b2-0000-7000-8000-000000000412")
	c := sampleComments()[0]
	r := models.Receipt{
		Consultation: "sample-charter", Receipt: c.Receipt, Ref: "C-000412", ReceivedAt: day(0), Publication: models.PublishedNow, Draft: "charter", Version: 2,
		Commitment: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", Salt: "a1b2c3d4e5f60718",
	}
	r.Proof.Promise = "a note"
	waits := r
	waits.Ref, waits.Publication = "", models.Unconfirmed
	place := int64(12)
	r.Proof.Index = &place
	all := []string{"withdraw", "name", "erase"}
	return []ReceiptPage{
		{Base: b, Receipt: r, Comment: c, Takes: all, Holder: "author"},
		{Base: b, Receipt: waits, Comment: c, MailSent: true, Takes: all, Holder: "receipt"},
		{Base: b, Receipt: r, Comment: c, Confirmed: true, Takes: all, Holder: "sign_in"},
		{Base: b, Receipt: r, Comment: sampleComments()[1], Takes: all, Holder: "receipt", Answered: true},
	}
}

// Samples are the examples of the page.
func (ConfirmPage) Samples() []ConfirmPage {
	return []ConfirmPage{{sampleGlobal("/confirm"), "k3y", sampleComments()[0]}}
}

// Samples are the examples of the page: some, none, and none that fit.
func (CommentsPage) Samples() []CommentsPage {
	b := sampleBase(SectionComments, "/c/sample-charter/comments")
	full := CommentsPage{Base: b, Comments: models.Comments{Items: sampleComments(), Next: "abc", Total: 1060}, Provisions: sampleProvisions()}
	return []CommentsPage{full, {Base: b}, {Base: b, Filter: models.CommentFilter{Q: "licence", Stance: []string{"oppose"}}}}
}

// Samples are the examples of the page: answered, and open.
func (CommentPage) Samples() []CommentPage {
	b := sampleBase(SectionComments, "/c/sample-charter/comments/C-000398")
	return []CommentPage{
		{Base: b, Comment: sampleComments()[1], Before: "Those who sign shall publish their source text under an open licence, ", After: ".", Answers: sampleAnswers()},
		{Base: b, Comment: sampleComments()[2], Hides: true},
		{Base: b, Comment: sampleCarried()},
		{Base: b, Comment: sampleComments()[2], Hides: true, Form: Form{Errors: []FieldError{{"reason", "Say why."}}}},
		{Base: b, Comment: sampleHidden().Marker(), Shows: true},
	}
}

// sampleCarried is a comment whose words changed, and then went.
func sampleCarried() models.CommentView {
	c := sampleComments()[1]
	c.Placements = []models.PlacementView{
		{Version: c.Version + 1, Placement: models.Placement{State: models.AnchorTextChanged, WID: c.WID, Exact: "within a year", EndAt: 13, Language: "en", Confidence: 700}},
		{Version: c.Version + 2, Placement: models.Placement{State: models.AnchorTextRemoved, WID: c.WID, Language: "en"}},
	}
	return c
}

func sampleAnswers() []models.Disposition {
	return []models.Disposition{{Outcome: "accepted_in_part", Reason: "Named laws are now required; services are not named.", CreatedAt: day(-2)}}
}

// Samples are the examples of the page: a Word file with a provision under correction, and a translation.
func (ImportPage) Samples() []ImportPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/imports/0b5")
	r := sampleReading()
	r.Version, r.Text.SHA256 = models.Version{}, ""
	p := sampleProvisions()[10]
	one := ImportPage{
		Base: b, Import: models.TextImport{Ref: "0b5", Draft: "charter", Language: "en", FileName: "charter.docx", Revision: 3}, Reading: r, On: p.WID, Undo: true,
		Form:     Form{Values: url.Values{"kind": {string(p.Kind)}, "number": {p.Number}, "heading": {p.Heading}}},
		Warnings: []string{"The running heads and feet of the Word file were left out."}, Changes: "accepted", Tracked: 7, Count: 2,
		Comments: map[string][]ImportComment{p.WID: {{Author: "Reviewer 1", Body: "Who pays?", Start: 0, End: 4}}, "": {{Body: "A good text."}}},
		Matched:  &models.Matched{Of: 24, Kept: 22, Changed: 3, New: 1, Gone: 2},
	}
	translated := ImportPage{Base: b, Import: models.TextImport{Ref: "0b5", Draft: "charter", Language: "fr"}, Reading: r, Missing: 2, Unplaced: []string{"Annex 1"}}
	translated.Form = Form{Errors: []FieldError{{"", "It cannot be cut there."}}}
	return []ImportPage{one, translated}
}
