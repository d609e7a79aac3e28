package app_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"travaux/internal/app"
	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/models"
)

// waiting gives a database with a mail that is due.
func waiting(t *testing.T, cfg config.Config) {
	t.Helper()
	a, err := app.New(t.Context(), cfg, app.Output(io.Discard, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	s := a.Consult()
	by := models.Call{At: s.Now(), Speaking: "en", Via: "web"}
	if err := errors.Join(s.AskSignIn(t.Context(), by, consult.NewSignIn{Email: "dana@example.org"}, "browser"), a.Close()); err != nil {
		t.Fatal(err)
	}
}

// out counts the messages in the mail folder.
func out(t *testing.T, cfg config.Config) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cfg.Path("mail"), "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

// running is an instance in a role, and what ends it.
func running(t *testing.T, cfg config.Config) (url string, end func()) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	said := &line{first: make(chan string, 1)}
	a, err := app.New(ctx, cfg, app.Output(said, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	url = strings.TrimSpace(strings.TrimPrefix(<-said.first, "listening on "))
	return url, func() {
		stop()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	}
}

func TestRole_aWebDoesNoJobsAndAWorkerAnswersNothingButItsHealth(t *testing.T) {
	t.Parallel()
	cfg := fresh(t)
	waiting(t, cfg)
	cfg.Role = "web"
	url, end := running(t, cfg)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/sign-in": 200, "/api/v1/openapi.json": 200} {
		if got := status(t, url+path); got != want {
			t.Errorf("web: %s is %d, want %d", path, got, want)
		}
	}
	time.Sleep(1500 * time.Millisecond) // three times as long as a job lies before a worker sees it
	end()
	if n := out(t, cfg); n != 0 {
		t.Errorf("a web sent %d mails", n)
	}
	cfg.Role = "worker"
	url, end = running(t, cfg)
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 404, "/sign-in": 404, "/api/v1/openapi.json": 404, "/admin/mail": 404, "/assets/travaux.css": 404} {
		if got := status(t, url+path); got != want {
			t.Errorf("worker: %s is %d, want %d", path, got, want)
		}
	}
	for late := time.Now().Add(60 * time.Second); out(t, cfg) == 0 && time.Now().Before(late); {
		time.Sleep(50 * time.Millisecond) // a file gives no sign
	}
	end()
	if n := out(t, cfg); n != 1 {
		t.Errorf("a worker sent %d mails", n)
	}
}
