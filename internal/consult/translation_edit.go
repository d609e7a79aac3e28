package consult

import (
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// workedOn finds the version of which a text is edited: the working one; of a translation the published one of a number,
// or without one and while no working version is open the newest, as long as the translation is not published itself.
// Faults: NotFound "version"; Conflict "translation_frozen".
func workedOn(ctx context.Context, r store.Reader, d models.Draft, language string, number int) (models.Version, error) {
	var none models.Version
	versions, err := r.Versions(ctx, d.ConsultationID, d.ID)
	if err != nil {
		return none, err
	}
	at := slices.IndexFunc(versions, func(v models.Version) bool { return v.Number == number })
	if at < 0 && number == 0 && language != d.Language && len(versions) > 0 {
		at = 0
	}
	if at < 0 || number > 0 && language == d.Language {
		return none, fault.Missing("version")
	}
	v := versions[at]
	if language == d.Language {
		return v, nil
	}
	texts, err := r.VersionTexts(ctx, d.ConsultationID, v.ID)
	if err != nil {
		return none, err
	}
	t, ok := textIn(texts, language)
	switch {
	case !ok:
		return none, fault.Missing("version")
	case t.PublishedAt != nil:
		return none, fault.New(fault.Conflict, "translation_frozen")
	}
	return v, nil
}

// textIn finds a text by its language.
func textIn(texts []models.VersionText, language string) (models.VersionText, bool) {
	at := slices.IndexFunc(texts, func(t models.VersionText) bool { return t.Language == language })
	if at < 0 {
		return models.VersionText{}, false
	}
	return texts[at], true
}

// followedBy has the translations of the working version follow what was done to its text: which of their provisions are
// stale now, and where they stand.
func (e *edit) followedBy(ctx context.Context, tx *store.Tx) error {
	if err := e.outdate(ctx, tx); err != nil {
		return err
	}
	return e.follow(ctx, tx)
}

// outdate has the translations of each provision that says something else now remember what they were made from. One of
// which the text came back to the words it was made from is current again.
func (e *edit) outdate(ctx context.Context, tx *store.Tx) error {
	if err := e.beforeJoining(ctx, tx); err != nil {
		return err
	}
	was := byWID(e.before)
	var kept []models.Provision // as they were
	var wids []string
	for _, p := range e.after {
		if q, ok := was[p.WID]; ok && !q.SameWords(p) {
			kept, wids = append(kept, q), append(wids, p.WID)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	if err := tx.KeepBases(ctx, kept); err != nil {
		return err
	}
	bases, err := tx.BasesOf(ctx, e.v, wids)
	if err != nil {
		return err
	}
	is := byWID(e.after)
	return tx.DropBases(ctx, e.v, slices.DeleteFunc(bases, func(b models.TranslationBase) bool {
		p := is[b.WID]
		base := b.Provision(p.Language)
		return !says(base) || !p.SameWords(base) // one without words was not made from any: somebody began to write
	})...)
}

// beforeJoining keeps in which languages one of the two that are joined is stale.
func (e *edit) beforeJoining(ctx context.Context, tx *store.Tx) error {
	if e.joined == "" {
		return nil
	}
	e.stale = map[string]bool{}
	bases, err := tx.BasesOf(ctx, e.v, []string{e.joined, e.touched})
	for _, b := range bases {
		e.stale[b.Language] = true
	}
	return err
}

// caughtUp has a provision of a translation be current when somebody has written it, or said that it is right, and has
// seen the words that the text has now. What is saved while they write is not said yet: where it was current or a gap it
// is stale until they say so, made from no words.
func (e *edit) caughtUp(ctx context.Context, tx *store.Tx) error {
	if e.Act != "change" && e.Act != "confirm" {
		return nil
	}
	was, is := byWID(e.before)[e.WID], byWID(e.after)[e.WID]
	base := models.TranslationBase{ConsultationID: e.v.ConsultationID, VersionID: e.v.ID, Language: e.Language, WID: e.WID}
	seen := e.Source != nil && *e.Source == byWID(e.source)[e.WID].Seq
	switch {
	case !e.Auto && seen:
		return tx.DropBases(ctx, e.v, base)
	case e.Auto && said4(was) != said4(is), was.WID == "":
		if err := tx.AddBase(ctx, base); err != nil {
			return err
		}
	}
	if e.Auto {
		return nil
	}
	bases, err := tx.BasesOf(ctx, e.v, []string{base.WID})
	e.behind = slices.ContainsFunc(bases, func(b models.TranslationBase) bool { return b.Language == base.Language })
	return err
}
