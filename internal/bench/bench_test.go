package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The page and the data the figures are about.
const (
	clients  = 8
	requests = 40 // of each client, after a warm-up
	bareRuns = 1  // the bare statements of a queue take seconds
	warmUp   = 1
	slug     = "sample-charter"
)

// page is one thing that is fetched, and the bare statements that any answer to it needs.
type page struct {
	name, path string
	staff      bool
	bare       []string
}

var pages = []page{
	{"reader", "/c/" + slug + "/drafts/charter", false, []string{provisionsSQL, facetSQL("wid", ""), marksSQL}},
	{"list", "/c/" + slug + "/comments", false, []string{listSQL("")}},
	{
		"list_filtered", "/c/" + slug + "/comments?stakeholder=civil_society&outcome=open", false,
		[]string{listSQL("AND c.shown_stakeholder = 'civil_society' AND c.outcome = 'open'")},
	},
	{"queue", "/c/" + slug + "/review", true, append(facetsSQL(""), listSQL(""))},
	{
		"queue_region_type", "/c/" + slug + "/review?region=014&stakeholder=civil_society", true,
		append(facetsSQL("AND c.region = '014' AND c.stakeholder_type = 'civil_society'"),
			listSQL("AND c.region = '014' AND c.stakeholder_type = 'civil_society'")),
	},
	{
		"queue_outcome_language", "/c/" + slug + "/review?outcome=open&language=fr", true,
		append(facetsSQL("AND c.outcome = 'open' AND c.language = 'fr'"), listSQL("AND c.outcome = 'open' AND c.language = 'fr'")),
	},
	{
		"queue_search", "/c/" + slug + "/review?q=maintenance&stakeholder=government", true,
		append(facetsSQL("AND c.stakeholder_type = 'government'"), listSQL("AND c.stakeholder_type = 'government'")),
	},
}

// BenchmarkPages measures the pages of a consultation of 50,000 comments on both databases, with 8 clients on the
// same machine, beside the bare statements by as many connections. Reported: p50 and p95 in milliseconds, the p95
// of the bare statements, the ratio of the two, the server's own time on a processor for each page, which other work on
// the machine changes little, its resident memory, and the time to its first answer.
func BenchmarkPages(b *testing.B) {
	for _, url := range databases(b) {
		b.Run(url.name, func(b *testing.B) {
			s := start(b, url, comments)
			for _, p := range pages {
				b.Run(p.name, func(b *testing.B) { s.measure(b, p) })
			}
			b.Run("memory_and_start", func(b *testing.B) {
				for b.Loop() {
				}
				b.ReportMetric(s.residentMB(b), "rss-MB")
				b.ReportMetric(float64(s.restart(b).Milliseconds()), "first-answer-ms")
				b.ReportMetric(0, "ns/op")
			})
		})
	}
}

func (s *server) measure(b *testing.B, p page) {
	var took, bare []time.Duration
	var worked float64
	for b.Loop() {
		before := s.cpuMS(b)
		took = load(b, requests, func(ctx context.Context) error { return s.fetch(ctx, p) })
		worked = (s.cpuMS(b) - before) / float64(clients*(requests+warmUp))
		bare = load(b, bareRuns, func(ctx context.Context) error { return s.run(ctx, p.bare) })
	}
	ms := func(all []time.Duration, q float64) float64 { return float64(quantile(all, q).Microseconds()) / 1000 }
	b.ReportMetric(ms(took, .5), "p50-ms")
	b.ReportMetric(ms(took, .95), "p95-ms")
	b.ReportMetric(ms(bare, .95), "bare-p95-ms")
	b.ReportMetric(ms(took, .95)/ms(bare, .95), "ratio")
	b.ReportMetric(worked, "cpu-ms")
	b.ReportMetric(0, "ns/op")
}

// load runs a thing by several clients at once and gives how long each run took.
func load(b *testing.B, runs int, do func(ctx context.Context) error) []time.Duration {
	var mu sync.Mutex
	var took []time.Duration
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for i := range runs + warmUp {
				began := time.Now()
				if err := do(b.Context()); err != nil {
					b.Error(err)
					return
				}
				if i < warmUp {
					continue
				}
				mu.Lock()
				took = append(took, time.Since(began))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return took
}

func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, int(q*float64(len(all))))]
}

// fetch gets a page whole and wants it to be the page.
func (s *server) fetch(ctx context.Context, p page) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+p.path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Language", "en")
	if p.staff {
		req.AddCookie(s.cookie)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK || !strings.Contains(string(body), "</html>") {
		return fmt.Errorf("GET %s: %s", p.path, res.Status)
	}
	return nil
}

// run executes the bare statements and reads every row.
func (s *server) run(ctx context.Context, statements []string) error {
	for _, sql := range statements {
		rows, err := s.db.QueryContext(ctx, sql)
		if err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				return err
			}
		}
		if err := rows.Close(); err != nil {
			return err
		}
	}
	return nil
}
