package consult

import (
	"cmp"
	"context"
	"slices"

	"travaux/internal/fault"
	"travaux/models"
)

// Edition gives a version in one language as a file of it needs it. No other text stands in for one that is not there.
// The working version is for those who may draft or review, with its notes for those who may read these; the file of a
// command, which can go anywhere, is without. Fault NotFound.
func (s *Service) Edition(ctx context.Context, who models.Actor, slug, draft string, w Which) (models.Edition, error) {
	var none models.Edition
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return none, err
	}
	h, err := s.history(ctx, who, slug, draft)
	if err != nil {
		return none, err
	}
	e := models.Edition{Consultation: c, URL: s.draftURL(c, h.draft), At: s.Now()}
	if e.Reading, err = h.head(w); err != nil {
		return none, err
	}
	texts, err := h.texts(ctx, s)
	if err != nil {
		return none, err
	}
	e.Asked = cmp.Or(w.Language, h.draft.Language)
	if e.Version.Number == 0 {
		seq, err := s.st.NewestEditIn(ctx, e.Version, e.Asked) // before the text: what is newer in it does no harm
		if err != nil {
			return none, err
		}
		e.Mark = wordMark(e.Version, e.Asked, seq)
	}
	if err := s.fillIn(ctx, &e.Reading, texts, e.Asked); err != nil {
		return none, err
	}
	if e.Text.Language == "" {
		return none, fault.Missing("translation")
	}
	for _, v := range h.upTo(e.Version) {
		if v.Number > 0 {
			e.Published = append(e.Published, v)
		}
	}
	slices.Reverse(e.Published)
	if e.Version.Number == 0 && !who.System && Can(who, ReadNotes, Thing{ConsultationID: c.ID}) {
		e.Notes, err = s.notesIn(ctx, who, e.Reading)
	}
	return e, err
}

// notesIn are the open notes on a text in one language, oldest first; of very many the newest, as many as a file may bring back.
func (s *Service) notesIn(ctx context.Context, who models.Actor, r models.Reading) ([]models.NoteView, error) {
	all, err := s.st.Notes(ctx, r.Draft, models.NoteFilter{Open: true, Limit: maxRemarks}, 0)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(n models.Note) bool { return n.Language != r.Text.Language })
	slices.Reverse(all)
	return views(ctx, s.st.Reader, who, all)
}

// draftURL is where a draft is read.
func (s *Service) draftURL(c models.Consultation, d models.Draft) string {
	return s.baseURL + "/c/" + c.Slug + "/drafts/" + d.Slug
}

// Redline gives two versions with what changed as a file needs them. It refuses a language that one of them has no text in;
// else it is as Compare.
func (s *Service) Redline(ctx context.Context, who models.Actor, slug, draft string, from, to Which) (models.Redline, error) {
	var none models.Redline
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return none, err
	}
	r := models.Redline{Consultation: c, At: s.Now()}
	if r.Comparison, err = s.Compare(ctx, who, slug, draft, from, to); err != nil {
		return none, err
	}
	if to.Language != "" && r.New.Text.Language != to.Language {
		return none, fault.Missing("translation")
	}
	r.URL = s.draftURL(c, r.New.Draft)
	return r, nil
}
