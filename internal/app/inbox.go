package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"travaux/internal/mail"
	"travaux/templates"
)

// inboxShown is how many messages the inbox lists.
const inboxShown = 200

// inbox shows the messages of a folder in a browser, without scripts; on this machine only, for development.
type inbox struct{ dir string }

// Inbox serves the inbox of a folder until the context ends. Its first line on out says where.
func Inbox(ctx context.Context, addr, dir string, out io.Writer) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", addr, err)
	}
	srv := &http.Server{Handler: InboxHandler(dir), ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second}
	defer context.AfterFunc(ctx, func() { _ = srv.Close() })()
	if _, err := fmt.Fprintf(out, "inbox on http://%s\n", l.Addr()); err != nil {
		return fmt.Errorf("say where: %w", err)
	}
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the inbox: %w", err)
	}
	return nil
}

// InboxHandler answers for the inbox of a folder.
func InboxHandler(dir string) http.Handler {
	i := inbox{dir}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", i.list)
	mux.HandleFunc("GET /{name}", i.one)
	mux.HandleFunc("GET /{name}/{part}", i.part)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if host, _, err := net.SplitHostPort(r.Host); err != nil || host != "localhost" && !net.ParseIP(host).IsLoopback() {
			http.NotFound(w, r) // a page of another site can make a name of its own lead to loopback
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-store")
		mux.ServeHTTP(w, r)
	})
}

func (i inbox) list(w http.ResponseWriter, _ *http.Request) {
	all, err := mail.List(i.dir, inboxShown)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	p := templates.InboxPage{Dir: i.dir}
	for _, m := range all {
		p.Messages = append(p.Messages, shown(m))
	}
	render(w, p)
}

func (i inbox) one(w http.ResponseWriter, r *http.Request) {
	m, err := mail.Open(i.dir, r.PathValue("name"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	one := shown(m)
	render(w, templates.InboxPage{Dir: i.dir, One: &one})
}

// html gives the message as its reader sees it: a document apart, that may run and load nothing.
func (i inbox) html(w http.ResponseWriter, r *http.Request) {
	m, err := mail.Open(i.dir, r.PathValue("name"))
	if err != nil || m.HTML == "" {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Security-Policy", "sandbox allow-popups allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, m.HTML) // who went away is not told
}

// part is a message as its reader sees it, or one of our files: two patterns that both fit /assets/html are none.
func (i inbox) part(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.PathValue("name") == "assets":
		i.asset(w, r)
	case r.PathValue("part") == "html":
		i.html(w, r)
	default:
		http.NotFound(w, r)
	}
}

func (i inbox) asset(w http.ResponseWriter, r *http.Request) {
	name, content, ok := templates.AssetFile(r.PathValue("part"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	kind := "text/css; charset=utf-8"
	if name == "icon.svg" {
		kind = "image/svg+xml"
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(content) // who went away is not told
}

func shown(m mail.Stored) templates.InboxMessage {
	return templates.InboxMessage{
		Name: m.Name, From: m.From, To: m.To, Subject: m.Subject, Date: m.Date.Format(time.DateTime), Text: m.Text, Head: m.Head, HTML: m.HTML != "",
	}
}

func render(w http.ResponseWriter, p templates.InboxPage) {
	body, err := templates.Inbox.Render("en", p)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(body) // who went away is not told
}
