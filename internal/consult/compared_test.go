package consult_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestCompare_frozenTextsAreComparedOnceAndAWorkingOneEachTime(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c, wid := versions(t, k)
		compare := func(a, b int, language string) models.Comparison {
			t.Helper()
			from, to := consult.Which{Number: a, Working: a == 0}, consult.Which{Number: b, Working: b == 0, Language: language}
			got, err := k.Service.Compare(t.Context(), c.Actor("drafter"), "town", "charter", from, to)
			testkit.Must(t, err)
			return got
		}
		same := func(a, b models.Comparison) bool { return &a.Provisions[0] == &b.Provisions[0] }
		first := compare(1, 2, "")
		again := compare(1, 2, "")
		if diff := cmp.Diff(first, again); diff != "" || !same(first, again) {
			t.Errorf("the second time it is compared anew, or told otherwise:\n%s", diff)
		}
		if back := compare(2, 1, ""); same(first, back) || tell(back.Provisions) == tell(first.Provisions) {
			t.Errorf("the other way round it is told as %s", tell(back.Provisions))
		}
		if fr := compare(1, 1, "fr"); fr.New.Text.Language != "fr" || same(fr, compare(1, 1, "en")) || !same(fr, compare(1, 1, "fr")) {
			t.Error("one language stands for another")
		}
		before := compare(1, 0, "")
		r, err := k.Service.Reading(t.Context(), c.Actor("drafter"), "town", "charter", consult.Which{Working: true})
		testkit.Must(t, err)
		p, _ := r.Provision(wid)
		_, err = k.Service.EditWorking(t.Context(), c.Call("drafter"), "town", "charter",
			consult.NewEdit{Act: "change", WID: wid, Kind: string(p.Kind), Number: p.Number, Content: "Other words.", Seq: &p.Seq})
		testkit.Must(t, err)
		if after := compare(1, 0, ""); same(before, after) || tell(before.Provisions) == tell(after.Provisions) {
			t.Errorf("after an edit the working version is told as before: %s", tell(after.Provisions))
		}
	})
}
