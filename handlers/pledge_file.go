package handlers

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"travaux/internal/export"
	"travaux/internal/web"
	"travaux/models"
)

// pledgeFileRoutes give the public list of pledges as files, as it is filtered.
var pledgeFileRoutes = []route{
	{get, "/c/:consultation/pledges.csv", anybody, (*Handlers).pledgesCSV, "pledgesCSV"},
	{get, "/c/:consultation/pledges.xlsx", anybody, (*Handlers).pledgesXLSX, "pledgesXLSX"},
	{get, "/c/:consultation/pledges.json", anybody, (*Handlers).pledgesJSON, "pledgesJSON"},
	{get, "/c/:consultation/pledges.atom", anybody, (*Handlers).pledgesFeed, "pledgesFeed"},
}

// allPledges are those of a file.
type allPledges iter.Seq2[models.PledgeRecord, error]

// pledgeFile reads the filter of a file, writes it whole, and sends it.
func (h *Handlers) pledgeFile(c echo.Context, ending, contentType string, write func(io.Writer, allPledges) error) error {
	var f models.PledgeFilter
	if err := web.Query(c, &f); err != nil {
		return err
	}
	all, err := h.Consult.AllPledges(c.Request().Context(), c.Param("consultation"), f)
	if err != nil {
		return err
	}
	file, size, err := export.Spool(func(w io.Writer) error { return write(w, allPledges(all)) })
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	return web.DownloadFile(c, c.Param("consultation")+"-pledges."+ending, contentType, file, size)
}

// pledgesCSV is the list as CSV: pledges alone, one a line.
func (h *Handlers) pledgesCSV(c echo.Context) error {
	now, raw := h.Consult.Now(), c.QueryParam("raw") == "1"
	return h.pledgeFile(c, "csv", "text/csv; charset=utf-8", func(w io.Writer, all allPledges) error {
		table := export.Table{}
		for _, col := range pledgeColumns {
			table.Columns, table.Text = append(table.Columns, col.name), append(table.Text, col.text)
		}
		return export.CSV(w, table, raw, func(yield func([]string, error) bool) {
			for r, err := range all {
				row := make([]string, len(pledgeColumns))
				for i, col := range pledgeColumns {
					row[i] = cellText(col.of(r, now))
				}
				if !yield(row, err) {
					return
				}
			}
		})
	})
}

// pledgesJSON is the list as JSON, under the names of the columns, each pledge with the reports on it and its grades.
func (h *Handlers) pledgesJSON(c echo.Context) error {
	now := h.Consult.Now()
	return h.pledgeFile(c, "json", echo.MIMEApplicationJSON, func(w io.Writer, all allPledges) error {
		before := `{"items":[`
		for r, err := range all {
			if err != nil {
				return err
			}
			item := record(pledgeColumns, r, now)
			item["reports"] = each(r.Reports, func(x models.PledgeReportView) map[string]any { return record(reportColumns, x, now) })
			item["grades"] = each(r.Grades, func(g models.PledgeGrade) map[string]any { return record(gradeColumns, g, now) })
			line, err := json.Marshal(item)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintf(w, "%s\n%s", before, line); err != nil {
				return err
			}
			before = ","
		}
		if before != "," {
			before += "\n"
		}
		_, err := io.WriteString(w, strings.TrimPrefix(before, ",")+"]}\n")
		return err
	})
}

// The sheets of the file of Excel.
const (
	pledgeSheet = iota
	reportSheet
	gradeSheet
)

// pledgesXLSX is the list as a file of Excel, with a sheet of what became of the pledges.
func (h *Handlers) pledgesXLSX(c echo.Context) error {
	now := h.Consult.Now()
	const contentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	return h.pledgeFile(c, "xlsx", contentType, func(w io.Writer, all allPledges) error {
		book, err := export.NewBook("pledges", names(pledgeColumns))
		if err != nil {
			return err
		}
		defer func() { _ = book.Close() }()
		if err := book.Sheet("reports", append([]string{"pledge"}, names(reportColumns)...)); err != nil {
			return err
		}
		if err := book.Sheet("grades", append([]string{"pledge"}, names(gradeColumns)...)); err != nil {
			return err
		}
		for r, err := range all {
			if err == nil {
				err = bookRecord(book, r, now)
			}
			if err != nil {
				return err
			}
		}
		_, err = book.WriteTo(w)
		return err
	})
}

// bookRecord adds a pledge to the sheets, and what became of it.
func bookRecord(book *export.Book, r models.PledgeRecord, now time.Time) error {
	if err := book.Row(pledgeSheet, cells(pledgeColumns, r, now)); err != nil {
		return err
	}
	for _, x := range r.Reports {
		if err := book.Row(reportSheet, append([]any{r.Ref}, cells(reportColumns, x, now)...)); err != nil {
			return err
		}
	}
	for _, g := range r.Grades {
		if err := book.Row(gradeSheet, append([]any{r.Ref}, cells(gradeColumns, g, now)...)); err != nil {
			return err
		}
	}
	return nil
}

// pledgesFeed tells of the pledges that were published last, as a feed; withdrawn ones when they were.
func (h *Handlers) pledgesFeed(c echo.Context) error {
	a, err := h.at(c)
	if err != nil {
		return err
	}
	f := models.PledgeFilter{}
	if err := web.Query(c, &f); err != nil {
		return err
	}
	f.Cursor, f.Limit = "", 50
	list, err := h.Consult.Tracker(c.Request().Context(), a.Slug, f)
	if err != nil {
		return err
	}
	lang, words := web.Lang(c), web.Words(c)
	title, _ := a.Title.In(lang, a.Language)
	feed := atomFeed{
		Lang: lang, ID: h.Consult.PledgeURL(a.Slug, "feed"), Title: words.T("pledges.title") + " · " + title, Author: words.T("product.name"),
		Updated: instantOf(&a.CreatedAt), Links: []atomLink{{"alternate", h.Consult.PledgeURL(a.Slug, "")}},
	}
	for _, v := range list.Items {
		name, _ := v.Organisation.In(lang, v.OrganisationLanguage)
		at := v.ShownAt
		if v.WithdrawnAt != nil {
			at = v.WithdrawnAt
		}
		due, _ := v.Due()
		feed.Updated = max(feed.Updated, instantOf(at))
		link := h.Consult.PledgeURL(a.Slug, v.Ref)
		feed.Entries = append(feed.Entries, atomEntry{
			ID: link, Title: name + " · " + v.Title, Updated: instantOf(at), Link: atomLink{"alternate", link},
			Summary: words.T("pledge_status."+string(v.Status)) + " · " + words.T("outcome."+v.OutcomeArea) + " · " + words.T("pledge.due", "date", words.Date(due, "UTC")),
		})
	}
	body, err := xml.MarshalIndent(feed, "", " ")
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// pledgeColumn is a column of a file; text is somebody's own.
type pledgeColumn[T any] struct {
	name string
	text bool
	of   func(v T, now time.Time) any // a string, a truth, a number, a list of strings, a day, an instant; nil: there is none
}

func col[T any](name string, text bool, of func(v T) any) pledgeColumn[T] {
	return pledgeColumn[T]{name, text, func(v T, _ time.Time) any { return of(v) }}
}

func names[T any](columns []pledgeColumn[T]) []string {
	return each(columns, func(c pledgeColumn[T]) string { return c.name })
}

func each[A, B any](all []A, of func(A) B) []B {
	out := make([]B, len(all))
	for i, a := range all {
		out[i] = of(a)
	}
	return out
}

// record is a row as JSON.
func record[T any](columns []pledgeColumn[T], v T, now time.Time) map[string]any {
	out := map[string]any{}
	for _, c := range columns {
		switch x := c.of(v, now).(type) {
		case export.Day:
			out[c.name] = cellText(x)
		default:
			out[c.name] = x
		}
	}
	return out
}

// cells is a row of a sheet: days and instants as such, the rest as text.
func cells[T any](columns []pledgeColumn[T], v T, now time.Time) []any {
	return each(columns, func(c pledgeColumn[T]) any {
		switch x := c.of(v, now).(type) {
		case export.Day, time.Time:
			return x
		default:
			return cellText(x)
		}
	})
}

// cellText is a cell as text.
func cellText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case []string:
		return strings.Join(v, " ")
	case models.Milestones:
		return strings.Join(each(v, func(m models.Milestone) string { return m.DueOn + " " + m.Title }), "\n")
	case export.Day:
		return time.Time(v).Format(time.DateOnly)
	case time.Time:
		return instantOf(&v)
	}
	return ""
}
