package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/merkle"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

// proofWithin is how long after the last answer every receipt has to be proven (promises.md I1).
const proofWithin = 10 * time.Second

func TestLog_twoHundredReceiptsAreProvenInTime(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			cfg := fresh(t)
			cfg.DatabaseURL, cfg.Limits = database(t), "off"
			ctx, stop := context.WithCancel(t.Context())
			a, err := app.New(ctx, cfg, app.Output(io.Discard, io.Discard))
			testkit.Must(t, err)
			testkit.Must(t, a.Listen(cfg.Addr))
			ended := make(chan error, 1)
			go func() { ended <- a.Run(ctx) }()
			t.Cleanup(func() { stop(); testkit.Must(t, <-ended); testkit.Must(t, a.Close()) })
			now := func() time.Time { return app.Now() }
			s := story.New(ctx, a.Consult(), now, func(err error) { testkit.Must(t, err) })
			s.Consultation("town", story.Open()).Draft("charter", "# Charter\n\n## Article 1\n\nWords.\n")
			receipts := posted(t, a.URL(), 200)
			began := app.Now()
			proven(t, a.URL(), receipts, began)
			took := app.Now().Sub(began)
			t.Logf("%s: 200 receipts proven within %s of the last answer", engine, took)
			if took > proofWithin {
				t.Errorf("it took %s", took)
			}
			report, err := a.Consult().VerifyLog(ctx, consult.VerifyLogs{})
			testkit.Must(t, err)
			if len(report.Findings) > 0 || report.Comments != 200 {
				t.Errorf("%+v", report)
			}
		})
	}
}

// posted sends comments over HTTP, eight at a time, and gives the numbers of their receipts.
func posted(t *testing.T, url string, n int) []string {
	t.Helper()
	out := make([]string, n)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := worker; i < n; i += 8 {
				body := fmt.Sprintf(`{"draft":"charter","target":{"kind":"version"},"country":"KE","stakeholder_type":"individual","body":"comment %d"}`, i)
				var got struct {
					Receipt struct{ Receipt, Promise string } `json:"receipt"`
				}
				call(t, http.MethodPost, url+"/api/v1/consultations/town/comments", body, &got)
				if out[i] = got.Receipt.Receipt; got.Receipt.Promise == "" {
					t.Errorf("comment %d has no promise", i)
				}
			}
		})
	}
	all.Wait()
	return out
}

func call(t *testing.T, method, url, body string, into any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Error(err)
		return
	}
	defer func() { _ = res.Body.Close() }()
	b, _ := io.ReadAll(res.Body)
	if res.StatusCode >= 300 || json.NewDecoder(bytes.NewReader(b)).Decode(into) != nil {
		t.Errorf("%s %s: %d %s", method, url, res.StatusCode, b)
	}
}

// proven asks for each receipt's file until it is proven, and checks it with the key alone; no two have one place.
func proven(t *testing.T, url string, receipts []string, began time.Time) {
	t.Helper()
	places := map[int64]bool{}
	var key merkle.PublicKey
	for _, receipt := range receipts {
		for {
			var r merkle.Receipt
			call(t, http.MethodGet, url+"/c/town/receipts/"+receipt+"/file", "", &r)
			if key == nil {
				key, _ = merkle.ParsePublicKey(r.Key)
			}
			p, err := r.Check(key)
			testkit.Must(t, err)
			if p.Included {
				if places[p.Index] || !p.Words || !p.Promised {
					t.Fatalf("%+v", p)
				}
				places[p.Index] = true
				break
			}
			if app.Now().Sub(began) > proofWithin {
				t.Fatalf("%s is not proven in time", receipt)
			}
		}
	}
}
