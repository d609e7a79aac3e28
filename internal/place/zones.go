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
	zones := append(slices.Clone(tables.zones), UTC)
	slices.Sort(zones)
	return zones
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
