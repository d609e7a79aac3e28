package consult

import (
	"context"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// translate changes the words of a translation: its kinds and places are those of the text.
func (e *edit) translate(ctx context.Context, tx *store.Tx) error {
	switch {
	case e.Act == "restore":
		return e.restore(ctx, tx)
	case e.Act == "confirm":
		e.after = e.before
		return e.sourceSeen()
	}
	if e.Act != "change" {
		return fault.New(fault.Conflict, "follows_the_text")
	}
	if says(byWID(e.source)[e.WID]) && !says(e.words) {
		return fault.Bad("content", "required") // a number alone is no translation
	}
	translated := byWID(e.before)
	p := translated[e.WID]
	p.WID, p.Number, p.Heading, p.Text, p.HTML = e.WID, e.words.Number, e.words.Heading, e.words.Text, e.words.HTML
	translated[e.WID] = p
	e.after = own(arranged(e.source, translated), e.v, e.Language)
	return nil
}

// says tells whether a provision has words, and not a number alone.
func says(p models.Provision) bool { return !models.Blank(p.Heading) || !models.Blank(p.Text) }

// sourceSeen holds who says that a provision of a translation is right to the words of the text that they have seen.
func (e *edit) sourceSeen() error {
	switch {
	case e.Source == nil:
		return fault.Bad("source", "required")
	case *e.Source != byWID(e.source)[e.WID].Seq:
		return fault.New(fault.Stale, "changed_meanwhile")
	}
	return nil
}

// arranged puts translated provisions in the order and the places of the text; what the text no longer has goes.
func arranged(source []models.Provision, translated map[string]models.Provision) []models.Provision {
	var out []models.Provision
	for _, p := range source {
		t, ok := translated[p.WID]
		if !ok {
			continue
		}
		t.Position, t.Depth, t.Parent, t.EID, t.Kind = len(out)+1, p.Depth, p.Parent, p.EID, p.Kind
		out = append(out, t)
	}
	return out
}

// follow has the translations of the working version stand as the text does now. Joined words are joined in them too,
// and numbers are counted anew; what is new in the text is a gap in them.
func (e *edit) follow(ctx context.Context, tx *store.Tx) error {
	was, is := byWID(e.before)[e.WID], byWID(e.after)[e.WID]
	if e.Act == "change" && was.Kind == is.Kind && was.Number == is.Number {
		return nil // words alone; of kinds and numbers the addresses are made
	}
	texts, err := tx.VersionTexts(ctx, e.d.ConsultationID, e.v.ID)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if t.Language == e.d.Language {
			continue
		}
		before, err := tx.Provisions(ctx, e.d.ConsultationID, e.v.ID, t.Language)
		if err != nil {
			return err
		}
		if err := tx.Rewrite(ctx, before, e.followed(before)); err != nil {
			return err
		}
		if err := e.joinedToo(ctx, tx, before); err != nil {
			return err
		}
	}
	return tx.PruneBases(ctx, e.v)
}

// followed is a translation after the act on its text.
func (e *edit) followed(before []models.Provision) []models.Provision {
	after := before
	if e.Act == "join" {
		if joined, into, err := document.Join(before, e.WID); err == nil && into == e.touched {
			after = joined
		}
	}
	after = arranged(e.after, byWID(after))
	if e.Act == "renumber" {
		if counted, err := document.Renumber(after); err == nil {
			after = counted
		}
	}
	was := byWID(before)
	for i := range after {
		if q := was[after[i].WID]; said4(q) != said4(after[i]) {
			after[i].Seq = e.seq
		}
	}
	return after
}
