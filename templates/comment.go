package templates

import (
	"net/url"
	"strconv"
	"strings"

	"travaux/models"
)

// CommentFormPage asks for a comment. Hidden: draft, version, target.kind, target.wid, target.after,
// target.prefix, target.suffix, target.start, target.end, target.language, idempotency_key. Shown:
// target.exact, body, proposed_text, type, stance, language, speaking_as, organisation, country,
// region, stakeholder_type, stakeholder_subtype, author_name, author_email, publish_name, confidential.
// Without JavaScript start and end are absent and the quote decides: the handler makes a "provision" with
// words in target.exact a "range", and a "range" without words a "provision".
type CommentFormPage struct {
	Base
	Form
	Draft     models.Draft
	Titles    models.Texts // of the text above the form, by its language
	Version   int
	Kind      models.TargetKind
	Provision *models.Provision  // of a provision or range; for an insertion the one before the gap, nil at the beginning
	Above     []models.Provision // from the top down to Provision, without it
	Languages []string           // a comment may be in any language; these are offered first
	Notices   models.Notices
	Consent   string // what is agreed to by who asks to be shown by name
	Phase     *models.Phase
	Also      []*models.Phase       // open as well, for other places; empty once it is known from where the comment is
	Speaks    []models.Organisation // for which the reader may speak
	Guarded   bool                  // strangers are asked for an address or for work of their device, else a moderator is awaited
}

// ReceiptPage is what the commenter keeps: the reference, the time, what happens next.
type ReceiptPage struct {
	Base
	Receipt   models.Receipt
	Comment   models.CommentView
	MailSent  bool     // a link was sent and has not been used
	Confirmed bool     // just confirmed
	Takes     []string // what may still be done to it: withdraw, name, erase
	Holder    string   // who may: receipt (whoever reads this), author (its reader), sign_in (its author, signed in)
	Answered  bool     // its answer may be shown here
}

// Waits tells whether the comment still waits for its address or for a moderator.
func (p ReceiptPage) Waits() bool {
	return p.Receipt.Publication == models.Unconfirmed || p.Receipt.Publication == models.Pending
}

// TakeBackPath is where the comment is taken back in one way; by signing in first for who is not signed in as its
// author.
func (p ReceiptPage) TakeBackPath(what string) string {
	to := p.Root() + "/receipts/" + url.PathEscape(p.Receipt.Receipt) + "/take-back?what=" + url.QueryEscape(what)
	if p.Holder != "sign_in" {
		return to
	}
	return "/sign-in?" + url.Values{"return_to": {to}}.Encode()
}

// ConfirmPage asks the owner of an address to confirm a comment by pressing a button. Field: token.
type ConfirmPage struct {
	Base
	Token   string
	Comment models.CommentView // what would be confirmed, with the name that was given
}

// CommentsPage is the public list.
type CommentsPage struct {
	Base
	Filter     models.CommentFilter
	Comments   models.Comments
	Provisions []models.Provision // of the newest version, for the filter's choices and names
}

// CommentPage is one comment with its story. Field, for moderators: reason.
type CommentPage struct {
	Base
	Form
	Comment models.CommentView
	Before  string               // the provision's words before the quote, as they were, when it has them
	After   string               // and after it
	Answers []models.Disposition // every answer, newest first
	Hides   bool                 // the reader may hide it
	Shows   bool                 // the reader may show it again
}

// Named is the provision the form is about, zero when it is about the whole text.
func (p CommentFormPage) Named() models.Provision {
	if p.Provision == nil {
		return models.Provision{}
	}
	return *p.Provision
}

// Called is the provision as it is called from outside: "Article 2.1".
func (p CommentFormPage) Called() models.Provision {
	var above models.Provision
	for _, a := range p.Above {
		above = called(a, above)
	}
	return called(p.Named(), above)
}

// Marks are the words chosen, when the form knows where they are.
func (p CommentFormPage) Marks() []Mark {
	start, err1 := strconv.Atoi(p.Get("target.start"))
	end, err2 := strconv.Atoi(p.Get("target.end"))
	if p.Kind != models.TargetRange || err1 != nil || err2 != nil {
		return nil
	}
	return []Mark{{Start: start, End: end}}
}

// Quoting tells whether words of a provision can be named.
func (p CommentFormPage) Quoting() bool {
	return p.Kind == models.TargetProvision || p.Kind == models.TargetRange
}

// HiddenFields are what must come back as it was: Label is the name.
func (p CommentFormPage) HiddenFields() []Option {
	out := []Option{
		{Label: "draft", Value: p.Draft.Slug},
		{Label: "version", Value: strconv.Itoa(p.Version)},
		{Label: "target.kind", Value: string(p.Kind)},
	}
	for _, name := range []string{"target.wid", "target.after", "target.prefix", "target.suffix", "target.start", "target.end", "target.language"} {
		if v := p.Get(name); v != "" {
			out = append(out, Option{Label: name, Value: v})
		}
	}
	return out
}

// ReaderPath leads back to the text, at the provision.
func (p CommentFormPage) ReaderPath() string {
	wid := ""
	if p.Provision != nil {
		wid = p.Provision.WID
	}
	return p.provisionAt(p.Draft.Slug, p.Version, wid)
}

// SpeakNames are the names of the organisations for which the reader may speak, in the reader's language.
func (p CommentFormPage) SpeakNames() []string {
	var all []string
	for _, o := range p.Speaks {
		name, _ := o.Called(p.Lang)
		all = append(all, name)
	}
	return all
}

// SpeaksFor are the same in one line.
func (p CommentFormPage) SpeaksFor() string { return strings.Join(p.SpeakNames(), " · ") }
