package web

import (
	"io"
	"log"
	"net/http"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// Timeouts are how long a client may take; Echo itself has none.
type Timeouts struct{ Header, Read, Write, Idle time.Duration }

// DefaultTimeouts drop slow clients without hurting a slow phone.
func DefaultTimeouts() Timeouts {
	return Timeouts{Header: 5 * time.Second, Read: 30 * time.Second, Write: 60 * time.Second, Idle: 60 * time.Second}
}

// HTTPServer is the net/http server around the handler, with its limits and with compressed answers.
func HTTPServer(h http.Handler, t Timeouts) (*http.Server, error) {
	// Level 3 takes a tenth less of a long page's time than the default, and makes it no larger to speak of (21.6 for 21.3 kB).
	zip, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(3), gzhttp.ExceptContentTypes([]string{
		"image/png", "image/jpeg", "font/woff2", "application/zip", "application/octet-stream", "application/pdf",
	}))
	if err != nil {
		return nil, err
	}
	return &http.Server{
		Handler:           zip(h),
		ReadHeaderTimeout: t.Header,
		ReadTimeout:       t.Read,
		WriteTimeout:      t.Write,
		IdleTimeout:       t.Idle,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          log.New(io.Discard, "", 0), // it would write clients' addresses to the log
	}, nil
}
