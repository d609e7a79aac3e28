package consult_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// secretWords are words that stand nowhere else.
const secretWords = "Zwetschgenkuchen überall, whatever Quillfeather says."

// back takes a comment back.
func back(t *testing.T, k *testkit.Kit, by models.Call, receipt, what string) error {
	t.Helper()
	by.SteppedUpAt = by.At // what is erased asks for it, see TestTakeBack_erasingAsksForAFreshProof
	_, err := k.Service.TakeBack(t.Context(), by, receipt, consult.Removal{What: what})
	return err
}

func TestTakeBack_withdrawnLeavesAMarkerAndKeepsTheAnswer(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"), story.Named("Ana"), story.Saying(secretWords), story.From("KE", models.Government))
		kept := c.Comment(story.By("bela"), story.Saying("Kept."))
		c.Answer("drafter", said.Ref, "noted", "We thank you.")
		testkit.Must(t, back(t, k, c.Call("ana"), said.Receipt, "withdraw"))
		v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", said.Ref)
		testkit.Must(t, err)
		if v.Publication != models.Withdrawn || v.Body != "" || v.Name != "" || v.Country != "" || v.RemovedAt == nil || v.Reason != "We thank you." {
			t.Errorf("%+v", v)
		}
		page, err := k.Service.Comments(t.Context(), "town", models.CommentFilter{})
		testkit.Must(t, err)
		if len(page.Items) != 2 || page.Total != 2 || page.Removed != 1 || page.Items[0].Ref() != kept.Ref || page.Items[1].Body != "" {
			t.Errorf("%+v", page)
		}
		for _, f := range []models.CommentFilter{{Q: "Zwetschgenkuchen"}, {Region: []string{"404"}}, {Stakeholder: []string{"government"}}, {Region: []string{"002"}}} {
			if page, err := k.Service.Comments(t.Context(), "town", f); err == nil && page.Total != 0 {
				t.Errorf("%+v finds %d", f, page.Total)
			}
		}
		front, err := k.Service.Front(t.Context(), models.Actor{}, "town")
		testkit.Must(t, err)
		if front.Comments != 1 || front.Answered != 0 || front.Removed.Withdrawn != 1 {
			t.Errorf("%d comments, %d answered, %+v", front.Comments, front.Answered, front.Removed)
		}
		queue, err := k.Service.Review(t.Context(), c.Actor("drafter"), "town", models.ReviewFilter{})
		testkit.Must(t, err)
		if queue.Total != 1 {
			t.Errorf("%d in the queue", queue.Total)
		}
		if next := c.Comment(story.By("ana")); next.Ref != "C-000003" {
			t.Errorf("the number was used again: %s", next.Ref)
		}
		wantFault(t, back(t, k, c.Call("ana"), said.Receipt, "withdraw"), fault.Conflict, "already_removed")
		testkit.Must(t, back(t, k, c.Call("ana"), said.Receipt, "erase"))
	})
}

func TestTakeBack_onlyWhoseItIs(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"))
		for _, what := range []string{"withdraw", "erase", "name"} {
			wantFault(t, back(t, k, c.Call("bela"), said.Receipt, what), fault.Forbidden, "not_yours")
			wantFault(t, back(t, k, c.Call("organiser"), said.Receipt, what), fault.Forbidden, "not_yours")
			wantFault(t, back(t, k, c.Call(""), said.Receipt, what), fault.SignIn, "sign_in")
			wantFault(t, back(t, k, c.Call("ana"), "0190a1b2-0000-7000-8000-000000000412", what), fault.NotFound, "comment_not_found")
		}
		wantField(t, back(t, k, c.Call("ana"), said.Receipt, "burn"), "what", "unknown_value")
		nobody := c.Comment()
		testkit.Must(t, back(t, k, c.Call(""), nobody.Receipt, "withdraw"))
		waiting := c.Comment(story.Mailed("dana@example.org"))
		secret := k.Secret(t, "dana@example.org")
		testkit.Must(t, back(t, k, c.Call(""), waiting.Receipt, "erase"))
		_, err := k.Service.ConfirmComment(t.Context(), c.Call(""), secret)
		wantFault(t, err, fault.NotFound, "link_not_found")
		if n := len(k.Mails()); n != 0 {
			t.Errorf("%d mails are left", n)
		}
	})
}

func TestTakeBack_twiceAtOnceHappensOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"))
		by, drafter := c.Call("ana"), c.Call("drafter")
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() { errs[i] = back(t, k, by, said.Receipt, "erase") })
		}
		all.Go(func() { // while it is being answered
			_, err := k.Service.SetDisposition(t.Context(), drafter, "town", said.Ref, consult.NewDisposition{Outcome: "noted", Reason: "Seen."}, models.Seen{})
			if err != nil && !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		})
		all.Wait()
		done := 0
		for _, err := range errs {
			if err == nil {
				done++
			} else {
				wantFault(t, err, fault.Conflict, "already_removed")
			}
		}
		if n := k.Count(t, "erasures", "true"); done != 1 || n != 1 {
			t.Errorf("%d erased it, %d erasures", done, n)
		}
	})
}

func TestErase_theDatabaseRefusesItWithoutAnErasure(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"))
		c.Comment(story.By("bela"))
		db := k.SQL(t)
		refused := func(sql string) {
			t.Helper()
			if _, err := db.ExecContext(t.Context(), sql); err == nil {
				t.Errorf("the database lets %s", sql)
			}
		}
		refused("UPDATE comment_texts SET body = ''")
		refused("DELETE FROM comment_texts")
		testkit.Must(t, back(t, k, c.Call("ana"), said.Receipt, "erase"))
		refused("UPDATE comment_texts SET body = 'something else'")
		refused("UPDATE comment_texts SET body = '' WHERE body <> ''")
		refused("DELETE FROM erasures")
		refused("UPDATE erasures SET why = 'lapsed'")
	})
}

// wantGone expects that words are in no row and in no file of the database; on PostgreSQL once it was compacted, which
// keeps for another time what a transaction that is just beginning may still see.
func wantGone(t *testing.T, k *testkit.Kit, words ...string) {
	t.Helper()
	left := leftovers(t, k, words...)
	for try := 0; k.Engine == "postgres" && len(left) > 0 && try < 20; try++ {
		testkit.Must(t, k.Service.Compact(t.Context(), k.System()))
		left = leftovers(t, k, words...)
	}
	for _, l := range left {
		t.Error(l)
	}
}

// leftovers tells where words are in the rows and in the raw files of the database.
func leftovers(t *testing.T, k *testkit.Kit, words ...string) (left []string) {
	t.Helper()
	look := func(where string, b []byte) {
		for _, w := range words {
			if bytes.Contains(bytes.ToLower(b), []byte(strings.ToLower(w))) {
				left = append(left, fmt.Sprintf("%q is left in %s", w, where))
			}
		}
	}
	for table, rows := range k.Snapshot(t, k.SQL(t)) {
		look(table, []byte(strings.Join(rows, "\n")))
	}
	path, ok := strings.CutPrefix(k.URL, "sqlite:")
	if !ok {
		db := k.SQL(t)
		folder := testkit.Column[string](t, db, "SELECT current_setting('data_directory') || '/base/' || (SELECT oid FROM pg_database WHERE datname = current_database())")[0]
		path = filepath.Join(folder, "")
		files, err := os.ReadDir(path)
		if err != nil {
			t.Logf("the files of the server cannot be read: %v", err)
			return left
		}
		for _, f := range files {
			if b, err := os.ReadFile(filepath.Join(path, f.Name())); err == nil {
				look(f.Name(), b)
			}
		}
		return left
	}
	files, err := filepath.Glob(path + "*")
	testkit.Must(t, err)
	for _, f := range files {
		b, err := os.ReadFile(f)
		testkit.Must(t, err)
		look(filepath.Base(f), b)
	}
	return left
}

// Promise I4: after an erasure nothing of the text, the address and the name is left anywhere.
func TestErase_leavesNothingInTheFiles(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for range 30 { // so that the search index has more than one segment
			c.Comment(story.By("bela"), story.Saying("Zebras and other words."))
		}
		said := c.Comment(story.Mailed("quillfeather@example.net"), story.Named("Quillfeather"), story.Saying(secretWords),
			story.Proposing("Rhabarberkompott"), story.From("KE", models.CivilSociety))
		_, err := k.Service.ConfirmComment(t.Context(), c.Call(""), k.Secret(t, "quillfeather@example.net"))
		testkit.Must(t, err)
		other := c.Comment(story.Mailed("quillfeather@example.net"), story.Saying("Marillenknödel, unconfirmed."))
		r, v, err := k.Service.Receipt(t.Context(), said.Receipt)
		testkit.Must(t, err)
		if v.Name != "Quillfeather" || r.Ref == "" || other.Receipt == "" {
			t.Fatalf("%+v", v)
		}
		me := personOf(t, k, "quillfeather@example.net")
		by := k.Call(me)
		by.SteppedUpAt = by.At
		testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "erase"}))
		testkit.Must(t, k.Service.Periodic(t.Context()))
		wantGone(t, k, "Zwetschgenkuchen", "zwetschgenkuch", "Quillfeather", "Rhabarberkompott", "Marillenkn", "quillfeather@example.net")
		v, err = k.Service.Comment(t.Context(), models.Actor{}, "town", r.Ref)
		testkit.Must(t, err)
		if v.Publication != models.Erased || v.Number == 0 {
			t.Errorf("%+v", v)
		}
	})
}

// personOf is the actor with an address.
func personOf(t *testing.T, k *testkit.Kit, email string) models.Actor {
	t.Helper()
	id := testkit.Column[int64](t, k.SQL(t), "SELECT id FROM people WHERE email = '"+email+"'")[0]
	who, err := k.Service.Actor(t.Context(), id)
	testkit.Must(t, err)
	return who
}

func TestEraseMe_keepsCommentsWithoutTheNameIfAsked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		var refs []string
		for range 3 {
			refs = append(refs, c.Comment(story.By("ana"), story.Named("Ana Quillfeather"), story.Saying("It stays.")).Ref)
		}
		by := c.Call("ana")
		wantFault(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "keep"}), fault.Forbidden, "step_up")
		by.SteppedUpAt = by.At
		wantField(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{}), "comments", "required")
		testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "keep"}))
		wantFault(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "keep"}), fault.Conflict, "being_erased")
		_, err := k.Service.Actor(t.Context(), by.PersonID)
		wantFault(t, err, fault.NotFound, "person_not_found")
		before := k.Count(t, "mails", "true")
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		for _, ref := range refs {
			v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", ref)
			testkit.Must(t, err)
			if v.Body != "It stays." || v.Name != "" || v.Publication != models.PublishedNow {
				t.Errorf("%+v", v)
			}
		}
		if n := k.Count(t, "mails", "kind = 'erased'"); n != 1 || before < 0 {
			t.Errorf("%d last mails", n)
		}
		if n := k.Count(t, "people", "email <> '' AND erased_at IS NOT NULL"); n != 0 {
			t.Error("the row of the person is not empty")
		}
		if n := testkit.Column[int](t, k.SQL(t), "SELECT COUNT(DISTINCT key) FROM voices")[0]; n != 1 {
			t.Errorf("they are counted as %d people", n)
		}
		wantGone(t, k, "Ana Quillfeather", "ana@example.org")
	})
}

func TestEraseMe_theLastAdministratorStays(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Story.Person("root", models.Admin)
		by := c.Call("root")
		by.SteppedUpAt = by.At
		wantFault(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "keep"}), fault.Conflict, "last_admin")
		c.Story.Person("second", models.Admin)
		testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "keep"}))
	})
}

func TestTakeBack_theNameIsHiddenAtOnceAndTheConsentKept(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Government))
		testkit.Must(t, back(t, k, c.Call("ana"), said.Receipt, "name"))
		v, err := k.Service.Comment(t.Context(), models.Actor{}, "town", said.Ref)
		testkit.Must(t, err)
		if v.Name != "" || v.Country != "" || v.Region != models.Withheld || !v.DayOnly || v.Body == "" {
			t.Errorf("%+v", v)
		}
		data, err := k.Service.MyData(t.Context(), c.Actor("ana"))
		testkit.Must(t, err)
		consents := data.Comments[0].Consents
		if len(consents) != 2 || consents[0].NoticeVersion != 1 || !strings.Contains(consents[1].Wording, "my name is shown") || consents[1].WithdrawnAt == nil {
			t.Errorf("%+v", consents)
		}
		wantFault(t, back(t, k, c.Call("ana"), said.Receipt, "name"), fault.Conflict, "already_removed")
	})
}

func TestPeriodic_unconfirmedCommentsLapseFourteenDaysAfterClosing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.Mailed("dana@example.org"), story.Saying(secretWords))
		k.Clock.Add(44 * 24 * time.Hour)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		if r, _, err := k.Service.Receipt(t.Context(), said.Receipt); err != nil || r.Publication != models.Unconfirmed {
			t.Errorf("too early: %+v, %v", r, err)
		}
		k.Clock.Add(time.Microsecond)
		testkit.Must(t, k.Service.Periodic(t.Context()))
		r, v, err := k.Service.Receipt(t.Context(), said.Receipt)
		testkit.Must(t, err)
		if r.Publication != models.Lapsed || v.Body != "" || r.Salt != "" || r.Commitment == "" {
			t.Errorf("%+v %+v", r, v)
		}
		wantGone(t, k, "dana@example.org")
	})
}

// withRights are all writes, and those by which people take back what they said and what is kept about them.
func withRights(t *testing.T, k *testkit.Kit, c *story.Consultation) map[string]write {
	t.Helper()
	all := writes(t, k, c)
	c.Story.Person("leaver")
	for _, what := range []string{"withdraw", "erase", "name"} {
		said := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Government))
		all["take back: "+what] = write{"ana", func(k *testkit.Kit, t *testing.T, by models.Call) error {
			return back(t, k, by, said.Receipt, what)
		}}
	}
	waits, said := c.Comment(story.Mailed("erin@example.org")), c.Comment(story.By("ana"), story.Named("Ana"))
	c.Comment(story.Mailed("stolen@example.org"))
	disown := disownSecret(t, k, "stolen@example.org")
	all["disown"] = write{"", func(k *testkit.Kit, t *testing.T, by models.Call) error {
		return k.Service.Disown(t.Context(), by, disown)
	}}
	all["erase unconfirmed"] = write{"", func(k *testkit.Kit, t *testing.T, by models.Call) error {
		return back(t, k, by, waits.Receipt, "erase")
	}}
	all["report"] = write{"", func(k *testkit.Kit, t *testing.T, by models.Call) error {
		return k.Service.ReportComment(t.Context(), by, "town", said.Ref, consult.NewReport{Body: "Not hers."})
	}}
	all["ask to be erased"] = write{"leaver", func(k *testkit.Kit, t *testing.T, by models.Call) error {
		by.SteppedUpAt = by.At
		return k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "keep"})
	}}
	return all
}

// Whatever statement fails while a person is erased, the next round goes on, and the comment that was being erased is
// there as a whole or gone as a whole.
func TestEraseNext_isGoneOnWithAfterAnyFailure(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for range 3 {
			c.Comment(story.By("ana"), story.Named("Quillfeather"), story.Saying(secretWords), story.From("KE", models.Government))
		}
		by := c.Call("ana")
		by.SteppedUpAt = by.At
		testkit.Must(t, k.Service.AskErasure(t.Context(), by, consult.EraseMe{Comments: "erase"}))
		db := k.SQL(t)
		for _, table := range []string{"erasures", "comments", "comment_texts", "comment_authors", "log_entries", "consultations", "people", "mails", "voices"} {
			for _, when := range []string{"BEFORE", "AFTER"} {
				mend := breaking(t, k, db, table, when)
				_ = k.Service.EraseNext(t.Context()) // it fails, or had nothing left to do there
				mend()
				whole := k.Count(t, "comments c", "publication = 'erased' AND EXISTS (SELECT 1 FROM comment_texts x WHERE x.comment_id = c.id AND x.body <> '')")
				halves := k.Count(t, "comments c", "publication <> 'erased' AND EXISTS (SELECT 1 FROM comment_texts x WHERE x.comment_id = c.id AND x.body = '')")
				logged := k.Count(t, "log_entries", "kind = 'comment.erased'") - k.Count(t, "erasures", "true")
				if whole != 0 || halves != 0 || logged != 0 {
					t.Errorf("stopped %s writing %s: %d erased with a text, %d there without, %d entries too many", when, table, whole, halves, logged)
				}
			}
		}
		testkit.Must(t, k.Service.EraseNext(t.Context()))
		wantGone(t, k, "Quillfeather", "Zwetschgenkuchen", "ana@example.org")
	})
}
