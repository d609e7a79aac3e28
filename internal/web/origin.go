package web

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// originGuard refuses what another site's page has a browser send to our forms.
type originGuard struct{ protection *http.CrossOriginProtection }

func newOriginGuard(baseURL string) (*originGuard, error) {
	p := http.NewCrossOriginProtection()
	if u, err := url.Parse(baseURL); err == nil && u.Host != "" {
		if err := p.AddTrustedOrigin(u.Scheme + "://" + u.Host); err != nil {
			return nil, err
		}
	}
	return &originGuard{p}, nil
}

// middleware guards everything but the API, which knows no cookies.
func (g *originGuard) middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !IsAPI(r.URL.Path) && !oneClick(r.URL.Path) && (g.protection.Check(r) != nil || foreignReferer(r)) {
			return fault.New(fault.Forbidden, "cross_origin")
		}
		return next(c)
	}
}

// oneClick tells whether a path is where mail programs end messages (RFC 8058): from wherever they send it, with no
// cookie, the link alone says whose messages end.
func oneClick(path string) bool { return strings.HasPrefix(path, "/unsubscribe/") }

// FromOurPage tells whether a link of ours was followed: what a GET begins must not be begun by another site's page.
func FromOurPage(c echo.Context) bool {
	r := c.Request()
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	u, err := url.Parse(r.Header.Get("Referer"))
	return err == nil && u.Host != "" && u.Host == r.Host
}

// foreignReferer catches old browsers that send neither Sec-Fetch-Site nor Origin.
func foreignReferer(r *http.Request) bool {
	if !unsafeMethod(r.Method) || r.Header.Get("Sec-Fetch-Site") != "" || r.Header.Get("Origin") != "" {
		return false
	}
	said := r.Header.Get("Referer")
	if said == "" {
		return false
	}
	u, err := url.Parse(said)
	return err != nil || u.Host != r.Host
}
