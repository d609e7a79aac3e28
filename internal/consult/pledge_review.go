package consult

import (
	"context"
	"strconv"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// PledgeReview is what the secretariat decides on a pledge that was submitted.
type PledgeReview struct {
	Decision string `json:"decision" validate:"required,oneof=publish request_changes"`
	Note     string `json:"note" validate:"max=5000"` // to whoever pledges; changes are not asked for without one
}

// ReviewPledge publishes a pledge that was submitted, or asks for changes. Organisers, within their regions, and
// never those who speak for its organisation. seen is the change at which it was read (0: not asked). Faults: Forbidden
// "own_pledge", Conflict "pledge_not_submitted", Stale "stale", Invalid "note".
func (s *Service) ReviewPledge(ctx context.Context, by models.Call, slug, ref string, in PledgeReview, seen int64) (PledgeCard, error) {
	c, err := s.where(ctx, by.Actor, ReviewPledges, slug)
	if err != nil {
		return PledgeCard{}, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.pledgedAgain(ctx, by, slug, ref, err)
	}
	var problems []fault.Field
	if in.Decision == "request_changes" && models.Blank(in.Note) {
		problems = append(problems, fault.Field{Name: "note", Code: "required"})
	}
	if err := s.check(&in, problems...); err != nil {
		return PledgeCard{}, err
	}
	if !isRef(ref) {
		return PledgeCard{}, fault.Missing("pledge")
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		v, err := reviewable(ctx, tx, by, c.ID, ref, seen)
		if err == nil {
			err = s.notePledge(ctx, tx, by, v, in.Note)
		}
		if err != nil {
			return "", err
		}
		if in.Decision == "publish" {
			if err := s.publishPledge(ctx, tx, v, by.At); err != nil {
				return "", err
			}
			return ref, s.tellMandated(ctx, tx, by, v.OrganisationID, v.Pledge, "/pledges/"+ref, models.Mail{Kind: "pledge_published"})
		}
		v.Status = models.PledgeChanges
		if err := s.movePledge(ctx, tx, &v.Pledge); err != nil {
			return "", err
		}
		return ref, s.tellMandated(ctx, tx, by, v.OrganisationID, v.Pledge, "/pledges/"+ref+"/edit", models.Mail{Kind: "pledge_changes"})
	})
	return s.pledgedAgain(ctx, by, slug, ref, err)
}

// reviewable finds a pledge that waits, for somebody who may decide on it as they read it.
func reviewable(ctx context.Context, tx *store.Tx, by models.Call, consultationID int64, ref string, seen int64) (models.PledgeView, error) {
	v, err := tx.PledgeByRef(ctx, consultationID, ref, false)
	if err != nil {
		return v, err
	}
	part, err := partOf(ctx, tx.Reader, by.Actor, v.Pledge)
	switch {
	case err != nil:
		return v, err
	case !Can(by.Actor, ReviewPledges, Thing{ConsultationID: consultationID, Region: v.Region}):
		return v, fault.New(fault.Forbidden, "forbidden")
	case part:
		return v, fault.New(fault.Forbidden, "own_pledge")
	case seen != 0 && seen != v.Seq:
		return v, fault.New(fault.Stale, "stale")
	case v.Status != models.PledgeSubmitted:
		return v, fault.New(fault.Conflict, "pledge_not_submitted")
	}
	return v, nil
}

// notePledge keeps what the secretariat says, if it says anything.
func (s *Service) notePledge(ctx context.Context, tx *store.Tx, by models.Call, v models.PledgeView, note string) error {
	if models.Blank(note) {
		return nil
	}
	return tx.AddPledgeNote(ctx, models.PledgeNote{
		ConsultationID: v.ConsultationID, ID: s.ids.Next(by.At), PledgeID: v.ID, Version: v.Number, Body: note, WrittenAt: by.At, WrittenBy: actorID(by.Actor),
	})
}

// publishPledge makes the newest words of a pledge public; the log tells so.
func (s *Service) publishPledge(ctx context.Context, tx *store.Tx, v models.PledgeView, now time.Time) error {
	kind := models.PledgePublish
	if v.Public() {
		kind = models.PledgeAmend
	} else {
		v.PublishedAt = &now
	}
	v.Status, v.Shown, v.ShownAt = models.PledgePublished, v.Number, &now
	if err := s.movePledge(ctx, tx, &v.Pledge); err != nil {
		return err
	}
	if err := tx.ShowPledgeVersion(ctx, v); err != nil {
		return err
	}
	if err := s.record(ctx, tx, v.ConsultationID, models.Entry{
		Kind: kind, At: now, Ref: v.Ref, Commitment: v.Commitment, AboutID: v.ID, Facts: map[string]string{
			"version": strconv.Itoa(v.Number), "organisation": v.OrganisationSlug, "outcome_area": v.OutcomeArea, "kind": v.Kind, "due_on": v.DueOn,
			"intent": strconv.FormatBool(v.Intent), "country": v.Country, "region": v.Region, "stakeholder_type": string(v.StakeholderType),
			"late": strconv.FormatBool(v.Late),
		},
	}); err != nil || kind == models.PledgeAmend {
		return err
	}
	return s.partnersArePublic(ctx, tx, v, now)
}

// PledgeWithdrawal takes a pledge back.
type PledgeWithdrawal struct {
	Reason string `json:"reason" validate:"max=2000"` // public, with the pledge
}

// WithdrawPledge takes a pledge of one's organisation back; once it was public it stays in the record as withdrawn, with
// the date and the reason. Faults: Conflict "pledge_withdrawn", Stale "stale", Forbidden "no_mandate".
func (s *Service) WithdrawPledge(ctx context.Context, by models.Call, slug, ref string, in PledgeWithdrawal) (PledgeCard, error) {
	_, v, err := s.ownPledge(ctx, by, slug, ref)
	if err != nil {
		return PledgeCard{}, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.pledgedAgain(ctx, by, slug, ref, err)
	}
	if err := s.check(&in); err != nil {
		return PledgeCard{}, err
	}
	if v.Status == models.PledgeWithdrawn {
		return PledgeCard{}, fault.New(fault.Conflict, "pledge_withdrawn")
	}
	p := v.Pledge
	p.Status, p.WithdrawnAt, p.WithdrawnReason = models.PledgeWithdrawn, &by.At, in.Reason
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := s.moveOwnPledge(ctx, tx, by, &p); err != nil || !p.Public() {
			return ref, err
		}
		if err := s.tellSecretariat(ctx, tx, by, p, models.Mail{Kind: "pledge_withdrawn"}); err != nil {
			return ref, err
		}
		return ref, s.record(ctx, tx, p.ConsultationID, models.Entry{
			Kind: models.PledgeWithdraw, At: by.At, Ref: p.Ref, AboutID: p.ID, Facts: map[string]string{"reason_sha256": plain([]byte(in.Reason))},
		})
	})
	return s.pledgedAgain(ctx, by, slug, ref, err)
}

// pledgeVersion makes the row of what a pledge says now.
func pledgeVersion(by models.Call, notices int, organisation string, p models.Pledge, t models.PledgeText) models.PledgeVersion {
	v := models.PledgeVersion{
		ConsultationID: p.ConsultationID, PledgeID: p.ID, Number: p.Written, PledgeText: t, NoticeVersion: notices,
		Salt: salt(), WrittenAt: by.At, WrittenBy: actorID(by.Actor),
	}
	v.Commitment = salted(v.Salt, pledgeContent(p.Ref, organisation, v.Number, v.WrittenAt, t))
	return v
}

// pledgeContent is what the commitment to a version of a pledge is over.
func pledgeContent(ref, organisation string, number int, at time.Time, t models.PledgeText) []byte {
	milestones := document.Object{}
	for i, m := range t.Milestones {
		milestones[strconv.Itoa(i)] = document.Object{"title": m.Title, "due_on": m.DueOn}
	}
	return document.JSON(document.Object{
		"v": 1, "ref": ref, "organisation": organisation, "version": number, "language": t.Language, "title": t.Title, "outcome_area": t.OutcomeArea,
		"rationale": t.Rationale, "provisions": listed(t.Provisions), "starts_on": t.StartsOn, "due_on": t.DueOn, "milestones": milestones, "kind": t.Kind,
		"intent": t.Intent, "amount": t.Amount, "currency": t.Currency, "amount_private": t.AmountPrivate, "indicator": t.Indicator, "unit": t.Unit,
		"baseline_value": t.BaselineValue, "baseline_on": t.BaselineOn, "target_value": t.TargetValue, "direction": t.Direction,
		"verification": t.Verification, "frequency": t.Frequency, "resources": t.Resources, "beneficiaries": listed(t.Beneficiaries), "received_at": instantText(at),
	})
}

// listed is a list as an object, by the places in it.
func listed(list []string) document.Object {
	out := document.Object{}
	for i, s := range list {
		out[strconv.Itoa(i)] = s
	}
	return out
}
