package demo

import (
	"travaux/internal/consult"
)

// report is one of reports.json: how far a pledge has come.
type report struct {
	consult.NewProgress
	Pledge   string `json:"pledge"` // its key
	By       string `json:"by"`
	DaysAgo  int    `json:"days_ago"`
	Measured int    `json:"measured"` // days from now
	File     string `json:"file"`
}

// page is a PDF file of one empty page.
const page = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// reported is what whoever pledged says has become of it.
func (ex *example) reported() []happening {
	var out []happening
	for i, r := range ex.reports {
		in := r.NewProgress
		in.MeasuredOn = ex.day(r.Measured)
		if r.File != "" {
			in.Evidence = []consult.Evidence{{Field: "files.0", FileName: r.File, Content: []byte(page)}}
		}
		out = append(out, happening{ex.hour(-r.DaysAgo, 17, 4*i), func() {
			ex.c.Report(r.By, ex.pledgeRefs[r.Pledge], func(to *consult.NewProgress) { *to = in })
		}})
	}
	return out
}
