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

// edit is an act in its transaction.
type edit struct {
	NewEdit
	d             models.Draft
	v             models.Version
	words         models.Provision // what the provision is to be
	seq           int64
	touched       string // the wid it was about, or that it made
	before, after []models.Provision
	source        []models.Provision // of a translation: the text it follows
	used          []string
	stale         map[string]bool // languages in which what is joined was stale
	behind        bool            // of a translation: it stays stale, though somebody says that it is done
}

// load reads the working version's text, and holds the provision to the state that the act was decided on.
func (e *edit) load(ctx context.Context, tx *store.Tx) error {
	v, err := workedOn(ctx, tx.Reader, e.d, e.Language, e.Version)
	if err != nil {
		return err
	}
	e.v, e.touched = v, e.WID
	if e.before, err = tx.Provisions(ctx, e.d.ConsultationID, e.v.ID, e.Language); err != nil {
		return err
	}
	if e.Language != e.d.Language {
		if e.source, err = tx.Provisions(ctx, e.d.ConsultationID, e.v.ID, e.d.Language); err != nil {
			return err
		}
	}
	if e.Act == "add" || e.Act == "split" { // which alone make a wid
		if e.used, err = tx.WIDs(ctx, e.d.ConsultationID, e.d.ID); err != nil {
			return err
		}
	}
	return e.held()
}

// held holds the act to the state of the provision that it was decided on.
func (e *edit) held() error {
	p, there := models.Reading{Provisions: e.before}.Provision(e.WID)
	switch {
	case e.WID != "" && !there && !e.gap():
		return fault.Missing("provision")
	case there && e.Seq == nil:
		return fault.New(fault.NoMatch, "if_match_missing")
	case there && p.Seq != *e.Seq, e.Act == "delete" && e.Below != nil && models.NewestBelow(e.before, e.WID) > *e.Below:
		return fault.New(fault.Stale, "changed_meanwhile")
	}
	return nil
}

// gap tells whether the act is to fill a gap of a translation.
func (e *edit) gap() bool {
	_, ok := models.Reading{Provisions: e.source}.Provision(e.WID)
	return ok && e.Act == "change"
}

// edit does the act and keeps what it did.
func (s *Service) edit(ctx context.Context, tx *store.Tx, by models.Call, e *edit) error {
	if e.Act == "title" {
		return s.retitle(ctx, tx, by, e)
	}
	if err := e.apply(ctx, tx); err != nil {
		return actFault(err)
	}
	if len(e.after) == 0 {
		return fault.New(fault.Conflict, "last_provision")
	}
	e.stamp()
	if err := tx.Rewrite(ctx, e.before, e.after); err != nil {
		return err
	}
	follow := e.followedBy
	if e.Language != e.d.Language {
		follow = e.caughtUp
	}
	if err := follow(ctx, tx); err != nil {
		return err
	}
	return s.remember(ctx, tx, by, e)
}

// apply makes after of before.
func (e *edit) apply(ctx context.Context, tx *store.Tx) (err error) {
	if e.Language != e.d.Language {
		return e.translate(ctx, tx)
	}
	place := document.Place{Parent: e.Parent, After: e.After}
	if beside, ok := (models.Reading{Provisions: e.before}).Provision(e.After); ok && e.Parent == "" {
		place.Parent = beside.Parent
	}
	var failed error
	used := e.given(ctx, tx, &failed)
	switch e.Act {
	case "change":
		e.after, err = document.Change(e.before, e.WID, e.words)
	case "add":
		e.words.ConsultationID, e.words.VersionID, e.words.Language = e.v.ConsultationID, e.v.ID, e.Language
		e.after, e.touched, err = document.Add(e.before, place, e.words, used)
	case "move":
		e.after, err = document.Move(e.before, e.WID, place)
	case "shift":
		e.after, err = document.Shift(e.before, e.WID, document.Direction(e.Direction))
	case "split":
		e.after, e.touched, err = document.Split(e.before, e.WID, e.At, used)
	case "join":
		if e.after, e.touched, err = document.Join(e.before, e.WID); err == nil && e.Into != "" && e.Into != e.touched {
			err = fault.New(fault.Stale, "changed_meanwhile") // somebody put another one before it
		}
	case "delete":
		e.after, _, err = document.Delete(e.before, e.WID)
		e.touched = ""
	case "renumber":
		e.after, err = document.Renumber(e.before)
		e.touched = ""
	case "confirm":
		err = fault.Bad("language", "authoritative")
	default:
		err = e.restore(ctx, tx)
	}
	if failed != nil {
		return failed
	}
	return err
}

// given tells which wids are never given to something new: all that any version of the draft has, and those that the
// history of this one knows, which "restore" brings back.
func (e *edit) given(ctx context.Context, tx *store.Tx, failed *error) func(wid string) bool {
	return func(wid string) bool {
		if slices.Contains(e.used, wid) {
			return true
		}
		once, err := tx.OnceThere(ctx, e.v, wid)
		if err != nil {
			*failed = err
		}
		return once
	}
}

// actFault says in a fault why an act on a text is refused.
func actFault(err error) error {
	for problem, f := range map[error]error{
		document.ErrNoProvision: fault.Missing("provision"),
		document.ErrOwnBelow:    fault.Bad("parent", "below_itself"),
		document.ErrNoNeighbour: fault.New(fault.Conflict, "no_neighbour"),
		document.ErrNoCut:       fault.Bad("at", "no_cut"),
		document.ErrTooDeep:     fault.Bad("parent", "too_deep"),
		document.ErrTooLarge:    fault.Bad("content", "text_too_large"),
	} {
		if errors.Is(err, problem) {
			return f
		}
	}
	return err
}

// stamp gives the provisions whose words or name changed the number of this change.
func (e *edit) stamp() {
	was := byWID(e.before)
	for i := range e.after {
		p := &e.after[i]
		if q, ok := was[p.WID]; !ok || said4(q) != said4(*p) {
			p.Seq = e.seq
		}
	}
}

// said4 is what a provision says and is called.
func said4(p models.Provision) [4]string {
	return [4]string{string(p.Kind), p.Number, p.Heading, p.HTML}
}

func byWID(ps []models.Provision) map[string]models.Provision {
	out := make(map[string]models.Provision, len(ps))
	for _, p := range ps {
		out[p.WID] = p
	}
	return out
}

// retitle changes what the text is called.
func (s *Service) retitle(ctx context.Context, tx *store.Tx, by models.Call, e *edit) error {
	texts, err := tx.VersionTexts(ctx, e.d.ConsultationID, e.v.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(texts, func(t models.VersionText) bool { return t.Language == e.Language })
	if at < 0 {
		return fault.Missing("version")
	}
	was := texts[at]
	if !slices.Equal(strings.Fields(was.Title), strings.Fields(*e.Was)) {
		return fault.New(fault.Stale, "changed_meanwhile")
	}
	now := was
	now.Title = strings.TrimSpace(e.Heading)
	e.before, e.after = []models.Provision{{Heading: was.Title}}, []models.Provision{{Heading: now.Title}}
	if err := tx.SetTitle(ctx, now); err != nil {
		return err
	}
	return s.remember(ctx, tx, by, e)
}
