package document

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/docx"
)

// Remark is a comment that ToDOCX puts into a file: on the words Exact of the provision WID, on its beginning where those
// are in none of its paragraphs, and on the title where WID is empty. One on a provision that is not there is left out.
type Remark struct {
	WID, Exact, Author, Text string
	Date                     time.Time
}

// remarks puts the comments on a provision, or on the title, around its words. words are the paragraphs of its own words,
// first is where it begins.
func (w *docxWriter) remarks(wid string, first *docx.Paragraph, words []*docx.Paragraph) {
	for _, r := range w.cover.Remarks {
		if r.WID != wid {
			continue
		}
		id := strconv.Itoa(len(w.doc.Comments))
		if !surrounded(words, r.Exact, id) {
			begin := slices.IndexFunc(first.Runs, func(r docx.Run) bool { return r.Kind != docx.BookmarkStart })
			surround(first, max(begin, 0), len(first.Runs), id)
		}
		c := docx.Comment{ID: id, Author: r.Author, Initials: initials(r.Author), Date: r.Date}
		for line := range strings.SplitSeq(r.Text, "\n") {
			c.Blocks = append(c.Blocks, docx.Block{Paragraph: &docx.Paragraph{
				Style: "CommentText", RightToLeft: w.rtl, Runs: []docx.Run{w.plain(line, "")},
			}})
		}
		w.doc.Comments = append(w.doc.Comments, c)
	}
}

// surrounded puts the marks of a comment around words, in the first paragraph that has them.
func surrounded(paragraphs []*docx.Paragraph, words, id string) bool {
	if words == "" {
		return false
	}
	for _, p := range paragraphs {
		var text strings.Builder
		for _, r := range p.Runs {
			if isWords(r) {
				text.WriteString(r.Text)
			}
		}
		if at := strings.Index(text.String(), words); at >= 0 {
			start := cutRun(p, at)
			surround(p, start, cutRun(p, at+len(words)), id)
			return true
		}
	}
	return false
}

// isWords reports words of a provision, and not of its number.
func isWords(r docx.Run) bool {
	return r.Kind == docx.Text && r.Format.Style != numberStyle && r.Format.Style != wordStyle
}

// cutRun cuts a paragraph after some bytes of its words, and tells which run comes next.
func cutRun(p *docx.Paragraph, offset int) int {
	for i, r := range p.Runs {
		switch {
		case !isWords(r):
		case offset == 0:
			return i
		case offset < len(r.Text):
			after := r
			p.Runs[i].Text, after.Text = r.Text[:offset], r.Text[offset:]
			p.Runs = slices.Insert(p.Runs, i+1, after)
			return i + 1
		default:
			offset -= len(r.Text)
		}
	}
	return len(p.Runs)
}

// surround puts the marks of a comment around runs.
func surround(p *docx.Paragraph, start, end int, id string) {
	p.Runs = slices.Insert(p.Runs, end, docx.Run{Kind: docx.CommentEnd, ID: id}, docx.Run{Kind: docx.CommentPoint, ID: id})
	p.Runs = slices.Insert(p.Runs, start, docx.Run{Kind: docx.CommentStart, ID: id})
}

// initials are the first letters of a name, three at most.
func initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		if len(out) < 3 {
			out = append(out, []rune(word)[0])
		}
	}
	return string(out)
}
