package document

import (
	"errors"
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
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}
