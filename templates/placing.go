package templates

import (
	"net/url"
	"slices"
	"strconv"

	"travaux/models"
)

// PlacementsPage is where what could not be carried into a version is placed: the lists, or one comment beside the text.
// Fields: wid or after, exact, prefix, suffix, start, end; seq, what and do, which says "here", "gone" or "detached".
type PlacementsPage struct {
	Base
	Form
	List models.ToPlace
	One  *models.Placing // the comment that is opened, nil for the list
	Last string          // the reference of the comment that was placed just now
}

// windowed is how many provisions of a long text are shown before and after the one looked at, and longText what is long.
const (
	windowed = 60
	longText = 150
)

// TextWindow is the part of the text that is shown, with the provisions at which the parts before and after it begin.
type TextWindow struct {
	Blocks        []Block
	Before, After string
	Long          bool
}

// Picking is the place that is chosen: a provision, or with After the one before a gap, and words.
type Picking struct {
	WID, After, Exact, Prefix, Suffix, Start, End string

	Any    bool             // something is chosen
	Called models.Provision // as it is called from outside
	Words  models.Provision // as it stands in the text
}

// VersionPath is where the version is read.
func (p PlacementsPage) VersionPath() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.List.Slug) + "/v/" + strconv.Itoa(p.List.Version.Number)
}

// Here is the page of the lists.
func (p PlacementsPage) Here() string { return p.VersionPath() + "/placements" }

// ListPath is the first page of a list.
func (p PlacementsPage) ListPath(what models.Unplaced) string {
	if what == models.UnplacedLost {
		return p.Here()
	}
	return withQuery(p.Here(), url.Values{"what": {string(what)}})
}

// NextPath is the next page of the list.
func (p PlacementsPage) NextPath() string {
	q := p.query()
	q.Set("cursor", p.List.Next)
	return withQuery(p.Here(), q)
}

// OnePath opens a comment.
func (p PlacementsPage) OnePath(ref string) string {
	q := p.query()
	q.Set("one", ref)
	return withQuery(p.Here(), q)
}

// Anew opens the comment that was placed just now.
func (p PlacementsPage) Anew() string {
	return withQuery(p.Here(), url.Values{"what": {string(models.UnplacedByHand)}, "one": {p.Last}})
}

// SkipPath opens the comment after the one that is opened.
func (p PlacementsPage) SkipPath() string {
	q := p.query()
	q.Set("after", p.Picked().Ref())
	return withQuery(p.Here()+"/next", q)
}

func (p PlacementsPage) query() url.Values {
	q := url.Values{}
	if p.List.What != models.UnplacedLost {
		q.Set("what", string(p.List.What))
	}
	return q
}

// Whats are the lists that have something, and the one that is shown.
func (p PlacementsPage) Whats() []models.Unplaced {
	return slices.DeleteFunc(slices.Clone(models.UnplacedValues), func(w models.Unplaced) bool {
		return p.List.Counts[w] == 0 && w != p.List.What
	})
}

// Count is how many comments a list has.
func (p PlacementsPage) Count(w models.Unplaced) int { return p.List.Counts[w] }

// Picked is the comment that is opened.
func (p PlacementsPage) Picked() models.UnplacedComment {
	if p.One == nil {
		return models.UnplacedComment{}
	}
	return p.One.Comment
}

// Text is the version in the language in which the comment is placed.
func (p PlacementsPage) Text() models.Reading { return p.One.Reading }

// Inserts tells whether the comment is about what is missing, which is placed between provisions.
func (p PlacementsPage) Inserts() bool { return p.Picked().TargetKind == models.TargetInsertion }

// Was is what the comment was on, zero where that was no provision.
func (p PlacementsPage) Was() models.Provision {
	if p.One == nil || p.One.Was == nil {
		return models.Provision{}
	}
	return *p.One.Was
}

// WasMarks are its words in it, where they stand as they were quoted.
func (p PlacementsPage) WasMarks() []Mark {
	c, text := p.Picked(), []rune(p.Was().Text)
	if c.TargetKind != models.TargetRange || c.StartAt < 0 || c.EndAt > len(text) || c.StartAt > c.EndAt || string(text[c.StartAt:c.EndAt]) != c.Exact {
		return nil
	}
	return []Mark{{Start: c.StartAt, End: c.EndAt}}
}

// Since is what became of a comment's words, with the ways to the older version and to what changed.
func (p PlacementsPage) Since(c models.UnplacedComment) Later {
	return later(p.Base, c.CommentView, c.Place)
}

// Became is what became of the provision that a comment was on.
type Became struct {
	Fate  models.Fate
	Lives []LivesOn
}

// LivesOn is a provision in which another lives on, and where it is read.
type LivesOn struct {
	Provision models.Provision
	Path      string
}

// Became says what became of the provision that a comment was on, up to this version.
func (p PlacementsPage) Became(c models.UnplacedComment) Became {
	all, out := calls(p.List.Provisions), Became{Fate: c.Became.Fate}
	for _, wid := range c.Became.WIDs {
		if live, ok := all[wid]; ok {
			out.Lives = append(out.Lives, LivesOn{live, ProvisionPath(p.VersionPath(), wid)})
		}
	}
	return out
}

// Picking is the place that is chosen: in the form that came back, by the address, or where the comment is now.
func (p PlacementsPage) Picking() Picking {
	v := p.Query
	if p.Values != nil {
		v = p.Values
	}
	out := Picking{v.Get("wid"), v.Get("after"), v.Get("exact"), v.Get("prefix"), v.Get("suffix"), v.Get("start"), v.Get("end"), true, models.Provision{}, models.Provision{}}
	if p.Values == nil {
		out.WID = v.Get("on")
	}
	if now := p.Picked().Place; !p.Chosen() {
		out = Picking{Any: now.Alive()}
		if now.Alive() {
			out.WID, out.After, out.Exact, out.Start, out.End = now.WID, now.AfterWID, now.Exact, strconv.Itoa(now.StartAt), strconv.Itoa(now.EndAt)
		}
	}
	out.Called = calls(p.Text().Provisions)[out.WID+out.After]
	out.Words, _ = p.Text().Provision(out.WID + out.After)
	return out
}

// Marks are the words chosen, where they are known to stand.
func (p Picking) Marks() []Mark {
	start, err1 := strconv.Atoi(p.Start)
	end, err2 := strconv.Atoi(p.End)
	if p.Exact == "" || err1 != nil || err2 != nil {
		return nil
	}
	return []Mark{{Start: start, End: end}}
}

// Chosen tells whether a place was chosen, by the form or by the address.
func (p PlacementsPage) Chosen() bool {
	return p.Values != nil || p.Query.Has("on") || p.Query.Has("after")
}

// Quote is the field of the words, as they are chosen.
func (p PlacementsPage) Quote() Form {
	return Form{Values: url.Values{"exact": {p.Picking().Exact}}, Errors: p.Errors}
}

// Hidden are the fields that go back as they came.
func (p PlacementsPage) Hidden() []Option {
	at := p.Picking()
	out := []Option{{Label: "seq", Value: strconv.FormatInt(p.Picked().Seq, 10)}, {Label: "what", Value: string(p.List.What)}}
	for _, f := range []Option{{Label: "wid", Value: at.WID}, {Label: "after", Value: at.After}, {Label: "prefix", Value: at.Prefix}, {Label: "suffix", Value: at.Suffix}, {Label: "start", Value: at.Start}, {Label: "end", Value: at.End}} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// First is the provision to look in first: the one chosen, else where the words are or were; empty while another part of
// the text is looked at.
func (p PlacementsPage) First() string {
	at := p.Picking()
	if p.Query.Get("at") != "" {
		return at.WID + at.After
	}
	if at.WID+at.After != "" {
		return at.WID + at.After
	}
	now := p.Picked().Place
	return now.WID + now.AfterWID
}

// Window is the part of the text around the provision looked at; all of a text that is not long.
func (p PlacementsPage) Window() TextWindow {
	at := p.Picking()
	all := blocks(p.Text(), map[string][]Mark{at.WID: at.Marks()}, nil)
	out := TextWindow{Blocks: all, Long: len(all) > longText}
	if !out.Long {
		return out
	}
	look := p.Query.Get("at")
	if look == "" {
		look = p.First()
	}
	middle := max(0, slices.IndexFunc(all, func(b Block) bool { return b.WID == look }))
	from, to := max(0, middle-windowed), min(len(all), middle+windowed+1)
	out.Blocks = all[from:to]
	if from > 0 {
		out.Before = p.at(all[max(0, from-windowed)].WID)
	}
	if to < len(all) {
		out.After = p.at(all[min(len(all)-1, to+windowed)].WID)
	}
	return out
}

// Pick chooses a provision, or with kind insertion the gap after one; no provision: the beginning.
func (p PlacementsPage) Pick(wid string) string {
	q := p.opened()
	if p.Inserts() {
		q.Set("after", wid)
	} else if wid != "" {
		q.Set("on", wid)
	}
	return withQuery(p.Here(), q) + "#place"
}

// at is this page with another part of the text.
func (p PlacementsPage) at(wid string) string {
	q := p.opened()
	q.Set("at", wid)
	return withQuery(p.Here(), q) + "#text"
}

func (p PlacementsPage) opened() url.Values {
	q := p.query()
	q.Set("one", p.Picked().Ref())
	return q
}

// Opened are the fields of the form that goes to another part of the text.
func (p PlacementsPage) Opened() []Option {
	var out []Option
	for name, values := range p.opened() {
		out = append(out, Option{Label: name, Value: values[0]})
	}
	slices.SortFunc(out, func(a, b Option) int { return len(b.Label) - len(a.Label) })
	return out
}
