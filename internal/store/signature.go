package store

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"travaux/models"
)

// One row is one signature with its text's title, its terms' act and its organisation as it is addressed now.
const (
	signatureView    = "SELECT " + signatureColumns + signatureFrom
	signatureColumns = `s.*, d.slug AS draft, v.number AS version, COALESCE(t.title, '') AS title, COALESCE(m.act, 'sign') AS act,
	o.slug AS organisation_slug, o.logo <> '' AS logo, o.version AS logo_version `
	signatureFrom = `FROM signatures s
	JOIN drafts d ON d.consultation_id = s.consultation_id AND d.id = s.draft_id
	JOIN versions v ON v.consultation_id = s.consultation_id AND v.id = s.version_id
	JOIN organisations o ON o.id = s.organisation_id
	LEFT JOIN version_texts t ON t.consultation_id = s.consultation_id AND t.version_id = s.version_id AND t.language = s.language
	LEFT JOIN signing_terms m ON m.consultation_id = s.consultation_id AND m.version = s.terms_version `
)

// inRegister are the signatures that everybody sees.
const inRegister = "s.published_at IS NOT NULL AND s.status <> 'replaced'"

// SignatureByRef finds a signature by its reference; fault NotFound "signature_not_found".
func (r Reader) SignatureByRef(ctx context.Context, consultationID int64, ref string) (models.SignatureView, error) {
	return r.oneSignature(ctx, "WHERE s.consultation_id = ? AND s.ref = ?", consultationID, ref)
}

// StandingSignature gives the signature of an organisation that stands; nil when there is none.
func (r Reader) StandingSignature(ctx context.Context, consultationID, organisationID int64) (*models.Signature, error) {
	all, err := rows[models.Signature](r.db).Where("consultation_id = ? AND organisation_id = ? AND status NOT IN ('withdrawn', 'replaced')",
		consultationID, organisationID).Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

func (r Reader) oneSignature(ctx context.Context, where string, args ...any) (models.SignatureView, error) {
	var out []models.SignatureView
	if err := r.raw(ctx, &out, signatureView+where+" LIMIT 1", args...); err != nil {
		return models.SignatureView{}, err
	}
	if len(out) == 0 {
		return models.SignatureView{}, found(gorm.ErrRecordNotFound, "signature")
	}
	return out[0], nil
}

// SignatureCut is a filter of the register as the database needs it; nil does not cut.
type SignatureCut struct {
	Types, Regions, Countries, Statuses []string
	Organisations                       []int64 // those that were searched for; nil does not cut
}

func (c SignatureCut) where() (string, []any) {
	return "WHERE s.consultation_id = ? AND " + inRegister + ` AND (? OR s.stakeholder_type IN ?) AND (? OR s.region IN ?)
		AND (? OR s.country IN ?) AND (? OR s.status IN ?) AND (? OR s.organisation_id IN ?) `, []any{
		c.Types == nil, c.Types, c.Regions == nil, c.Regions, c.Countries == nil, c.Countries, c.Statuses == nil, c.Statuses,
		c.Organisations == nil, c.Organisations,
	}
}

// Signatures gives the register, the newest number first, below a number (0: from the newest); with first the other way
// round, above it.
func (r Reader) Signatures(ctx context.Context, consultationID int64, c SignatureCut, first bool, from int64, limit int) ([]models.SignatureView, error) {
	where, args := c.where()
	order := "AND (CAST(? AS BIGINT) = 0 OR s.number < ?) ORDER BY s.number DESC LIMIT ?"
	if first {
		order = "AND (CAST(? AS BIGINT) = 0 OR s.number > ?) ORDER BY s.number LIMIT ?"
	}
	args = append(append([]any{consultationID}, args...), from, from, limit)
	var out []models.SignatureView
	err := r.raw(ctx, &out, signatureView+where+order, args...)
	return out, err
}

// CountSignatures counts them.
func (r Reader) CountSignatures(ctx context.Context, consultationID int64, c SignatureCut) (n int, err error) {
	where, args := c.where()
	err = r.raw(ctx, &n, "SELECT COUNT(*) FROM signatures s "+where, append([]any{consultationID}, args...)...)
	return n, err
}

// SignatureGroup counts the signatures of the register that are alike in everything by which it is filtered.
type SignatureGroup struct {
	Country, Region, StakeholderType string
	Status                           models.SignatureStatus
	Count                            int
}

// Matches tells whether a filter leaves the group; it does not know of organisations.
func (g SignatureGroup) Matches(c SignatureCut) bool {
	for _, x := range []struct {
		allowed []string
		value   string
	}{{c.Types, g.StakeholderType}, {c.Regions, g.Region}, {c.Countries, g.Country}, {c.Statuses, string(g.Status)}} {
		if x.allowed != nil && !slices.Contains(x.allowed, x.value) {
			return false
		}
	}
	return true
}

// SignatureGroups counts the register in groups.
func (r Reader) SignatureGroups(ctx context.Context, consultationID int64) ([]SignatureGroup, error) {
	var out []SignatureGroup
	err := r.raw(ctx, &out, `SELECT s.country, s.region, s.stakeholder_type, s.status, COUNT(*) AS count FROM signatures s
		WHERE s.consultation_id = ? AND `+inRegister+` GROUP BY s.country, s.region, s.stakeholder_type, s.status`, consultationID)
	return out, err
}

// SignatureCountries counts the register by country, the most first.
func (r Reader) SignatureCountries(ctx context.Context, consultationID int64, c SignatureCut) ([]models.CountryCount, error) {
	where, args := c.where()
	var out []models.CountryCount
	err := r.raw(ctx, &out, "SELECT s.country, COUNT(*) AS count FROM signatures s "+where+"GROUP BY s.country ORDER BY COUNT(*) DESC, s.country",
		append([]any{consultationID}, args...)...)
	return out, err
}

// OrganisationsNamed gives the ids of the organisations of which a name has these letters in its key.
func (r Reader) OrganisationsNamed(ctx context.Context, key string, limit int) ([]int64, error) {
	out := []int64{}
	err := r.raw(ctx, &out, `SELECT DISTINCT organisation_id FROM organisation_names WHERE key LIKE ? ESCAPE '\' ORDER BY organisation_id LIMIT ?`, holds(key), limit)
	return out, err
}

// SigningTerms gives the newest terms of signing; nil before there are any.
func (r Reader) SigningTerms(ctx context.Context, consultationID int64) (*models.SigningTerms, error) {
	all, err := rows[models.SigningTerms](r.db).Where("consultation_id = ?", consultationID).Order("version DESC").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// AllSigningTerms gives every version of the terms of signing.
func (r Reader) AllSigningTerms(ctx context.Context, consultationID int64) ([]models.SigningTerms, error) {
	all, err := rows[models.SigningTerms](r.db).Where("consultation_id = ?", consultationID).Order("version").Find(ctx)
	return all, translate(err)
}

// SigningOpening gives what was opened for signature last; nil when nothing was.
func (r Reader) SigningOpening(ctx context.Context, consultationID int64) (*models.SigningOpening, error) {
	all, err := rows[models.SigningOpening](r.db).Where("consultation_id = ?", consultationID).Order("id DESC").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return nil, translate(err)
	}
	return &all[0], nil
}

// AddSigningTerms keeps a version of the terms; false when it is there.
func (tx *Tx) AddSigningTerms(ctx context.Context, t models.SigningTerms) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO signing_terms (consultation_id, version, act, meaning, sha256, created_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, t.ConsultationID, t.Version, t.Act, t.Meaning, t.SHA256, t.CreatedAt)
	return n == 1, err
}

// NextSignature gives the next place in the order of signing; who asks holds the consultation's row (Touch).
func (tx *Tx) NextSignature(ctx context.Context, consultationID int64) (n int, err error) {
	err = tx.raw(ctx, &n, "SELECT COALESCE(MAX(number), 0) + 1 FROM signatures WHERE consultation_id = ?", consultationID)
	return n, err
}

// AddSignature keeps a signature; false when its organisation has one that stands.
func (tx *Tx) AddSignature(ctx context.Context, s models.Signature) (bool, error) {
	n, err := tx.exec(ctx, `INSERT INTO signatures (consultation_id, id, ref, number, organisation_id, organisation, organisation_language,
		country, region, stakeholder_type, stakeholder_subtype, draft_id, version_id, language, sha256, officer_name, officer_title,
		authority_statement, officer_salt, officer_commitment, reservation, reservation_kind, terms_version, notice_version, status, how,
		verified_at, verified_by, publish_on, published_at, signed_at, signed_by, late, withdrawn_at, withdrawn_reason, replaces, salt, commitment, seq, by_link)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`,
		s.ConsultationID, s.ID, s.Ref, s.Number, s.OrganisationID, s.Organisation, s.OrganisationLanguage,
		s.Country, s.Region, s.StakeholderType, s.StakeholderSubtype, s.DraftID, s.VersionID, s.Language, s.SHA256, s.OfficerName, s.OfficerTitle,
		s.AuthorityStatement, s.OfficerSalt, s.OfficerCommitment, s.Reservation, s.ReservationKind, s.TermsVersion, s.NoticeVersion, s.Status, s.How,
		s.VerifiedAt, s.VerifiedBy, s.PublishOn, s.PublishedAt, s.SignedAt, s.SignedBy, s.Late, s.WithdrawnAt, s.WithdrawnReason, s.Replaces, s.Salt, s.Commitment, s.Seq, s.ByLink)
	return n == 1, err
}

// MoveSignature writes where a signature stands now; false when it had moved on.
func (tx *Tx) MoveSignature(ctx context.Context, s models.Signature, from models.SignatureStatus) (bool, error) {
	n, err := tx.exec(ctx, `UPDATE signatures SET status = ?, how = ?, verified_at = ?, verified_by = ?, publish_on = ?, published_at = ?,
		withdrawn_at = ?, withdrawn_reason = ?, seq = ? WHERE consultation_id = ? AND id = ? AND status = ?`,
		s.Status, s.How, s.VerifiedAt, s.VerifiedBy, s.PublishOn, s.PublishedAt, s.WithdrawnAt, s.WithdrawnReason, s.Seq, s.ConsultationID, s.ID, from)
	return n == 1, err
}

// DueSignatures gives signatures that are verified and whose date has come, oldest date first.
func (r Reader) DueSignatures(ctx context.Context, now time.Time, limit int) ([]models.Signature, error) {
	all, err := rows[models.Signature](r.db).Where("status = ? AND publish_on <= ?", models.SignatureVerified, now).
		Order("publish_on, id").Limit(limit).Find(ctx)
	return all, translate(err)
}

// SignaturesAfter gives the signatures of a consultation by id, after an id.
func (r Reader) SignaturesAfter(ctx context.Context, consultationID, after int64, limit int) ([]models.SignatureView, error) {
	var out []models.SignatureView
	err := r.raw(ctx, &out, signatureView+"WHERE s.consultation_id = ? AND s.id > ? ORDER BY s.id LIMIT ?", consultationID, after, limit)
	return out, err
}

// EntriesAbout gives the entries of the log about some things that are no comments, in their order.
func (r Reader) EntriesAbout(ctx context.Context, consultationID int64, ids []int64) ([]models.LogEntry, error) {
	all, err := rows[models.LogEntry](r.db).Where("consultation_id = ? AND about_id IN ?", consultationID, ids).Order("id").Find(ctx)
	return all, translate(err)
}

// StrayEntries counts entries of some kinds that are about nothing that is there.
func (r Reader) StrayEntries(ctx context.Context, consultationID int64, kinds []models.EntryKind) (n int, err error) {
	err = r.raw(ctx, &n, `SELECT COUNT(*) FROM log_entries e WHERE e.consultation_id = ? AND e.kind IN ? AND NOT EXISTS
		(SELECT 1 FROM signatures s WHERE s.consultation_id = e.consultation_id AND s.id = e.about_id)`, consultationID, kinds)
	return n, err
}

// SignaturesNaming gives the signatures that a person gave as the officer: under a name, or by the link for the officer.
func (r Reader) SignaturesNaming(ctx context.Context, personID int64, name string) ([]models.Signature, error) {
	all, err := rows[models.Signature](r.db).Where("signed_by = ? AND (officer_name = ? OR by_link) AND officer_salt <> ''", personID, name).Order("id").Find(ctx)
	return all, translate(err)
}

// UnnameSignature erases who an officer is; what they committed the organisation to stays.
func (tx *Tx) UnnameSignature(ctx context.Context, s models.Signature) error {
	_, err := tx.exec(ctx, `UPDATE signatures SET officer_name = '', officer_title = '', authority_statement = '', officer_salt = '', seq = ?
		WHERE consultation_id = ? AND id = ?`, s.Seq, s.ConsultationID, s.ID)
	return err
}

// SignaturesStanding gives the signatures of some organisations that stand.
func (r Reader) SignaturesStanding(ctx context.Context, consultationID int64, organisationIDs []int64) ([]models.Signature, error) {
	all, err := rows[models.Signature](r.db).Where("consultation_id = ? AND organisation_id IN ? AND status NOT IN ('withdrawn', 'replaced')",
		consultationID, organisationIDs).Find(ctx)
	return all, translate(err)
}

// SignedAt gives when each signature of the register that stands was given, in the order of time.
func (r Reader) SignedAt(ctx context.Context, consultationID int64) ([]time.Time, error) {
	var out []time.Time
	err := r.raw(ctx, &out, "SELECT s.signed_at FROM signatures s WHERE s.consultation_id = ? AND "+inRegister+" AND s.status <> 'withdrawn' ORDER BY s.signed_at", consultationID)
	return out, err
}
