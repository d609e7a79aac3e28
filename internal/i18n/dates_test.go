package i18n_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/i18n"
)

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDates_areSaidInAllSixLanguages(t *testing.T) {
	t.Parallel()
	b := load(t)
	at := instant(t, "2026-03-14T20:59:59Z") // 23:59:59 in Nairobi, a Saturday
	for lang, want := range map[string][]string{
		"ar": {"14 مارس 2026", "14 مارس 2026، 23:59", "23:59", "السبت"},
		"en": {"14 March 2026", "14 March 2026, 23:59", "23:59", "Saturday"},
		"es": {"14 de marzo de 2026", "14 de marzo de 2026, 23:59", "23:59", "sábado"},
		"fr": {"14 mars 2026", "14 mars 2026, 23:59", "23:59", "samedi"},
		"ru": {"14 марта 2026 г.", "14 марта 2026 г., 23:59", "23:59", "суббота"},
		"zh": {"2026年3月14日", "2026年3月14日 23:59", "23:59", "星期六"},
	} {
		p := b.For(lang)
		zone := "Africa/Nairobi"
		got := []string{p.Date(at, zone), p.DateTime(at, zone), p.Clock(at, zone), p.Weekday(at, zone)}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%s (-got +want):\n%s", lang, diff)
		}
	}
}

func TestDate_namesEachMonthAndDayOfTheWeek(t *testing.T) {
	t.Parallel()
	b := load(t)
	for _, lang := range i18n.Languages() {
		seen := map[string]bool{}
		for month := time.January; month <= time.December; month++ {
			seen[b.For(lang).Date(time.Date(2026, month, 2, 0, 0, 0, 0, time.UTC), "UTC")] = true
		}
		for day := range 7 {
			seen[b.For(lang).Weekday(time.Date(2026, 3, 1+day, 0, 0, 0, 0, time.UTC), "UTC")] = true
		}
		if len(seen) != 19 {
			t.Errorf("%s: %d different names, want 19: %v", lang, len(seen), seen)
		}
	}
	if got := b.For("fr").Date(instant(t, "2026-08-01T12:00:00Z"), "UTC"); got != "1er août 2026" {
		t.Errorf("the first of August is %q", got)
	}
}

func TestDate_zoneDecidesTheDayAndAnUnknownOneIsUTC(t *testing.T) {
	t.Parallel()
	p := load(t).For("en")
	at := instant(t, "2026-03-31T21:30:00Z")
	for zone, want := range map[string]string{
		"Africa/Nairobi": "1 April 2026, 00:30", "America/Santiago": "31 March 2026, 18:30",
		"Etc/GMT+12": "31 March 2026, 09:30", "UTC": "31 March 2026, 21:30",
		"": "31 March 2026, 21:30", "Local": "31 March 2026, 21:30", "No/Where": "31 March 2026, 21:30",
	} {
		if got := p.DateTime(at, zone); got != want {
			t.Errorf("%q: %q, want %q", zone, got, want)
		}
	}
}

func TestClosing_midnightIsSaidAsTheEndOfTheDayBefore(t *testing.T) {
	t.Parallel()
	b := load(t)
	for _, c := range []struct{ name, lang, at, zone, want string }{
		{"midnight", "en", "2026-03-31T21:00:00Z", "Africa/Nairobi", "31 March 2026, 23:59"},
		{"first of the month", "fr", "2026-04-01T22:00:00Z", "Europe/Paris", "1er avril 2026, 23:59"},
		{"new year", "zh", "2027-01-01T00:00:00Z", "UTC", "2026年12月31日 23:59"},
		{"leap day", "en", "2028-03-01T00:00:00Z", "UTC", "29 February 2028, 23:59"},
		{"anywhere on Earth", "en", "2026-04-01T12:00:00Z", "Etc/GMT+12", "31 March 2026, 23:59"},
		{"another time", "en", "2026-03-31T14:00:00Z", "Africa/Nairobi", "31 March 2026, 17:00"},
		{"a second late", "en", "2026-03-31T21:00:01Z", "Africa/Nairobi", "1 April 2026, 00:00"},
		{"23:59 itself", "en", "2026-03-31T20:59:00Z", "Africa/Nairobi", "31 March 2026, 23:59"},
		{"midnight elsewhere", "en", "2026-03-31T21:00:00Z", "UTC", "31 March 2026, 21:00"},
		{"no midnight that night", "en", "2026-04-23T22:00:00Z", "Africa/Cairo", "23 April 2026, 23:59"},
		{"first of two midnights", "en", "2026-11-01T04:00:00Z", "America/Havana", "31 October 2026, 23:59"},
		{"second of two midnights", "en", "2026-11-01T05:00:00Z", "America/Havana", "31 October 2026, 23:59"},
	} {
		if got := b.For(c.lang).Closing(instant(t, c.at), c.zone); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLeft_isTheLargestUnitRoundedDown(t *testing.T) {
	t.Parallel()
	b := load(t)
	now := instant(t, "2026-03-22T12:00:00Z")
	for _, c := range []struct {
		lang string
		left time.Duration
		want string
	}{
		{"en", 9*24*time.Hour + 20*time.Hour, "9 days"},
		{"en", 24 * time.Hour, "1 day"},
		{"en", 24*time.Hour - 1, "23 hours"},
		{"en", 3 * time.Hour, "3 hours"},
		{"en", time.Hour, "1 hour"},
		{"en", time.Hour - 1, "59 minutes"},
		{"en", 12 * time.Minute, "12 minutes"},
		{"en", time.Second, "1 minute"},
		{"en", 0, ""},
		{"en", -time.Hour, ""},
		{"ru", 9 * 24 * time.Hour, "9 дней"},
		{"ru", 3 * time.Hour, "3 часа"},
		{"ru", 21 * time.Minute, "21 минута"},
		{"ar", 2 * time.Hour, "ساعتان"},
		{"ar", 12 * time.Minute, "12 دقيقة"},
		{"ar", 5 * time.Minute, "5 دقائق"},
		{"zh", 3 * time.Hour, "3小时"},
		{"fr", 90 * time.Minute, "1 heure"},
		{"es", 2 * time.Minute, "2 minutos"},
	} {
		if got := b.For(c.lang).Left(now, now.Add(c.left)); got != c.want {
			t.Errorf("%s: %v is %q, want %q", c.lang, c.left, got, c.want)
		}
	}
}

func TestClosing_isDateTimeExceptAtTheStartOfADay(t *testing.T) {
	t.Parallel()
	p := load(t).For("en")
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "at"), 0)
		zone := rapid.SampledFrom([]string{"UTC", "Africa/Cairo", "Asia/Kathmandu", "America/Havana", "Pacific/Apia"}).Draw(t, "zone")
		if p.Clock(at, zone) < "00:01" || p.Clock(at, zone) == "01:00" {
			return // the start of a day, told in the table above
		}
		if got, want := p.Closing(at, zone), p.DateTime(at, zone); got != want {
			t.Fatalf("%v in %s: %q, want %q", at, zone, got, want)
		}
	})
}
