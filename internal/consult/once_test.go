package consult_test

import (
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

const key = "6f1c3c0e-64f6-4b43-9a1c-2f3c2f3c2f3c"

func TestSubmitComment_repeatedIsMadeOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		first := c.Comment(story.By("ana"), story.Once("ana post", key, "body"))
		for range 20 {
			k.Clock.Add(time.Minute)
			again := c.Comment(story.By("ana"), story.Once("ana post", key, "body"))
			if diff := cmp.Diff(first, again); diff != "" {
				t.Fatalf("(-first +again):\n%s", diff)
			}
		}
		if n := k.Count(t, "comments", "true"); n != 1 {
			t.Errorf("%d comments", n)
		}
		_, err := c.Try(story.By("ana"), story.Once("ana post", key, "other body"))
		wantFault(t, err, fault.Invalid, "key_reused")
		other := c.Comment(story.By("bela"), story.Once("bela post", key, "body"))
		if other.Receipt == first.Receipt {
			t.Error("another actor's key is not independent")
		}
	})
}

func TestSubmitComment_repeatedAtOnceIsMadeOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		by, in := c.Say(story.Mailed("dana@example.org"), story.Once("nobody post", key, "body"))
		got, errs := make([]models.Receipt, 20), make([]error, 20)
		var all sync.WaitGroup
		for i := range got {
			all.Go(func() { got[i], errs[i] = k.Service.SubmitComment(t.Context(), by, "town", in) })
		}
		all.Wait()
		for i := range got {
			testkit.Must(t, errs[i])
			if diff := cmp.Diff(got[0], got[i]); diff != "" {
				t.Error(diff)
			}
		}
		if n, mails := k.Count(t, "comments", "true"), len(k.Mails()); n != 1 || mails != 1 {
			t.Errorf("%d comments, %d mails", n, mails)
		}
	})
}

// Who did not hear the answer asks again, and may do so after the closing.
func TestSubmitComment_repeatedAfterClosingGivesTheFirstReceipt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		first := c.Comment(story.By("ana"), story.Once("ana post", key, "body"))
		k.Clock.Add(60 * 24 * time.Hour)
		again, err := c.Try(story.By("ana"), story.Once("ana post", key, "body"))
		testkit.Must(t, err)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}

func TestConfirmComment_pressedTwiceGivesTheReceiptTwice(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.Mailed("dana@example.org"))
		by := k.Call(models.Actor{})
		by.Once = models.Once{Scope: "nobody confirm", Key: key, Hash: "body"}
		first, err := k.Service.ConfirmComment(t.Context(), by, k.Secret(t, "dana@example.org"))
		testkit.Must(t, err)
		again, err := k.Service.ConfirmComment(t.Context(), by, k.Secret(t, "dana@example.org"))
		testkit.Must(t, err)
		if diff := cmp.Diff(first, again); diff != "" {
			t.Errorf("(-first +again):\n%s", diff)
		}
	})
}

// write is a use-case that changes something, for tests that hold for all of them.
type write struct {
	who string // key of a person who may
	do  func(k *testkit.Kit, t *testing.T, by models.Call) error
}

// writes are the writes on a town with a comment that waits, one that is unconfirmed and one that is published.
func writes(t *testing.T, k *testkit.Kit, c *story.Consultation) map[string]write {
	t.Helper()
	anonymous := c.Comment()
	c.Comment(story.Mailed("dana@example.org"))
	said := c.Comment(story.By("bela"))
	c.NewDraft(consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"}).Import(consult.NewVersion{Content: charter})
	ctx, s := t.Context(), k.Service
	return map[string]write{
		"create consultation": {"admin", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.CreateConsultation(ctx, by, consult.NewConsultation{Slug: "hamlet", Title: "Hamlet", Language: "en"})
			return err
		}},
		"add partner": {"organiser", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.AddPartner(ctx, by, "town", consult.NewPartner{Name: "Open Lakes", Role: "partner"})
			return err
		}},
		"add document": {"organiser", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.AddDocument(ctx, by, "town", consult.NewDocument{Title: "Note", FileName: "note.txt", Content: []byte("A note.")})
			return err
		}},
		"save notices": {"organiser", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.SaveNotices(ctx, by, "town", consult.NewNotices{Language: "en", Privacy: "p", Publication: "q", Licence: "CC0-1.0"})
			return err
		}},
		"create event": {"organiser", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.CreateEvent(ctx, by, "town", consult.NewEvent{Title: "Hearing", StartsAt: "2026-04-01T10:00", TimeZone: "Africa/Nairobi"})
			return err
		}},
		"create draft": {"drafter", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.CreateDraft(ctx, by, "town", consult.NewDraft{Slug: "annex", Title: "Annex", Language: "en"})
			return err
		}},
		"import version": {"drafter", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, _, err := s.ImportVersion(ctx, by, "town", "charter", consult.NewVersion{Content: charter})
			return err
		}},
		"translate": {"drafter", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, _, err := s.Translate(ctx, by, "town", "charter", 1, consult.NewVersion{Content: charter, Language: "fr"})
			return err
		}},
		"publish version": {"drafter", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.PublishVersion(ctx, by, "town", "rules", consult.NewPublication{})
			return err
		}},
		"submit comment": {"ana", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, in := c.Say()
			_, err := s.SubmitComment(ctx, by, "town", in)
			return err
		}},
		"confirm comment": {"", func(k *testkit.Kit, t *testing.T, by models.Call) error {
			_, err := s.ConfirmComment(ctx, by, k.Secret(t, "dana@example.org"))
			return err
		}},
		"moderate": {"moderator", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.Moderate(ctx, by, "town", anonymous.Receipt, consult.Moderation{Decision: "publish"})
			return err
		}},
		"set disposition": {"drafter", func(_ *testkit.Kit, _ *testing.T, by models.Call) error {
			_, err := s.SetDisposition(ctx, by, "town", said.Ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{})
			return err
		}},
	}
}

func TestWrites_repeatedWithTheirKeyChangeNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Story.Person("admin", models.Admin)
		db := k.SQL(t)
		for name, w := range withRights(t, k, c) {
			by := c.Call(w.who)
			by.Once = models.Once{Scope: name, Key: key, Hash: "body"}
			before := k.Snapshot(t, db)
			if err := w.do(k, t, by); err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			after := k.Snapshot(t, db)
			if cmp.Equal(before, after) {
				t.Errorf("%s changes nothing", name)
			}
			if err := w.do(k, t, by); err != nil {
				t.Errorf("%s again: %v", name, err)
			}
			if diff := cmp.Diff(after, k.Snapshot(t, db)); diff != "" {
				t.Errorf("%s again (-once +twice):\n%s", name, diff)
			}
		}
	})
}

func TestPeriodic_forgetsKeysAfterSevenDays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		first := c.Comment(story.By("ana"), story.Once("ana post", key, "body"))
		k.Clock.Add(7 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if again := c.Comment(story.By("ana"), story.Once("ana post", key, "body")); again.Receipt != first.Receipt {
			t.Error("it was forgotten too early")
		}
		k.Clock.Add(time.Microsecond)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if again := c.Comment(story.By("ana"), story.Once("ana post", key, "body")); again.Receipt == first.Receipt {
			t.Error("it was not forgotten")
		}
	})
}
