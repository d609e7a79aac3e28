package consult

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// NewNote is a private note on a provision, or on the whole text.
type NewNote struct {
	WID      string `json:"wid" validate:"max=64"`                                   // empty: on the whole text
	Language string `json:"language" validate:"omitempty,bcp47_language_tag"`        // of the text it is written on; empty: the draft's
	Exact    string `json:"exact" validate:"max=5000"`                               // words of the provision that it is about; empty: all of it
	Body     string `json:"body" validate:"required,notblank,max=20000,bytes=65536"` // plain text
}

// Settled says whether a note is done with.
type Settled struct {
	Settled bool `json:"settled"`
}

// maxNotes is how many notes are listed at once where nobody says how many; far more than anybody reads.
const maxNotes = 5000

// Notes lists the private notes on a draft, newest first: those who work on its text, and observers; for all others they
// are not there.
func (s *Service) Notes(ctx context.Context, who models.Actor, slug, draft string, f models.NoteFilter) (models.Notes, error) {
	var out models.Notes
	_, d, err := s.noted(ctx, who, ReadNotes, slug, draft)
	if err != nil {
		return out, err
	}
	before, err := readCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	if f.Limit < 0 || f.Limit > maxLimit {
		return out, badFilter("limit")
	}
	limit := cmp.Or(f.Limit, maxNotes)
	f.Limit = limit + 1
	all, err := s.st.Notes(ctx, d, f, before)
	if err != nil {
		return out, err
	}
	if len(all) > limit {
		all = all[:limit]
		out.Next = cursorOf(all[limit-1].ID)
	}
	out.Items, err = views(ctx, s.st.Reader, who, all)
	return out, err
}

// OpenNotes counts the notes on a draft that are not settled, by wid; for whoever may not read them there are none.
func (s *Service) OpenNotes(ctx context.Context, who models.Actor, d models.Draft) (map[string]int, error) {
	if !Can(who, ReadNotes, Thing{ConsultationID: d.ConsultationID}) {
		return nil, nil
	}
	return s.st.OpenNotes(ctx, d)
}

// NotedText is the text whose provisions are noted on: the working version, or the newest one where none is open. Of a
// draft that has no text any more only the draft. Those who may read its notes.
func (s *Service) NotedText(ctx context.Context, who models.Actor, slug, draft string) (models.Reading, error) {
	_, d, err := s.noted(ctx, who, ReadNotes, slug, draft)
	if err != nil {
		return models.Reading{}, err
	}
	v, ok, err := notedVersion(ctx, s.st.Reader, d)
	if err != nil || !ok {
		return models.Reading{Draft: d}, err
	}
	return s.readingOf(ctx, d, v, d.Language)
}

// notedVersion is the version that notes are written on.
func notedVersion(ctx context.Context, r store.Reader, d models.Draft) (v models.Version, ok bool, err error) {
	all, err := r.Versions(ctx, d.ConsultationID, d.ID)
	if err != nil || len(all) == 0 {
		return v, false, err
	}
	if last := all[len(all)-1]; last.Number == 0 {
		return last, true, nil
	}
	return all[0], true, nil
}

// noted finds a draft for those who may do something with its notes.
func (s *Service) noted(ctx context.Context, who models.Actor, a Action, slug, draft string) (models.Consultation, models.Draft, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return c, models.Draft{}, err
	}
	if t := (Thing{ConsultationID: c.ID}); who.Known() && !Can(who, ReadNotes, t) {
		return c, models.Draft{}, fault.Missing("note")
	} else if err := need(who, Can(who, a, t)); err != nil {
		return c, models.Draft{}, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	return c, d, err
}

// views adds to notes who wrote them.
func views(ctx context.Context, r store.Reader, who models.Actor, all []models.Note) ([]models.NoteView, error) {
	names, err := writers(ctx, r, all)
	out := make([]models.NoteView, len(all))
	for i, n := range all {
		out[i] = models.NoteView{Note: n, Name: writer(n, names), Mine: n.PersonID != nil && *n.PersonID == who.PersonID}
	}
	return out, err
}

// writers are the names of the people who wrote notes here.
func writers(ctx context.Context, r store.Reader, all []models.Note) (map[int64]string, error) {
	var people []int64
	for _, n := range all {
		if n.PersonID != nil && !n.FromFile && !slices.Contains(people, *n.PersonID) {
			people = append(people, *n.PersonID)
		}
	}
	if len(people) == 0 {
		return nil, nil
	}
	return r.Names(ctx, people)
}

// writer is who wrote a note, as far as that is known.
func writer(n models.Note, names map[int64]string) string {
	if n.FromFile || n.PersonID == nil {
		return n.AuthorName
	}
	return names[*n.PersonID]
}

// AddNote keeps a note on a provision of the working version, or of the newest one where none is open. Those who work on
// the text. Faults: Invalid "wid", "language", "exact"; NotFound "version".
func (s *Service) AddNote(ctx context.Context, by models.Call, slug, draft string, in NewNote) (models.NoteView, error) {
	var none models.NoteView
	c, d, err := s.noted(ctx, by.Actor, WriteNotes, slug, draft)
	if err != nil {
		return none, err
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	if in.Language = canonical(in.Language); in.Language == "" || in.Language == "und" {
		in.Language = d.Language
	}
	n := models.Note{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), DraftID: d.ID, Language: in.Language, WID: in.WID, Exact: in.Exact, Body: in.Body,
		CreatedAt: by.At,
	}
	if by.PersonID != 0 {
		n.PersonID = &by.PersonID
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		if err := notable(ctx, tx.Reader, d, in); err != nil {
			return "", err
		}
		return n.Ref, tx.AddNotes(ctx, []models.Note{n})
	})
	if err != nil {
		return none, err
	}
	return s.note(ctx, by.Actor, d, ref)
}

// note gives one note.
func (s *Service) note(ctx context.Context, who models.Actor, d models.Draft, ref string) (models.NoteView, error) {
	n, err := s.st.Note(ctx, d, ref)
	if err != nil {
		return models.NoteView{}, err
	}
	all, err := views(ctx, s.st.Reader, who, []models.Note{n})
	return all[0], err
}

// notable refuses a note on what is not in the text. In a translation the gaps can be spoken of too.
func notable(ctx context.Context, r store.Reader, d models.Draft, in NewNote) error {
	v, ok, err := notedVersion(ctx, r, d)
	if err != nil || !ok {
		return cmpErr(err, fault.Missing("version"))
	}
	texts, err := r.VersionTexts(ctx, d.ConsultationID, v.ID)
	if err != nil {
		return err
	}
	if _, ok := textIn(texts, in.Language); !ok {
		return fault.Bad("language", "not_found")
	}
	if in.WID == "" && in.Exact == "" {
		return nil
	}
	for _, language := range []string{in.Language, d.Language} {
		ps, err := r.Provisions(ctx, d.ConsultationID, v.ID, language)
		if err != nil {
			return err
		}
		p, there := models.Reading{Provisions: ps}.Provision(in.WID)
		switch {
		case there && (in.Exact == "" || language == in.Language && strings.Contains(p.Text, in.Exact)):
			return nil
		case there:
			return fault.Bad("exact", "not_in_text")
		}
	}
	return fault.Bad("wid", "not_found")
}

// SettleNote says that a note is done with, or that it is not after all. Those who work on the text.
func (s *Service) SettleNote(ctx context.Context, by models.Call, slug, draft, ref string, in Settled) (models.NoteView, error) {
	c, d, err := s.noted(ctx, by.Actor, WriteNotes, slug, draft)
	if err != nil {
		return models.NoteView{}, err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		n, err := tx.Note(ctx, d, ref)
		if err != nil {
			return "", err
		}
		n.SettledAt, n.SettledBy = nil, nil
		if in.Settled {
			n.SettledAt = &by.At
		}
		if in.Settled && by.PersonID != 0 {
			n.SettledBy = &by.PersonID
		}
		return ref, tx.SettleNote(ctx, n)
	})
	if err != nil {
		return models.NoteView{}, err
	}
	return s.note(ctx, by.Actor, d, ref)
}

// DeleteNote deletes a note, for whoever wrote it or brought it in; others settle it.
func (s *Service) DeleteNote(ctx context.Context, by models.Call, slug, draft, ref string) error {
	c, d, err := s.noted(ctx, by.Actor, WriteNotes, slug, draft)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		n, err := tx.Note(ctx, d, ref)
		if err != nil {
			return "", err
		}
		if err := need(by.Actor, by.System || n.PersonID != nil && *n.PersonID == by.PersonID); err != nil {
			return "", err
		}
		return ref, tx.DropNote(ctx, n)
	})
	return err
}
