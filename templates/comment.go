package templates

import "travaux/models"

// CommentFormPage asks for a comment. Hidden: draft, version, target.kind, target.wid, target.after,
// target.prefix, target.suffix, target.start, target.end, target.language, idempotency_key. Shown:
// target.exact, body, proposed_text, type, stance, language, speaking_as, organisation, country,
// region, stakeholder_type, stakeholder_subtype, author_name, author_email, publish_name, confidential.
// Without JavaScript start and end are empty: the handler sends them as absent, the quote decides.
type CommentFormPage struct {
	Base
	Form
	Draft     models.Draft
	Version   int
	Kind      models.TargetKind
	Provision *models.Provision  // of a provision or range; for an insertion the one before the gap, nil at the beginning
	Above     []models.Provision // from the top down to Provision, without it
	Languages []string           // a comment may be in any language; these are offered first
	Notices   models.Notices
	Phase     *models.Phase
}

// ReceiptPage is what the commenter keeps: the reference, the time, what happens next.
type ReceiptPage struct {
	Base
	Receipt   models.Receipt
	Comment   models.CommentView
	MailSent  bool // a link was sent and has not been used
	Confirmed bool // just confirmed
}

// ConfirmPage asks the owner of an address to confirm a comment by pressing a button. Field: token.
type ConfirmPage struct {
	Base
	Token string
}

// CommentsPage is the public list.
type CommentsPage struct {
	Base
	Filter     models.CommentFilter
	Comments   models.Comments
	Provisions []models.Provision // of the newest version, for the filter's choices and names
}

// CommentPage is one comment with its story.
type CommentPage struct {
	Base
	Comment models.CommentView
	Before  string               // the provision's words before the quote, as they were, when it has them
	After   string               // and after it
	Answers []models.Disposition // every answer, oldest first
}
