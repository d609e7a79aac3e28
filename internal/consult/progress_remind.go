package consult

import (
	"context"
	"errors"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// How long before something is due one is reminded of it; of what is due each month, not as soon as the last is in.
const (
	reportAhead        = 30 * day
	reportAheadMonthly = 7 * day
)

// remindReports reminds whoever speaks for an organisation of reports that are due soon and that are due, and of pledges
// that are due soon, of each once. Safe on several instances.
func (s *Service) remindReports(ctx context.Context, now time.Time) error {
	var problems []error // of one of them; the others go on
	for _, kind := range []models.ReportReminder{models.ReportSoon, models.ReportDue, models.PledgeDue} {
		problems = append(problems, s.remindOf(ctx, kind, now))
	}
	return errors.Join(problems...)
}

func (s *Service) remindOf(ctx context.Context, kind models.ReportReminder, now time.Time) error {
	cut, until := reportCut(kind, now)
	from := dayText(now)
	if kind != models.PledgeDue { // what was due while nobody was there to tell of it
		from = dayText(now.Add(-reportAhead))
	}
	var problems []error
	for after := int64(0); ; {
		batch, err := s.st.PledgesToRemind(ctx, kind, cut, from, until, after, remindingAtOnce)
		if err != nil || len(batch) == 0 {
			return errors.Join(append(problems, err)...)
		}
		for _, p := range batch {
			if on, ok := remindedOn(kind, p, now); ok {
				problems = append(problems, s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.remindPledger(ctx, tx, kind, p, on, now) }))
			}
		}
		after = batch[len(batch)-1].ID
	}
}

// reportCut is before when the last report lies of pledges of whose next one somebody may have to be reminded, and until
// which day others are due: wide enough for months of every length.
func reportCut(kind models.ReportReminder, now time.Time) (store.ReportCut, string) {
	ahead := reportAhead
	if kind == models.ReportDue {
		ahead = 0
	}
	at := now.Add(ahead + 3*day)
	cut := store.ReportCut{Monthly: at.AddDate(0, -1, 0), Quarterly: at.AddDate(0, -3, 0), HalfYearly: at.AddDate(0, -6, 0), Others: at.AddDate(0, -12, 0)}
	return cut, dayText(now.Add(ahead))
}

// remindedOn is the day that is due and of which it is time to remind; ok is false where it is not.
func remindedOn(kind models.ReportReminder, p models.PledgeView, now time.Time) (on time.Time, ok bool) {
	if kind == models.PledgeDue {
		on, ok = p.Due()
		return on, ok && p.Awaited() && !now.Before(on.Add(-reportAhead)) && !models.Past(on, now)
	}
	if on, ok = p.NextReport(); !ok {
		return on, false
	}
	ahead := reportAhead
	switch {
	case kind == models.ReportDue:
		ahead = 0
	case p.Frequency == "monthly":
		ahead = reportAheadMonthly
	}
	return on, !now.Before(on.Add(-ahead)) && (kind == models.ReportDue || now.Before(on))
}

// remindPledger mails those who speak for the organisation of a pledge, if nobody did before.
func (s *Service) remindPledger(ctx context.Context, tx *store.Tx, kind models.ReportReminder, p models.PledgeView, on, now time.Time) error {
	first, err := tx.AddPledgeReminder(ctx, models.PledgeReminder{ConsultationID: p.ConsultationID, PledgeID: p.ID, Kind: kind, DueOn: dayText(on), ToldAt: now})
	if err != nil || !first {
		return err
	}
	c, err := tx.ConsultationByID(ctx, p.ConsultationID)
	if err != nil {
		return err
	}
	people, err := tx.Mandated(ctx, p.OrganisationID)
	if err != nil {
		return err
	}
	for _, person := range people {
		err := s.notify(ctx, tx, person.ID, c.Language, models.Mail{Kind: "reminder_" + string(kind), ConsultationID: &c.ID, Data: map[string]any{
			"Consultation": c.Title, "Organisation": p.Organisation, "Pledge": p.Title, "Due": dayText(on),
			"Link": s.baseURL + "/c/" + c.Slug + "/pledges/" + p.Ref + "/report",
		}})
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
	}
	return nil
}
