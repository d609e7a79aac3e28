package document

import (
	"slices"

	"travaux/models"
)

// Merge brings two changes of a text together; conflicts where both changed the same words (redline.Merge).
type Merge func(base, mine, theirs string) (merged string, conflicts bool)

// The ways in which a question is decided.
const (
	Ours   = "ours"   // the working version stays as it is
	Theirs = "theirs" // as the file has it
	Typed  = "typed"  // as somebody typed it
)

// Decision is what somebody answered to a question. Of is the Key of the question that was answered.
type Decision struct {
	How, Of string
	models.Typed
}

// Question is a provision (WID empty: the title) that the file and the working version changed in ways that cannot be
// brought together. Began is what both began with, Ours what the working version says now, Theirs what the file makes of
// it: nil where it is there no more. Key is another one as soon as one of the three is.
type Question struct {
	WID, Key            string
	Began, Ours, Theirs *models.Provision
	Together            models.Typed // both, with marks around what is to be chosen from
}

// Step is one thing that becomes of the working version: an act on it, with the provisions that it touches as they were
// and as they are. Authors are those of the tracked changes that it comes from.
type Step struct {
	Act, WID string
	Authors  []string
	Was, Is  []Stood
}

// Stood is a provision, and the sibling before it.
type Stood struct {
	models.Provision
	After string
}

// Outcome is what becomes of a working version by what is taken of a file. Asked are the questions that are not decided:
// what they are about stays as it is.
type Outcome struct {
	Text
	Steps     []Step
	Questions []Question // all, decided or not
	Asked     int
}

// onto brings what is taken of a file onto a working version.
type onto struct {
	*Returned
	taken    func(id string) bool
	decided  map[string]Decision
	merge    Merge
	tree     Tree // the file with what is taken
	out      Outcome
	now      []models.Provision
	at       map[string]int // in now
	base     map[string]models.Provision
	refused  map[string]models.Provision
	is       map[string]models.Provision // in tree
	here     map[string]models.Provision // in now
	authors  map[string][]string
	unwanted map[string]bool // untracked changes that are not taken
}

// Onto tells what becomes of a working version, which may have moved on since it went out, when some of the changes are
// taken: by their ids those that were tracked, and those that were not.
func (r *Returned) Onto(now Text, taken func(id string) bool, decided map[string]Decision, merge Merge) (Outcome, error) {
	tree, in, err := r.with(taken)
	if err != nil {
		return Outcome{}, err
	}
	o := &onto{
		Returned: r, taken: taken, decided: decided, merge: merge, tree: tree, now: slices.Clone(now.Provisions),
		base: byWIDs(r.base.Provisions), refused: byWIDs(r.refused.Provisions), authors: map[string][]string{}, unwanted: map[string]bool{},
		out: Outcome{Text: now},
	}
	o.look()
	for _, u := range r.Untracked {
		o.unwanted[u.WID] = o.unwanted[u.WID] || !taken(u.ID)
	}
	called := o.again()
	o.is = byWIDs(o.tree.Provisions)
	o.spoken(in, called)
	o.retitle(now.Title)
	for _, do := range []func() error{o.words, o.add, o.move, o.delete} {
		if err := do(); err != nil {
			return Outcome{}, err
		}
	}
	o.out.Provisions = o.now
	return o.out, nil
}

func byWIDs(ps []models.Provision) map[string]models.Provision {
	out := make(map[string]models.Provision, len(ps))
	for _, p := range ps {
		out[p.WID] = p
	}
	return out
}

// again finds new provisions that the working version has already, as when the same file comes back twice.
func (o *onto) again() (called map[string]string) {
	called = map[string]string{}
	type words struct{ kind, heading, text string }
	added := map[words][]string{} // to the working version, by what they say
	for _, q := range o.now {
		if _, old := o.base[q.WID]; !old {
			says := words{string(q.Kind), q.Heading, q.Text}
			added[says] = append(added[says], q.WID)
		}
	}
	for i := range o.tree.Provisions {
		p := &o.tree.Provisions[i]
		if above := called[p.Parent]; above != "" {
			p.Parent = above
		}
		if _, known := o.base[p.WID]; known {
			continue
		}
		says := words{string(p.Kind), p.Heading, p.Text}
		if same := added[says]; len(same) > 0 { // each stands for one
			added[says] = same[1:]
			called[p.WID], p.WID = same[0], same[0]
		}
	}
	return called
}

// spoken finds whose words there are in each provision.
func (o *onto) spoken(in map[int][]string, called map[string]string) {
	for at, wids := range in {
		c := o.Tracked[at]
		if !o.taken(c.ID) {
			continue
		}
		for _, wid := range wids {
			if other, ok := called[wid]; ok {
				wid = other
			}
			o.credit(wid, c.Author)
		}
	}
	for _, c := range o.Tracked { // what was deleted is in the text before it alone
		for _, wid := range c.WIDs {
			if o.taken(c.ID) {
				o.credit(wid, c.Author)
			}
		}
	}
	for wid := range o.authors {
		slices.Sort(o.authors[wid])
	}
}

func (o *onto) credit(wid, author string) {
	if author != "" && !slices.Contains(o.authors[wid], author) {
		o.authors[wid] = append(o.authors[wid], author)
	}
}

// look finds the provisions of the working version as it is by now.
func (o *onto) look() { o.here, o.at = byWIDs(o.now), indexed(o.now) }

// change gives a provision of the working version other words, or another name.
func (o *onto) change(to models.Provision) error {
	if err := fits(to); err != nil {
		return err
	}
	was := o.here[to.WID]
	o.now[o.at[to.WID]], o.here[to.WID] = to, to
	step := Step{Act: "change", WID: to.WID, Authors: o.authors[to.WID]}
	last := o.before(to.WID)
	step.Was, step.Is = []Stood{{was, last}}, []Stood{{to, last}}
	o.out.Steps = append(o.out.Steps, step)
	return nil
}

// step keeps what an act on the structure came to.
func (o *onto) step(act, wid string, after []models.Provision, err error) error {
	if err != nil {
		return err
	}
	step := Step{Act: act, WID: wid, Authors: o.authors[wid]}
	was := o.branch(wid)
	if act == "move" && len(was) > 0 {
		was = was[:1]
	}
	o.now = after
	o.look()
	step.Was, step.Is = was, o.branch(wid)
	if act == "move" && len(step.Is) > 0 {
		step.Is = step.Is[:1]
	}
	o.out.Steps = append(o.out.Steps, step)
	return nil
}

// branch is a provision with what stands below it; nil where it is not there.
func (o *onto) branch(wid string) []Stood {
	from, ok := o.at[wid]
	if !ok {
		return nil
	}
	last := map[string]string{}
	out := []Stood{{o.now[from], o.before(wid)}}
	for _, p := range o.now[from+1:] {
		if p.Depth <= o.now[from].Depth {
			break
		}
		out = append(out, Stood{p, last[p.Parent]})
		last[p.Parent] = p.WID
	}
	return out
}

// before is the sibling before a provision.
func (o *onto) before(wid string) string {
	p := o.here[wid]
	for i := o.at[wid] - 1; i >= 0 && o.now[i].Depth >= p.Depth; i-- {
		if o.now[i].Depth == p.Depth {
			return o.now[i].WID
		}
	}
	return ""
}

// ask puts a question, and gives what was decided about it.
func (o *onto) ask(q Question) (Decision, bool) {
	q.Key = keyOf(q)
	o.out.Questions = append(o.out.Questions, q)
	d, ok := o.decided[q.WID]
	if !ok || d.Of != q.Key {
		o.out.Asked++
		return Decision{}, false
	}
	return d, true
}
