package consult

import (
	"context"
	"slices"
	"unicode/utf8"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// ImportEdit is one correction of a text that was brought in. What an act does not need is ignored:
//   - change: kind, number and heading become the provision's;
//   - shift: one step up, down, in or out; split: before the code point at of its plain text; join: to the one before;
//   - delete: with everything below it; title: it becomes the text's;
//   - changes: the file is read again with its tracked changes taken or refused, and what was corrected goes;
//   - undo: the last of these.
type ImportEdit struct {
	Act       string `json:"act" validate:"required,oneof=change shift split join delete title changes undo"`
	Revision  int64  `json:"-" form:"revision" validate:"min=0,max=9007199254740991"` // which the correction was decided on
	WID       string `json:"wid" validate:"max=64"`
	Kind      string `json:"kind" validate:"omitempty,unit"`
	Number    string `json:"number" validate:"max=40,oneline"`
	Heading   string `json:"heading" validate:"max=500,oneline"`
	Title     string `json:"title" validate:"max=500,oneline"`
	Direction string `json:"direction" validate:"omitempty,oneof=up down in out"`
	At        int    `json:"at" validate:"min=0,max=65536"`
	Changes   string `json:"changes" validate:"omitempty,oneof=accepted refused"`
}

// EditImport corrects what was recognised of a text that was brought in, and gives the wid of the provision that it
// touched or made, of the one before when that is gone, empty for the whole text. Those who may keep it. Faults: Stale "changed_meanwhile" when somebody else
// corrected it since; Conflict "last_provision", "no_neighbour", "nothing_to_undo"; NotFound "provision"; Invalid.
func (s *Service) EditImport(ctx context.Context, by models.Call, slug, ref string, in ImportEdit) (string, error) {
	if wid, ok, err := s.answered(ctx, by); ok || err != nil {
		return wid, err
	}
	_, t, d, err := s.imported(ctx, by.Actor, slug, ref)
	if err != nil {
		return "", err
	}
	if err := s.check(&in, in.problems()...); err != nil {
		return "", err
	}
	if in.Revision != t.Revision {
		return "", fault.New(fault.Stale, "changed_meanwhile")
	}
	touched, err := s.correct(ctx, &t, d, in)
	if err != nil {
		return "", actFault(err)
	}
	return s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.CorrectTextImport(ctx, t)
		if err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Stale, "changed_meanwhile"))
		}
		return touched, nil
	})
}

// problems names what a correction lacks.
func (in *ImportEdit) problems() []fault.Field {
	var out []fault.Field
	require := func(name string, missing bool, acts ...string) {
		if missing && slices.Contains(acts, in.Act) {
			out = append(out, fault.Field{Name: name, Code: "required"})
		}
	}
	require("wid", in.WID == "", "change", "shift", "split", "join", "delete")
	require("kind", in.Kind == "", "change")
	require("direction", in.Direction == "", "shift")
	require("title", models.Blank(in.Title), "title")
	require("changes", in.Changes == "", "changes")
	return out
}

// correct does one correction to the text of an import.
func (s *Service) correct(ctx context.Context, t *models.TextImport, d models.Draft, in ImportEdit) (touched string, err error) {
	if in.Act == "undo" {
		if t.Undo == "" {
			return "", fault.New(fault.Conflict, "nothing_to_undo")
		}
		t.Text, t.Undo = t.Undo, ""
		return in.WID, nil
	}
	r, err := recognisedIn(t.Text)
	if err != nil {
		return "", err
	}
	switch in.Act {
	case "title":
		r.Title = in.Title
	case "changes":
		r, err = s.readAgain(ctx, *t, d, in.Changes)
	default:
		touched, err = r.act(in)
	}
	if err != nil {
		return "", err
	}
	if len(r.Provisions) == 0 {
		return "", fault.New(fault.Conflict, "last_provision")
	}
	t.Undo = t.Text
	t.Text, err = r.json()
	return touched, err
}

// readAgain reads the Word file anew.
func (s *Service) readAgain(ctx context.Context, t models.TextImport, d models.Draft, changes string) (recognised, error) {
	if len(t.File) == 0 {
		return recognised{}, fault.Bad("changes", "unknown_value")
	}
	var known []string
	if !t.NewDraft {
		var err error
		if known, err = s.st.WIDs(ctx, d.ConsultationID, d.ID); err != nil {
			return recognised{}, err
		}
	}
	in := NewVersion{File: t.File, Language: t.Language, Changes: changes}
	tree, err := s.readWord(ctx, &in, known)
	if fields := contentFields(err); fields != nil {
		return recognised{}, fault.Bad("changes", fields[0].Code)
	}
	return recognise(tree, in), err
}

// act does one act on the structure.
func (r *recognised) act(in ImportEdit) (touched string, err error) {
	touched = in.WID
	switch in.Act {
	case "change":
		p, ok := models.Reading{Provisions: r.Provisions}.Provision(in.WID)
		if !ok {
			return "", document.ErrNoProvision
		}
		p.Kind, p.Number, p.Heading = models.ProvisionKind(in.Kind), in.Number, in.Heading
		r.Provisions, err = document.Change(r.Provisions, in.WID, p)
	case "shift":
		r.Provisions, err = document.Shift(r.Provisions, in.WID, document.Direction(in.Direction))
	case "split":
		r.Provisions, touched, err = document.Split(r.Provisions, in.WID, in.At, nil)
		r.follow(in.WID, touched)
	case "join":
		r.Provisions, touched, err = document.Join(r.Provisions, in.WID)
		r.follow(in.WID, touched)
	default:
		i := slices.IndexFunc(r.Provisions, func(p models.Provision) bool { return p.WID == in.WID })
		touched = ""
		if i > 0 {
			touched = r.Provisions[i-1].WID
		}
		r.Provisions, _, err = document.Delete(r.Provisions, in.WID)
	}
	return touched, err
}

// lie has a remark be about its words at a place in a provision, or about the whole of it where nobody can tell.
func (m *remark) lie(wid string, start int) {
	m.WID, m.Start, m.End = wid, max(start, 0), 0
	if start >= 0 {
		m.End = start + utf8.RuneCountInString(m.Exact)
	}
}

// follow has what was said about a provision that was split or joined be said where its words are now.
func (r *recognised) follow(from, to string) {
	words := byWID(r.Provisions)
	was, there := words[from]
	for i := range r.Remarks {
		m := &r.Remarks[i]
		if m.WID != from {
			continue
		}
		if start := wordsAt(was.Text, m.Exact, -1); there && (m.Exact == "" || start >= 0) {
			m.lie(from, start)
			continue
		}
		if start := wordsAt(words[to].Text, m.Exact, -1); !there || start >= 0 {
			m.lie(to, start)
		}
	}
}
