package pledge

import (
	_ "embed" // the codes
	"maps"
	"math/big"
	"slices"
	"strings"
	"sync"
)

// money asks for amount and currency: of a financial pledge both, of any other each with the other.
func (c *check) money() {
	if blank(c.Amount) {
		switch {
		case c.Kind == financial && !c.Intent:
			c.must("amount", "amount_missing")
		case !blank(c.Currency) && c.Kind != financial:
			c.advise("currency", "currency_alone")
		}
	} else if n, ok := c.number("amount", c.Amount, ""); ok {
		if n.Cmp(Number{}) <= 0 {
			c.must("amount", "amount_not_positive")
		}
		if c.AmountPrivate {
			c.advise("amount_private", "amount_withheld")
		}
	}
	switch {
	case !blank(c.Currency):
		if _, ok := ReadCurrency(c.Currency); !ok {
			c.must("currency", "currency_unknown", "written", short(c.Currency))
		}
	case !blank(c.Amount), c.Kind == financial && !c.Intent:
		c.must("currency", "currency_missing")
	}
}

//go:embed data/currencies.txt
var currencyList string

var currencies = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(currencyList) {
		if !strings.HasPrefix(line, "#") {
			for _, code := range strings.Fields(line) {
				out[code] = true
			}
		}
	}
	return out
})

// Currencies are the codes of ISO 4217, in their order.
func Currencies() []string { return slices.Sorted(maps.Keys(currencies())) }

// ReadCurrency gives the ISO 4217 code that was meant, in capitals; ok is false for what is none. A sign is none: $ is
// that of more than twenty currencies.
func ReadCurrency(s string) (code string, ok bool) {
	code = strings.ToUpper(tidy(s))
	return code, currencies()[code]
}

// Sum adds numbers exactly. The zero Sum is 0.
type Sum struct{ units big.Int } // of the last of mostDigits decimal places

// SumOf is a number as a sum; what has more decimal places than anybody counts is cut there.
func SumOf(n Number) Sum {
	whole, fraction, _ := strings.Cut(n.String(), ".")
	fraction = (fraction + strings.Repeat("0", mostDigits))[:mostDigits]
	var s Sum
	s.units.SetString(whole+fraction, 10) // ReadNumber made it of digits
	return s
}

// Add adds another sum to this one.
func (s *Sum) Add(other *Sum) { s.units.Add(&s.units, &other.units) }

// String is the sum as programs write it; a fraction has two places at least, as amounts are written.
func (s *Sum) String() string {
	digits, negative := strings.CutPrefix(s.units.String(), "-")
	digits = strings.Repeat("0", max(0, mostDigits+1-len(digits))) + digits
	whole, fraction := digits[:len(digits)-mostDigits], strings.TrimRight(digits[len(digits)-mostDigits:], "0")
	if fraction != "" {
		whole += "." + fraction + strings.Repeat("0", max(0, 2-len(fraction)))
	}
	if negative {
		return "-" + whole
	}
	return whole
}
