package document

import (
	"slices"
	"strconv"

	"travaux/internal/docx"
	"travaux/models"
)

// Text is a text with its title.
type Text struct {
	Title      string
	Provisions []models.Provision
}

// Returned is a word-processing file that ToDOCX made of a text, and that came back.
type Returned struct {
	Tracked   []Tracked
	Untracked []Untracked
	Found     []Found
	Comments  []ReturnedComment
	base      Text // as it went out
	refused   Tree // the file without its tracked changes
	doc       docx.Document
	tracking  *tracking
	options   DOCXOptions
	used      func(wid string) bool
}

// Untracked is what differs from the text that went out although no tracked change says so: Was is nil for a provision that
// was added, Is for one that was deleted, both for the title.
type Untracked struct {
	ID       string // lasts as long as the file is the same
	WID      string
	Was, Is  *models.Provision
	From, To string // the title
}

// Found is a provision whose bookmark was lost, found by its words.
type Found struct {
	WID   string
	Alike int // percent of the words in common
}

// ReturnedComment is a comment of the file. WID is empty where it is about the whole text, or about words that would only
// come with a change.
type ReturnedComment struct {
	ImportedComment
	WID string
}

// ReadReturned finds out what became of a text in a file that was made of it. Used tells the wids that nothing new may get.
// The document is not to be used afterwards.
func ReadReturned(doc docx.Document, base Text, language string, used func(wid string) bool) (*Returned, error) {
	r := &Returned{base: base, used: used, options: DOCXOptions{Language: language}}
	for _, p := range base.Provisions {
		r.options.Known = append(r.options.Known, p.WID)
	}
	said := len(doc.Comments)
	restyle(doc.Body, base.Provisions)
	r.doc = doc
	r.tracking = findTracked(&r.doc)
	r.Tracked = r.tracking.all
	var err error
	if r.refused, err = r.resolve(func(string) bool { return false }); err != nil {
		return nil, err
	}
	named := r.refused.Named
	Identify(&r.refused, base.Provisions, used)
	r.find(named)
	r.compare()
	r.comment(said)
	for i, wids := range r.tracking.settle(r.refused) {
		r.Tracked[i].WIDs = wids
	}
	return r, nil
}

// resolve reads the file with some of the tracked changes.
func (r *Returned) resolve(taken func(id string) bool) (Tree, error) {
	o := r.options
	o.Accept = func(rev *docx.Revision) bool {
		at, ok := r.tracking.of[rev]
		return ok && taken(r.Tracked[at].ID)
	}
	return FromDOCX(r.doc, o)
}

// find lists the provisions that were found by their words.
func (r *Returned) find(named map[string]bool) {
	was := newText(r.base.Provisions)
	is := newText(r.refused.Provisions)
	at := indexed(r.base.Provisions)
	for i, p := range r.refused.Provisions {
		if n, ok := at[p.WID]; ok && !named[p.WID] {
			r.Found = append(r.Found, Found{p.WID, int(100 * common(bagOf(was.words[n]), bagOf(is.words[i])))})
		}
	}
}

func indexed(ps []models.Provision) map[string]int {
	out := make(map[string]int, len(ps))
	for i, p := range ps {
		out[p.WID] = i
	}
	return out
}

// compare holds the text without its tracked changes against the one that went out.
func (r *Returned) compare() {
	if r.refused.Title != r.base.Title && r.refused.Title != "" {
		r.Untracked = append(r.Untracked, Untracked{ID: "title", From: r.base.Title, To: r.refused.Title})
	}
	was := indexed(r.base.Provisions)
	for i, p := range r.refused.Provisions {
		at, ok := was[p.WID]
		switch {
		case !ok:
			r.Untracked = append(r.Untracked, Untracked{ID: "new" + strconv.Itoa(i+1), WID: p.WID, Is: &r.refused.Provisions[i]})
		case !alikeIn(r.base.Provisions[at], p):
			r.Untracked = append(r.Untracked, Untracked{ID: "of-" + p.WID, WID: p.WID, Was: &r.base.Provisions[at], Is: &r.refused.Provisions[i]})
		}
	}
	is := indexed(r.refused.Provisions)
	for i, p := range r.base.Provisions {
		if _, ok := is[p.WID]; !ok {
			r.Untracked = append(r.Untracked, Untracked{ID: "of-" + p.WID, WID: p.WID, Was: &r.base.Provisions[i]})
		}
	}
}

// alikeIn tells whether a provision is called and says the same. How its words look is not asked: programs differ in what
// they keep of that.
func alikeIn(a, b models.Provision) bool {
	return a.Kind == b.Kind && a.Number == b.Number && a.Heading == b.Heading && a.Text == b.Text
}

// comment places the comments of the file in the text that went out.
func (r *Returned) comment(said int) {
	known := map[string]bool{}
	for _, c := range r.doc.Comments[:said] {
		known[c.ID] = true
	}
	was := indexed(r.base.Provisions)
	for _, c := range r.refused.Comments {
		if !known[c.ID] || models.Blank(c.Text) {
			continue
		}
		made := ReturnedComment{ImportedComment: c}
		if c.Position > 0 {
			if wid := r.refused.Provisions[c.Position-1].WID; has(was, wid) {
				made.WID = wid
			}
		}
		r.Comments = append(r.Comments, made)
	}
}

func has(in map[string]int, wid string) bool {
	_, ok := in[wid]
	return ok
}

// with is the file with what is taken of it, under the wids of the text that went out, and in which of its provisions the
// tracked changes are.
func (r *Returned) with(taken func(id string) bool) (t Tree, in map[int][]string, err error) {
	if t, err = r.resolve(taken); err != nil {
		return t, nil, err
	}
	own := indexed(r.refused.Provisions)
	Identify(&t, r.refused.Provisions, func(wid string) bool { return has(own, wid) || r.used != nil && r.used(wid) })
	if t.Title == "" {
		t.Title = r.refused.Title
	}
	unwanted := map[string]bool{}
	for _, u := range r.Untracked {
		if u.Was == nil && u.Is != nil && !taken(u.ID) {
			unwanted[u.WID] = true
		}
	}
	in = r.tracking.settle(t)
	t.Provisions = slices.DeleteFunc(t.Provisions, func(p models.Provision) bool { return unwanted[p.WID] })
	return t, in, nil
}
