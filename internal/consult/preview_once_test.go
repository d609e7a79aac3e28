package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

// Who did not hear an answer asks again, and what was done since does not change it.
func TestImport_repeatsAreAnsweredAsTheFirstTimeWhateverCameSince(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		once := func(what string) models.Call {
			by := c.Call("drafter")
			by.Once = models.Once{Scope: "drafter " + what, Key: "0190a1b2-0000-7000-8000-000000000001", Hash: "one"}
			return by
		}
		begin := func() (string, error) {
			return k.Service.BeginImport(t.Context(), once("begin"), "town", consult.NewImport{Draft: "charter", NewVersion: consult.NewVersion{Content: charter}})
		}
		ref, err := begin()
		testkit.Must(t, err)
		p, err := k.Service.Import(t.Context(), c.Actor("drafter"), "town", ref)
		testkit.Must(t, err)
		last := p.Reading.Provisions[len(p.Reading.Provisions)-1].WID
		edit := func() (string, error) {
			return k.Service.EditImport(t.Context(), once("edit"), "town", ref, consult.ImportEdit{Act: "delete", Revision: p.Revision, WID: last})
		}
		wid, err := edit()
		testkit.Must(t, err)
		discard := func() error { return k.Service.DiscardImport(t.Context(), once("discard"), "town", ref) }
		testkit.Must(t, discard())
		_, err = k.Service.OpenWorking(t.Context(), c.Call("drafter"), "town", "charter", consult.NewWorking{Label: "second"})
		testkit.Must(t, err)
		if again, err := begin(); again != ref || err != nil {
			t.Errorf("brought in again: %q, %v; want %q", again, err, ref)
		}
		if again, err := edit(); again != wid || err != nil {
			t.Errorf("corrected again: %q, %v; want %q", again, err, wid)
		}
		if err := discard(); err != nil {
			t.Errorf("discarded again: %v", err)
		}
		if n := k.Count(t, "text_imports", "true"); n != 0 {
			t.Errorf("%d texts wait", n)
		}
	})
}
