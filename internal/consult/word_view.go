package consult

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/models"
)

// wordChoices are what was decided about a Word file, as it is kept.
type wordChoices struct {
	Of      *int                         `json:"of,omitempty"`      // how many changes there were when the file came back
	Changes map[string]models.WordChoice `json:"changes,omitempty"` // by the ids of changes, tracked or not
	Answers map[string]document.Decision `json:"answers,omitempty"` // by wid; "" for the title
}

// of is what was decided about a change.
func (c wordChoices) of(id string) models.WordChoice { return cmp.Or(c.Changes[id], models.WordOpen) }

func (c wordChoices) taken(id string) bool { return c.Changes[id] == models.WordTaken }

// wordBack is a Word file that came back with all that it says.
type wordBack struct {
	workedText
	row     models.WordReturn
	file    *document.Returned
	choices wordChoices
}

// wordBack reads a Word file that came back; until whoever asked has done with it, no other one is read. Organisers and
// drafters; fault NotFound "word_not_found".
func (s *Service) wordBack(ctx context.Context, who models.Actor, slug, draft, ref string) (b wordBack, done func(), err error) {
	if b.workedText, err = s.ownText(ctx, who, slug, draft); err != nil {
		return b, nil, err
	}
	done, err = s.alone(ctx, func() error { return s.readWordBack(ctx, &b, ref) })
	return b, done, err
}

// alone is readAlone for what is used after it was read. Where reading it fails, or panics, nobody has to be done with it:
// no other file could be read ever after.
func (s *Service) alone(ctx context.Context, read func() error) (func(), error) {
	done, err := s.readAlone(ctx)
	if err != nil {
		return nil, err
	}
	ok := false
	defer func() {
		if !ok {
			done()
		}
	}()
	err = read()
	ok = err == nil
	if !ok {
		return nil, err
	}
	return done, nil
}

func (s *Service) readWordBack(ctx context.Context, b *wordBack, ref string) (err error) {
	if b.row, err = s.st.WordReturn(ctx, b.v, ref); err != nil {
		return err
	}
	if err := json.Unmarshal([]byte(b.row.Choices), &b.choices); err != nil {
		return fmt.Errorf("read what was decided: %w", err)
	}
	var base document.Text
	if err := json.Unmarshal([]byte(b.row.Base), &base); err != nil {
		return fmt.Errorf("read the text that went out: %w", err)
	}
	doc, err := readDOCX(b.row.File)
	if err != nil {
		return err
	}
	b.file, err = document.ReadReturned(doc, base, b.d.Language, b.isUsed)
	return fileFault(err)
}

// onto tells what becomes of the working version by what is taken by now.
func (b *wordBack) onto() (document.Outcome, error) {
	out, err := b.file.Onto(b.now, b.choices.taken, b.choices.Answers, redline.Merge)
	return out, actFault(err)
}

// WordReturns lists the Word files of the working version that came back, newest first. Organisers and drafters.
func (s *Service) WordReturns(ctx context.Context, who models.Actor, slug, draft string) (models.Reading, []models.WordHead, error) {
	var none models.Reading
	c, err := s.where(ctx, who, Draft, slug)
	if err != nil {
		return none, nil, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return none, nil, err
	}
	v, err := working(ctx, s.st.Reader, d)
	if err != nil {
		return none, nil, err
	}
	r, err := s.readingOf(ctx, d, v, d.Language)
	if err != nil {
		return none, nil, err
	}
	list, err := s.st.WordReturns(ctx, v)
	if err != nil {
		return r, nil, err
	}
	heads, err := s.wordHeads(ctx, list)
	return r, heads, err
}

// wordHeads says of Word files who brought them in, and how far they are decided about.
func (s *Service) wordHeads(ctx context.Context, list []models.WordReturn) ([]models.WordHead, error) {
	var people []int64
	for _, w := range list {
		if w.PersonID != nil {
			people = append(people, *w.PersonID)
		}
	}
	names, err := s.st.Names(ctx, people)
	if err != nil {
		return nil, err
	}
	out := make([]models.WordHead, 0, len(list))
	for _, w := range list {
		choices := wordChoices{}
		if err := json.Unmarshal([]byte(w.Choices), &choices); err != nil {
			return nil, fmt.Errorf("read what was decided: %w", err)
		}
		h := models.WordHead{WordReturn: w, Changes: choices.Of}
		h.WordReturn.Choices = ""
		for _, c := range choices.Changes {
			switch c {
			case models.WordTaken:
				h.Taken++
			case models.WordRefused:
				h.Refused++
			}
		}
		if w.PersonID != nil {
			h.Name = names[*w.PersonID]
		}
		out = append(out, h)
	}
	return out, nil
}

// WordReturn shows a Word file that came back: what it changes, and what becomes of the working version by what is taken.
func (s *Service) WordReturn(ctx context.Context, who models.Actor, slug, draft, ref string) (models.WordView, error) {
	b, done, err := s.wordBack(ctx, who, slug, draft, ref)
	if err != nil {
		return models.WordView{}, err
	}
	defer done()
	return b.view()
}

// view is the file as people decide about it.
func (b *wordBack) view() (models.WordView, error) {
	text, _ := textIn(b.texts, b.d.Language)
	v := models.WordView{
		WordReturn: b.row, State: b.state,
		Reading: models.Reading{Draft: b.d, Version: b.v, Text: text, Asked: b.d.Language, Provisions: b.now.Provisions},
	}
	v.File, v.Base, v.Choices = nil, "", ""
	for _, c := range b.file.Tracked {
		v.Changes = append(v.Changes, models.WordChange{
			ID: c.ID, Author: c.Author, Date: c.Date, Deleted: c.Deleted, Inserted: c.Inserted, Before: c.Before, After: c.After,
			EndOnly: c.EndOnly(), Moved: c.Moved, WIDs: c.WIDs, Choice: b.choices.of(c.ID),
		})
	}
	for _, u := range b.untracked() {
		v.Untracked = append(v.Untracked, b.difference(u))
	}
	for _, f := range b.file.Found {
		v.Found = append(v.Found, models.WordFound(f))
	}
	for _, c := range b.file.Comments {
		v.Comments = append(v.Comments, models.WordComment{WID: c.WID, Author: c.Author, Body: c.Text, Exact: c.Exact, Date: c.Date})
	}
	if b.row.AppliedAt != nil {
		v.NewTitle = b.now.Title
		return v, nil
	}
	out, err := b.onto()
	if err != nil {
		return v, err
	}
	v.NewTitle, v.Asked = out.Title, out.Asked
	for _, q := range out.Questions {
		v.Questions = append(v.Questions, b.question(q))
	}
	for _, step := range out.Steps {
		v.Steps = append(v.Steps, models.WordStep{Act: step.Act, WID: step.WID, Authors: step.Authors, Changes: b.pairs(step)})
	}
	return v, nil
}

// untracked are the untracked changes that would change something: not those that the working version has already.
func (b *wordBack) untracked() []document.Untracked {
	now := byWID(b.now.Provisions)
	return slices.DeleteFunc(slices.Clone(b.file.Untracked), func(u document.Untracked) bool {
		p, here := now[u.WID]
		switch {
		case u.Was == nil && u.Is == nil:
			return u.To == b.now.Title
		case u.Is == nil:
			return !here
		}
		return here && said4(p) == said4(*u.Is)
	})
}

func (b *wordBack) difference(u document.Untracked) models.WordDifference {
	d := models.WordDifference{ID: u.ID, WID: u.WID, Choice: b.choices.of(u.ID)}
	if u.Was == nil && u.Is == nil {
		d.ProvisionDiff = changed(b.titled(u.From), b.titled(u.To))
		return d
	}
	d.ProvisionDiff = changed(b.in(u.Was), b.in(u.Is))
	return d
}

// titled is a title as a provision that has nothing else.
func (b *wordBack) titled(title string) *models.Provision {
	return &models.Provision{Heading: title, Language: b.d.Language}
}

// in has a provision say in which language it is.
func (b *wordBack) in(p *models.Provision) *models.Provision {
	if p == nil {
		return nil
	}
	q := *p
	q.Language = b.d.Language
	return &q
}

func (b *wordBack) question(q document.Question) models.WordQuestion {
	out := models.WordQuestion{
		WID: q.WID, Key: q.Key, Together: q.Together, Ours: changed(b.in(q.Began), b.in(q.Ours)), Theirs: changed(b.in(q.Began), b.in(q.Theirs)),
	}
	if d, ok := b.choices.Answers[q.WID]; ok && d.Of == q.Key {
		out.How, out.Answer = d.How, d.Typed
	}
	return out
}

// pairs holds what a step touches against what it makes of it.
func (b *wordBack) pairs(step document.Step) []models.ProvisionDiff {
	is := map[string]*models.Provision{}
	for _, p := range step.Is {
		is[p.WID] = b.in(&p.Provision)
	}
	var out []models.ProvisionDiff
	for _, p := range step.Was {
		out = append(out, changed(b.in(&p.Provision), is[p.WID]))
		delete(is, p.WID)
	}
	for _, p := range step.Is {
		if made := is[p.WID]; made != nil {
			out = append(out, changed(nil, made))
		}
	}
	return out
}

// stillOpen refuses to decide about a file that was brought onto the working version already.
func (b *wordBack) stillOpen(revision int64) error {
	if b.row.AppliedAt != nil {
		return fault.New(fault.Conflict, "word_applied")
	}
	if revision != b.row.Revision {
		return fault.New(fault.Stale, "changed_meanwhile")
	}
	return nil
}
