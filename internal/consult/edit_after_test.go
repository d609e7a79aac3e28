package consult_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/testkit"
)

func TestEditWorking_aTranslationHasTheAddressesOfTheText(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		d.do(consult.NewEdit{Act: "change", WID: "art-1", Kind: "article", Number: "7", Heading: "Purpose"}) // the number alone
		addresses := func(language string) (out []string) {
			for _, p := range d.text(language).Provisions {
				out = append(out, p.EID)
			}
			return out
		}
		if diff := cmp.Diff(addresses("fr"), addresses("en")); diff != "" {
			t.Errorf("(-fr +en): %s", diff)
		}
	})
}

func TestHistory_isInTheOrderOfTheActsAndListsSoMuchOfOne(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		history := func() []consult.HistoryEntry {
			t.Helper()
			list, _, err := k.Service.History(t.Context(), d.Actor("drafter"), "town", "charter", "", 0)
			testkit.Must(t, err)
			return list
		}
		d.words("art-1-par-1", "Earlier.")
		k.Clock.Add(-time.Hour)
		p, _ := d.text("en").Provision("art-2-par-1")
		_, err := k.Instance(k.Store).EditWorking(t.Context(), d.Call("drafter"), "town", "charter", // of another process, whose clock is slow
			consult.NewEdit{Act: "change", WID: p.WID, Kind: "paragraph", Number: "1", Content: "Later.", Seq: &p.Seq})
		testkit.Must(t, err)
		if got := history()[0].WID; got != "art-2-par-1" {
			t.Errorf("the newest entry is of %s", got)
		}
		after := ""
		for i := range 25 {
			after = d.do(consult.NewEdit{Act: "add", Parent: "art-2", After: after, Kind: "paragraph", Number: fmt.Sprint(90 + i), Content: "More."}).WID
		}
		d.do(consult.NewEdit{Act: "delete", WID: "art-2"})
		if gone := history()[0]; len(gone.Changes) != 20 || gone.More != 7 {
			t.Errorf("%d are listed and %d are not", len(gone.Changes), gone.More)
		}
	})
}

func TestEraseMe_editsOfTheTextAreWithoutWhoMadeThem(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		d.words("art-1-par-1", "Signatories publish.")
		if n := k.Count(t, "provision_edits", "person_id IS NOT NULL"); n != 1 {
			t.Fatalf("%d edits are by a person", n)
		}
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(d.Actor("drafter")), consult.EraseMe{Comments: "erase"}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		if n := k.Count(t, "provision_edits", "person_id IS NOT NULL"); n != 0 || k.Count(t, "provision_edits", "person_id IS NULL") != 1 {
			t.Errorf("%d edits are still by them", n)
		}
	})
}

func TestSeeEditing_isOfAProvisionThatIsThereInATextThatIsThere(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		see := func(wid string) error {
			_, err := k.Service.SeeEditing(t.Context(), d.Call("drafter"), "town", "charter", consult.EditOf{WID: wid}, false)
			return err
		}
		testkit.Must(t, see("art-1"))
		wantFault(t, see("art-99"), fault.NotFound, "provision_not_found")
		v := d.text("en").Version
		seen := make(chan error)
		testkit.Must(t, k.Store.Write(t.Context(), func(ctx context.Context, tx *store.Tx) error {
			ok, err := tx.HoldWorking(ctx, v)
			if err != nil || !ok {
				t.Errorf("the version is not held: %v", err)
			}
			go func() { seen <- see("art-1") }() // it waits, or comes later
			_, err = tx.DropWorking(ctx, v)
			return err
		}))
		wantFault(t, <-seen, fault.NotFound, "version_not_found")
		if n := k.Count(t, "open_edits", "true"); n != 0 {
			t.Errorf("%d are seen at what is not there", n)
		}
	})
}

func TestImport_ofATranslationIsShownAndDiscardedWithoutTheText(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		by := k.Stepped(c.Actor("drafter"))
		_, _, err := k.Service.StartDraft(t.Context(), by, "town", consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"}, consult.NewVersion{Content: charter})
		testkit.Must(t, err)
		ref, err := k.Service.BeginImport(t.Context(), by, "town", consult.NewImport{Draft: "rules", NewVersion: consult.NewVersion{Content: charte, Language: "fr"}})
		testkit.Must(t, err)
		testkit.Must(t, k.Service.DiscardWorking(t.Context(), by, "town", "rules"))
		p, err := k.Service.Import(t.Context(), by.Actor, "town", ref)
		if testkit.Must(t, err); len(p.Missing) == 0 {
			t.Error("it is not told that nothing has a place")
		}
		testkit.Must(t, k.Service.DiscardImport(t.Context(), by, "town", ref))
	})
}
