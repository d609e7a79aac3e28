package i18n

import (
	"strconv"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Printer writes texts, numbers, dates and lists in one language. It never
// changes and may be used by many goroutines.
type Printer struct {
	lang, dir string
	texts     map[string]text
	plurals   map[string]bool // the keys that have plural forms
	forms     *goi18n.Localizer
	numbers   *message.Printer
	zones     *zoneCache
	english   *Printer // for keys that this catalogue lacks; nil in English
}

// Lang returns the language's code, one of Languages.
func (p *Printer) Lang() string { return p.lang }

// Dir returns "rtl" or "ltr".
func (p *Printer) Dir() string { return p.dir }

// Has reports whether T would find a text, in this language or in English.
func (p *Printer) Has(key string) bool {
	if _, ok := p.texts[key]; ok || p.plurals[key] {
		return true
	}
	return p.english != nil && p.english.Has(key)
}

// T returns the text of a key with its {placeholders} filled from args: name,
// value, name, value. An int is written as a number of the language; give years
// and codes as strings. A key that this catalogue lacks is said in English, one
// that none has is returned itself, and of a key with plural forms it is the
// form "other".
func (p *Printer) T(key string, args ...any) string {
	t, ok := p.texts[key]
	switch {
	case ok && len(args) == 0:
		return t.source
	case ok:
		return t.fill(values{printer: p, args: args})
	case p.plurals[key]:
		return p.plural(key, nil, values{printer: p, args: args})
	case p.english != nil:
		return p.english.T(key, args...)
	default:
		return key
	}
}

// N returns the text of a key in the plural form for n; {count} is n as it is
// written in the language, other placeholders come from args as in T. A key
// without plural forms is said as T would, with {count}.
func (p *Printer) N(key string, n int, args ...any) string {
	v := values{printer: p, count: p.Number(n), args: args}
	if t, ok := p.texts[key]; ok {
		return t.fill(v)
	}
	switch {
	case p.plurals[key]:
		return p.plural(key, n, v)
	case p.english != nil:
		return p.english.N(key, n, args...)
	default:
		return key
	}
}

// plural lets go-i18n choose the form for count (nil chooses "other"). It also
// answers "other" for a form that the catalogue need not have, such as the
// French "many" of round millions, and says so in an error: that is no reason to
// show a reader the key.
func (p *Printer) plural(key string, count any, v values) string {
	said, err := p.forms.Localize(&goi18n.LocalizeConfig{
		MessageID: key, PluralCount: count, TemplateData: v, TemplateParser: placeholders{},
	})
	if err != nil && said == "" {
		return key
	}
	return said
}

// Number returns n with the separators of the language, in the digits 0 to 9 in
// every language.
func (p *Printer) Number(n int) string {
	if 0 <= n && n < 1000 {
		return strconv.Itoa(n)
	}
	if p.lang == "es" && -10_000 < n && n < 10_000 {
		// CLDR's minimumGroupingDigits of Spanish, which x/text does not know.
		return p.numbers.Sprint(number.Decimal(n, number.NoSeparator()))
	}
	return p.numbers.Sprint(number.Decimal(n))
}

// Percent returns part of whole as a whole percentage, halves rounded up, and
// "" when whole is not positive: there is nothing to compare with.
func (p *Printer) Percent(part, whole int) string {
	if whole <= 0 {
		return ""
	}
	percent := (200*part + whole) / (2 * whole)
	return p.numbers.Sprint(number.Percent(float64(percent)/100, number.MaxFractionDigits(0)))
}

// List returns items as a list in a sentence: "a, b and c".
func (p *Printer) List(items []string) string {
	if len(items) == 0 {
		return ""
	}
	said := items[0]
	for i, item := range items[1:] {
		pattern := "list.middle"
		if i == len(items)-2 {
			pattern = "list.last"
			if startsWithI(item) {
				pattern = "list.last_before_i"
			}
		}
		said = p.T(pattern, "before", said, "item", item)
	}
	return said
}

// startsWithI reports whether a word begins with the sound i as a vowel, before
// which the Spanish "y" becomes "e" ("Kenia e India", but "nieve y hielo").
func startsWithI(word string) bool {
	runes := []rune(strings.TrimPrefix(strings.ToLower(word), "h"))
	if len(runes) == 0 || runes[0] != 'i' && runes[0] != 'í' {
		return false
	}
	return runes[0] == 'í' || len(runes) == 1 || !strings.ContainsRune("aeou", runes[1])
}
