// Package i18n holds the words that people read: the catalogues of the six
// languages, the plural rules, the choice of a language, and how numbers, dates
// and lists are written in each.
//
// It refuses to know where a text is shown: it writes plain text and never
// HTML, and it knows no request, no page, no mail and no clock (times are passed
// in). The languages of consultations and comments may be any; only the words of
// the interface are limited to those here.
package i18n

import (
	"slices"

	"golang.org/x/text/language"
)

// fallback is the language of a text that a catalogue does not have.
const fallback = "en"

var languages = []string{"ar", "en", "es", "fr", "ru", "zh"}

// Languages returns the languages of the interface, sorted by code.
func Languages() []string {
	return slices.Clone(languages)
}

// IsLanguage reports whether code is one of Languages, written exactly so.
func IsLanguage(code string) bool {
	return slices.Contains(languages, code)
}

// rightToLeft are the scripts (ISO 15924) in present use that are written from
// right to left.
var rightToLeft = []string{
	"Adlm", "Arab", "Aran", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi",
}

// Dir returns "rtl" or "ltr" for any BCP 47 tag, from its script, or from the
// usual script of its language and region ("uz-AF", "pa-PK"). A tag that cannot
// be read gives "ltr".
func Dir(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	script, _ := tag.Script()
	if slices.Contains(rightToLeft, script.String()) {
		return "rtl"
	}
	return "ltr"
}
