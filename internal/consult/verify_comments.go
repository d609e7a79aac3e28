package consult

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"travaux/internal/store"
	"travaux/models"
)

// standsAfter tells where a comment may stand after an entry.
var standsAfter = map[models.EntryKind][]models.Publication{
	models.CommentReceived:     {models.Unconfirmed, models.Pending},
	models.CommentConfirmed:    {models.Pending},
	models.CommentPublished:    {models.PublishedNow},
	models.CommentConfidential: {models.ConfidentialP},
	models.CommentRefused:      {models.Refused},
	models.CommentHidden:       {models.Hidden},
	models.CommentShown:        {models.PublishedNow},
	models.CommentWithdrawn:    {models.Withdrawn},
	models.CommentDisowned:     {models.Disowned},
	// What was hidden, disowned or refused stays that when its words are erased.
	models.CommentErased: {models.Erased, models.Hidden, models.Disowned, models.Refused},
	models.CommentLapsed: {models.Lapsed},
}

// counted is what the numbers of a consultation's comments add up to.
type counted struct{ received, numbered, highest, entries int64 }

// comments holds every comment against its entries, both read in one order, some hundreds at a time.
func (v *verifier) comments(ctx context.Context) error {
	var n counted
	after := int64(0)
	for {
		batch, err := v.r.WholeComments(ctx, v.c.ID, after, adoptBatch)
		if err != nil {
			return err
		}
		last := int64(math.MaxInt64)
		if len(batch) > 0 {
			last = batch[len(batch)-1].Comment.ID
		}
		entries, err := v.r.EntriesBetween(ctx, v.c.ID, after, last)
		if err != nil {
			return err
		}
		answers, err := v.r.DispositionsBetween(ctx, v.c.ID, after+1, last)
		if err != nil {
			return err
		}
		erasures, err := v.r.ErasuresBetween(ctx, v.c.ID, after, last)
		if err != nil {
			return err
		}
		for _, w := range batch {
			var mine []models.LogEntry
			var own []models.Disposition
			mine, entries = ofComment(entries, w.Comment.ID, func(e models.LogEntry) int64 { return *e.CommentID }, v.orphan)
			own, answers = ofComment(answers, w.Comment.ID, func(d models.Disposition) int64 { return d.CommentID }, nil)
			var gone []models.Erasure
			gone, erasures = ofComment(erasures, w.Comment.ID, func(e models.Erasure) int64 { return e.CommentID }, nil)
			v.comment(w, mine, own, len(gone) > 0, &n)
		}
		for _, e := range entries {
			v.orphan(e)
		}
		if len(batch) == 0 {
			break
		}
		after = last
	}
	v.out.Comments += int(n.received)
	if n.received != n.entries {
		v.found("the comments", "count", "%d were received by the log, %d are there", n.entries, n.received)
	}
	if n.highest != n.numbered || v.c.CommentNumber != n.highest {
		v.found("the comments", "comment_number", "%d bear a number, the highest is %d, the counter says %d", n.numbered, n.highest, v.c.CommentNumber)
	}
	return nil
}

// ofComment takes what belongs to an id off the front of a list in order; what belongs to none is told.
func ofComment[T any](all []T, id int64, of func(T) int64, stray func(T)) (mine, rest []T) {
	for len(all) > 0 && of(all[0]) <= id {
		switch {
		case of(all[0]) == id:
			mine = append(mine, all[0])
		case stray != nil:
			stray(all[0])
		}
		all = all[1:]
	}
	return mine, all
}

// orphan tells of an entry about a comment that is not there.
func (v *verifier) orphan(e models.LogEntry) {
	leaf, _ := readLeaf(e.Leaf) // without one it is named by its kind
	what := leaf.Ref
	if what == "" {
		what = "a comment"
	}
	v.found(what, "comments", "the log tells of it (%s), the database has none", e.Kind)
}

// comment holds one comment against its entries.
func (v *verifier) comment(w store.Whole, entries []models.LogEntry, answers []models.Disposition, erased bool, n *counted) {
	c := w.Comment
	what := c.Receipt
	n.received++
	v.out.Standing[c.Publication]++
	if c.Number != nil {
		what = models.Ref(*c.Number)
		n.numbered, n.highest = n.numbered+1, max(n.highest, *c.Number)
	}
	var leaves []models.Leaf
	for _, e := range entries {
		leaf, err := readLeaf(e.Leaf)
		if err == nil {
			leaves = append(leaves, leaf)
		}
	}
	if len(leaves) == 0 || (leaves[0].Kind != models.CommentReceived && leaves[0].Kind != models.CommentAdopted) {
		v.found(what, "log_entries", "it is in the database, the log has not received it")
		return
	}
	n.entries++
	if late := leaves[0].Facts[lateFact] == "true"; leaves[0].Kind == models.CommentReceived && late != c.Late {
		v.found(what, "late", "the database says late: %v, the log: %v", c.Late, late)
	}
	v.words(what, w, leaves, erased)
	v.organisation(what, w, leaves)
	v.standing(what, c, leaves)
	v.answers(what, w, leaves, answers)
}

// words derives the commitment anew, unless the words were erased, which the log and the register of erasures must both
// tell.
func (v *verifier) words(what string, w store.Whole, leaves []models.Leaf, erased bool) {
	if leaves[0].Commitment != w.Comment.Commitment {
		v.found(what, "commitment", "it is not the one in the log")
		return
	}
	told := slices.ContainsFunc(leaves, func(l models.Leaf) bool {
		return l.Kind == models.CommentErased || l.Kind == models.CommentLapsed
	})
	if told != erased {
		v.found(what, "erasures", "the database says erased: %v, the log: %v", erased, told)
	}
	gone := w.Text.Salt == "" || w.Author.Salt == ""
	if gone && !told {
		v.found(what, "text", "it is gone, and the log does not tell of an erasure")
	}
	if told && (w.Text.Salt != "" || w.Text.Body != "" || w.Text.ProposedText != "") {
		v.found(what, "text", "the log tells that it was erased, it is still there")
	}
	if !gone && (said{w}).commitment() != w.Comment.Commitment {
		v.found(what, "content", "its text, time, author or attributes are not those that were committed to")
	}
	v.named(what, w)
}

// named tells of a name that is not covered by the commitment, or that its owner did not agree to show.
func (v *verifier) named(what string, w store.Whole) {
	a := w.Author
	if (a.Salt == "" || strings.HasPrefix(a.Salt, saltGone)) && (a.Name != "" || a.Email != "" || a.PublishName) {
		v.found(what, "author", "somebody is named where the author is said to be gone")
	}
	if w.Comment.NameShown && (a.Name == "" || !a.PublishName || a.NameWithdrawn) {
		v.found(what, "name_shown", "its author did not agree to be shown by name")
	}
}

// organisation holds the organisation that a comment is shown to be of against the entries that took it. Those of the
// first format do not tell it.
func (v *verifier) organisation(what string, w store.Whole, leaves []models.Leaf) {
	if w.Text.Salt == "" { // erased with the salt, and the organisation with it
		if w.Comment.OrganisationID != nil || w.Comment.OrganisationVerified {
			v.found(what, "organisation_id", "it names an organisation, the words are said to be gone")
		}
		return
	}
	told := (said{w}).organisation()
	for _, l := range slices.Backward(leaves) {
		taken := l.Kind == models.CommentPublished || l.Kind == models.CommentConfidential ||
			l.Kind == models.CommentAdopted && l.Facts["standing"] != string(models.Unconfirmed)
		if !taken {
			continue
		}
		if l.V >= bindsOrganisation && l.Facts[organisationFact] != told {
			v.found(what, "organisation_id", "the organisation, or that it was spoken for, is not what the log says")
		}
		return // what an older entry says may have been found out since
	}
}

// standing tells whether a comment stands where its newest entry says, under the number that the log knows.
func (v *verifier) standing(what string, c models.Comment, leaves []models.Leaf) {
	var allowed []models.Publication
	ref := ""
	for _, l := range leaves {
		if next, ok := standsAfter[l.Kind]; ok {
			allowed = next
		}
		if l.Kind == models.CommentAdopted {
			allowed = []models.Publication{models.Publication(l.Facts["standing"])}
		}
		if l.Ref != "" {
			ref = l.Ref
		}
	}
	v.reasons(what, c, leaves)
	if !slices.Contains(allowed, c.Publication) {
		v.found(what, "publication", "it stands as %s, the log says %v", c.Publication, allowed)
	}
	number := ""
	if c.Number != nil {
		number = models.Ref(*c.Number)
	}
	if number != ref {
		v.found(what, "number", "the log knows it as %q", ref)
	}
}

// reasons holds why a comment is not shown against what the log says of it; what is shown again needs none.
func (v *verifier) reasons(what string, c models.Comment, leaves []models.Leaf) {
	hidden, told := "", true // whether the log tells why it is hidden, if it is
	for _, l := range leaves {
		switch sum := l.Facts["reason_sha256"]; l.Kind {
		case models.CommentHidden:
			hidden = sum
		case models.CommentShown, models.CommentWithdrawn, models.CommentDisowned:
			hidden = ""
		case models.CommentAdopted:
			told = false
		case models.CommentRefused:
			if sum != "" && sum != plain([]byte(c.Reason)) {
				v.found(what, "reason", "it is not the reason in the log")
			}
		}
	}
	if hidden != "" && hidden != plain([]byte(c.RemovedWhy)) || hidden == "" && told && c.RemovedWhy != "" {
		v.found(what, "removed_why", "it is not the reason in the log")
	}
}

// answers holds the answers to a comment against their entries.
func (v *verifier) answers(what string, w store.Whole, leaves []models.Leaf, answers []models.Disposition) {
	told := slices.DeleteFunc(slices.Clone(leaves), func(l models.Leaf) bool { return l.Kind != models.DispositionSet })
	if len(told) != len(answers) {
		v.found(what, "dispositions", "%d answers, the log has %d", len(answers), len(told))
		return
	}
	outcome, reason := models.Open, ""
	if len(answers) > 0 {
		outcome, reason = answers[len(answers)-1].Outcome, answers[len(answers)-1].Reason
	}
	if refused := w.Comment.Publication != models.PublishedNow && w.Comment.Publication != models.ConfidentialP; w.Comment.Outcome != outcome || (w.Comment.Reason != reason && !refused) {
		v.found(what, "outcome", "it is not the newest answer")
	}
	for i, d := range answers {
		e := answerEntry(w.Comment, w.Text.Salt, d)
		if w.Comment.Confidential && w.Text.Salt == "" {
			continue // erased with the salt
		}
		same := e.Commitment == told[i].Commitment && e.Facts["outcome"] == told[i].Facts["outcome"] && e.Facts["reason_sha256"] == told[i].Facts["reason_sha256"]
		if !same {
			v.found(what, "disposition", "answer %d is not the one in the log (%s)", i+1, fmt.Sprint(told[i].Time))
		}
	}
}
