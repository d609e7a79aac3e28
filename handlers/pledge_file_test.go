package handlers_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"travaux/internal/consult"
	"travaux/internal/export"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// pledging is a consultation on the site that takes signatures and pledges.
func pledging(t *testing.T, s *site) *story.Consultation {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	return tale.Consultation("harbours", story.Pledging())
}

// tracked is a site where two organisations pledged: one in words that a spreadsheet might run, with an amount that is
// kept from the public; one withdrew theirs.
func tracked(t *testing.T, s *site) *browser {
	t.Helper()
	c := pledging(t, s)
	for slug, country := range map[string]string{"harbour": "KE", "works": "FR"} {
		c.Organisation(consult.NewOrganisation{Slug: slug, Name: "The " + slug, Country: country, StakeholderType: "government"}, "")
	}
	c.Pledge("", "harbour", func(in *consult.NewPledge) {
		in.Title, in.Rationale, in.Amount, in.AmountPrivate = "=cmd()", "+ports cannot afford registries of their own; with open code five neighbours can run ours.", "777123", true
		in.Milestones = models.Milestones{{Title: "Ten", DueOn: in.DueOn}}
	})
	gone := c.Pledge("", "works", func(in *consult.NewPledge) { in.Kind, in.OutcomeArea = "research_knowledge", "capacity" })
	_, err := s.Consult().WithdrawPledge(t.Context(), s.system(), "harbours", gone.Ref, consult.PledgeWithdrawal{Reason: "The budget was cut."})
	testkit.Must(t, err)
	return s.browser(t)
}

func TestPledges_asFilesHoldWhatIsListedAndNoAmountThatIsKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := tracked(t, s)
		for _, ending := range []string{"csv", "json", "xlsx", "atom"} {
			got := b.get("/c/harbours/pledges." + ending).want(http.StatusOK)
			if strings.Contains(got.body, "777123") {
				t.Errorf("%s tells the amount that is kept", ending)
			}
			if b.get("/c/harbours/pledges."+ending+"?kind=x").status != http.StatusBadRequest {
				t.Errorf("%s takes any filter", ending)
			}
		}
		header, rows, err := export.ReadCSV(strings.NewReader(b.get("/c/harbours/pledges.csv?status=published").want(http.StatusOK).body))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for row, err := range rows {
			if n++; err != nil || row[slices.Index(header, "title")] != "'=cmd()" || row[slices.Index(header, "has_amount")] != "true" {
				t.Errorf("%q, %v", row, err)
			}
		}
		if n != 1 {
			t.Errorf("%d rows", n)
		}
		var file struct{ Items []map[string]any }
		testkit.Must(t, json.Unmarshal([]byte(b.get("/c/harbours/pledges.json").want(http.StatusOK).body), &file))
		if len(file.Items) != 2 || file.Items[0]["withdrawn_reason"] != "The budget was cut." || file.Items[1]["title"] != "=cmd()" || file.Items[1]["late"] != false {
			t.Errorf("%v", file)
		}
		if empty := b.get("/c/harbours/pledges.json?country=ES").want(http.StatusOK).body; !json.Valid([]byte(empty)) || !strings.Contains(empty, `"items":[`) {
			t.Errorf("%q", empty)
		}
	})
}

func TestPledges_asSheetsAreTextAndDays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := tracked(t, s)
		book, err := excelize.OpenReader(bytes.NewReader([]byte(b.get("/c/harbours/pledges.xlsx?order=due").want(http.StatusOK).body)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("pledges")
		if err != nil || len(rows) != 3 {
			t.Fatalf("%q, %v", rows, err)
		}
		if rows[1][slices.Index(rows[0], "amount")]+rows[2][slices.Index(rows[0], "amount")] != "250000.50" {
			t.Errorf("%q tell an amount that is kept, or not the other", rows)
		}
		at := slices.Index(rows[0], "due_on")
		cell, _ := excelize.CoordinatesToCellName(at+1, 2)
		raw, err := book.GetCellValue("pledges", cell, excelize.Options{RawCellValue: true})
		if err != nil || strings.Trim(raw, "0123456789") != "" || len(rows[1][at]) != len("2006-01-02") {
			t.Errorf("due_on is %q, shown as %q: %v", raw, rows[1][at], err)
		}
		if grades, err := book.GetRows("grades"); err != nil || len(grades) != 1 || grades[0][0] != "pledge" {
			t.Errorf("%q, %v", grades, err)
		}
	})
}

func TestPledges_feedTellsOfTheNewest(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := tracked(t, s)
		var feed struct {
			Entries []struct {
				Title string `xml:"title"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal([]byte(b.get("/c/harbours/pledges.atom?kind=financial").want(http.StatusOK).body), &feed); err != nil {
			t.Fatal(err)
		}
		if len(feed.Entries) != 1 || !strings.Contains(feed.Entries[0].Title, "=cmd()") {
			t.Errorf("%+v", feed)
		}
	})
}

// listCosts are what the lists that anybody reads may ask of the database. A file asks five statements for each 200 pledges.
var listCosts = map[string]int64{
	"/c/harbours/pledges": 13, "/c/harbours/pledges?region=002&due=overdue": 13, "/c/harbours/pledges?kind=financial&order=due&freshness=green": 13,
	"/c/harbours/pledges.csv": 8, "/c/harbours/pledges.xlsx": 8, "/c/harbours/pledges.json": 8, "/c/harbours/pledges.atom": 12,
	"/c/harbours/signatures": 20, "/c/harbours/signatures?region=002": 20,
}

func TestPledges_costTheSameStatementsHoweverMany(t *testing.T) {
	sameCosts(t, listCosts, [2]int{15, 45}, func(t *testing.T, m *meter, size int) {
		c := pledging(t, m.site)
		c.Draft("charter", "# Charter\n\n## Article 1 Aim\n\n1. Code is open.\n")
		for n := range size {
			slug := fmt.Sprintf("harbour-%d", n)
			c.Organisation(consult.NewOrganisation{Slug: slug, Name: "Harbour " + slug, Country: []string{"KE", "PE", "SN"}[n%3], StakeholderType: "government"}, "")
			c.Sign("", slug)
			c.Pledge("", slug)
		}
		b := m.site.browser(t)
		for path := range listCosts {
			m.count(path, func() { b.get(path).want(http.StatusOK) })
		}
	})
}
