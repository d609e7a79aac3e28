package document

import (
	"slices"

	"travaux/internal/docx"
	"travaux/models"
)

// restyled is a file without what LibreOffice does to the styles of it: what follows deleted paragraphs gets the style of
// the first of them, so that an article would be called and read as the item before it that somebody deleted, or words as
// the heading that was deleted with them. Which provision a paragraph is of says its bookmark.
type restyled struct {
	base  map[string]models.Provision
	known map[string]string
	begun map[string]string // wids, by the ids of the bookmarks that were met
	seen  map[string]bool   // wids of which the first paragraph was met
}

// restyle gives paragraphs after deleted ones the styles in which they went out.
func restyle(blocks []docx.Block, base []models.Provision) {
	r := restyled{base: byWIDs(base), known: map[string]string{}, begun: map[string]string{}, seen: map[string]bool{}}
	for _, p := range base {
		r.known[BookmarkName(p.WID)] = p.WID
	}
	var gone []string // the styles of the paragraphs before this one of which the ends were deleted
	for _, b := range blocks {
		if b.Paragraph == nil {
			gone = nil
			continue
		}
		style := b.Paragraph.Style
		if meant := r.meant(b.Paragraph); meant != "" && slices.Contains(gone, style) {
			b.Paragraph.Style = meant
		}
		if gone = append(gone, style); b.Paragraph.Deleted == nil {
			gone = nil
		}
	}
}

// meant is the style in which a paragraph went out; empty where its bookmark does not tell.
func (r *restyled) meant(p *docx.Paragraph) string {
	wid := ""
	for _, run := range p.Runs {
		switch {
		case run.Kind == docx.BookmarkStart && r.known[run.Text] != "":
			wid = r.known[run.Text]
			r.begun[run.ID] = wid
		case run.Kind == docx.BookmarkEnd && wid == "":
			wid = r.begun[run.ID]
		}
	}
	was, ok := r.base[wid]
	if !ok {
		return ""
	}
	w := docxWriter{seen: map[string]bool{}}
	if r.seen[wid] {
		return w.wordsStyle(was.Depth)
	}
	r.seen[wid] = true
	return w.style(was, beginsWithText(was, w.segments(was)))
}
