package consult

import (
	"strconv"
	"time"

	"travaux/internal/document"
	"travaux/models"
)

// signed is a signature with what it is known by in the log.
type signed struct {
	models.Signature
	draft        string
	version      int
	organisation string // slug
	terms        string // the hash of its terms
}

// officerOf is the commitment to the officer, whose name can be erased without the rest.
func officerOf(s models.Signature) string {
	return salted(s.OfficerSalt, document.JSON(document.Object{
		"name": s.OfficerName, "title": s.OfficerTitle, "authority": s.AuthorityStatement,
	}))
}

// content is what a signature's commitment is over: the text by its hash, what signing means by its, and who signed.
func (x signed) content() []byte {
	s := x.Signature
	names := document.Object{}
	for language, name := range s.Organisation {
		names[language] = name
	}
	return document.JSON(document.Object{
		"v": 1, "ref": s.Ref, "number": s.Number, "organisation": x.organisation, "names": names, "country": s.Country, "region": s.Region,
		"stakeholder_type": string(s.StakeholderType), "stakeholder_subtype": s.StakeholderSubtype,
		"draft": x.draft, "version": x.version, "language": s.Language, "sha256": s.SHA256, "officer": s.OfficerCommitment,
		"reservation": s.Reservation, "reservation_kind": s.ReservationKind, "terms_version": s.TermsVersion, "terms_sha256": x.terms,
		"notice_version": s.NoticeVersion, "late": s.Late, "received_at": instantText(s.SignedAt),
	})
}

func (x signed) commitment() string { return salted(x.Salt, x.content()) }

// signatureEntry tells something of a signature. Before it is public the log tells neither which it is nor when in the day.
func signatureEntry(kind models.EntryKind, s models.Signature, at time.Time, facts map[string]string) models.Entry {
	e := models.Entry{Kind: kind, At: at, DayOnly: !s.Public(), Commitment: s.Commitment, Facts: facts, AboutID: s.ID}
	if s.PublishedAt != nil {
		e.Ref = s.Ref
	}
	return e
}

// arrival are the entries of a signature that was given.
func (x signed) arrival(at time.Time) []models.Entry {
	hidden := x.Signature
	hidden.PublishedAt = nil
	out := []models.Entry{signatureEntry(models.SignatureSigned, hidden, at, nil)}
	out[0].DayOnly = !x.Public()
	if x.How != "" {
		out = append(out, signatureEntry(models.SignatureVerify, x.Signature, at, map[string]string{"how": x.How}))
	}
	if x.PublishedAt != nil {
		out = append(out, x.published(at))
	}
	return out
}

// published is the entry by which a signature comes into the register: from then on everybody may know what was signed.
func (x signed) published(at time.Time) models.Entry {
	return signatureEntry(models.SignaturePublish, x.Signature, at, map[string]string{
		"number": strconv.Itoa(x.Number), "organisation": x.organisation, "draft": x.draft, "version": strconv.Itoa(x.version),
		"language": x.Language, "sha256": x.SHA256, "terms_sha256": x.terms,
	})
}

// termsEntry tells what signing means.
func termsEntry(t models.SigningTerms) models.Entry {
	return models.Entry{Kind: models.TermsSet, At: t.CreatedAt, Facts: map[string]string{
		"version": strconv.Itoa(t.Version), "act": string(t.Act), "meaning_sha256": textsSum(t.Meaning), "sha256": t.SHA256,
	}}
}
