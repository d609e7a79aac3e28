package consult

import (
	"context"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Hiding is why a moderator hides a comment; it is public.
type Hiding struct {
	Reason string `json:"reason" validate:"required,notblank,max=2000"`
}

// HideComment takes a published comment off every public page, with a public reason, and tells its author. Moderators
// and organisers, within their regions. Faults: NotFound "comment_not_found"; Conflict "already_removed".
func (s *Service) HideComment(ctx context.Context, by models.Call, slug, ref string, in Hiding) (models.CommentView, error) {
	if _, err := s.where(ctx, by.Actor, Moderate, slug); err != nil {
		return models.CommentView{}, err
	}
	if err := s.check(&in); err != nil {
		return models.CommentView{}, err
	}
	return s.moderated(ctx, by, slug, ref, func(ctx context.Context, tx *store.Tx, c models.Comment) error {
		if c.Publication != models.PublishedNow {
			return fault.New(fault.Conflict, "already_removed")
		}
		return s.hide(ctx, tx, by, c, in.Reason)
	})
}

// hide hides a comment and tells its author.
func (s *Service) hide(ctx context.Context, tx *store.Tx, by models.Call, c models.Comment, why string) error {
	if err := s.remove(ctx, tx, by, c, models.Hidden, why); err != nil {
		return err
	}
	return s.tellAuthor(ctx, tx, by, "hidden", c.ConsultationID, c.ID, map[string]any{"Reason": why})
}

// ShowComment shows a comment again that was hidden, and tells its author. Moderators and organisers, within their
// regions. Faults: NotFound "comment_not_found"; Conflict "already_decided" when it is not hidden, "already_removed"
// when its words were erased.
func (s *Service) ShowComment(ctx context.Context, by models.Call, slug, ref string) (models.CommentView, error) {
	return s.moderated(ctx, by, slug, ref, func(ctx context.Context, tx *store.Tx, c models.Comment) error {
		return s.showAgain(ctx, tx, by, c)
	})
}

// moderated does something with a numbered comment, for who may moderate it, and gives what it is then.
func (s *Service) moderated(ctx context.Context, by models.Call, slug, ref string, do func(context.Context, *store.Tx, models.Comment) error) (models.CommentView, error) {
	var none models.CommentView
	con, err := s.where(ctx, by.Actor, Moderate, slug)
	if err != nil {
		return none, err
	}
	number, ok := models.ParseRef(ref)
	if !ok {
		return none, fault.Missing("comment")
	}
	v, err := s.st.CommentByNumber(ctx, con.ID, number, true)
	if err != nil || v.Confidential || !Can(by.Actor, Moderate, about(v)) {
		return none, cmpErr(err, fault.Missing("comment"))
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		seq, err := tx.Touch(ctx, con.ID) // also keeps who erases it waiting
		if err != nil {
			return "", err
		}
		c, err := tx.Comment(ctx, con.ID, v.ID)
		if err != nil {
			return "", err
		}
		c.Seq = seq
		return ref, do(ctx, tx, c)
	})
	if err != nil {
		return none, err
	}
	return s.oneForStaff(s.st.CommentByNumber(ctx, con.ID, number, true))
}

func (s *Service) showAgain(ctx context.Context, tx *store.Tx, by models.Call, c models.Comment) error {
	if c.Publication != models.Hidden {
		return fault.New(fault.Conflict, "already_decided")
	}
	if gone, err := erased(ctx, tx.Reader, c.ConsultationID, c.ID); err != nil || gone {
		return cmpErr(err, fault.New(fault.Conflict, "already_removed"))
	}
	c.Publication, c.RemovedAt, c.RemovedWhy = models.PublishedNow, nil, ""
	if ok, err := tx.Stand(ctx, &c, models.Hidden); err != nil || !ok {
		return cmpErr(err, fault.New(fault.Conflict, "already_decided"))
	}
	if err := s.unnamedMeanwhile(ctx, tx, &c); err != nil {
		return err
	}
	if err := s.record(ctx, tx, c.ConsultationID, entryOf(models.CommentShown, c, by.At)); err != nil {
		return err
	}
	return s.tellAuthor(ctx, tx, by, "shown", c.ConsultationID, c.ID, nil)
}

// unnamedMeanwhile shows of a comment whose author took their name back, perhaps while it was hidden, no more than of
// others who are not shown by name.
func (s *Service) unnamedMeanwhile(ctx context.Context, tx *store.Tx, c *models.Comment) error {
	a, err := tx.CommentAuthor(ctx, c.ConsultationID, c.ID)
	if err != nil || !a.NameWithdrawn {
		return err
	}
	if err := s.attributes(ctx, tx, c, a.Key); err != nil {
		return err
	}
	return tx.HideName(ctx, c)
}

// erased tells whether the words of a comment are gone.
func erased(ctx context.Context, r store.Reader, consultationID, commentID int64) (bool, error) {
	gone, err := r.ErasuresBetween(ctx, consultationID, commentID-1, commentID)
	return len(gone) > 0, err
}

// Hides tells whether an actor may hide a comment as they read it, or show it again.
func (s *Service) Hides(ctx context.Context, who models.Actor, v models.CommentView) (hide, show bool, err error) {
	if !May(who, v.ConsultationID).Moderate {
		return false, false, nil
	}
	switch v.Publication {
	case models.PublishedNow:
		return Can(who, Moderate, about(v)), false, nil
	case models.Hidden: // of which they read the marker, without its region
		v, err = s.st.CommentByNumber(ctx, v.ConsultationID, v.Number, true)
		if err != nil || !Can(who, Moderate, about(v)) {
			return false, false, err
		}
		gone, err := erased(ctx, s.st.Reader, v.ConsultationID, v.ID)
		return false, !gone, err
	}
	return false, false, nil
}
