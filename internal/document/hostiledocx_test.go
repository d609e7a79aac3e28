package document

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"travaux/internal/docx"
)

// noted is a paragraph that refers to notes.
func noted(ids ...string) docx.Block {
	p := &docx.Paragraph{Runs: []docx.Run{{Text: "x"}}}
	for _, id := range ids {
		p.Runs = append(p.Runs, docx.Run{Kind: docx.Footnote, ID: id})
	}
	return docx.Block{Paragraph: p}
}

func TestFromDOCX_notesThatReferToNotesAreRefusedInTime(t *testing.T) {
	t.Parallel()
	itself := strings.Split(strings.Repeat("2 ", 600), " ")
	long := strings.Repeat("words of a note ", 10_000)
	for name, d := range map[string]docx.Document{
		"a note that refers to itself 600 times":      {Body: []docx.Block{noted("2")}, Notes: []docx.Note{{ID: "2", Blocks: []docx.Block{noted(itself...)}}}},
		"an empty note that many notes refer to":      {Body: []docx.Block{noted(itself...), noted(itself...)}, Notes: []docx.Note{{ID: "2", Blocks: []docx.Block{noted(strings.Fields(strings.Repeat("3 ", 20))...)}}, {ID: "3"}}},
		"a long note to which the text refers often":  {Body: []docx.Block{noted(itself...)}, Notes: []docx.Note{{ID: "2", Blocks: []docx.Block{para("", long)}}}},
		"a note that a table refers to in every cell": {Body: []docx.Block{{Table: &docx.Table{Rows: []docx.Row{{Cells: []docx.Cell{{Span: 1, Blocks: []docx.Block{noted(itself...)}}}}}}}}, Notes: []docx.Note{{ID: "2", Blocks: []docx.Block{para("", long)}}}},
	} {
		start := time.Now()
		if _, err := FromDOCX(d, DOCXOptions{}); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestFromDOCX_largeFilesAreReadInTime(t *testing.T) {
	t.Parallel()
	merging := &docx.Table{}
	for range 99 {
		row := docx.Row{}
		for range 700 {
			row.Cells = append(row.Cells, docx.Cell{Span: 1, Merges: true})
		}
		for range 60 {
			row.Cells = append(row.Cells, docx.Cell{Span: 1, Continues: true})
		}
		merging.Rows = append(merging.Rows, row)
	}
	merging.Rows[0].Cells[0].Blocks = []docx.Block{para("", "x")}
	commented := docx.Document{Body: []docx.Block{para("", strings.Repeat("Words. ", 9000))}}
	for i := range 70_000 {
		id := strconv.Itoa(i)
		commented.Comments = append(commented.Comments, docx.Comment{ID: id})
		p := commented.Body[0].Paragraph
		p.Runs = append(p.Runs, docx.Run{Kind: docx.CommentStart, ID: id}, docx.Run{Kind: docx.CommentEnd, ID: id})
	}
	for name, d := range map[string]docx.Document{
		"a table of cells that reach down":       {Body: []docx.Block{{Table: merging}}},
		"a provision with very many comments":    commented,
		"a text that refers to very many notes":  {Body: []docx.Block{noted(strings.Fields(strings.Repeat("2 ", maxReferred))...)}, Notes: []docx.Note{{ID: "2", Blocks: []docx.Block{para("", "")}}}},
		"a text of very many paragraphs of runs": {Body: slices.Repeat([]docx.Block{{Paragraph: &docx.Paragraph{Runs: slices.Repeat([]docx.Run{{}, {Text: " ", Format: docx.Format{Bold: true}}}, 2)}}}, docx.MaxParagraphs)},
	} {
		start := time.Now()
		if _, err := FromDOCX(d, DOCXOptions{}); err != nil && !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %s", name, took)
		} else {
			t.Log(name, took)
		}
	}
}
