package consult

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"travaux/internal/store"
	"travaux/models"
)

// registerCache keeps, for each consultation, what its register counts. As the columns of comments it is no state of its
// own: it is good for one change_seq.
type registerCache struct {
	mu  sync.Mutex
	all map[int64]*registerOf
}

type registerOf struct {
	mu     sync.Mutex // held while loading
	seq    int64
	counts registerCounts
}

// registerCounts are never changed.
type registerCounts struct {
	groups []store.SignatureGroup
	months []models.MonthCount
}

func (rc *registerCache) of(consultationID int64) *registerOf {
	rc.mu.Lock()
	defer rc.mu.Unlock()
	if rc.all == nil {
		rc.all = map[int64]*registerOf{}
	}
	if rc.all[consultationID] == nil {
		rc.all[consultationID] = &registerOf{}
	}
	return rc.all[consultationID]
}

// registerCounts counts the register, once for each change_seq.
func (s *Service) registerCounts(ctx context.Context, c models.Consultation) (registerCounts, error) {
	x := s.register.of(c.ID)
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.seq >= c.ChangeSeq {
		return x.counts, nil
	}
	var fresh registerCounts
	var err error
	if fresh.groups, err = s.st.SignatureGroups(ctx, c.ID); err != nil {
		return fresh, err
	}
	at, err := s.st.SignedAt(ctx, c.ID)
	if err != nil {
		return fresh, err
	}
	fresh.months = monthsOf(at)
	x.seq, x.counts = c.ChangeSeq, fresh
	return fresh, nil
}

// countRegister counts the signatures that a filter leaves.
func (s *Service) countRegister(ctx context.Context, c models.Consultation, cut store.SignatureCut) (n int, err error) {
	if cut.Organisations != nil {
		return s.st.CountSignatures(ctx, c.ID, cut)
	}
	counts, err := s.registerCounts(ctx, c)
	for _, g := range counts.groups {
		if g.Matches(cut) {
			n += g.Count
		}
	}
	return n, err
}

// countries counts the signatures that a filter leaves by country, the most first.
func (rc registerCounts) countries(cut store.SignatureCut) []models.CountryCount {
	counts := map[string]int{}
	for _, g := range rc.groups {
		if g.Matches(cut) {
			counts[g.Country] += g.Count
		}
	}
	var out []models.CountryCount
	for country, n := range counts {
		out = append(out, models.CountryCount{Country: country, Count: n})
	}
	slices.SortFunc(out, func(a, b models.CountryCount) int {
		return cmp.Or(b.Count-a.Count, cmp.Compare(a.Country, b.Country))
	})
	return out
}
