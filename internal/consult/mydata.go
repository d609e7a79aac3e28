package consult

import (
	"context"

	"travaux/internal/store"
	"travaux/models"
)

// ofPerson says who a person is in the tables.
func (s *Service) ofPerson(p models.Person) store.Of {
	return store.Of{PersonID: p.ID, Address: p.EmailKey, Recipient: s.recipient(p.Email)}
}

// commentsOfOne is how many comments of one person are given as theirs; far more than anybody wrote.
const commentsOfOne = 100_000

// MyData gives everything that is kept about who asks.
func (s *Service) MyData(ctx context.Context, who models.Actor) (models.MyData, error) {
	var out models.MyData
	if err := need(who, who.PersonID != 0 && Can(who, ReadOwn, Thing{PersonID: who.PersonID})); err != nil {
		return out, err
	}
	var err error
	if out.Person, err = s.st.Person(ctx, who.PersonID); err != nil {
		return out, err
	}
	if out.Kept, err = s.st.Kept(ctx, s.ofPerson(out.Person)); err != nil {
		return out, err
	}
	invited, err := s.invitationsTo(ctx, s.st.Reader, out.Person.EmailKey)
	if err != nil {
		return out, err
	}
	if len(invited) > 0 {
		out.Kept = append(out.Kept, keptInvitations(invited))
	}
	mine, err := s.st.CommentsOf(ctx, s.ofPerson(out.Person), commentsOfOne)
	if err != nil {
		return out, err
	}
	slugs := map[int64]string{}
	for _, a := range mine {
		c, err := s.myComment(ctx, a, slugs)
		if err != nil {
			return out, err
		}
		out.Comments = append(out.Comments, c)
	}
	return out, nil
}

// keptInvitations is what somebody was invited to, as a table like those that need not be opened.
func keptInvitations(all []models.Invitation) models.KeptTable {
	out := models.KeptTable{Name: "invited", Columns: []string{"role", "created_at", "expires_at"}}
	for _, i := range all {
		out.Rows = append(out.Rows, map[string]any{"role": string(i.Role), "created_at": i.CreatedAt, "expires_at": i.ExpiresAt})
	}
	return out
}

// myComment gives one comment of somebody's own.
func (s *Service) myComment(ctx context.Context, a models.CommentAuthor, slugs map[int64]string) (models.MyComment, error) {
	out := models.MyComment{PublishName: a.PublishName}
	if slugs[a.ConsultationID] == "" {
		con, err := s.st.ConsultationByID(ctx, a.ConsultationID)
		if err != nil {
			return out, err
		}
		slugs[a.ConsultationID] = con.Slug
	}
	out.Consultation = slugs[a.ConsultationID]
	c, err := s.st.Comment(ctx, a.ConsultationID, a.CommentID)
	if err != nil {
		return out, err
	}
	out.Commitment, out.NoticeVersion = c.Commitment, c.NoticeVersion
	if out.CommentView, err = s.st.CommentByReceipt(ctx, c.Receipt); err != nil {
		return out, err
	}
	out.Consents, err = s.st.Consents(ctx, a.ConsultationID, a.CommentID)
	return out, err
}
