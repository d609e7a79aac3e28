package consult_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"travaux/internal/anchor"
	"travaux/internal/consult"
	"travaux/internal/redline"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// rewritten makes two versions of a text of 1,000 provisions and 250,000 characters, with three words in ten others in
// every provision, and 5,000 comments on words of the first.
func rewritten() (old, text, comments string) {
	r := rand.New(rand.NewPCG(4, 2))
	word := func() string {
		return fmt.Sprintf("%c%c%c%d", 'a'+r.IntN(26), 'a'+r.IntN(26), 'a'+r.IntN(26), r.IntN(1000))
	}
	var was, is, said strings.Builder
	was.WriteString("# Charter\n\n")
	is.WriteString("# Charter\n\n")
	said.WriteString("external_id,provision,exact,body\n")
	for a := range 200 { // articles of four paragraphs
		for _, out := range []*strings.Builder{&was, &is} {
			fmt.Fprintf(out, "## Article %d Records\n\n", a+1)
		}
		for p := range 4 {
			var before, after []string
			for size := 0; size < 306; {
				w := word()
				size += len(w) + 1
				before = append(before, w)
				if r.IntN(10) < 3 {
					w = word()
				}
				after = append(after, w)
			}
			fmt.Fprintf(&was, "%d. %s.\n", p+1, strings.Join(before, " "))
			fmt.Fprintf(&is, "%d. %s.\n", p+1, strings.Join(after, " "))
			for n := range 25 / 4 {
				at := r.IntN(len(before) - 4)
				fmt.Fprintf(&said, "x%d-%d-%d,art-%d-par-%d,%s,Why?\n", a, p, n, a+1, p+1, strings.Join(before[at:at+3], " "))
			}
		}
		at := fmt.Sprintf("art-%d", a+1)
		fmt.Fprintf(&said, "y%d,%s,,Why?\n", a, at)
		was.WriteString("\n")
		is.WriteString("\n")
	}
	return was.String(), is.String(), said.String()
}

// twoVersions publishes both, with the comments on the first.
func twoVersions(b *testing.B, engine string, database func(testing.TB) string) *testkit.Kit {
	k := testkit.Open(b, engine, database(b))
	was, is, said := rewritten()
	k.Story(b).Consultation("town", story.Open()).Draft("charter", was)
	sum, err := k.Service.ImportComments(b.Context(), k.System(), "town", "charter", consult.ImportOptions{}, strings.NewReader(said))
	if testkit.Must(b, err); sum.Imported != 5000 {
		b.Fatalf("%+v", sum)
	}
	_, _, err = k.Service.ImportVersion(b.Context(), k.System(), "town", "charter", consult.NewVersion{Content: is})
	testkit.Must(b, err)
	_, err = k.Service.PublishVersion(b.Context(), k.System(), "town", "charter", consult.NewPublication{})
	testkit.Must(b, err)
	return k
}

// provisionsOf are those of both versions.
func provisionsOf(b *testing.B, k *testkit.Kit) (was, is []models.Provision) {
	for n, ps := range map[int]*[]models.Provision{1: &was, 2: &is} {
		r, err := k.Service.Reading(b.Context(), models.Actor{}, "town", "charter", consult.Which{Number: n})
		testkit.Must(b, err)
		*ps = r.Provisions
	}
	return was, is
}

// BenchmarkText_compare compares two versions through the house, for the first time and again, beside the comparison alone.
func BenchmarkText_compare(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		b.Run(engine, func(b *testing.B) {
			k := twoVersions(b, engine, database)
			was, is := provisionsOf(b, k)
			compare := func(b *testing.B, house func() *consult.Service) {
				for b.Loop() {
					c, err := house().Compare(b.Context(), models.Actor{}, "town", "charter", consult.Which{Number: 1}, consult.Which{Number: 2})
					if testkit.Must(b, err); len(c.Provisions) < 1000 {
						b.Fatalf("%d provisions", len(c.Provisions))
					}
				}
			}
			b.Run("house", func(b *testing.B) { compare(b, func() *consult.Service { return k.Instance(k.Store) }) })
			b.Run("again", func(b *testing.B) { compare(b, func() *consult.Service { return k.Service }) })
			b.Run("bare", func(b *testing.B) {
				for b.Loop() {
					redline.Compare(was, is)
				}
			})
		})
	}
}

// BenchmarkText_carry carries 5,000 comments by the job, beside carrying alone. Batch by batch both texts are compared
// anew for each, so that longest-ms is more than what any transaction takes.
func BenchmarkText_carry(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		b.Run(engine, func(b *testing.B) {
			k := twoVersions(b, engine, database)
			db := k.SQL(b)
			job := models.CarryAnchors{
				ConsultationID: testkit.Column[int64](b, db, "SELECT consultation_id FROM drafts")[0], DraftID: testkit.Column[int64](b, db, "SELECT id FROM drafts")[0],
			}
			k.Carry(b)
			for name, batches := range map[string]int{"house": 20, "batch_by_batch": 1} {
				b.Run(name, func(b *testing.B) { carryAgain(b, k, job, batches) })
			}
			was, is := provisionsOf(b, k)
			quotes := quotesOf(b, k)
			b.Run("bare", func(b *testing.B) {
				for b.Loop() {
					c := anchor.NewCarrier(was, is)
					for _, q := range quotes {
						c.Range(q.wid, q.Quote)
					}
				}
			})
		})
	}
}

// carryAgain carries what is there once more, with so many batches in a run.
func carryAgain(b *testing.B, k *testkit.Kit, job models.CarryAnchors, batches int) {
	db, longest := k.SQL(b), time.Duration(0)
	for b.Loop() {
		b.StopTimer()
		execute(b, db, "DELETE FROM placements")
		execute(b, db, `INSERT INTO carryings (consultation_id, version_id, draft_id, quiet, due_at)
			SELECT consultation_id, id, draft_id, TRUE, published_at FROM versions WHERE number = 2`)
		b.StartTimer()
		for more := true; more; {
			began := time.Now()
			var err error
			more, err = k.Service.CarrySome(b.Context(), job, batches)
			testkit.Must(b, err)
			longest = max(longest, time.Since(began))
		}
	}
	if n := testkit.Column[int](b, db, "SELECT COUNT(*) FROM placements")[0]; n != 5000 {
		b.Fatalf("%d have a place", n)
	}
	b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
}

type quoteOn struct {
	anchor.Quote
	wid string
}

// quotesOf are the words that the comments are on.
func quotesOf(b *testing.B, k *testkit.Kit) (all []quoteOn) {
	rows, err := k.SQL(b).QueryContext(b.Context(), "SELECT wid, exact, prefix, suffix, start_at, end_at FROM comments WHERE target_kind = 'range'")
	testkit.Must(b, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var q quoteOn
		testkit.Must(b, rows.Scan(&q.wid, &q.Exact, &q.Prefix, &q.Suffix, &q.Start, &q.End))
		all = append(all, q)
	}
	testkit.Must(b, rows.Err())
	return all
}
