package consult

import (
	"context"
	"strconv"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/place"
	"travaux/internal/search"
	"travaux/internal/store"
	"travaux/models"
)

// NewComment is what somebody wants to say. Nothing personal is required.
type NewComment struct {
	Draft              string    `json:"draft" validate:"required,slug"`
	Version            int       `json:"version" validate:"min=0,max=1000000"` // 0: the newest published
	Target             NewTarget `json:"target"`
	Type               string    `json:"type" validate:"omitempty,type"`
	Stance             string    `json:"stance" validate:"omitempty,stance"`
	Language           string    `json:"language" validate:"omitempty,bcp47_language_tag"`
	SpeakingAs         string    `json:"speaking_as" validate:"omitempty,speaker"`
	Organisation       string    `json:"organisation" validate:"required_if=SpeakingAs organisation,omitempty,notblank,max=200"`
	Country            string    `json:"country" validate:"required,country"`
	Region             string    `json:"region" validate:"omitempty,region"` // only where the country has none
	StakeholderType    string    `json:"stakeholder_type" validate:"required,voice"`
	StakeholderSubtype string    `json:"stakeholder_subtype" validate:"omitempty,subtype"`
	AuthorName         string    `json:"author_name" validate:"max=200"`
	AuthorEmail        string    `json:"author_email" validate:"omitempty,email"`
	PublishName        bool      `json:"publish_name"`
	Confidential       bool      `json:"confidential"`
	NoticeVersion      int       `json:"notice_version" validate:"min=0,max=1000000"` // the notices that were shown; 0: those that stand
	Body               string    `json:"body" validate:"required_without=ProposedText,max=20000,bytes=65536"`
	ProposedText       string    `json:"proposed_text" validate:"max=20000,bytes=65536"`

	Homepage string `json:"-" form:"homepage"` // a field that people do not see; only programs fill it in
	Proof    string `json:"proof"`             // of work, see Work; empty: none
}

// NewTarget is what the comment is about. Offsets are code points of the provision's plain text.
type NewTarget struct {
	Kind     string `json:"kind" validate:"required,target"`
	WID      string `json:"wid" validate:"max=64"`
	After    string `json:"after" validate:"max=64"`
	Exact    string `json:"exact" validate:"max=5000"`
	Prefix   string `json:"prefix" validate:"max=200"`
	Suffix   string `json:"suffix" validate:"max=200"`
	Start    *int   `json:"start"`
	End      *int   `json:"end"`
	Language string `json:"language" validate:"omitempty,bcp47_language_tag"` // of the text the words were taken from
}

// defaults are what a comment is when it does not say.
func (in *NewComment) defaults(language string) {
	set := func(s *string, otherwise string) {
		if *s == "" {
			*s = otherwise
		}
	}
	set(&in.Type, "general")
	set(&in.SpeakingAs, "individual")
	set(&in.Target.Language, language)
	set(&in.Language, in.Target.Language)
	in.Language, in.Target.Language = canonical(in.Language), canonical(in.Target.Language)
}

// problems are the rules that no tag can say.
func (in *NewComment) problems(via string) []fault.Field {
	var out []fault.Field
	add := func(name, code string) { out = append(out, fault.Field{Name: name, Code: code}) }
	if in.Body != "" && models.Blank(in.Body) && models.Blank(in.ProposedText) {
		add("body", "blank")
	}
	if in.Body == "" && in.ProposedText != "" && models.Blank(in.ProposedText) {
		add("proposed_text", "blank")
	}
	if in.Region != "" && place.RegionOf(in.Country) != place.Unassigned {
		add("region", "country_has_one")
	}
	if in.StakeholderSubtype != "" && in.StakeholderType != string(models.CivilSociety) {
		add("stakeholder_subtype", "not_of_type")
	}
	return append(out, in.Target.problems(via)...)
}

// problems names what a target lacks. A form without JavaScript cannot know offsets; a program can, and must say them.
func (t *NewTarget) problems(via string) []fault.Field {
	var out []fault.Field
	require := func(name string, missing bool) {
		if missing {
			out = append(out, fault.Field{Name: "target." + name, Code: "required"})
		}
	}
	kind := models.TargetKind(t.Kind)
	require("wid", t.WID == "" && (kind == models.TargetProvision || kind == models.TargetRange))
	require("exact", t.Exact == "" && kind == models.TargetRange)
	require("start", t.Start == nil && kind == models.TargetRange && via == "api")
	require("end", t.End == nil && kind == models.TargetRange && via == "api")
	return out
}

// SubmitComment takes a comment and gives a receipt. With a confirmed identity it is published at once, unless a
// moderator comes first; with an address it waits until that is confirmed; with neither it waits for a moderator.
// Faults: Conflict "closed" outside a consultation phase, "closed_region" in one for other regions, "no_notices", "notices_changed"; NotFound; Invalid naming every field.
func (s *Service) SubmitComment(ctx context.Context, by models.Call, slug string, in NewComment) (models.Receipt, error) {
	var none models.Receipt
	head, err := s.Head(ctx, slug)
	if err != nil {
		return none, err
	}
	if err := need(by.Actor, Can(by.Actor, Contribute, Thing{ConsultationID: head.ID})); err != nil {
		return none, err
	}
	if receipt, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.receiptAgain(ctx, receipt, err)
	}
	org, problems, err := s.speaking(ctx, by, &in)
	if err != nil {
		return none, err
	}
	if err := s.check(&in, append(problems, in.problems(by.Via)...)...); err != nil {
		return none, err
	}
	late, err := mayContribute(head, in.NoticeVersion, regionOf(in), by.At)
	if err != nil {
		return none, err
	}
	d, v, err := s.commented(ctx, head.ID, in)
	if err != nil {
		return none, err
	}
	in.defaults(d.Language)
	text, err := s.wordsIn(ctx, by.Actor, slug, d, v, in.Target.Language)
	if err != nil {
		return none, err
	}
	about, err := target(text, in.Target)
	if err != nil {
		return none, err
	}
	w := s.compose(by, head.Consultation, d, v, about, in)
	if org != nil {
		w.Comment.OrganisationID, w.Comment.OrganisationVerified = &org.ID, true
	}
	w.Comment.Late = late
	receipt, err := s.submit(ctx, by, head, in, w)
	return s.receiptAgain(ctx, receipt, err)
}

// mayContribute tells whether a comment from a region that was received at an instant, under the notices shown, can be
// taken, and whether it is late.
func mayContribute(head models.Front, shown int, region string, at time.Time) (late bool, err error) {
	if head.NoticeVersion == 0 {
		return false, fault.New(fault.Conflict, "no_notices")
	}
	if shown != 0 && shown != head.NoticeVersion {
		return false, fault.New(fault.Conflict, "notices_changed")
	}
	return mayIn(head, models.PhaseConsultation, region, at)
}

// compose makes the rows of a comment, but for what only the transaction knows.
func (s *Service) compose(by models.Call, c models.Consultation, d models.Draft, v models.Version, about models.Target, in NewComment) store.Whole {
	id := s.ids.Next(by.At)
	w := store.Whole{
		Comment: models.Comment{
			ConsultationID: c.ID, ID: id, Receipt: ids.UUID(), DraftID: d.ID, VersionID: v.ID, Target: about,
			Type: in.Type, Stance: in.Stance, Language: in.Language, SpeakingAs: in.SpeakingAs,
			Country: in.Country, Region: regionOf(in), StakeholderType: models.StakeholderType(in.StakeholderType),
			StakeholderSubtype: in.StakeholderSubtype, Organisation: in.Organisation, Confidential: in.Confidential,
			Provenance: by.Via, NoticeVersion: c.NoticeVersion, Revision: 1, Outcome: models.Open, CreatedAt: by.At, ReceivedAt: by.At,
			ShownRegion: models.Withheld, ShownStakeholder: models.Withheld,
		},
		Text: models.CommentText{
			ConsultationID: c.ID, CommentID: id, Revision: 1, Body: in.Body, ProposedText: in.ProposedText,
			BodyHTML: document.RenderComment(in.Body), Salt: salt(), CreatedAt: by.At,
		},
		Author: models.CommentAuthor{ConsultationID: c.ID, CommentID: id, Name: in.AuthorName, Email: in.AuthorEmail, EmailKey: models.EmailKey(in.AuthorEmail), PublishName: in.PublishName, Salt: salt()},
		Tokens: search.Tokens(in.Language, in.Body+"\n"+in.ProposedText), Draft: d.Slug, Version: v.Number,
	}
	if by.PersonID != 0 {
		w.Author.PersonID, w.Author.Email, w.Author.EmailKey, w.Author.Key = &by.PersonID, by.Email, "", personKey(by.PersonID)
		if w.Author.Name == "" {
			w.Author.Name = by.Name
		}
	}
	w.Comment.Publication = s.standing(c, w.Comment, w.Author)
	if in.trapped() && !w.Comment.Confidential { // perhaps by a program: no mail is sent, and a moderator looks
		w.Comment.Publication = models.Pending
	}
	w.Comment.Commitment = said{w}.commitment()
	return w
}

func personKey(id int64) string { return "person:" + strconv.FormatInt(id, 36) }

// standing tells where a comment stands that has just arrived.
func (s *Service) standing(c models.Consultation, comment models.Comment, a models.CommentAuthor) models.Publication {
	switch {
	case a.PersonID == nil && a.Email != "":
		return models.Unconfirmed
	case comment.Confidential: // the drafters only: there is nothing for a moderator to publish
		return models.ConfidentialP
	case a.PersonID == nil || c.PreModeration:
		return models.Pending
	}
	return models.PublishedNow
}

func regionOf(in NewComment) string {
	if r := place.RegionOf(in.Country); r != place.Unassigned || in.Region == "" {
		return r
	}
	return in.Region
}

// submit writes the comment, with the mail that asks to confirm its address where that is needed, and gives its receipt.
func (s *Service) submit(ctx context.Context, by models.Call, head models.Front, in NewComment, w store.Whole) (receipt string, err error) {
	return s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		marks, err := s.admit(ctx, tx, by, in, w)
		if err != nil {
			return "", err
		}
		if w.Comment.Taken() {
			if err := s.number(ctx, tx, &w.Comment, w.Author); err != nil {
				return "", err
			}
		} else if w.Comment.Seq, err = tx.Touch(ctx, head.ID); err != nil {
			return "", err
		}
		if err := tx.AddComments(ctx, []store.Whole{w}); err != nil {
			return "", err
		}
		if err := tx.AddMarks(ctx, marks); err != nil {
			return "", err
		}
		if err := s.recordAll(ctx, tx, head.ID, arrival(w)); err != nil {
			return "", err
		}
		if err := s.agree(ctx, tx, by, w); err != nil {
			return "", err
		}
		if w.Comment.Publication == models.Unconfirmed {
			err = s.askToConfirm(ctx, tx, by, head, w)
		}
		return w.Comment.Receipt, err
	})
}

// number gives a comment that is taken its number and its published attributes.
func (s *Service) number(ctx context.Context, tx *store.Tx, c *models.Comment, a models.CommentAuthor) error {
	first, seq, err := tx.TakeNumbers(ctx, c.ConsultationID, 1)
	if err != nil {
		return err
	}
	c.Number, c.Seq = &first, seq
	c.Verified = a.PersonID != nil
	c.NameShown = c.Verified && a.PublishName && !a.NameWithdrawn && a.Name != "" && !c.Confidential
	if err := s.catchUp(ctx, tx, *c); err != nil {
		return err
	}
	return s.attributes(ctx, tx, c, a.Key)
}
