package document

import (
	"fmt"
	"strings"

	"travaux/internal/docx"
)

// withNotes turns the last lines that begin with a raised mark, to which the words
// refer by the same marks in the same order, into footnotes.
func (w *docxWriter) withNotes(segments []segment, wid string) []segment {
	at, reference := len(segments), 0
	for len(segments) > 1 && !w.flat {
		n := len(segments) - 1
		mark, words := noteLine(segments[n])
		if mark == "" {
			break
		}
		if at, reference = findMark(segments[:n], mark, at, reference); reference < 0 {
			break
		}
		segments = segments[:n]
		id := fmt.Sprintf("%s %s %d %d", wid, mark, at, reference) // one mark may stand for several notes
		segments[at].runs[reference] = docx.Run{Kind: docx.Footnote, ID: id, Text: mark}
		w.doc.Notes = append(w.doc.Notes, docx.Note{ID: id, Blocks: []docx.Block{{Paragraph: &docx.Paragraph{
			RightToLeft: w.rtl, Runs: words,
		}}}})
	}
	return segments
}

// noteLine takes apart a line that begins with a raised mark and a space.
func noteLine(s segment) (mark string, words []docx.Run) {
	if s.table != nil || len(s.runs) < 2 || !isMark(s.runs[0]) || !strings.HasPrefix(s.runs[1].Text, " ") {
		return "", nil
	}
	words = append([]docx.Run{}, s.runs[1:]...)
	words[0].Text = words[0].Text[1:]
	return s.runs[0].Text, words
}

// isMark reports words that are raised and nothing else.
func isMark(r docx.Run) bool {
	return r.Kind == docx.Text && r.Link == nil && r.Format == docx.Format{Superscript: true, RightToLeft: r.Format.RightToLeft}
}

// findMark finds the last mark that refers to a note and stands before another
// reference. In a note there is none: Word has no notes in notes.
func findMark(segments []segment, mark string, beforeAt, beforeRun int) (at, run int) {
	for i := min(len(segments)-1, beforeAt); i >= 0; i-- {
		if in, _ := noteLine(segments[i]); in != "" {
			continue
		}
		for j := len(segments[i].runs) - 1; j >= 0; j-- {
			if r := segments[i].runs[j]; isMark(r) && r.Text == mark && (i < beforeAt || j < beforeRun) {
				return i, j
			}
		}
	}
	return 0, -1
}
