package document

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"travaux/internal/docx"
	"travaux/internal/redline"
	"travaux/models"
)

var redlined = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

// compared is what became of one text in another.
func compared(old, new Tree) models.Comparison {
	return models.Comparison{
		Old:        models.Reading{Text: models.VersionText{Title: old.Title}, Provisions: old.Provisions},
		New:        models.Reading{Text: models.VersionText{Title: new.Title}, Provisions: new.Provisions},
		Provisions: redline.Compare(old.Provisions, new.Provisions),
	}
}

// redlineFile is a redline that was written and is read again.
func redlineFile(t failer, old, new Tree, authors map[string]string) docx.Document {
	t.Helper()
	d := RedlineDOCX(coverIn(new.Language, new.Title), Redlined{
		Comparison: compared(old, new), Author: "Version 2", Authors: authors, Date: redlined, Hunks: redline.Hunks,
	})
	var file bytes.Buffer
	if err := docx.Write(&file, d); err != nil {
		t.Errorf("Write: %v", err)
	}
	d, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Errorf("Read: %v", err)
	}
	return d
}

// resolved are the words of a file with all changes accepted, or all refused.
func resolved(t failer, d docx.Document, accept bool, title string, wids []models.Provision) []string {
	t.Helper()
	o := DOCXOptions{Language: "en", Accept: func(*docx.Revision) bool { return accept }}
	for _, p := range wids {
		o.Known = append(o.Known, p.WID)
	}
	tree, err := FromDOCX(d, o)
	if err != nil && !errors.Is(err, ErrEmpty) {
		t.Errorf("FromDOCX: %v", err)
	}
	if err != nil {
		tree.Title, tree.Provisions = title, nil
	}
	return toldWords(tree.Title, tree.Provisions)
}

// toldWords are the words of a text with what its provisions are; white space says nothing.
func toldWords(title string, ps []models.Provision) []string {
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	out := []string{bare(title)}
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%d %s %q %q %q", p.Depth, p.Kind, p.Number, bare(p.Heading), bare(p.Text)))
	}
	return out
}

// checkRedline accepts and refuses all changes.
func checkRedline(t failer, old, new Tree) {
	t.Helper()
	d := redlineFile(t, old, new, nil)
	if diff := cmp.Diff(toldWords(new.Title, new.Provisions), resolved(t, d, true, new.Title, new.Provisions)); diff != "" {
		t.Errorf("all accepted (-new text +file):\n%s", diff)
	}
	if diff := cmp.Diff(toldWords(old.Title, old.Provisions), resolved(t, d, false, old.Title, old.Provisions)); diff != "" {
		t.Errorf("all refused (-old text +file):\n%s", diff)
	}
}

func TestRedlineDOCX_acceptedItIsTheNewTextAndRefusedTheOldOne(t *testing.T) {
	t.Parallel()
	filled := func(t *rapid.T) Tree {
		tree := drawTree(t)
		for i, p := range tree.Provisions {
			line, _, _ := strings.Cut(p.Text, "\n")
			if strings.TrimSpace(p.Number+p.Heading) == "" && (strings.TrimSpace(line) == "" || strings.HasPrefix(p.HTML, "<table")) { // a line that is left empty is none
				tree.Provisions[i].Heading = "Aim"
			}
		}
		return tree
	}
	rapid.Check(t, func(t *rapid.T) { checkRedline(t, filled(t), filled(t)) })
}

// drawEdited draws a text and what somebody made of it: other words, lines and headings, and provisions that went, came or
// moved.
func drawEdited(t *rapid.T) (old, new Tree) {
	words := func() string {
		return "Those " + strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"open", "doors", "shall", "stay", "closed.", "\n", "مفتوحة", "否则"}), 1, 12).Draw(t, "words"), " ")
	}
	var parts []Part
	for i := range rapid.IntRange(1, 8).Draw(t, "provisions") {
		parts = append(parts, Part{
			Depth: rapid.IntRange(0, 2).Draw(t, "depth"), Kind: rapid.SampledFrom([]models.ProvisionKind{models.Article, models.Paragraph, models.Point}).Draw(t, "kind"),
			Number: rapid.SampledFrom([]string{"", "1", "a"}).Draw(t, "number"), Heading: rapid.SampledFrom([]string{"", "Aim"}).Draw(t, "heading"),
			WID: fmt.Sprintf("w-%d", i), Lasting: true, HTML: "<p>" + strings.ReplaceAll(words(), "\n", "</p><p>") + "</p>",
		})
	}
	edited := slices.Clone(parts)
	for i := range edited {
		switch rapid.IntRange(0, 5).Draw(t, "edit") {
		case 0:
			edited[i].HTML = strings.Replace(edited[i].HTML, "open", "wide <strong>open</strong>", 1)
		case 1:
			edited[i].HTML = strings.Replace(edited[i].HTML, "</p><p>", " ", 1)
		case 2:
			edited[i].Number, edited[i].Heading = "2", "Purpose of doors"
		case 3:
			edited[i].HTML = "<p>" + words() + "</p>" + edited[i].HTML
		case 4:
			j := rapid.IntRange(0, i).Draw(t, "to")
			edited[i], edited[j] = edited[j], edited[i]
		}
	}
	made := func(parts []Part) Tree {
		tree, err := Assemble("en", "Charter of doors", parts)
		if err != nil {
			t.Fatalf("Assemble: %v", err)
		}
		return tree
	}
	return made(parts), made(edited[rapid.IntRange(0, len(edited)-1).Draw(t, "gone"):])
}

func TestRedlineDOCX_ofAnEditedTextComesApartAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		old, new := drawEdited(t)
		checkRedline(t, old, new)
	})
}
