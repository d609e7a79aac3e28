package consult_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestImportComments_anExternalIDIsATextLikeAnyOther(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		town(t, k)
		file := "external_id,body\na\x00b,One.\na\xffb,Two.\nc,Three.\n"
		sum, err := k.Service.ImportComments(t.Context(), k.System(), "town", "charter", consult.ImportOptions{}, strings.NewReader(file))
		testkit.Must(t, err)
		if sum.Imported != 1 || sum.Rejected != 2 || len(sum.Problems) != 2 || sum.Problems[0].Code != "control" || sum.Problems[1].Code != "utf8" || sum.Problems[0].Field != "external_id" {
			t.Errorf("got %+v", sum)
		}
	})
}

func TestConfirmComment_pressedTwiceAtOnceGivesTheReceiptTwice(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for i := range 8 {
			to := fmt.Sprintf("p%d@example.org", i)
			c.Comment(story.Mailed(to))
			by := k.Call(models.Actor{})
			by.Once = models.Once{Scope: "0 POST /confirm", Key: fmt.Sprint("key", i), Hash: "h"}
			secret := k.Secret(t, to)
			var wg sync.WaitGroup
			for range 6 {
				wg.Go(func() {
					if r, err := k.Service.ConfirmComment(t.Context(), by, secret); err != nil || r.Ref == "" {
						t.Errorf("%+v, %v", r, err)
					}
				})
			}
			wg.Wait()
		}
	})
}
