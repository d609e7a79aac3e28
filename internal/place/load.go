package place

import (
	"bytes"
	"embed"
	"encoding/csv"
	"fmt"
	"slices"
	"sync"
)

//go:embed data/*.csv
var data embed.FS

// atlas is everything the tables say, read once and never changed.
type atlas struct {
	countries []string                     // sorted
	regionOf  map[string]string            // country -> finest region, "" when none
	regions   []Region                     // in tree order
	regionAt  map[string]int               // code -> index in regions
	names     map[string]map[string]string // country or region -> language -> name
	languages map[string]map[string]string // language -> language -> name
	zones     []string                     // in the order of the IANA table
}

var tables = mustLoad()

// sortedCountries collates a language's list when it is first asked for: it
// takes some milliseconds, and most programs never ask for most of them.
var sortedCountries = map[string]func() []Named{
	"ar": sync.OnceValue(func() []Named { return sortCountries("ar") }),
	"en": sync.OnceValue(func() []Named { return sortCountries("en") }),
	"es": sync.OnceValue(func() []Named { return sortCountries("es") }),
	"fr": sync.OnceValue(func() []Named { return sortCountries("fr") }),
	"ru": sync.OnceValue(func() []Named { return sortCountries("ru") }),
	"zh": sync.OnceValue(func() []Named { return sortCountries("zh") }),
}

// mustLoad panics on broken tables: they are compiled in, so the program that
// was tested cannot meet one.
func mustLoad() *atlas {
	a, err := load()
	if err != nil {
		panic(err)
	}
	return a
}

func load() (*atlas, error) {
	read := map[string][][]string{}
	for _, name := range [...]string{"countries", "regions", "names", "languages", "zones"} {
		table, err := rows(name + ".csv")
		if err != nil {
			return nil, err
		}
		read[name] = table
	}
	a := &atlas{
		regionOf:  make(map[string]string, len(read["countries"])),
		regionAt:  make(map[string]int, len(read["regions"])),
		names:     byLanguage(read["names"]),
		languages: byLanguage(read["languages"]),
	}
	for _, row := range read["countries"][1:] {
		a.countries = append(a.countries, row[0])
		a.regionOf[row[0]] = finest(row[1:])
	}
	slices.Sort(a.countries)
	a.plant(read["regions"][1:], "")
	for _, row := range read["zones"][1:] {
		a.zones = append(a.zones, row[0])
	}
	return a, nil
}

// rows reads one table with its head; every row has the head's length.
func rows(name string) ([][]string, error) {
	raw, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", name, err)
	}
	table, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", name, err)
	}
	if len(table) < 2 {
		return nil, fmt.Errorf("read table %s: it has no rows", name)
	}
	return table, nil
}

// finest returns the last of region, subregion and intermediate region that is
// given.
func finest(chain []string) string {
	for _, code := range slices.Backward(chain) {
		if code != "" {
			return code
		}
	}
	return ""
}

// plant adds the regions below parent, depth first. The table is sorted by
// code, and so are siblings.
func (a *atlas) plant(table [][]string, parent string) {
	for _, row := range table {
		if row[2] != parent {
			continue
		}
		a.regionAt[row[0]] = len(a.regions)
		a.regions = append(a.regions, Region{Code: row[0], Level: row[1], Parent: parent})
		a.plant(table, row[0])
	}
}

// byLanguage turns a table with one column for each language into code ->
// language -> name.
func byLanguage(table [][]string) map[string]map[string]string {
	languages := table[0][1:]
	all := make(map[string]map[string]string, len(table))
	for _, row := range table[1:] {
		names := make(map[string]string, len(languages))
		for i, lang := range languages {
			names[lang] = row[i+1]
		}
		all[row[0]] = names
	}
	return all
}
