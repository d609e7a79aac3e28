package web

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Public sends a page that anybody may keep but has to ask about each time; 304 when it is what they have.
// To somebody signed in the page is private.
func Public(c echo.Context, contentType string, body []byte) error {
	if Actor(c).Known() || len(c.Response().Header()["Set-Cookie"]) > 0 {
		return c.Blob(http.StatusOK, contentType, body)
	}
	sum := sha256.Sum256(body)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := c.Response().Header()
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if matches(c.Request().Header.Get("If-None-Match"), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, contentType, body)
}

func matches(said, tag string) bool {
	for t := range strings.SplitSeq(said, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
