package store_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

// standing is what by hand must not be done to a published version.
var standing = []string{
	"UPDATE provisions SET html = html || '!' WHERE version_id = ",
	"UPDATE provisions SET text = 'otherwise' WHERE version_id = ",
	"DELETE FROM provisions WHERE version_id = ",
	"UPDATE version_texts SET canonical = '{}' WHERE version_id = ",
	"UPDATE version_texts SET published_at = NULL WHERE version_id = ",
	"DELETE FROM version_texts WHERE version_id = ",
	"UPDATE versions SET number = 0, status = 'working' WHERE id = ",
	"UPDATE versions SET reason = 'otherwise' WHERE id = ",
	"DELETE FROM versions WHERE id = ",
}

func TestPublishedVersions_areNeverChangedOrDeleted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("charter", story.Open())
		d := c.Draft("charter", charter)
		d.Translate("fr", charter, 1) // of a version that is published already
		db := k.SQL(t)
		const published, working = "(SELECT id FROM versions WHERE number > 0)", "(SELECT id FROM versions WHERE number = 0)"
		d.Import(consult.NewVersion{Content: charter})
		for _, s := range standing {
			if _, err := db.ExecContext(t.Context(), s+published); err == nil {
				t.Errorf("%s: it was done", s)
			}
		}
		moved := "UPDATE provisions SET version_id = " + published + ", position = position + 1000, wid = 'x' || wid WHERE version_id = " + working
		if _, err := db.ExecContext(t.Context(), moved); err == nil {
			t.Error("provisions were moved into a published version")
		}
		for _, free := range []string{"UPDATE provisions SET text = 'otherwise' WHERE version_id = ", "DELETE FROM provisions WHERE version_id = "} {
			if _, err := db.ExecContext(t.Context(), free+working); err != nil {
				t.Errorf("the working version: %s: %v", free, err)
			}
		}
	})
}

func TestNoticesAndAnswers_areNeverChangedOrDeleted(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := k.Story(t).Consultation("charter", story.Open())
		c.Draft("charter", charter)
		c.Person("ana")
		c.Comment(story.By("ana"))
		c.Person("drafter", "drafter")
		c.Answer("drafter", "C-000001", "noted", "we saw it")
		c.Answer("drafter", "C-000001", "accepted", "") // what followed is another row
		db := k.SQL(t)
		for _, statement := range []string{
			"UPDATE notices SET privacy = '{}'", "UPDATE notices SET licence = 'none'", "UPDATE notices SET law = '{}'", "DELETE FROM notices",
			"UPDATE dispositions SET reason = 'otherwise'", "UPDATE dispositions SET outcome = 'noted'", "DELETE FROM dispositions",
		} {
			if _, err := db.ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s: it was done", statement)
			}
		}
		if n := k.Count(t, "dispositions", "true"); n != 2 {
			t.Errorf("%d answers", n)
		}
	})
}
