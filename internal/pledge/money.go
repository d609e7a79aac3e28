package pledge

import (
	_ "embed" // the codes
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

// ReadCurrency gives the ISO 4217 code that was meant, in capitals; ok is false for what is none. A sign is none: $ is
// that of more than twenty currencies.
func ReadCurrency(s string) (code string, ok bool) {
	code = strings.ToUpper(tidy(s))
	return code, currencies()[code]
}
