package consult_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
	"travaux/models"
)

// TestSignByLink_manyPressesAtOnceWaitForNoOtherConnection: a transaction that asks for a second connection while all are
// taken by such transactions waits until it is given up.
func TestSignByLink_manyPressesAtOnceWaitForNoOtherConnection(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		prepare(t, k, c, "law@lake.example")
		ctx, done := context.WithTimeout(t.Context(), 25*time.Second)
		defer done()
		press := func(many int, do func(i int) error) {
			var wg sync.WaitGroup
			errs := make([]error, many)
			for i := range errs {
				wg.Go(func() { errs[i] = do(i) })
			}
			wg.Wait()
			for _, err := range errs {
				if _, known := fault.As(err); err != nil && !known {
					t.Fatal(err)
				}
			}
		}
		law := secret(t, k, "signing_clear", "law@lake.example")
		press(48, func(i int) error {
			if i%2 == 0 {
				return k.Service.AnswerByLink(ctx, holder(k), law, consult.LinkAnswer{Answer: "clear"})
			}
			return k.Service.AnswerByLink(ctx, holder(k), law, consult.LinkAnswer{Answer: "object", Remark: fmt.Sprint("Against it, ", i)})
		})
		testkit.Must(t, k.Service.AnswerByLink(ctx, holder(k), law, consult.LinkAnswer{Answer: "clear"}))
		link := secret(t, k, "signing_officer", officer)
		in := pressed(t, k, link)
		press(48, func(int) error {
			_, err := k.Service.SignByLink(ctx, holder(k), link, in)
			return err
		})
		if n := signatures(t, k); n != 1 || len(mailed(k, "signing_officer")) != 1 || len(mailed(k, "signing_receipt")) != 1 {
			t.Errorf("%d signatures, %v", n, k.Mails())
		}
		verifies(t, k)
	})
}

func TestSignByLink_nobodyKeepsAnOfficerFromSigningByHavingThemMailed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		limited := k.Limited(k.Store)
		flood := func(address string) {
			for i := range models.LimitMailAll.Count {
				by := holder(k)
				by.Client = fmt.Sprintf("client %d", i)
				testkit.Must(t, limited.AskSignIn(t.Context(), by, consult.NewSignIn{Email: address}, "b"))
			}
			by := holder(k)
			by.Client = "another"
			if err := limited.AskSignIn(t.Context(), by, consult.NewSignIn{Email: address}, "b"); !fault.Is(err, fault.TooMany) {
				t.Fatalf("the flood is too small: %v", err)
			}
		}
		flood(officer)
		in, err := c.ToPrepare("lake", officer, "law@lake.example")
		testkit.Must(t, err)
		_, err = limited.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
		by := holder(k)
		by.Client = "the officer's"
		testkit.Must(t, limited.AnswerByLink(t.Context(), by, secret(t, k, "signing_clear", "law@lake.example"), consult.LinkAnswer{Answer: "clear"}))
		link := secret(t, k, "signing_officer", officer)
		done, err := limited.SignByLink(t.Context(), by, link, pressed(t, k, link))
		if err != nil || done.Receipt == nil || len(mailed(k, "signing_receipt")) != 1 {
			t.Errorf("%v", err)
		}
	})
}

func TestPrepare_oneMayHaveOnlySoManyMailsSentToSomebody(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		limited, by := k.Limited(k.Store), k.Call(c.Actor("ana"))
		in, err := c.ToPrepare("lake", officer)
		testkit.Must(t, err)
		for range models.LimitMail.Count {
			_, err = limited.Prepare(t.Context(), by, "town", in)
			testkit.Must(t, err)
			in.Revision++
		}
		if _, err = limited.Prepare(t.Context(), by, "town", in); !fault.Is(err, fault.TooMany) {
			t.Errorf("%v", err)
		}
	})
}

func TestAnswerByLink_theSameAnswerTwiceIsOne(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		prepare(t, k, c, "law@lake.example")
		law := secret(t, k, "signing_clear", "law@lake.example")
		for _, remark := range []string{"Our law.", "Our law.", "Our law.", "Our budget law."} {
			testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), law, consult.LinkAnswer{Answer: "object", Remark: remark}))
		}
		if n := len(mailed(k, "prepared_objected")); n != 2 {
			t.Errorf("the preparer has %d mails", n)
		}
		for range 2 {
			testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), law, consult.LinkAnswer{Answer: "clear"}))
		}
		link := secret(t, k, "signing_officer", officer)
		for range 2 {
			testkit.Must(t, k.Service.AnswerByLink(t.Context(), holder(k), link, consult.LinkAnswer{Answer: "return", Remark: "Not so."}))
		}
		if len(mailed(k, "prepared_returned")) != 1 || len(mailed(k, "signing_officer")) != 1 {
			t.Errorf("%v", k.Mails())
		}
	})
}

func TestPrepare_nothingIsMailedToAnOfficerWhoIsErased(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := preparing(t, k)
		c.Story.Add("amara", consult.NewPerson{Email: officer, Name: "Amara Okoye"})
		prepare(t, k, c, "law@lake.example")
		testkit.Must(t, k.Service.AskErasure(t.Context(), k.Stepped(c.Actor("amara")), consult.EraseMe{Comments: "erase", Sure: true}))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		law := secret(t, k, "signing_clear", "law@lake.example")
		wantFault(t, k.Service.AnswerByLink(t.Context(), holder(k), law, consult.LinkAnswer{Answer: "clear"}), fault.Conflict, "officer_gone")
		v := standing(t, k, c)
		if f, ok := fault.As(v.Why); !ok || f.Code != "officer_gone" || v.Preparation.State != models.PreparationClearing || len(mailed(k, "signing_officer")) != 0 {
			t.Errorf("%v, %+v", v.Why, v.Preparation)
		}
		in, err := c.ToPrepare("lake", "otieno@lake.example")
		testkit.Must(t, err)
		in.Revision = 1
		_, err = k.Service.Prepare(t.Context(), k.Call(c.Actor("ana")), "town", in)
		testkit.Must(t, err)
	})
}
