package consult

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// NewConsultation is what it takes to set up a consultation.
type NewConsultation struct {
	Slug          string       `json:"slug" validate:"required,slug"`
	Title         string       `json:"title" validate:"required,notblank,max=200"`
	Summary       string       `json:"summary" validate:"max=2000"`
	Titles        models.Texts `json:"titles" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=200"`
	Summaries     models.Texts `json:"summaries" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=2000"`
	Language      string       `json:"language" validate:"required,bcp47_language_tag"`
	Languages     []string     `json:"languages" validate:"max=20,dive,required,bcp47_language_tag"`
	PreModeration bool         `json:"pre_moderation"`
	Phases        []NewPhase   `json:"phases" validate:"max=50,dive"`
	OwnNotices    bool         `json:"-"` // the organiser writes them before anything can be contributed; else the default ones stand
}

// CreateConsultation sets a consultation up, with the default notices unless its organiser is to write them; the creator becomes its organiser.
// Administrators only. Fault Conflict "slug_taken".
func (s *Service) CreateConsultation(ctx context.Context, by models.Call, in NewConsultation) (models.Consultation, error) {
	var none models.Consultation
	if err := need(by.Actor, Can(by.Actor, Install, Thing{})); err != nil {
		return none, err
	}
	c := models.Consultation{ID: s.ids.Next(by.At), CreatedAt: by.At, ChangeSeq: 1}
	phases, problems := s.phases(c.ID, by.At, in)
	if err := s.check(&in, problems...); err != nil {
		return none, err
	}
	c.Slug, c.Language, c.PreModeration = in.Slug, canonical(in.Language), in.PreModeration
	c.Title, c.Summary = withMain(in.Titles, in.Language, in.Title), withMain(in.Summaries, in.Language, in.Summary)
	c.Languages = union([]string{c.Language}, in.Languages)
	slug, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Consultation(ctx, in.Slug); err == nil {
			return "", slugTaken()
		} else if !fault.Is(err, fault.NotFound) {
			return "", err
		}
		return in.Slug, s.addConsultation(ctx, tx, by, &c, phases, !in.OwnNotices)
	})
	if errors.Is(err, store.ErrDuplicate) {
		return none, slugTaken()
	}
	if err != nil {
		return none, err
	}
	return s.st.Consultation(ctx, slug)
}

func slugTaken() *fault.Error {
	return &fault.Error{Kind: fault.Conflict, Code: "slug_taken", Fields: []fault.Field{{Name: "slug", Code: "taken"}}}
}

func (s *Service) addConsultation(ctx context.Context, tx *store.Tx, by models.Call, c *models.Consultation, phases []models.Phase, noticed bool) error {
	if err := tx.AddConsultation(ctx, c, phases); err != nil {
		return err
	}
	var notices models.Notices
	if noticed {
		var err error
		if notices, err = defaultNotices(*c, by.At); err != nil {
			return err
		}
		if err := tx.AddNotices(ctx, &notices); err != nil {
			return err
		}
	}
	if err := s.recordAll(ctx, tx, c.ID, founding(*c, phases, []models.Notices{notices})); err != nil || by.PersonID == 0 {
		return err
	}
	return tx.SetGrant(ctx, models.Grant{ConsultationID: c.ID, PersonID: by.PersonID, Role: models.Organiser})
}

// phases reads the phases of an input; times that cannot be read come back as problems.
func (s *Service) phases(consultationID int64, at time.Time, in NewConsultation) ([]models.Phase, []fault.Field) {
	var problems []fault.Field
	out := make([]models.Phase, len(in.Phases))
	for i, p := range in.Phases {
		field := fmt.Sprintf("phases.%d.", i)
		out[i] = models.Phase{
			ConsultationID: consultationID, ID: s.ids.Next(at), Ref: ids.UUID(), Position: i + 1,
		}
		problems = append(problems, p.into(&out[i], in.Language, field)...)
	}
	return out, problems
}

// withMain puts the text of the main language among the others; a text nobody wrote is not there.
func withMain(others models.Texts, language, text string) models.Texts {
	out := models.Texts{}
	for l, t := range others {
		if t != "" {
			out[l] = t
		}
	}
	if text != "" {
		out[language] = text
	}
	return out
}

func union(first, more []string) models.List {
	out := models.List(slices.Clone(first))
	for _, m := range more {
		if m = canonical(m); !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	return out
}

// Consultations lists every consultation with its phases and its figures, newest first.
func (s *Service) Consultations(ctx context.Context, _ models.Actor) ([]models.Front, error) {
	all, err := s.st.Consultations(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids := make([]int64, len(all))
	for i, c := range all {
		ids[i] = c.ID
	}
	phases, err := s.st.Phases(ctx, ids...)
	if err != nil {
		return nil, err
	}
	out := make([]models.Front, len(all))
	for i, c := range all {
		out[i].Consultation = c
		for _, p := range phases {
			if p.ConsultationID == c.ID {
				out[i].Phases = append(out[i].Phases, p)
			}
		}
		if out[i].Comments, out[i].Answered, err = s.figures(ctx, c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Head gives a consultation with its phases: what every page of it needs.
func (s *Service) Head(ctx context.Context, slug string) (models.Front, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.Front{}, err
	}
	phases, err := s.st.Phases(ctx, c.ID)
	return models.Front{Consultation: c, Phases: phases}, err
}

// nextEvents is how many events the front page shows.
const nextEvents = 4

// Front gives what the front page of a consultation needs.
func (s *Service) Front(ctx context.Context, who models.Actor, slug string) (models.Front, error) {
	f, err := s.Head(ctx, slug)
	if err != nil {
		return f, err
	}
	if f.Partners, err = s.st.Partners(ctx, f.ID); err != nil {
		return f, err
	}
	if f.Documents, err = s.st.Documents(ctx, f.ID); err != nil {
		return f, err
	}
	if f.Drafts, err = s.drafts(ctx, who, f.ID); err != nil {
		return f, err
	}
	if err = s.titled(ctx, f.ID, f.Drafts); err != nil {
		return f, err
	}
	events, err := s.st.Events(ctx, f.ID)
	if err != nil {
		return f, err
	}
	for _, e := range events {
		if e.EndsAt.After(s.Now()) && len(f.Events) < nextEvents {
			f.Events = append(f.Events, e)
		}
	}
	if f.Timeline, err = s.timeline(ctx, f.Consultation, f.Phases); err != nil {
		return f, err
	}
	if f.Removed, err = s.st.Removed(ctx, f.ID); err != nil {
		return f, err
	}
	if err = s.committed(ctx, &f); err != nil {
		return f, err
	}
	f.Comments, f.Answered, err = s.figures(ctx, f.Consultation)
	return f, err
}

// shownNewest is how many signatures a front page shows.
const shownNewest = 3

// committed adds who signed and how much was pledged, where there is a phase for it.
func (s *Service) committed(ctx context.Context, f *models.Front) (err error) {
	if _, ok := f.Phase(models.PhaseSignatures, s.Now()); ok {
		if f.Signatures, err = s.st.NewestSignatures(ctx, f.ID, shownNewest); err != nil {
			return err
		}
		for i := range f.Signatures.Items {
			forEverybody(&f.Signatures.Items[i])
		}
	}
	if _, ok := f.Phase(models.PhasePledges, s.Now()); ok {
		all, err := s.tracked(ctx, f.Consultation, models.PledgeNewest)
		if err != nil {
			return err
		}
		for _, p := range all {
			if p.stands() {
				f.Pledges++
			}
		}
	}
	return nil
}

// titled adds the titles of each draft's newest version in its languages.
func (s *Service) titled(ctx context.Context, consultationID int64, drafts []models.DraftSummary) error {
	ids := make([]int64, len(drafts))
	for i, d := range drafts {
		ids[i] = d.NewestID
	}
	titles, err := s.st.Titles(ctx, consultationID, ids)
	for i, d := range drafts {
		drafts[i].Titles = titles[d.NewestID]
	}
	return err
}

// NewPartner is a co-lead or partner organisation to be named.
type NewPartner struct {
	Name            string `json:"name" validate:"required,notblank,max=200"`
	Role            string `json:"role" validate:"required,oneof=co_lead partner"`
	Country         string `json:"country" validate:"omitempty,country"`
	StakeholderType string `json:"stakeholder_type" validate:"omitempty,voice"`
	URL             string `json:"url" validate:"omitempty,weblink"`
}

// AddPartner names an organisation that leads or supports the consultation. Organisers.
func (s *Service) AddPartner(ctx context.Context, by models.Call, slug string, in NewPartner) (models.PartnerOrganisation, error) {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return models.PartnerOrganisation{}, err
	}
	if err := s.check(&in); err != nil {
		return models.PartnerOrganisation{}, err
	}
	p := models.PartnerOrganisation{
		ConsultationID: c.ID, ID: s.ids.Next(by.At), Name: in.Name, Role: models.PartnerRole(in.Role),
		Country: in.Country, StakeholderType: models.StakeholderType(in.StakeholderType), URL: in.URL,
	}
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		return p.Name, tx.AddPartner(ctx, &p)
	})
	return p, err
}

// where finds a consultation in which the actor may do something.
func (s *Service) where(ctx context.Context, who models.Actor, a Action, slug string) (models.Consultation, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return c, err
	}
	return c, need(who, Can(who, a, Thing{ConsultationID: c.ID}))
}

// MayUpload tells whether somebody may bring files to a consultation, or else to an organisation: it is asked before a
// large body is read. Faults SignIn, Forbidden, NotFound.
func (s *Service) MayUpload(ctx context.Context, who models.Actor, consultation, organisation string) error {
	if consultation == "" {
		_, err := s.Editable(ctx, who, organisation)
		return err
	}
	c, err := s.st.Consultation(ctx, consultation)
	if err != nil {
		return err
	}
	may := func(a Action) bool { return Can(who, a, Thing{ConsultationID: c.ID}) }
	speaks := func(organisation int64) bool { return Can(who, MakePledge, Thing{OrganisationID: organisation}) } // letters, evidence
	return need(who, slices.ContainsFunc([]Action{Draft, Translate, Organise}, may) || slices.ContainsFunc(who.Organisations, speaks))
}
