package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewWorking is what it takes to begin a working version.
type NewWorking struct {
	Label string `json:"label" validate:"max=200,oneline"`
}

// OpenWorking begins a working version as a copy of the newest published one, with its translations. Organisers and
// drafters. Faults: Conflict "version_open"; NotFound "version" when nothing is published yet.
func (s *Service) OpenWorking(ctx context.Context, by models.Call, slug, draft string, in NewWorking) (models.Reading, error) {
	var none models.Reading
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return none, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		versions, err := tx.Versions(ctx, c.ID, d.ID)
		if err != nil {
			return "", err
		}
		if len(versions) == 0 || versions[0].Number == 0 {
			return "", fault.Missing("version")
		}
		v := models.Version{ConsultationID: c.ID, ID: s.ids.Next(by.At), DraftID: d.ID, Label: in.Label, Status: models.Working, CreatedAt: by.At}
		return "working", copyVersion(ctx, tx, versions[0], v)
	})
	if err != nil {
		return none, err
	}
	return s.Reading(ctx, by.Actor, slug, draft, Which{Working: true})
}

// copyVersion keeps a new working version with all texts of another one.
func copyVersion(ctx context.Context, tx *store.Tx, from, to models.Version) error {
	ok, err := tx.AddVersion(ctx, &to)
	if err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "version_open"))
	}
	texts, err := tx.VersionTexts(ctx, from.ConsultationID, from.ID)
	if err != nil {
		return err
	}
	for _, t := range texts {
		ps, err := tx.Provisions(ctx, from.ConsultationID, from.ID, t.Language)
		if err != nil {
			return err
		}
		text := models.VersionText{ConsultationID: to.ConsultationID, VersionID: to.ID, Language: t.Language, Title: t.Title}
		if _, err := tx.AddVersionText(ctx, &text, own(ps, to, t.Language)); err != nil {
			return err
		}
	}
	return tx.CopyBases(ctx, from, to)
}

// DiscardWorking forgets the working version with its translations and their history. Organisers and drafters, after a
// fresh proof of who they are.
func (s *Service) DiscardWorking(ctx context.Context, by models.Call, slug, draft string) error {
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return err
	}
	if err := s.stepped(by); err != nil {
		return err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		v, err := working(ctx, tx.Reader, d)
		if err != nil {
			return "", err
		}
		ok, err := tx.DropWorking(ctx, v)
		if err == nil && !ok {
			err = fault.Missing("version")
		}
		return d.Slug, err
	})
	return err
}

// working finds the working version of a draft; fault NotFound "version_not_found".
func working(ctx context.Context, r store.Reader, d models.Draft) (models.Version, error) {
	versions, err := r.Versions(ctx, d.ConsultationID, d.ID)
	if err != nil {
		return models.Version{}, err
	}
	at := slices.IndexFunc(versions, func(v models.Version) bool { return v.Number == 0 })
	if at < 0 {
		return models.Version{}, fault.Missing("version")
	}
	return versions[at], nil
}

// seenFor is how long somebody counts as editing after they were last seen at it.
const seenFor = 2 * time.Minute

// Presence is somebody else who has a provision of the working version open.
type Presence struct {
	WID, Language, Name string
	SeenAt              time.Time
}

// Present tells who else has provisions of the working version open just now, last seen first.
func (s *Service) Present(ctx context.Context, who models.Actor, v models.Version, now time.Time) ([]Presence, error) {
	open, err := s.st.OpenEdits(ctx, v, now.Add(-seenFor))
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(e models.OpenEdit) bool { return e.PersonID == who.PersonID })
	ids := make([]int64, len(open))
	for i, e := range open {
		ids[i] = e.PersonID
	}
	names, err := s.st.Names(ctx, ids)
	out := make([]Presence, len(open))
	for i, e := range open {
		out[i] = Presence{e.WID, e.Language, names[e.PersonID], e.SeenAt}
	}
	return out, err
}

// SeeEditing keeps that somebody has a provision of the working version open, or no longer when done, and tells who else
// has it. Whoever may edit the text in that language.
func (s *Service) SeeEditing(ctx context.Context, by models.Call, slug, draft string, of EditOf, done bool) ([]Presence, error) {
	in, wid := NewEdit{Language: of.Language}, of.WID
	c, d, err := s.editable(ctx, by.Actor, slug, draft, &in)
	if err != nil {
		return nil, err
	}
	v, err := workedOn(ctx, s.st.Reader, d, in.Language, of.Version)
	if err != nil {
		return nil, err
	}
	row := models.OpenEdit{ConsultationID: c.ID, VersionID: v.ID, Language: in.Language, WID: wid, PersonID: by.PersonID, SeenAt: by.At}
	if by.PersonID != 0 {
		err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
			if done {
				return tx.DropOpenEdit(ctx, row)
			}
			return setOpen(ctx, tx, v, row)
		})
		if err != nil {
			return nil, err
		}
	}
	all, err := s.Present(ctx, by.Actor, v, by.At)
	return slices.DeleteFunc(all, func(p Presence) bool { return p.WID != wid || p.Language != in.Language }), err
}

// setOpen keeps that somebody has a provision open that is there, in a version that nobody discards at the same time.
func setOpen(ctx context.Context, tx *store.Tx, v models.Version, row models.OpenEdit) error {
	if v.Number == 0 {
		if ok, err := tx.HoldWorking(ctx, v); err != nil || !ok {
			return cmpErr(err, fault.Missing("version"))
		}
	}
	if ok, err := tx.HasProvision(ctx, v, row.WID); err != nil || !ok {
		return cmpErr(err, fault.Missing("provision"))
	}
	return tx.SetOpenEdit(ctx, row)
}

// HistoryEntry is one act on the working version, as the history shows it.
type HistoryEntry struct {
	models.ProvisionEdit
	Name    string // of who did it; empty: a command, or somebody whose data was erased
	Changes []models.ProvisionDiff
	More    int // how many more provisions it touched, which are not listed
}

// History lists what was done to the working version, newest first; about one provision when wid names it. Staff who may
// read what is not public. next is 0 on the last page.
func (s *Service) History(ctx context.Context, who models.Actor, slug, draft, wid string, before int64) (list []HistoryEntry, next int64, err error) {
	c, err := s.where(ctx, who, ReadUnpublished, slug)
	if err != nil {
		return nil, 0, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return nil, 0, err
	}
	v, err := working(ctx, s.st.Reader, d)
	if err != nil {
		return nil, 0, err
	}
	edits, err := s.st.ProvisionEdits(ctx, v, wid, before, defaultLimit+1)
	if err != nil {
		return nil, 0, err
	}
	if len(edits) > defaultLimit {
		edits = edits[:defaultLimit]
		next = edits[len(edits)-1].Seq
	}
	list, err = s.entries(ctx, edits)
	return list, next, err
}

// entries adds to acts who did them and what became of which provision.
func (s *Service) entries(ctx context.Context, edits []models.ProvisionEdit) ([]HistoryEntry, error) {
	var ids []int64
	for _, e := range edits {
		if e.PersonID != nil {
			ids = append(ids, *e.PersonID)
		}
	}
	names, err := s.st.Names(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]HistoryEntry, len(edits))
	for i, e := range edits {
		out[i].ProvisionEdit = e
		if e.PersonID != nil {
			out[i].Name = names[*e.PersonID]
		}
		if out[i].Changes, out[i].More, err = pairs(e); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Of one act the history lists so many provisions, and no more once their words have so many bytes.
const (
	mostChanges = 20
	mostWords   = 100_000
)

// pairs holds what an act touched against what it made of it, as far as it is listed; more is how much is not.
func pairs(e models.ProvisionEdit) (out []models.ProvisionDiff, more int, err error) {
	before, err := fromJSON(e.Before)
	if err != nil {
		return nil, 0, err
	}
	after, err := fromJSON(e.After)
	if err != nil {
		return nil, 0, err
	}
	is, words := map[string]*models.Provision{}, 0
	for _, p := range after {
		is[p.WID] = p.in(e.Language)
	}
	list := func(was, is *models.Provision) {
		if len(out) == mostChanges || words > mostWords {
			more++
			return
		}
		for _, p := range []*models.Provision{was, is} {
			if p != nil {
				words += len(p.HTML)
			}
		}
		out = append(out, changed(was, is))
	}
	for _, p := range before {
		list(p.in(e.Language), is[p.WID])
		delete(is, p.WID)
	}
	for _, p := range after {
		if made := is[p.WID]; made != nil {
			list(nil, made)
		}
	}
	return out, more, nil
}
