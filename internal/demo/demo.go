// Package demo fills a database with the worked example: one consultation with its texts in six languages, its
// people, events, comments and answers (data/SOURCE.md says where they come from).
//
// It tells them through internal/story, so everything passes the same rules as what people send. It knows no
// database and no clock: it is told what day it is.
package demo

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/place"
	"travaux/internal/story"
	"travaux/models"
)

//go:embed data/*.json data/*.md
var files embed.FS

// draftSlug is the charter's.
const draftSlug = "charter"

// Fill puts the worked example into a database, as if it had begun 120 days before now; it does nothing when its
// consultation is there. With more comments than the example has, the rest are made of its parts, the same ones
// for the same number, and imported.
func Fill(ctx context.Context, svc *consult.Service, now time.Time, comments int) error {
	ex, err := load(now)
	if err != nil {
		return err
	}
	_, err = svc.Head(ctx, ex.about.Slug)
	if err == nil {
		return nil
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	ex.Story = story.New(ctx, svc, func() time.Time { return ex.at }, nil).Quietly()
	ex.begin()
	ex.tell()
	if err := ex.Err(); err != nil {
		return fmt.Errorf("fill in the example: %w", err)
	}
	return ex.multiply(ctx, svc, comments)
}

// example is the data, and how far it has been told.
type example struct {
	*story.Story
	about     about
	people    map[string]person
	inOrder   []person
	events    []event
	interests []interest
	comments  []comment
	now       time.Time
	zone      *time.Location
	at        time.Time // where the story is
	c         *story.Consultation
	draft     *story.Draft
	texts     map[int]models.Reading

	signatures   []signature
	preparations []preparation
	slugs        map[string]string // of organisations by name
	pledges      []pledge
	grades       []grade
	pledgeRefs   map[string]string // by key
	reports      []report
}

func load(now time.Time) (*example, error) {
	ex := &example{now: now.UTC().Truncate(time.Microsecond), people: map[string]person{}, texts: map[int]models.Reading{}}
	for name, into := range map[string]any{"consultation": &ex.about, "people": &ex.inOrder, "events": &ex.events, "interests": &ex.interests, "signatures": &ex.signatures, "prepared": &ex.preparations, "pledges": &ex.pledges, "grades": &ex.grades, "reports": &ex.reports} {
		if err := read(name, into); err != nil {
			return nil, err
		}
	}
	for n := 1; n <= commentFiles; n++ {
		var some []comment
		if err := read(fmt.Sprintf("comments.%d", n), &some); err != nil {
			return nil, err
		}
		ex.comments = append(ex.comments, some...)
	}
	for _, p := range ex.inOrder {
		ex.people[p.Key] = p
	}
	var err error
	ex.zone, err = time.LoadLocation(ex.about.TimeZone)
	return ex, err
}

// commentFiles is how many files the comments are in.
const commentFiles = 7

func read(name string, into any) error {
	b, err := files.ReadFile("data/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		return fmt.Errorf("read %s of the example: %w", name, err)
	}
	return nil
}

// day is a date so many days from today, where the consultation is at home.
func (ex *example) day(days int) string {
	return ex.now.In(ex.zone).AddDate(0, 0, days).Format(time.DateOnly)
}

// hour is an instant so many days from today.
func (ex *example) hour(days, hour, minute int) time.Time {
	d := ex.now.In(ex.zone).AddDate(0, 0, days)
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, ex.zone).UTC()
}

// begin sets everything up but the texts and what is said about them.
func (ex *example) begin() {
	a := ex.about
	ex.at = ex.hour(a.Phases[0].Opens-1, 9, 0)
	in := consult.NewConsultation{
		Slug: a.Slug, Title: a.Title[a.Language], Titles: a.Title, Summary: a.Summary[a.Language], Summaries: a.Summary,
		Language: a.Language, Languages: languages,
	}
	for _, p := range a.Phases {
		phase := consult.NewPhase{Kind: p.Kind, Name: p.Name[a.Language], Names: p.Name, OpensAt: ex.day(p.Opens), TimeZone: p.TimeZone}
		if p.Closes != nil {
			phase.ClosesAt = ex.day(*p.Closes)
		}
		if p.OpensOn != "" {
			phase.OpensAt = p.OpensOn
		}
		in.Phases = append(in.Phases, phase)
	}
	ex.c = ex.Begin(in)
	for _, p := range ex.inOrder {
		ex.c.Add(p.Key, consult.NewPerson{
			Email: p.Email, Name: p.Name, Language: p.Language, Country: p.Country,
			StakeholderType: p.StakeholderType, Organisation: p.Organisation, Roles: p.Roles, Consultation: a.Slug,
		})
	}
	ex.organisations()
	for _, p := range a.Partners {
		ex.c.Partner(p)
	}
	for _, d := range a.Documents {
		ex.c.Document(consult.NewDocument{Title: d.Title[a.Language], Titles: d.Title, URL: d.URL, FileName: d.FileName, Content: []byte(d.Content)})
	}
	for _, e := range ex.events {
		ex.schedule(e)
	}
}

// organisations adds those that people name as theirs, and lets these speak for them.
func (ex *example) organisations() {
	ex.slugs = map[string]string{}
	for _, p := range ex.inOrder {
		if p.Organisation == "" {
			continue
		}
		in := consult.NewOrganisation{
			Slug: ex.slugs[p.Organisation], Name: p.Organisation, Language: p.Language, Country: p.Country,
			StakeholderType: p.StakeholderType, StakeholderSubtype: p.Subtype,
		}
		if in.Slug == "" && !strings.ContainsAny(p.Organisation, "aeiou") { // in another script
			in.Slug = "of-" + p.Key
		}
		ex.slugs[p.Organisation] = ex.Organisation(in, p.Email).Slug
	}
}

func (ex *example) schedule(e event) {
	zone, err := time.LoadLocation(e.TimeZone)
	if err != nil {
		zone = time.UTC // then the use-case refuses the zone by its name
	}
	date := ex.now.In(zone).AddDate(0, 0, e.Starts).Format(time.DateOnly)
	in := consult.NewEvent{
		Slug: e.Slug, Title: e.Title[ex.about.Language], Titles: e.Title,
		Description: e.Description[ex.about.Language], Descriptions: e.Description, Kind: e.Kind, Attendance: e.Attendance,
		StartsAt: date + "T" + e.Local, TimeZone: e.TimeZone, Venue: e.Venue, Country: e.Country, Region: place.RegionOf(e.Country),
		Languages: e.Languages, Seats: e.Seats, OnlineURL: e.OnlineURL, Status: e.Status,
	}
	if start, err := time.ParseInLocation("2006-01-02T15:04", in.StartsAt, zone); err == nil {
		in.EndsAt = start.Add(time.Duration(e.Minutes) * time.Minute).Format(time.RFC3339)
	}
	ex.c.Schedule(in)
}
