package consult

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// autoJoins is how long saves while writing join one another.
const autoJoins = 10 * time.Minute

// snapshot is a provision as the history keeps it.
type snapshot struct {
	WID     string `json:"wid"`
	Parent  string `json:"parent"`
	After   string `json:"after"` // the sibling before it
	Kind    string `json:"kind"`
	Number  string `json:"number"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
}

// snapshots are the provisions of a text as the history keeps them, by wid.
func snapshots(ps []models.Provision) map[string]snapshot {
	out, last := make(map[string]snapshot, len(ps)), map[string]string{}
	for _, p := range ps {
		out[p.WID] = snapshot{p.WID, p.Parent, last[p.Parent], string(p.Kind), p.Number, p.Heading, p.Text, p.HTML}
		last[p.Parent] = p.WID
	}
	return out
}

// remember keeps what an act did: the provisions that it made, changed or took away, as they were and as they are.
func (s *Service) remember(ctx context.Context, tx *store.Tx, by models.Call, e *edit) error {
	before, after := e.touchedOnes()
	if len(before)+len(after) == 0 && e.Act != "confirm" {
		return nil // it left everything as it was
	}
	row, err := s.actEntry(by, e, e.Act, cmp.Or(e.WID, e.touched), e.seq, before, after)
	if err != nil {
		return err
	}
	row.Auto = e.Auto
	if joined, err := s.joins(ctx, tx, e.v, row); err != nil || joined {
		return err
	}
	return tx.AddProvisionEdit(ctx, row)
}

// actEntry is an act as the history keeps it.
func (s *Service) actEntry(by models.Call, e *edit, act, wid string, seq int64, was, is []snapshot) (models.ProvisionEdit, error) {
	row := models.ProvisionEdit{
		ConsultationID: e.d.ConsultationID, ID: s.ids.Next(by.At), VersionID: e.v.ID, Language: e.Language, Seq: seq, Act: act, WID: wid, CreatedAt: by.At,
	}
	if by.PersonID != 0 {
		row.PersonID = &by.PersonID
	}
	var err error
	if row.Before, err = asJSON(was); err != nil {
		return row, err
	}
	row.After, err = asJSON(is)
	return row, err
}

// joins has a save while writing continue the last one, when that was of the same provision by the same person.
func (s *Service) joins(ctx context.Context, tx *store.Tx, v models.Version, row models.ProvisionEdit) (bool, error) {
	if row.Act != "change" || row.PersonID == nil {
		return false, nil
	}
	last, err := tx.ProvisionEdits(ctx, v, "", 0, 1)
	if err != nil || len(last) == 0 {
		return false, err
	}
	l := last[0]
	if !l.Auto || l.Act != row.Act || l.WID != row.WID || l.Language != row.Language || l.PersonID == nil || *l.PersonID != *row.PersonID ||
		row.CreatedAt.Sub(l.CreatedAt) > autoJoins {
		return false, nil
	}
	l.After, l.Seq, l.CreatedAt, l.Auto = row.After, row.Seq, row.CreatedAt, row.Auto
	return true, tx.ExtendEdit(ctx, l)
}

// touchedOnes are the provisions that differ between before and after, and the one that was moved.
func (e *edit) touchedOnes() (was, is []snapshot) {
	before, after := snapshots(e.before), snapshots(e.after)
	moved := func(wid string) bool { return wid == e.WID && before[wid] != after[wid] }
	for _, p := range e.before {
		a, b := before[p.WID], after[p.WID]
		if b.WID == "" && p.WID != b.WID || !sameWords(a, b) || moved(p.WID) {
			was = append(was, a)
		}
	}
	for _, p := range e.after {
		a, b := before[p.WID], after[p.WID]
		if a.WID == "" && p.WID != a.WID || !sameWords(a, b) || moved(p.WID) {
			is = append(is, b)
		}
	}
	return was, is
}

func sameWords(a, b snapshot) bool {
	return a.Kind == b.Kind && a.Number == b.Number && a.Heading == b.Heading && a.HTML == b.HTML
}

func asJSON(list []snapshot) (string, error) {
	if list == nil {
		list = []snapshot{}
	}
	out, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("write what was edited: %w", err)
	}
	return string(out), nil
}

func fromJSON(text string) ([]snapshot, error) {
	var out []snapshot
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return nil, fmt.Errorf("read what was edited: %w", err)
	}
	return out, nil
}

func (p snapshot) provision() models.Provision {
	return models.Provision{WID: p.WID, Parent: p.Parent, Kind: models.ProvisionKind(p.Kind), Number: p.Number, Heading: p.Heading, Text: p.Text, HTML: p.HTML}
}

func (p snapshot) in(language string) *models.Provision {
	out := p.provision()
	out.Language = language
	return &out
}

// restore brings the provisions of one entry of the history back as they were before it: their words where they are
// still there, else they themselves, with the wids they had, where they stood.
func (e *edit) restore(ctx context.Context, tx *store.Tx) error {
	edits, err := tx.ProvisionEdits(ctx, e.v, "", e.Revision+1, 1)
	if err != nil {
		return err
	}
	if len(edits) == 0 || edits[0].Seq != e.Revision || edits[0].Language != e.Language {
		return fault.Bad("revision", "not_found")
	}
	was := edits[0]
	list, err := fromJSON(was.Before)
	if err != nil {
		return err
	}
	if len(list) == 0 || was.Act == "title" {
		return fault.New(fault.Conflict, "nothing_to_restore")
	}
	e.WID, e.touched = was.WID, was.WID
	e.after = slices.Clone(e.before)
	if was.Act == "move" || was.Act == "shift" {
		return e.moveBack(list[0])
	}
	if was.Act == "split" {
		if err := e.unsplit(was); err != nil {
			return err
		}
	}
	for _, p := range list {
		if err := e.bringBack(p); err != nil {
			return err
		}
	}
	if e.Language != e.d.Language {
		e.after = own(arranged(e.source, byWID(e.after)), e.v, e.Language)
	}
	return nil
}

// moveBack puts what was moved where it stood: after the sibling it had, or else first below what it stood in.
func (e *edit) moveBack(p snapshot) (err error) {
	there := byWID(e.after)
	place := document.Place{Parent: p.Parent}
	if after, ok := there[p.After]; ok && after.Parent == p.Parent {
		place.After = p.After
	}
	e.after, err = document.Move(e.after, p.WID, place)
	return err
}

// unsplit joins what was cut in two, while both halves are as the cut left them: then the first has the words of both, and
// what stands below the second is below it again.
func (e *edit) unsplit(was models.ProvisionEdit) error {
	halves, err := fromJSON(was.After)
	if err != nil {
		return err
	}
	now := snapshots(e.after)
	for _, p := range halves {
		if !sameWords(now[p.WID], p) {
			return fault.New(fault.Stale, "changed_meanwhile")
		}
	}
	if len(halves) != 2 {
		return fault.New(fault.Conflict, "nothing_to_restore")
	}
	joined, into, err := document.Join(e.after, halves[1].WID)
	if err == nil && into != halves[0].WID {
		err = fault.New(fault.Stale, "changed_meanwhile") // something stands between them by now
	}
	e.after, e.joined, e.cut = joined, halves[1].WID, was.Seq
	return err
}

// bringBack gives a provision the words it had, or puts it back where it stood.
func (e *edit) bringBack(p snapshot) (err error) {
	there := byWID(e.after)
	if _, ok := there[p.WID]; ok {
		e.after, err = document.Change(e.after, p.WID, p.provision())
		return err
	}
	if e.Language != e.d.Language {
		e.after = append(e.after, p.provision())
		return nil
	}
	place := document.Place{}
	if _, ok := there[p.Parent]; ok {
		place.Parent = p.Parent
	}
	if after, ok := there[p.After]; ok && after.Parent == place.Parent {
		place.After = p.After
	}
	with := own([]models.Provision{p.provision()}, e.v, e.Language)[0]
	e.after, err = document.PutBack(e.after, place, with)
	return err
}
