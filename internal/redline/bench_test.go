package redline

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"znkr.io/diff"

	"travaux/models"
)

// slowest is how long comparing two versions of 1,000 provisions may take.
const slowest = 300 * time.Millisecond

// versions makes two versions of a text of 1,000 provisions and 250,000 characters, with
// three words in ten rewritten in every provision.
func versions() (old, text []models.Provision) {
	r := rand.New(rand.NewPCG(4, 2))
	words := make([]string, 4000)
	for i := range words {
		words[i] = fmt.Sprintf("%c%c%c%d", 'a'+i%26, 'a'+i/26%26, 'a'+i/7%26, i%10)
		words[i] = strings.Repeat(words[i], 3)[:2+i%9]
	}
	for i := range 1000 {
		var a, b []string
		for size := 0; size < 250; {
			w := words[r.IntN(len(words))]
			size += len(w) + 1
			a = append(a, w)
			if r.IntN(10) < 3 {
				w = words[r.IntN(len(words))]
			}
			b = append(b, w)
		}
		p := models.Provision{WID: fmt.Sprint("art-", i), Number: fmt.Sprint(i), Heading: words[i], Text: strings.Join(a, " ") + "."}
		old = append(old, p)
		p.Text = strings.Join(b, " ") + "."
		text = append(text, p)
	}
	return old, text
}

func BenchmarkCompare(b *testing.B) {
	old, text := versions()
	words := lexicon{}
	a, c := newSide(old, words), newSide(text, words)
	for i := range old {
		a.text(i)
		c.text(i)
	}
	b.Run("versions", func(b *testing.B) {
		for b.Loop() {
			Compare(old, text)
		}
		if each := b.Elapsed() / time.Duration(b.N); each > slowest {
			b.Errorf("takes %v, at most %v", each, slowest)
		}
	})
	// The bare limit: the algorithm alone over words that are cut and numbered already.
	b.Run("limit", func(b *testing.B) {
		for b.Loop() {
			for i := range old {
				diff.Hunks(a.cuts[i].ids, c.cuts[i].ids, diff.Context(0))
			}
		}
	})
}
