package i18n_test

import (
	"testing"

	"pgregory.net/rapid"

	"travaux/internal/i18n"
)

func TestNegotiate_takesTheFirstThatWeHave(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, query, cookie, accept, fallback, want string }{
		{"nothing", "", "", "", "", "en"},
		{"query first", "ru", "ar", "fr", "es", "ru"},
		{"then the cookie", "", "ar", "fr", "es", "ar"},
		{"then the header", "", "", "fr", "es", "fr"},
		{"then the fallback", "", "", "", "es", "es"},
		{"query that we lack", "de", "ar", "fr", "es", "ar"},
		{"broken query and cookie", "no such", "\x00", "fr", "es", "fr"},
		{"regional query", "es-MX", "", "", "", "es"},
		{"other case", "FR", "", "", "", "fr"},
		{"by weight", "", "", "fr;q=0.5, ar;q=0.9, de", "es", "ar"},
		{"refused", "", "", "fr;q=0", "es", "es"},
		{"any", "", "", "*", "es", "es"},
		{"British", "", "", "en-GB,en;q=0.9", "es", "en"},
		{"Latin American", "", "", "es-419", "en", "es"},
		{"Singapore", "", "", "zh-SG", "en", "zh"},
		{"Chinese as a browser says it", "", "", "zh-TW,zh;q=0.9,en;q=0.8", "es", "zh"},
		{"traditional script only", "", "", "zh-TW,fr;q=0.5", "es", "fr"},
		{"macro languages", "", "", "cmn", "es", "zh"},
		{"Belarusian is not Russian", "", "", "be", "es", "es"},
		{"Armenian is not Russian", "", "", "hy", "es", "es"},
		{"Ukrainian is not Russian", "", "", "uk", "es", "es"},
		{"Breton is not French", "", "", "br", "es", "es"},
		{"Catalan is not Spanish", "", "", "ca", "fr", "fr"},
		{"Catalan and then Spanish", "", "", "ca,es;q=0.5", "fr", "es"},
		{"malformed header", "", "", "fr;;q", "es", "es"},
		{"fallback that we lack", "", "", "", "sw", "en"},
		{"regional fallback", "", "", "", "fr-CA", "fr"},
	} {
		if got := i18n.Negotiate(c.query, c.cookie, c.accept, c.fallback); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNegotiate_alwaysAnswersALanguageThatWeHave(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		wish := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-zA-Z*]{0,4}([-_][a-zA-Z0-9]{1,8}){0,3}(;q=[01](\.[0-9])?)?`))
		got := i18n.Negotiate(wish.Draw(t, "query"), wish.Draw(t, "cookie"),
			wish.Draw(t, "accept")+","+wish.Draw(t, "second"), wish.Draw(t, "fallback"))
		if !i18n.IsLanguage(got) {
			t.Fatalf("got %q", got)
		}
	})
}
