package templates

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"travaux/models"
)

// Presence is somebody else who has a provision of the working version open.
type Presence struct {
	WID, Language, Name string
	SeenAt              time.Time
}

// EditPage edits a provision of the working version, or adds one. Fields: kind, number, heading, content (Markdown),
// seq (the state it was opened in), base, base_kind, base_number and base_heading (what it said then), place (of a new one: after:wid or below:wid).
type EditPage struct {
	Base
	Form
	Reading   models.Reading // the working version in the language that is edited
	Provision models.Provision
	New       bool
	Met       *models.Meeting   // what both changed, when somebody else changed it meanwhile
	Content   string            // as it is now, in Markdown
	Published *models.Provision // as the newest published version has it
	Source    *models.Provision // of a translation: what it translates
	Heading   []models.Run      // of a stale one: what changed in that since, in the heading and in the words
	Words     []models.Run
	Others    []Presence        // who else has it open
	Notes     []models.NoteView // private ones on it, newest first
	MoreNotes bool              // there are older ones

	Said      []models.CommentView // the newest comments on it and on what is below it
	SaidInAll int                  // how many there are
}

// SaidPath is the queue with the comments on the provision.
func (p EditPage) SaidPath() string { return saidPath(p.Base, p.Provision.WID) }

// SaidOnePath is the queue with a comment on the provision beside it.
func (p EditPage) SaidOnePath(ref string) string {
	return p.SaidPath() + "&" + url.Values{"one": {ref}}.Encode() + "#one"
}

// SaidPath is the queue with the comments on a provision.
func (p WorkingPage) SaidPath(wid string) string { return saidPath(p.Base, wid) }

func saidPath(b Base, wid string) string {
	return b.Root() + "/review?" + url.Values{"provision": {wid}}.Encode()
}

// Published is the number of the newest published version; 0: none is.
func (p WorkingPage) Published() int {
	if len(p.Reading.Numbers) == 0 {
		return 0
	}
	return p.Reading.Numbers[0]
}

// SincePath is what changed since that version.
func (p WorkingPage) SincePath() string {
	path := p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/compare/" + strconv.Itoa(p.Published()) + "/working"
	if p.Translated() {
		path += "?" + url.Values{"text": {p.Reading.Text.Language}}.Encode()
	}
	return path
}

// WorkingPath is where the working version is; of a translation, where that is worked on.
func (p EditPage) WorkingPath() string {
	if p.Translated() {
		return translationIn(p.Base, p.Reading.Draft, p.Reading.Text.Language, p.Reading.Version.Number)
	}
	return workingIn(p.Base, p.Reading)
}

// Action is where the form is sent.
func (p EditPage) Action() string {
	base := p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/working"
	if p.New {
		return base + "/add"
	}
	return withText(base+"/edit/"+url.PathEscape(p.Provision.WID), p.Reading)
}

// SeenPath is where the page says that it is still open.
func (p EditPage) SeenPath() string {
	return withText(p.Root()+"/drafts/"+url.PathEscape(p.Reading.Slug)+"/working/edit/"+url.PathEscape(p.Provision.WID)+"/seen", p.Reading)
}

// HistoryPath is what was done to the provision.
func (p EditPage) HistoryPath() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/working/history?" + url.Values{"on": {p.Provision.WID}}.Encode()
}

// Translated tells whether a translation is edited, whose structure is that of the text.
func (p EditPage) Translated() bool { return p.Reading.Text.Language != p.Reading.Language }

// ActPath is where an act on the structure is sent.
func (p EditPage) ActPath() string { return actPath(p.Base, p.Reading) }

func actPath(b Base, r models.Reading) string {
	return b.Root() + "/drafts/" + url.PathEscape(r.Slug) + "/working/act"
}

// JoinsWith is the provision that its words would go to: the sibling before it, else the one above; empty: none.
func (p EditPage) JoinsWith() string {
	into := p.Provision.Parent
	for _, q := range p.Reading.Provisions {
		if q.WID == p.Provision.WID {
			break
		}
		if q.Parent == p.Provision.Parent {
			into = q.WID
		}
	}
	return into
}

// NewestBelow is the highest state of what is deleted with it.
func (p EditPage) NewestBelow() int64 {
	return models.NewestBelow(p.Reading.Provisions, p.Provision.WID)
}

// Above is the provision that it stands in; nil at the top.
func (p EditPage) Above() *models.Provision {
	if above, ok := p.Reading.Provision(p.Provision.Parent); ok {
		return &above
	}
	return nil
}

// Cut is a place at which a provision can be cut in two: what comes before it, and the code point.
type Cut struct {
	Before string
	At     int
}

// Cuts are the places after its sentences.
func (p EditPage) Cuts() []Cut { return cuts(p.Provision.Text) }

func cuts(text string) []Cut {
	var out []Cut
	at := 0
	all := sentences(text)
	for i, s := range all {
		at += len([]rune(s))
		if i+1 < len(all) {
			out = append(out, Cut{s, at})
		}
	}
	return out
}

// workingIn is where the working version is read in the language that is shown.
func workingIn(b Base, r models.Reading) string {
	return withText(b.Root()+"/drafts/"+url.PathEscape(r.Slug)+"/working", r)
}

func withText(path string, r models.Reading) string {
	if r.Text.Language == r.Language {
		return path
	}
	q := url.Values{"text": {r.Text.Language}}
	if r.Version.Number > 0 {
		q.Set("of", strconv.Itoa(r.Version.Number))
	}
	return path + "?" + q.Encode()
}

// WorkingPath is where this page is, in its language.
func (p WorkingPage) WorkingPath() string { return workingIn(p.Base, p.Reading) }

// ActPath is where an act on the text is sent.
func (p WorkingPage) ActPath() string { return actPath(p.Base, p.Reading) }

// TranslationPath is where a translation of the working version is made.
func (p WorkingPage) TranslationPath(language string) string {
	return translationIn(p.Base, p.Reading.Draft, language, 0)
}

// Unfinished are the translations that are not published with the version as they are now.
func (p WorkingPage) Unfinished() []models.TranslationCount {
	var out []models.TranslationCount
	for _, c := range p.Translations {
		if !c.Whole() {
			out = append(out, c)
		}
	}
	return out
}

// HistoryPath is what was done to the working version.
func (p WorkingPage) HistoryPath() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/working/history"
}

// EditPath is where a provision is edited.
func (p WorkingPage) EditPath(wid string) string {
	return withText(p.Root()+"/drafts/"+url.PathEscape(p.Reading.Slug)+"/working/edit/"+url.PathEscape(wid), p.Reading)
}

// AddPath is where a provision is added after another one or below it.
func (p WorkingPage) AddPath(where, wid string) string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/working/add?" + url.Values{"place": {where + ":" + wid}}.Encode()
}

// TextIn is the working version in another language.
func (p WorkingPage) TextIn(lang string) string {
	r := p.Reading
	r.Text.Language = lang
	return workingIn(p.Base, r)
}

// Translated tells whether a translation is shown.
func (p WorkingPage) Translated() bool { return p.Reading.Text.Language != p.Reading.Language }

// MayEdit tells whether the reader may edit what is shown.
func (p WorkingPage) MayEdit() bool {
	return p.Rights.Draft || p.Translated() && p.Rights.Translate
}

// At is who has a provision open.
func (p WorkingPage) At(wid string) []Presence {
	var out []Presence
	for _, o := range p.Others {
		if o.WID == wid && o.Language == p.Reading.Text.Language {
			out = append(out, o)
		}
	}
	return out
}

// EditHistoryPage shows what was done to the working version, newest first.
type EditHistoryPage struct {
	Base
	Reading models.Reading
	On      string // the wid it is cut to; empty: all
	Entries []EditEntry
	Next    int64 // where the next page begins; 0 on the last
}

// EditEntry is one act.
type EditEntry struct {
	models.ProvisionEdit
	Name    string // empty: a command, or somebody whose data was erased
	Changes []models.ProvisionDiff
	More    int // provisions that are not listed
}

// WorkingPath is where the working version is.
func (p EditHistoryPage) WorkingPath() string { return workingIn(p.Base, p.Reading) }

// ActPath is where an act on the text is sent.
func (p EditHistoryPage) ActPath() string { return actPath(p.Base, p.Reading) }

// OlderPath is the next page.
func (p EditHistoryPage) OlderPath() string {
	q := url.Values{"before": {strconv.FormatInt(p.Next, 10)}}
	if p.On != "" {
		q.Set("on", p.On)
	}
	return p.Path + "?" + q.Encode()
}

// Restores tells whether an entry can be undone here.
func (p EditHistoryPage) Restores(e EditEntry) bool {
	return p.Rights.Draft && e.Act != "title" && len(e.Changes) > 0 && e.Changes[0].Was != nil
}

// places are where a provision can be put: after each other one, or first below it; not where it or what is below it
// stands itself.
func (s speaker) places(r models.Reading, not string) []Option {
	var out []Option
	inside, named := map[string]bool{"": false}, map[string]string{}
	for _, p := range r.Provisions {
		if p.WID == not || inside[p.Parent] {
			inside[p.WID] = true
			continue
		}
		space, name := strings.Repeat("\u2003", p.Depth), s.short(p)
		named[p.WID] = s.provision(p)
		if above := named[p.Parent]; above != "" {
			name = above + " · " + name
		}
		out = append(out,
			Option{Value: "after:" + p.WID, Label: space + s.T("edit.after_that", "provision", name)},
			Option{Value: "below:" + p.WID, Label: space + "\u2003" + s.T("edit.below_that", "provision", name)})
	}
	return out
}

// bases are the fields that hold what a provision said when its form was opened.
func bases() []string { return []string{"base", "base_kind", "base_number", "base_heading"} }

// labelIn names a provision by kind and number, in the language of its own text.
func labelIn(p *models.Provision) string {
	return speaker{words().For(p.Language)}.named(p.Kind, p.Number, "")
}

// shifts are the directions in which a provision is moved by one step.
func shifts() []string { return []string{"up", "down", "out", "in"} }

// shiftSign is the arrow of a direction, in a text that runs as dir says.
func shiftSign(direction, dir string) string {
	outer, inner := "⇤", "⇥"
	if dir == "rtl" {
		outer, inner = inner, outer
	}
	return map[string]string{"up": "↑", "down": "↓", "out": outer, "in": inner}[direction]
}

// titled is the field for the title of the text.
func (s speaker) titled(p WorkingPage) Field {
	if !p.Form.Values.Has("heading") {
		p.Form.Values = url.Values{"heading": {p.Reading.Text.Title}}
	}
	return s.field(p.Form, "title", "heading")
}
