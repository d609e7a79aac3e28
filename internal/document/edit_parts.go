package document

import (
	"fmt"
	"slices"
	"strings"

	"travaux/models"
)

// Split cuts the words of a provision before the code point at of its plain text; what follows becomes a provision of
// the same kind after it, with what stood below. White space at the cut goes. ErrNoCut when one side would have no
// words.
func Split(ps []models.Provision, wid string, at int, used func(wid string) bool) (out []models.Provision, made string, err error) {
	root, byWID := grow(ps)
	b := byWID[wid]
	if b == nil {
		return nil, "", fmt.Errorf("split %q: %w", wid, ErrNoProvision)
	}
	words, err := stored(b.HTML)
	if err != nil {
		return nil, "", err
	}
	cut := codePoint(b.Text, at)
	if cut <= 0 || cut >= len(b.Text) || strings.TrimSpace(b.Text[:cut]) == "" || strings.TrimSpace(b.Text[cut:]) == "" {
		return nil, "", fmt.Errorf("split %q at %d: %w", wid, at, ErrNoCut)
	}
	before, after := words.split(cut)
	first, second := tidy(before), tidy(after)
	rest := &branch{Provision: models.Provision{Kind: b.Kind, Language: b.Language}}
	rest.Text, rest.HTML = second.plain(), policy.Sanitize(second.html())
	b.Text, b.HTML = first.plain(), policy.Sanitize(first.html())
	rest.ConsultationID, rest.VersionID = b.ConsultationID, b.VersionID
	rest.WID = fresh(rest.Provision, b.above, byWID, used)
	for _, c := range b.below {
		rest.put(c, len(rest.below))
	}
	b.below = nil
	b.above.put(rest, slices.Index(b.above.below, b)+1)
	out, err = root.flat()
	return out, rest.WID, err
}

// Join appends the heading and words of a provision, and what stands below it, to the sibling before it; where there is
// none, to the provision above it. Its own wid goes.
func Join(ps []models.Provision, wid string) (out []models.Provision, into string, err error) {
	root, byWID := grow(ps)
	b := byWID[wid]
	if b == nil {
		return nil, "", fmt.Errorf("join %q: %w", wid, ErrNoProvision)
	}
	i := b.cut()
	target, first := b.above, 0
	if i > 0 {
		target = b.above.below[i-1]
		first = len(target.below)
	}
	if target == root {
		return nil, "", fmt.Errorf("join %q: %w", wid, ErrNoNeighbour)
	}
	words := []rich{}
	for _, markup := range []string{target.HTML, escaped(b.Heading), b.HTML} {
		r, err := stored(markup)
		if err != nil {
			return nil, "", err
		}
		if len(r) > 0 {
			words = append(words, r)
		}
	}
	all := joined(words)
	target.Text, target.HTML = all.plain(), policy.Sanitize(all.html())
	for n, c := range slices.Clone(b.below) {
		target.put(c, first+n)
	}
	out, err = root.flat()
	return out, target.WID, err
}

// Delete takes a provision and everything below it out of a text; gone lists their wids.
func Delete(ps []models.Provision, wid string) (out []models.Provision, gone []string, err error) {
	root, byWID := grow(ps)
	b := byWID[wid]
	if b == nil {
		return nil, nil, fmt.Errorf("delete %q: %w", wid, ErrNoProvision)
	}
	var name func(b *branch)
	name = func(b *branch) {
		gone = append(gone, b.WID)
		for _, c := range b.below {
			name(c)
		}
	}
	name(b)
	b.cut()
	out, err = root.flat()
	return out, gone, err
}
