package redline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"travaux/models"
)

// The operations of a change.
const (
	OpInsert  = models.OpInsert
	OpDelete  = models.OpDelete
	OpReplace = models.OpReplace
)

// The parts of a provision that a change can be in.
const (
	PartNumber  = models.PartNumber
	PartHeading = models.PartHeading
	PartText    = models.PartText
)

// Change is one hunk of the difference between two versions of a provision.
type Change = models.Change

// changesOfRuns puts the runs of a difference together into changes.
func changesOfRuns(part string, edits []Edit) []Change {
	var out []Change
	for i, e := range edits {
		c := Change{Part: part, Start: e.NewStart, End: e.NewEnd, OldStart: e.OldStart, OldEnd: e.OldEnd}
		switch {
		case e.Op == Equal:
			continue
		case e.Op == Delete:
			c.Op, c.Old = OpDelete, e.Text
		case i > 0 && edits[i-1].Op == Delete:
			last := &out[len(out)-1]
			last.Op, last.New, last.Start, last.End = OpReplace, e.Text, e.NewStart, e.NewEnd
			continue
		default:
			c.Op, c.New = OpInsert, e.Text
		}
		out = append(out, c)
	}
	return out
}

// Hunks gives what changed from one text to another as changes of a part, without ids.
func Hunks(part, old, new string) []Change { return changesOfRuns(part, Words(old, new)) }

// changesOfText gives what changed in the words of a provision that is in both
// versions, or all of its words.
func (c *comparison) changesOfText(at place) []Change {
	if at.from >= 0 && at.to >= 0 && c.old.same[at.from] {
		return nil
	}
	none := tokens{}
	a, b := &none, &none
	if at.from >= 0 {
		a = c.old.text(at.from)
	}
	if at.to >= 0 {
		b = c.new.text(at.to)
	}
	return changesOfRuns(PartText, edits(a, b, hunks(a, b)))
}

// whole is the change of a part from one wording to another.
func whole(part, old, new string) Change {
	c := Change{Op: OpReplace, Part: part, Old: old, New: new, End: utf8.RuneCountInString(new), OldEnd: utf8.RuneCountInString(old)}
	switch "" {
	case old:
		c.Op = OpInsert
	case new:
		c.Op = OpDelete
	}
	return c
}

// sameWords tells whether two texts differ at most in white space that is no word.
func (l lexicon) sameWords(a, b string) bool {
	return a == b || slices.Equal(l.cut(a).ids, l.cut(b).ids)
}

// idLength is how many bytes of a hash name a change: enough for the changes of
// one consultation never to meet by chance.
const idLength = 8

// identify gives every change its id: a hash of the provision, the part and the
// words. Of like changes in one provision the first, second, … are told apart.
func identify(ps []Provision) {
	seen := map[string]int{}
	for i := range ps {
		for j := range ps[i].Changes {
			c := &ps[i].Changes[j]
			key := fmt.Sprintf("%q", []string{
				ps[i].WID, c.Part, c.Op, strings.Join(strings.Fields(c.Old), " "), strings.Join(strings.Fields(c.New), " "),
			})
			sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", key, seen[key]))
			seen[key]++
			c.ID = hex.EncodeToString(sum[:idLength])
		}
	}
}
