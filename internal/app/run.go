package app

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"travaux/internal/web"
	"travaux/models"
)

// shutdownWithin is how long requests that were taken may still last.
const shutdownWithin = 15 * time.Second

// Listen takes an address; port 0 takes any free one. Nothing is answered before Run.
func (a *App) Listen(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", addr, err)
	}
	a.listener = l
	if url := publicURL(a.cfg, l.Addr().String()); url != a.baseURL {
		return a.wire(url)
	}
	return nil
}

// Run serves until the context ends, then in order: it is no longer ready, for as long as a load balancer needs
// to see that; it takes no new request; it ends when the last one is answered, or after 15 seconds.
func (a *App) Run(ctx context.Context) error {
	if a.listener == nil {
		if err := a.Listen(a.cfg.Addr); err != nil {
			return err
		}
	}
	srv, err := web.HTTPServer(a.server, web.DefaultTimeouts())
	if err != nil {
		return err
	}
	a.beat(ctx) // before anybody is refused, or anything is settled, whose closing an outage put off
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(a.listener) }()
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	done := make(chan struct{})
	go func() {
		defer close(done)
		if a.cfg.Role != "web" {
			a.work(working)
		}
	}()
	beaten := make(chan struct{})
	go func() { defer close(beaten); a.beats(working) }()
	logging, endLog := context.WithCancel(context.WithoutCancel(ctx))
	defer endLog()
	logged := make(chan struct{})
	go func() { defer close(logged); a.sequence(logging) }()
	if _, err := fmt.Fprintf(a.out, "listening on %s\n", a.baseURL); err != nil {
		return fmt.Errorf("say where: %w", err)
	}
	if err := a.first(ctx); err != nil {
		return err
	}
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	stop() // running jobs end while the last requests do
	err = a.drain(srv)
	<-done
	<-beaten
	endLog() // after the last answer: what was promised last is written by the next to sequence
	<-logged
	return err
}

// first says, while nobody is known, where the first administrator comes in.
func (a *App) first(ctx context.Context) error {
	link, err := a.service.FirstLink(ctx, models.Call{Actor: models.Actor{System: true}, At: a.service.Now()})
	if err != nil || link == "" {
		return err
	}
	if _, err := fmt.Fprintf(a.out, "become the first administrator, within the hour, at %s\n", link); err != nil {
		return fmt.Errorf("say where the first administrator comes in: %w", err)
	}
	return nil
}

// drain ends the server so that nobody who was let in is left without an answer.
func (a *App) drain(srv *http.Server) error {
	a.ready.Store(false)
	a.log.Info("ending", "drain", a.cfg.Drain)
	t := time.NewTimer(a.cfg.Drain)
	defer t.Stop()
	<-t.C
	ctx, cancel := context.WithTimeout(context.Background(), shutdownWithin)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		_ = srv.Close() // whoever is left has had his time
		return fmt.Errorf("some requests were not answered in time: %w", err)
	}
	return nil
}

// work does jobs until the context ends.
func (a *App) work(ctx context.Context) {
	if err := a.jobs.Run(ctx); err != nil {
		a.log.ErrorContext(ctx, "jobs", "error", err)
	}
}
