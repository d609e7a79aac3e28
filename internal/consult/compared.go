package consult

import (
	"slices"
	"sync"

	"travaux/internal/redline"
	"travaux/models"
)

// comparedRoom is how many bytes of comparisons are kept, as they are weighed.
const comparedRoom = 32 << 20

// comparedCache keeps what became of every provision between frozen texts that were compared lately. They are known by
// their fingerprints as well, which are read with each comparison: a text that is not the one it was is compared anew.
type comparedCache struct {
	mu     sync.Mutex
	all    []comparedTexts // the one that was asked for last is the last
	weight int
}

// textPair is what was compared with what.
type textPair struct {
	consultationID, oldID, newID int64
	language, oldSHA, newSHA     string
}

type comparedTexts struct {
	pair       textPair
	weight     int
	provisions []models.Compared
}

// compared tells what became of every provision of one text in another. What it gives is not to be changed.
func (s *Service) compared(from, to models.Reading) []models.Compared {
	if from.Text.SHA256 == "" || to.Text.SHA256 == "" { // it is worked on
		return redline.Compare(from.Provisions, to.Provisions)
	}
	pair := textPair{to.ConsultationID, from.Version.ID, to.Version.ID, to.Text.Language, from.Text.SHA256, to.Text.SHA256}
	if known, ok := s.comparisons.find(pair); ok {
		return known
	}
	all := redline.Compare(from.Provisions, to.Provisions)
	s.comparisons.keep(comparedTexts{pair, weigh(from, to, all), all})
	return all
}

// find gives a comparison that is kept.
func (cc *comparedCache) find(pair textPair) ([]models.Compared, bool) {
	cc.mu.Lock()
	defer cc.mu.Unlock()
	i := slices.IndexFunc(cc.all, func(c comparedTexts) bool { return c.pair == pair })
	if i < 0 {
		return nil, false
	}
	c := cc.all[i]
	cc.all = append(slices.Delete(cc.all, i, i+1), c)
	return c.provisions, true
}

// keep keeps a comparison, and lets go of those that nobody asked for longest. One that needs more than a quarter of the
// room is not kept.
func (cc *comparedCache) keep(c comparedTexts) {
	if c.weight > comparedRoom/4 {
		return
	}
	cc.mu.Lock()
	defer cc.mu.Unlock()
	if slices.ContainsFunc(cc.all, func(k comparedTexts) bool { return k.pair == c.pair }) {
		return // somebody else compared them meanwhile
	}
	gone := 0
	for cc.weight += c.weight; cc.weight > comparedRoom; gone++ {
		cc.weight -= cc.all[gone].weight
	}
	cc.all = append(slices.Delete(cc.all, 0, gone), c)
}

// weigh tells about how many bytes a comparison holds: the words of both texts, since those of changes are parts of
// them, and what is said of each provision and change.
func weigh(from, to models.Reading, all []models.Compared) int {
	bytes := 0
	for _, ps := range [][]models.Provision{from.Provisions, to.Provisions} {
		for _, p := range ps {
			bytes += len(p.Number) + len(p.Heading) + len(p.Text)
		}
	}
	const provision, change = 200, 220
	for _, c := range all {
		bytes += provision + change*len(c.Changes)
	}
	return bytes
}
