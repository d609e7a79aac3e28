package templates

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"travaux/internal/i18n"
	"travaux/models"
)

// Run is a stretch of words in a redline. ID is that of the change that begins with it.
type Run struct {
	Op, Text string // Op is "equal", "insert", "delete" or "anchor"
	Dir, ID  string
}

// Row is what became of one provision, as a redline shows it.
type Row struct {
	models.Compared
	Provision     models.Provision // as it is now; of what is gone, as it was
	Called        models.Provision // as it is called from outside
	Level         int              // of its heading: 3 to 6; 0 without a heading
	Class         string           // how far it is set in
	HasText       bool
	Changed       bool
	Away          bool     // its words stand in other provisions now
	Fates         []Spoken // what became of it besides its words
	Renumbering   string   // the id of the change of its number
	Heading, Text []Run    // both versions in one
	Old, New      *Side    // each version by itself; nil where it is not in one
	Entries       []Entry  // what is said of it in the list of changes
	Before, After string   // where the change before its first and after its last is, empty at the ends
	Source        []Row    // what became of the original, beside a translation; one or none
}

// Tagged tells whether the fate is named by itself: not where a sentence says it.
func (r Row) Tagged() bool {
	switch r.Fate {
	case models.FateModified, models.FateInserted, models.FateRemoved:
		return true
	}
	return len(r.Fates) == 0
}

// Sided tells whether both versions are worth showing side by side: not where no word differs.
func (r Row) Sided() bool {
	return r.Changed && r.Fate != models.FateMoved && r.Fate != models.FateRenumbered
}

// Side is a provision as one of the versions has it.
type Side struct {
	models.Provision
	HeadingRuns, TextRuns []Run
	HasText               bool
}

// Entry is a change as a sentence, with the place where it is.
type Entry struct {
	Said Spoken
	Href string
}

// The operations of a run.
const (
	runEqual  = "equal"
	runInsert = "insert"
	runDelete = "delete"
	runAnchor = "anchor" // nothing, where something went away that another provision had
)

// redliner puts a comparison into rows.
type redliner struct {
	s        speaker
	c        models.Comparison
	old, new map[string]models.Provision // as they are called, by wid
	gave     map[string][]models.Change  // what others lost of a provision's words, by its wid
	dir      string
}

func newRedliner(s speaker, c models.Comparison) *redliner {
	r := &redliner{s: s, c: c, old: calls(c.Old.Provisions), new: calls(c.New.Provisions), gave: map[string][]models.Change{}, dir: i18n.Dir(c.New.Text.Language)}
	for _, p := range c.Provisions {
		for _, ch := range p.Changes {
			if ch.Source != "" && ch.Part == models.PartText {
				r.gave[ch.Source] = append(r.gave[ch.Source], ch)
			}
		}
	}
	return r
}

// calls names the provisions of a version as they are called from outside.
func calls(ps []models.Provision) map[string]models.Provision {
	out := make(map[string]models.Provision, len(ps))
	for _, p := range ps {
		out[p.WID] = called(p, out[p.Parent])
	}
	return out
}

// rows are all provisions in the order of the new version.
func (r *redliner) rows() []Row {
	out := make([]Row, 0, len(r.c.Provisions))
	for _, p := range r.c.Provisions {
		out = append(out, r.row(p))
	}
	last := ""
	for i := range out {
		if n := len(out[i].Entries); n > 0 {
			out[i].Before, last = last, out[i].Entries[n-1].Href
		}
	}
	next := ""
	for i := len(out) - 1; i >= 0; i-- {
		if len(out[i].Entries) > 0 {
			out[i].After, next = next, out[i].Entries[0].Href
		}
	}
	return out
}

func (r *redliner) row(p models.Compared) Row {
	older, newer := r.c.Of(p)
	row := Row{Compared: p, Changed: p.Fate != models.FateUnchanged}
	if older != nil {
		row.Provision, row.Called = *older, r.old[older.WID]
		row.Old = r.side(*older, p.Changes, true)
	}
	if newer != nil {
		row.Provision, row.Called = *newer, r.new[newer.WID]
		row.New = r.side(*newer, p.Changes, false)
	}
	row.Away = newer == nil && p.Fate != models.FateRemoved
	row.Class = "in" + strconv.Itoa(min(row.Provision.Depth, 3))
	row.HasText = row.Provision.Text != ""
	if row.Provision.Heading != "" || headed(row.Provision.Kind) {
		row.Level = min(row.Provision.Depth+3, 6)
	}
	if !row.Changed {
		return row
	}
	text := ""
	if newer != nil {
		text = newer.Text
		row.Heading = r.inline(newer.Heading, p.Changes, models.PartHeading)
	} else {
		row.Heading = r.inline("", p.Changes, models.PartHeading)
	}
	row.Text = r.inline(text, p.Changes, models.PartText)
	row.HasText = row.HasText || len(row.Text) > 0
	r.fates(&row)
	r.entries(&row)
	return row
}

// side marks what is deleted in the old version of a provision, or inserted in the new one.
func (r *redliner) side(p models.Provision, changes []models.Change, old bool) *Side {
	s := &Side{Provision: p, HasText: p.Text != ""}
	own := slices.DeleteFunc(slices.Clone(changes), func(c models.Change) bool { return old && c.Source != "" })
	if old {
		own = append(own, r.gave[p.WID]...)
	}
	s.HeadingRuns = r.one(p.Heading, own, models.PartHeading, old)
	s.TextRuns = r.one(p.Text, own, models.PartText, old)
	return s
}

// inline is a part of a provision in its new words, with the old ones where they stood; nothing where it did not change.
func (r *redliner) inline(text string, changes []models.Change, part string) []Run {
	b := runs{text: []rune(text), dir: r.dir}
	own := ofPart(changes, part, func(c models.Change) int { return c.Start })
	if len(own) == 0 {
		return nil
	}
	for _, c := range own {
		b.upTo(c.Start)
		id := c.ID
		if c.Old != "" {
			b.add(runDelete, c.Old, id)
			id = ""
		}
		b.mark(c.End, runInsert, id)
	}
	b.upTo(len(b.text))
	return b.list
}

// one is a part of a provision in one version, with what the other has not set off.
func (r *redliner) one(text string, changes []models.Change, part string, old bool) []Run {
	b := runs{text: []rune(text), dir: r.dir}
	start := func(c models.Change) int {
		if old {
			return c.OldStart
		}
		return c.Start
	}
	for _, c := range ofPart(changes, part, start) {
		b.upTo(start(c))
		switch {
		case old && c.Op == models.OpDelete && c.Source == "":
			b.mark(c.OldEnd, runDelete, c.ID)
		case old:
			b.mark(c.OldEnd, runDelete, "")
		case c.Op == models.OpDelete && c.Source != "":
			b.add(runAnchor, "", c.ID)
		default:
			b.mark(c.End, runInsert, c.ID)
		}
	}
	b.upTo(len(b.text))
	return b.list
}

func ofPart(changes []models.Change, part string, start func(models.Change) int) []models.Change {
	own := slices.DeleteFunc(slices.Clone(changes), func(c models.Change) bool { return c.Part != part })
	slices.SortStableFunc(own, func(a, b models.Change) int { return start(a) - start(b) })
	return own
}

// runs cuts a text at the changes in it.
type runs struct {
	list []Run
	text []rune
	at   int
	dir  string
}

// upTo adds what is the same in both versions.
func (b *runs) upTo(end int) { b.mark(end, runEqual, "") }

// mark adds the words up to a place.
func (b *runs) mark(end int, op, id string) {
	if end = min(end, len(b.text)); end > b.at {
		b.add(op, string(b.text[b.at:end]), id)
		b.at = end
	}
}

func (b *runs) add(op, words, id string) {
	b.list = append(b.list, Run{Op: op, Text: words, Dir: b.dir, ID: id})
}

// quoted is how many code points of a change a sentence repeats.
const quoted = 140

// elided cuts long words between two of them.
func elided(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	long := []rune(words)
	if len(long) <= quoted {
		return words
	}
	cut := quoted
	for i := quoted; i > quoted/2; i-- {
		if unicode.IsSpace(long[i]) {
			cut = i
			break
		}
	}
	return strings.TrimSpace(string(long[:cut])) + " …"
}
