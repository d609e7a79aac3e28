package templates

import (
	"net/url"
	"time"

	"travaux/internal/i18n"
	"travaux/models"
)

// The samples are a made-up consultation in one state each: what `travaux preview` shows and the
// tests render in every language.

var sampleNow = time.Date(2026, 3, 22, 10, 0, 0, 0, time.UTC)

func day(n int) time.Time { return sampleNow.AddDate(0, 0, n) }

func ref[T any](v T) *T { return &v }

func sampleConsultation() models.Consultation {
	return models.Consultation{
		ID: 1, Slug: "sample-charter", Language: "en", Languages: models.List{"en", "fr", "ar"}, NoticeVersion: 1,
		Title: models.Texts{
			"en": "Sample Charter for Open Digital Infrastructure", "ar": "ميثاق نموذجي للبنية التحتية الرقمية المفتوحة",
			"fr": "Charte modèle pour une infrastructure numérique ouverte", "zh": "开放数字基础设施示范宪章",
		},
		Summary: models.Texts{
			"en": "One text on how public digital systems are built, paid for and kept in good order, written with those who will live with it. Read the draft, comment on its very words, and see what became of what you said.",
			"ar": "نص واحد عن كيفية بناء النظم الرقمية العامة وتمويلها وصونها، يُكتب مع من سيعيشون في ظله. اقرأوا المسودة، وعلّقوا على ألفاظها بعينها، واعرفوا ما آل إليه قولكم.",
		},
		CreatedAt: day(-60),
	}
}

// sampleBase is a reader who is not signed in, or with rights one of the staff.
func sampleBase(section Section, path string) Base {
	c := sampleConsultation()
	return Base{
		Lang: "en", Languages: i18n.Languages(), Path: path, Section: section, Now: sampleNow, Consultation: &c,
		DraftSlug: "charter", FormKey: "0190a1b2-0000-7000-8000-000000000001", Query: url.Values{}, Demo: true,
	}
}

func sampleStaff(section Section, path string) Base {
	b := sampleBase(section, path)
	b.Demo = false
	b.ReaderZone = "Europe/Paris"
	b.Actor = models.Actor{PersonID: 7, Name: "Delta Inkhorn", Email: "delta-drafter@example.org"}
	b.Rights = Rights{Organise: true, Mandates: true, Draft: true, Notes: true, WriteNotes: true, Review: true, Answer: true, Moderate: true, ReadUnpublished: true, Admin: true}
	return b
}

func sampleGlobal(path string) Base {
	b := sampleBase(SectionNone, path)
	b.Consultation, b.DraftSlug, b.Demo = nil, "", false
	return b
}

func samplePhases() []models.Phase {
	return []models.Phase{
		{ID: 1, Kind: models.PhaseInterest, OpensAt: day(-120), ClosesAt: ref(day(-60)), TimeZone: "Africa/Nairobi", Name: models.Texts{"en": "Expressions of interest", "ar": "إبداء الاهتمام"}},
		{ID: 2, Kind: models.PhaseConsultation, OpensAt: day(-45), ClosesAt: ref(time.Date(2026, 3, 31, 21, 0, 0, 0, time.UTC)), TimeZone: "Africa/Nairobi"},
		{ID: 3, Kind: models.PhaseSignatures, OpensAt: time.Date(2026, 5, 31, 21, 0, 0, 0, time.UTC), TimeZone: "Africa/Nairobi"},
		{ID: 4, Kind: models.PhasePledges, OpensAt: time.Date(2026, 5, 31, 21, 0, 0, 0, time.UTC), TimeZone: "Africa/Nairobi"},
	}
}

func samplePhase() *models.Phase { return &samplePhases()[1] }

func sampleDraft() models.Draft {
	return models.Draft{ID: 1, Slug: "charter", Title: "Sample Charter for Open Digital Infrastructure", Language: "en"}
}

func sampleProvisions() []models.Provision {
	p := func(wid, parent string, depth int, kind models.ProvisionKind, number, heading, text string) models.Provision {
		return models.Provision{WID: wid, Parent: parent, Depth: depth, Kind: kind, Number: number, Heading: heading, Text: text, Language: "en"}
	}
	list := []models.Provision{
		p("preamble", "", 0, models.Preamble, "", "", ""),
		p("preamble-1", "preamble", 1, models.Paragraph, "1", "", "People now register a birth, prove who they are, receive a wage and reach a doctor through systems they did not choose and cannot inspect. These systems are infrastructure, as roads and wells are, and they deserve the same public care."),
		p("preamble-2", "preamble", 1, models.Paragraph, "2", "", "Openness alone is not enough. An open system that nobody maintains, that harms the people it serves or that leaves some of them out does not deserve the trust it asks for."),
		p("art-1", "", 0, models.Article, "1", "Purpose", ""),
		p("art-1-1", "art-1", 1, models.Paragraph, "1", "", "Those who sign this Charter commit to build, fund and maintain digital infrastructure that is open, safe and inclusive, and to help one another in doing so."),
		p("art-1-2", "art-1", 1, models.Paragraph, "2", "", "It is open for signature by:"),
		p("art-1-2-a", "art-1-2", 2, models.Point, "a", "", "governments and public bodies at every level;"),
		p("art-1-2-b", "art-1-2", 2, models.Point, "b", "", "companies, philanthropic foundations and multilateral institutions;"),
		p("art-2", "", 0, models.Article, "2", "Safe by design", ""),
		p("art-2-1", "art-2", 1, models.Paragraph, "1", "", "Every public service built under this Charter protects the people it serves from the first day, and says in plain words what it keeps about them, and why."),
		p("art-2-2", "art-2", 1, models.Paragraph, "2", "", "Those who sign shall publish their source text under an open licence, unless the law of their country forbids it."),
		p("art-2-3", "art-2", 1, models.Paragraph, "3", "", "No one is refused a service because they cannot, or do not wish to, use it on a screen."),
		p("art-3", "", 0, models.Article, "3", "Means", "Each signatory reports every year, in public, on what it promised and what it did."),
		p("annex", "", 0, models.Annex, "", "Words used in this Charter", ""),
	}
	list[11].HTML = "No one is refused a service because they <em>cannot</em>, or <em>do not wish to</em>, use it on a screen."
	for i := range list {
		list[i].Position = i + 1
	}
	return list
}

func sampleReading() models.Reading {
	return models.Reading{
		Draft:   sampleDraft(),
		Version: models.Version{ID: 2, Number: 2, Status: models.Published, PublishedAt: ref(day(-8)), Label: "after the first hearings"},
		Text: models.VersionText{
			Language: "en", Title: "Sample Charter for Open Digital Infrastructure",
			SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		},
		Asked: "en", Languages: []string{"en", "fr", "ar"}, Numbers: []int{2, 1}, Provisions: sampleProvisions(),
		Said: map[string]int{"art-2-1": 12, "art-2-2": 23, "art-1-1": 3, "art-3": 1},
	}
}

// sampleMixed is a version in Arabic as far as an earlier one was, with a gap and an older translation.
func sampleMixed() models.Reading {
	r := sampleReading()
	r.From, r.Asked, r.Text.Language, r.Text.SHA256 = 1, "ar", "ar", ""
	r.Earlier = []models.DraftText{{VersionText: models.VersionText{Language: "ar"}, Number: 1}}
	r.Languages, r.Marked = []string{"en"}, map[string]models.Apart{}
	for i := range r.Provisions {
		p := &r.Provisions[i]
		p.Language = "ar"
		if i%3 == 0 {
			continue
		}
		p.Language = "en"
		apart := models.Apart{State: models.TranslationGap}
		if i%3 == 1 {
			apart = models.Apart{State: models.TranslationStale, Other: ref(*p)}
			apart.Other.Language = "ar"
		}
		r.Marked[p.WID] = apart
	}
	return r
}

func sampleComments() []models.CommentView {
	target := models.Target{
		TargetKind: models.TargetRange, WID: "art-2-2", Exact: "unless the law of their country forbids it",
		StartAt: 70, EndAt: 112, AnchorLanguage: "en", ProvisionKind: models.Article, ProvisionNumber: "2.2", ProvisionTitle: "Safe by design",
	}
	c := models.CommentView{
		ConsultationID: 1, ID: 412, Number: 412, Seq: 9, Draft: "charter", DraftTitle: sampleDraft().Title, Version: 2, Target: target,
		Body: "The exception swallows the rule. Say which laws, and that the reason is published.", ProposedText: "unless a published law forbids it, which they name",
		Type: "general", Stance: "support_with_change", Language: "en", SpeakingAs: "organisation", Organisation: "Coalition for Open Tools",
		Country: "KE", Region: "014", StakeholderType: "civil_society", StakeholderSubtype: "ngo", Verified: true, Provenance: "web",
		Publication: models.PublishedNow, ReceivedAt: day(-13), CreatedAt: day(-13), Outcome: models.Open, Receipt: "0190a1b2-0000-7000-8000-000000000412",
	}
	c.BodyHTML = "<p>" + c.Body + "</p>"
	d := c
	d.ID, d.Number, d.Organisation, d.Country, d.Region, d.StakeholderType, d.StakeholderSubtype = 398, 398, "Ministry of Digital Affairs", "UY", "005", "government", ""
	d.Body, d.BodyHTML, d.ProposedText, d.Stance = "Security services must stay outside.", "<p>Security services must stay outside.</p>", "", "oppose"
	d.Outcome, d.Reason, d.AnsweredAt = "accepted_in_part", "Named laws are now required; services are not named.", ref(day(-2))
	e := c
	e.ID, e.Number, e.Organisation, e.SpeakingAs, e.Country, e.Region, e.StakeholderType, e.StakeholderSubtype = 371, 371, "", "individual", "", models.Withheld, models.Withheld, ""
	e.Target = models.Target{TargetKind: models.TargetInsertion, AfterWID: "art-2-3", WID: "", ProvisionKind: models.Article, ProvisionNumber: "2.3"}
	e.Body, e.BodyHTML, e.ProposedText, e.Stance, e.Language = "لا يُذكر شيء عن اللغات. ينبغي أن تخاطب الخدمات من يستخدمونها بلغتهم.", "<p>لا يُذكر شيء عن اللغات. ينبغي أن تخاطب الخدمات من يستخدمونها بلغتهم.</p>", "", "", "ar"
	e.Verified, e.DayOnly = false, true
	f := e
	f.ID, f.Number, f.Name, f.Region, f.StakeholderType, f.Language = 360, 360, "Welwit Fogbank", "018", "individual", "en"
	f.Target = models.Target{TargetKind: models.TargetVersion}
	f.Body, f.BodyHTML, f.Type = "Who answers when a system fails somebody?", "<p>Who answers when a system fails somebody?</p>", "question"
	return []models.CommentView{c, d, e, f}
}

func sampleEvents() []models.Event {
	return []models.Event{
		{
			ID: 1, Slug: "nairobi", Title: models.Texts{"en": "Eastern Africa consultation", "ar": "استشارة شرق أفريقيا"}, Kind: "regional_consultation", Attendance: "hybrid",
			Description: models.Texts{"en": "A day on the draft, article by article. What is said in the room is written down and joins the comments."},
			StartsAt:    time.Date(2026, 3, 28, 6, 30, 0, 0, time.UTC), EndsAt: time.Date(2026, 3, 28, 13, 0, 0, 0, time.UTC), TimeZone: "Africa/Nairobi",
			Venue: "Hall of the Common Register", Country: "KE", Region: "014", Languages: models.List{"en", "sw", "fr"}, Seats: ref(120),
			OnlineURL: "https://meet.example.org/nairobi", Status: models.Scheduled, Attribution: "chatham_house",
		},
		{
			ID: 2, Slug: "amman", Title: models.Texts{"en": "Western Asia consultation", "ar": "استشارة غرب آسيا"}, Kind: "webinar", Attendance: "online",
			StartsAt: time.Date(2026, 3, 30, 12, 0, 0, 0, time.UTC), EndsAt: time.Date(2026, 3, 30, 14, 0, 0, 0, time.UTC), TimeZone: "Asia/Amman",
			Region: "145", Languages: models.List{"ar", "en"}, Status: models.Postponed, Attribution: "named",
		},
		{
			ID: 3, Slug: "montevideo", Title: models.Texts{"en": "First hearing"}, Kind: "hearing", Attendance: "in_person",
			StartsAt: day(-20), EndsAt: day(-20).Add(2 * time.Hour), TimeZone: "America/Montevideo", Country: "UY", Region: "005", Status: models.Scheduled, Attribution: "closed",
		},
	}
}

func sampleNotices() models.Notices {
	return models.Notices{
		ConsultationID: 1, Version: 1, Licence: "CC-BY-4.0", CreatedAt: day(-50),
		Privacy:     models.Texts{"en": "Nothing personal is needed to comment. If you give an address, it is used to confirm your comment and to tell you the answer, and is never shown."},
		Publication: models.Texts{"en": "Comments are public, with the country and stakeholder type where at least five people share them. Your name is shown only if you confirm your address and agree."},
	}
}

func sampleFront() models.Front {
	return models.Front{
		Consultation: sampleConsultation(), Phases: samplePhases(), Comments: 1060, Answered: 412, Events: sampleEvents()[:2],
		Partners: []models.PartnerOrganisation{
			{Name: "Secretariat for Common Works", Role: models.CoLead, Country: "KE", StakeholderType: models.Multilateral, URL: "https://example.org/secretariat"},
			{Name: "Assembly of Open Builders", Role: models.CoLead, Country: "UY", StakeholderType: models.CivilSociety},
			{Name: "Bureau of Shared Registers", Role: models.Partner, Country: "SN", StakeholderType: models.Government},
			{Name: "Long Maintenance Fund", Role: models.Partner, Country: "NO", StakeholderType: models.Foundation},
		},
		Documents: []models.Document{
			{Ref: "0190a1b2-0000-7000-8000-0000000000d1", Title: models.Texts{"en": "Concept note: why a charter, and why now"}, FileName: "concept-note.md", Size: 3210},
			{Ref: "0190a1b2-0000-7000-8000-0000000000d2", Title: models.Texts{"en": "Glossary for readers and translators"}, URL: "https://example.org/glossary"},
		},
		Drafts: []models.DraftSummary{{Draft: sampleDraft(), Titles: models.Texts{"en": sampleDraft().Title}, Newest: 2, PublishedAt: ref(day(-8))}},
	}
}
