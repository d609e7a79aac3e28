package document

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode/utf8"

	"travaux/models"
)

// keyOf tells one state of a question from another.
func keyOf(q Question) string {
	said := []any{q.WID}
	for _, p := range []*models.Provision{q.Began, q.Ours, q.Theirs} {
		if p == nil {
			said = append(said, nil)
			continue
		}
		said = append(said, []string{string(p.Kind), p.Number, p.Heading, p.HTML})
	}
	text, _ := json.Marshal(said) // strings can always be written
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// typed is a provision as somebody would type it.
func typed(p models.Provision) models.Typed {
	return models.Typed{Kind: p.Kind, Number: p.Number, Heading: p.Heading, Content: MarkdownOf(p)}
}

// withTyped gives a provision what somebody typed.
func withTyped(p models.Provision, t models.Typed) (models.Provision, error) {
	text, markup, err := OwnWords(Markdown, t.Content)
	if err != nil {
		return p, err
	}
	p.Kind, p.Number, p.Heading, p.Text, p.HTML = t.Kind, t.Number, t.Heading, text, markup
	return p, nil
}

// brought brings two changes of a provision together; ok is false where both changed the same.
func brought(merge Merge, began, mine, theirs models.Typed) (out models.Typed, ok bool) {
	out, ok = mine, true
	one := func(began, mine, theirs string) string {
		if mine == began {
			return theirs
		}
		ok = ok && (theirs == began || theirs == mine)
		return mine
	}
	out.Kind = models.ProvisionKind(one(string(began.Kind), string(mine.Kind), string(theirs.Kind)))
	out.Number = one(began.Number, mine.Number, theirs.Number)
	var unsure [2]bool
	out.Heading, unsure[0] = merge(began.Heading, mine.Heading, theirs.Heading)
	out.Content, unsure[1] = merge(began.Content, mine.Content, theirs.Content)
	return out, ok && !unsure[0] && !unsure[1]
}

// words brings the words of the provisions that are there onto the working version.
func (o *onto) words() error {
	for _, p := range o.tree.Provisions {
		if err := o.provision(p); err != nil {
			return err
		}
	}
	o.readdress()
	return nil
}

// readdress gives what was changed the addresses of what it is called now, as others may be addressed by it.
func (o *onto) readdress() {
	address(o.now, familyOf(o.now))
	o.look()
}

// provision brings the words of one provision onto the working version.
func (o *onto) provision(p models.Provision) error {
	was, ok := o.base[p.WID]
	if !ok {
		return nil
	}
	file, sure, err := o.meant(p, was)
	if err != nil || alikeIn(was, file) {
		return err
	}
	now, here := o.here[p.WID]
	file.WID = p.WID
	if here && alikeIn(now, file) {
		return nil
	}
	if !here {
		return o.gone(was, file)
	}
	began, mine := typed(was), typed(file)
	both, ok := brought(o.merge, began, mine, typed(now))
	if alikeIn(now, was) {
		both, ok = mine, true
	}
	if !ok || !sure {
		d, decided := o.ask(Question{WID: p.WID, Began: &was, Ours: &now, Theirs: &file, Together: both})
		if !decided || d.How == Ours {
			return nil
		}
		if both = mine; d.How == Typed {
			both = d.Typed
		}
	}
	to, err := withTyped(now, both)
	if err != nil {
		return err
	}
	return o.change(to)
}

// meant is what the file says of a provision with what is taken: without what was changed untracked, where that is not, and
// without what programs make of the looks of words that nobody changed. It is not sure where a tracked change that is taken
// touches words that were changed untracked.
func (o *onto) meant(p, was models.Provision) (file models.Provision, sure bool, err error) {
	refused, ok := o.refused[p.WID]
	changed := ok && !alikeIn(was, refused)
	switch {
	case !ok, was.HTML == refused.HTML && !changed, changed && !o.unwanted[p.WID]:
		return p, true, nil
	case alikeIn(p, refused):
		return was, true, nil
	}
	together, sure := brought(o.merge, typed(refused), typed(p), typed(was))
	if !sure {
		return p, !changed, nil // where only looks differ, those of the file are kept
	}
	if file, err = withTyped(p, together); !changed && !alikeIn(file, p) {
		file = p
	}
	return file, true, err
}

// gone asks about a provision that was changed in the file and that is in the working version no more.
func (o *onto) gone(was, file models.Provision) error {
	d, decided := o.ask(Question{WID: was.WID, Began: &was, Theirs: &file, Together: typed(file)})
	if !decided || d.How == Ours {
		return nil
	}
	put := file
	if d.How == Typed {
		var err error
		if put, err = withTyped(file, d.Typed); err != nil {
			return err
		}
	}
	put.ConsultationID, put.VersionID, put.Language = o.identity()
	after, err := PutBack(o.now, o.where(file), put)
	return o.step("add", was.WID, after, err)
}

// identity is what all provisions of the working version share.
func (o *onto) identity() (consultation, version int64, language string) {
	for _, p := range o.now {
		return p.ConsultationID, p.VersionID, p.Language
	}
	return 0, 0, o.options.Language
}

// where is the place in the working version of a provision of the file: after the nearest one before it that is there
// under the same parent.
func (o *onto) where(p models.Provision) Place {
	at := Place{Parent: p.Parent}
	if _, ok := o.here[at.Parent]; !ok {
		at.Parent = ""
	}
	for _, q := range o.tree.Provisions {
		if q.WID == p.WID {
			break
		}
		if n, ok := o.here[q.WID]; ok && n.Parent == at.Parent {
			at.After = q.WID
		}
	}
	return at
}

// title is what the file makes of the title with what is taken. It is not sure where a tracked change that is taken touches
// words that were changed untracked; it is then as the file has it, without marks.
func (o *onto) title() (file string, sure bool) {
	file = o.tree.Title
	switch {
	case o.taken("title"):
		return file, true
	case file == o.Returned.refused.Title: // no change that is taken is in it
		return o.Returned.base.Title, true
	}
	together, unsure := o.merge(o.Returned.refused.Title, file, o.Returned.base.Title)
	if unsure {
		return file, false
	}
	return together, true
}

// retitle brings the title onto the working version.
func (o *onto) retitle(now string) {
	file, sure := o.title()
	was := o.Returned.base.Title
	if file == "" || file == was || file == now {
		return
	}
	both, conflict := o.merge(was, file, now)
	if conflict || !sure {
		one := func(title string) *models.Provision { return &models.Provision{Heading: title} }
		d, decided := o.ask(Question{Began: one(was), Ours: one(now), Theirs: one(file), Together: models.Typed{Heading: both}})
		if !decided || d.How == Ours {
			return
		}
		if both = file; d.How == Typed {
			both = d.Heading
		}
	}
	o.out.Title = both
}

// tail and head are some of the words before and after a change.
func tail(s string) string {
	r := []rune(s)
	if len(r) <= around {
		return s
	}
	s = string(r[len(r)-around:])
	if _, rest, ok := strings.Cut(s, " "); ok {
		s = rest
	}
	return "… " + s
}

func head(s string) string {
	if utf8.RuneCountInString(s) <= around {
		return s
	}
	s = string([]rune(s)[:around])
	if at := strings.LastIndexByte(s, ' '); at > 0 {
		s = s[:at+1]
	}
	return s + "…"
}
