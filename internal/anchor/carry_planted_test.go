package anchor

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"travaux/models"
)

// planted is a text whose every word has a number of its own, so that after any
// rewriting it is known where each word went.
type planted struct {
	rand  *rand.Rand
	words []string
	used  int // numbers given
}

type plantedWord struct {
	text string
	id   int
}

// plantedProvision has sentences of words.
type plantedProvision struct {
	wid, parent string
	sentences   [][]plantedWord
}

func (p plantedProvision) clone() plantedProvision {
	p.sentences = slices.Clone(p.sentences)
	for i, s := range p.sentences {
		p.sentences[i] = slices.Clone(s)
	}
	return p
}

func newPlanted(seed uint64) *planted {
	p := &planted{rand: rand.New(rand.NewPCG(seed, 7))}
	for i := range 3000 {
		word := ""
		for n := i + 40; n > 0; n /= 17 {
			word += string("bcdfghklmnprstvwz"[n%17]) + string("aeiou"[n%5])
		}
		p.words = append(p.words, word)
	}
	return p
}

// word gives a word; some are as frequent as articles and prepositions are.
func (p *planted) word() plantedWord {
	p.used++
	at := p.rand.IntN(len(p.words))
	if p.rand.IntN(10) < 4 {
		at = p.rand.IntN(12)
	}
	return plantedWord{p.words[at], p.used}
}

func (p *planted) sentence() []plantedWord {
	var out []plantedWord
	for range 7 + p.rand.IntN(9) {
		out = append(out, p.word())
	}
	return out
}

// other makes a sentence that begins and ends in other words than s.
func (p *planted) other(s []plantedWord) []plantedWord {
	for {
		out := p.sentence()
		if out[0].text != s[0].text && out[len(out)-1].text != s[len(s)-1].text {
			return out
		}
	}
}

// unlike tells whether all sentences begin and end in words of their own. Where
// they do not, a quote that goes one word beyond a sentence is the same before and
// after the sentences change places, though the word is another one.
func unlike(sentences [][]plantedWord) bool {
	first, last := map[string]bool{}, map[string]bool{}
	for _, s := range sentences {
		if first[s[0].text] || last[s[len(s)-1].text] {
			return false
		}
		first[s[0].text], last[s[len(s)-1].text] = true, true
	}
	return true
}

// text makes articles of nine paragraphs, 1,000 provisions in all. Every twelfth
// sentence says what was said elsewhere, as texts do.
func (p *planted) text() []plantedProvision {
	var out []plantedProvision
	var said [][]plantedWord
	for a := range 100 {
		article := fmt.Sprintf("a%d", a)
		out = append(out, plantedProvision{wid: article})
		for k := range 9 {
			q := plantedProvision{wid: fmt.Sprintf("%s-p%d", article, k), parent: article}
			for range 4 {
				s := p.sentence()
				if p.rand.IntN(12) == 0 && len(said) > 0 {
					s = p.again(said[p.rand.IntN(len(said))])
				}
				said = append(said, s)
				q.sentences = append(q.sentences, s)
			}
			out = append(out, q)
		}
	}
	return out
}

// again says the same words anew.
func (p *planted) again(s []plantedWord) []plantedWord {
	out := slices.Clone(s)
	for i := range out {
		p.used++
		out[i].id = p.used
	}
	return out
}

// reword replaces, deletes and inserts words, of 100 so many each. A new word is
// none of those around it, and no two neighbours are deleted, nor one of two that
// are alike: nobody could tell from the texts which word was which.
func (p *planted) reword(sentences [][]plantedWord, replace, remove, insert int) [][]plantedWord {
	var out [][]plantedWord
	for k, s := range sentences {
		near := map[string]bool{}
		for _, w := range slices.Concat(sentences[max(0, k-1):min(len(sentences), k+2)]...) {
			near[w.text] = true
		}
		var now []plantedWord
		gone := false // the word before
		for i, w := range s {
			lone := !gone && (i == 0 || s[i-1].text != w.text) && (i+1 == len(s) || s[i+1].text != w.text)
			gone = false
			switch at := p.rand.IntN(100); {
			case at < replace:
				w = p.fresh(near)
			case at < replace+remove && lone:
				gone = true
				continue
			case at < replace+remove+insert:
				now = append(now, p.fresh(near))
			}
			now = append(now, w)
		}
		out = append(out, now)
	}
	return out
}

// fresh gives a word that is none of those near, and puts it among them.
func (p *planted) fresh(near map[string]bool) plantedWord {
	for {
		if w := p.word(); !near[w.text] {
			near[w.text] = true
			return w
		}
	}
}

// rewrite rewrites three of ten paragraphs in the ways in which texts are.
func (p *planted) rewrite(old []plantedProvision) []plantedProvision {
	var out []plantedProvision
	for _, q := range old {
		q = q.clone()
		way := -1
		if q.parent != "" && p.rand.IntN(10) < 3 {
			way = p.rand.IntN(14)
		}
		switch last := len(out) - 1; {
		case way < 0:
			out = append(out, q)
		case way < 6:
			out = append(out, p.edit(q, way))
		case way == 6: // a sentence moved to the paragraph before
			k := p.rand.IntN(len(q.sentences))
			if to := &out[last]; to.parent != "" && unlike(append(slices.Clone(q.sentences), to.sentences[len(to.sentences)-1])) {
				to.sentences = append(to.sentences, q.sentences[k])
				q.sentences = slices.Delete(q.sentences, k, k+1)
			}
			out = append(out, q)
		case way == 7: // joined with the one before
			if out[last].parent != "" {
				out[last].sentences = append(out[last].sentences, q.sentences...)
			} else {
				out = append(out, q)
			}
		default:
			out = p.reorder(out, q, way)
		}
	}
	return out
}

// edit changes the words of a paragraph.
func (p *planted) edit(q plantedProvision, way int) plantedProvision {
	switch way {
	case 4: // one sentence rewritten
		k := p.rand.IntN(len(q.sentences))
		q.sentences[k] = p.other(q.sentences[k])
	case 5: // all of them
		for i, s := range q.sentences {
			q.sentences[i] = p.other(s)
		}
	default:
		q.sentences = p.reword(q.sentences, 15, 5, 5)
	}
	return q
}

// reorder puts a paragraph, or its sentences, elsewhere.
func (p *planted) reorder(out []plantedProvision, q plantedProvision, way int) []plantedProvision {
	switch way {
	case 8: // removed
		return out
	case 9: // moved under another article
		at := slices.IndexFunc(out, func(o plantedProvision) bool { return o.parent == "" && p.rand.IntN(20) == 0 })
		q.parent = out[max(at, 0)].wid
		return slices.Insert(out, max(at, 0)+1, q)
	case 10: // under another wid
		q.wid += "x"
	case 11: // split
		rest := plantedProvision{wid: q.wid + "s", parent: q.parent, sentences: slices.Clone(q.sentences[2:])}
		q.sentences = q.sentences[:2]
		return append(out, q, rest)
	case 12: // one before it that says a sentence of it once more
		again := p.again(q.sentences[p.rand.IntN(len(q.sentences))])
		out = append(out, plantedProvision{wid: q.wid + "n", parent: q.parent, sentences: [][]plantedWord{p.sentence(), again}})
	case 13: // sentences in another order
		if !unlike(q.sentences) {
			break
		}
		p.rand.Shuffle(len(q.sentences), func(i, j int) { q.sentences[i], q.sentences[j] = q.sentences[j], q.sentences[i] })
	}
	return append(out, q)
}

// spread rewrites three of ten words everywhere.
func (p *planted) spread(old []plantedProvision) []plantedProvision {
	var out []plantedProvision
	for _, q := range old {
		q = q.clone()
		q.sentences = p.reword(q.sentences, 18, 6, 6)
		out = append(out, q)
	}
	return out
}

// stood is where a word stands.
type stood struct{ p, start, end int }

// provisions writes a planted text out, and says where its words stand.
func provisions(ps []plantedProvision) ([]models.Provision, map[int]stood) {
	at := map[int]stood{}
	var out []models.Provision
	for i, p := range ps {
		var b strings.Builder
		for _, s := range p.sentences {
			for _, w := range s {
				start := b.Len()
				b.WriteString(w.text)
				at[w.id] = stood{i, start, b.Len()}
				b.WriteByte(' ')
			}
			b.WriteString(". ")
		}
		q := models.Provision{Position: i + 1, WID: p.wid, Parent: p.parent, Kind: models.Article, Text: strings.TrimSpace(b.String())}
		if p.parent != "" {
			q.Kind, q.Depth = models.Paragraph, 1
		}
		if p.parent == "" {
			q.Heading = "Article " + p.wid
		}
		out = append(out, q)
	}
	return out, at
}
