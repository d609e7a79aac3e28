package document

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/docx"
)

func TestToDOCX_remarksComeBackOnTheirWords(t *testing.T) {
	t.Parallel()
	tree, err := Read(Markdown, []byte("# Title\n\n## Article 1 Aim\n\n1. The **各** Parties *shall* act. They shall.\n2. More than 2a.\n\n## Article 2\n\nWords."), "en")
	if err != nil {
		t.Fatal(err)
	}
	tree.Provisions[2].Number, tree.Provisions[2].EID = "2a", "art_1__para_2a" // which no list counts
	when := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	on := func(position int) string { return tree.Provisions[position-1].WID }
	c := coverIn("en", tree.Title)
	c.Remarks = []Remark{
		{Author: "Ana María del Río", Text: "of all\n\nof it", Date: when},
		{WID: on(1), Author: "B", Text: "the heading", Date: when},
		{WID: on(2), Exact: "各 Parties shall act", Text: "marked", Date: when},
		{WID: on(2), Exact: "Parties", Text: "inside", Date: when},
		{WID: on(3), Exact: "2a", Text: "a number", Date: when},
		{WID: on(2), Exact: "gone", Text: "no such words", Date: when},
		{WID: "nowhere", Text: "left out", Date: when},
	}
	var file bytes.Buffer
	d := ToDOCX(c, tree.Provisions)
	if err := docx.Write(&file, d); err != nil {
		t.Fatal(err)
	}
	in, err := docx.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	back, err := FromDOCX(in, DOCXOptions{Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	same(t, back.Provisions, tree.Provisions)
	var got []string
	for _, r := range back.Comments {
		if !r.Date.Equal(when) {
			t.Errorf("%s is of %s", r.Text, r.Date)
		}
		got = append(got, fmt.Sprintf("%d %q %q %q", r.Position, r.Author, r.Text, r.Exact))
	}
	want := []string{
		`0 "Ana María del Río" "of all\n\nof it" ""`, `1 "B" "the heading" ""`, `2 "" "marked" "各 Parties shall act"`, `2 "" "inside" "Parties"`,
		`2 "" "no such words" "The 各 Parties shall act. They shall."`, `3 "" "a number" "2a"`,
	}
	if diff := cmp.Diff(want, got); diff != "" || d.Comments[0].Initials != "AMd" {
		t.Error(diff, d.Comments[0].Initials)
	}
}
