package templates

import (
	"net/url"
	"slices"

	"travaux/models"
)

// NotesPage shows the private notes on a draft in the order of its text, or those on one provision. Fields: body, exact.
type NotesPage struct {
	Base
	Form
	Reading models.Reading // the working version, else the newest one; without a text where there is none any more
	One     bool
	On      string            // with One: the wid; empty: the whole text
	Notes   []models.NoteView // newest first
	Next    string            // cursor of the older ones; empty: there are none
}

// NoteGroup are the notes on one provision, oldest first.
type NoteGroup struct {
	WID    string
	Called *models.Provision // as it is called; nil: the whole text, or one that is there no more
	Notes  []models.NoteView
}

// Groups are the notes by provision: on the whole text, in the order of the text, and on what is there no more.
func (p NotesPage) Groups() []NoteGroup {
	by, named := map[string][]models.NoteView{}, calls(p.Reading.Provisions)
	for _, n := range slices.Backward(p.Notes) {
		by[n.WID] = append(by[n.WID], n)
	}
	var out []NoteGroup
	take := func(wid string, called *models.Provision) {
		if len(by[wid]) > 0 || p.One && wid == p.On {
			out = append(out, NoteGroup{wid, called, by[wid]})
			delete(by, wid)
		}
	}
	take("", nil)
	for _, q := range p.Reading.Provisions {
		name := named[q.WID]
		take(q.WID, &name)
	}
	for _, n := range slices.Backward(p.Notes) {
		if len(by[n.WID]) > 0 {
			take(n.WID, nil)
		}
	}
	return out
}

// notesIn is where the notes on a draft are.
func notesIn(b Base, d models.Draft) string {
	return b.Root() + "/drafts/" + url.PathEscape(d.Slug) + "/notes"
}

// AllPath is every note on the draft.
func (p NotesPage) AllPath() string { return notesIn(p.Base, p.Reading.Draft) }

// OnPath is the notes on one provision.
func (p NotesPage) OnPath(wid string) string {
	return p.AllPath() + "?" + url.Values{"on": {wid}}.Encode()
}

// NextPath is the older notes.
func (p NotesPage) NextPath() string {
	q := url.Values{"cursor": {p.Next}}
	if p.One {
		q.Set("on", p.On)
	}
	return p.AllPath() + "?" + q.Encode()
}

// TextPath is where the text is.
func (p NotesPage) TextPath() string {
	if p.Reading.Version.ID == 0 {
		return p.Root() + "/manage"
	}
	if p.Reading.Version.Number == 0 {
		return workingIn(p.Base, p.Reading)
	}
	return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug)
}

// New is the form for a note on what the page is about.
func (p NotesPage) New() NoteForm {
	f := NoteForm{Base: p.Base, Form: p.Form, Action: p.AllPath(), Back: p.AllPath(), WID: p.On, Language: p.Reading.Language}
	if p.One {
		f.Back = p.OnPath(p.On)
	}
	if back := p.Values.Get("return_to"); back != "" {
		f.Back = back
	}
	if language := p.Values.Get("language"); language != "" {
		f.Language = language
	}
	return f
}

// List are some notes, with what can be done about them.
func (p NotesPage) List(all []models.NoteView) NoteList {
	return NoteList{Base: p.Base, At: p.AllPath(), Back: p.New().Back, Language: p.Reading.Language, Items: all}
}

// NoteForm is the form for a note. Fields: body, exact; wid, language and return_to are hidden.
type NoteForm struct {
	Base
	Form
	Action, Back, WID, Language string
}

// NoteList are notes where they are shown, each with its buttons for whoever may.
type NoteList struct {
	Base
	At, Back string // where the notes on the draft are, and what to come back to
	Language string // of the text that is shown
	Items    []models.NoteView
}

// NewNote is the form for a note on the provision.
func (p EditPage) NewNote() NoteForm {
	return NoteForm{Base: p.Base, Form: Form{Values: url.Values{}}, Action: notesIn(p.Base, p.Reading.Draft), Back: p.Action() + "#notes", WID: p.Provision.WID, Language: p.Reading.Text.Language}
}

// Open are the notes that are not settled, oldest first.
func (p EditPage) Open() NoteList { return p.notes(false) }

// SettledNotes are those that are.
func (p EditPage) SettledNotes() NoteList { return p.notes(true) }

func (p EditPage) notes(settled bool) NoteList {
	out := NoteList{Base: p.Base, At: notesIn(p.Base, p.Reading.Draft), Back: p.Action() + "#notes", Language: p.Reading.Text.Language}
	for _, n := range slices.Backward(p.Notes) {
		if (n.SettledAt != nil) == settled {
			out.Items = append(out.Items, n)
		}
	}
	return out
}

// NotesPath is every note on the provision.
func (p EditPage) NotesPath() string {
	return notesIn(p.Base, p.Reading.Draft) + "?" + url.Values{"on": {p.Provision.WID}}.Encode()
}

// NotesPath is every note on the draft.
func (p WorkingPage) NotesPath() string { return notesIn(p.Base, p.Reading.Draft) }

// NotesOn is where the notes on a provision are read: where it is edited, for whoever may.
func (p WorkingPage) NotesOn(wid string) string {
	if p.MayEdit() {
		return p.EditPath(wid) + "#notes"
	}
	return p.NotesPath() + "?" + url.Values{"on": {wid}}.Encode()
}

// AllOpen counts the notes that are not settled.
func (p WorkingPage) AllOpen() int {
	n := 0
	for _, open := range p.OpenNotes {
		n += open
	}
	return n
}
