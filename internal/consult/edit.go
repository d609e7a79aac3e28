package consult

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/internal/store"
	"travaux/models"
)

// NewEdit is one act on the working version. What an act does not need is ignored:
//   - change: kind, number, heading and content become the provision's; in a translation it also fills a gap;
//   - add: a new provision after the provision after, or first below parent (neither: first of all);
//   - move: with everything below it, to such a place; shift: one step up, down, in or out;
//   - split: before the code point at of its plain text; join: to the sibling before, else to the one above;
//   - delete: with everything below it; renumber: all of the text; title: heading becomes the text's title;
//   - restore: an earlier state of a provision, as the history names it by revision;
//   - confirm: a provision of a translation is right as it is, though the text's words changed.
type NewEdit struct {
	Act       string `json:"act" validate:"required,act"`
	Language  string `json:"language" validate:"omitempty,bcp47_language_tag"` // empty: the draft's
	WID       string `json:"wid" validate:"max=64"`
	Kind      string `json:"kind" validate:"omitempty,unit"`
	Number    string `json:"number" validate:"max=40,oneline"`
	Heading   string `json:"heading" validate:"max=500,oneline"`
	Content   string `json:"content" validate:"bytes=65536"`
	Format    string `json:"format" validate:"omitempty,oneof=markdown html text"` // of content; empty: Markdown
	Parent    string `json:"parent" validate:"max=64"`
	After     string `json:"after" validate:"max=64"`
	Direction string `json:"direction" validate:"omitempty,oneof=up down in out"`
	At        int    `json:"at" validate:"min=0,max=65536"`
	Revision  int64  `json:"revision" validate:"min=0,max=9007199254740991"`
	Auto      bool   `json:"auto"`                     // saved while writing: it joins the same person's last save of the provision
	Version   int    `json:"version" validate:"min=0"` // of a translation: the published one it is of; 0: the working one, else the newest
	// Source is of a translation: the state of the text's provision whose words were seen, without which nothing becomes
	// current.
	Source *int64 `json:"source" validate:"omitempty,min=0,max=9007199254740991"`
	// Into is of join: the provision that it was to be joined with; empty: whichever it is.
	Into string `json:"into" validate:"max=64"`
	// Below is of delete: the highest state of what was seen below the provision; nil: whatever is there.
	Below *int64 `json:"below" validate:"omitempty,min=0,max=9007199254740991"`
	// Was is of title: the title that was seen.
	Was *string `json:"was" validate:"omitempty,max=2000"`
	// Seq is the state of the provision that the act was decided on; only what is not there yet is done without.
	Seq *int64 `json:"-"`
}

// Acts are all acts on a working version.
var Acts = []string{"change", "add", "move", "shift", "split", "join", "delete", "renumber", "title", "restore", "confirm"}

// Edited is what an act came to.
type Edited struct {
	WID string // of the provision that was touched or made; empty after an act on the whole text
	Seq int64  // its ETag now; of an act on the whole text, the number by which the history knows it
	// Behind tells of a translation that its words were kept and it is stale: the text's are others than were seen.
	Behind bool
}

// EditWorking does one act on the working version. The text in the draft's language is for organisers and drafters,
// a translation for translators too, who change words and titles alone: its structure follows the text's. One of a
// published version is edited as long as it is not published itself. Faults: NoMatch "if_match_missing" where it is not
// said in which state the provision was; Stale "changed_meanwhile" when it is no longer in that; Conflict
// "translation_frozen"; NotFound "version", "provision"; Invalid.
func (s *Service) EditWorking(ctx context.Context, by models.Call, slug, draft string, in NewEdit) (Edited, error) {
	c, d, err := s.editable(ctx, by.Actor, slug, draft, &in)
	if err != nil {
		return Edited{}, err
	}
	words, err := s.readEdit(&in)
	if err != nil {
		return Edited{}, err
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		e := edit{NewEdit: in, d: d, words: words}
		if e.seq, err = tx.Touch(ctx, c.ID); err != nil { // also keeps whoever edits at the same time waiting
			return "", err
		}
		if err := e.load(ctx, tx); err != nil {
			return "", err
		}
		err := s.edit(ctx, tx, by, &e)
		return e.done().ref(), err
	})
	if err != nil {
		return Edited{}, err
	}
	return editedBy(ref)
}

// done tells what an act came to. Where it left the words of the provision as they were, so is its state.
func (e *edit) done() Edited {
	out := Edited{WID: e.touched, Seq: e.seq, Behind: e.behind}
	if p, ok := (models.Reading{Provisions: e.after}).Provision(e.touched); ok {
		out.Seq = p.Seq
	}
	return out
}

// ref is how a repeated request is answered as the first one was.
func (d Edited) ref() string { return fmt.Sprintf("%d %s %t", d.Seq, d.WID, d.Behind) }

func editedBy(ref string) (d Edited, err error) {
	seq, rest, _ := strings.Cut(ref, " ")
	wid, behind, _ := strings.Cut(rest, " ")
	d.WID, d.Behind = wid, behind == "true"
	if d.Seq, err = strconv.ParseInt(seq, 10, 64); err != nil {
		err = fmt.Errorf("read what an act came to: %w", err)
	}
	return d, err
}

// editable finds the draft and holds the actor to what they may edit.
func (s *Service) editable(ctx context.Context, who models.Actor, slug, draft string, in *NewEdit) (models.Consultation, models.Draft, error) {
	c, err := s.where(ctx, who, Translate, slug)
	if err != nil {
		return c, models.Draft{}, err
	}
	d, err := s.st.Draft(ctx, c.ID, draft)
	if err != nil {
		return c, d, err
	}
	if in.Language = canonical(in.Language); in.Language == "" || in.Language == "und" {
		in.Language = d.Language
	}
	if in.Language != d.Language {
		return c, d, nil
	}
	return c, d, need(who, Can(who, Draft, Thing{ConsultationID: c.ID}))
}

// readEdit checks an act and reads the words of a provision.
func (s *Service) readEdit(in *NewEdit) (models.Provision, error) {
	format := document.Format(in.Format)
	if format == "" {
		format = document.Markdown
	}
	p := models.Provision{Kind: models.ProvisionKind(in.Kind), Number: in.Number, Heading: in.Heading}
	err := s.check(in, in.problems()...)
	if err != nil {
		return p, err
	}
	p.Number, p.Heading = in.Number, in.Heading
	if format != document.Plain && redline.HasMarks(in.Heading+in.Content) {
		return p, fault.Bad("content", "marks_left")
	}
	p.Text, p.HTML, err = document.OwnWords(format, in.Content)
	if errors.Is(err, document.ErrStructure) {
		return p, fault.Bad("content", "words_only")
	}
	if fields := contentFields(err); fields != nil {
		err = fault.Fields(fields)
	}
	return p, err
}

// problems names what an act lacks.
func (in *NewEdit) problems() []fault.Field {
	var out []fault.Field
	require := func(name string, missing bool, acts ...string) {
		if missing && slices.Contains(acts, in.Act) {
			out = append(out, fault.Field{Name: name, Code: "required"})
		}
	}
	require("wid", in.WID == "", "change", "move", "shift", "split", "join", "delete", "confirm")
	require("kind", in.Kind == "", "add", "change")
	require("heading", models.Blank(in.Heading), "title")
	require("was", in.Was == nil, "title")
	require("direction", in.Direction == "", "shift")
	require("revision", in.Revision == 0, "restore")
	empty := in.Heading == "" && models.Blank(in.Content) && (in.Act == "add" || in.Act == "change") && in.Number == ""
	if empty {
		out = append(out, fault.Field{Name: "content", Code: "required"})
	}
	return out
}
