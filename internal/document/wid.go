package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"travaux/models"
)

// maxWID is the length of a wid, `[a-z0-9][a-z0-9_-]{0,63}`.
const maxWID = 64

// short are the names of kinds in wids.
var short = map[models.ProvisionKind]string{
	models.Preamble: "preamble", models.Part: "part", models.Chapter: "chap", models.Article: "art",
	models.Section: "sec", models.Paragraph: "par", models.Point: "pnt", models.Definition: "def",
	models.Annex: "annex",
}

// akn are the names of kinds in eids, as in the Akoma Ntoso naming convention.
var akn = map[models.ProvisionKind]string{
	models.Preamble: "preamble", models.Part: "part", models.Chapter: "chp", models.Article: "art",
	models.Section: "sec", models.Paragraph: "para", models.Point: "point", models.Definition: "def",
	models.Annex: "annex",
}

// family is the tree that depths describe, by index: the parent of each
// provision (-1 at the top), its children (those of the top under -1), and its
// place among the siblings of its kind, from 1.
type family struct {
	parent   []int
	children map[int][]int
	ordinal  []int
}

// familyOf reads the tree of provisions in reading order. A depth that skips a
// level hangs on the nearest provision above.
func familyOf(ps []models.Provision) family {
	type sibling struct {
		parent int
		kind   models.ProvisionKind
	}
	f := family{make([]int, len(ps)), map[int][]int{}, make([]int, len(ps))}
	seen := map[sibling]int{}
	var open []int
	for i, p := range ps {
		for len(open) > 0 && ps[open[len(open)-1]].Depth >= p.Depth {
			open = open[:len(open)-1]
		}
		f.parent[i] = -1
		if len(open) > 0 {
			f.parent[i] = open[len(open)-1]
		}
		open = append(open, i)
		f.children[f.parent[i]] = append(f.children[f.parent[i]], i)
		s := sibling{f.parent[i], p.Kind}
		seen[s]++
		f.ordinal[i] = seen[s]
	}
	return f
}

// label is the readable name of a provision among its siblings: its kind with
// its number when that can be written in ASCII, else with its ordinal. The first
// preamble or annex without a number needs none.
func label(p models.Provision, ordinal int, names map[models.ProvisionKind]string, sep string) string {
	name := names[p.Kind]
	if number := ascii(p.Number); number != "" {
		return name + sep + number
	}
	if ordinal == 1 && (p.Kind == models.Preamble || p.Kind == models.Annex) {
		return name
	}
	return name + sep + strconv.Itoa(ordinal)
}

// ascii writes a number with a-z, 0-9 and hyphens; numbers in other digits or
// in words by their value; empty when it cannot.
func ascii(number string) string {
	if v := value(number); v >= 0 {
		return strconv.Itoa(v)
	}
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimRight(number, "°º")) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(".-–_ ", r):
			b.WriteByte('-')
		default:
			return ""
		}
	}
	return strings.Trim(b.String(), "-")
}

// value reads a whole number in digits of any script, Chinese numerals or an
// ordinal word, and gives -1 for anything else.
func value(number string) int {
	number = strings.TrimRight(number, "°º")
	for _, end := range []string{"er", "ère", "re"} {
		if bare, ok := strings.CutSuffix(number, end); ok && digits(bare) >= 0 {
			number = bare
		}
	}
	if v, ok := ordinals[fold(number)]; ok {
		return v
	}
	return digits(number)
}

// standsAlone reports the kinds that are counted through the whole text, so
// that their wid needs no parent's.
func standsAlone(kind models.ProvisionKind) bool {
	return kind == models.Article || kind == models.Annex || kind == models.Preamble
}

// freshWID makes a wid that is not used: the path of labels from the nearest
// article, annex or top, with _2, _3 … where the path is taken. Next remembers for each path where to go on.
func freshWID(p models.Provision, ordinal int, parent string, next map[string]int, used func(string) bool) string {
	path := label(p, ordinal, short, "-")
	if parent != "" && !standsAlone(p.Kind) {
		path = parent + "-" + path
	}
	for n := max(next[path], 1); ; n++ {
		wid := path
		if n > 1 {
			wid = fmt.Sprintf("%s_%d", path, n)
		}
		if len(wid) > maxWID {
			sum := sha256.Sum256([]byte(wid))
			wid = short[p.Kind] + "-" + hex.EncodeToString(sum[:8])
		}
		if !used(wid) {
			next[path] = n
			return wid
		}
	}
}

// address gives each provision its eid: the path of Akoma Ntoso names from the
// top, with -2, -3 … for the second and third of the same name.
func address(ps []models.Provision, f family) {
	used, next := map[string]bool{}, map[string]int{}
	for i := range ps {
		path := label(ps[i], f.ordinal[i], akn, "_")
		if f.parent[i] >= 0 {
			path = ps[f.parent[i]].EID + "__" + path
		}
		eid := path
		n := max(next[path], 2)
		for ; used[eid]; n++ {
			eid = fmt.Sprintf("%s-%d", path, n)
		}
		used[eid], next[path] = true, n
		ps[i].EID = eid
	}
}
