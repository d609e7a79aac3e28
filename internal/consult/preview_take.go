package consult

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"travaux/internal/document"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// BeginImport takes a text in to be looked at and corrected before it is kept, and gives its address. Those who may
// keep it. Faults: Conflict "slug_taken", "version_open" as keeping would have; Invalid content codes.
func (s *Service) BeginImport(ctx context.Context, by models.Call, slug string, in NewImport) (string, error) {
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return ref, err
	}
	if in.Changes == "" {
		in.Changes = changesAccepted // the preview shows that there are some
	}
	c, t, tree, err := s.takeIn(ctx, by, slug, &in)
	if err != nil {
		return "", err
	}
	t.ConsultationID, t.ID, t.Ref, t.CreatedAt = c.ID, s.ids.Next(by.At), ids.UUID(), by.At
	t.Language, t.Label, t.FileName = in.Language, in.Label, clipName(in.FileName)
	if by.PersonID != 0 {
		t.PersonID = &by.PersonID
	}
	if t.File = []byte{}; docx.Is(in.File) {
		t.File = in.File
	}
	r := recognise(tree, in.NewVersion)
	if len(r.Remarks) > maxRemarks { // they are all taken in with the publication of the text
		return "", fault.Bad("file", "too_many_comments")
	}
	if t.Text, err = r.json(); err != nil {
		return "", err
	}
	return s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) { return t.Ref, tx.AddTextImport(ctx, t) })
}

// takeIn reads the text for the draft that is there, or for a new one.
func (s *Service) takeIn(ctx context.Context, by models.Call, slug string, in *NewImport) (models.Consultation, models.TextImport, document.Tree, error) {
	if in.Draft != "" {
		c, d, tree, err := s.read(ctx, by, slug, in.Draft, &in.NewVersion)
		if err == nil && in.Language == d.Language {
			err = s.noWorking(ctx, d)
		}
		return c, models.TextImport{Draft: d.Slug}, tree, err
	}
	c, err := s.where(ctx, by.Actor, Draft, slug)
	if err != nil {
		return c, models.TextImport{}, document.Tree{}, err
	}
	draft := NewDraft{Slug: in.Slug, Title: in.Title, Language: in.Language}
	err = s.check(&draft)
	tree, unread := s.readText(ctx, &in.NewVersion, nil)
	if err := together(err, unread); err != nil {
		return c, models.TextImport{}, tree, err
	}
	if _, err := s.st.Draft(ctx, c.ID, draft.Slug); err == nil {
		return c, models.TextImport{}, tree, slugTaken()
	} else if !fault.Is(err, fault.NotFound) {
		return c, models.TextImport{}, tree, err
	}
	return c, models.TextImport{Draft: draft.Slug, NewDraft: true, DraftTitle: draft.Title}, tree, nil
}

// noWorking refuses while a working version is open, which a text that is brought in would have to become.
func (s *Service) noWorking(ctx context.Context, d models.Draft) error {
	_, err := working(ctx, s.st.Reader, d)
	if err == nil {
		return fault.New(fault.Conflict, "version_open")
	}
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// clipName keeps the name of a file to what a person can read.
func clipName(name string) string {
	name, _ = models.CleanText(strings.ToValidUTF8(name, ""))
	if r := []rune(name); len(r) > 200 {
		name = string(r[:200])
	}
	return name
}

// recognise makes of a tree what is corrected and kept.
func recognise(tree document.Tree, in NewVersion) recognised {
	r := recognised{Title: tree.Title, Provisions: tree.Provisions, Named: tree.Named, Changes: in.Changes, Tracked: in.tracked}
	at := func(position int) string {
		if position < 1 || position > len(tree.Provisions) {
			return ""
		}
		return tree.Provisions[position-1].WID
	}
	for _, w := range tree.Warnings {
		code, position, ok := strings.Cut(w, ":")
		if n, err := strconv.Atoi(position); ok && err == nil {
			w = code + ":" + at(n)
		}
		r.Warnings = append(r.Warnings, w)
	}
	file := sha256.Sum256(in.File)
	for _, c := range tree.Comments {
		body := taken(c.Text, maxComment)
		if models.Blank(body) {
			continue
		}
		r.Remarks = append(r.Remarks, remark{
			ID: hex.EncodeToString(file[:8]) + ":" + taken(c.ID, 20), Author: taken(c.Author, maxAuthor), Body: body, At: c.Date,
			WID: at(c.Position), Start: c.Start, End: c.End, Exact: c.Exact,
		})
	}
	return r
}

func (r recognised) json() (string, error) {
	out, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("write a text that was brought in: %w", err)
	}
	return string(out), nil
}

func recognisedIn(text string) (r recognised, err error) {
	if err = json.Unmarshal([]byte(text), &r); err != nil {
		err = fmt.Errorf("read a text that was brought in: %w", err)
	}
	return r, err
}

// tree is the text with its identities still to be found; they are its own.
func (r recognised) tree(language string) document.Tree {
	return document.Tree{Title: r.Title, Language: language, Provisions: slices.Clone(r.Provisions), Named: r.Named}
}
