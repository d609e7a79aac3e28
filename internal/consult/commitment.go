package consult

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"travaux/internal/document"
	"travaux/internal/store"
	"travaux/models"
)

// salt is 128 random bits, hex.
func salt() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails (crypto/rand documentation)
	return hex.EncodeToString(b)
}

// salted is SHA-256(salt ‖ content), hex: who does not know the salt can neither read nor try contents.
func salted(salt string, content []byte) string {
	return document.Sum(append([]byte(salt), content...))
}

// plain is SHA-256, hex, of what is public anyway.
func plain(content []byte) string { return salted("", content) }

// said is what a comment's commitment is over: the canonical JSON (RFC 8785) of what is kept of it, all of which can
// be read back from the database. What the author gave of themselves is in it by a commitment of its own, so that
// each can be erased without the other.
type said struct{ store.Whole }

func (x said) content() []byte { return x.contentWith(x.author()) }

func (x said) contentWith(author string) []byte {
	c := x.Comment
	return document.JSON(document.Object{
		"v": 1, "body": x.Text.Body, "proposed_text": x.Text.ProposedText, "draft": x.Draft, "version": x.Version,
		"type": c.Type, "stance": c.Stance, "language": c.Language, "speaking_as": c.SpeakingAs,
		"country": c.Country, "region": c.Region, "stakeholder_type": string(c.StakeholderType),
		"stakeholder_subtype": c.StakeholderSubtype, "organisation": c.Organisation, "confidential": c.Confidential,
		"provenance": c.Provenance, "notice_version": c.NoticeVersion, "author": author,
		"created_at": instantText(c.CreatedAt), "received_at": instantText(c.ReceivedAt),
		"target": document.Object{
			"kind": string(c.TargetKind), "wid": c.WID, "after": c.AfterWID, "exact": c.Exact, "prefix": c.Prefix,
			"suffix": c.Suffix, "start": c.StartAt, "end": c.EndAt, "language": c.AnchorLanguage,
		},
	})
}

// saltGone stands, before the commitment that it was for, where the salt of an author stood who is gone from a
// comment that stays.
const saltGone = "gone:"

// author is the commitment to what the author gave of themselves.
func (x said) author() string {
	if commitment, ok := strings.CutPrefix(x.Author.Salt, saltGone); ok {
		return commitment
	}
	return salted(x.Author.Salt, document.JSON(document.Object{
		"name": x.Author.Name, "email": x.Author.Email, "publish_name": x.Author.PublishName,
	}))
}

// commitment is SHA-256(salt ‖ content), hex.
func (x said) commitment() string { return salted(x.Text.Salt, x.content()) }

// organisationFact is the name of the fact that tells for which organisation a comment was taken.
const organisationFact = "organisation"

// organisation is the commitment to the organisation that a comment is linked to, and whether who spoke had its mandate:
// both may be found out after the words were committed to. It is made of no organisation too, so that nobody can tell
// from the log whether a confidential comment is an organisation's.
func (x said) organisation() string {
	id := ""
	if x.Comment.OrganisationID != nil {
		id = strconv.FormatInt(*x.Comment.OrganisationID, 10)
	}
	return salted(x.Text.Salt, document.JSON(document.Object{"organisation": id, "verified": x.Comment.OrganisationVerified}))
}

// answerCommitment is that of an answer that is not public: over the salt of the comment it is an answer to.
func answerCommitment(salt string, d models.Disposition) string {
	return salted(salt, document.JSON(document.Object{"outcome": string(d.Outcome), "reason": d.Reason, "at": instantText(d.CreatedAt)}))
}

// textsSum is the hash of a text in its languages.
func textsSum(t models.Texts) string {
	o := document.Object{}
	for language, text := range t {
		o[language] = text
	}
	return plain(document.JSON(o))
}

// instantText is how an instant is written into what is hashed: RFC 3339, UTC.
func instantText(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// dayText is its day.
func dayText(t time.Time) string { return t.UTC().Format(time.DateOnly) }
