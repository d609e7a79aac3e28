package templates

import (
	"net/url"
	"strconv"

	"travaux/models"
)

// ComparePage is what changed between two versions of a text.
type ComparePage struct {
	Base
	Comparison models.Comparison
	Original   *models.Comparison // the original's, beside a translation; nil where it was not asked for
	BySide     bool               // side by side, not in one
	All        bool               // with everything that did not change, and every change in the list
}

// Redline is a comparison as it is shown.
type Redline struct {
	Base
	Items   []RedlineItem
	Entries []Entry
	Total   int // of the entries; more than are listed when the list is cut
	Counts  []FateCount
	Lang    string // of the text
	Dir     string
	BySide  bool
	Old     string // what the versions are called
	New     string
	Of      string // the language of the original beside it, empty without one
}

// RedlineItem is a provision, or several that did not change and are folded.
type RedlineItem struct {
	Folded bool
	Rows   []Row
}

// RedlineRow is a provision with the redline it is in.
type RedlineRow struct {
	Row     Row
	Redline Redline
}

// With is a provision of this redline.
func (r Redline) With(row Row) RedlineRow { return RedlineRow{row, r} }

// FateCount is how many provisions had a fate.
type FateCount struct {
	Fate  models.Fate
	Count int
}

// listed is how many changes are listed at first.
const listed = 100

// redline puts the page's comparison into rows, sentences and counts.
func (s speaker) redline(p ComparePage) Redline {
	rows := newRedliner(s, p.Comparison).rows()
	out := Redline{
		Base: p.Base, Lang: p.Comparison.New.Text.Language, BySide: p.BySide, Counts: counted(p.Comparison),
		Old: s.version(p.Comparison.Old.Version), New: s.version(p.Comparison.New.Version),
	}
	out.Dir = newRedliner(s, models.Comparison{New: p.Comparison.New}).dir
	if p.Original != nil {
		out.Of = p.Original.New.Text.Language
		beside(rows, newRedliner(s, *p.Original).rows())
	}
	for _, r := range rows {
		out.Entries = append(out.Entries, r.Entries...)
	}
	if out.Total = len(out.Entries); out.Total > listed && !p.All {
		out.Entries = out.Entries[:listed]
	}
	out.Items = folded(rows, p.All)
	return out
}

// beside puts what became of the original to each provision of a translation.
func beside(rows, originals []Row) {
	byWID := make(map[string]*Row, len(originals))
	for i := range originals {
		byWID[originals[i].Provision.WID] = &originals[i]
	}
	for i := range rows {
		o := byWID[rows[i].Provision.WID]
		if o == nil || !o.Changed && !rows[i].Changed {
			continue
		}
		o.Renumbering = "" // a place is named once on a page
		for _, said := range o.Fates {
			for k := range said {
				said[k].Href = ""
			}
		}
		for _, list := range [][]Run{o.Heading, o.Text} {
			for k := range list {
				list[k].ID = ""
			}
		}
		rows[i].Source = []Row{*o}
	}
}

// folded keeps what changed, with the headings it stands under, and folds what is between.
func folded(rows []Row, all bool) []RedlineItem {
	parents, shown := map[string]string{}, map[string]bool{}
	for _, r := range rows {
		parents[r.Provision.WID] = r.Provision.Parent
	}
	for _, r := range rows {
		if !r.Changed && len(r.Source) == 0 {
			continue
		}
		shown[r.Provision.WID] = true
		for at := r.Provision.Parent; at != "" && !shown[at]; at = parents[at] {
			shown[at] = true
		}
	}
	var out []RedlineItem
	for _, r := range rows {
		if all || shown[r.Provision.WID] {
			out = append(out, RedlineItem{Rows: []Row{r}})
			continue
		}
		if n := len(out); n == 0 || !out[n-1].Folded {
			out = append(out, RedlineItem{Folded: true})
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, r)
	}
	return out
}

// counted is how many provisions had each fate, but for those that are as they were.
func counted(c models.Comparison) []FateCount {
	n := map[models.Fate]int{}
	for _, p := range c.Provisions {
		n[p.Fate]++
	}
	var out []FateCount
	for _, f := range models.FateValues {
		if n[f] > 0 && f != models.FateUnchanged {
			out = append(out, FateCount{f, n[f]})
		}
	}
	return out
}

// version names a version: by its number, or as the working one.
func (s speaker) version(v models.Version) string {
	if v.Number == 0 {
		return s.T("version.working")
	}
	return s.T("version.number", "number", strconv.Itoa(v.Number))
}

// VersionSlug is how a version is addressed.
func VersionSlug(v models.Version) string {
	if v.Number == 0 {
		return string(models.Working)
	}
	return strconv.Itoa(v.Number)
}

// DraftPath is where the draft is read.
func (p ComparePage) DraftPath() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Comparison.New.Slug)
}

// Shared are the languages in which both versions are there.
func (p ComparePage) Shared() []string {
	var out []string
	for _, l := range p.Comparison.New.Languages {
		for _, m := range p.Comparison.Old.Languages {
			if l == m {
				out = append(out, l)
			}
		}
	}
	return out
}

// Translated tells whether this is the redline of a translation.
func (p ComparePage) Translated() bool {
	return p.Comparison.New.Text.Language != p.Comparison.New.Language
}

// With is this page with one of its settings in another way; an empty value leaves it out.
func (p ComparePage) With(key, value string) string {
	q := url.Values{}
	for _, k := range []string{"text", "view", "all", "source"} {
		if v := p.Query.Get(k); v != "" {
			q.Set(k, v)
		}
	}
	if q.Set(key, value); value == "" {
		q.Del(key)
	}
	if len(q) == 0 {
		return p.Path
	}
	return p.Path + "?" + q.Encode()
}

// VersionsPage lists the versions of a text.
type VersionsPage struct {
	Base
	Versions models.Versions
	ToPlace  map[int]int // comments that could not be carried into a version, by its number, for who may place them
}

// DraftPath is where the draft is read.
func (p VersionsPage) DraftPath() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Versions.Slug)
}

// Before is the number of the newest version that was published before one, 0 for none.
func (p VersionsPage) Before(v models.VersionEntry) int {
	for _, other := range p.Versions.Items { // newest first
		if other.Number > 0 && (v.Number == 0 || other.Number < v.Number) {
			return other.Number
		}
	}
	return 0
}

// TrailPage is how a provision came to read as it does.
type TrailPage struct {
	Base
	Trail models.Trail
}

// TrailStep is one version in which a provision changed.
type TrailStep struct {
	Version, Before models.Version
	Entries         []Entry
	Rows            []Row
	First           bool // nothing stood before
}

// trail puts the chain of versions into words.
func (s speaker) trail(p TrailPage) []TrailStep {
	out := make([]TrailStep, 0, len(p.Trail.Steps))
	for _, c := range p.Trail.Steps {
		step := TrailStep{Version: c.New.Version, Before: c.Old.Version, First: c.Old.Version.ID == 0, Rows: newRedliner(s, c).rows()}
		for _, r := range step.Rows {
			step.Entries = append(step.Entries, r.Entries...)
		}
		out = append(out, step)
	}
	return out
}

// DraftPath is where the draft is read.
func (p TrailPage) DraftPath() string { return p.Root() + "/drafts/" + url.PathEscape(p.Trail.Slug) }

// TextPath leads back to the provision in the text.
func (p TrailPage) TextPath() string {
	version := p.DraftPath() + "/working"
	if n := p.Trail.Version.Number; n > 0 {
		version = p.DraftPath() + "/v/" + strconv.Itoa(n)
	}
	return ProvisionPath(version, p.Trail.Provision.WID)
}

// Called is the provision as it is called from outside.
func (p TrailPage) Called() models.Provision { return calls(p.Trail.Provisions)[p.Trail.Provision.WID] }

// Before is the number of the version before the one shown, 0 for the first.
func (p ReaderPage) Before() int {
	for _, n := range p.Reading.Numbers { // newest first
		if n < p.Reading.Version.Number {
			return n
		}
	}
	return 0
}

// TrailPath is how a provision came to read as it does in this version.
func (p ReaderPage) TrailPath(wid string) string {
	path := p.VersionPath(p.Reading.Version.Number) + "/history/" + url.PathEscape(wid)
	if p.Reading.Text.Language != p.Reading.Language {
		path += "?" + url.Values{"text": {p.Reading.Text.Language}}.Encode()
	}
	return path
}
