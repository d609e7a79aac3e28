package redline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"travaux/models"
)

const (
	first  = "Each Party shall publish, within thirty days, the list of the services that it offers to the public."
	second = "The Secretariat keeps the list, corrects it without delay and makes it available in six languages."
	third  = "Anybody may ask a court to decide whether a service falls under this chapter, at no cost and in writing."
)

// text writes provisions as "wid|number|heading|text", below the parent "parent>wid".
func text(lines ...string) []models.Provision {
	var out []models.Provision
	for i, l := range lines {
		f := strings.SplitN(l, "|", 4)
		p := models.Provision{Position: i + 1, Number: f[1], Heading: f[2], Text: f[3]}
		if parent, wid, ok := strings.Cut(f[0], ">"); ok {
			p.Parent, p.WID = parent, wid
		} else {
			p.WID = f[0]
		}
		out = append(out, p)
	}
	return out
}

func TestCompare(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		old, new []models.Provision
		want     []Provision
	}{
		{
			"nothing changed but white space",
			text("a|1|On  scope|one two", "b|2||three"), text("a|1|On scope|one\ntwo", "b|2||three"),
			[]Provision{{WID: "a", Fate: "unchanged", From: 0, To: 0}, {WID: "b", Fate: "unchanged", From: 1, To: 1}},
		},
		{
			"a value stands in another cell",
			text("a|1||Malta\t100\t", "b|2||Malta\t\nRhodes\t100"), text("a|1||Malta\t\t100", "b|2||Malta\t100\nRhodes\t"),
			[]Provision{
				{WID: "a", Fate: "modified", From: 0, To: 0, Changes: []Change{
					{Op: "insert", Part: "text", New: "\t", Start: 6, End: 7, OldStart: 6, OldEnd: 6},
					{Op: "delete", Part: "text", Old: "\t", Start: 10, End: 10, OldStart: 9, OldEnd: 10},
				}},
				{WID: "b", Fate: "modified", From: 1, To: 1, Changes: []Change{
					{Op: "insert", Part: "text", New: "100", Start: 6, End: 9, OldStart: 6, OldEnd: 6},
					{Op: "delete", Part: "text", Old: "100", Start: 17, End: 17, OldStart: 14, OldEnd: 17},
				}},
			},
		},
		{
			"the end of a row stands elsewhere", text("a|1||one\t\ntwo three\tfour"), text("a|1||one\ttwo\nthree\tfour"),
			[]Provision{{WID: "a", Fate: "modified", From: 0, To: 0, Changes: []Change{
				{Op: "delete", Part: "text", Old: "\n", Start: 4, End: 4, OldStart: 4, OldEnd: 5},
				{Op: "insert", Part: "text", New: "\n", Start: 7, End: 8, OldStart: 8, OldEnd: 8},
			}}},
		},
		{
			"numbers of other digits", text("a|1 1||one", "b|Art. 2||two"), text("a|11||one", "b|Art.2||two"),
			[]Provision{
				{WID: "a", Fate: "renumbered", From: 0, To: 0, Renumbered: true, Changes: []Change{{Op: "replace", Part: "number", Old: "1 1", New: "11", End: 2, OldEnd: 3}}},
				{WID: "b", Fate: "unchanged", From: 1, To: 1},
			},
		},
		{
			"inserted among others, which are renumbered", text("a|1||one", "b|2||two"), text("a|1||one", "c|2||new", "b|3||two"),
			[]Provision{
				{WID: "a", Fate: "unchanged", From: 0, To: 0},
				{WID: "c", Fate: "inserted", From: -1, To: 1},
				{WID: "b", Fate: "renumbered", From: 1, To: 2, Renumbered: true},
			},
		},
		{
			"what is gone follows what stood before it",
			text("a|1||one", "b|2||two", "c|3||three", "d|4||four"), text("c|1||three", "e|2||five", "d|3||four"),
			[]Provision{
				{WID: "a", Fate: "removed", From: 0, To: -1},
				{WID: "b", Fate: "removed", From: 1, To: -1},
				{WID: "c", Fate: "renumbered", From: 2, To: 0, Renumbered: true},
				{WID: "e", Fate: "inserted", From: -1, To: 1},
				{WID: "d", Fate: "renumbered", From: 3, To: 2, Renumbered: true},
			},
		},
		{
			"the fewest moved", text("a|||1", "b|||2", "c|||3", "d|||4"), text("b|||2", "c|||3", "d|||4", "a|||1"),
			[]Provision{
				{WID: "b", Fate: "unchanged", From: 1, To: 0},
				{WID: "c", Fate: "unchanged", From: 2, To: 1},
				{WID: "d", Fate: "unchanged", From: 3, To: 2},
				{WID: "a", Fate: "moved", From: 0, To: 3, Moved: true},
			},
		},
		{
			"under another parent with other words and another number",
			text("p|||", "q|||", "p>a|1||one"), text("p|||", "q|||", "q>a|2||two"),
			[]Provision{
				{WID: "p", Fate: "unchanged", From: 0, To: 0},
				{WID: "q", Fate: "unchanged", From: 1, To: 1},
				{WID: "a", Fate: "modified", From: 2, To: 2, Moved: true, Renumbered: true},
			},
		},
		{
			"moved under another wid, and what is below it stays where it is",
			text("a|1|Duties|"+first, "a>b|||x", "c|2||"), text("c|1||", "d|2|Duties|"+first, "d>b|||x"),
			[]Provision{
				{WID: "c", Fate: "renumbered", From: 2, To: 0, Renumbered: true},
				{WID: "d", Fate: "moved", From: 0, To: 1, Moved: true, Renumbered: true, Sources: []string{"a"}},
				{WID: "b", Fate: "unchanged", From: 1, To: 2},
			},
		},
		{
			"the same few words under another wid prove nothing", text("a|||Not used."), text("b|||Not used."),
			[]Provision{{WID: "a", Fate: "removed", From: 0, To: -1}, {WID: "b", Fate: "inserted", From: -1, To: 0}},
		},
		{
			"nor do words that stand twice", text("a|||"+first, "b|||"+first), text("b|||"+first, "c|||"+first),
			[]Provision{
				{WID: "a", Fate: "removed", From: 0, To: -1},
				{WID: "b", Fate: "unchanged", From: 1, To: 0},
				{WID: "c", Fate: "inserted", From: -1, To: 1},
			},
		},
		{
			"nor which of two stands now for both", text("a|||"+first, "b|||"+first), text("c|||" + first),
			[]Provision{
				{WID: "a", Fate: "removed", From: 0, To: -1},
				{WID: "b", Fate: "removed", From: 1, To: -1},
				{WID: "c", Fate: "inserted", From: -1, To: 0},
			},
		},
		{
			"split, the first part keeps the wid", text("a|1||" + first + " " + second), text("a|1||"+first, "b|2||"+second),
			[]Provision{
				{WID: "a", Fate: "split", From: 0, To: 0, Targets: []string{"a", "b"}},
				{WID: "b", Fate: "split", From: -1, To: 1, Sources: []string{"a"}},
			},
		},
		{
			"split into paragraphs below it", text("a|1|Lists|" + first + " " + second), text("a|1|Lists|", "a>b|1||"+first, "a>c|2||"+second),
			[]Provision{
				{WID: "a", Fate: "split", From: 0, To: 0, Targets: []string{"b", "c"}},
				{WID: "b", Fate: "split", From: -1, To: 1, Sources: []string{"a"}},
				{WID: "c", Fate: "split", From: -1, To: 2, Sources: []string{"a"}},
			},
		},
		{
			"joined under a new wid", text("a|1||"+first, "b|2||"+second), text("c|1||" + first + "\n" + second),
			[]Provision{
				{WID: "a", Fate: "joined", From: 0, To: -1, Targets: []string{"c"}},
				{WID: "b", Fate: "joined", From: 1, To: -1, Targets: []string{"c"}},
				{WID: "c", Fate: "joined", From: -1, To: 0, Sources: []string{"a", "b"}},
			},
		},
		{
			"a provision of which they are a small part is new", text("a|||" + first + " " + second), text("a|||"+first, "b|||"+second+" Nobody pays for this, and nobody waits for it longer than a week."),
			[]Provision{
				{WID: "a", Fate: "modified", From: 0, To: 0},
				{WID: "b", Fate: "inserted", From: -1, To: 1},
			},
		},
		{
			"words that two provisions lost came from neither", text("a|||"+first+" "+second, "b|||"+third+" "+second),
			text("a|||"+first, "b|||"+third, "c|||"+second),
			[]Provision{
				{WID: "a", Fate: "modified", From: 0, To: 0},
				{WID: "b", Fate: "modified", From: 1, To: 1},
				{WID: "c", Fate: "inserted", From: -1, To: 2},
			},
		},
		{
			"what could be split off and could be joined is neither",
			text("a|||"+first+" "+second, "d|||"+second[:len(second)/2], "e|||"+second[len(second)/2:]), text("a|||"+first, "c|||"+second),
			[]Provision{
				{WID: "a", Fate: "modified", From: 0, To: 0},
				{WID: "d", Fate: "removed", From: 1, To: -1},
				{WID: "e", Fate: "removed", From: 2, To: -1},
				{WID: "c", Fate: "inserted", From: -1, To: 1},
			},
		},
		{
			"what is gone does not follow what was moved away",
			text("a|||1", "b|||2", "x|||3", "c|||4", "d|||5"), text("a|||1", "c|||4", "d|||5", "b|||2"),
			[]Provision{
				{WID: "a", Fate: "unchanged", From: 0, To: 0},
				{WID: "x", Fate: "removed", From: 2, To: -1},
				{WID: "c", Fate: "unchanged", From: 3, To: 1},
				{WID: "d", Fate: "unchanged", From: 4, To: 2},
				{WID: "b", Fate: "moved", From: 1, To: 3, Moved: true},
			},
		},
		{
			"words copied into a new provision are no split", text("a|1||" + first + " " + second), text("a|1||"+first+" "+second, "b|2||"+second),
			[]Provision{
				{WID: "a", Fate: "unchanged", From: 0, To: 0},
				{WID: "b", Fate: "inserted", From: -1, To: 1},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Compare(tt.old, tt.new)
			if d := cmp.Diff(tt.want, got, cmpopts.IgnoreFields(Provision{}, "Changes")); d != "" {
				t.Error(d)
			}
		})
	}
}
