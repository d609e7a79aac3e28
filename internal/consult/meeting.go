package consult

import (
	"strings"
	"unicode/utf8"

	"travaux/internal/document"
	"travaux/internal/redline"
	"travaux/models"
)

// Meet shows two people who edited one provision what each changed in what both began with, and brings it together.
func Meet(language string, began, theirs, mine models.Typed) models.Meeting {
	m := models.Meeting{Theirs: typedDiff(language, began, theirs), Mine: typedDiff(language, began, mine), Together: mine}
	if mine.Kind == began.Kind {
		m.Together.Kind = theirs.Kind
	}
	if mine.Number == began.Number {
		m.Together.Number = theirs.Number
	}
	var unsure bool
	m.Together.Heading, m.Unsure = redline.Merge(began.Heading, mine.Heading, theirs.Heading)
	m.Together.Content, unsure = redline.Merge(lf(began.Content), lf(mine.Content), lf(theirs.Content))
	m.Unsure = m.Unsure || unsure
	return m
}

// lf is a text with the line ends that are stored; browsers send others.
func lf(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func typedDiff(language string, was, is models.Typed) models.ProvisionDiff {
	provision := func(t models.Typed) *models.Provision {
		return &models.Provision{Language: language, Kind: t.Kind, Number: t.Number, Heading: t.Heading, HTML: lf(t.Content)}
	}
	return models.ProvisionDiff{
		Was: provision(was), Is: provision(is), Heading: runs(was.Heading, is.Heading), Words: runs(lf(was.Content), lf(is.Content)),
	}
}

// changed is what became of one provision, with little of what stayed.
func changed(was, is *models.Provision) models.ProvisionDiff {
	d := models.ProvisionDiff{Was: was, Is: is}
	none := models.Provision{}
	a, b := &none, &none
	if was != nil {
		a = was
	}
	if is != nil {
		b = is
	}
	d.Heading = runs(a.Heading, b.Heading)
	if was != nil && is != nil && a.Text == b.Text && a.HTML != b.HTML { // only its markup changed
		d.Words = brief(runs(document.MarkdownOf(*a), document.MarkdownOf(*b)))
		return d
	}
	d.Words = brief(runs(a.Text, b.Text))
	return d
}

const (
	// nearby is how many characters of what stayed the same are shown beside a change.
	nearby = 60
	// left stands for the rest.
	left = " … "
)

// brief leaves out what stayed the same far from any change.
func brief(list []models.Run) []models.Run {
	for i, r := range list {
		if r.Op != string(redline.Equal) || utf8.RuneCountInString(r.Text) <= 3*nearby {
			continue
		}
		before, after := head(r.Text, nearby), tail(r.Text, nearby)
		switch {
		case len(list) == 1, i+1 == len(list):
			list[i].Text = before + left
		case i == 0:
			list[i].Text = left + after
		default:
			list[i].Text = before + left + after
		}
	}
	return list
}

// head is the beginning of a text up to the first blank after n characters.
func head(s string, n int) string {
	at := runeAt(s, n)
	if i := strings.IndexAny(s[at:], " \n"); i >= 0 && i < nearby {
		at += i
	}
	return s[:at]
}

// tail is the end of a text, from the last blank before its last n characters.
func tail(s string, n int) string {
	at := runeAt(s, utf8.RuneCountInString(s)-n)
	if i := strings.LastIndexAny(s[:at], " \n"); i >= 0 && at-i < nearby {
		at = i + 1
	}
	return s[at:]
}

func runeAt(s string, n int) int {
	for at := range s {
		if n == 0 {
			return at
		}
		n--
	}
	return len(s)
}
