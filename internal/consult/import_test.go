package consult_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func importing(t *testing.T, k *testkit.Kit, c *story.Consultation, o consult.ImportOptions, file string) consult.ImportSummary {
	t.Helper()
	sum, err := k.Service.ImportComments(t.Context(), c.Call("drafter"), "town", "charter", o, strings.NewReader(file))
	testkit.Must(t, err)
	if sum.Read != sum.Imported+sum.AlreadyThere+sum.Rejected {
		t.Errorf("%+v does not add up", sum)
	}
	return sum
}

func counts(s consult.ImportSummary) string {
	return fmt.Sprintf("%d read, %d imported, %d there, %d rejected", s.Read, s.Imported, s.AlreadyThere, s.Rejected)
}

const goodRows = `external_id,version,provision,target_kind,exact,body,type,stance,proposed_text,language,country,stakeholder_type,stakeholder_subtype,organisation,author_name,created_at
a-1,1,art-1-par-1,range,shall publish,First.,technical,oppose,must publish,en,KE,civil_society,ngo,Open Lakes,Ana,2025-12-01T10:00:00+0200
a-2,,2,,,On article 2.,,,,,,,,,,
a-3,,,,,On the whole.,,not_stated,,fr,not_stated,not_stated,,,Bela,2025-12-02
a-4,1,art-1-par-1,insertion,,After it.,,,,,,,,,,
`

func TestImportComments_takesEveryColumn(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		sum := importing(t, k, c, consult.ImportOptions{TimeZone: "Africa/Nairobi"}, goodRows)
		if got := counts(sum); got != "4 read, 4 imported, 0 there, 0 rejected" {
			t.Fatalf("%s: %+v", got, sum.Problems)
		}
		first, second, third, fourth := published(t, c, "C-000001"), published(t, c, "C-000002"), published(t, c, "C-000003"), published(t, c, "C-000004")
		want := models.CommentView{
			Number: 1, Draft: "charter", DraftTitle: "charter", Version: 1, Target: models.Target{
				TargetKind: models.TargetRange,
				WID:        "art-1-par-1", Exact: "shall publish", StartAt: 12, EndAt: 25, AnchorLanguage: "en", ProvisionKind: models.Article, ProvisionNumber: "1.1",
				ProvisionTitle: "Purpose",
			}, Body: "First.", ProposedText: "must publish", Type: "technical", Stance: "oppose", Language: "en",
			SpeakingAs: "organisation", Organisation: "Open Lakes", Country: "KE", Region: "014", StakeholderType: "civil_society", StakeholderSubtype: "ngo",
			Provenance: "import", Publication: models.PublishedNow, Outcome: models.Open, DayOnly: true,
			ReceivedAt: time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC), CreatedAt: time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC), // not shown by name: the day only
		}
		if diff := cmp.Diff(first, want, cmpopts.IgnoreFields(models.CommentView{}, "ConsultationID", "ID", "Seq", "BodyHTML"),
			cmpopts.IgnoreFields(models.Target{}, "Prefix", "Suffix")); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
		if second.WID != "art-2" || second.Stance != "" || second.Type != "general" {
			t.Errorf("second %+v", second)
		}
		if third.TargetKind != models.TargetVersion || third.Language != "fr" {
			t.Errorf("third %+v", third)
		}
		if fourth.TargetKind != models.TargetInsertion || fourth.AfterWID != "art-1-par-1" {
			t.Errorf("fourth %+v", fourth)
		}
		for ref, want := range map[string]time.Time{
			"C-000001": time.Date(2025, 12, 1, 8, 0, 0, 0, time.UTC), "C-000002": k.Clock.Now(),
			"C-000003": time.Date(2025, 12, 1, 21, 0, 0, 0, time.UTC),
		} {
			v, err := k.Service.Comment(t.Context(), c.Actor("drafter"), "town", ref)
			if err != nil || !v.CreatedAt.Equal(want) || !v.ReceivedAt.Equal(k.Clock.Now()) {
				t.Errorf("%s was made at %s and received at %s, %v", ref, v.CreatedAt, v.ReceivedAt, err)
			}
		}
		if got := refs(t, c, models.CommentFilter{Q: "article"}); got != "C-000002" {
			t.Errorf("searching finds %s", got)
		}
	})
}

func TestImportComments_twiceTakesThemOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		db := k.SQL(t)
		empty := k.Snapshot(t, db)
		dry := importing(t, k, c, consult.ImportOptions{DryRun: true}, goodRows)
		if diff := cmp.Diff(empty, k.Snapshot(t, db)); diff != "" {
			t.Errorf("a dry run (-before +after):\n%s", diff)
		}
		if first := importing(t, k, c, consult.ImportOptions{}, goodRows); counts(first) != counts(dry) {
			t.Errorf("dry %s, then %s", counts(dry), counts(first))
		}
		once := k.Snapshot(t, db)
		again := importing(t, k, c, consult.ImportOptions{}, goodRows)
		if got := counts(again); got != "4 read, 0 imported, 4 there, 0 rejected" {
			t.Errorf("again: %s", got)
		}
		if diff := cmp.Diff(once, k.Snapshot(t, db)); diff != "" {
			t.Errorf("again (-once +twice):\n%s", diff)
		}
		inOne := "external_id,body\nb-1,One.\nb-1,One again.\n"
		if got := counts(importing(t, k, c, consult.ImportOptions{}, inOne)); got != "2 read, 1 imported, 1 there, 0 rejected" {
			t.Errorf("twice in one file: %s", got)
		}
	})
}

func TestImportComments_reportsEachBadRowAndTakesTheGoodOnes(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		header := "external_id,version,provision,target_kind,exact,body,country,stakeholder_type,stakeholder_subtype,created_at,type,stance,language\n"
		rows := []struct{ row, field, code string }{
			{"1,,,,,Good.,,,,,,,", "", ""},
			{"2,,,,,,,,,,,,", "body", "required"},
			{"3,9,,,,x,,,,,,,", "version", "not_found"},
			{"4,one,,,,x,,,,,,,", "version", "not_found"},
			{"5,,art-9,,,x,,,,,,,", "provision", "not_found"},
			{"6,,art-1,page,,x,,,,,,,", "target_kind", "unknown_value"},
			{"7,,art-1-par-1,,build,x,,,,,,,", "exact", "ambiguous"},
			{"8,,art-1-par-1,,nowhere,x,,,,,,,", "exact", "not_in_text"},
			{"9,,,,,x,ZZ,,,,,,", "country", "unknown_value"},
			{"10,,,,,x,,king,,,,,", "stakeholder_type", "unknown_value"},
			{"11,,,,,x,,government,ngo,,,,", "stakeholder_subtype", "not_of_type"},
			{"12,,,,,x,,,,yesterday,,,", "created_at", "time"},
			{"13,,,,,x,,,,,rant,,", "type", "unknown_value"},
			{"14,,,,,x,,,,,,maybe,", "stance", "unknown_value"},
			{"15,,,,,x,,,,,,,?", "language", "language"},
			{"16,,art-1,provision,,a\x01b,,,,,,,", "body", "control"},
			{strings.Repeat("é", 101) + ",,,,,x,,,,,,,", "external_id", "too_long"},
			{"18,,,,,x,,,,,,,,more", "row", "unreadable"},
			{"19,,,,,Also good.,,,,,,,", "", ""},
		}
		var file strings.Builder
		file.WriteString(header)
		var want []consult.ImportProblem
		for i, r := range rows {
			file.WriteString(r.row + "\n")
			if r.field != "" {
				want = append(want, consult.ImportProblem{Row: i + 1, Field: r.field, Code: r.code})
			}
		}
		sum := importing(t, k, c, consult.ImportOptions{}, file.String())
		if got := counts(sum); got != "19 read, 2 imported, 0 there, 17 rejected" {
			t.Error(got)
		}
		if diff := cmp.Diff(sum.Problems, want, cmpopts.IgnoreFields(consult.ImportProblem{}, "Detail")); diff != "" {
			t.Errorf("(-got +want):\n%s", diff)
		}
	})
}

func TestImportComments_readsAnyFileThroughAMap(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		o := consult.ImportOptions{Map: consult.ColumnMap{
			Columns:   map[string]string{"external_id": "nr", "body": "texte", "stance": "avis", "provision": "article"},
			Constants: map[string]string{"language": "fr", "country": "FR"},
			Values:    map[string]map[string]string{"stance": {"pour": "support", "contre": "oppose"}, "provision": {"premier": "1"}},
		}}
		sum := importing(t, k, c, o, "nr;avis;texte;article\n7;pour;Bien;premier\n8;contre;Mal;2\n")
		if got := counts(sum); got != "2 read, 2 imported, 0 there, 0 rejected" {
			t.Fatalf("%s: %+v", got, sum.Problems)
		}
		if v := published(t, c, "C-000001"); v.Stance != "support" || v.WID != "art-1" || v.Language != "fr" {
			t.Errorf("%+v", v)
		}
		for name, m := range map[string]consult.ColumnMap{
			"columns.body":    {Columns: map[string]string{"body": "text"}},
			"columns.theirs":  {Columns: map[string]string{"theirs": "texte"}},
			"colour":          {Constants: map[string]string{"colour": "red"}},
			"stakeholder_typ": {Values: map[string]map[string]string{"stakeholder_typ": {"a": "b"}}},
		} {
			_, err := k.Service.ImportComments(t.Context(), c.Call("drafter"), "town", "charter", consult.ImportOptions{Map: m}, strings.NewReader("texte\nx\n"))
			wantField(t, err, name, "not_found")
		}
	})
}

func TestImportComments_removesTheGuardUnlessTheFileIsRaw(t *testing.T) {
	t.Parallel()
	for raw, want := range map[bool][]string{false: {"=1+1", "'quoted'", "-5"}, true: {"'=1+1", "'quoted'", "-5"}} {
		t.Run(fmt.Sprintf("raw %t", raw), func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := town(t, k)
				importing(t, k, c, consult.ImportOptions{Raw: raw}, "body\n'=1+1\n'quoted'\n-5\n")
				for i, body := range want {
					if v := published(t, c, models.Ref(int64(i+1))); v.Body != body {
						t.Errorf("%q, want %q", v.Body, body)
					}
				}
			})
		})
	}
}

func TestImportComments_isNotBoundByPhasesAndCountsItsPeople(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k, story.During(models.PhaseConsultation, testkit.Noon.AddDate(0, 0, 5), testkit.Noon.AddDate(0, 0, 9)))
		var file strings.Builder
		file.WriteString("body,country,stakeholder_type,author_name\n")
		for i := range 4 {
			fmt.Fprintf(&file, "x,KE,individual,Person %d\nagain,KE,individual,Person %d\nnobody,KE,individual,\n", i, i)
		}
		importing(t, k, c, consult.ImportOptions{}, file.String())
		for ref, got := range shown(t, c) {
			if got != "withheld withheld  " {
				t.Errorf("of four people %s shows %q", ref, got)
			}
		}
		importing(t, k, c, consult.ImportOptions{}, "body,country,stakeholder_type,author_name\nx,NG,individual,Person 5\n")
		for ref, got := range shown(t, c) {
			if got != "individual 002  " {
				t.Errorf("of five people %s shows %q", ref, got)
			}
		}
	})
}

func TestImportComments_ofManyBatchesKeepsEveryRow(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		var file strings.Builder
		file.WriteString("external_id,body\n")
		for i := range 1201 {
			fmt.Fprintf(&file, "n-%d,Body %d\n", i, i)
		}
		sum := importing(t, k, c, consult.ImportOptions{}, file.String())
		if got := counts(sum); got != "1201 read, 1201 imported, 0 there, 0 rejected" {
			t.Error(got)
		}
		if v := published(t, c, "C-001201"); v.Body != "Body 1200" {
			t.Errorf("the last is %q", v.Body)
		}
	})
}

func TestImportComments_unreadableFilesAreRefusedAsAWhole(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		for name, file := range map[string]string{"nothing": "", "two of a name": "body,body\nx,y\n", "no name": "body,\nx,y\n"} {
			_, err := k.Service.ImportComments(t.Context(), c.Call("drafter"), "town", "charter", consult.ImportOptions{}, strings.NewReader(file))
			t.Run(name, func(t *testing.T) { wantFault(t, err, fault.Invalid, "unreadable") }) //nolint:paralleltest // needs no more than the error
		}
		_, err := k.Service.ImportComments(t.Context(), c.Call("drafter"), "town", "nothing", consult.ImportOptions{}, strings.NewReader("body\nx\n"))
		wantFault(t, err, fault.NotFound, "draft_not_found")
	})
}

func TestExportComments_givesAllThatPassAndNothingElse(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		var file strings.Builder
		file.WriteString("body,language,country,stakeholder_type,author_name\n")
		for i := range 430 {
			fmt.Fprintf(&file, "Body %d,%s,KE,individual,\n", i, []string{"en", "fr"}[i%2])
		}
		importing(t, k, c, consult.ImportOptions{}, file.String())
		c.Comment() // waits
		c.Comment(story.By("ana"), story.Confidentially())
		for filter, want := range map[string]int{"": 430, "fr": 215} {
			var f models.CommentFilter
			if filter != "" {
				f.Language = []string{filter}
			}
			last, n := int64(1<<62), 0
			for v, err := range k.Service.ExportComments(t.Context(), "town", f) {
				testkit.Must(t, err)
				if v.Number >= last || v.Country != "" || v.Region != "withheld" || v.Publication != models.PublishedNow || v.Receipt != "" {
					t.Fatalf("%+v after %d", v, last)
				}
				last = v.Number
				n++
			}
			if n != want {
				t.Errorf("%q: %d comments, want %d", filter, n, want)
			}
		}
		for _, err := range k.Service.ExportComments(t.Context(), "nowhere", models.CommentFilter{}) {
			wantFault(t, err, fault.NotFound, "consultation_not_found")
		}
	})
}
