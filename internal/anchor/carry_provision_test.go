package anchor

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/models"
)

func TestCarry_ofASplitAndAJoinedProvision(t *testing.T) {
	t.Parallel()
	whole := strings.TrimSuffix(moneyOld, ".") + ", unless the council has allowed it for a good reason."
	parts := text("d: Members pay. The fee is set by the council every second year and is due in March.", "d2: Those who are late pay more, unless the council has allowed it for a good reason.", closing)
	one := text(whole, closing)
	c := NewCarrier(one, parts)
	if got := c.Range("d", Quote{Exact: "set by the council"}); got.State != models.AnchorExact || got.WID != "d" {
		t.Errorf("in the first part: %+v", got)
	}
	if got := c.Range("d", Quote{Exact: "Those who are late pay more"}); got.State != models.AnchorMoved || got.WID != "d2" {
		t.Errorf("in the second part: %+v", got)
	}
	if got := c.Range("d", Quote{Exact: "every second year and is due in March. Those who"}); got.State != models.AnchorTextChanged || got.WID != "d" || got.Quote.Exact != "every second year and is due in March." {
		t.Errorf("across the parts: %+v", got)
	}
	if got := c.Provision("d"); got.State != models.AnchorTextChanged || got.WID != "d" || got.Confidence != 17.0/33 {
		t.Errorf("the provision: %+v", got)
	}
	if got := c.Insertion("d"); got.State != models.AnchorMoved || got.WID != "d2" {
		t.Errorf("after it: %+v", got)
	}
	c = NewCarrier(parts, one)
	if got := c.Range("d2", Quote{Exact: "Those who are late pay more"}); got.State != models.AnchorMoved || got.WID != "d" {
		t.Errorf("in what was joined to another: %+v", got)
	}
	if got := c.Provision("d2"); got.State != models.AnchorTextChanged || got.WID != "d" || got.Confidence != 1 {
		t.Errorf("the provision that was joined: %+v", got)
	}
	if got := c.Insertion("d"); got.State != models.AnchorTextChanged || got.WID != "d" || got.Confidence != nextBest {
		t.Errorf("between what was joined: %+v", got)
	}
}

func TestCarry_provision(t *testing.T) {
	t.Parallel()
	old := append(under("x", text(inform, report, closing)), text(moneyOld)...)
	renumbered := closing
	is := append(under("x", text(renumbered, strings.Replace(inform, "informed", "told", 1))), under("y", text(moneyOld))...)
	is[1].Number = "7"
	c := NewCarrier(old, is)
	tests := map[string]Carried{
		"x": {State: models.AnchorExact, WID: "x", Confidence: 1},
		"a": {State: models.AnchorTextChanged, WID: "a", Confidence: 14.0 / 15},
		"b": {State: models.AnchorTextRemoved, WID: "x"},
		"d": {State: models.AnchorMoved, WID: "d", Confidence: 1},
		"?": {State: models.AnchorDetached},
	}
	for wid, want := range tests {
		if diff := cmp.Diff(c.Provision(wid), want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", wid, diff)
		}
	}
}

func TestCarry_insertion(t *testing.T) {
	t.Parallel()
	old := append(under("x", text(inform, report, closing)), text(moneyOld)...)
	without := func(ps []models.Provision, wid string) []models.Provision {
		var out []models.Provision
		for _, p := range ps {
			if p.WID != wid {
				out = append(out, p)
			}
		}
		return out
	}
	fresh := models.Provision{WID: "n", Parent: "x", Depth: 1, Text: "Whoever has signed may withdraw at any time by telling so."}
	filled := append(append(append([]models.Provision{}, old[:2]...), fresh), old[2:]...)
	tests := []struct {
		name, after string
		new         []models.Provision
		want        Carried
	}{
		{"nothing changed", "a", old, Carried{State: models.AnchorExact, WID: "a", Confidence: 1}},
		{"at the beginning", "", old, Carried{State: models.AnchorExact, Confidence: 1}},
		{"something was inserted there", "a", filled, Carried{State: models.AnchorExact, WID: "a", Confidence: 1, Filled: true}},
		{"something was inserted elsewhere", "b", filled, Carried{State: models.AnchorExact, WID: "b", Confidence: 1}},
		{"something was inserted at the beginning", "", append([]models.Provision{fresh}, old...), Carried{State: models.AnchorExact, Confidence: 1, Filled: true}},
		{"it moved", "d", under("x", text(inform, report, closing, moneyOld)), Carried{State: models.AnchorMoved, WID: "d", Confidence: 1}},
		{"it is gone, its sibling stayed", "b", without(old, "b"), Carried{State: models.AnchorTextChanged, WID: "a", Confidence: nextBest}},
		{"it is gone, its sibling moved away", "b", append(under("x", text(closing)), under("y", text(inform, moneyOld))...), Carried{State: models.AnchorTextChanged, WID: "x", Confidence: nextBest}},
		{"it is gone and was the first", "a", without(old, "a"), Carried{State: models.AnchorTextChanged, WID: "x", Confidence: nextBest}},
		{"it and what it was in are gone", "a", text(moneyOld), Carried{State: models.AnchorTextChanged, Confidence: nextBest}},
		{"nobody knows it", "?", old, Carried{State: models.AnchorDetached}},
		{"nothing is left", "a", nil, Carried{State: models.AnchorTextChanged, Confidence: nextBest}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(NewCarrier(old, tt.new).Insertion(tt.after), tt.want); diff != "" {
				t.Errorf("(-got +want):\n%s", diff)
			}
		})
	}
}
