package templates

import (
	"math"
	"slices"
	"strconv"

	"travaux/internal/atlas"
	"travaux/models"
)

// WorldMap shows how many organisations there are of each country: on a map, and as a table that says the same.
type WorldMap struct {
	ViewBox string
	Land    string      // the outline of all land on which nothing is marked
	Marked  []MapCircle // the largest circle first, so that none is hidden
	Rows    []MapRow    // the most first
}

// MapCircle marks a country.
type MapCircle struct {
	X, Y    int
	Radius  string
	Outline string // of the country
}

// MapRow is a country in the table.
type MapRow struct {
	models.CountryCount
	Path  string // where its organisations are listed
	Drawn bool   // it is large enough for the map
}

// worldMap draws counts; path leads to the organisations of a country.
func worldMap(counts []models.CountryCount, path func(country string) string) WorldMap {
	m := WorldMap{ViewBox: atlas.ViewBox}
	unit := 8.0 // the radius for one organisation, unless that makes the largest too large
	for _, c := range counts {
		unit = min(unit, 24/math.Sqrt(float64(c.Count)))
	}
	for _, c := range counts {
		at, drawn := atlas.Find(c.Country)
		m.Rows = append(m.Rows, MapRow{c, path(c.Country), drawn})
		if drawn {
			m.Marked = append(m.Marked, MapCircle{at.X, at.Y, strconv.FormatFloat(max(3, unit*math.Sqrt(float64(c.Count))), 'f', 1, 64), at.Path})
		}
	}
	m.Land = atlas.Land(func(code string) bool {
		return slices.ContainsFunc(counts, func(c models.CountryCount) bool { return c.Country == code })
	})
	return m
}

// Map is the register's; nil when nobody is to be shown on it.
func (p SignaturesPage) Map() *WorldMap {
	if len(p.Countries) == 0 {
		return nil
	}
	m := worldMap(p.Countries, func(country string) string {
		q := p.values()
		q["country"] = []string{country}
		return withQuery(p.Root()+"/signatures", q)
	})
	return &m
}

// Undrawn counts the countries that are too small for the map.
func (m WorldMap) Undrawn() (n int) {
	for _, r := range m.Rows {
		if !r.Drawn {
			n++
		}
	}
	return n
}
