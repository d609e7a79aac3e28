package templates

import (
	"fmt"
	"html/template"
	"time"

	"travaux/internal/i18n"
	"travaux/internal/place"
	"travaux/models"
)

// funcs are what templates may call, bound to a language. Each returns one known type, which the
// checker needs; values are given as arguments, never piped, which the checker cannot see through.
func funcs(p *i18n.Printer) template.FuncMap {
	s := speaker{p}
	return template.FuncMap{
		"t": p.T, "n": p.N, "number": p.Number, "decimal": p.Decimal, "percent": p.Percent,
		"lang": p.Lang, "dir": p.Dir, "dirOf": i18n.Dir,
		"date": p.Date, "weekday": p.Weekday,
		"country":      func(code string) string { return place.CountryName(code, p.Lang()) },
		"languageName": func(code string) string { return place.LanguageName(code, p.Lang()) },
		"ownName":      func(code string) string { return words().For(code).T("lang.name") },
		"word":         s.word, "region": s.region, "text": s.text, "plain": s.plain,
		"provision": s.provision, "short": s.short, "target": s.target, "about": s.about,
		"moment": s.moment,
		"head":   s.head, "field": s.field, "problems": s.problems, "options": s.options, "countries": s.countries,
		"zones": s.zones, "regions": s.regions, "regionsIn": s.regionsIn, "day": s.day, "standing": standing, "languages": s.languageOptions,
		"drafts": s.drafts, "provisions": s.provisionOptions,
		"figureTables": s.figureTables, "facets": s.facets, "filters": s.filters,
		"note": note, "since": since, "placed": placed, "kept": s.kept, "receiptPath": receiptPath, "carded": carded, "event": s.event, "steps": s.steps,
		"phaseCard": s.phaseCard, "phaseCards": s.phaseCards, "upcoming": s.upcoming, "upcomingOf": s.upcomingOf, "reasonFields": s.reasonFields,
		"told": s.told, "deadline": s.deadline,
		"provisionIn": provisionIn, "rows": s.rows, "kilobytes": kilobytes,
		"places": s.places, "bases": bases, "labelIn": labelIn, "shifts": shifts, "shiftSign": shiftSign, "joins": joins, "choices": choices, "hows": hows, "titled": s.titled, "apart": s.apart, "apartBeside": s.apartBeside,
		"asks": s.asks, "asksIn": s.asksIn, "chosen": s.chosen, "answerable": s.answerable, "holds": s.holds, "pledgeLabel": s.pledgeLabel,
		"typed": s.typed, "typedLabel": s.typedLabel,
		"redline": s.redline, "trail": s.trail, "version": s.version, "versionSlug": VersionSlug,
		"pledgeValue": s.pledgeValue, "pledgeFacts": s.pledgeFacts,
		"meaning": s.meaning, "month": func(t time.Time) string { return t.UTC().Format("2006-01") },
		"redlineFile": s.redlineFile, "passkeyPath": PasskeyPath, "asset": Asset, "marked": marked, "sanitised": sanitised,
		"chart": s.chart, "wayDone": s.wayDone, "correctable": s.correctable, "evidence": s.evidence,
		"deref": func(t *time.Time) time.Time { return *t },
		"seats": func(n *int) int { return *n },
	}
}

// speaker says things about our nouns in one language.
type speaker struct{ *i18n.Printer }

// word says a value of an enumeration, whatever string type it has: word "stance" "support". An empty
// value has no word, and one without a sentence in the catalogue is shown as it is.
func (s speaker) word(list string, v any) string {
	value := fmt.Sprint(v)
	if value == "" {
		return ""
	}
	if key := list + "." + value; s.Has(key) {
		return s.T(key)
	}
	return value
}

// region names an M49 region, or says that it is withheld or unassigned.
func (s speaker) region(code string) string {
	if code == models.Withheld || code == models.Unassigned {
		return s.T("region." + code)
	}
	return place.RegionName(code, s.Lang())
}

// Said is a text with the language it is in, which may not be the page's.
type Said struct{ Text, Lang, Dir string }

// text gives a text in the page's language, else in the main one, else in any.
func (s speaker) text(t models.Texts, main string) Said {
	words, lang := t.In(s.Lang(), main)
	return Said{words, lang, i18n.Dir(lang)}
}

// plain gives only the words of text, where no markup can stand.
func (s speaker) plain(t models.Texts, main string) string { return s.text(t, main).Text }

// Head is what the layout's top needs beside the Base.
type Head struct {
	Base
	Heading string // for <title>: the page's own, unless the handler gave one
	Failed  bool   // the form came back with errors
}

func (s speaker) head(b Base, title string, failed bool) Head {
	if b.Title != "" {
		title = b.Title
	}
	return Head{b, title, failed}
}

// Moment is an instant on the clocks of its place, and on the reader's when these are known.
type Moment struct {
	ISO   string // RFC 3339, UTC
	There string // "31 March 2026, 23:59"
	City  string // "Nairobi"
	Zone  string // IANA
	Yours string // the same in the reader's zone, empty when unknown or equal
}

// moment says an instant in a zone and, where it reads otherwise there, in the reader's: on the same day the clock
// is enough.
func (s speaker) moment(b Base, t time.Time, zone string) Moment {
	m := Moment{ISO: t.UTC().Format(time.RFC3339), There: s.DateTime(t, zone), City: place.ZoneCity(zone), Zone: zone}
	if b.ReaderZone == "" {
		return m
	}
	if yours := s.DateTime(t, b.ReaderZone); yours != m.There {
		m.Yours = yours
		if s.Date(t, zone) == s.Date(t, b.ReaderZone) {
			m.Yours = s.Clock(t, b.ReaderZone)
		}
	}
	return m
}

// closes is a moment said as closings are: the end of a day is 23:59 of that day, and the same minute elsewhere.
func (s speaker) closes(b Base, t time.Time, zone string) Moment {
	if s.Closing(t, zone) != s.DateTime(t, zone) {
		t = t.Add(-time.Minute)
	}
	return s.moment(b, t, zone)
}
