package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// Removal is how somebody takes back what they said: "withdraw" leaves a marker and keeps the text for the record,
// "erase" makes text and person go everywhere, "name" hides the name alone.
type Removal struct {
	What string `json:"what" validate:"required,oneof=withdraw erase name"`
}

// TakeBack takes a comment back. Who holds its receipt may, while no person has confirmed it; then that person alone,
// who proves anew who they are to have it erased. Faults: NotFound "comment_not_found"; SignIn; Forbidden "not_yours",
// "step_up"; Conflict "already_removed".
func (s *Service) TakeBack(ctx context.Context, by models.Call, receipt string, in Removal) (models.Receipt, error) {
	var none models.Receipt
	if again, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.receiptAgain(ctx, again, err)
	}
	if err := s.check(&in); err != nil {
		return none, err
	}
	v, err := s.st.CommentByReceipt(ctx, receipt)
	if err != nil {
		return none, err
	}
	if err := need(by.Actor, Can(by.Actor, Contribute, Thing{ConsultationID: v.ConsultationID})); err != nil {
		return none, err
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		c, a, err := both(ctx, tx, v.ConsultationID, v.ID)
		if err != nil {
			return "", err
		}
		if err := s.mayTake(by, a, in.What); err != nil {
			return "", err
		}
		return receipt, s.takeBack(ctx, tx, by, c, a, in.What)
	})
	return s.receiptAgain(ctx, ref, err)
}

// both are the two rows of a comment.
func both(ctx context.Context, tx *store.Tx, consultationID, commentID int64) (models.Comment, models.CommentAuthor, error) {
	c, err := tx.Comment(ctx, consultationID, commentID)
	if err != nil {
		return c, models.CommentAuthor{}, err
	}
	a, err := tx.CommentAuthor(ctx, consultationID, commentID)
	return c, a, err
}

// mine refuses who may not speak for a comment.
func mine(who models.Actor, a models.CommentAuthor) error {
	switch {
	case a.PersonID == nil || *a.PersonID == who.PersonID:
		return nil
	case !who.Known():
		return fault.New(fault.SignIn, "sign_in")
	}
	return fault.New(fault.Forbidden, "not_yours")
}

// mayTake refuses who may not take a comment back in this way: what is erased never comes back, so whoever has an account
// proves anew who they are. Who only holds a receipt has nothing else to prove.
func (s *Service) mayTake(by models.Call, a models.CommentAuthor, what string) error {
	if err := mine(by.Actor, a); err != nil || a.PersonID == nil || what != "erase" {
		return err
	}
	return s.stepped(by)
}

// MayTakeBack refuses who would be refused by TakeBack, before they are asked whether they are sure. Faults NotFound
// "comment_not_found", Forbidden "step_up".
func (s *Service) MayTakeBack(ctx context.Context, by models.Call, v models.CommentView, what string) error {
	a, err := s.st.CommentAuthor(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return err
	}
	if mine(by.Actor, a) != nil || !slices.Contains(takes(v, a), what) {
		return fault.Missing("comment")
	}
	return s.mayTake(by, a, what)
}

func (s *Service) takeBack(ctx context.Context, tx *store.Tx, by models.Call, c models.Comment, a models.CommentAuthor, what string) error {
	switch what {
	case "erase":
		e := models.Erasure{What: models.ErasedAll, Why: models.ErasedByAuthor, AskedBy: "author", At: by.At}
		ok, err := s.erase(ctx, tx, c, e)
		if err == nil && !ok {
			return fault.New(fault.Conflict, "already_removed")
		}
		return err
	case "name":
		return s.hideName(ctx, tx, by, c, a)
	}
	return s.remove(ctx, tx, by, c, models.Withdrawn, "")
}

// remove takes a comment off every public page and leaves a marker. Fault Conflict "already_removed".
func (s *Service) remove(ctx context.Context, tx *store.Tx, by models.Call, c models.Comment, to models.Publication, why string) error {
	from := c.Publication
	disowned := from == models.Hidden && to == models.Disowned // so that nobody shows it again
	if from.Gone() && !disowned || from == models.Refused {
		return fault.New(fault.Conflict, "already_removed")
	}
	var err error
	if c.Seq, err = tx.Touch(ctx, c.ConsultationID); err != nil {
		return err
	}
	c.Publication, c.RemovedAt, c.RemovedWhy = to, &by.At, why
	ok, err := tx.Stand(ctx, &c, from)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Conflict, "already_removed")
	}
	return s.recordRemoval(ctx, tx, c, by.At)
}

// erase makes the text of a comment and its person go; false when they are gone already. What is left proves that it
// was there.
func (s *Service) erase(ctx context.Context, tx *store.Tx, c models.Comment, e models.Erasure) (bool, error) {
	seq, err := tx.Touch(ctx, c.ConsultationID)
	if err != nil {
		return false, err
	}
	e.ConsultationID, e.CommentID = c.ConsultationID, c.ID
	if c.Publication == models.Unconfirmed {
		if err := tx.ForgetConfirmation(ctx, c.ConsultationID, c.ID); err != nil {
			return false, err
		}
	}
	ok, err := tx.Erase(ctx, e, seq)
	if err != nil || !ok {
		return ok, err
	}
	if c.Publication = models.Erased; e.Why == models.ErasedLapsed {
		c.Publication = models.Lapsed
	}
	return true, s.recordRemoval(ctx, tx, c, e.At)
}

// recordRemoval tells the public log that a comment went, and how.
func (s *Service) recordRemoval(ctx context.Context, tx *store.Tx, c models.Comment, at time.Time) error {
	e := entryOf(standings[c.Publication], c, at)
	if c.RemovedWhy != "" {
		e.Facts = map[string]string{"reason_sha256": plain([]byte(c.RemovedWhy))}
	}
	return s.record(ctx, tx, c.ConsultationID, e)
}

// hideName hides the name of a comment's author at once; the comment is then shown as one not shown by name.
func (s *Service) hideName(ctx context.Context, tx *store.Tx, by models.Call, c models.Comment, a models.CommentAuthor) error {
	if !a.PublishName || a.NameWithdrawn {
		return fault.New(fault.Conflict, "already_removed")
	}
	if err := tx.WithdrawConsent(ctx, c.ConsultationID, c.ID, models.ConsentName, by.At); err != nil {
		return err
	}
	seq, err := tx.Touch(ctx, c.ConsultationID)
	if err != nil {
		return err
	}
	if c, err = tx.Comment(ctx, c.ConsultationID, c.ID); err != nil { // a moderator may have shown it again just now
		return err
	}
	c.Seq = seq
	e := entryOf(models.CommentUnnamed, c, by.At)
	if err := s.unname(ctx, tx, &c, a.Key); err != nil {
		return err
	}
	if err := tx.HideName(ctx, &c); err != nil {
		return err
	}
	return s.record(ctx, tx, c.ConsultationID, e)
}

// unname counts the author of a comment that was shown by name among those who are not, and shows of their attributes
// what is shown of theirs.
func (s *Service) unname(ctx context.Context, tx *store.Tx, c *models.Comment, key string) error {
	named := c.NameShown
	c.NameShown = false
	if !named || c.Publication != models.PublishedNow {
		return nil
	}
	return s.attributes(ctx, tx, c, key)
}

// Holding is what who holds a receipt may know and do beside reading it.
type Holding struct {
	Takes    []string // what may still be done to the comment: withdraw, name, erase
	By       Holder   // by whom
	Answered bool     // the answer that its view bears may be shown
}

// Holder says who may take a comment back.
type Holder string

// All who may.
const (
	ByReceipt Holder = "receipt" // whoever holds the receipt: no person stands behind the comment
	ByAuthor  Holder = "author"  // who asks, as the person it is by
	BySignIn  Holder = "sign_in" // not who asks: the person it is by, signed in
)

// Holds tells who asks what they may do with a comment whose receipt they hold, and who else may. Fault NotFound
// "comment_not_found".
func (s *Service) Holds(ctx context.Context, who models.Actor, v models.CommentView) (Holding, error) {
	a, err := s.st.CommentAuthor(ctx, v.ConsultationID, v.ID)
	if err != nil {
		return Holding{}, err
	}
	out := Holding{Takes: takes(v, a), By: ByReceipt}
	switch {
	case mine(who, a) != nil:
		out.By = BySignIn
	case a.PersonID != nil:
		out.By = ByAuthor
	}
	out.Answered = answerShown(v, out.By)
	return out, nil
}

// answerShown tells whether a receipt shows the answer: what is public of it, and the one to a confidential comment to
// its author alone, who is told it by mail and has it among their data.
func answerShown(v models.CommentView, by Holder) bool {
	if v.Outcome == models.Open {
		return false
	}
	if v.Confidential {
		return by == ByAuthor
	}
	return v.Publication == models.PublishedNow || v.Publication.Gone()
}

// takes lists what may be done to a comment that is taken back: withdraw, name, erase.
func takes(v models.CommentView, a models.CommentAuthor) []string {
	var out []string
	if !v.Publication.Gone() && v.Publication != models.Refused {
		out = append(out, "withdraw")
		if a.PublishName && !a.NameWithdrawn {
			out = append(out, "name")
		}
	}
	if v.Publication != models.Erased && v.Publication != models.Lapsed {
		out = append(out, "erase")
	}
	return out
}
