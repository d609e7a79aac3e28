package consult

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/internal/store"
	"travaux/models"
)

// WordDecision says what becomes of changes in a Word file that came back. What it does not name stays as it was decided.
type WordDecision struct {
	Revision int64             `json:"-" form:"revision" validate:"min=0,max=9007199254740991"` // which the decision was made on
	Changes  map[string]string `json:"changes"`                                                 // by id: taken, refused or open
	All      string            `json:"all" validate:"omitempty,oneof=taken refused"`            // of all changes, or of Author's tracked ones
	Author   *string           `json:"author"`
	Answers  []WordAnswer      `json:"answers" validate:"max=200,dive"`
}

// WordAnswer decides a question about a provision that moved on meanwhile; without a wid about the title.
type WordAnswer struct {
	WID     string `json:"wid" validate:"max=64"`
	Key     string `json:"key" validate:"max=64"` // of the question that was read
	How     string `json:"how" validate:"omitempty,oneof=ours theirs typed"`
	Kind    string `json:"kind" validate:"omitempty,unit"`
	Number  string `json:"number" validate:"max=40,oneline"`
	Heading string `json:"heading" validate:"max=500,oneline"`
	Content string `json:"content" validate:"bytes=65536"` // Markdown
}

// DecideWord keeps what is decided about a Word file that came back. Organisers and drafters. Faults: Stale
// "changed_meanwhile" when somebody else decided since; Conflict "word_applied"; Invalid.
func (s *Service) DecideWord(ctx context.Context, by models.Call, slug, draft, ref string, in WordDecision) error {
	if _, ok, err := s.answered(ctx, by); ok || err != nil {
		return err
	}
	b, done, err := s.wordBack(ctx, by.Actor, slug, draft, ref)
	if err != nil {
		return err
	}
	defer done()
	if err := s.check(&in, b.problems(in)...); err != nil {
		return err
	}
	if err := b.stillOpen(in.Revision); err != nil {
		return err
	}
	b.decide(in)
	if b.row.Choices, err = b.choices.json(); err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		ok, err := tx.DecideWordReturn(ctx, b.row)
		if err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Stale, "changed_meanwhile"))
		}
		return ref, nil
	})
	return err
}

func (c wordChoices) json() (string, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("write what was decided: %w", err)
	}
	return string(text), nil
}

// known are the ids of all changes.
func (b *wordBack) known() map[string]string {
	out := map[string]string{}
	for _, c := range b.file.Tracked {
		out[c.ID] = c.Author
	}
	for _, u := range b.file.Untracked {
		out[u.ID] = ""
	}
	return out
}

// problems names what of a decision cannot be kept.
func (b *wordBack) problems(in WordDecision) []fault.Field {
	var out []fault.Field
	known := b.known()
	for id, choice := range in.Changes {
		if _, ok := known[id]; !ok {
			out = append(out, fault.Field{Name: "changes." + id, Code: "not_found"})
		} else if c := models.WordChoice(choice); c != models.WordOpen && c != models.WordTaken && c != models.WordRefused {
			out = append(out, fault.Field{Name: "changes." + id, Code: "unknown_value"})
		}
	}
	for i, a := range in.Answers {
		name := fmt.Sprintf("answers.%d.", i)
		if a.How != document.Typed {
			continue
		}
		if a.Kind == "" && a.WID != "" {
			out = append(out, fault.Field{Name: name + "kind", Code: "required"})
		}
		if redline.HasMarks(a.Heading + a.Content) {
			out = append(out, fault.Field{Name: name + "content", Code: "marks_left"})
		}
		if _, _, err := document.OwnWords(document.Markdown, a.Content); err != nil {
			code := "words_only"
			if fields := contentFields(err); fields != nil {
				code = fields[0].Code
			}
			out = append(out, fault.Field{Name: name + "content", Code: code})
		}
	}
	return out
}

// decide makes the choices what somebody decided.
func (b *wordBack) decide(in WordDecision) {
	c := &b.choices
	if c.Changes == nil {
		c.Changes = map[string]models.WordChoice{}
	}
	if c.Answers == nil {
		c.Answers = map[string]document.Decision{}
	}
	for id, choice := range in.Changes {
		c.Changes[id] = models.WordChoice(choice)
	}
	if in.All != "" {
		for _, t := range b.file.Tracked {
			if in.Author == nil || *in.Author == t.Author {
				c.Changes[t.ID] = models.WordChoice(in.All)
			}
		}
		for _, u := range b.file.Untracked {
			if in.Author == nil {
				c.Changes[u.ID] = models.WordChoice(in.All)
			}
		}
	}
	maps.DeleteFunc(c.Changes, func(_ string, choice models.WordChoice) bool { return choice == models.WordOpen })
	for _, a := range in.Answers {
		if a.How == "" {
			delete(c.Answers, a.WID)
			continue
		}
		d := document.Decision{How: a.How, Of: a.Key}
		if a.How == document.Typed {
			d.Typed = models.Typed{Kind: models.ProvisionKind(a.Kind), Number: a.Number, Heading: a.Heading, Content: lf(a.Content)}
		}
		c.Answers[a.WID] = d
	}
}

// DropWord forgets a Word file that came back. Organisers and drafters.
func (s *Service) DropWord(ctx context.Context, by models.Call, slug, draft, ref string) error {
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		v, err := working(ctx, tx.Reader, d)
		if err != nil {
			return "", err
		}
		row, err := tx.WordReturn(ctx, v, ref)
		if err != nil {
			return "", err
		}
		_, err = tx.DropWordReturn(ctx, row)
		return ref, err
	})
	return err
}

// authors writes whose words a step brings in.
func authors(list []string) string { return strings.Join(list, ", ") }
