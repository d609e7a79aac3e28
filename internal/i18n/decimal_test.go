package i18n_test

import (
	"strconv"
	"testing"

	"travaux/internal/i18n"
)

func TestDecimal_isExactInTheSeparatorsOfTheLanguage(t *testing.T) {
	t.Parallel()
	b := load(t)
	for lang, want := range map[string]string{"en": "-1,234,567.50", "fr": "-1\u00a0234\u00a0567,50", "es": "-1.234.567,50", "ru": "-1\u00a0234\u00a0567,50"} {
		if got := b.For(lang).Decimal("-1234567.50"); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	for _, lang := range i18n.Languages() {
		p := b.For(lang)
		for _, n := range []int{0, 7, 999, 1000, 9999, 10_000, 1_234_567} {
			if got, want := p.Decimal(strconv.Itoa(n)), p.Number(n); got != want {
				t.Errorf("%s: %q, want %q", lang, got, want)
			}
		}
	}
	for _, s := range []string{"", "1.5.2", "12 000", "1e9", "-", ".5", "١٢"} {
		if got := b.For("en").Decimal(s); got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
	if got := b.For("en").Decimal("123456789012345678901234567890.25"); got != "123,456,789,012,345,678,901,234,567,890.25" {
		t.Error(got)
	}
}
