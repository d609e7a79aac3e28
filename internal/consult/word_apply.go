package consult

import (
	"context"
	"slices"
	"strconv"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// WordApplication brings what is taken of a Word file onto the working version.
type WordApplication struct {
	Revision int64 `json:"-" form:"revision" validate:"min=0,max=9007199254740991"` // of what was decided
	State    int64 `json:"state" validate:"min=0,max=9007199254740991"`             // of the working version that was looked at
	// Changes are decided first; a form sends the choices that stand in it.
	Changes map[string]string `json:"-" form:"changes"`
}

// ApplyWord brings all changes of a Word file that are taken onto the working version at once, as acts of its history that
// say whose words they were, and tells how many acts; comments of the file become private notes. What is not taken is refused from then on. Organisers and drafters.
// Faults: Stale "changed_meanwhile" when somebody decided otherwise, or changed the working version, since it was looked at;
// Conflict "word_questions" while one is not decided, "word_applied", "last_provision".
func (s *Service) ApplyWord(ctx context.Context, by models.Call, slug, draft, ref string, in WordApplication) (int, error) {
	if done, ok, err := s.answered(ctx, by); ok || err != nil {
		n, _ := strconv.Atoi(done)
		return n, err
	}
	b, read, err := s.wordBack(ctx, by.Actor, slug, draft, ref)
	if err != nil {
		return 0, err
	}
	defer read()
	out, err := s.decided(by, &b, in)
	if err != nil {
		return 0, err
	}
	done, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := b.unmoved(ctx, tx, in); err != nil {
			return "", err
		}
		ok, err := tx.DecideWordReturn(ctx, b.row)
		if err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Stale, "changed_meanwhile"))
		}
		if _, err := s.bringNotes(ctx, tx, by, b.d, b.notes()); err != nil {
			return "", err
		}
		n, err := s.bring(ctx, tx, by, b, out)
		return strconv.Itoa(n), err
	})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(done)
}

// decided tells what becomes of the working version, where all is decided that is to be.
func (s *Service) decided(by models.Call, b *wordBack, in WordApplication) (document.Outcome, error) {
	var out document.Outcome
	chosen := WordDecision{Changes: in.Changes}
	if err := s.check(&in, b.problems(chosen)...); err != nil {
		return out, err
	}
	if err := b.stillOpen(in.Revision); err != nil {
		return out, err
	}
	b.decide(chosen)
	out, err := b.onto()
	switch {
	case err != nil:
		return out, err
	case out.Asked > 0:
		return out, fault.New(fault.Conflict, "word_questions")
	case len(out.Provisions) == 0:
		return out, fault.New(fault.Conflict, "last_provision")
	}
	b.settle(by)
	b.row.Choices, err = b.choices.json()
	return out, err
}

// notes are the comments of the file, as private notes on the draft.
func (b *wordBack) notes() []models.Note {
	out := make([]models.Note, len(b.file.Comments))
	for i, c := range b.file.Comments {
		out[i] = models.Note{WID: c.WID, Language: b.d.Language, Exact: c.Exact, Body: c.Text, AuthorName: c.Author, CreatedAt: c.Date}
	}
	return out
}

// settle refuses what is not taken.
func (b *wordBack) settle(by models.Call) {
	if b.choices.Changes == nil {
		b.choices.Changes = map[string]models.WordChoice{}
	}
	for id := range b.known() {
		if !b.choices.taken(id) {
			b.choices.Changes[id] = models.WordRefused
		}
	}
	b.row.AppliedAt = &by.At
}

// unmoved holds the working version to the state that was looked at; whoever edits at the same time waits.
func (b *wordBack) unmoved(ctx context.Context, tx *store.Tx, in WordApplication) error {
	if _, err := tx.Touch(ctx, b.c.ID); err != nil {
		return err
	}
	v, err := working(ctx, tx.Reader, b.d)
	if err != nil {
		return err
	}
	state, err := tx.NewestEditIn(ctx, v, b.d.Language)
	if err == nil && (v.ID != b.v.ID || state != in.State || state != b.state) {
		err = fault.New(fault.Stale, "changed_meanwhile")
	}
	return err
}

// bring writes what becomes of the working version, and tells by how many acts.
func (s *Service) bring(ctx context.Context, tx *store.Tx, by models.Call, b wordBack, out document.Outcome) (int, error) {
	acts := len(out.Steps)
	if out.Title != b.now.Title {
		acts++
	}
	if acts == 0 {
		return 0, nil
	}
	last, err := tx.TouchTimes(ctx, b.c.ID, acts)
	if err != nil {
		return 0, err
	}
	e := edit{NewEdit: NewEdit{Act: "word", Language: b.d.Language}, d: b.d, v: b.v, seq: last - int64(acts) + 1, before: b.now.Provisions, after: out.Provisions}
	rows, err := s.wordEdits(by, e, out)
	if err != nil {
		return 0, err
	}
	if len(out.Steps) > 0 {
		if err := tx.Rewrite(ctx, e.before, e.after); err != nil {
			return 0, err
		}
		if err := e.followedBy(ctx, tx); err != nil {
			return 0, err
		}
	}
	if out.Title != b.now.Title {
		row, err := s.actEntry(by, &e, "title", "", last, []snapshot{{Heading: b.now.Title}}, []snapshot{{Heading: out.Title}})
		if err != nil {
			return 0, err
		}
		row.WordsOf = authors(b.titledBy())
		rows = append(rows, row)
		t, _ := textIn(b.texts, b.d.Language)
		t.Title = out.Title
		if err := tx.SetTitle(ctx, t); err != nil {
			return 0, err
		}
	}
	return acts, tx.AddProvisionEdits(ctx, rows)
}

// titledBy are those whose changes of the title are taken.
func (b *wordBack) titledBy() []string {
	var out []string
	for _, c := range b.file.Tracked {
		if len(c.WIDs) == 0 && b.choices.taken(c.ID) && c.Author != "" && !slices.Contains(out, c.Author) {
			out = append(out, c.Author)
		}
	}
	return out
}

// wordEdits are the acts as the history keeps them; each provision gets the number of the last act that changed it.
func (s *Service) wordEdits(by models.Call, e edit, out document.Outcome) ([]models.ProvisionEdit, error) {
	at := map[string]int{}
	for i, p := range e.after {
		at[p.WID] = i
	}
	rows := make([]models.ProvisionEdit, 0, len(out.Steps)+1)
	for i, step := range out.Steps {
		seq := e.seq + int64(i)
		row, err := s.actEntry(by, &e, step.Act, step.WID, seq, stood(step.Was), stood(step.Is))
		if err != nil {
			return nil, err
		}
		row.WordsOf = authors(step.Authors)
		rows = append(rows, row)
		for _, p := range step.Is {
			if n, ok := at[p.WID]; ok && step.Act != "move" {
				e.after[n].Seq = seq
			}
		}
	}
	return rows, nil
}

// stood are provisions as the history keeps them.
func stood(list []document.Stood) []snapshot {
	out := make([]snapshot, len(list))
	for i, p := range list {
		out[i] = snapshot{p.WID, p.Parent, p.After, string(p.Kind), p.Number, p.Heading, p.Text, p.HTML}
	}
	return out
}
