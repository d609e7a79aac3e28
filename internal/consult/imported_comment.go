package consult

import (
	"context"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// onlyAt finds words that occur once in a text, as code points; 0, 0 when they do not.
func onlyAt(text, words string) (start, end int) {
	if words == "" || strings.Count(text, words) != 1 {
		return 0, 0
	}
	start = utf8.RuneCountInString(text[:strings.Index(text, words)])
	return start, start + utf8.RuneCountInString(words)
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

// maxComment is how many characters of a comment are taken; a longer one ends there with an ellipsis.
const maxComment = 20_000

// said makes a comment of one of a Word file, about its words where they are still there once, else about the
// provision, else about the whole text.
func (im *importing) said(ctx context.Context, number int, w models.ImportedComment, text []models.Provision) (store.Whole, error) {
	row := map[string]string{
		"external_id": w.ExternalID, "body": shortened(w.Body), "author_name": w.AuthorName, "created_at": w.CreatedAt.Format(time.RFC3339Nano),
		"version": strconv.Itoa(number),
	}
	if p, ok := (models.Reading{Provisions: text}).Provision(w.WID); ok {
		row["provision"] = w.WID
		if start, end := onlyAt(p.Text, w.Exact); end > start && end-start <= 5000 {
			row["exact"] = w.Exact
		}
	}
	return im.compose(ctx, row)
}

func shortened(body string) string {
	if r := []rune(body); len(r) > maxComment {
		return string(r[:maxComment-1]) + "…"
	}
	return body
}
