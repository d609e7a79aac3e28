package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io"
	"mime"
	"net/http"
	"strconv"
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

// Download sends a file, to be saved and not shown, that anybody may keep as Public has it. Its name is of ASCII.
func Download(c echo.Context, name, contentType string, body []byte) error {
	Sandbox(c)
	c.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	return Public(c, contentType, body)
}

// DownloadFile sends a file, to be saved and not shown, that was written before and may be large. Its name is of ASCII.
func DownloadFile(c echo.Context, name, contentType string, file io.Reader, size int64) error {
	Sandbox(c)
	h := c.Response().Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	return c.Stream(http.StatusOK, contentType, file)
}

func matches(said, tag string) bool {
	for t := range strings.SplitSeq(said, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
