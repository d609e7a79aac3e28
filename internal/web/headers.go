package web

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// The content policies: of pages, of the API and of files that somebody uploaded.
const (
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; " +
		"manifest-src 'self'; worker-src 'self'"
	apiPolicy  = "default-src 'none'; frame-ancestors 'none'"
	filePolicy = "sandbox; default-src 'none'; frame-ancestors 'none'"
)

// features are the powers that no page of ours asks a browser for.
var features = []string{
	"accelerometer", "ambient-light-sensor", "autoplay", "battery", "bluetooth", "browsing-topics", "camera",
	"display-capture", "document-domain", "encrypted-media", "fullscreen", "gamepad", "geolocation", "gyroscope",
	"hid", "identity-credentials-get", "idle-detection", "interest-cohort", "local-fonts", "magnetometer",
	"microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "serial", "storage-access", "sync-xhr", "usb", "web-share",
	"window-management", "xr-spatial-tracking",
}

// permissions refuses all of them, and keeps passkeys to our own pages.
var permissions = strings.Join(features, "=(), ") + "=(), publickey-credentials-create=(self), publickey-credentials-get=(self)"

// setHeaders puts on every answer what is promised of every answer. Handlers loosen only the caching.
func setHeaders(h http.Header, api bool) {
	h.Set("Content-Security-Policy", pagePolicy)
	if api {
		h.Set("Content-Security-Policy", apiPolicy)
	}
	h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Language, Cookie")
	if api {
		h.Set("Vary", "Accept-Language, Authorization")
	}
}

// Sandbox marks the answer as a file with what somebody wrote or uploaded: kept apart from our pages and saved, not shown.
func Sandbox(c echo.Context) { c.Response().Header().Set("Content-Security-Policy", filePolicy) }

// begin is the outermost step: it names the request and sets the headers.
func (s *Server) begin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		st := &state{server: s, id: newID()}
		c.Set(stateKey, st)
		setHeaders(c.Response().Header(), IsAPI(c.Request().URL.Path))
		c.Response().Header().Set("X-Request-Id", st.id)
		return next(c)
	}
}

// ServeHTTP lets HEAD be answered by what answers GET, which Echo's router does not: net/http keeps the body
// back, since it holds the request as it came.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodHead {
		get := r.WithContext(r.Context())
		get.Method = http.MethodGet
		r = get
	}
	s.Echo.ServeHTTP(w, r)
}
