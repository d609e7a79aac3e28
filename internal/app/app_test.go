package app_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/config"
)

// line is a writer whose first line can be waited for.
type line struct {
	sync.Mutex
	bytes.Buffer
	first chan string
}

func (l *line) Write(b []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	if l.Len() == 0 {
		l.first <- string(b)
	}
	return l.Buffer.Write(b)
}

func fresh(t *testing.T) config.Config {
	t.Helper()
	cfg := config.Default()
	cfg.DataDir = t.TempDir()
	cfg.DatabaseURL = "sqlite:" + cfg.Path("new", "travaux.db")
	cfg.Addr, cfg.Drain = "127.0.0.1:0", 200*time.Millisecond
	return cfg
}

func status(t *testing.T, url string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, res.Body)
	_ = res.Body.Close()
	return res.StatusCode
}

func TestRun_fromNothingToReadyAndBack(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	out := &line{first: make(chan string, 1)}
	a, err := app.New(ctx, fresh(t), app.Output(out, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	first := <-out.first
	url := strings.TrimSuffix(strings.TrimPrefix(first, "listening on "), "\n")
	if url != a.URL() || !strings.HasPrefix(url, "http://127.0.0.1:") || strings.HasSuffix(url, ":0") {
		t.Fatalf("first line %q, URL %q", first, a.URL())
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 200, "/demo": 404, "/api/v1/openapi.json": 200, "/nothing": 404} {
		if got := status(t, url+path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	stop()
	for status(t, url+"/readyz") == 200 { // until it says that it ends, or is gone
	}
	if got := status(t, url+"/healthz"); got != 200 && got != 0 {
		t.Errorf("while draining: %d", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("it did not end well: %v", err)
	}
	if got := status(t, url+"/healthz"); got != 0 {
		t.Errorf("after the end: %d", got)
	}
}

func TestNew_refusesWhatContradictsItself(t *testing.T) {
	t.Parallel()
	cfg := fresh(t)
	cfg.Demo, cfg.Addr = true, "0.0.0.0:0"
	if a, err := app.New(t.Context(), cfg); err == nil {
		_ = a.Close()
		t.Error("the demo is shown to everybody")
	}
}

func TestListen_takenAddressIsAnError(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	a, err := app.New(t.Context(), fresh(t), app.Output(io.Discard, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := a.Listen(l.Addr().String()); err == nil {
		t.Error("two listen on one address")
	}
}
