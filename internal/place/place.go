// Package place knows countries (ISO 3166-1 alpha-2), the regions of the
// United Nations M49 standard, the names of countries, regions and languages in
// the six languages of the interface, and the zones of the IANA time zone
// database.
//
// It refuses to know people, consultations, an organiser's own groupings of
// countries, and any opinion on a name or a border: codes, names and
// memberships are those of the tables in data/, whose NOTICE says where they
// come from.
package place

import "slices"

// Unassigned is what RegionOf answers when the table puts a country in no
// region, or when there is no country to look up.
const Unassigned = "unassigned"

// World is the M49 code of the root of the tree of regions.
const World = "001"

// Countries returns the ISO 3166-1 alpha-2 codes of all countries, sorted.
func Countries() []string {
	return slices.Clone(tables.countries)
}

// IsCountry reports whether code is an ISO 3166-1 alpha-2 code of the table, in
// capitals; "not_stated" is not one.
func IsCountry(code string) bool {
	_, ok := tables.regionOf[code]
	return ok
}

// RegionOf returns the finest M49 region of a country ("KE" gives "014"), and
// Unassigned when the table has none (AQ) or does not know the country.
func RegionOf(country string) (code string) {
	if region := tables.regionOf[country]; region != "" {
		return region
	}
	return Unassigned
}
