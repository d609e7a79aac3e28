package place_test

import (
	"slices"
	"testing"

	"travaux/internal/place"
)

func TestZones_areTheTablesAndUTCAndAllLoad(t *testing.T) {
	t.Parallel()
	got := place.Zones()
	if len(got) != 419 || !slices.IsSorted(got) || !slices.Contains(got, "UTC") {
		t.Fatalf("got %d zones, sorted: %v, with UTC: %v", len(got), slices.IsSorted(got), slices.Contains(got, "UTC"))
	}
	for _, capital := range []string{
		"Africa/Dakar", "Africa/Addis_Ababa", "Africa/Accra", "Africa/Kampala", "Africa/Dar_es_Salaam", "Africa/Kinshasa",
		"America/Port_of_Spain", "Atlantic/Reykjavik", "Europe/Oslo", "Africa/Nairobi", "Europe/Brussels",
	} {
		if !slices.Contains(got, capital) {
			t.Errorf("%s is not among them", capital)
		}
	}
	for _, name := range got {
		if !place.IsZone(name) {
			t.Errorf("IsZone(%q) is false", name)
		}
	}
}

func TestIsZone_acceptsTheDatabaseAndRefusesTheHost(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"Africa/Nairobi": true, "Asia/Calcutta": true, "Etc/GMT+12": true, "UTC": true, "Africa/Kampala": true,
		"": false, "Local": false, "localtime": false, "posix/Africa/Nairobi": false, "right/UTC": false,
		"Africa/Nowhere": false, "../etc/passwd": false, "/Africa/Nairobi": false, "+03:00": false, "Europe": false,
	} {
		if got := place.IsZone(name); got != want {
			t.Errorf("IsZone(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestZoneCity_isTheLastPartInWords(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"Africa/Nairobi": "Nairobi", "America/Argentina/Buenos_Aires": "Buenos Aires",
		"America/Port-au-Prince": "Port-au-Prince", "UTC": "UTC", "": "",
	} {
		if got := place.ZoneCity(zone); got != want {
			t.Errorf("ZoneCity(%q) = %q, want %q", zone, got, want)
		}
	}
}
