package anchor

import (
	"fmt"
	"slices"
	"testing"

	"travaux/models"
)

// likes makes a text that says much in the same words, as rules do: sentences of one mould with other names in them,
// sentences that stand twice in a provision, and sentences that close many.
func (p *planted) likes() []plantedProvision {
	var moulds, closings [][]plantedWord
	for range 40 {
		moulds = append(moulds, p.sentence())
	}
	for range 12 {
		closings = append(closings, p.sentence())
	}
	var out []plantedProvision
	for a := range 60 {
		article := fmt.Sprintf("a%d", a)
		out = append(out, plantedProvision{wid: article})
		for k := range 6 {
			q := plantedProvision{wid: fmt.Sprintf("%s-p%d", article, k), parent: article}
			mould := moulds[p.rand.IntN(len(moulds))]
			for range 2 + p.rand.IntN(3) {
				q.sentences = append(q.sentences, p.cast(mould))
				switch p.rand.IntN(5) {
				case 0:
					q.sentences = append(q.sentences, p.sentence())
				case 1:
					mould = moulds[p.rand.IntN(len(moulds))]
				}
			}
			if p.rand.IntN(3) == 0 {
				q.sentences = append(q.sentences, p.again(q.sentences[p.rand.IntN(len(q.sentences))]))
			}
			q.sentences = append(q.sentences, p.again(closings[p.rand.IntN(len(closings))]))
			out = append(out, q)
		}
	}
	// Some close one provision only, and go with it.
	for i := range out {
		if last := len(out[i].sentences) - 1; last > 0 && p.rand.IntN(3) == 0 {
			out[i].sentences[last] = p.sentence()
		}
	}
	return out
}

// cast says a mould with one name of its own.
func (p *planted) cast(mould []plantedWord) []plantedWord {
	out := p.again(mould)
	out[1+p.rand.IntN(len(out)-1)] = p.word()
	return out
}

// shuffle rewrites four of ten provisions in ways in which like words change places.
func (p *planted) shuffle(old []plantedProvision) []plantedProvision {
	var out []plantedProvision
	for _, q := range old {
		q = q.clone()
		last := len(out) - 1
		if q.parent == "" || p.rand.IntN(10) >= 4 {
			out = append(out, q)
			continue
		}
		switch way := p.rand.IntN(9); way {
		case 0, 1, 2, 3:
			q.sentences = p.transpose(q.sentences, way)
			out = append(out, q)
		case 4: // two provisions exchange their words
			if out[last].parent != "" {
				out[last].sentences, q.sentences = q.sentences, out[last].sentences
			}
			out = append(out, q)
		case 5: // another in its place that closes in the same words
			closing := p.again(q.sentences[len(q.sentences)-1])
			out = append(out, plantedProvision{wid: q.wid + "n", parent: q.parent, sentences: [][]plantedWord{p.sentence(), closing}})
		case 6: // gone, and one that stays closes in its words now
			if at := p.rand.IntN(len(out)); out[at].parent != "" {
				out[at].sentences = append(out[at].sentences, p.again(q.sentences[len(q.sentences)-1]))
			}
		case 7: // written anew under its wid, and what it said said by a new one
			closing := p.again(q.sentences[len(q.sentences)-1])
			for i, s := range q.sentences {
				q.sentences[i] = p.other(s)
			}
			out = append(out, plantedProvision{wid: q.wid + "n", parent: out[p.rand.IntN(len(out))].wid, sentences: [][]plantedWord{closing, p.sentence()}}, q)
		default:
			q.sentences = p.reword(q.sentences, 10, 3, 3)
			out = append(out, q)
		}
	}
	return out
}

// transpose lets sentences, or what they end in, change places.
func (p *planted) transpose(sentences [][]plantedWord, way int) [][]plantedWord {
	old := slices.Clone(sentences)
	i, j := p.rand.IntN(len(sentences)), p.rand.IntN(len(sentences))
	switch way {
	case 0: // two that differ change places
		if spoken([][]plantedWord{sentences[i]}, sentences[j]) == 1 {
			break
		}
		sentences[i], sentences[j] = sentences[j], sentences[i]
	case 1: // one goes to the end
		sentences = append(slices.Delete(slices.Clone(sentences), i, i+1), sentences[i])
	case 2: // one that says what another says is put in before, or goes
		if p.rand.IntN(2) == 0 {
			return slices.Insert(slices.Clone(sentences), i, p.again(sentences[j]))
		}
		if spoken(sentences, sentences[i]) > 1 {
			sentences = slices.Delete(slices.Clone(sentences), i, i+1)
		}
	case 3: // what two end in is written the other way round
		a, b := len(sentences[i])/2, len(sentences[j])/2
		if !apartAt(sentences[i], sentences[j], a, b) {
			break
		}
		first := slices.Concat(sentences[i][:a], p.again(sentences[j][b:]))
		second := slices.Concat(sentences[j][:b], p.again(sentences[i][a:]))
		sentences[i], sentences[j] = first, second
	}
	for k := range sentences[1:] { // of two in a row nobody knows which one went
		if way != 3 && spoken(sentences[k:k+1], sentences[k+1]) > 0 {
			return old
		}
	}
	return sentences
}

// apartAt tells whether two sentences begin and end in other words, and say other ones before and behind the places a and b.
func apartAt(s, t []plantedWord, a, b int) bool {
	return s[0].text != t[0].text && s[a-1].text != t[b-1].text && s[a].text != t[b].text && s[len(s)-1].text != t[len(t)-1].text
}

// spoken counts how often a sentence is said.
func spoken(sentences [][]plantedWord, s []plantedWord) (n int) {
	for _, t := range sentences {
		if slices.EqualFunc(s, t, func(a, b plantedWord) bool { return a.text == b.text }) {
			n++
		}
	}
	return n
}

// within gives n comments on words of one sentence.
func (p *planted) within(n int, ps []plantedProvision, text []models.Provision, at map[int]stood) []plantedAnchor {
	var out []plantedAnchor
	for len(out) < n {
		i := p.rand.IntN(len(ps))
		if len(ps[i].sentences) == 0 {
			continue
		}
		words := ps[i].sentences[p.rand.IntN(len(ps[i].sentences))]
		from := p.rand.IntN(len(words))
		words = words[from:min(len(words), from+1+p.rand.IntN(12))]
		out = append(out, anchorOn(ps[i].wid, words, text[i].Text, at))
	}
	return out
}

func TestCarry_neverFindsTheWrongOneOfLikeWords(t *testing.T) {
	t.Parallel()
	var sum tally
	for seed := range uint64(6) {
		p := newPlanted(seed)
		old := p.likes()
		was, before := provisions(old)
		is, after := provisions(p.shuffle(old))
		c := NewCarrier(was, is)
		for _, a := range p.within(5000, old, was, before) {
			sum.count(t, a, c.Range(a.wid, a.quote), after, is)
		}
	}
	t.Log(sum)
	if least := 0.95; float64(sum.found) < least*float64(sum.whole) {
		t.Errorf("recall below %.0f %%", 100*least)
	}
}
