package consult_test

import (
	"sync"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestStanding_whoIsGoingOrKeptOutIsNoAdministratorWhoIsLeft(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		root, second, third := c.Story.Person("root", models.Admin), c.Story.Person("second", models.Admin), c.Story.Person("third", models.Admin)
		set := func(by, who models.Actor, do string) error {
			_, err := k.Service.SetStanding(t.Context(), k.Stepped(by), idOf(t, k, who), consult.Standing{Do: do})
			return err
		}
		testkit.Must(t, set(root, third, "disable"))
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(second), consult.EraseMe{Comments: "keep"}))
		wantFault(t, k.Service.AskErasure(t.Context(), k.Stepped(root), consult.EraseMe{Comments: "keep"}), fault.Conflict, "last_admin")
		wantFault(t, set(root, root, "not_admin"), fault.Conflict, "last_admin")
	})
}

func TestStanding_twoAtOnceDoNotTakeEachOtherOut(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for round := range 5 {
			pair := []models.Actor{c.Story.Person("root", models.Admin), c.Story.Person("second", models.Admin)}
			var both sync.WaitGroup
			for i, by := range pair {
				other, call := idOf(t, k, pair[1-i]), k.Stepped(by)
				both.Go(func() {
					_, _ = k.Service.SetStanding(t.Context(), call, other, consult.Standing{Do: "not_admin"}) // one of them may fail
				})
			}
			both.Wait()
			if n := k.Count(t, "people", "admin AND disabled_at IS NULL"); n == 0 {
				t.Fatalf("round %d: nobody is left", round)
			}
		}
	})
}
