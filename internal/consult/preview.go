package consult

import (
	"context"
	"slices"
	"time"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/redline"
	"travaux/models"
)

// NewImport is a text to be looked at before it is kept: a version of a draft that is there, or of a new one.
type NewImport struct {
	Draft    string `json:"draft"` // the slug of the draft; empty: a new one
	Slug     string `json:"slug"`  // of a new draft
	Title    string `json:"title"` // of a new draft
	FileName string `json:"-"`
	NewVersion
}

// recognised is a text that was brought in, as it is corrected until it is kept. Warnings name provisions by wid.
type recognised struct {
	Title      string
	Provisions []models.Provision
	Named      map[string]bool
	Warnings   []string
	Remarks    []remark
	Changes    string // what became of the tracked changes
	Tracked    int    // how many there are
}

// remark is a comment of a Word file.
type remark struct {
	ID, Author, Body string
	At               time.Time
	WID              string
	Start, End       int
	Exact            string
}

// ImportPreview is a text that was brought in, as it is recognised by now.
type ImportPreview struct {
	models.TextImport
	Reading  models.Reading // as the text would be read
	Warnings []string
	Changes  string
	Tracked  int                        // changes that the file tracks
	Comments map[string][]ImportComment // by wid; "": about the whole text
	Count    int                        // of the comments
	Matched  *models.Matched            // with the newest version; nil: there is none
	Missing  []string                   // of a translation: what has no words (a wid), or no place in the text ("position:12")
}

// ImportComment is a comment of a Word file, as the preview shows it.
type ImportComment struct {
	Author, Body string
	Start, End   int // of the words it is about, in the text as it is now; 0, 0: the provision
}

// imported finds a text that was brought in, for those who may keep it; for all others it is not there.
func (s *Service) imported(ctx context.Context, who models.Actor, slug, ref string) (models.Consultation, models.TextImport, models.Draft, error) {
	var none models.TextImport
	c, err := s.where(ctx, who, Translate, slug)
	if err != nil {
		return c, none, models.Draft{}, err
	}
	t, err := s.st.TextImport(ctx, c.ID, ref)
	if err != nil {
		return c, none, models.Draft{}, err
	}
	d := models.Draft{ConsultationID: c.ID, Slug: t.Draft, Title: t.DraftTitle, Language: t.Language}
	if !t.NewDraft {
		if d, err = s.st.Draft(ctx, c.ID, t.Draft); err != nil {
			return c, none, d, err
		}
	}
	if t.Language == d.Language && !Can(who, Draft, Thing{ConsultationID: c.ID}) {
		return c, none, d, fault.Missing("import")
	}
	return c, t, d, nil
}

// Imports lists the texts that were brought in and not kept yet, newest first, as far as one may keep them.
func (s *Service) Imports(ctx context.Context, who models.Actor, slug string) ([]models.TextImport, error) {
	c, err := s.where(ctx, who, Translate, slug)
	if err != nil {
		return nil, err
	}
	all, err := s.st.TextImports(ctx, c.ID)
	if err != nil || Can(who, Draft, Thing{ConsultationID: c.ID}) {
		return all, err
	}
	drafts, err := s.st.Drafts(ctx, c.ID)
	return slices.DeleteFunc(all, func(t models.TextImport) bool {
		return !slices.ContainsFunc(drafts, func(d models.DraftSummary) bool { return d.Slug == t.Draft && d.Language != t.Language })
	}), err
}

// Import shows a text that was brought in as it is recognised by now, with what matches the newest version.
func (s *Service) Import(ctx context.Context, who models.Actor, slug, ref string) (ImportPreview, error) {
	var p ImportPreview
	_, t, d, err := s.imported(ctx, who, slug, ref)
	if err != nil {
		return p, err
	}
	r, err := recognisedIn(t.Text)
	if err != nil {
		return p, err
	}
	p = ImportPreview{TextImport: t, Warnings: r.Warnings, Changes: r.Changes, Tracked: r.Tracked, Count: len(r.Remarks), Comments: map[string][]ImportComment{}}
	p.Reading = models.Reading{Draft: d, Provisions: r.Provisions, Text: models.VersionText{Language: t.Language, Title: r.Title}}
	if models.Blank(r.Title) {
		p.Reading.Text.Title = d.Title
	}
	words := byWID(r.Provisions)
	for _, m := range r.Remarks {
		wid, start, end := m.place(words)
		p.Comments[wid] = append(p.Comments[wid], ImportComment{Author: m.Author, Body: m.Body, Start: start, End: end})
	}
	if t.NewDraft {
		return p, nil
	}
	if t.Language != d.Language {
		p.Missing, err = s.unaligned(ctx, d, r.tree(t.Language))
		return p, err
	}
	_, earlier, taken, err := s.earlier(ctx, d.ConsultationID, d)
	if err != nil || len(earlier) == 0 {
		return p, err
	}
	p.Matched = matched(earlier, r.tree(t.Language), taken)
	return p, nil
}

// place finds what a remark is about in the text as it is now.
func (m remark) place(words map[string]models.Provision) (wid string, start, end int) {
	p, ok := words[m.WID]
	if !ok {
		return "", 0, 0
	}
	text := []rune(p.Text)
	if m.Exact != "" && m.End <= len(text) && m.Start < m.End && string(text[m.Start:m.End]) == m.Exact {
		return m.WID, m.Start, m.End
	}
	return m.WID, 0, 0
}

// unaligned tells what of a translation has no partner in the text.
func (s *Service) unaligned(ctx context.Context, d models.Draft, tree document.Tree) ([]string, error) {
	v, err := s.toTranslate(ctx, d.ConsultationID, d, 0)
	if fault.Is(err, fault.NotFound) { // discarded since: nothing has a partner
		return document.Align(&tree, nil), nil
	}
	if err != nil {
		return nil, err
	}
	source, err := s.st.Provisions(ctx, d.ConsultationID, v.ID, d.Language)
	return document.Align(&tree, source), err
}

// matched counts what became of the provisions of the newest version.
func matched(earlier []models.Provision, tree document.Tree, taken []string) *models.Matched {
	document.Identify(&tree, earlier, func(wid string) bool { _, ok := slices.BinarySearch(taken, wid); return ok })
	m := &models.Matched{Of: len(earlier)}
	for _, p := range redline.Compare(earlier, tree.Provisions) {
		switch {
		case p.From < 0:
			m.New++
		case p.To < 0:
			m.Gone++
		default:
			m.Kept++
			if len(p.Changes) > 0 {
				m.Changed++
			}
		}
	}
	return m
}
