package consult_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

func TestReceipt_isPromisedAtOnceAndProvenOnceSequenced(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		places := map[int64]bool{}
		var receipts []string
		for i := range 20 {
			r := c.Comment(story.By("ana"), story.Saying(fmt.Sprint("comment ", i)))
			if r.Proof.Promise == "" || r.Proof.Index != nil {
				t.Fatalf("at first: %+v", r.Proof)
			}
			receipts = append(receipts, r.Receipt)
		}
		k.Sequence(t)
		for _, receipt := range receipts {
			file, err := k.Service.ReceiptFile(t.Context(), receipt)
			testkit.Must(t, err)
			r, err := merkle.ReadReceipt(file)
			testkit.Must(t, err)
			p, err := r.Check(testkit.LogKey().Public())
			if err != nil || !p.Words || !p.Promised || !p.Included || places[p.Index] {
				t.Fatalf("%+v, %v", p, err)
			}
			places[p.Index] = true
			if got, err := k.Service.CheckReceipt(t.Context(), "town", file); err != nil || got.Wrong != "" || !got.Ours {
				t.Errorf("%+v, %v", got, err)
			}
			bad := strings.Replace(string(file), "comment ", "Comment ", 1)
			if got, err := k.Service.CheckReceipt(t.Context(), "town", []byte(bad)); err != nil || got.Wrong != "content" {
				t.Errorf("a changed file: %+v, %v", got, err)
			}
		}
	})
}

func TestSequence_twoInstancesGiveEachEntryOnePlace(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		other, err := store.Open(t.Context(), k.URL)
		testkit.Must(t, err)
		t.Cleanup(func() { testkit.Must(t, other.Close()) })
		second := k.Instance(other)
		for i := range 40 {
			c.Comment(story.By("ana"), story.Saying(fmt.Sprint("comment ", i)))
			if i%10 != 9 {
				continue
			}
			var all sync.WaitGroup
			errs := make([]error, 2)
			all.Go(func() { errs[0] = k.Service.Sequence(t.Context(), "one") })
			all.Go(func() { errs[1] = second.Sequence(t.Context(), "two") })
			all.Wait()
			testkit.Must(t, errors.Join(errs...))
			k.Clock.Add(5 * time.Second) // the lease of whoever won is over: the other may win next
		}
		testkit.Must(t, k.Service.Sequence(t.Context(), "one"))
		entries := k.Count(t, "log_entries", "true")
		placed := len(testkit.Column[int64](t, k.SQL(t), "SELECT DISTINCT idx FROM log_entries WHERE idx IS NOT NULL"))
		if entries < 80 || placed != entries {
			t.Errorf("%d entries, %d places", entries, placed)
		}
		if r := verify(t, k, consult.VerifyLogs{}); len(r.Findings) > 0 {
			t.Error(r.Findings)
		}
	})
}

func TestSequence_isTakenOverWhenTheHolderIsGone(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		testkit.Must(t, k.Service.Sequence(t.Context(), "gone"))
		c.Comment(story.By("ana"))
		testkit.Must(t, k.Service.Sequence(t.Context(), "next"))
		if n := k.Count(t, "log_entries", "idx IS NULL"); n != 2 {
			t.Errorf("%d wait while another holds the lease, want 2", n)
		}
		k.Clock.Add(5 * time.Second)
		testkit.Must(t, k.Service.Sequence(t.Context(), "next"))
		if n := k.Count(t, "log_entries", "idx IS NULL"); n != 0 {
			t.Errorf("%d wait 5 seconds after the holder went", n)
		}
		c.Comment(story.By("ana"))
		k.Clock.Add(61 * time.Second)
		if behind, late, err := k.Service.LogBehind(t.Context()); err != nil || !late || behind < time.Minute {
			t.Errorf("behind %s, late %v, %v", behind, late, err)
		}
	})
}

func TestLog_refusesToBeChanged(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		busy(t, k)
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		db := k.SQL(t)
		for _, query := range []string{
			"UPDATE log_entries SET leaf = 'x'", "UPDATE log_entries SET idx = idx + 1000", "DELETE FROM log_entries",
			"UPDATE log_entries SET idx = NULL, epoch = NULL", "UPDATE log_nodes SET hash = leaf_hash FROM log_entries", "DELETE FROM log_nodes",
			"UPDATE log_checkpoints SET note = ''", "DELETE FROM log_checkpoints", "UPDATE log_keys SET public_key = ''", "DELETE FROM log_keys",
		} {
			if _, err := db.ExecContext(t.Context(), query); err == nil || !strings.Contains(err.Error(), "only added to") {
				t.Errorf("%s: %v", query, err)
			}
		}
	})
}

func TestLog_anOlderDatabaseBeginsANewEpochAndNeverSignsASizeTwice(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		k.Sequence(t)
		before := k.Heads.All()[0]
		ahead := before // as if more had been signed before an older copy was restored
		ahead.Size += 100
		note, err := testkit.LogKey().SignCheckpoint(merkle.Checkpoint{Origin: before.Base, Size: ahead.Size, Root: merkle.LeafHash([]byte("lost"))})
		testkit.Must(t, err)
		ahead.Note, ahead.Root = string(note), merkle.LeafHash([]byte("lost")).String()
		testkit.Must(t, k.Heads.Keep(ahead))
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		r := c.Comment(story.By("ana"))
		k.Sequence(t)
		v, err := k.Service.Log(t.Context(), "town")
		testkit.Must(t, err)
		if v.Epoch != 2 || !strings.HasSuffix(v.Origin, "/c/town/log/epoch2") || v.Size < 3 {
			t.Fatalf("%+v", v)
		}
		first, err := k.Service.ProveEntry(t.Context(), "town", 0, 0, 0)
		testkit.Must(t, err)
		if !strings.Contains(first.Leaf, "epoch.begun") || !strings.Contains(first.Leaf, fmt.Sprint(ahead.Size)) {
			t.Errorf("the first entry does not quote what was signed last: %s", first.Leaf)
		}
		old, err := k.Service.LogNote(t.Context(), "town", 1)
		if err != nil || old != before.Note {
			t.Errorf("the first epoch was signed again: %q, %v", old, err)
		}
		file, err := k.Service.ReceiptFile(t.Context(), r.Receipt)
		testkit.Must(t, err)
		if got, err := k.Service.CheckReceipt(t.Context(), "town", file); err != nil || got.Wrong != "" || !got.Included {
			t.Errorf("%+v, %v", got, err)
		}
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Error(found)
		}
		if held := verify(t, k, consult.VerifyLogs{Checkpoint: []byte(ahead.Note)}); len(held.Findings) == 0 || held.Findings[0].Field != "fork" {
			t.Errorf("the head that was held outside is not missed: %v", held.Findings)
		}
		if held := verify(t, k, consult.VerifyLogs{Checkpoint: []byte(before.Note)}); len(held.Findings) != 0 {
			t.Errorf("the head that stands is: %v", held.Findings)
		}
	})
}

func TestBeginLogs_anotherKeyIsRefused(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		other, err := merkle.ParseKey(strings.Repeat("11", 32))
		testkit.Must(t, err)
		s := consult.New(consult.Options{Store: k.Store, Clock: k.Clock.Now, BaseURL: testkit.BaseURL, Key: make([]byte, 32), LogKey: other})
		if err := s.BeginLogs(t.Context()); err == nil || !strings.Contains(err.Error(), "TRAVAUX_LOG_KEY") {
			t.Errorf("%v", err)
		}
	})
}

func TestBeginLogs_takesInWhatWasThereBeforeTheLog(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := busy(t, k)
		db := insider(t, k)
		for _, table := range []string{"log_entries", "log_nodes", "log_checkpoints"} {
			exec(t, db, "DELETE FROM "+table)
		}
		exec(t, db, "UPDATE log_state SET size = 0, origin = '', adopting = TRUE")
		exec(t, db, "UPDATE comments SET commitment = 'of an old receipt'")
		exec(t, db, "UPDATE comment_authors SET salt = ''")
		k.Heads.Forget()
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		c.Comment(story.By("ana"))
		k.Sequence(t)
		for _, f := range verify(t, k, consult.VerifyLogs{}).Findings {
			t.Error(f)
		}
	})
}
