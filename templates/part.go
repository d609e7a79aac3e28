package templates

import (
	"net/url"
	"slices"
	"strconv"

	"travaux/models"
)

// ProvisionPath leads to a provision of a version, where the text is in parts to the right one: a fragment alone is not
// sent to the server.
func ProvisionPath(version, wid string) string {
	if wid == "" {
		return version
	}
	return version + "?" + url.Values{"at": {wid}}.Encode() + "#" + url.PathEscape(wid)
}

// provisionAt leads to a provision, or with an empty wid to the text, in a published version of a draft.
func (b Base) provisionAt(draft string, version int, wid string) string {
	return ProvisionPath(b.Root()+"/drafts/"+url.PathEscape(draft)+"/v/"+strconv.Itoa(version), wid)
}

// TargetPath leads to what a comment is about, in the version on which it was made.
func (b Base) TargetPath(c models.CommentView) string {
	return b.provisionAt(c.Draft, c.Version, c.WID+c.AfterWID)
}

// Content is an entry of the contents list.
type Content struct {
	models.Provision
	Href  string
	Class string // how far it is set in
	Lang  string
	Below int // comments on it and all under it
}

// Contents are the provisions of the whole text with a heading, two levels deep.
func (p ReaderPage) Contents() []Content {
	r := p.Reading
	below, here := sums(r), read(r)
	var list []Content
	for _, e := range r.All() {
		if e.Depth > 1 || !hasHead(e) {
			continue
		}
		c := Content{Provision: e, Href: "#" + url.PathEscape(e.WID), Class: setIn(e), Lang: r.Text.Language, Below: below[e.WID]}
		if words, ok := here[e.WID]; ok {
			c.Provision = words
		} else {
			c.Href = p.part(r.PartAt(e.Position), e.WID)
		}
		if c.Language != "" {
			c.Lang = c.Language
		}
		list = append(list, c)
	}
	return list
}

// PartPath is this page with another part of the text.
func (p ReaderPage) PartPath(n int) string { return p.part(n, "") }

func (p ReaderPage) part(n int, wid string) string {
	number := ""
	if n > 1 {
		number = strconv.Itoa(n)
	}
	return p.with("part", number, wid)
}

// ListedPath is where search engines find this page in its language: without what is shown beside it.
func (p ReaderPage) ListedPath() string {
	q := url.Values{"lang": {p.Lang}}
	if t := p.Query.Get("text"); t != "" {
		q.Set("text", t)
	}
	if p.Reading.Part > 1 {
		q.Set("part", strconv.Itoa(p.Reading.Part))
	}
	return p.Path + "?" + q.Encode()
}

// PreviousPath is the part before this one; empty: there is none.
func (p ReaderPage) PreviousPath() string {
	if p.Reading.Part < 2 {
		return ""
	}
	return p.PartPath(p.Reading.Part - 1)
}

// NextPath is the part after this one; empty: there is none.
func (p ReaderPage) NextPath() string {
	if p.Reading.Part == 0 || p.Reading.Part == len(p.Reading.Parts) {
		return ""
	}
	return p.PartPath(p.Reading.Part + 1)
}

// WholePath is this page with the whole text.
func (p ReaderPage) WholePath() string {
	whole := p
	whole.Reading.Part = 0
	return whole.with("all", "1", "")
}

// PartsPath is this page part by part.
func (p ReaderPage) PartsPath() string { return p.with("all", "", "") }

// Within are the headings in the middle of which this part begins, the highest first.
func (p ReaderPage) Within() []models.Provision {
	r := p.Reading
	if r.Part == 0 || len(r.Provisions) == 0 {
		return nil
	}
	above := make(map[string]models.Provision, len(r.Outline))
	var first models.Provision
	for _, e := range r.Outline {
		above[e.WID] = e
		if e.Position == r.Parts[r.Part-1].From {
			first = e
		}
	}
	var list []models.Provision
	for at, ok := above[first.Parent]; ok && at.Position < first.Position; at, ok = above[at.Parent] {
		list, first = append(list, at), at
	}
	slices.Reverse(list)
	return list
}
