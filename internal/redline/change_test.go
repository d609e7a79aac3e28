package redline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"travaux/models"
)

// changesOf collects the changes of one provision.
func changesOf(ps []Provision, wid string) []Change {
	for _, p := range ps {
		if p.WID == wid {
			return p.Changes
		}
	}
	return nil
}

func TestCompare_changesAreNamedByPart(t *testing.T) {
	t.Parallel()
	got := changesOf(Compare(text("a|1|On duties|Each Party may act, and may stop."), text("a|2|On the duties|Each Party shall act, and shall stop.")), "a")
	want := []Change{
		{Op: "replace", Part: "number", Old: "1", New: "2", End: 1, OldEnd: 1},
		{Op: "insert", Part: "heading", New: "the ", Start: 3, End: 7, OldStart: 3, OldEnd: 3},
		{Op: "replace", Part: "text", Old: "may", New: "shall", Start: 11, End: 16, OldStart: 11, OldEnd: 14},
		{Op: "replace", Part: "text", Old: "may", New: "shall", Start: 26, End: 31, OldStart: 24, OldEnd: 27},
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(Change{}, "ID")); d != "" {
		t.Error(d)
	}
}

func TestCompare_whatIsNewOrGoneIsAChangeWithoutItsNumber(t *testing.T) {
	t.Parallel()
	got := Compare(text("a|1|Duties|one two", "b|2||"), text("c|1|Rights|three"))
	for wid, want := range map[string][]Change{
		"a": {{Op: "delete", Part: "heading", Old: "Duties", OldEnd: 6}, {Op: "delete", Part: "text", Old: "one two", OldEnd: 7}},
		"b": {{Op: "delete", Part: "number", Old: "2", OldEnd: 1}},
		"c": {{Op: "insert", Part: "heading", New: "Rights", End: 6}, {Op: "insert", Part: "text", New: "three", End: 5}},
	} {
		if d := cmp.Diff(want, changesOf(got, wid), cmpopts.IgnoreFields(Change{}, "ID")); d != "" {
			t.Errorf("%s: %s", wid, d)
		}
	}
}

func TestCompare_idsLast(t *testing.T) {
	t.Parallel()
	old := "Each Party may act, and may stop."
	first := changesOf(Compare(text("a|||"+old), text("a|||Each Party shall act, and shall stop.")), "a")
	if len(first) != 2 || first[0].ID == first[1].ID || len(first[0].ID) != 2*idLength {
		t.Fatalf("%+v", first)
	}
	again := changesOf(Compare(text("x|||gone", "a|||"+old), text("y|||new", "a|||Now each Party\nshall act, and shall stop.")), "a")
	var ids []string
	for _, c := range again {
		if c.New == "shall" {
			ids = append(ids, c.ID)
		}
	}
	if d := cmp.Diff([]string{first[0].ID, first[1].ID}, ids); d != "" {
		t.Errorf("beside other changes: %s", d)
	}
	long := changesOf(Compare(text("a|||One."), text("a|||One, or more\nthan one.")), "a")
	wrapped := changesOf(Compare(text("a|||One."), text("a|||One, or  more than one.")), "a")
	if long[0].ID != wrapped[0].ID {
		t.Error("with other white space the id is another")
	}
	other := changesOf(Compare(text("b|||"+old), text("b|||Each Party shall act, and shall stop.")), "b")
	if other[0].ID == first[0].ID {
		t.Error("another provision's change has the same id")
	}
}

func TestCompare_whatWasSplitShowsOnlyWhatIsAnother(t *testing.T) {
	t.Parallel()
	whole := text("a|1||" + first + " " + second)
	parts := text("a|1||"+strings.Replace(first, "thirty", "sixty", 1), "b|2||"+strings.Replace(second, "languages", "tongues", 1))
	there := Compare(whole, parts)
	at := len(first) + 1
	wantA := []Change{{Op: "replace", Part: "text", Old: "thirty", New: "sixty", Start: 33, End: 38, OldStart: 33, OldEnd: 39}}
	want := []Change{
		{Op: "replace", Part: "text", Old: "languages", New: "tongues", Start: 88, End: 95, OldStart: at + 88, OldEnd: at + 97, Source: "a"},
	}
	if d := cmp.Diff(wantA, changesOf(there, "a"), cmpopts.IgnoreFields(Change{}, "ID")); d != "" {
		t.Errorf("the first part: %s", d)
	}
	if d := cmp.Diff(want, changesOf(there, "b"), cmpopts.IgnoreFields(Change{}, "ID")); d != "" {
		t.Errorf("the second part: %s", d)
	}
	back := Compare(parts, whole)
	if back[0].Fate != models.FateJoined || len(changesOf(back, "b")) > 0 {
		t.Errorf("the other way round: %+v", back)
	}
	got := changesOf(back, "a")
	for i := range got {
		got[i] = mirrored(got[i])
	}
	want[0].Source = "b"
	if d := cmp.Diff(append(wantA, want...), got, cmpopts.IgnoreFields(Change{}, "ID")); d != "" {
		t.Errorf("the other way round: %s", d)
	}
}
