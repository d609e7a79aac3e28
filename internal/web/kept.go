package web

import (
	"encoding/base64"

	"github.com/labstack/echo/v4"
)

// Keep has this browser keep something sealed for a while, under a name; what is empty is forgotten.
func Keep(c echo.Context, name string, sealed []byte, seconds int) {
	if len(sealed) == 0 {
		seconds = -1
	}
	of(c).server.setCookie(c, name, base64.RawURLEncoding.EncodeToString(sealed), seconds)
}

// Kept is what Keep had this browser keep; empty when there is nothing, or nothing of ours.
func Kept(c echo.Context, name string) []byte {
	sealed, err := base64.RawURLEncoding.DecodeString(of(c).server.cookie(c, name))
	if err != nil {
		return nil
	}
	return sealed
}
