package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

// Who held a head or a receipt of an epoch can still have it proven when another was begun.
func TestLog_anEarlierEpochStaysProvable(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		early := c.Comment(story.By("ana"))
		k.Sequence(t)
		before := k.Heads.All()[0]
		ahead := before // as if more had been signed before an older copy was restored
		ahead.Size += 100
		note, err := testkit.LogKey().SignCheckpoint(merkle.Checkpoint{Origin: before.Base, Size: ahead.Size, Root: merkle.LeafHash([]byte("lost"))})
		testkit.Must(t, err)
		ahead.Note, ahead.Root = string(note), merkle.LeafHash([]byte("lost")).String()
		testkit.Must(t, k.Heads.Keep(ahead))
		testkit.Must(t, k.Service.BeginLogs(t.Context()))
		c.Comment(story.By("ana"))
		k.Sequence(t)

		whole, err := k.Service.ProveConsistency(t.Context(), "town", 1, 1, 0)
		testkit.Must(t, err)
		if whole.Size != before.Size || whole.Root != before.Root || whole.Checkpoint != before.Note {
			t.Errorf("the first epoch: %+v, was %+v", whole, before)
		}
		entry, err := k.Service.ProveEntry(t.Context(), "town", 1, before.Size-1, 0)
		testkit.Must(t, err)
		if entry.Root != before.Root || entry.Size != before.Size {
			t.Errorf("its last entry: %+v", entry)
		}
		lines, err := k.Service.LogLines(t.Context(), "town", 1, "")
		testkit.Must(t, err)
		if len(lines.Items) != int(before.Size) || lines.Items[0].Epoch != 1 {
			t.Errorf("%d entries of it", len(lines.Items))
		}
		newest, err := k.Service.LogLines(t.Context(), "town", 0, "")
		testkit.Must(t, err)
		if last := newest.Items[len(newest.Items)-1]; last.Epoch != 2 || !strings.Contains(last.Raw, "epoch.begun") {
			t.Errorf("the newest begins with %+v", last)
		}
		r, _, err := k.Service.Receipt(t.Context(), early.Receipt)
		testkit.Must(t, err)
		if r.Proof.Epoch != 1 {
			t.Errorf("the receipt is of epoch %d", r.Proof.Epoch)
		}
		for _, epoch := range []int64{-1, 3} {
			_, err := k.Service.ProveEntry(t.Context(), "town", epoch, 0, 0)
			wantFault(t, err, fault.NotFound, "log_entry_not_found")
			_, err = k.Service.ProveConsistency(t.Context(), "town", epoch, 1, 0)
			wantFault(t, err, fault.NotFound, "log_entry_not_found")
			_, err = k.Service.LogLines(t.Context(), "town", epoch, "")
			wantFault(t, err, fault.NotFound, "log_entry_not_found")
		}
	})
}
