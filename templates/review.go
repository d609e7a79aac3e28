package templates

import "travaux/models"

// ReviewPage is the drafters' queue: filters, list, and one comment with its answer. The answer's
// Form has the fields outcome, reason, seq and back.
type ReviewPage struct {
	Base
	Form
	Filter     models.ReviewFilter
	Review     models.Review
	Provisions []models.Provision   // of the newest version, for names and order
	One        *models.CommentView  // the one under review, nil when none is
	Before     string               // words of its provision before the quote
	After      string               // and after it
	Answers    []models.Disposition // of One, newest first
	Phase      *models.Phase
	Also       []*models.Phase        // open as well, for other places
	ToPlace    []models.UnplacedCount // comments that could not be carried into the newest versions, for who may place them
}

// ModerationPage lists the comments that wait for a moderator. Each has a form with decision and
// reason; Errors are about the comment whose receipt is Failed.
type ModerationPage struct {
	Base
	Form
	Waiting models.Comments
	At      string // the receipt of the comment the form came back for
}

// Chosen tells whether a comment of the list is the one shown beside it.
func (p ReviewPage) Chosen(c models.CommentView) bool { return p.One != nil && p.One.ID == c.ID }

// Picked is the comment under review.
func (p ReviewPage) Picked() models.CommentView {
	if p.One == nil {
		return models.CommentView{}
	}
	return *p.One
}

// LastAnswer is the last answer that is shown, 0 for none.
func (p ReviewPage) LastAnswer() int64 {
	if len(p.Answers) == 0 {
		return 0
	}
	return p.Answers[0].ID
}

// Mine is the reason field of one of several forms on the page.
type Mine struct{ ID, Reason, Problem string }

// Mine gives the field back to the comment whose form was sent; its id is the one the summary links to.
func (p ModerationPage) Mine(c models.CommentView) Mine {
	if p.At != c.Receipt {
		return Mine{ID: "reason-" + c.Receipt}
	}
	return Mine{"field-reason", p.Get("reason"), p.Error("reason")}
}
