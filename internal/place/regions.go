package place

import "slices"

// Region is one node of the M49 tree. Code and Parent are three-digit strings,
// Parent is empty for the world; Level is world, region, subregion or
// intermediate.
type Region struct{ Code, Parent, Level string }

// Regions returns the M49 tree, parents before their children and siblings by
// code.
func Regions() []Region {
	return slices.Clone(tables.regions)
}

// IsRegion reports whether code is an M49 code of the tree, "001" included.
func IsRegion(code string) bool {
	_, ok := tables.regionAt[code]
	return ok
}

// Parent returns the region that contains code, and "" for "001" and for a code
// that is not in the tree.
func Parent(code string) string {
	at, ok := tables.regionAt[code]
	if !ok {
		return ""
	}
	return tables.regions[at].Parent
}

// Path returns code and then its parents up to and including "001"; it is empty
// for a code that is not in the tree.
func Path(code string) []string {
	var path []string
	for IsRegion(code) {
		path = append(path, code)
		code = Parent(code)
	}
	return path
}

// FirstLevel returns the part of the world (002, 019, 142, 150 or 009) that
// contains code, and "" for the world and for a code that is not in the tree.
func FirstLevel(code string) string {
	path := Path(code)
	if len(path) < 2 {
		return ""
	}
	return path[len(path)-2]
}

// Below returns the region and every region below it, in tree order; it is
// empty for a code that is not in the tree.
func Below(code string) []string {
	var below []string
	for _, r := range tables.regions {
		if slices.Contains(Path(r.Code), code) {
			below = append(below, r.Code)
		}
	}
	return below
}

// CountriesIn returns every country at or below the region, sorted by code. A
// country without a region is in none, not even in "001".
func CountriesIn(code string) []string {
	below := Below(code)
	var in []string
	for _, country := range tables.countries {
		if slices.Contains(below, RegionOf(country)) {
			in = append(in, country)
		}
	}
	return in
}
