package consult

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// wordsAt finds where words of a comment start in a text, in code points: where they stood in the file, else at the only
// place where they stand now; -1 where nobody can tell.
func wordsAt(text, words string, stood int) int {
	at := []rune(text)
	n := utf8.RuneCountInString(words)
	switch {
	case n == 0 || n > maxExact:
		return -1
	case stood >= 0 && stood+n <= len(at) && string(at[stood:stood+n]) == words:
		return stood
	case strings.Count(text, words) != 1:
		return -1
	}
	return utf8.RuneCountInString(text[:strings.Index(text, words)])
}

// publishImported makes comments of those of the Word file that a version was made of, now that it is published. They
// are like those of any import: published, confirmed by nobody and so without a name, in the order of the file, and none
// twice.
func (s *Service) publishImported(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, v models.Version) error {
	waiting, err := tx.TakeImportedComments(ctx, v)
	if err != nil || len(waiting) == 0 {
		return err
	}
	c, err := tx.ConsultationByID(ctx, d.ConsultationID)
	if err != nil {
		return err
	}
	text, err := tx.Provisions(ctx, d.ConsultationID, v.ID, d.Language)
	if err != nil {
		return err
	}
	by.Actor = models.Actor{System: true} // whoever publishes said none of it
	im := &importing{s: s, by: by, c: c, d: d, texts: map[int]versionOf{v.Number: {v, text}}}
	for row, w := range waiting {
		whole, err := im.said(ctx, v.Number, w, text)
		if _, ok := fault.As(err); ok {
			continue // nothing that a comment may be; the text is published all the same
		}
		if err != nil {
			return err
		}
		im.batch = append(im.batch, pendingRow{row, whole})
	}
	fresh, err := im.fresh(ctx, tx, im.batch)
	if err != nil || len(fresh) == 0 {
		return err
	}
	return im.add(ctx, tx, fresh)
}

// What of a comment of a file is taken: so many characters of it, of which a longer one ends with an ellipsis, of its
// author's name, and of the words it is about; so many comments of a file, and so many bytes of anything.
const (
	maxComment = 20_000
	maxAuthor  = 200
	maxExact   = 5000
	maxRemarks = 5000
	maxBytes   = 65_536
)

// said makes a comment of one of a Word file, about its words where they are still there once, else about the
// provision, else about the whole text.
func (im *importing) said(ctx context.Context, number int, w models.ImportedComment, text []models.Provision) (store.Whole, error) {
	row := map[string]string{
		"external_id": w.ExternalID, "body": w.Body, "author_name": w.AuthorName, "created_at": w.CreatedAt.Format(time.RFC3339Nano),
		"version": strconv.Itoa(number),
	}
	p, ok := models.Reading{Provisions: text}.Provision(w.WID)
	if !ok {
		return im.compose(ctx, row, nil)
	}
	row["provision"] = w.WID
	start := wordsAt(p.Text, w.Exact, w.StartAt)
	if start < 0 {
		return im.compose(ctx, row, nil)
	}
	row["exact"] = w.Exact
	return im.compose(ctx, row, &start)
}

// taken is what may be kept of a text in a file: valid, without control characters, of at most so many characters and 64 kB.
func taken(text string, most int) string {
	text, _ = models.CleanText(strings.ToValidUTF8(text, ""))
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
	n := 0
	for at, r := range text {
		if n++; n == most && at+utf8.RuneLen(r) < len(text) || at > maxBytes-utf8.UTFMax-len("…") {
			return text[:at] + "…"
		}
	}
	return text
}
