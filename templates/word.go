package templates

import (
	"net/url"
	"slices"
	"strconv"

	"travaux/models"
)

// WordFilesPage takes a Word file of the working version in, and lists those that came back. Field: file.
type WordFilesPage struct {
	Base
	Form
	Reading models.Reading
	Returns []models.WordHead
}

// WordPath is where Word files of the working version come back.
func (p WordFilesPage) WordPath() string { return wordPath(p.Base, p.Reading) }

// ReturnPath is where one is decided about.
func (p WordFilesPage) ReturnPath(w models.WordHead) string { return p.WordPath() + "/" + w.Ref }

// WorkingPath is where the working version is.
func (p WordFilesPage) WorkingPath() string { return workingIn(p.Base, p.Reading) }

// FilePath is the working version as a Word file.
func (p WordFilesPage) FilePath() string { return workingIn(p.Base, p.Reading) + "/download/docx" }

func wordPath(b Base, r models.Reading) string {
	return b.Root() + "/drafts/" + url.PathEscape(r.Slug) + "/working/word"
}

// WordPath is where Word files of the working version come back.
func (p WorkingPage) WordPath() string { return wordPath(p.Base, p.Reading) }

// WordPage is a Word file that came back: what it changes, and what becomes of the working version. Fields:
// changes.ID, answers.N.
type WordPage struct {
	Base
	Form
	models.WordView
}

// Here is where the file is decided about.
func (p WordPage) Here() string { return wordPath(p.Base, p.Reading) + "/" + p.Ref }

// AllPath is where other Word files are.
func (p WordPage) AllPath() string { return wordPath(p.Base, p.Reading) }

// WorkingPath is where the working version is.
func (p WordPage) WorkingPath() string { return workingIn(p.Base, p.Reading) }

// Applied tells whether it was brought onto the working version.
func (p WordPage) Applied() bool { return p.AppliedAt != nil }

// Named is a provision as it is called now, in the file, or when the file went out; nil for one that only the file names.
func (p WordPage) Named(wid string) *models.Provision {
	if q, ok := p.Reading.Provision(wid); ok {
		return &q
	}
	for _, u := range p.Untracked {
		if u.WID == wid {
			if u.Was != nil {
				return u.Was
			}
			return u.Is
		}
	}
	for _, q := range p.Questions {
		if q.WID == wid {
			return q.Ours.Was
		}
	}
	return nil
}

// Above is what a provision stands in; nil at the top.
func (p WordPage) Above(wid string) *models.Provision {
	if q := p.Named(wid); q != nil && q.Parent != "" {
		return p.Named(q.Parent)
	}
	return nil
}

// Taken counts the changes that are taken.
func (p WordPage) Taken() int {
	n := 0
	for _, c := range p.Changes {
		if c.Choice == models.WordTaken {
			n++
		}
	}
	for _, u := range p.Untracked {
		if u.Choice == models.WordTaken {
			n++
		}
	}
	return n
}

// choices are what can become of a change.
func choices() []models.WordChoice {
	return []models.WordChoice{models.WordTaken, models.WordRefused, models.WordOpen}
}

// hows are the ways in which a question is decided.
func hows() []string { return []string{"ours", "theirs", "typed"} }

// WordPick is one change to be decided about: its field, what is chosen and whether it can still be.
type WordPick struct {
	ID      string
	Choice  models.WordChoice
	Applied bool
}

// Pick is how a change is decided about: as it was sent, where that could not be kept, else as it was decided.
func (p WordPage) Pick(id string, choice models.WordChoice) WordPick {
	if sent := models.WordChoice(p.Get("changes." + id)); slices.Contains(choices(), sent) {
		choice = sent
	}
	return WordPick{id, choice, p.Applied() || p.Many()}
}

// sent is where in a form that could not be kept a question was answered; its number may be another one by now.
func (p WordPage) sent(q models.WordQuestion) (field func(name string) string, ok bool) {
	for i := 0; ; i++ {
		field = func(name string) string { return p.Get("answers." + strconv.Itoa(i) + "." + name) }
		if key := field("key"); key == "" || key == q.Key && field("wid") == q.WID {
			return field, key != ""
		}
	}
}

// How is the way in which a question is decided; empty: it is not.
func (p WordPage) How(q models.WordQuestion) string {
	if field, ok := p.sent(q); ok {
		return field("how")
	}
	return q.How
}

// Typed is what stands in the form for words of one's own: what was typed, else both together.
func (p WordPage) Typed(q models.WordQuestion) models.Typed {
	if field, ok := p.sent(q); ok {
		return models.Typed{Kind: models.ProvisionKind(field("kind")), Number: field("number"), Heading: field("heading"), Content: field("content")}
	}
	if q.How == "typed" {
		return q.Answer
	}
	return q.Together
}

// mostChoices is how many choices one form can send; web.Decode takes a thousand fields.
const mostChoices = 900

// Many tells that the choices are too many for one form: then they are made several at once.
func (p WordPage) Many() bool { return len(p.Changes)+len(p.Untracked) > mostChoices }
