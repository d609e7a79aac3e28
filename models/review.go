package models

// ReviewFilter is the drafters' filter, with the same names in the URL of both surfaces.
// Repeating a filter means OR; different filters mean AND.
type ReviewFilter struct {
	Region      []string `query:"region"`
	Country     []string `query:"country"`
	Stakeholder []string `query:"stakeholder"`
	Provision   []string `query:"provision"`
	Type        []string `query:"type"`
	Stance      []string `query:"stance"`
	Language    []string `query:"language"`
	Outcome     []string `query:"outcome"`
	Provenance  []string `query:"provenance"`
	Verified    []string `query:"verified"`
	Anchor      []string `query:"anchor"` // what became of its words in the newest version
	Late        []string `query:"late"`   // came after the closing
	Q           string   `query:"q"`
	Cursor      string   `query:"cursor"`
	Limit       int      `query:"limit"`
}

// Dimension is one column of the queue that can be filtered and counted.
type Dimension struct {
	Query string // its name in the URL
	JSON  string // its name as a facet
	Of    func(*ReviewFilter) *[]string
}

// Dimensions are the facets, in the order they are shown.
var Dimensions = []Dimension{
	{"region", "region", func(f *ReviewFilter) *[]string { return &f.Region }},
	{"country", "country", func(f *ReviewFilter) *[]string { return &f.Country }},
	{"stakeholder", "stakeholder_type", func(f *ReviewFilter) *[]string { return &f.Stakeholder }},
	{"provision", "provision", func(f *ReviewFilter) *[]string { return &f.Provision }},
	{"outcome", "outcome", func(f *ReviewFilter) *[]string { return &f.Outcome }},
	{"stance", "stance", func(f *ReviewFilter) *[]string { return &f.Stance }},
	{"type", "type", func(f *ReviewFilter) *[]string { return &f.Type }},
	{"language", "language", func(f *ReviewFilter) *[]string { return &f.Language }},
	{"provenance", "provenance", func(f *ReviewFilter) *[]string { return &f.Provenance }},
	{"verified", "verified", func(f *ReviewFilter) *[]string { return &f.Verified }},
	{"anchor", "anchor", func(f *ReviewFilter) *[]string { return &f.Anchor }},
	{"late", "late", func(f *ReviewFilter) *[]string { return &f.Late }},
}

// NoStance is the value of the stance facet for a stance that was not stated.
const NoStance = "not_stated"

// FacetCount is how many comments have a value under the other filters.
type FacetCount struct {
	Value string
	Count int
}

// Review is one page of the queue.
type Review struct {
	Items    []CommentView
	Next     string // cursor, empty at the end
	Total    int
	Facets   map[string][]FacetCount // by Dimension.JSON
	Answered int                     // of all, whatever the filter
	All      int
	Outline  []Provision // of the newest version of each draft, then what only older ones have; without texts
}

// CommentFilter is the filter of the public list; it knows published attributes only.
type CommentFilter struct {
	Draft        string   `query:"draft"`
	Provision    []string `query:"provision"`
	Region       []string `query:"region"`
	Stakeholder  []string `query:"stakeholder"`
	Outcome      []string `query:"outcome"`
	Language     []string `query:"language"`
	Stance       []string `query:"stance"`
	Organisation []string `query:"organisation"` // published for these, by those with their mandates
	Q            string   `query:"q"`
	Cursor       string   `query:"cursor"`
	Limit        int      `query:"limit"`
}

// Comments is one page of the public list.
type Comments struct {
	Items   []CommentView
	Next    string
	Total   int
	Removed int // of these, those that are no longer shown
}
