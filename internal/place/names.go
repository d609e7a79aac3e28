package place

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Named is a code with its name in the language that was asked for.
type Named struct{ Code, Name string }

// fallback is the language of a name when the one asked for is not kept.
const fallback = "en"

// CountryName returns the everyday name of a country in a language (CLDR), the
// English one when the language is none of the six, and the code itself when
// it is not a country.
func CountryName(code, lang string) string {
	if !IsCountry(code) {
		return code
	}
	return nameIn(tables.names[code], code, lang)
}

// RegionName returns the name of an M49 region in a language (CLDR), the
// English one when the language is none of the six, and the code itself when
// it is not a region.
func RegionName(code, lang string) string {
	if !IsRegion(code) {
		return code
	}
	return nameIn(tables.names[code], code, lang)
}

// LanguageName returns the name, in the language lang, of the language that the
// BCP 47 tag code names. A script that the table names is told apart (zh-Hant,
// zh-TW), a region is not (fr-CA is French); a language that the table does not
// know gives the code itself.
func LanguageName(code, lang string) string {
	if names, ok := tables.languages[code]; ok {
		return nameIn(names, code, lang)
	}
	tag, err := language.All.Parse(code)
	if err != nil {
		return code
	}
	base, _, _ := tag.Raw() // as written: Base would guess English for "und"
	script, _ := tag.Script()
	if names, ok := tables.languages[base.String()+"-"+script.String()]; ok && strings.ContainsAny(code, "-_") {
		return nameIn(names, code, lang)
	}
	return nameIn(tables.languages[base.String()], code, lang)
}

// CountryList returns all countries with their names, in the alphabetical order
// of the language (by pinyin in Chinese); English when it is none of the six.
func CountryList(lang string) []Named {
	list, ok := sortedCountries[primary(lang)]
	if !ok {
		list = sortedCountries[fallback]
	}
	return slices.Clone(list())
}

// sortCountries names and sorts all countries for one of the six languages.
func sortCountries(lang string) []Named {
	var (
		order = collate.New(language.Make(lang))
		keys  = make(map[string]string, len(tables.regionOf))
		buf   collate.Buffer
		list  []Named
	)
	for _, code := range tables.countries {
		name := CountryName(code, lang)
		keys[code] = string(order.KeyFromString(&buf, name))
		buf.Reset()
		list = append(list, Named{Code: code, Name: name})
	}
	slices.SortStableFunc(list, func(a, b Named) int {
		return strings.Compare(keys[a.Code], keys[b.Code])
	})
	return list
}

// nameIn picks the name for a language: the tag itself, its primary subtag,
// English, and last the code.
func nameIn(names map[string]string, code, lang string) string {
	for _, l := range [...]string{lang, primary(lang), fallback} {
		if name := names[l]; name != "" {
			return name
		}
	}
	return code
}

// primary cuts a BCP 47 tag to its first subtag in lower case.
func primary(lang string) string {
	if at := strings.IndexAny(lang, "-_"); at >= 0 {
		lang = lang[:at]
	}
	return strings.ToLower(lang)
}
