package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/i18n"
	"travaux/internal/place"
)

// The cookies that are no secret.
const (
	langCookie = "lang"
	zoneCookie = "zone" // written by the page's own script
)

// yearSeconds is how long the choice of a language is kept.
const yearSeconds = 365 * 24 * 60 * 60

// language settles the language of the answer: ?lang= (kept by a cookie), the cookie, Accept-Language.
// When none of them names one that we have, a handler may still say which suits: see FallBack.
func (s *Server) language(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		st, r := of(c), c.Request()
		asked, cookie := r.URL.Query().Get("lang"), ""
		if IsAPI(r.URL.Path) {
			asked = ""
		} else {
			cookie = s.cookie(c, langCookie)
		}
		// Two different fallbacks tell whether the request itself named a language.
		st.lang = i18n.Negotiate(asked, cookie, r.Header.Get("Accept-Language"), "en")
		st.langSaid = st.lang != "en" || i18n.Negotiate(asked, cookie, r.Header.Get("Accept-Language"), "fr") == "en"
		if asked != "" && i18n.IsLanguage(asked) && asked != cookie {
			s.setCookie(c, langCookie, asked, yearSeconds)
		}
		c.Response().Header().Set("Content-Language", st.lang)
		return next(c)
	}
}

// Lang is the language of the answer, one of the interface's.
func Lang(c echo.Context) string { return of(c).lang }

// FallBack answers in the first of these languages that the interface has, if the request named none.
func FallBack(c echo.Context, languages ...string) {
	st := of(c)
	if st.langSaid {
		return
	}
	if i := slices.IndexFunc(languages, i18n.IsLanguage); i >= 0 {
		st.lang = languages[i]
		c.Response().Header().Set("Content-Language", st.lang)
	}
}

// Words are the words of the language of the answer.
func Words(c echo.Context) *i18n.Printer { return of(c).server.o.Words.For(of(c).lang) }

// ReaderZone is the IANA zone of the reader's device, empty while unknown.
func ReaderZone(c echo.Context) string {
	k, err := c.Cookie(zoneCookie)
	if err != nil || !place.IsZone(k.Value) {
		return ""
	}
	return k.Value
}

// secure tells whether people reach us over https, so that cookies are bound to it.
func (s *Server) secure() bool { return strings.HasPrefix(s.o.BaseURL, "https://") }

// cookieName gives a cookie the prefix that binds it to this host, which needs https.
func (s *Server) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

func (s *Server) cookie(c echo.Context, name string) string {
	k, err := c.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return k.Value
}

// setCookie sets a cookie instead of one of the same name that the answer may carry already.
func (s *Server) setCookie(c echo.Context, name, value string, seconds int) {
	name = s.cookieName(name)
	h := c.Response().Header()
	h["Set-Cookie"] = slices.DeleteFunc(h["Set-Cookie"], func(k string) bool { return strings.HasPrefix(k, name+"=") })
	c.SetCookie(&http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: seconds,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
}
