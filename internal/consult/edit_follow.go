package consult

import (
	"context"
	"slices"

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
		joined, err := e.joinedToo(ctx, tx, t.Language, before)
		if err != nil {
			return err
		}
		if err := tx.Rewrite(ctx, before, e.followed(before, joined)); err != nil {
			return err
		}
	}
	return tx.PruneBases(ctx, e.v)
}

// joinedToo is a translation with what was joined in the text joined as well, where it has both. It is current when both were.
// When a cut is undone, one that says of the first half what it said before the cut has the words of both already.
func (e *edit) joinedToo(ctx context.Context, tx *store.Tx, language string, before []models.Provision) ([]models.Provision, error) {
	if e.joined == "" {
		return before, nil
	}
	var had *snapshot
	if e.cut > 0 {
		var err error
		if had, err = e.uncut(ctx, tx, language); had == nil || err != nil {
			return before, err
		}
	}
	after, into, err := document.Join(before, e.joined)
	if err != nil || into != e.touched {
		return before, nil // one of the two is a gap
	}
	if i := slices.IndexFunc(after, func(p models.Provision) bool { return p.WID == into }); had != nil && saying(had.Text) == saying(after[i].Text) {
		after[i].Text, after[i].HTML = had.Text, had.HTML // it was cut as well, and no more
	}
	was := byWID(e.before)[e.touched]
	base := models.TranslationBase{
		ConsultationID: e.v.ConsultationID, VersionID: e.v.ID, Language: language, WID: e.touched,
		Number: was.Number, Heading: was.Heading, Text: was.Text, HTML: was.HTML,
	}
	if e.stale[language] {
		return after, tx.AddBase(ctx, base)
	}
	return after, tx.DropBases(ctx, e.v, base)
}

// uncut is what a translation said of the first half before the cut; nil: it says so still.
func (e *edit) uncut(ctx context.Context, tx *store.Tx, language string) (*snapshot, error) {
	since, err := tx.EditsSince(ctx, e.v, language, e.cut)
	if err != nil {
		return nil, err
	}
	for _, s := range slices.Backward(since) {
		if s.WID != e.touched {
			continue
		}
		was, err := fromJSON(s.Before)
		if err != nil || len(was) == 0 {
			return &snapshot{}, err
		}
		return &was[0], nil
	}
	return nil, nil
}

// followed is a translation after the act on its text, of what it was, and of that with what was joined in it.
func (e *edit) followed(before, joined []models.Provision) []models.Provision {
	after := arranged(e.after, byWID(joined))
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
