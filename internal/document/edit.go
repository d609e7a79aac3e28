package document

import (
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"travaux/models"
)

// The reasons for which an act on a text is refused; errors of the acts wrap one of them, of ErrTooLarge or of
// ErrTooDeep.
var (
	ErrNoProvision = errors.New("the text has no such provision")
	ErrOwnBelow    = errors.New("a provision cannot stand below itself")
	ErrNoNeighbour = errors.New("there is no provision beside it for that")
	ErrNoCut       = errors.New("the words cannot be cut there")
)

// Place is where a provision stands: directly below Parent (empty: at the top), after its sibling After (empty: first).
type Place struct{ Parent, After string }

// branch is a provision with those directly below it.
type branch struct {
	models.Provision
	above *branch
	below []*branch
}

// grow makes the tree of a text; the branch that is returned is none of its provisions, but above those at the top.
func grow(ps []models.Provision) (root *branch, byWID map[string]*branch) {
	root, byWID = &branch{}, make(map[string]*branch, len(ps))
	f := familyOf(ps)
	all := make([]*branch, len(ps))
	for i, p := range ps {
		above := root
		if at := f.parent[i]; at >= 0 {
			above = all[at]
		}
		all[i] = &branch{Provision: p, above: above}
		above.below = append(above.below, all[i])
		byWID[p.WID] = all[i]
	}
	return root, byWID
}

// flat gives the provisions in reading order, with the positions, depths, parents and addresses that the tree says.
func (b *branch) flat() ([]models.Provision, error) {
	var out []models.Provision
	var walk func(b *branch, depth int) error
	walk = func(b *branch, depth int) error {
		for _, c := range b.below {
			p := c.Provision
			p.Position, p.Depth, p.Parent = len(out)+1, depth, b.WID
			if err := fits(p); err != nil {
				return err
			}
			out = append(out, p)
			if err := walk(c, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if err := walk(b, 0); err != nil {
		return nil, err
	}
	address(out, familyOf(out))
	return out, nil
}

// fits holds a provision to the limits of Read.
func fits(p models.Provision) error {
	switch {
	case p.Depth >= MaxDepth:
		return fmt.Errorf("provision %d at depth %d: %w", p.Position, p.Depth, ErrTooDeep)
	case p.Position > MaxProvisions:
		return fmt.Errorf("more than %d provisions: %w", MaxProvisions, ErrTooLarge)
	case utf8.RuneCountInString(p.Heading) > MaxHeading:
		return fmt.Errorf("heading of provision %d has more than %d characters: %w", p.Position, MaxHeading, ErrTooLarge)
	case len(p.Text) > MaxText:
		return fmt.Errorf("provision %d has more than %d bytes: %w", p.Position, MaxText, ErrTooLarge)
	}
	return nil
}

// place tells the index at which something new stands below the parent of a place.
func (at Place) find(root *branch, byWID map[string]*branch) (parent *branch, index int, err error) {
	parent = root
	if at.Parent != "" {
		if parent = byWID[at.Parent]; parent == nil {
			return nil, 0, fmt.Errorf("below %q: %w", at.Parent, ErrNoProvision)
		}
	}
	if at.After == "" {
		return parent, 0, nil
	}
	i := slices.IndexFunc(parent.below, func(b *branch) bool { return b.WID == at.After })
	if i < 0 {
		return nil, 0, fmt.Errorf("after %q: %w", at.After, ErrNoProvision)
	}
	return parent, i + 1, nil
}

// put adds a branch below another one.
func (b *branch) put(c *branch, at int) {
	c.above = b
	b.below = slices.Insert(b.below, at, c)
}

// cut takes a branch out of the tree and tells where it stood.
func (b *branch) cut() int {
	i := slices.Index(b.above.below, b)
	b.above.below = slices.Delete(b.above.below, i, i+1)
	return i
}

// fresh gives a new provision a wid that neither this text nor used knows.
func fresh(p models.Provision, above *branch, byWID map[string]*branch, used func(wid string) bool) string {
	ordinal := 1
	for _, c := range above.below {
		if c.Kind == p.Kind {
			ordinal++
		}
	}
	return freshWID(p, ordinal, above.WID, map[string]int{}, func(wid string) bool {
		_, here := byWID[wid]
		return here || used != nil && used(wid)
	})
}

// Change gives a provision another kind, number, heading and words (those of with); what it is called by and where it
// stands stay. None of the acts changes the list that it is given.
func Change(ps []models.Provision, wid string, with models.Provision) ([]models.Provision, error) {
	root, byWID := grow(ps)
	b := byWID[wid]
	if b == nil {
		return nil, fmt.Errorf("change %q: %w", wid, ErrNoProvision)
	}
	b.Kind, b.Number, b.Heading, b.Text, b.HTML = with.Kind, with.Number, with.Heading, with.Text, with.HTML
	return root.flat()
}

// Add puts a new provision into a text, with a wid for which used is false, and tells it. Used knows the wids of all
// versions of the draft, and may be nil.
func Add(ps []models.Provision, at Place, p models.Provision, used func(wid string) bool) (out []models.Provision, wid string, err error) {
	root, byWID := grow(ps)
	parent, i, err := at.find(root, byWID)
	if err != nil {
		return nil, "", fmt.Errorf("add a provision: %w", err)
	}
	p.WID = fresh(p, parent, byWID, used)
	parent.put(&branch{Provision: p}, i)
	out, err = root.flat()
	return out, p.WID, err
}

// PutBack puts a provision that was taken out of a text into it again, with the wid it had.
func PutBack(ps []models.Provision, at Place, p models.Provision) ([]models.Provision, error) {
	root, byWID := grow(ps)
	parent, i, err := at.find(root, byWID)
	if err != nil {
		return nil, fmt.Errorf("put %q back: %w", p.WID, err)
	}
	parent.put(&branch{Provision: p}, i)
	return root.flat()
}

// Move puts a provision with everything below it somewhere else.
func Move(ps []models.Provision, wid string, to Place) ([]models.Provision, error) {
	root, byWID := grow(ps)
	b := byWID[wid]
	if b == nil {
		return nil, fmt.Errorf("move %q: %w", wid, ErrNoProvision)
	}
	for above := byWID[to.Parent]; above != nil; above = above.above {
		if above == b {
			return nil, fmt.Errorf("move %q: %w", wid, ErrOwnBelow)
		}
	}
	if to.After == wid {
		return slices.Clone(ps), nil // it stands after itself already
	}
	b.cut()
	parent, i, err := to.find(root, byWID)
	if err != nil {
		return nil, fmt.Errorf("move %q: %w", wid, err)
	}
	parent.put(b, i)
	return root.flat()
}

// Direction is where Shift moves a provision.
type Direction string

// The directions: among its siblings, one level down (below the sibling before it), one level up (after its parent).
const (
	Up   Direction = "up"
	Down Direction = "down"
	In   Direction = "in"
	Out  Direction = "out"
)

// Shift moves a provision with everything below it by one step; ErrNoNeighbour when there is none to be taken.
func Shift(ps []models.Provision, wid string, to Direction) ([]models.Provision, error) {
	root, byWID := grow(ps)
	b := byWID[wid]
	if b == nil {
		return nil, fmt.Errorf("shift %q: %w", wid, ErrNoProvision)
	}
	above := b.above
	i := b.cut()
	switch {
	case to == Up && i > 0:
		above.put(b, i-1)
	case to == Down && i < len(above.below):
		above.put(b, i+1)
	case to == In && i > 0:
		above.below[i-1].put(b, len(above.below[i-1].below))
	case to == Out && above != root:
		above.above.put(b, slices.Index(above.above.below, above)+1)
	default:
		return nil, fmt.Errorf("shift %q %s: %w", wid, to, ErrNoNeighbour)
	}
	return root.flat()
}
