package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"travaux/internal/docx"
	"travaux/models"
)

// long makes a text of 400 articles with fifteen paragraphs each, of about 1.2
// million characters: 500 pages.
func long() []models.Provision {
	r := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("the parties shall may promptly inform each other of measures taken under this charter and publish them in their languages with reasons figures dates names of those responsible for public services data people")
	line := func() string {
		var b strings.Builder
		for b.Len() < 200 {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		return strings.TrimSpace(b.String())
	}
	var out []models.Provision
	for a := range 400 {
		var own []string
		for range 7 {
			own = append(own, line())
		}
		out = append(out, models.Provision{Kind: models.Article, Number: fmt.Sprint(a + 1), Heading: "On measures", Text: strings.Join(own, "\n"), HTML: strings.Join(own, "<br>")})
		for p := range 8 {
			text := line()
			out = append(out, models.Provision{Kind: models.Paragraph, Depth: 1, Number: fmt.Sprint(p + 1), Text: text, HTML: text})
		}
	}
	tree := Tree{Provisions: out}
	for i := range out {
		out[i].Position = i + 1
	}
	Identify(&tree, nil, nil)
	return tree.Provisions
}

// BenchmarkReadDOCX reads a file of 500 pages; MB is what the heap grew by at most.
func BenchmarkReadDOCX(b *testing.B) {
	var file bytes.Buffer
	ps := long()
	if err := docx.Write(&file, ToDOCX(coverIn("en", "A long charter"), ps)); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		tree, err := Read(DOCX, file.Bytes(), "en")
		if err != nil || len(tree.Provisions) != len(ps) {
			b.Fatalf("%d provisions: %v", len(tree.Provisions), err)
		}
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-min(before.HeapAlloc, after.HeapAlloc))/(1<<20), "MB")
	}
	chars := 0
	for _, p := range ps {
		chars += len(p.Text)
	}
	b.ReportMetric(float64(chars), "chars")
}

// BenchmarkReadDOCX_bare reads the same file's words as tokens and keeps nothing: no program reads it in less.
func BenchmarkReadDOCX_bare(b *testing.B) {
	var file bytes.Buffer
	if err := docx.Write(&file, ToDOCX(coverIn("en", "A long charter"), long())); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(file.Len()))
	b.ReportAllocs()
	for b.Loop() {
		z, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range z.File {
			if !strings.HasSuffix(f.Name, ".xml") {
				continue
			}
			part, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			tokens := xml.NewDecoder(part)
			for _, err = tokens.RawToken(); err == nil; _, err = tokens.RawToken() {
			}
			if !errors.Is(err, io.EOF) {
				b.Fatal(err)
			}
		}
	}
}
