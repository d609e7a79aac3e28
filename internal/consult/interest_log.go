package consult

import (
	"context"
	"time"

	"travaux/internal/document"
	"travaux/models"
)

// interestCommitment is what the log says of an interest: SHA-256 over a salt and what is kept of it. What the contact
// gave of themselves is in it by a commitment of its own, so that it can be erased.
func interestCommitment(i models.Interest, contact string) string {
	return salted(i.Salt, document.JSON(document.Object{
		"v": 1, "organisation_name": i.OrganisationName, "country": i.Country, "region": i.Region, "stakeholder_type": string(i.StakeholderType),
		"stakeholder_subtype": i.StakeholderSubtype, "outcome_area": i.OutcomeArea, "language": i.Language, "late": i.Late,
		"notice_version": i.NoticeVersion, "via": i.Via, "received_at": instantText(i.ReceivedAt), "contact": contact,
	}))
}

func contactCommitment(c models.InterestContact) string {
	return salted(c.Salt, document.JSON(document.Object{"name": c.Name, "email": c.Email, "motivation": c.Motivation}))
}

// interestEntry tells that an organisation wants to take part, but not which.
func interestEntry(i models.Interest, at time.Time) models.Entry {
	e := models.Entry{Kind: models.InterestTaken, At: at, DayOnly: true, Commitment: i.Commitment}
	if i.Late {
		e.Facts = map[string]string{"late": "true"}
	}
	return e
}

// interests holds the interests that were taken against the log: each has its entry, is as it was committed to, and
// there is no entry of another.
func (v *verifier) interests(ctx context.Context) error {
	entries, err := v.r.LogActs(ctx, v.c.ID)
	if err != nil {
		return err
	}
	told := map[string]int{}
	for _, e := range entries {
		if leaf, err := readLeaf(e.Leaf); err == nil && leaf.Kind == models.InterestTaken { // the tree tells of one that cannot be read
			told[leaf.Commitment]++
		}
	}
	all, err := v.r.AllInterests(ctx, v.c.ID)
	if err != nil {
		return err
	}
	for _, x := range all {
		i, c := x.Interest, x.InterestContact
		if interestCommitment(i, c.Commitment) != i.Commitment || c.Salt != "" && contactCommitment(c) != c.Commitment {
			v.found(i.Ref, "commitment", "the interest is not what was committed to")
		}
		if told[i.Commitment]--; told[i.Commitment] < 0 {
			v.found(i.Ref, "log_entries", "it has no entry in the log")
		}
	}
	for commitment, n := range told {
		if n > 0 {
			v.found("interest "+commitment, "log_entries", "the log tells of it, the database has none")
		}
	}
	return nil
}
