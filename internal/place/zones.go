package place

import (
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the zones must not depend on what the host has installed
)

// UTC is the zone that the table of countries and zones leaves out.
const UTC = "UTC"

// Zones returns the IANA zones that a country calls its own, so that people find
// the name of their own place, and "UTC", sorted. Other names of the database
// are not listed, but IsZone accepts them.
func Zones() []string {
	zones := make([]string, 0, len(tables.zones)+1)
	for _, z := range tables.zones {
		zones = append(zones, z.name)
	}
	zones = append(zones, UTC)
	slices.Sort(zones)
	return zones
}

// ZonesOf returns a country's own zones, the most populous of a neighbourhood
// first as in the IANA table, and then those of other countries that its clocks
// have agreed with since 1970; none for an unknown country.
func ZonesOf(country string) []string {
	var own, others []string
	for _, z := range tables.zones {
		switch {
		case z.country == country:
			own = append(own, z.name)
		case slices.Contains(z.others, country):
			others = append(others, z.name)
		}
	}
	return append(own, others...)
}

// IsZone reports whether name is a zone of the IANA database, by its canonical
// or another of its names. "Local", "" and the files that only some hosts have
// beside the database are not zones: they would mean something else elsewhere.
func IsZone(name string) bool {
	switch {
	case name == "", name == "Local", name == "localtime", name == "posixrules", name == "Factory":
		return false
	case strings.HasPrefix(name, "posix/"), strings.HasPrefix(name, "right/"):
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}

// ZoneCity returns the part of a zone's name that people recognise:
// "Africa/Nairobi" gives "Nairobi", "America/Argentina/Buenos_Aires" gives
// "Buenos Aires", "UTC" gives "UTC".
func ZoneCity(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}
