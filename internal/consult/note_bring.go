package consult

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// bringNotes keeps comments of a Word file as notes on a draft, in the transaction that takes the file in, and tells how
// many are new. Each of brought has WID, Language, Exact, Body, AuthorName and CreatedAt as the file has them. Notes go
// out as comments too: one that comes back with its words, and its author or its time, as they were is the same note and
// not kept again, wherever the text's own words moved meanwhile, and whether it was settled or not.
func (s *Service) bringNotes(ctx context.Context, tx *store.Tx, by models.Call, d models.Draft, brought []models.Note) (int, error) {
	there, err := s.notesBySaying(ctx, tx, d)
	if err != nil {
		return 0, err
	}
	var fresh []models.Note
	for _, n := range brought {
		n.Body, n.AuthorName = taken(n.Body, maxComment), strings.TrimSpace(taken(n.AuthorName, maxAuthor))
		if utf8.RuneCountInString(n.Exact) > maxExact {
			n.Exact = ""
		}
		key := saying(n.Body)
		if at := sameNote(there[key], n); at >= 0 {
			there[key] = slices.Delete(there[key], at, at+1) // each stands for one
			continue
		}
		n.ConsultationID, n.DraftID, n.ID, n.Ref, n.FromFile = d.ConsultationID, d.ID, s.ids.Next(by.At), ids.UUID(), true
		if n.CreatedAt.IsZero() || n.CreatedAt.After(by.At) {
			n.CreatedAt = by.At
		}
		if by.PersonID != 0 {
			n.PersonID = &by.PersonID
		}
		fresh = append(fresh, n)
	}
	return len(fresh), tx.AddNotes(ctx, fresh)
}

// saying is what a note says, but for the spaces, which programs change.
func saying(body string) string { return strings.Join(strings.Fields(body), " ") }

// notesBySaying are the notes on a draft by what they say, each with its writer's name.
func (s *Service) notesBySaying(ctx context.Context, tx *store.Tx, d models.Draft) (map[string][]models.NoteView, error) {
	all, err := tx.Notes(ctx, d, models.NoteFilter{}, 0)
	if err != nil {
		return nil, err
	}
	out := map[string][]models.NoteView{}
	list, err := views(ctx, tx.Reader, models.Actor{}, all)
	for _, n := range list {
		out[saying(n.Body)] = append(out[saying(n.Body)], n)
	}
	return out, err
}

// sameNote finds among notes that say the same the one that a comment of a file is, nearest to where that stands now; -1:
// it is a new one. A note whose writer is not known went out without a name, and may have got any.
func sameNote(there []models.NoteView, n models.Note) int {
	best, at := 0, -1
	for i, t := range there {
		when := t.CreatedAt.Truncate(time.Second).Equal(n.CreatedAt.Truncate(time.Second))
		if t.Language != n.Language || t.Name != "" && t.Name != n.AuthorName && !when {
			continue
		}
		near := 1
		if t.WID == n.WID {
			near += 2
		}
		if t.Exact == n.Exact {
			near++
		}
		if near > best {
			best, at = near, i
		}
	}
	return at
}
