package pledge_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"travaux/internal/pledge"
)

func TestReadNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		written, language, want string
		guessed                 bool
	}{
		{"1500", "en", "1500", false},
		{"1,500", "en", "1500", false},
		{"1,500", "zh", "1500", false},
		{"1,500", "fr", "1.5", true},
		{"1,500", "es-MX", "1.5", true},
		{"1,500", "", "1500", true},
		{"1.500", "es", "1500", false},
		{"1.500", "ru", "1500", true},
		{"1.500", "en", "1.5", true},
		{"1.500", "", "1.5", false},
		{"1,125", "fr", "1.1250", true},
		{"12.5", "es", "12.5", false},
		{"0,125", "en", "0.125", false},
		{"1.234.567,89", "en", "1234567.89", false},
		{"1,234,567.89", "es", "1234567.89", false},
		{"1 234 567,8", "fr", "1234567.8", false},
		{"1\u202f234\u00a0567", "fr", "1234567", false},
		{"1’234’567.50", "fr-CH", "1234567.5", false},
		{"12,34,567", "hi", "1234567", false},
		{"٥٬٠٠٠", "ar", "5000", false},
		{"٣٫٥", "ar", "3.5", false},
		{"١٬٢٣٤٫٥٦", "ar", "1234.56", false},
		{"۵۰۰۰", "fa", "5000", false},
		{"५०००", "hi", "5000", false},
		{"１２０００", "zh", "12000", false},
		{"-3", "en", "-3", false},
		{"−3,5", "ru", "-3.5", false},
		{"-0.00", "en", "0", false},
		{"+7", "en", "7", false},
		{"007", "en", "7", false},
		{".5", "en", "0.5", false},
		{"80 %", "fr", "80", false},
		{"٩٠٪", "ar", "90", false},
		{"\u200f٩٠\u200f", "ar", "90", false},
		{"2.5 million", "en", "2500000", true},
		{"2,5 млн", "ru", "2500000", true},
		{"3 mil millones", "es", "3000000000", true},
		{"1,25 milliard", "fr", "1250000000", true},
		{"٢ مليون", "ar", "2000000", true},
		{"١٠ آلاف", "ar", "10000", true},
		{"1.5亿", "zh", "150000000", true},
		{"20 万", "zh-Hant", "200000", true},
	} {
		n, ok := pledge.ReadNumber(c.written, c.language)
		if !ok || n.String() != c.want || n.Guessed != c.guessed {
			t.Errorf("%q in %q: %s, guessed %t, %t; want %s, guessed %t", c.written, c.language, n, n.Guessed, ok, c.want, c.guessed)
		}
	}
}

func TestReadNumber_refusesWhatIsNoneForCertain(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "-", "many", "five", "5 towns", "10-20", "about 10", "1,2,3", "1.2.3", "1,50,00", "1..2", "1.", ",", "1e9", "0x10", "NaN", "½", "Ⅳ", "一百", "$5", "1 billion",
		"--1", "1 2", "12 34", "٣٫٥٫١", strings.Repeat("9", 31), "1 million million",
	} {
		if n, ok := pledge.ReadNumber(s, "en"); ok {
			t.Errorf("%q was read as %s", s, n)
		}
	}
}

var plain = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func TestReadNumber_whatWasReadIsReadBackInEveryLanguage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n, ok := pledge.ReadNumber(anyText(t), languages.Draw(t, "language"))
		if !ok {
			return
		}
		if !plain.MatchString(n.String()) {
			t.Fatalf("%q", n)
		}
		again, ok := pledge.ReadNumber(n.String(), languages.Draw(t, "another"))
		if !ok || again.String() != n.String() || again.Guessed || again.Cmp(n) != 0 {
			t.Fatalf("%s became %s, guessed %t, %t", n, again, again.Guessed, ok)
		}
	})
}

// inScript writes the digits of a text in those of a script that begin at zero.
func inScript(s string, zero rune) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, s)
}

func TestRead_digitsOfEveryScriptAreTheSame(t *testing.T) {
	t.Parallel()
	scripts := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			continue
		}
		scripts++
		n, ok := pledge.ReadNumber(inScript("9072.65", r), "")
		d, readDay := pledge.ReadDay(inScript("2027-06-30", r))
		if !ok || n.String() != "9072.65" || !readDay || !d.Equal(day("2027-06-30")) {
			t.Errorf("%U: %s %t, %s %t", r, n, ok, d, readDay)
		}
		r += 9
	}
	if scripts < 60 {
		t.Errorf("only %d scripts", scripts)
	}
}

func TestReadDay(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"2027-06-30", "2027/6/30", "2027.06.30", "2027年6月30日", "2027 年 6 月 30 日", "30.06.2027", "30.6.2027", "30/06/2027", "06/30/2027", "30-6-2027", " 2027-06-30\n",
		"٢٠٢٧-٠٦-٣٠", "\u200f٣٠/٦/٢٠٢٧\u200f", "۲۰۲۷/۶/۳۰", "２０２７－０６－３０",
	} {
		if d, ok := pledge.ReadDay(s); !ok || !d.Equal(day("2027-06-30")) {
			t.Errorf("%q: %s %t", s, d, ok)
		}
	}
	for _, s := range []string{
		"", "2027", "2027-06", "2027-02-29", "2027-13-01", "05/06/2027", "30/6/27", "1445-09-01", "2570-06-30", "June 30, 2027", "2027-06/30", "0000-00-00", "9999-12-31", "tomorrow",
	} {
		if d, ok := pledge.ReadDay(s); ok {
			t.Errorf("%q was read as %s", s, d.Format(time.DateOnly))
		}
	}
	if d, ok := pledge.ReadDay("05.06.2027"); !ok || !d.Equal(day("2027-06-05")) {
		t.Errorf("with points the day is first: %s %t", d, ok)
	}
	if d, ok := pledge.ReadDay("06/06/2027"); !ok || !d.Equal(day("2027-06-06")) {
		t.Errorf("day and month are equal: %s %t", d, ok)
	}
}

func TestReadCurrency(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{"EUR": "EUR", "kes": "KES", " usd ": "USD", "HRK": "HRK", "XDR": "XDR"} {
		if code, ok := pledge.ReadCurrency(s); !ok || code != want {
			t.Errorf("%q: %s %t", s, code, ok)
		}
	}
	for _, s := range []string{"", "€", "$", "euro", "EURO", "DEM", "XXX", "XTS", "XAU", "US$", "# ISO"} {
		if code, ok := pledge.ReadCurrency(s); ok {
			t.Errorf("%q was read as %s", s, code)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	rows := table(b)
	for b.Loop() {
		for _, r := range rows {
			pledge.Check(r.Pledge, r.setting())
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*len(rows)), "µs/pledge")
}

// BenchmarkCheck_long is the longest text that says nothing of its own.
func BenchmarkCheck_long(b *testing.B) {
	w := good()
	w.Rationale = strings.Repeat("والتوعية بالميثاق ", 1100)
	w.Indicator = w.Rationale
	for b.Loop() {
		pledge.Check(w, signed)
	}
}
