// Package app is the composition root: it opens what the program is made of, puts it together, and runs it.
//
// It is the only package that reads the clock of the machine and that starts goroutines beside those of the
// server. It decides nothing: what is done from time to time, and what a request does, is said elsewhere.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"travaux/api"
	"travaux/handlers"
	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/i18n"
	"travaux/internal/jobs"
	"travaux/internal/mail"
	"travaux/internal/merkle"
	"travaux/internal/store"
	"travaux/internal/web"
	"travaux/models"
	"travaux/templates"
)

// App is the program, put together.
type App struct {
	cfg      config.Config
	clock    func() time.Time
	out      io.Writer
	log      *slog.Logger
	storage  []store.Option
	words    *i18n.Bundle
	store    *store.Store
	key      []byte
	baseURL  string
	service  *consult.Service
	jobs     *jobs.Queue
	server   *web.Server
	listener net.Listener
	ready    atomic.Bool
	unsigned bool // a command: nothing is promised or signed
	logKey   merkle.Key
	heads    *headsFile
}

// Option changes what New puts together; for tests.
type Option func(*App)

// Clock sets the clock.
func Clock(now func() time.Time) Option { return func(a *App) { a.clock = now } }

// Traced calls a function for each statement to the database.
func Traced(seen func()) Option {
	return func(a *App) { a.storage = append(a.storage, store.Traced(seen)) }
}

// Output sets where the first line and the log are written.
func Output(out, log io.Writer) Option {
	return func(a *App) { a.out, a.log = out, logger(a.cfg.Log, log) }
}

// New checks the configuration, migrates and opens the database, and puts everything together. Close it.
func New(ctx context.Context, cfg config.Config, options ...Option) (*App, error) {
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, clock: time.Now, out: os.Stdout, log: logger(cfg.Log, os.Stderr)}
	for _, o := range options {
		o(a)
	}
	var err error
	if a.words, err = i18n.Load(); err != nil {
		return nil, fmt.Errorf("read the catalogues: %w", err)
	}
	if a.key, err = cfg.Key(); err != nil {
		return nil, err
	}
	if err := a.signing(); err != nil {
		return nil, err
	}
	if a.store, err = open(ctx, cfg, a.storage); err != nil {
		return nil, err
	}
	a.ready.Store(true)
	if err := a.wire(publicURL(cfg, cfg.Addr)); err != nil {
		return nil, errorsClosing(a, err)
	}
	if err := a.beginLogs(ctx); err != nil {
		return nil, errorsClosing(a, err)
	}
	return a, nil
}

// errorsClosing closes what was opened before an error.
func errorsClosing(a *App, err error) error {
	_ = a.Close() // the first error is the one to tell
	return err
}

func open(ctx context.Context, cfg config.Config, options []store.Option) (*store.Store, error) {
	url, err := cfg.Database()
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx, url); err != nil {
		return nil, err
	}
	return store.Open(ctx, url, options...)
}

func logger(form string, w io.Writer) *slog.Logger {
	if form == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// publicURL is how people reach an address, unless the configuration says.
func publicURL(cfg config.Config, addr string) string {
	if cfg.BaseURL != "" {
		return strings.TrimRight(cfg.BaseURL, "/")
	}
	return "http://" + addr
}

// wire puts the surfaces around the use-cases. It is done again once the address is known.
func (a *App) wire(baseURL string) error {
	proxies, err := a.cfg.Proxies()
	if err != nil {
		return err
	}
	providers, err := a.providers()
	if err != nil {
		return err
	}
	list, err := os.ReadFile(a.cfg.Path("disposable-domains.txt"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the list of throw-away addresses: %w", err)
	}
	a.baseURL = baseURL
	o := consult.Options{Store: a.store, Clock: a.clock, BaseURL: baseURL, Key: a.key, Providers: providers, NoLimits: a.cfg.Limits == "off", LogKey: a.logKey, Disposable: string(list)}
	if a.heads != nil {
		o.Heads = a.heads
	}
	a.service = consult.New(o)
	if err := a.employ(); err != nil {
		return err
	}
	pages := handlers.New(handlers.Options{
		Consult: a.service, Demo: a.cfg.Demo, Unlimited: a.cfg.Limits == "off", Direct: len(proxies) == 0, Ready: a.ready.Load, Operations: operations(),
		DataFile: func(d models.MyData) any { return api.MyData(d) },
	})
	a.server, err = web.New(web.Options{
		Clock: a.clock, Log: a.log, Words: a.words, People: a.service, Sessions: a.store.Sessions(a.clock), Key: a.key,
		BaseURL: baseURL, Proxies: proxies, Limits: web.DefaultLimits(), Page: pages.ErrorPage, Guess: a.service.Guessed,
		MayUpload: a.service.MayUpload,
	})
	if err != nil {
		return fmt.Errorf("make the server: %w", err)
	}
	if a.cfg.Role == "worker" {
		pages.RegisterHealth(a.server.Echo)
		return nil
	}
	pages.Register(a.server.Echo)
	return api.Register(a.server.Echo, a.service)
}

// employ makes the workers of this instance.
func (a *App) employ() error {
	queue, err := a.store.JobQueue()
	if err != nil {
		return err
	}
	sender, err := a.sender()
	if err != nil {
		return err
	}
	a.jobs, err = jobs.New(queue, jobs.Options{Service: a.service, Send: sender, Log: a.log, Clock: a.clock})
	return err
}

// sender is who carries mail: the mail server that is configured, else a folder.
func (a *App) sender() (consult.Sender, error) {
	by := mail.NewComposer(a.cfg.MailFrom, a.words)
	u, err := a.cfg.SMTP()
	if err != nil {
		return nil, err
	}
	if u == nil {
		return mail.NewFolder(a.cfg.Path("mail"), by, a.clock), nil
	}
	return mail.NewSMTP(u, by), nil
}

// operations are those of the API as its page lists them.
func operations() []templates.Operation {
	var out []templates.Operation
	for _, o := range api.Operations() {
		out = append(out, templates.Operation{Method: o.Method, Path: o.Path, Summary: o.Summary, Tag: o.Tag})
	}
	return out
}

// Consult is the use-cases, for the command line.
func (a *App) Consult() *consult.Service { return a.service }

// Handler is the whole program as it answers requests.
func (a *App) Handler() http.Handler { return a.server }

// URL is how people reach the server; final once Listen has returned.
func (a *App) URL() string { return a.baseURL }

// Close closes the listener and the database.
func (a *App) Close() error {
	if a.listener != nil {
		_ = a.listener.Close() // closed already when the server ended
	}
	return a.store.Close()
}
