package store

import (
	"context"
	"fmt"

	"travaux/models"
)

// newestOf picks, of what an organisation did, the newest few of each consultation, with how many there are of it. The
// rows are chosen by their keys alone, so that the words of those that are left out are never read.
func newestOf(table, alias, where, order string) string {
	return fmt.Sprintf(`JOIN (SELECT %[2]s.consultation_id AS c_id, %[2]s.id AS row_id,
		ROW_NUMBER() OVER (PARTITION BY %[2]s.consultation_id ORDER BY %[4]s) AS place, COUNT(*) OVER (PARTITION BY %[2]s.consultation_id) AS of_all
		FROM %[1]s %[2]s WHERE %[3]s) k ON k.c_id = %[2]s.consultation_id AND k.row_id = %[2]s.id AND k.place <= ? `, table, alias, where, order)
}

// counted is a column with how many there are of all, after the columns of a view.
const counted = ", k.of_all "

// mostNewest is how many rows one list of a record has at most, over all consultations.
const mostNewest = 500

// CountedComment is one of an organisation's comments in a consultation, with how many there are.
type CountedComment struct {
	models.CommentView `gorm:"embedded"`
	OfAll              int
}

// OrganisationComments gives what was published for an organisation by those with its mandate, newest first, at most so
// many of each consultation.
func (r Reader) OrganisationComments(ctx context.Context, organisationID int64, each int) ([]CountedComment, error) {
	var out []CountedComment
	err := r.raw(ctx, &out, "SELECT "+viewColumns+publicColumns+counted+viewTables+
		newestOf("comments", "c", "c.organisation_id = ? AND c.organisation_verified AND c.publication = ?", "c.received_at DESC, c.id DESC")+
		"ORDER BY c.received_at DESC, c.id DESC LIMIT ?", organisationID, models.PublishedNow, each, mostNewest)
	ids, of := make([]int64, len(out)), make([]int64, len(out))
	for i := range out {
		dayOnly(&out[i].CommentView)
		ids[i], of[i] = out[i].ID, out[i].ConsultationID
	}
	if err != nil || len(out) == 0 {
		return out, err
	}
	places, err := r.placements(ctx, of, ids)
	for i, v := range out {
		out[i].Placements = places[v.ID]
	}
	return out, err
}

// CountedSignature is one of an organisation's signatures in a register, with how many there are.
type CountedSignature struct {
	models.SignatureView `gorm:"embedded"`
	OfAll                int
}

// OrganisationSignatures gives what of an organisation is in the registers, newest first, at most so many of each.
func (r Reader) OrganisationSignatures(ctx context.Context, organisationID int64, each int) ([]CountedSignature, error) {
	var out []CountedSignature
	err := r.raw(ctx, &out, "SELECT "+signatureColumns+counted+signatureFrom+
		newestOf("signatures", "s", "s.organisation_id = ? AND "+inRegister, "s.signed_at DESC, s.id DESC")+
		"ORDER BY s.signed_at DESC, s.id DESC LIMIT ?", organisationID, each, mostNewest)
	return out, err
}

// NewestSignatures gives the newest signatures in a register that stand, with how many there are.
func (r Reader) NewestSignatures(ctx context.Context, consultationID int64, limit int) (models.Newest[models.SignatureView], error) {
	const standing = " s.consultation_id = ? AND s.published_at IS NOT NULL AND s.status NOT IN ('replaced', 'withdrawn') "
	var rows []CountedSignature
	var out models.Newest[models.SignatureView]
	err := r.raw(ctx, &rows, "SELECT "+signatureColumns+", (SELECT COUNT(*) FROM signatures s WHERE"+standing+") AS of_all "+signatureFrom+
		"WHERE"+standing+"ORDER BY s.number DESC LIMIT ?", consultationID, consultationID, limit)
	for _, v := range rows {
		out.Add(v.SignatureView, v.OfAll)
	}
	return out, err
}

// CountedPledge is one of an organisation's public pledges in a consultation, with how many there are.
type CountedPledge struct {
	models.PledgeView `gorm:"embedded"`
	OfAll             int
}

// OrganisationPledges gives the public pledges of an organisation with their public words, newest first, at most so many
// of each consultation.
func (r Reader) OrganisationPledges(ctx context.Context, organisationID int64, each int) ([]CountedPledge, error) {
	var out []CountedPledge
	err := r.raw(ctx, &out, pledgeColumns+counted+pledgeFrom+
		newestOf("pledges", "p", "p.organisation_id = ? AND p.shown > 0", "p.published_at DESC, p.id DESC")+
		"WHERE v.number = p.shown ORDER BY p.published_at DESC, p.id DESC LIMIT ?", organisationID, each, mostNewest)
	return out, err
}

// CountedReport is one of an organisation's reports on its pledges in a consultation, with how many there are.
type CountedReport struct {
	models.ReportedPledge `gorm:"embedded"`
	OfAll                 int
}

// OrganisationReports gives the reports of an organisation on its public pledges, newest first, at most so many of each
// consultation.
func (r Reader) OrganisationReports(ctx context.Context, organisationID int64, each int) ([]CountedReport, error) {
	var out []CountedReport
	err := r.raw(ctx, &out, `SELECT r.*, p.ref AS pledge, v.title, v.language AS title_language, v.unit, k.of_all,
		EXISTS (SELECT 1 FROM pledge_reports n WHERE n.consultation_id = r.consultation_id AND n.pledge_id = r.pledge_id AND n.corrects = r.number) AS corrected_later
		FROM pledge_reports r
		JOIN pledges p ON p.consultation_id = r.consultation_id AND p.id = r.pledge_id
		JOIN pledge_versions v ON v.consultation_id = p.consultation_id AND v.pledge_id = p.id AND v.number = p.shown `+
		newestOf("pledge_reports", "r", `r.pledge_id IN (SELECT o.id FROM pledges o WHERE o.organisation_id = ? AND o.shown > 0)`, "r.reported_at DESC, r.id DESC")+
		"ORDER BY r.reported_at DESC, r.id DESC LIMIT ?", organisationID, each, mostNewest)
	return out, err
}

// OrganisationSaid gives the ids of what was published for some organisations in a consultation by those with their
// mandates, ascending.
func (r Reader) OrganisationSaid(ctx context.Context, consultationID int64, organisationIDs []int64, limit int) ([]int64, error) {
	out := []int64{}
	err := r.raw(ctx, &out, `SELECT c.id FROM comments c
		WHERE c.consultation_id = ? AND c.organisation_id IN ? AND c.organisation_verified AND c.publication = ? ORDER BY c.id LIMIT ?`,
		consultationID, organisationIDs, models.PublishedNow, limit)
	return out, err
}

// OrganisationIDs gives the ids of the organisations with these slugs.
func (r Reader) OrganisationIDs(ctx context.Context, slugs []string) ([]int64, error) {
	var out []int64
	err := r.raw(ctx, &out, "SELECT id FROM organisations WHERE slug IN ? ORDER BY id", slugs)
	return out, err
}

// ConsultationsByID finds some.
func (r Reader) ConsultationsByID(ctx context.Context, ids []int64) ([]models.Consultation, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	all, err := rows[models.Consultation](r.db).Where("id IN ?", ids).Find(ctx)
	return all, translate(err)
}
