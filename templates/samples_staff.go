package templates

import (
	"net/url"

	"travaux/models"
)

func sampleReview() models.Review {
	return models.Review{
		Items: sampleComments(), Next: "abc", Total: 86, Answered: 412, All: 1060,
		Facets: map[string][]models.FacetCount{
			"region":           {{Value: "002", Count: 86}, {Value: "202", Count: 70}, {Value: "014", Count: 44}, {Value: "019", Count: 53}, {Value: "142", Count: 35}, {Value: "150", Count: 18}, {Value: models.Unassigned, Count: 4}},
			"country":          {{Value: "KE", Count: 40}, {Value: "UY", Count: 22}, {Value: "not_stated", Count: 3}},
			"stakeholder_type": {{Value: "civil_society", Count: 44}, {Value: "government", Count: 22}, {Value: "private_sector", Count: 13}, {Value: "multilateral", Count: 5}},
			"provision":        {{Value: "art-2-2", Count: 23}, {Value: "art-2", Count: 41}, {Value: "art-1", Count: 12}, {Value: "", Count: 2}},
			"outcome":          {{Value: "open", Count: 61}, {Value: "accepted_in_part", Count: 17}, {Value: "noted", Count: 8}},
			"stance":           {{Value: "support_with_change", Count: 40}, {Value: "oppose", Count: 20}, {Value: models.NoStance, Count: 26}},
			"type":             {{Value: "general", Count: 80}, {Value: "question", Count: 6}},
			"language":         {{Value: "en", Count: 50}, {Value: "ar", Count: 36}},
			"provenance":       {{Value: "web", Count: 80}, {Value: "import", Count: 6}},
			"verified":         {{Value: "true", Count: 60}, {Value: "false", Count: 26}},
		},
	}
}

// Samples are the examples of the page: one picked, an answer come back, nothing picked, and nothing there.
func (ReviewPage) Samples() []ReviewPage {
	b := sampleStaff(SectionReview, "/c/sample-charter/review")
	one := ReviewPage{
		Base: b, Review: sampleReview(), Provisions: sampleProvisions(), One: suspect(&sampleComments()[0]), Phase: samplePhase(),
		Before: "Those who sign shall publish their source text under an open licence, ", After: ".",
		Filter: models.ReviewFilter{Region: []string{"002"}, Q: "licence"}, Answers: sampleAnswers(),
		ToPlace: []models.UnplacedCount{{Draft: "charter", Version: 2, Comments: 3}},
	}
	bad := one
	bad.Answers = nil
	bad.Form = Form{Values: url.Values{"outcome": {"noted"}}, Errors: []FieldError{{"reason", "Write the reason; it is public."}}}
	list := one
	list.One, list.Filter = nil, models.ReviewFilter{}
	return []ReviewPage{one, bad, list, {Base: b}}
}

// Samples are the examples of the page: a list, a comment on words, one come back, one about what is missing, and nothing.
func (PlacementsPage) Samples() []PlacementsPage {
	b, r := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/v/2/placements"), sampleReading()
	lost := func(c models.CommentView, state models.AnchorState) models.UnplacedComment {
		c.Version = 1
		return models.UnplacedComment{CommentView: c, Place: models.PlacementView{Placement: models.Placement{State: state, WID: "art-2-2"}, Version: 2}, Became: models.Became{Fate: models.FateModified, WIDs: []string{"art-2-2"}}}
	}
	all := sampleComments()
	list := models.ToPlace{Draft: r.Draft, Version: r.Version, Provisions: r.Provisions, What: models.UnplacedLost, Counts: map[models.Unplaced]int{models.UnplacedLost: 2, models.UnplacedDoubt: 1}, Next: "abc"}
	list.Items = []models.UnplacedComment{lost(all[0], models.AnchorTextRemoved), lost(all[1], models.AnchorDetached)}
	was := sampleProvisions()[10]
	one := PlacementsPage{Base: b, List: list, One: &models.Placing{Comment: list.Items[0], Reading: r, Was: &was}, Last: "C-000012"}
	bad, gap := one, one
	bad.Form = Form{Values: url.Values{"wid": {"art-2-2"}, "exact": {"nowhere"}}, Errors: []FieldError{{"exact", "These words are not in the text."}}}
	missing := *one.One
	missing.Comment.TargetKind, missing.Comment.WID, missing.Comment.AfterWID = models.TargetInsertion, "", "art-1"
	gap.One, gap.Query = &missing, url.Values{"after": {"art-1"}}
	empty := models.ToPlace{Draft: r.Draft, Version: r.Version, What: models.UnplacedDoubt, Carrying: true}
	return []PlacementsPage{{Base: b, List: list}, one, bad, gap, {Base: b, List: empty}}
}

// suspect is a comment of which programs suspect all that they can.
func suspect(c *models.CommentView) *models.CommentView {
	c.Suspected = []models.Mark{models.MarkDisposable, models.MarkHoneypot, models.MarkUnproven}
	return c
}

// Samples are the examples of the page: some waiting, a refusal come back, and none.
func (ModerationPage) Samples() []ModerationPage {
	b := sampleStaff(SectionModeration, "/c/sample-charter/moderation")
	items := sampleComments()[:1]
	return []ModerationPage{
		{Base: b, Waiting: models.Comments{Items: items, Total: 1}},
		{Base: b, Waiting: models.Comments{Items: items, Total: 1}, At: items[0].Receipt, Form: Form{Errors: []FieldError{{"reason", "Say why; its author will read it."}}}},
		{Base: b},
	}
}

// Samples are the examples of the page: some, and none.
func (EventsPage) Samples() []EventsPage {
	return []EventsPage{{sampleBase(SectionEvents, "/c/sample-charter/events"), sampleEvents()}, {Base: sampleStaff(SectionEvents, "/c/sample-charter/events")}}
}

// Samples are the examples of the page: to come, and postponed.
func (EventPage) Samples() []EventPage {
	b := sampleBase(SectionEvents, "/c/sample-charter/events/nairobi")
	b.ReaderZone = "Asia/Tokyo"
	return []EventPage{{b, sampleEvents()[0]}, {b, sampleEvents()[1]}}
}

// Samples are the examples of the page: fresh, and come back.
func (EventFormPage) Samples() []EventFormPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/event")
	return []EventFormPage{
		{Base: b, Form: Form{Values: url.Values{"kind": {"regional_consultation"}, "attendance": {"hybrid"}, "attribution": {"chatham_house"}, "time_zone": {"Africa/Nairobi"}}}},
		{b, Form{Values: url.Values{"title": {"Hearing"}}, Errors: []FieldError{{"starts_at", "Write when it begins."}, {"time_zone", "Choose the time zone."}}}},
	}
}

// Samples are the examples of the page.
func (DemoPage) Samples() []DemoPage {
	b := sampleGlobal("/demo")
	b.Demo = true
	return []DemoPage{{b, []DemoPerson{
		{models.Person{Email: "olive-organiser@example.org", Name: "Olive Lanternfield", Organisation: "Secretariat for Common Works", Country: "KE"}, []models.Role{models.Organiser}},
		{models.Person{Email: "ash-admin@example.org", Name: "Ash Keyhole", Admin: true, Country: "KE"}, nil},
	}, "/c/sample-charter"}}
}

// Samples are the examples of the page.
func (APIPage) Samples() []APIPage {
	return []APIPage{{sampleGlobal("/api"), []Operation{
		{"POST", "/api/v1/consultations/{c}/comments", "Comment on a draft", "comments"},
		{"GET", "/api/v1/consultations/{c}/comments", "Public comments", "comments"},
	}}}
}

// Samples are the examples of the page: not there, to sign in, and our fault.
func (ErrorPage) Samples() []ErrorPage {
	in := sampleBase(SectionNone, "/c/sample-charter/review")
	return []ErrorPage{
		{Base: sampleGlobal("/nowhere"), Status: 404, Code: "page_not_found", Message: "There is no page at this address."},
		{Base: in, Status: 401, Code: "sign_in_needed", Message: "Sign in to see this page."},
		{Base: in, Status: 500, Code: "internal", Message: "Something went wrong on our side.", RequestID: "0190a1b2"},
		{Base: in, Status: 409, Code: "version_not_found", Message: "This text was published or discarded while you were writing.", Typed: []TypedField{{"edit", "number", "1"}, {"edit", "heading", ""}, {"edit", "content", "Words of two lines,\nof which none is lost."}}},
	}
}

// Samples are the examples of the page: with a working version, and before there is any.
func (TranslationsPage) Samples() []TranslationsPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/translations")
	counts := []models.TranslationCount{{Language: "fr", Current: 10, Stale: 2, Gaps: 1}, {Language: "ar", Frozen: true, Current: 13}}
	return []TranslationsPage{
		{Base: b, Draft: sampleDraft(), Languages: []string{"en", "fr"}, Versions: []models.Translations{{Counts: counts}, {Version: models.Version{Number: 2}}}},
		{Base: b, Draft: sampleDraft()},
	}
}

// Samples are the examples of the page: one that is to be finished and published, one that is done, one not begun.
func (TranslationPage) Samples() []TranslationPage {
	r := sampleReading()
	r.Text.Language, r.Text.SHA256, r.Asked = "ar", "", "ar"
	p := TranslationPage{
		Base: sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/translations/ar"), Reading: r, Begun: true, Source: r.Text.Title, Numbers: []int{0, 2},
		Count: models.TranslationCount{Language: "ar", Stale: 1, Gaps: 1},
	}
	for i, s := range sampleProvisions() {
		t := models.TranslatedProvision{Source: s, Words: &s, State: models.TranslationCurrent}
		switch i {
		case 1:
			t.Words, t.State = nil, models.TranslationGap
		case 2:
			t.Base, t.State = &s, models.TranslationStale
			t.TextRuns = []models.Run{{Op: "equal", Text: "It "}, {Op: "delete", Text: "may"}, {Op: "insert", Text: "shall"}, {Op: "equal", Text: " be open."}}
		}
		p.Items = append(p.Items, t)
	}
	refused, done, none := p, p, p
	refused.Errors = []FieldError{{"unfinished", "Look through what is left."}}
	done.Items, done.Count = p.Items[:1], models.TranslationCount{Language: "ar", Current: 1, Frozen: true}
	none.Begun, none.Items = false, nil
	return []TranslationPage{p, refused, done, none}
}

// sampleNotes are private notes on a provision: of somebody here, of a file, and settled.
func sampleNotes(wid string) []models.NoteView {
	note := func(ref, name, body string, n models.Note) models.NoteView {
		n.Ref, n.WID, n.Language, n.Body, n.CreatedAt = ref, wid, "en", body, day(-1)
		return models.NoteView{Note: n, Name: name, Mine: !n.FromFile}
	}
	return []models.NoteView{
		note("0b7", "Delta", "Ask the legal service.", models.Note{}),
		note("0b6", "R. Reader", "Which law?", models.Note{FromFile: true, Exact: "the law of their country"}),
		note("0b5", "", "Done in the second paragraph.", models.Note{SettledAt: ref(day(0))}),
	}
}

// Samples are the examples of the page: all of a draft, those on one provision come back with an error, and none.
func (NotesPage) Samples() []NotesPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/drafts/charter/notes")
	r := sampleReading()
	r.Version.Number, r.Version.ID = 0, 1
	whole, gone := sampleNotes("")[0], sampleNotes("gone")[0]
	whole.Ref, gone.Ref = "0b8", "0b9"
	all := append(sampleNotes(sampleProvisions()[10].WID), whole, gone)
	return []NotesPage{
		{Base: b, Reading: r, Notes: all, Next: "12"},
		{Base: b, Form: Form{Errors: []FieldError{{"body", "Write something."}}}, Reading: r, One: true, On: sampleProvisions()[10].WID, Notes: all[:2], Next: "12"},
		{Base: b, Reading: models.Reading{Draft: r.Draft}},
	}
}
