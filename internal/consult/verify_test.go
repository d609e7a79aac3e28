package consult_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/merkle"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// The mark of somebody who is gone must not let another name in.
func TestVerifyLog_anAuthorWhoIsSaidToBeGoneIsNobodyElse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		busy(t, k)
		db := insider(t, k)
		one := " FROM comment_authors WHERE comment_id = (SELECT id FROM comments WHERE number = 1)"
		salt, email := testkit.Column[string](t, db, "SELECT salt"+one)[0], testkit.Column[string](t, db, "SELECT email"+one)[0]
		sum := sha256.Sum256([]byte(salt + `{"email":"` + email + `","name":"Ana","publish_name":true}`))
		exec(t, db, "UPDATE comment_authors SET name = 'Somebody', salt = 'gone:"+hex.EncodeToString(sum[:])+"' WHERE name = 'Ana'")
		wantFinding(t, "author", verify(t, k, consult.VerifyLogs{}), "C-000001: author")
	})
}

func TestVerifyLog_aNameThatNobodyAgreedToShowIsNamed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		busy(t, k)
		exec(t, insider(t, k), "UPDATE comments SET name_shown = TRUE WHERE number = 2")
		wantFinding(t, "name", verify(t, k, consult.VerifyLogs{}), "C-000002: name_shown")
	})
}

func TestVerifyLog_whyACommentIsNotShownCannotChange(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := busy(t, k)
		testkit.Must(t, k.Service.ReportComment(t.Context(), k.Call(c.Person("moderator", models.Moderator)), c.Slug, "C-000001", consult.NewReport{Body: "not mine"}))
		reports, _, err := k.Service.Reports(t.Context(), c.Person("moderator", models.Moderator), c.Slug)
		testkit.Must(t, err)
		testkit.Must(t, k.Service.DecideReport(t.Context(), k.Call(c.Person("moderator", models.Moderator)), c.Slug, reports[0].ID,
			consult.ReportDecision{Decision: "hidden", Reason: "a stolen name"}))
		k.Sequence(t)
		if r := verify(t, k, consult.VerifyLogs{}); len(r.Findings) > 0 {
			t.Fatal(r.Findings)
		}
		db := insider(t, k)
		exec(t, db, "UPDATE comments SET removed_why = 'other' WHERE number = 1")
		exec(t, db, "UPDATE comments SET reason = 'other' WHERE publication = 'refused'")
		r := verify(t, k, consult.VerifyLogs{})
		wantFinding(t, "hidden", r, "C-000001: removed_why")
		wantFinding(t, "refused", r, ": reason")
	})
}

// Who gives a head of another log, or of an epoch that was made to vanish, must not be told that all is well.
func TestVerifyLog_aHeadOfNoLogHereIsNamed(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		busy(t, k)
		head := k.Heads.All()[0]
		signed, err := testkit.LogKey().SignCheckpoint(merkle.Checkpoint{Origin: head.Base + "/epoch2", Size: 3})
		testkit.Must(t, err)
		wantFinding(t, "fork", verify(t, k, consult.VerifyLogs{Checkpoint: signed}), "fork")
	})
}

func TestVerifyLog_namesAConsultationThatIsGone(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"))
		k.Sequence(t)
		remembered := k.Heads.All()
		elsewhere := remembered[0]
		elsewhere.Base += "-that-was-deleted" // signed with our key, and nothing of it is here
		report, err := k.Service.VerifyLog(t.Context(), consult.VerifyLogs{Heads: append(remembered, elsewhere)})
		testkit.Must(t, err)
		if len(report.Findings) != 1 || !strings.Contains(fmt.Sprint(report.Findings[0]), "is gone") {
			t.Errorf("got %v, want the one log that is gone", report.Findings)
		}
	})
}
