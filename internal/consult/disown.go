package consult

import (
	"context"
	"crypto/hmac"
	"slices"
	"strconv"
	"strings"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// disownPurpose is what the links are keyed for.
const disownPurpose = "disown"

// disownSecret is the secret of the link by which the owner of an address says that a comment is not theirs. It is
// made of the comment and its address, so that every mail about the comment has the same one, nothing need be kept,
// and it is of no use once the address is gone.
func (s *Service) disownSecret(consultationID, commentID int64, email string) string {
	id := strconv.FormatInt(consultationID, 36) + "-" + strconv.FormatInt(commentID, 36)
	return id + "-" + s.keyed(disownPurpose, id+" "+models.EmailKey(email))[:32]
}

// disownLink is where a mail about a comment leads who did not write it.
func (s *Service) disownLink(c models.Comment, a models.CommentAuthor) string {
	return s.baseURL + "/disown/" + s.disownSecret(c.ConsultationID, c.ID, a.Email)
}

// disownable finds the comment of a link. Fault NotFound "link_not_found".
func (s *Service) disownable(ctx context.Context, r store.Reader, secret string) (models.Comment, error) {
	var none models.Comment
	part := strings.Split(secret, "-")
	if len(part) != 3 {
		return none, fault.Missing("link")
	}
	consultationID, err1 := strconv.ParseInt(part[0], 36, 64)
	commentID, err2 := strconv.ParseInt(part[1], 36, 64)
	if err1 != nil || err2 != nil {
		return none, fault.Missing("link")
	}
	a, err := r.CommentAuthor(ctx, consultationID, commentID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return none, err
	}
	if err != nil || a.Email == "" || !hmac.Equal([]byte(secret), []byte(s.disownSecret(consultationID, commentID, a.Email))) {
		return none, fault.Missing("link")
	}
	return r.Comment(ctx, consultationID, commentID)
}

// Disowning gives the comment that a link would disown, without doing it: mail scanners may look. Fault NotFound
// "link_not_found".
func (s *Service) Disowning(ctx context.Context, secret string) (models.CommentView, error) {
	c, err := s.disownable(ctx, s.st.Reader, secret)
	if err != nil {
		return models.CommentView{}, err
	}
	v, err := s.st.StaffViews(ctx, c.ConsultationID, []int64{c.ID})
	if err != nil || len(v) == 0 {
		return models.CommentView{}, cmpErr(err, fault.Missing("link"))
	}
	return v[0], nil
}

// Disown hides a comment at once because the owner of its address says that it is not theirs. It stays counted, as
// disowned. Safe twice. Faults: NotFound "link_not_found"; Conflict "already_removed" when it went for another reason.
func (s *Service) Disown(ctx context.Context, by models.Call, secret string) error {
	_, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		c, err := s.disownable(ctx, tx.Reader, secret)
		if err != nil || c.Publication == models.Disowned {
			return "", err
		}
		return "", s.remove(ctx, tx, by, c, models.Disowned, "")
	})
	return err
}

// NewReport tells moderators about a comment that is shown by name.
type NewReport struct {
	Body  string `json:"body" validate:"required,notblank,max=2000"`
	Email string `json:"email" validate:"omitempty,email"`
}

// Reportable finds a public comment that is shown under a name. Fault NotFound "comment_not_found".
func (s *Service) Reportable(ctx context.Context, slug, ref string) (models.CommentView, error) {
	v, err := s.Comment(ctx, models.Actor{}, slug, ref)
	if err == nil && v.Name == "" && v.Organisation == "" {
		return v, fault.Missing("comment")
	}
	return v, err
}

// ReportComment tells the moderators that a comment is not by whom it is shown to be. Nothing is hidden by it: anybody
// can say so, as often as they may comment. Faults: NotFound "comment_not_found", also for comments without a name;
// TooMany "too_many".
func (s *Service) ReportComment(ctx context.Context, by models.Call, slug, ref string, in NewReport) error {
	v, err := s.Reportable(ctx, slug, ref)
	if err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	r := models.Report{
		ConsultationID: v.ConsultationID, ID: s.ids.Next(by.At), CommentID: v.ID, Kind: models.ReportNotMine,
		Body: in.Body, Email: in.Email, EmailKey: models.EmailKey(in.Email), ReportedBy: actorID(by.Actor), CreatedAt: by.At,
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := s.tallied(ctx, tx, by.At, s.comments(by, "", false, false)...); err != nil { // a report is read as a comment is
			return "", err
		}
		return "", tx.AddReport(ctx, &r)
	})
	return err
}

// reportsPage is how many reports, and how many disowned comments, a page shows.
const reportsPage = 50

// Reported is a report with the comment it is about.
type Reported struct {
	models.Report
	Comment models.CommentView
}

// Reports gives moderators the reports that wait, oldest first, and the newest comments that were disowned, both
// within their regions.
func (s *Service) Reports(ctx context.Context, who models.Actor, slug string) ([]Reported, []models.CommentView, error) {
	c, err := s.where(ctx, who, Moderate, slug)
	if err != nil {
		return nil, nil, err
	}
	waiting, err := s.st.Reports(ctx, c.ID, reportsPage)
	if err != nil {
		return nil, nil, err
	}
	ids := make([]int64, len(waiting))
	for i, r := range waiting {
		ids[i] = r.CommentID
	}
	views, err := s.st.StaffViews(ctx, c.ID, ids)
	if err != nil {
		return nil, nil, err
	}
	var out []Reported
	for _, r := range waiting {
		for _, v := range views {
			if v.ID == r.CommentID && Can(who, Moderate, about(v)) {
				v.Receipt = s.alias(v.Receipt)
				out = append(out, Reported{r, v})
			}
		}
	}
	all, err := s.st.RemovedViews(ctx, c.ID, models.Disowned, Within(who, Moderate, c.ID), reportsPage)
	disowned := slices.DeleteFunc(all, func(v models.CommentView) bool {
		return v.Confidential && !Can(who, ReadConfidential, about(v))
	})
	return out, s.forStaff(disowned), err
}

// HiddenComments gives moderators the newest comments that were hidden, within their regions.
func (s *Service) HiddenComments(ctx context.Context, who models.Actor, slug string) ([]models.CommentView, error) {
	c, err := s.where(ctx, who, Moderate, slug)
	if err != nil {
		return nil, err
	}
	all, err := s.st.RemovedViews(ctx, c.ID, models.Hidden, Within(who, Moderate, c.ID), reportsPage)
	return s.forStaff(all), err
}

// ReportDecision is what a moderator makes of a report: to hide the comment, with a public reason, or to leave it.
type ReportDecision struct {
	Decision string `json:"decision" validate:"required,oneof=hidden dismissed"`
	Reason   string `json:"reason" validate:"required_if=Decision hidden,omitempty,notblank,max=2000"`
}

// DecideReport settles a report. Moderators and organisers, within their regions. Faults: NotFound
// "report_not_found"; Conflict "already_decided", "already_removed".
func (s *Service) DecideReport(ctx context.Context, by models.Call, slug string, id int64, in ReportDecision) error {
	c, err := s.where(ctx, by.Actor, Moderate, slug)
	if err != nil {
		return err
	}
	if err := s.check(&in); err != nil {
		return err
	}
	r, err := s.st.Report(ctx, c.ID, id)
	if err != nil {
		return err
	}
	v, err := s.st.StaffViews(ctx, c.ID, []int64{r.CommentID})
	if err != nil || len(v) == 0 || !Can(by.Actor, Moderate, about(v[0])) {
		return cmpErr(err, fault.Missing("report"))
	}
	r.Decision, r.DecidedAt = models.ReportDecision(in.Decision), &by.At
	r.PersonID = actorID(by.Actor)
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if ok, err := tx.DecideReport(ctx, r); err != nil || !ok {
			return "", cmpErr(err, fault.New(fault.Conflict, "already_decided"))
		}
		if r.Decision != models.ReportHidden {
			return "", nil
		}
		comment, err := tx.Comment(ctx, c.ID, r.CommentID)
		if err != nil {
			return "", err
		}
		return "", s.hide(ctx, tx, by, comment, in.Reason)
	})
	return err
}
