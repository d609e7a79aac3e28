package consult

import (
	"context"
	"errors"
	"time"

	"travaux/internal/coverage"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// show decides what of a comment's country, region and stakeholder type is public, by the cells of its type.
// Organisations and people shown by name are public facts; anybody else is shown as far as their cell is
// (design.md §6).
func show(c *models.Comment, cells []models.Cell) {
	if open(*c) {
		c.ShownCountry, c.ShownRegion, c.ShownStakeholder = c.Country, c.Region, string(c.StakeholderType)
		return
	}
	c.ShownCountry, c.ShownRegion, c.ShownStakeholder = "", models.Withheld, models.Withheld
	for _, cell := range cells {
		if cell.Region == coverage.FirstRegion(c.Region) {
			c.ShownRegion, c.ShownStakeholder = shownAt(coverage.Level(cell.Level), cell)
		}
	}
}

// attributes counts who made a comment and decides what of it is public now.
func (s *Service) attributes(ctx context.Context, tx *store.Tx, c *models.Comment, key string) error {
	con, err := tx.ConsultationByID(ctx, c.ConsultationID)
	if err != nil {
		return err
	}
	if con.RoundAt != nil && c.ReceivedAt.Before(*con.RoundAt) { // of a round that is settled
		show(c, nil)
		return nil
	}
	if err := s.count(ctx, tx, *c, key); err != nil {
		return err
	}
	cells, err := tx.Cells(ctx, c.ConsultationID, c.StakeholderType)
	if err == nil {
		show(c, cells)
	}
	return err
}

// open tells whether somebody is shown as what they are.
func open(c models.Comment) bool { return c.NameShown || c.SpeakingAs == "organisation" }

// count counts the person behind a comment in their cell. Who cannot be told apart is not counted, and so cannot
// reveal a cell; nor does a confidential comment.
func (s *Service) count(ctx context.Context, tx *store.Tx, c models.Comment, key string) error {
	if key == "" || open(c) || c.Confidential {
		return nil
	}
	return s.countVoice(ctx, tx, models.Voice{
		ConsultationID: c.ConsultationID, Key: key, StakeholderType: c.StakeholderType,
		Region: coverage.FirstRegion(c.Region),
	}, c.Seq)
}

// shownAt gives the public region and stakeholder type of a cell at a level.
func shownAt(level coverage.Level, cell models.Cell) (region, stakeholder string) {
	switch level {
	case coverage.RegionAndType:
		return cell.Region, string(cell.StakeholderType)
	case coverage.TypeOnly:
		return models.Withheld, string(cell.StakeholderType)
	}
	return models.Withheld, models.Withheld
}

// countVoice counts a person in a cell once, and makes more public where enough share it now.
func (s *Service) countVoice(ctx context.Context, tx *store.Tx, v models.Voice, seq int64) error {
	fresh, err := tx.AddVoice(ctx, v)
	if err != nil || !fresh {
		return err
	}
	cells, err := tx.Cells(ctx, v.ConsultationID, v.StakeholderType)
	if err != nil {
		return err
	}
	in := make([]coverage.Cell, len(cells))
	for i, c := range cells {
		in[i] = coverage.Cell{StakeholderType: string(c.StakeholderType), Region: c.Region, People: c.People, Level: coverage.Level(c.Level)}
	}
	for _, up := range coverage.Raise(in) {
		cell := models.Cell{ConsultationID: v.ConsultationID, StakeholderType: v.StakeholderType, Region: up.Region, Level: int(up.Level)}
		region, _ := shownAt(up.Level, cell)
		if err := tx.RaiseCell(ctx, cell, regionsOf(up.Region), region, seq); err != nil {
			return err
		}
	}
	return nil
}

// regionsOf lists the regions that a cell's comments can bear.
func regionsOf(cell string) []string {
	if cell == place.Unassigned || cell == place.World {
		return []string{cell}
	}
	return place.Below(cell)
}

// reopen begins a new round where a phase takes comments after what is public of those there are was settled. Nothing of
// the settled is taken back or made finer; whoever comments from now on is counted with the others of the round alone,
// so that each round by itself has no group below five, nor has any sum of them (design.md §6).
func reopen(ctx context.Context, tx *store.Tx, p models.Phase, at time.Time) error {
	if p.Kind != models.PhaseConsultation || p.ClosesAt != nil && !p.ClosesAt.After(at) {
		return nil
	}
	return tx.NewRound(ctx, p.ConsultationID, at)
}

// settleClosed settles, once a round, what is public of the comments of consultations whose last phase that takes
// comments has closed.
func (s *Service) settleClosed(ctx context.Context, now time.Time) error {
	up, err := s.st.UpSince(ctx, now.Add(-outageFrom))
	if err != nil || !up {
		return err // after an outage the closing may be put off
	}
	due, err := s.st.Unsettled(ctx, now)
	if err != nil {
		return err
	}
	var problems []error // of one consultation; the others go on
	for _, id := range due {
		problems = append(problems, s.settle(ctx, id, now))
	}
	return errors.Join(problems...)
}

// settle publishes the finest attributes that at least five share and that leave no remainder below five.
func (s *Service) settle(ctx context.Context, consultationID int64, now time.Time) error {
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		seq, err := tx.Touch(ctx, consultationID)
		if err != nil {
			return err
		}
		people, err := tx.Unnamed(ctx, consultationID)
		if err != nil {
			return err
		}
		in := make([]coverage.Person, len(people))
		for i, p := range people {
			in[i] = coverage.Person{Key: p.Key, StakeholderType: p.StakeholderType, Country: p.Country, Region: p.Region, Level: coverage.Level(p.Level)}
		}
		if err := tx.Withhold(ctx, consultationID, seq); err != nil {
			return err
		}
		places := map[store.Stated]bool{}
		for i, shown := range coverage.Settle(in) {
			at := people[i].Stated // whoever stated the same is shown the same
			if places[at] || shown.StakeholderType == "" {
				continue
			}
			places[at] = true
			if err := tx.Settle(ctx, consultationID, at, settled(shown), seq); err != nil {
				return err
			}
		}
		return tx.MarkSettled(ctx, consultationID, now)
	})
}

func settled(shown coverage.Shown) store.ShownAs {
	or := func(s string) string {
		if s == "" {
			return models.Withheld
		}
		return s
	}
	return store.ShownAs{Country: shown.Country, Region: or(shown.Region), StakeholderType: or(shown.StakeholderType)}
}
