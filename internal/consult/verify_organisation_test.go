package consult_test

import (
	"encoding/json"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/document"
	"travaux/internal/merkle"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// written changes the entries that take comments as an earlier program, or somebody else, would have written them.
func written(t *testing.T, k *testkit.Kit, change func(leaf map[string]any)) {
	t.Helper()
	db := insider(t, k)
	for _, old := range testkit.Column[string](t, db, "SELECT leaf FROM log_entries WHERE kind = 'comment.published'") {
		var leaf map[string]any
		testkit.Must(t, json.Unmarshal([]byte(old), &leaf))
		leaf["v"] = int(leaf["v"].(float64))
		change(leaf)
		facts := document.Object{}
		for name, fact := range leaf["facts"].(map[string]any) {
			facts[name] = fact
		}
		leaf["facts"] = facts
		bytes := document.JSON(document.Object(leaf))
		hash := merkle.LeafHash(bytes)
		query := "UPDATE log_entries SET leaf = ?, leaf_hash = ? WHERE leaf = ?"
		if k.Engine == "postgres" {
			query = "UPDATE log_entries SET leaf = $1, leaf_hash = $2 WHERE leaf = $3"
		}
		_, err := db.ExecContext(t.Context(), query, string(bytes), hash[:], old)
		testkit.Must(t, err)
	}
}

func ofLumen(t *testing.T, k *testkit.Kit) {
	t.Helper()
	c := town(t, k)
	in := ministry("Lumen Ministry")
	in.Slug = "lumen"
	c.Story.Organisation(in, story.Address("ana"))
	c.Comment(story.By("ana"), story.For("lumen"), story.From("KE", models.Government))
}

func TestVerifyLog_entriesFromBeforeTheyToldTheOrganisationHold(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ofLumen(t, k)
		written(t, k, func(leaf map[string]any) {
			leaf["v"] = 1
			delete(leaf["facts"].(map[string]any), "organisation")
		})
		sound(t, k, "an upgrade")
	})
}

func TestVerifyLog_aNewEntryThatDoesNotTellTheOrganisationIsNamed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		ofLumen(t, k)
		written(t, k, func(leaf map[string]any) { delete(leaf["facts"].(map[string]any), "organisation") })
		k.Sequence(t)
		wantFinding(t, "left out", verify(t, k, consult.VerifyLogs{}), "C-000001: organisation_id")
	})
}
