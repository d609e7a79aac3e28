package handlers

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/export"
	"travaux/internal/web"
	"travaux/models"
)

// register reads the filters of a file of the register.
func (h *Handlers) register(c echo.Context) (iter.Seq2[models.SignatureView, error], error) {
	var f models.SignatureFilter
	err := web.Query(c, &f)
	return h.Consult.AllSignatures(c.Request().Context(), c.Param("consultation"), f), err
}

// registerColumns are those of the register as CSV; text is guarded against formulas.
var registerColumns = []string{
	"number", "organisation", "name", "country", "region", "stakeholder_type", "officer_name", "officer_title", "draft", "version", "language",
	"sha256", "status", "signed_at", "published_at", "withdrawn_at", "reservation_kind", "reservation", "late", "signature",
}

// registerCSV is the register as CSV.
func (h *Handlers) registerCSV(c echo.Context) error {
	all, err := h.register(c)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	table := export.Table{Columns: registerColumns, Text: make([]bool, len(registerColumns))}
	for i, name := range registerColumns {
		table.Text[i] = slices.Contains([]string{"name", "officer_name", "officer_title", "reservation"}, name)
	}
	if err := export.CSV(&out, table, c.QueryParam("raw") == "1", func(yield func([]string, error) bool) {
		for v, err := range all {
			if !yield(registerRow(v), err) {
				return
			}
		}
	}); err != nil {
		return err
	}
	return web.Download(c, c.Param("consultation")+"-signatures.csv", "text/csv; charset=utf-8", out.Bytes())
}

func registerRow(v models.SignatureView) []string {
	name, _ := v.Called(v.OrganisationLanguage)
	return []string{
		strconv.Itoa(v.Number), v.OrganisationSlug, name, v.Country, v.Region, string(v.StakeholderType), v.OfficerName, v.OfficerTitle, v.Draft,
		strconv.Itoa(v.Version), v.Language, v.SHA256, string(v.Status), instantOf(&v.SignedAt), instantOf(v.PublishedAt), instantOf(v.WithdrawnAt),
		v.ReservationKind, v.Reservation, strconv.FormatBool(v.Late), v.Ref,
	}
}

func instantOf(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// registerJSON is the whole register as JSON, under the names of the columns.
func (h *Handlers) registerJSON(c echo.Context) error {
	all, err := h.register(c)
	if err != nil {
		return err
	}
	items := []map[string]string{}
	for v, err := range all {
		if err != nil {
			return err
		}
		item := map[string]string{}
		for i, cell := range registerRow(v) {
			item[registerColumns[i]] = cell
		}
		items = append(items, item)
	}
	body, err := json.Marshal(map[string]any{"items": items})
	if err != nil {
		return err
	}
	return web.Download(c, c.Param("consultation")+"-signatures.json", echo.MIMEApplicationJSON, body)
}

// atomFeed is a feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Link    atomLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// registerFeed tells what came into the register last, as a feed.
func (h *Handlers) registerFeed(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	page, err := h.Consult.Signatures(c.Request().Context(), a.Slug, models.SignatureFilter{Order: "newest", Limit: 50})
	if err != nil {
		return err
	}
	lang, words := web.Lang(c), web.Words(c)
	title, _ := a.Title.In(lang, a.Language)
	feed := atomFeed{
		Lang: lang, ID: h.Consult.SignatureURL(a.Slug, "feed"), Title: words.T("signatures.title") + " · " + title, Author: words.T("product.name"),
		Updated: instantOf(&a.CreatedAt), Links: []atomLink{{"alternate", h.Consult.SignatureURL(a.Slug, "")}},
	}
	for _, v := range page.Items {
		name, _ := v.Called(lang)
		at := *v.PublishedAt
		if v.WithdrawnAt != nil {
			at = *v.WithdrawnAt
		}
		feed.Updated = max(feed.Updated, instantOf(&at))
		link := h.Consult.SignatureURL(a.Slug, v.Ref)
		feed.Entries = append(feed.Entries, atomEntry{
			ID: link, Title: name, Updated: instantOf(&at), Link: atomLink{"alternate", link},
			Summary: words.T("signature_status."+string(v.Status)) + " · " + words.T("version.number", "number", strconv.Itoa(v.Version)),
		})
	}
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}
