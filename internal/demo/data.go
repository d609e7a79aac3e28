package demo

import (
	"travaux/internal/consult"
	"travaux/models"
)

// languages are those the charter is there in, the authoritative one first.
var languages = []string{"en", "fr", "es", "ar", "ru", "zh"}

// about is consultation.json.
type about struct {
	Slug     string       `json:"slug"`
	Title    models.Texts `json:"title"`
	Summary  models.Texts `json:"summary"`
	Language string       `json:"authoritative_language"`
	TimeZone string       `json:"time_zone"`
	Phases   []struct {
		Kind     string       `json:"kind"`
		Name     models.Texts `json:"name"`
		OpensOn  string       `json:"opens_on"` // a date in history, in the place of Opens
		Opens    int          `json:"opens_in_days"`
		Closes   *int         `json:"closes_in_days"`
		Extended *struct {
			In     int          `json:"in_days"`
			Closes int          `json:"closes_in_days"`
			Reason models.Texts `json:"reason"`
		} `json:"extended"`
		TimeZone string `json:"time_zone"`
	} `json:"phases"`
	Versions []struct {
		Number    int `json:"number"`
		Published int `json:"published_in_days"`
	} `json:"versions"`
	Partners  []consult.NewPartner `json:"partners"`
	Documents []struct {
		Title    models.Texts `json:"title"`
		FileName string       `json:"filename"`
		Content  string       `json:"content"`
		URL      string       `json:"url"`
	} `json:"documents"`
}

// person is one of people.json.
type person struct {
	Key             string   `json:"key"`
	Name            string   `json:"name"`
	Email           string   `json:"email"`
	Country         string   `json:"country"`
	StakeholderType string   `json:"stakeholder_type"`
	Subtype         string   `json:"stakeholder_subtype"`
	Organisation    string   `json:"organisation"`
	Language        string   `json:"language"`
	Roles           []string `json:"roles"`
}

// event is one of events.json.
type event struct {
	Slug        string       `json:"slug"`
	Title       models.Texts `json:"title"`
	Description models.Texts `json:"description"`
	Kind        string       `json:"kind"`
	Attendance  string       `json:"attendance"`
	TimeZone    string       `json:"time_zone"`
	Country     string       `json:"country"`
	Venue       string       `json:"venue"`
	Languages   []string     `json:"languages"`
	Seats       *int         `json:"seats"`
	OnlineURL   string       `json:"online_url"`
	Starts      int          `json:"starts_in_days"`
	Local       string       `json:"local_time"`
	Minutes     int          `json:"minutes"`
	Status      string       `json:"status"`
}

// comment is one of comments.*.json.
type comment struct {
	Author     string `json:"author"` // key of a person; empty: nobody in particular
	Version    int    `json:"version"`
	On         string `json:"on"` // a path of numbers: 2.1, 3.2.b, annex-a.3; empty: the whole text
	Quote      string `json:"quote"`
	Language   string `json:"language"`
	Type       string `json:"type"`
	Stance     string `json:"stance"`
	Body       string `json:"body"`
	Proposed   string `json:"proposed_text"`
	SpeakingAs string `json:"speaking_as"`
	ShowName   bool   `json:"publish_name"`
	Country    string `json:"country"` // empty: the author's
	DaysAgo    int    `json:"days_ago"`
	Answer     *struct {
		Outcome string `json:"outcome"`
		Reason  string `json:"reason"`
	} `json:"answer"`
}
