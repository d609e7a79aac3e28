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
	"travaux/models"
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
			pledgedAndSigned(ctx, t, a.Consult(), s)
			report, err := a.Consult().VerifyLog(ctx, consult.VerifyLogs{})
			testkit.Must(t, err)
			if len(report.Findings) > 0 || report.Comments != 200 {
				t.Errorf("%+v", report)
			}
		})
	}
}

// pledgedAndSigned has twenty organisations sign and pledge, half of them withdraw both, and proves all their receipts.
func pledgedAndSigned(ctx context.Context, t *testing.T, service *consult.Service, s *story.Story) {
	t.Helper()
	c := s.Consultation("compact", story.Pledging())
	c.Draft("charter", "# Charter\n\n## Article 1\n\nWords.\n")
	who := models.Actor{System: true}
	var files []func() ([]byte, error)
	for i := range 20 {
		slug := fmt.Sprintf("port-%d", i)
		s.Organisation(consult.NewOrganisation{Slug: slug, Name: "Port " + slug, Country: "KE", StakeholderType: "government"}, "")
		signed, pledged := c.Sign("", slug), c.Pledge("", slug)
		if i%2 == 0 {
			_, err := service.WithdrawSignature(ctx, c.System(), "compact", signed.Signature.Ref, consult.SignatureWithdrawal{Reason: "A new board."})
			testkit.Must(t, err)
			_, err = service.WithdrawPledge(ctx, c.System(), "compact", pledged.Ref, consult.PledgeWithdrawal{Reason: "A new board."})
			testkit.Must(t, err)
		}
		files = append(files, func() ([]byte, error) { return service.SignatureFile(ctx, who, "compact", signed.Signature.Ref) },
			func() ([]byte, error) { return service.PledgeFile(ctx, who, "compact", pledged.Ref) })
	}
	began := app.Now()
	allProven(t, len(files), began, func(i int, r *merkle.Receipt) {
		file, err := files[i]()
		testkit.Must(t, err)
		testkit.Must(t, json.Unmarshal(file, r))
	})
	t.Logf("%d receipts of signatures and pledges proven within %s of the last answer", len(files), app.Now().Sub(began))
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

// proven asks for each receipt's file over HTTP until it is proven.
func proven(t *testing.T, url string, receipts []string, began time.Time) {
	t.Helper()
	allProven(t, len(receipts), began, func(i int, r *merkle.Receipt) {
		call(t, http.MethodGet, url+"/c/town/receipts/"+receipts[i]+"/file", "", r)
	})
}

// allProven fetches each of n receipts until it is proven, and checks it with the key alone; no two have one place.
func allProven(t *testing.T, n int, began time.Time, fetch func(i int, r *merkle.Receipt)) {
	t.Helper()
	places := map[int64]bool{}
	var key merkle.PublicKey
	for i := range n {
		for {
			var r merkle.Receipt
			fetch(i, &r)
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
				t.Fatalf("receipt %d is not proven in time", i)
			}
		}
	}
}
