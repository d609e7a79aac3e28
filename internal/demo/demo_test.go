package demo_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/demo"
	"travaux/internal/testkit"
	"travaux/models"
)

const slug = "sample-charter"

func drafter(t *testing.T, k *testkit.Kit, email string) models.Actor {
	t.Helper()
	p, err := k.Store.PersonByEmail(t.Context(), models.EmailKey(email))
	testkit.Must(t, err)
	a, err := k.Service.Actor(t.Context(), p.ID)
	testkit.Must(t, err)
	return a
}

func TestFill_tellsTheWholeExample(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, demo.Fill(t.Context(), k.Service, k.Clock.Now(), 0))
		front, err := k.Service.Front(t.Context(), models.Actor{}, slug)
		testkit.Must(t, err)
		waiting, err := k.Service.Waiting(t.Context(), drafter(t, k, "moss-moderator@example.org"), slug, "")
		testkit.Must(t, err)
		got := map[string]int{
			"comments": front.Comments, "answered": front.Answered, "waiting": len(waiting.Items), "phases": len(front.Phases),
			"partners": len(front.Partners), "documents": len(front.Documents), "drafts": len(front.Drafts), "newest": front.Drafts[0].Newest,
			"notices": front.NoticeVersion,
		}
		want := map[string]int{
			"comments": 198, "answered": 129, "waiting": 2, "phases": 4, "partners": 6, "documents": 4, "drafts": 1, "newest": 2,
			"notices": 1,
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		for _, v := range []int{1, 2} {
			r, err := k.Service.Reading(t.Context(), models.Actor{}, slug, "charter", consult.Which{Number: v, Language: "ar"})
			testkit.Must(t, err)
			if diff := cmp.Diff(r.Languages, []string{"ar", "en", "es", "fr", "ru", "zh"}); diff != "" {
				t.Errorf("version %d (-got +want):\n%s", v, diff)
			}
		}
		if len(k.Mails()) != 0 {
			t.Errorf("%d mails were sent to people who do not exist", len(k.Mails()))
		}
	})
}
