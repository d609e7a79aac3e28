package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/models"
)

// seed makes the hours, and which of the drafters answers, the same each time.
const seed = 20260314

// waiting is how many comments of nobody in particular still wait for the moderator.
const waiting = 2

// happening is something that is done at an instant.
type happening struct {
	at time.Time
	do func()
}

// tell has everything happen in the order of time, so that numbers and lists are as they would have been.
func (ex *example) tell() {
	r := rand.New(rand.NewPCG(seed, 0))
	var all []happening
	for i, v := range ex.about.Versions {
		all = append(all, happening{ex.published(i), func() { ex.publish(v.Number) }})
	}
	all = append(all, ex.interested()...)
	left := waiting // the newest ones
	for _, c := range slices.SortedStableFunc(slices.Values(ex.comments), func(a, b comment) int { return cmp.Compare(a.DaysAgo, b.DaysAgo) }) {
		said := &said{comment: c, at: ex.hour(-c.DaysAgo, 7+r.IntN(13), r.IntN(60))}
		all = append(all, happening{said.at, func() { ex.say(said) }})
		soon := said.at.Add(time.Duration(1+r.IntN(20)) * time.Hour)
		if c.Author == "" && c.Answer == nil && left > 0 {
			left--
			continue
		}
		if c.Author == "" {
			all = append(all, happening{ex.before(soon, c), func() { ex.moderate(said) }})
		}
		if who := []string{"delta-drafter", "dune-drafter"}[r.IntN(2)]; c.Answer != nil {
			later := soon.Add(time.Duration(24+r.IntN(24*8)) * time.Hour)
			all = append(all, happening{ex.before(later, c), func() { ex.answer(said, who) }})
		}
	}
	all = append(all, ex.signs()...)
	all = append(all, ex.prepares()...)
	all = append(all, ex.pledged()...)
	all = append(all, ex.reported()...)
	all = append(all, ex.graded()...)
	all = append(all, ex.extensions()...)
	slices.SortStableFunc(all, func(a, b happening) int { return a.at.Compare(b.at) })
	for _, h := range all {
		ex.at = h.at
		h.do()
	}
}

// extensions are the phases that close later than they were to.
func (ex *example) extensions() []happening {
	var out []happening
	for i, p := range ex.about.Phases {
		if e := p.Extended; e != nil {
			out = append(out, happening{ex.hour(e.In, 10, 0), func() { ex.c.Extend("olive-organiser", i+1, ex.day(e.Closes), e.Reason) }})
		}
	}
	return out
}

// published is when a version was.
func (ex *example) published(i int) time.Time { return ex.hour(ex.about.Versions[i].Published, 6, 0) }

// before keeps what follows a comment ahead of the version after the one it is about, and of now.
func (ex *example) before(at time.Time, c comment) time.Time {
	end := ex.now
	if c.Version < len(ex.about.Versions) {
		end = ex.published(c.Version)
	}
	if at.Before(end) {
		return at
	}
	return end.Add(-time.Minute)
}

// said is a comment with what became of it.
type said struct {
	comment
	at      time.Time
	receipt models.Receipt
}

// publish reads a version in all its languages and publishes it.
func (ex *example) publish(number int) {
	if ex.draft == nil {
		title := ex.about.Title[ex.about.Language]
		ex.draft = ex.c.NewDraft(consult.NewDraft{Slug: draftSlug, Title: title, Language: ex.about.Language})
	}
	for _, l := range languages {
		content, err := files.ReadFile(fmt.Sprintf("data/charter.v%d.%s.md", number, l))
		if err != nil {
			content = nil // the use-case refuses an empty text
		}
		ex.draft.Import(consult.NewVersion{Format: "markdown", Content: string(content), Language: l})
	}
	ex.texts[number] = ex.draft.Publish("")
}

// say makes a comment, as its author or as nobody in particular.
func (ex *example) say(s *said) {
	p := ex.people[s.Author]
	country := cmp.Or(s.Country, p.Country)
	details := []story.Detail{
		story.Of(draftSlug, s.Version), story.By(s.Author), story.In(s.Language), story.OfType(s.Type), story.Taking(s.Stance),
		story.From(country, models.StakeholderType(cmp.Or(p.StakeholderType, string(models.Individual)))),
		story.Saying(s.Body), story.Proposing(s.Proposed), story.With(func(in *consult.NewComment) {
			in.StakeholderSubtype, in.PublishName, in.Target.Language = p.Subtype, s.ShowName, s.Language
		}),
	}
	if s.SpeakingAs == "organisation" {
		details = append(details, story.For(p.Organisation))
	}
	if s.On != "" {
		wid := widAt(ex.texts[s.Version].Provisions, s.On)
		details = append(details, story.On(wid))
		if s.Quote != "" {
			details = append(details, story.On(wid, s.Quote))
		}
	}
	s.receipt = ex.c.Comment(details...)
}

// moderate lets the moderator publish a comment that waited.
func (ex *example) moderate(s *said) {
	s.receipt.Ref = ex.c.Moderate("moss-moderator", s.receipt.Receipt, "publish", "").Ref()
}

func (ex *example) answer(s *said, who string) {
	ex.c.Answer(who, s.receipt.Ref, s.Answer.Outcome, s.Answer.Reason)
}

// widAt follows a path of numbers: an article (or preamble, annex-a) by its own, what is in it by its place.
func widAt(text []models.Provision, path string) string {
	first, rest, deeper := strings.Cut(path, ".")
	top := slices.IndexFunc(text, func(p models.Provision) bool {
		switch p.Kind {
		case models.Preamble:
			return first == "preamble"
		case models.Annex:
			return first == "annex-"+strings.ToLower(p.Number)
		}
		return p.Parent == "" && p.Number == first
	})
	if top < 0 {
		return path // the use-case refuses it by this name
	}
	wid := text[top].WID
	for deeper {
		var step string
		step, rest, deeper = strings.Cut(rest, ".")
		n := int(step[0] - '1')
		if step[0] >= 'a' {
			n = int(step[0] - 'a')
		}
		below := slices.DeleteFunc(slices.Clone(text), func(p models.Provision) bool { return p.Parent != wid })
		if n < 0 || n >= len(below) {
			return path
		}
		wid = below[n].WID
	}
	return wid
}
