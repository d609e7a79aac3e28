package consult

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/names"
	"travaux/internal/place"
	"travaux/internal/store"
	"travaux/models"
)

// onBoard is how many interests of each state the board shows.
const onBoard = 12

// interestNotes is how many notes an interest shows; far more than anybody writes.
const interestNotes = 500

// Board shows the newest interests of each state, and how many there are by region and type. Organisers, administrators
// and observers, within their regions.
func (s *Service) Board(ctx context.Context, who models.Actor, slug string, f models.InterestFilter) (models.InterestBoard, error) {
	var out models.InterestBoard
	cut, err := s.interestCut(ctx, who, slug, f)
	if err != nil {
		return out, err
	}
	if out.Newest, err = s.st.NewestInterests(ctx, cut, onBoard); err != nil {
		return out, err
	}
	if out.Counts, err = s.st.InterestCounts(ctx, cut); err != nil {
		return out, err
	}
	out.Settings, err = s.st.InterestSettings(ctx, cut.ConsultationID)
	return out, err
}

// Interests lists interests, newest first, to the same. Faults: Malformed "bad_filter", "bad_cursor".
func (s *Service) Interests(ctx context.Context, who models.Actor, slug string, f models.InterestFilter) (models.Interests, error) {
	var out models.Interests
	cut, err := s.interestCut(ctx, who, slug, f)
	if err != nil {
		return out, err
	}
	before, err := readCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	limit := f.Limit
	switch {
	case limit < 0 || limit > maxLimit:
		return out, badFilter("limit")
	case limit == 0:
		limit = defaultLimit
	}
	out.Items, err = s.st.InterestRows(ctx, cut, before, limit+1)
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], cursorOf(out.Items[limit-1].ID)
	}
	return out, err
}

// interestCut checks a filter of a consultation's interests and limits it to what the actor may see.
func (s *Service) interestCut(ctx context.Context, who models.Actor, slug string, f models.InterestFilter) (store.InterestCut, error) {
	c, err := s.where(ctx, who, ReadInterests, slug)
	if err != nil {
		return store.InterestCut{}, err
	}
	cut := store.InterestCut{
		ConsultationID: c.ID, Within: Within(who, ReadInterests, c.ID), States: given(f.State), Types: given(f.Type),
		Countries: given(f.Country), Outcomes: given(f.Outcome), Key: names.Key(f.Q),
	}
	for _, r := range given(f.Region) {
		if !place.IsRegion(r) && r != place.Unassigned {
			return cut, badFilter("region")
		}
		cut.Regions = append(cut.Regions, regionMatches(r)...)
	}
	none := func(values []string, known func(string) bool) bool {
		return slices.ContainsFunc(values, func(v string) bool { return !known(v) })
	}
	switch {
	case none(cut.States, oneOf(models.InterestStates)):
		return cut, badFilter("state")
	case none(cut.Types, oneOf(models.OrganisationTypes)):
		return cut, badFilter("type")
	case none(cut.Countries, place.IsCountry):
		return cut, badFilter("country")
	case none(cut.Outcomes, oneOf(models.OutcomeAreas)):
		return cut, badFilter("outcome")
	case len([]rune(f.Q)) > 200 || !utf8.ValidString(f.Q):
		return cut, badFilter("q")
	}
	return cut, nil
}

// InterestPage is an interest with all that organisers see of it.
type InterestPage struct {
	models.InterestRow
	Contact    models.InterestContact // of the address the domain alone, but for who decides and proved anew who they are
	Addresses  bool
	Disposable bool // the address is at a service for addresses that are thrown away: a hint
	Notes      []models.InterestNoteView
	Known      *models.Organisation // that bears the name
	Similar    []models.SimilarName // that could be meant
	Decides    bool
}

// Interest shows one interest. Organisers, administrators and observers, within their regions. Fault NotFound
// "interest_not_found".
func (s *Service) Interest(ctx context.Context, by models.Call, slug, ref string) (InterestPage, error) {
	var out InterestPage
	cut, err := s.interestCut(ctx, by.Actor, slug, models.InterestFilter{})
	if err != nil {
		return out, err
	}
	if out.InterestRow, err = s.st.InterestRow(ctx, cut, ref); err != nil {
		return out, err
	}
	out.Decides = Can(by.Actor, DecideInterests, Thing{ConsultationID: cut.ConsultationID, Region: out.Region})
	if out.Contact, err = s.st.InterestContact(ctx, cut.ConsultationID, out.ID); err != nil {
		return out, err
	}
	_, domain, _ := strings.Cut(models.EmailKey(out.Contact.Email), "@")
	out.Disposable, out.Addresses = s.disposable[domain], out.Decides && s.stepped(by) == nil
	if !out.Addresses {
		out.Contact.Email = domainOnly(out.Contact.Email)
	}
	if err := s.nearInterest(ctx, &out); err != nil {
		return out, err
	}
	out.Notes, err = s.notesOnInterest(ctx, by.Actor, out.Interest)
	return out, err
}

// nearInterest finds the organisation that bears the name of an interest, else those that could be meant.
func (s *Service) nearInterest(ctx context.Context, p *InterestPage) error {
	if p.OrganisationID != nil {
		return nil
	}
	known, err := s.st.OrganisationsByKey(ctx, []string{p.NameKey})
	if err != nil {
		return err
	}
	if len(known) > 0 {
		p.Known = &known[0]
		return nil
	}
	p.Similar, err = s.Alike(ctx, models.Organisation{Name: models.Texts{p.Language: p.OrganisationName}})
	return err
}

func (s *Service) notesOnInterest(ctx context.Context, who models.Actor, i models.Interest) ([]models.InterestNoteView, error) {
	all, err := s.st.InterestNotes(ctx, i.ConsultationID, i.ID, interestNotes)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	var people []int64
	for _, n := range all {
		if n.PersonID != nil && !slices.Contains(people, *n.PersonID) {
			people = append(people, *n.PersonID)
		}
	}
	called, err := s.st.Names(ctx, people)
	out := make([]models.InterestNoteView, len(all))
	for k, n := range all {
		out[k].InterestNote = n
		if n.PersonID != nil {
			out[k].Name, out[k].Mine = called[*n.PersonID], *n.PersonID == who.PersonID
		}
	}
	return out, err
}

// WholeInterest is an interest with its contact, as it is exported.
type WholeInterest struct {
	models.InterestRow
	Contact models.InterestContact
}

// ExportInterests gives every interest that a filter leaves with its contact, newest first. Organisers and
// administrators, within their regions. Addresses are there only where they are asked for, and for who proved anew who
// they are. Fault Forbidden "step_up".
func (s *Service) ExportInterests(ctx context.Context, by models.Call, slug string, f models.InterestFilter, addresses bool) ([]WholeInterest, error) {
	c, err := s.where(ctx, by.Actor, DecideInterests, slug)
	if err == nil && addresses {
		err = s.stepped(by)
	}
	if err != nil {
		return nil, err
	}
	var out []WholeInterest
	for f.Cursor, f.Limit = "", maxLimit; ; {
		page, err := s.Interests(ctx, by.Actor, slug, f)
		if err != nil {
			return nil, err
		}
		some, err := s.withContacts(ctx, c.ID, page.Items, addresses)
		if out = append(out, some...); err != nil || page.Next == "" {
			return out, err
		}
		f.Cursor = page.Next
	}
}

// withContacts adds to interests their contacts, with addresses or without.
func (s *Service) withContacts(ctx context.Context, consultationID int64, items []models.InterestRow, addresses bool) ([]WholeInterest, error) {
	ids := make([]int64, len(items))
	for n, i := range items {
		ids[n] = i.ID
	}
	contacts, err := s.st.InterestContacts(ctx, consultationID, ids)
	of := map[int64]models.InterestContact{}
	for _, c := range contacts {
		if !addresses {
			c.Email, c.EmailKey = "", ""
		}
		of[c.InterestID] = c
	}
	out := make([]WholeInterest, len(items))
	for n, i := range items {
		out[n] = WholeInterest{i, of[i.ID]}
	}
	return out, err
}

// interestAt finds an interest that the actor may decide on. Fault NotFound "interest_not_found".
func (s *Service) interestAt(ctx context.Context, by models.Call, slug, ref string) (models.Consultation, models.InterestRow, error) {
	c, err := s.where(ctx, by.Actor, DecideInterests, slug)
	if err != nil {
		return c, models.InterestRow{}, err
	}
	row, err := s.st.InterestRow(ctx, store.InterestCut{ConsultationID: c.ID, Within: Within(by.Actor, DecideInterests, c.ID)}, ref)
	return c, row, err
}

// SetInterestSettings says whether those who were invited are reminded by themselves. Organisers and administrators
// of the whole consultation.
func (s *Service) SetInterestSettings(ctx context.Context, by models.Call, slug string, in NewInterestSettings) error {
	c, err := s.where(ctx, by.Actor, DecideInterests, slug)
	if err == nil && Within(by.Actor, DecideInterests, c.ID) != nil {
		err = fault.New(fault.Forbidden, "forbidden")
	}
	if err != nil {
		return err
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return "", tx.SetInterestSettings(ctx, models.InterestSettings{ConsultationID: c.ID, Remind: in.Remind, ChangedAt: by.At})
	})
	return err
}

// NewInterestSettings say how interests are treated.
type NewInterestSettings struct {
	Remind bool `json:"remind"`
}
