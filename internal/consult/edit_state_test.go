package consult_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
)

// blind does an act as it is, without looking at the text first.
func (d desk) blind(in consult.NewEdit) error {
	d.t.Helper()
	_, err := d.Service.EditWorking(d.t.Context(), d.Call(d.who), "town", "charter", in)
	return err
}

func TestEditWorking_nothingIsDoneToAProvisionInAStateThatNobodySaw(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		const wid = "art-1-par-1"
		acts := []consult.NewEdit{
			{Act: "change", Kind: "paragraph", Content: "Other."},
			{Act: "move", After: "art-2"},
			{Act: "shift", Direction: "down"},
			{Act: "split", At: 43},
			{Act: "join"},
			{Act: "delete"},
		}
		for i := range acts {
			acts[i].WID = wid
			wantFault(t, d.blind(acts[i]), fault.NoMatch, "if_match_missing")
			acts[i] = d.seeing(acts[i])
		}
		d.words(wid, "Signatories shall publish what they build. What they build shall be free.")
		before := d.text("en").Provisions
		for _, in := range acts {
			wantFault(t, d.blind(in), fault.Stale, "changed_meanwhile")
		}
		if diff := cmp.Diff(d.text("en").Provisions, before); diff != "" {
			t.Errorf("a refusal changed the text: %s", diff)
		}
	})
}

func TestEditWorking_whatIsBesideAndBelowCountsWhereTheActDependsOnIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		published := int64(0)
		join := d.seeing(consult.NewEdit{Act: "join", WID: "art-1-par-2", Into: "art-1-par-1"})
		remove := d.seeing(consult.NewEdit{Act: "delete", WID: "art-1", Below: &published})
		made := d.do(consult.NewEdit{Act: "add", Parent: "art-1", After: "art-1-par-1", Kind: "paragraph", Number: "1a", Content: "Between."})
		wantFault(t, d.blind(join), fault.Stale, "changed_meanwhile")
		wantFault(t, d.blind(remove), fault.Stale, "changed_meanwhile")
		join.Into = made.WID
		testkit.Must(t, d.blind(join))
		now := d.text("en")
		newest := int64(0)
		for _, p := range now.Provisions {
			newest = max(newest, p.Seq)
		}
		remove.Below = &newest
		testkit.Must(t, d.blind(remove))

		was, other := now.Text.Title, "Another title"
		wantField(t, d.blind(consult.NewEdit{Act: "title", Heading: "Mine"}), "was", "required")
		wantFault(t, d.blind(consult.NewEdit{Act: "title", Heading: "Mine", Was: &other}), fault.Stale, "changed_meanwhile")
		testkit.Must(t, d.blind(consult.NewEdit{Act: "title", Heading: other, Was: &was}))
		wantFault(t, d.blind(consult.NewEdit{Act: "title", Heading: "Mine", Was: &was}), fault.Stale, "changed_meanwhile")
		if got := d.text("en").Text.Title; got != other {
			t.Errorf("the title is %q", got)
		}
	})
}

func TestEditWorking_aWIDThatWasDeletedIsNotGivenToAnotherProvision(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		add := consult.NewEdit{Act: "add", Parent: "art-2", After: "art-2-par-1", Kind: "paragraph", Number: "2", Content: "Gone."}
		old := d.do(add)
		above := d.do(consult.NewEdit{Act: "add", After: "art-2", Kind: "article", Number: "3", Heading: "Gone"})
		below := d.do(consult.NewEdit{Act: "add", Parent: above.WID, Kind: "paragraph", Number: "1", Content: "Gone too."})
		gone := d.do(consult.NewEdit{Act: "delete", WID: old.WID})
		d.do(consult.NewEdit{Act: "delete", WID: above.WID})
		add.Content = "Its successor."
		if made := d.do(add); made.WID == old.WID {
			t.Errorf("%s is given out again", made.WID)
		}
		again := d.do(consult.NewEdit{Act: "add", After: "art-2", Kind: "article", Number: "3", Heading: "New"})
		child := d.do(consult.NewEdit{Act: "add", Parent: again.WID, Kind: "paragraph", Number: "1", Content: "New too."})
		if again.WID == above.WID || child.WID == below.WID {
			t.Errorf("%s and %s are given out again", again.WID, child.WID)
		}
		d.do(consult.NewEdit{Act: "restore", Revision: gone.Seq})
		if p, ok := d.text("en").Provision(old.WID); !ok || p.Text != "Gone." {
			t.Errorf("brought back: %+v", p)
		}
	})
}

func TestEditWorking_bringsBackWhatWasMovedAndCut(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		before := d.text("en")
		restore := func(what string, seq int64) {
			t.Helper()
			d.do(consult.NewEdit{Act: "restore", Revision: seq})
			if diff := cmp.Diff(lines(d.text("en")), lines(before)); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		newest := func() int64 {
			t.Helper()
			list, _, err := k.Service.History(t.Context(), d.Actor("drafter"), "town", "charter", "", 0)
			testkit.Must(t, err)
			return list[0].Seq
		}
		d.do(consult.NewEdit{Act: "move", WID: "art-2", After: "preamble"})
		restore("moved", newest())
		d.do(consult.NewEdit{Act: "shift", WID: "art-1-par-2-pnt-a", Direction: "down"})
		restore("shifted", newest())

		d.words("art-1-par-2", "This charter is a statement. It is one of will:")
		before = d.text("en")
		cut := consult.NewEdit{Act: "split", WID: "art-1-par-2", At: 29}
		made := d.do(cut)
		if p, _ := d.text("en").Provision("art-1-par-2-pnt-a"); p.Parent != made.WID {
			t.Errorf("what stood below is below %s", p.Parent)
		}
		seq := newest()
		restore("cut", seq)
		if p, _ := d.text("en").Provision("art-1-par-2"); p.Text != "This charter is a statement. It is one of will:" {
			t.Errorf("the words are %q", p.Text)
		}
		made = d.do(cut)
		seq = newest()
		d.words(made.WID, "It is more than one of will:")
		_, err := d.try(consult.NewEdit{Act: "restore", Revision: seq})
		wantFault(t, err, fault.Stale, "changed_meanwhile")
	})
}

func TestPublishVersion_isOfTheTextThatWasLookedOver(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		seen := func() *int64 {
			t.Helper()
			n := d.text("en").Newest
			return &n
		}
		publish := func(revision *int64) error {
			_, err := k.Service.PublishVersion(t.Context(), d.Call("organiser"), "town", "charter", consult.NewPublication{Revision: revision})
			return err
		}
		none := seen()
		half := consult.NewEdit{Act: "change", WID: "preamble-par-1", Kind: "paragraph", Number: "1", Content: "Half a", Auto: true}
		d.do(half)
		wantFault(t, publish(none), fault.Conflict, "text_changed")
		one := seen()
		half.Content = "Half a sentence"
		d.do(half) // it goes on with the entry of before
		wantFault(t, publish(one), fault.Conflict, "text_changed")
		testkit.Must(t, publish(seen()))
	})
}
