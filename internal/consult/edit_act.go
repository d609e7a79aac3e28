package consult

import (
	"context"
	"errors"
	"slices"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

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
	joined        string          // the wid of what is joined to touched; empty: nothing is
	cut           int64           // the act that had cut it off, which is undone
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
		e.joined = e.WID
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
