package templates

import (
	"strconv"
	"strings"

	"travaux/models"
)

// Spoken is a sentence of which some words are in another language or lead somewhere.
type Spoken []SpokenPart

// SpokenPart is some words of a sentence; Lang is empty where they are in the page's language.
type SpokenPart struct{ Text, Lang, Dir, Href string }

// The signs around the number of a part while a sentence is put together; no text holds them.
const partBegin, partEnd = "\x01", "\x02"

// spoken says a text of the catalogue with parts in place of some of its words: a string, a SpokenPart, or a list of these.
func (s speaker) spoken(key string, args ...any) Spoken {
	var parts []SpokenPart
	mark := func(p SpokenPart) string {
		parts = append(parts, p)
		return partBegin + strconv.Itoa(len(parts)-1) + partEnd
	}
	for i := 1; i < len(args); i += 2 {
		switch v := args[i].(type) {
		case SpokenPart:
			args[i] = mark(v)
		case []SpokenPart:
			marks := make([]string, len(v))
			for k, p := range v {
				marks[k] = mark(p)
			}
			args[i] = s.List(marks)
		}
	}
	var out Spoken
	for rest := s.T(key, args...); rest != ""; {
		before, after, found := strings.Cut(rest, partBegin)
		if before != "" {
			out = append(out, SpokenPart{Text: before})
		}
		number, left, _ := strings.Cut(after, partEnd)
		if at, err := strconv.Atoi(number); found && err == nil && at < len(parts) {
			out = append(out, parts[at])
		}
		rest = left
	}
	return out
}

// quote is some words of the text, in its language.
func (r *redliner) quote(words string) SpokenPart {
	return SpokenPart{Text: elided(words), Lang: r.c.New.Text.Language, Dir: r.dir}
}

// named are provisions by their wids, with the way to those that are on the page.
func (r *redliner) named(wids []string, in map[string]models.Provision) []SpokenPart {
	out := make([]SpokenPart, len(wids))
	for i, wid := range wids {
		out[i] = SpokenPart{Text: r.s.provision(in[wid]), Href: "#" + wid}
	}
	return out
}

// fates says what became of a provision besides its words.
func (r *redliner) fates(row *Row) {
	older, newer := r.c.Of(row.Compared)
	say := func(key string, args ...any) { row.Fates = append(row.Fates, r.s.spoken(key, args...)) }
	switch {
	case row.Fate == models.FateSplit && len(row.Targets) > 0:
		say("fate.split_into", "list", r.named(row.Targets, r.new))
	case row.Fate == models.FateSplit:
		say("fate.split_off", "list", r.named(row.Sources, r.old))
	case row.Fate == models.FateJoined && len(row.Sources) > 0:
		say("fate.joined_from", "list", r.named(row.Sources, r.old))
	case row.Fate == models.FateJoined:
		say("fate.joined_into", "list", r.named(row.Targets, r.new))
	}
	if older == nil || newer == nil {
		return
	}
	before, now := r.s.provision(r.old[older.WID]), r.s.provision(r.new[newer.WID])
	switch {
	case row.Moved && before != now:
		say("fate.moved_from", "before", before)
	case row.Moved:
		say("fate.moved_within")
	case row.Renumbered:
		say("fate.renumbered_from", "before", before)
	}
	for _, c := range row.Changes {
		if c.Part == models.PartNumber {
			row.Renumbering = c.ID
		}
	}
}

// entries puts what became of a provision into sentences.
func (r *redliner) entries(row *Row) {
	where := SpokenPart{Text: r.s.provision(row.Called)}
	here := "#" + row.Provision.WID
	add := func(href, key string, args ...any) {
		row.Entries = append(row.Entries, Entry{r.s.spoken(key, append([]any{"where", where}, args...)...), href})
	}
	if row.Fate == models.FateInserted || row.Fate == models.FateRemoved {
		if len(row.Changes) > 0 {
			here = "#ch-" + row.Changes[0].ID
		}
		add(here, "change."+string(row.Fate), "words", r.quote(strings.TrimSpace(row.Provision.Heading+" "+row.Provision.Text)))
		return
	}
	for _, said := range row.Fates {
		key := here
		if row.Renumbering != "" {
			key = "#ch-" + row.Renumbering
		}
		row.Entries = append(row.Entries, Entry{r.about(where, said), key})
	}
	for _, c := range row.Changes {
		if c.Part == models.PartNumber {
			continue // said above
		}
		at := where
		if c.Part == models.PartHeading {
			at.Text = r.s.T("change.heading", "where", where.Text)
		}
		row.Entries = append(row.Entries, Entry{
			r.s.spoken("change."+c.Op, "where", at, "old", r.quote(c.Old), "new", r.quote(c.New)), "#ch-" + c.ID,
		})
	}
}

// about puts a provision before what became of it; in the list, its ways lead nowhere, for the whole line does.
func (r *redliner) about(where SpokenPart, said Spoken) Spoken {
	inner := ""
	for _, p := range said {
		inner += p.Text
	}
	return r.s.spoken("change.fate", "where", where, "fate", SpokenPart{Text: inner})
}
