package templates

import "travaux/models"

// HomePage lists the consultations: page Home, "/".
type HomePage struct {
	Base
	Fronts []models.Front
}

// FrontPage is a consultation's front page: where it is, what one can do, who stands behind it.
type FrontPage struct {
	Base
	Front models.Front
}

// NoticesPage shows what a consultation says about privacy, publication and licence.
type NoticesPage struct {
	Base
	Notices models.Notices
}

// NoticesFormPage lets the organiser write the notices. Fields: language, privacy, publication,
// licence. Each saving makes a new version; earlier comments keep the one they were given.
type NoticesFormPage struct {
	Base
	Form
	Notices models.Notices // the newest, zero while there are none
}

// ConsultationFormPage starts a consultation (admin). Fields: slug, title, summary, language,
// languages (repeated), pre_moderation, and for five rows phases.0.kind, .name, .opens_at,
// .closes_at, .time_zone; a row whose opens_at is empty is left out by the handler.
type ConsultationFormPage struct {
	Base
	Form
}

// ManagePage is the organiser's desk: what is still to be done, and the way to each form.
type ManagePage struct {
	Base
	Front models.Front // with every event and draft
}

// PartnerFormPage adds a co-lead or partner. Fields: name, role, country, stakeholder_type, url.
type PartnerFormPage struct {
	Base
	Form
}

// DocumentFormPage adds a background document. Fields: title, url, file (multipart).
type DocumentFormPage struct {
	Base
	Form
}
