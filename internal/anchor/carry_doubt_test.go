package anchor

import (
	"strings"
	"testing"

	"travaux/models"
)

// TestCarry_toNoPlaceThatOtherWordsCouldHave: what people write in the same words is
// not the same, and where it cannot be told apart somebody has to look.
func TestCarry_toNoPlaceThatOtherWordsCouldHave(t *testing.T) {
	t.Parallel()
	const (
		fees     = "Fees are waived for the least developed countries."
		decision = " This decision shall be taken by consensus of all members present and voting."
		board    = "The Board shall report to the Assembly once a year in writing."
		council  = "The Council shall report to the Assembly once a year in writing."
		thirds   = "decides by a majority of two thirds"
	)
	tests := []struct {
		name     string
		old, new []models.Provision // the quote stands between |
		wid      string
		want     models.AnchorState
	}{
		{
			"the first of two like sentences went to the end", text("a: |" + fees + "| Members vote. " + fees + " Observers speak."),
			text("a: Members vote. " + fees + " Observers speak. " + fees), "a", models.AnchorDetached,
		},
		{
			"the second of two stayed, and one was put in at the end", text("a: " + fees + " Members vote. |" + fees + "| Observers speak."),
			text("a: Members vote. " + fees + " Observers speak. " + fees), "a", models.AnchorDetached,
		},
		{
			"lines of one mould changed places", text("a: The Board |" + thirds + "|.\nThe Council decides by a majority of one half.\nThe Assembly " + thirds + "."),
			text("a: The Assembly " + thirds + ".\nThe Council decides by a majority of one half.\nThe Board " + thirds + "."), "a", models.AnchorDetached,
		},
		{
			"of two like amounts one was changed", text("a: The fee for states is |100 euros| and the fee for others is 100 euros."),
			text("a: The fee for others is 100 euros and the fee for states is 200 euros."), "a", models.AnchorDetached,
		},
		{
			"a sentence of a deleted provision in a new one", text("z: No more.", "a: Loans.|"+decision+"|"), text("z: No more.", "c: Expulsion."+decision),
			"a", models.AnchorDetached,
		},
		{
			"some of its words", text("z: No more.", "a: Loans. This decision |shall be taken by consensus of all members present| and voting."),
			text("z: No more.", "c: Expulsion."+decision), "a", models.AnchorDetached,
		},
		{
			"a sentence of a deleted provision at the end of one that stays", text("b: The fund is kept in Geneva.", "a: Loans.|"+decision+"|"),
			text("b: The fund is kept in Geneva." + decision), "a", models.AnchorDetached,
		},
		{
			"two provisions exchanged their words", text("a: The Board |shall report to the Assembly once a year| in writing.", "b: "+council),
			text("a: "+council, "b: "+board), "a", models.AnchorMoved,
		},
		{
			"and some were changed", text("a: The Board |shall report to the Assembly once a year| in writing.", "b: "+council),
			text("a: "+council+" It is printed.", "b: "+board+" So is this."), "a", models.AnchorDetached,
		},
		{
			"what two sentences ended in was exchanged", text("a: Voting needs |a majority of two thirds of the members present|. Amendments need unanimity."),
			text("a: Voting needs unanimity. Amendments need a majority of two thirds of the members present."), "a", models.AnchorDetached,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			old := tt.old
			for i := range old {
				if before, rest, ok := strings.Cut(old[i].Text, "|"); ok {
					words, after, _ := strings.Cut(rest, "|")
					old[i].Text = before + words + after
					got := NewCarrier(old, tt.new).Range(tt.wid, describe(old[i].Text, words, len(before)))
					if got.State != tt.want || got.State == models.AnchorMoved && got.WID != "b" {
						t.Errorf("%q is carried as %+v, want %s", words, got, tt.want)
					}
				}
			}
		})
	}
}
