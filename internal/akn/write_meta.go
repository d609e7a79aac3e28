package akn

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"golang.org/x/text/language"
)

// author is the reference by which the parts of the meta block name who consults.
const author = "#source"

// nowhere is the country of what belongs to none: a code that ISO 3166-1 leaves
// to its users.
const nowhere = "xz"

// meta writes the identity of the text as work, expression and manifestation,
// its versions, and what the ids in it refer to.
func (o *output) meta(m Meta) {
	work := cmp.Or(m.URL, "/akn/"+url.PathEscape(m.Consultation)+"/"+url.PathEscape(m.Draft))
	expression := expressionOf(work, m.Version, m.Language)
	o.line(2, "<meta>")
	o.line(3, `<identification source="%s">`, author)
	o.line(4, "<FRBRWork>")
	o.core(work, first(m), "first")
	o.line(5, `<FRBRcountry value="%s"/>`, esc(cmp.Or(m.Country, nowhere)))
	o.line(5, `<FRBRnumber value="%s"/>`, esc(cmp.Or(m.Draft, "draft")))
	if m.Title != "" {
		o.line(5, `<FRBRname value="%s"/>`, esc(m.Title))
	}
	o.line(4, "</FRBRWork>")
	o.line(4, "<FRBRExpression>")
	o.core(expression, m.PublishedAt, "publication")
	o.line(5, `<FRBRversionNumber value="%s"/>`, versionName(m.Version))
	o.line(5, `<FRBRauthoritative value="%t"/>`, m.Original == "" || m.Original == m.Language)
	o.line(5, `<FRBRlanguage language="%s"/>`, esc(threeLetters(m.Language)))
	if m.Original != "" && m.Original != m.Language {
		o.line(5, `<FRBRtranslation href="%s" fromLanguage="%s" authoritative="false" by="%s"/>`,
			esc(expressionOf(work, m.Version, m.Original)), esc(threeLetters(m.Original)), author)
	}
	o.line(4, "</FRBRExpression>")
	o.line(4, "<FRBRManifestation>")
	o.core(expression+"&format=akn", m.PublishedAt, "publication")
	o.line(5, `<FRBRformat value="application/akn+xml"/>`)
	o.line(4, "</FRBRManifestation>")
	o.line(3, "</identification>")
	o.lifecycle(m)
	o.references(m, work)
	o.line(2, "</meta>")
}

// core writes what each level of the identity begins with.
func (o *output) core(iri string, at time.Time, name string) {
	o.line(5, `<FRBRthis value="%s"/>`, esc(iri))
	o.line(5, `<FRBRuri value="%s"/>`, esc(iri))
	o.line(5, `<FRBRdate date="%s" name="%s"/>`, day(at), name)
	o.line(5, `<FRBRauthor href="%s"/>`, author)
}

// lifecycle writes the versions.
func (o *output) lifecycle(m Meta) {
	if len(m.Published) == 0 {
		return
	}
	o.line(3, `<lifecycle source="%s">`, author)
	for i, e := range m.Published {
		kind := "generation"
		if i > 0 {
			kind = "amendment"
		}
		o.line(4, `<eventRef eId="event_%d" date="%s" source="#version_%d" type="%s"/>`, e.Version, day(e.At), e.Version, kind)
	}
	o.line(3, "</lifecycle>")
}

// references writes the versions and languages that there are, and who consults.
func (o *output) references(m Meta, work string) {
	o.line(3, `<references source="%s">`, author)
	for i, e := range m.Published {
		name := "passiveRef"
		if i == 0 {
			name = "original"
		}
		o.line(4, `<%s eId="version_%d" href="%s" showAs="%d"/>`, name, e.Version, esc(expressionOf(work, e.Version, cmp.Or(m.Original, m.Language))), e.Version)
	}
	o.line(4, `<TLCOrganization eId="source" href="%s" showAs="%s"/>`, esc(work), esc(cmp.Or(m.Publisher, m.Consultation, "-")))
	languages := slices.Compact(slices.Sorted(slices.Values(m.Languages)))
	for _, l := range languages {
		o.line(4, `<TLCReference eId="language_%s" name="expression" href="%s" showAs="%s"/>`, esc(l), esc(expressionOf(work, m.Version, l)), esc(l))
	}
	o.line(3, "</references>")
}

// expressionOf is the address of a version in a language.
func expressionOf(work string, version int, lang string) string {
	at := "/v/" + versionName(version)
	if version == 0 {
		at = "/working"
	}
	return work + at + "?lang=" + url.QueryEscape(lang)
}

// versionName is how a version is addressed.
func versionName(version int) string {
	if version == 0 {
		return "working"
	}
	return strconv.Itoa(version)
}

// first is when the first version was published, or else this one.
func first(m Meta) time.Time {
	if len(m.Published) > 0 {
		return m.Published[0].At
	}
	return m.PublishedAt
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

// threeLetters is the code of a language in three letters (ISO 639-2), which
// Akoma Ntoso prefers; a language with script or region keeps its tag.
func threeLetters(tag string) string {
	parsed, err := language.Parse(tag)
	base, _ := parsed.Base()
	if err != nil || parsed.String() != base.String() {
		return cmp.Or(tag, "und")
	}
	return base.ISO3()
}
