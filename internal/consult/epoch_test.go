package consult_test

import (
	"errors"
	"fmt"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/merkle"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

var errDown = errors.New("the process went down")

// signedBeforeCommit is a log with a head that was signed and kept, and whose transaction did not come to its end.
func signedBeforeCommit(t *testing.T, k *testkit.Kit, c *story.Consultation) models.LogHead {
	t.Helper()
	c.Comment(story.By("ana"), story.Saying("before"))
	k.Sequence(t)
	c.Comment(story.By("ana"), story.Saying("signed"))
	c.Comment(story.By("bela"), story.Saying("signed too"))
	k.Heads.Interrupt(errDown)
	if err := k.Service.Sequence(t.Context(), "the test"); !errors.Is(err, errDown) {
		t.Fatalf("a head that cannot be kept is signed all the same: %v", err)
	}
	k.Heads.Interrupt(nil)
	kept := k.Heads.All()[0]
	if n := k.Count(t, "log_checkpoints", fmt.Sprintf("size >= %d", kept.Size)); n != 0 {
		t.Fatalf("%d heads are public before they are kept", n)
	}
	return kept
}

// continues wants the log to be in its first epoch and to have the head that was kept.
func continues(t *testing.T, k *testkit.Kit, kept models.LogHead) {
	t.Helper()
	v, err := k.Service.Log(t.Context(), "town")
	testkit.Must(t, err)
	at, err := k.Service.ProveConsistency(t.Context(), "town", 0, kept.Size, 0)
	testkit.Must(t, err)
	if v.Epoch != 1 || v.Waiting != 0 || at.FromRoot != kept.Root {
		t.Errorf("epoch %d, %d wait, the first %d entries lead to %s, what was signed to %s", v.Epoch, v.Waiting, kept.Size, at.FromRoot, kept.Root)
	}
	if n := k.Count(t, "log_checkpoints", fmt.Sprintf("size = %d", kept.Size)); n != 1 {
		t.Errorf("%d heads of the size that was signed", n)
	}
	if found := verify(t, k, consult.VerifyLogs{Checkpoint: []byte(kept.Note)}).Findings; len(found) > 0 {
		t.Error(found)
	}
}

func TestSequence_aHeadSignedBeforeACrashIsSignedAgainAndNoOtherOfItsSize(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		kept := signedBeforeCommit(t, k, c)
		if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
			t.Errorf("between the crash and the next start: %v", found)
		}
		c.Comment(story.By("ana"), story.Saying("came later"))
		// It was begun first and committed last: it stands before the others now.
		exec(t, insider(t, k), "UPDATE log_entries SET id = id - 1000000000000 WHERE comment_id = (SELECT MAX(comment_id) FROM log_entries)")
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		k.Sequence(t)
		continues(t, k, kept)
	})
}

func TestSequence_afterACrashBehindTheCommitTheLogGoesOn(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"))
		k.Sequence(t) // nothing is written after the commit, so that a crash there is this
		kept := k.Heads.All()[0]
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		c.Comment(story.By("ana"))
		k.Sequence(t)
		continues(t, k, kept)
	})
}

// rewind puts the newest signed batch back, as an older copy of the database has it; its entries wait again, or are gone.
func rewind(t *testing.T, k *testkit.Kit, gone bool) {
	t.Helper()
	db, kept := insider(t, k), k.Heads.All()[0]
	from := kept.Size - int64(len(kept.Added))
	exec(t, db, fmt.Sprintf("DELETE FROM log_checkpoints WHERE size > %d", from))
	exec(t, db, fmt.Sprintf("DELETE FROM log_nodes WHERE idx >= %d", merkle.NodeCount(from)))
	exec(t, db, fmt.Sprintf("UPDATE log_state SET size = %d", from))
	if gone {
		ids := "(SELECT comment_id FROM log_entries WHERE idx = (SELECT MAX(idx) FROM log_entries))"
		exec(t, db, "DELETE FROM comment_texts WHERE comment_id IN "+ids)
		exec(t, db, "DELETE FROM comment_authors WHERE comment_id IN "+ids)
		exec(t, db, "DELETE FROM log_entries WHERE comment_id IN "+ids)
	}
	exec(t, db, fmt.Sprintf("UPDATE log_entries SET idx = NULL, epoch = NULL WHERE idx >= %d", from))
}

func TestBeginLogs_anOlderCopyWithEverythingThatWasSignedGoesOn(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		k.Sequence(t)
		c.Comment(story.By("ana"))
		k.Sequence(t)
		kept := k.Heads.All()[0]
		rewind(t, k, false)
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		c.Comment(story.By("ana"))
		k.Sequence(t)
		continues(t, k, kept)
	})
}

func TestBeginLogs_anOlderCopyWithoutSomethingThatWasSignedBeginsANewEpoch(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		k.Sequence(t)
		c.Comment(story.By("ana"))
		c.Comment(story.By("bela"))
		k.Sequence(t)
		kept := k.Heads.All()[0]
		rewind(t, k, true)
		c.Comment(story.By("ana"), story.Saying("after the restore")) // as many entries as were lost
		k.Sequence(t)                                                 // also without a restart
		v, err := k.Service.Log(t.Context(), "town")
		testkit.Must(t, err)
		again := k.Count(t, "log_checkpoints", fmt.Sprintf("epoch = 1 AND size >= %d", kept.Size))
		if v.Epoch != 2 || v.Waiting != 0 || again != 0 {
			t.Errorf("epoch %d, %d wait, %d heads of the size that was signed or more", v.Epoch, v.Waiting, again)
		}
	})
}
