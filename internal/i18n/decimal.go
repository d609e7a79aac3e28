package i18n

import (
	"strings"

	"golang.org/x/text/number"
)

// Decimal returns an exact decimal number, as programs write it, with the separators of the language and in the digits 0
// to 9; it never passes through a float. What is no such number is returned as it is.
func (p *Printer) Decimal(s string) string {
	sign, digits := "", s
	if strings.HasPrefix(s, "-") {
		sign, digits = "-", s[1:]
	}
	whole, fraction, cut := strings.Cut(digits, ".")
	if whole == "" || strings.Trim(whole+fraction, "0123456789") != "" {
		return s
	}
	out := sign + p.grouped(whole)
	if cut {
		out += strings.Trim(p.numbers.Sprint(number.Decimal(1.5)), "15") + fraction
	}
	return out
}

// grouped puts the language's separator between thousands.
func (p *Printer) grouped(whole string) string {
	if len(whole) <= 3 || p.lang == "es" && len(whole) <= 4 { // as in Number
		return whole
	}
	separator := strings.TrimSuffix(strings.TrimPrefix(p.numbers.Sprint(number.Decimal(11_111)), "11"), "111")
	var out strings.Builder
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteString(separator)
		}
		out.WriteRune(digit)
	}
	return out.String()
}
