package consult

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// NewOpening opens a published version for signature.
type NewOpening struct {
	Draft   string `json:"draft" validate:"required,slug"`
	Version int    `json:"version" validate:"required,min=1,max=1000000"`
}

// OpenForSignature opens a version for signature from now on. Signatures in the register that are on another version need
// to be given again; those who speak for their organisations are told a moment later, with what changed. Organisers.
// Faults: Invalid draft, version "not_found"; Conflict "version_open_already", "older_version".
func (s *Service) OpenForSignature(ctx context.Context, by models.Call, slug string, in NewOpening) (models.Signing, error) {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return models.Signing{}, err
	}
	if err := s.check(&in); err != nil {
		return models.Signing{}, err
	}
	d, err := s.st.Draft(ctx, c.ID, in.Draft)
	if err != nil {
		return models.Signing{}, inField(err, "draft")
	}
	versions, err := s.st.Versions(ctx, c.ID, d.ID)
	if err != nil {
		return models.Signing{}, err
	}
	v, _, err := choose(versions, Which{Number: in.Version})
	if err != nil {
		return models.Signing{}, inField(err, "version")
	}
	if _, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		return "", s.openForSignature(ctx, tx, by, c, d, v)
	}); err != nil {
		return models.Signing{}, err
	}
	return s.Signing(ctx, slug)
}

func (s *Service) openForSignature(ctx context.Context, tx *store.Tx, by models.Call, c models.Consultation, d models.Draft, v models.Version) error {
	seq, err := tx.Touch(ctx, c.ID)
	if err != nil {
		return err
	}
	before, err := tx.SigningOpening(ctx, c.ID)
	if err != nil {
		return err
	}
	if before != nil && before.DraftID == d.ID {
		was, err := tx.Version(ctx, c.ID, before.VersionID)
		switch {
		case err != nil:
			return err
		case was.Number == v.Number:
			return fault.New(fault.Conflict, "version_open_already")
		case was.Number > v.Number:
			return fault.New(fault.Conflict, "older_version")
		}
	}
	o := models.SigningOpening{ConsultationID: c.ID, ID: s.ids.Next(by.At), DraftID: d.ID, VersionID: v.ID, CreatedAt: by.At}
	if err := tx.AddSigningOpening(ctx, o); err != nil {
		return err
	}
	if err := s.record(ctx, tx, c.ID, openingEntry(d, v, by.At)); err != nil {
		return err
	}
	moved, err := tx.NeedReconsent(ctx, o, seq)
	if err != nil {
		return err
	}
	entries := make([]models.Entry, len(moved))
	for i, sig := range moved {
		entries[i] = signatureEntry(models.SignatureReconsent, sig, by.At, nil)
	}
	return s.recordAll(ctx, tx, c.ID, entries)
}

// openingEntry tells which version is open for signature.
func openingEntry(d models.Draft, v models.Version, at time.Time) models.Entry {
	return models.Entry{Kind: models.SigningOpened, At: at, Facts: map[string]string{"draft": d.Slug, "version": strconv.Itoa(v.Number)}}
}

// reconsentsAtOnce is how many organisations one round tells that a newer version is open.
const reconsentsAtOnce = 50

// tellReconsent tells those who speak for organisations whose signatures need to be given again; safe twice.
func (s *Service) tellReconsent(ctx context.Context) error {
	all, err := s.st.UntoldReconsents(ctx, reconsentsAtOnce)
	if err != nil {
		return err
	}
	for _, u := range all {
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return s.tellOneReconsent(ctx, tx, u) }); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellOneReconsent(ctx context.Context, tx *store.Tx, u store.Untold) error {
	first, err := tx.SetTold(ctx, u)
	if err != nil || !first {
		return err
	}
	c, err := tx.ConsultationByID(ctx, u.ConsultationID)
	if err != nil {
		return err
	}
	v, err := tx.SignatureByRef(ctx, c.ID, u.Ref)
	if err != nil {
		return err
	}
	now, err := s.signing(ctx, tx.Reader, c, "")
	if err != nil {
		return err
	}
	link := fmt.Sprintf("%s/c/%s/sign", s.baseURL, c.Slug)
	if now.Draft.Slug == v.Draft {
		link = fmt.Sprintf("%s/c/%s/drafts/%s/compare/%d/%d?text=%s", s.baseURL, c.Slug, v.Draft, v.Version, now.Version.Number, v.Language)
	}
	people, err := tx.Mandated(ctx, v.OrganisationID)
	for _, p := range people {
		name, _ := v.Called(p.Language)
		if err := s.notify(ctx, tx, p.ID, c.Language, models.Mail{Kind: "signature_reconsent", ConsultationID: &c.ID, Data: map[string]any{
			"Link": link, "Sign": s.baseURL + "/c/" + c.Slug + "/sign", "Organisation": name, "Consultation": c.Title,
		}}); err != nil {
			return err
		}
	}
	return err
}

// NewTerms are what signing means, in the organiser's words.
type NewTerms struct {
	Act     string       `json:"act" validate:"required,oneof=sign endorse support"`
	Meaning models.Texts `json:"meaning" validate:"max=20,dive,keys,bcp47_language_tag,endkeys,max=5000"` // empty: the default words of the act
}

// SetTerms sets what signing is called and means from now on; signatures keep the terms under which they were given.
// Organisers. Fault meaning.<language> "required" for the consultation's main one.
func (s *Service) SetTerms(ctx context.Context, by models.Call, slug string, in NewTerms) (models.SigningTerms, error) {
	c, err := s.where(ctx, by.Actor, Organise, slug)
	if err != nil {
		return models.SigningTerms{}, err
	}
	var problems []fault.Field
	own := false
	for _, words := range in.Meaning {
		own = own || !models.Blank(words)
	}
	if own && models.Blank(in.Meaning[c.Language]) {
		problems = append(problems, fault.Field{Name: "meaning." + c.Language, Code: "required"})
	}
	if err := s.check(&in, problems...); err != nil {
		return models.SigningTerms{}, err
	}
	t := models.SigningTerms{ConsultationID: c.ID, Act: models.SigningAct(in.Act), Meaning: withMain(in.Meaning, c.Language, in.Meaning[c.Language]), CreatedAt: by.At}
	if !own {
		if t.Meaning, err = MeaningOf(t.Act); err != nil {
			return t, err
		}
	}
	t.SHA256 = termsSum(t)
	_, err = s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) {
		if _, err := tx.Touch(ctx, c.ID); err != nil {
			return "", err
		}
		now, err := terms(ctx, tx.Reader, c)
		if err != nil {
			return "", err
		}
		if err := s.settleTerms(ctx, tx, now, by.At); err != nil { // what was shown before stays version 1
			return "", err
		}
		t.Version = now.Version + 1
		if _, err := tx.AddSigningTerms(ctx, t); err != nil {
			return "", err
		}
		return "", s.record(ctx, tx, c.ID, termsEntry(t))
	})
	if err != nil {
		return t, err
	}
	return terms(ctx, s.st.Reader, c)
}
