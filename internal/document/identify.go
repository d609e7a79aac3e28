package document

import (
	"strings"

	"travaux/models"
)

// Identify gives the provisions of a text their wids, parents and eids. One that
// is in the newest version too (earlier, which may be empty) keeps its wid. It
// is found, in this order,
//   - anywhere, by its heading and words, unchanged;
//   - under the same parent, by its heading;
//   - under the same parent and of the same kind, by words that are mostly the same;
//   - under the same parent, by its kind and number;
//
// and never by its place alone. A wid that came with the text and is meant to
// last goes before all of these; where most of those are in the newest version,
// a provision with another one is new, whatever its words. One that is not found keeps the wid
// that came with it, unless that is used. Every other one gets a wid that no
// provision of this text or of the newest version has, and for which used is
// false: used tells the wids of all versions of the draft, and may be nil.
func Identify(t *Tree, earlier []models.Provision, used func(wid string) bool) {
	m := newMatcher(earlier, t.Provisions)
	m.byWID(t.Named)
	m.byContent()
	m.below(-1, -1)
	for i := range t.Provisions { // parents come before what is below them
		if m.partner[i] >= 0 {
			m.below(m.partner[i], i)
		}
	}
	given := map[string]bool{}
	for _, p := range earlier {
		given[p.WID] = true
	}
	isUsed := func(wid string) bool { return given[wid] || used != nil && used(wid) }
	brought := t.brought()
	isTaken := func(wid string) bool { return brought[wid] || isUsed(wid) }
	f, next := m.newer.family, map[string]int{}
	for i := range t.Provisions {
		p := &t.Provisions[i]
		p.Parent = ""
		if f.parent[i] >= 0 {
			p.Parent = t.Provisions[f.parent[i]].WID
		}
		if at := m.partner[i]; at >= 0 {
			p.WID = earlier[at].WID
			continue
		}
		if !brought[p.WID] || isUsed(p.WID) {
			p.WID = freshWID(*p, f.ordinal[i], p.Parent, next, isTaken)
		}
		given[p.WID] = true
	}
	address(t.Provisions, f)
}

// brought are the wids that came with the text and that a provision still has.
func (t *Tree) brought() map[string]bool {
	out := map[string]bool{}
	for _, p := range t.Provisions {
		if _, ok := t.Named[p.WID]; ok {
			out[p.WID] = true
		}
	}
	return out
}

// text is one side of a comparison.
type text struct {
	ps     []models.Provision
	family family
	path   []string // kinds and numbers from the top
	words  []string // heading and text, or those of everything below when it has none
}

func newText(ps []models.Provision) text {
	t := text{ps, familyOf(ps), make([]string, len(ps)), make([]string, len(ps))}
	for i, p := range ps {
		t.path[i] = label(p, t.family.ordinal[i], short, "-")
		if above := t.family.parent[i]; above >= 0 {
			t.path[i] = t.path[above] + "/" + t.path[i]
		}
	}
	for i := len(ps) - 1; i >= 0; i-- {
		if ps[i].Heading+ps[i].Text != "" {
			t.words[i] = ps[i].Heading + "\n" + ps[i].Text
			continue
		}
		var below []string
		for _, c := range t.family.children[i] {
			below = append(below, t.words[c])
		}
		t.words[i] = strings.Join(below, "\n")
	}
	return t
}

// matcher pairs the provisions of two versions; each has one partner at most.
type matcher struct {
	older, newer text
	partner      []int // of the newer, -1 for none
	gone         []bool
	fresh        []bool // of the newer: it has no partner, by the wid that came with it
}

func newMatcher(older, newer []models.Provision) *matcher {
	m := &matcher{
		older: newText(older), newer: newText(newer),
		partner: make([]int, len(newer)), gone: make([]bool, len(older)), fresh: make([]bool, len(newer)),
	}
	for i := range m.partner {
		m.partner[i] = -1
	}
	return m
}

func (m *matcher) pair(older, newer int) {
	m.partner[newer] = older
	m.gone[older] = true
}

// byWID pairs those that came with a lasting wid. A text most of whose wids are
// known was made from the one before: whoever made it has given what is new a
// new one. Of any other text they say nothing of what it is compared with.
func (m *matcher) byWID(named map[string]bool) {
	where := map[string]int{}
	for i, p := range m.older.ps {
		where[p.WID] = i
	}
	var unknown []int
	paired := 0
	for i, p := range m.newer.ps {
		at, ok := where[p.WID]
		switch {
		case !named[p.WID]:
		case ok && !m.gone[at]:
			m.pair(at, i)
			paired++
		case !ok:
			unknown = append(unknown, i)
		}
	}
	if paired > len(unknown) {
		for _, i := range unknown {
			m.fresh[i] = true
		}
	}
}

// byContent pairs equal words anywhere in the text. Where the same words occur
// more than once, the kinds and numbers above them decide; where that does not,
// they are paired in order if there are as many in both versions.
func (m *matcher) byContent() {
	type group struct{ older, newer []int }
	groups := map[string]*group{}
	at := func(words string) *group {
		if groups[words] == nil {
			groups[words] = &group{}
		}
		return groups[words]
	}
	for i, words := range m.older.words {
		at(words).older = append(at(words).older, i)
	}
	for i, words := range m.newer.words {
		at(words).newer = append(at(words).newer, i)
	}
	for words, g := range groups {
		if words == "" {
			continue
		}
		m.pairKeys(g.older, g.newer, func(t *text, i int) string { return t.path[i] })
		older, newer := m.open(g.older, g.newer)
		if len(older) == len(newer) {
			for i := range older {
				m.pair(older[i], newer[i])
			}
		}
	}
}

// below pairs what is directly under two partners (-1 is the top).
func (m *matcher) below(older, newer int) {
	was, is := m.older.family.children[older], m.newer.family.children[newer]
	m.pairKeys(was, is, func(t *text, i int) string { return t.ps[i].Heading })
	m.pairSimilar(was, is)
	m.pairKeys(was, is, func(t *text, i int) string {
		p := t.ps[i]
		if p.Number == "" && !(p.Kind == models.Preamble || p.Kind == models.Annex) {
			return "" // a text has one preamble, but many points
		}
		return string(p.Kind) + " " + p.Number
	})
}

// pairKeys pairs those whose key is not empty and occurs once on each side.
func (m *matcher) pairKeys(older, newer []int, key func(t *text, i int) string) {
	older, newer = m.open(older, newer)
	count := map[string]int{}
	where := map[string]int{}
	for _, i := range older {
		count[key(&m.older, i)]++
		where[key(&m.older, i)] = i
	}
	twice := map[string]int{}
	for _, i := range newer {
		twice[key(&m.newer, i)]++
	}
	for _, i := range newer {
		k := key(&m.newer, i)
		if k != "" && count[k] == 1 && twice[k] == 1 {
			m.pair(where[k], i)
		}
	}
}

// open leaves those that have no partner yet.
func (m *matcher) open(older, newer []int) (was, is []int) {
	for _, i := range older {
		if !m.gone[i] {
			was = append(was, i)
		}
	}
	for _, i := range newer {
		if m.partner[i] < 0 && !m.fresh[i] {
			is = append(is, i)
		}
	}
	return was, is
}
