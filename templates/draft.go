package templates

import "travaux/models"

// ReaderPage is the charter to be read and commented on.
type ReaderPage struct {
	Base
	Reading models.Reading
	Marks   map[string][]Mark // words commented on, by wid
	Beside  *models.Reading   // the same version in another language, to be read beside it
	On      *Margin           // the provision whose comments are shown in the margin, nil when none is
	Phase   *models.Phase     // the consultation phase that is open, next or last; nil when there is none
	Also    []*models.Phase   // open as well, for other places
	Open    bool              // comments are taken now, on this version
	ToPlace int               // comments that could not be carried into this version, for who may place them
	Pieces  *Pieces           // where what many read is kept rendered; nil: nowhere
}

// Margin is what was said about one provision.
type Margin struct {
	Provision models.Provision
	Items     []models.CommentView // newest first, at most 50
}

// Mark is a stretch of a provision's plain text that comments are about.
type Mark struct {
	Start, End int // code points, half-open
	Count      int // comments; 0 sets the words off without a number
}

// DraftFormPage takes a text in: a new draft, a next version or a translation. Fields: draft (slug
// of one that is there, empty for a new one), slug, title (both of a new one), language, format
// (markdown, html), label, content, file (multipart; when given it wins over content).
type DraftFormPage struct {
	Base
	Form
	Drafts  []models.DraftSummary
	Imports []models.TextImport // that were brought in and are not kept yet
}

// WorkingPage shows the working version as it will be read; it is edited from here, and published. Field: reason.
type WorkingPage struct {
	Base
	Form
	Reading models.Reading
	Others  []Presence // who else is editing it just now

	Translations []models.TranslationCount
	OpenNotes    map[string]int // private notes that are not settled, by wid
	Said         map[string]int // comments on a provision and on what is below it, by wid
	Undo         int64          // the deletion just done, to be undone; 0: none
}
