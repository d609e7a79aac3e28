package i18n

import (
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"travaux/internal/place"
)

// Bundle holds one Printer for each language. It is made once, at start.
type Bundle struct {
	printers map[string]*Printer
}

// Load reads the embedded catalogues. An error names the file and the key.
func Load() (*Bundle, error) {
	return loadFrom(embedded)
}

func loadFrom(files fs.FS) (*Bundle, error) {
	var (
		b     = &Bundle{printers: make(map[string]*Printer, len(languages))}
		zones = &zoneCache{}
	)
	for _, lang := range languages {
		catalogue, err := readCatalogue(files, lang)
		if err != nil {
			return nil, err
		}
		printer, err := newPrinter(lang, catalogue, zones)
		if err != nil {
			return nil, fmt.Errorf("read catalogue locales/%s.json: %w", lang, err)
		}
		b.printers[lang] = printer
	}
	for _, lang := range languages {
		if lang != fallback {
			b.printers[lang].english = b.printers[fallback]
		}
	}
	return b, nil
}

// For returns the Printer of a language. A regional tag finds its language
// ("fr-CA" is French); a language that we do not have gets English.
func (b *Bundle) For(lang string) *Printer {
	if p, ok := b.printers[lang]; ok {
		return p
	}
	if p, ok := b.printers[match(lang)]; ok {
		return p
	}
	return b.printers[fallback]
}

// newPrinter prepares a language: plain texts are cut here, plural forms are
// given to go-i18n, which knows the rules of the language.
func newPrinter(lang string, catalogue map[string]any, zones *zoneCache) (*Printer, error) {
	// Arabic is written with the same digits as codes, form fields and the
	// other languages; without the extension it would get its own.
	tag, err := language.Parse(strings.Replace(lang, "ar", "ar-u-nu-latn", 1))
	if err != nil {
		return nil, fmt.Errorf("read language %s: %w", lang, err)
	}
	var (
		rules = language.Make(lang)
		forms = goi18n.NewBundle(rules)
		p     = &Printer{
			lang: lang, dir: Dir(lang),
			texts: make(map[string]text, len(catalogue)), plurals: map[string]bool{},
			forms: goi18n.NewLocalizer(forms, lang), numbers: message.NewPrinter(tag), zones: zones,
		}
	)
	for key, value := range catalogue {
		switch value := value.(type) {
		case string:
			p.texts[key] = cut(value)
		case map[string]string:
			m := &goi18n.Message{
				ID: key, Zero: value["zero"], One: value["one"], Two: value["two"],
				Few: value["few"], Many: value["many"], Other: value["other"],
			}
			if err := forms.AddMessages(rules, m); err != nil {
				return nil, fmt.Errorf("key %q: %w", key, err)
			}
			p.plurals[key] = true
		}
	}
	return p, nil
}

// zoneCache keeps the zones that were used: reading one from the database takes
// longer than writing a date. Only names of the database get in, so it is
// bounded.
type zoneCache struct{ byName sync.Map }

// in returns the time on the clocks of a zone, and in UTC when there is no such
// zone.
func (c *zoneCache) in(t time.Time, zone string) time.Time {
	if kept, ok := c.byName.Load(zone); ok {
		if location, ok := kept.(*time.Location); ok {
			return t.In(location)
		}
	}
	if !place.IsZone(zone) {
		return t.UTC()
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return t.UTC()
	}
	c.byName.Store(zone, location)
	return t.In(location)
}
