package consult

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// NewWord is a Word file of a working version that comes back.
type NewWord struct {
	File     []byte
	FileName string
}

// workedText is the text of a working version, for those who may write it.
type workedText struct {
	c     models.Consultation
	d     models.Draft
	v     models.Version
	texts []models.VersionText
	now   document.Text
	state int64
	used  []string
}

// ownText finds the working version's text in the draft's language. Organisers and drafters.
func (s *Service) ownText(ctx context.Context, who models.Actor, slug, draft string) (w workedText, err error) {
	if w.c, err = s.where(ctx, who, Draft, slug); err != nil {
		return w, err
	}
	if w.d, err = s.st.Draft(ctx, w.c.ID, draft); err != nil {
		return w, err
	}
	if w.v, err = working(ctx, s.st.Reader, w.d); err != nil {
		return w, err
	}
	if w.state, err = s.st.NewestEditIn(ctx, w.v, w.d.Language); err != nil {
		return w, err
	}
	if w.texts, err = s.st.VersionTexts(ctx, w.c.ID, w.v.ID); err != nil {
		return w, err
	}
	if t, ok := textIn(w.texts, w.d.Language); ok {
		w.now.Title = t.Title
	}
	if w.now.Provisions, err = s.st.Provisions(ctx, w.c.ID, w.v.ID, w.d.Language); err != nil {
		return w, err
	}
	w.used, err = s.givenOut(ctx, w.c.ID, w.v)
	return w, err
}

// givenOut lists the wids that nothing new is given: all that any version of the draft has, and those that acts on this one
// took away, which "restore" brings back.
func (s *Service) givenOut(ctx context.Context, consultationID int64, v models.Version) ([]string, error) {
	used, err := s.st.WIDs(ctx, consultationID, v.DraftID)
	if err != nil {
		return nil, err
	}
	gone, err := s.st.TakenAway(ctx, v)
	if err != nil {
		return nil, err
	}
	for _, e := range gone {
		before, err := fromJSON(e.Before)
		if err != nil {
			return nil, err
		}
		for _, p := range before {
			used = append(used, p.WID)
		}
	}
	return used, nil
}

// BeginWord takes a Word file in that was made of the working version, and gives its address. Organisers and drafters.
// Faults: NotFound "version_not_found" without a working version; Invalid with a code for the field "file".
func (s *Service) BeginWord(ctx context.Context, by models.Call, slug, draft string, in NewWord) (string, error) {
	w, err := s.ownText(ctx, by.Actor, slug, draft)
	if err != nil {
		return "", err
	}
	base, changes, err := s.readBack(ctx, w, in.File)
	if err != nil {
		return "", err
	}
	row := models.WordReturn{
		ConsultationID: w.c.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), VersionID: w.v.ID, FileName: clipName(in.FileName), File: in.File, CreatedAt: by.At,
	}
	if row.Choices, err = (wordChoices{Of: &changes}).json(); err != nil {
		return "", err
	}
	if by.PersonID != 0 {
		row.PersonID = &by.PersonID
	}
	text, err := json.Marshal(base)
	if err != nil {
		return "", fmt.Errorf("write the text that went out: %w", err)
	}
	row.Base = string(text)
	return s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) { return row.Ref, tx.AddWordReturn(ctx, row) })
}

// readBack reads a file for the first time, finds the text that it was made of, and counts what it changes.
func (s *Service) readBack(ctx context.Context, w workedText, file []byte) (base document.Text, changes int, err error) {
	switch {
	case file == nil:
		return base, 0, fault.Bad("file", "required")
	case len(file) == 0:
		return base, 0, fault.Bad("file", "no_text")
	}
	if !docx.Is(file) {
		return base, 0, fault.Bad("file", "not_word")
	}
	done, err := s.readAlone(ctx)
	if err != nil {
		return base, 0, err
	}
	defer done()
	doc, err := readDOCX(file)
	if err != nil {
		return base, 0, err
	}
	seq, err := readMark(document.MarkOf(doc), w.v, w.texts, w.d.Language)
	if err != nil {
		return base, 0, err
	}
	base, unsure, err := s.wentOut(ctx, w, seq)
	if err != nil {
		return base, 0, err
	}
	r, err := document.ReadReturned(doc, base, w.d.Language, w.isUsed)
	if err != nil {
		return base, 0, fileFault(err)
	}
	if len(r.Comments) > maxRemarks {
		return base, 0, fault.Bad("file", "too_many_comments")
	}
	for _, u := range r.Untracked { // it was saved on and on while somebody wrote it: the file alone knows what it said
		if u.WID == unsure && u.Was != nil && u.Is != nil {
			*u.Was = *u.Is
		}
	}
	return base, len(r.Tracked) + len(r.Untracked), nil
}

func (w *workedText) isUsed(wid string) bool { return slices.Contains(w.used, wid) }

func readDOCX(file []byte) (docx.Document, error) {
	doc, err := docx.Read(bytes.NewReader(file), int64(len(file)))
	return doc, fileFault(err)
}

// fileFault says in a fault of the field "file" why a Word file is refused.
func fileFault(err error) error {
	if fields := contentFields(err); fields != nil {
		return fault.Bad("file", fields[0].Code)
	}
	return err
}

// wentOut is the text as it was at a state: what was done to it since is undone. Where a provision was saved on and on by
// somebody who wrote it when the file went out, what it said then is not known, and unsure is its wid.
func (s *Service) wentOut(ctx context.Context, w workedText, seq int64) (base document.Text, unsure string, err error) {
	edits, err := s.st.EditsSince(ctx, w.v, w.d.Language, seq)
	if err != nil {
		return base, "", err
	}
	base = document.Text{Title: w.now.Title, Provisions: slices.Clone(w.now.Provisions)}
	for _, e := range edits {
		if err := undo(&base, e); err != nil {
			return base, "", err
		}
	}
	if len(edits) == 0 || seq == 0 {
		return base, "", nil
	}
	at, err := s.st.ProvisionEdits(ctx, w.v, "", seq+1, 1)
	if first := edits[len(edits)-1]; err == nil && first.Act == "change" && (len(at) == 0 || at[0].Seq != seq) {
		unsure = first.WID
	}
	return base, unsure, err
}

// undo takes back what an act did. What an act did to the places of other provisions than those that it touched is not
// kept, and stays.
func undo(t *document.Text, e models.ProvisionEdit) error {
	was, err := fromJSON(e.Before)
	if err != nil {
		return err
	}
	is, err := fromJSON(e.After)
	if err != nil {
		return err
	}
	if e.Act == "title" && len(was) == 1 {
		t.Title = was[0].Heading
		return nil
	}
	before := map[string]snapshot{}
	for _, p := range was {
		before[p.WID] = p
	}
	for _, p := range is {
		if _, ok := before[p.WID]; !ok {
			t.Provisions = slices.DeleteFunc(t.Provisions, func(q models.Provision) bool { return q.WID == p.WID })
		}
	}
	for _, p := range was {
		i := slices.IndexFunc(t.Provisions, func(q models.Provision) bool { return q.WID == p.WID })
		if i < 0 {
			t.Provisions = putBack(t.Provisions, p)
			continue
		}
		q := &t.Provisions[i]
		q.Kind, q.Number, q.Heading, q.Text, q.HTML = models.ProvisionKind(p.Kind), p.Number, p.Heading, p.Text, p.HTML
	}
	return ordered(t)
}

// putBack puts a provision that is gone after its sibling, else below its parent.
func putBack(ps []models.Provision, p snapshot) []models.Provision {
	made := p.provision()
	at := len(ps)
	for i, q := range ps {
		if q.WID == p.Parent {
			made.Depth, at = q.Depth+1, i+1
		}
		if q.WID == p.After {
			for made.Depth, at = q.Depth, i+1; at < len(ps) && ps[at].Depth > q.Depth; at++ {
			}
			break
		}
	}
	if p.Parent == "" && p.After == "" {
		at = 0
	}
	return slices.Insert(ps, at, made)
}

// ordered gives a list of provisions the positions and parents that its depths say.
func ordered(t *document.Text) error {
	deepest := -1
	for i := range t.Provisions {
		deepest = min(t.Provisions[i].Depth, deepest+1)
		t.Provisions[i].Depth = deepest
	}
	if len(t.Provisions) == 0 {
		return nil
	}
	first := t.Provisions[0]
	var err error
	t.Provisions, err = document.Change(t.Provisions, first.WID, first)
	return err
}
