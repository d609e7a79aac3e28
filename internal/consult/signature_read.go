package consult

import (
	"context"
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/merkle"
	"travaux/internal/names"
	"travaux/internal/store"
	"travaux/models"
)

// Signatures gives the register: the signatures that are public, withdrawn ones as such. Faults: Malformed "bad_filter",
// "bad_cursor".
func (s *Service) Signatures(ctx context.Context, slug string, f models.SignatureFilter) (models.Signatures, error) {
	var out models.Signatures
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return out, err
	}
	cut, err := s.signatureCut(ctx, f)
	if err != nil {
		return out, err
	}
	limit := f.Limit
	switch {
	case limit < 0 || limit > maxLimit:
		return out, badFilter("limit")
	case !slices.Contains([]string{"", "newest", "first"}, f.Order):
		return out, badFilter("order")
	case limit == 0:
		limit = defaultLimit
	}
	from, err := readCursor(f.Cursor)
	if err != nil {
		return out, err
	}
	if out.Items, err = s.st.Signatures(ctx, c.ID, cut, f.Order == "first", from, limit+1); err != nil {
		return out, err
	}
	if len(out.Items) > limit {
		out.Items, out.Next = out.Items[:limit], cursorOf(int64(out.Items[limit-1].Number))
	}
	for i := range out.Items {
		forEverybody(&out.Items[i])
	}
	out.Total, err = s.countRegister(ctx, c, cut)
	return out, err
}

// inRegister are the states in which a signature can be in the register.
var inRegister = []string{string(models.SignaturePublished), string(models.SignatureNeedsReconsent), string(models.SignatureWithdrawn)}

func (s *Service) signatureCut(ctx context.Context, f models.SignatureFilter) (store.SignatureCut, error) {
	of, err := organisationCut(models.OrganisationFilter{Type: f.Type, Region: f.Region, Country: f.Country})
	cut := store.SignatureCut{Types: of.Types, Regions: of.Regions, Countries: of.Countries, Statuses: given(f.Status)}
	if err != nil {
		return cut, err
	}
	for _, status := range cut.Statuses {
		if !slices.Contains(inRegister, status) {
			return cut, badFilter("status")
		}
	}
	if len([]rune(f.Q)) > 200 || !utf8.ValidString(f.Q) {
		return cut, badFilter("q")
	}
	if key := names.Key(f.Q); key != "" {
		if cut.Organisations, err = s.st.OrganisationsNamed(ctx, key, mostNamed); err != nil {
			return cut, err
		}
	}
	only, err := s.ofOrganisations(ctx, f.Organisation)
	cut.Organisations = common(cut.Organisations, only)
	return cut, err
}

// mostNamed is how many organisations a search for a name finds.
const mostNamed = 1000

// forEverybody leaves of a signature what is public.
func forEverybody(v *models.SignatureView) {
	v.AuthorityStatement, v.Salt, v.OfficerSalt, v.SignedBy, v.VerifiedBy, v.ToldOpening = "", "", "", nil, nil, 0
}

// Signature gives one signature: to everybody once it is public, before to its organisation and to who may read what is
// not public of signatures. own tells whether the actor is one of its organisation. Fault NotFound "signature_not_found".
func (s *Service) Signature(ctx context.Context, who models.Actor, slug, ref string) (v models.SignatureView, own bool, err error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return v, false, err
	}
	if !isRef(ref) {
		return v, false, fault.Missing("signature")
	}
	if v, err = s.st.SignatureByRef(ctx, c.ID, ref); err != nil {
		return v, false, err
	}
	own = holdsSignature(who, v.Signature)
	reads := Can(who, ReadSignatures, Thing{ConsultationID: c.ID, Region: v.Region})
	if !own && !reads {
		forEverybody(&v)
	}
	if !own && !reads && !v.Public() {
		return models.SignatureView{}, false, fault.Missing("signature")
	}
	return v, own, nil
}

// isRef tells whether a text can be the reference of a row: what is none is not asked for.
func isRef(ref string) bool { return len(ref) == 36 && utf8.ValidString(ref) && isPlain(ref) }

func isPlain(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(b byte) bool { return b < ' ' || b > '~' })
}

// holdsSignature tells whether a signature is of the actor's organisation, or was given by them.
func holdsSignature(who models.Actor, s models.Signature) bool {
	return who.System || s.SignedBy != nil && *s.SignedBy == who.PersonID || Can(who, Sign, Thing{OrganisationID: s.OrganisationID})
}

// SignatureReceipt gives whoever signed, and their organisation, what proves it. Fault NotFound "signature_not_found".
func (s *Service) SignatureReceipt(ctx context.Context, who models.Actor, slug, ref string) (models.SignatureReceipt, error) {
	v, own, err := s.Signature(ctx, who, slug, ref)
	if err == nil && !own {
		err = fault.Missing("signature")
	}
	if err != nil {
		return models.SignatureReceipt{}, err
	}
	out := models.SignatureReceipt{Consultation: slug, Signature: v, Salt: v.Salt}
	out.Proof, err = s.SignatureProof(ctx, slug, v)
	return out, err
}

// SignatureProof proves, to who may see a signature, that it was received, as the log of its consultation says it.
func (s *Service) SignatureProof(ctx context.Context, slug string, v models.SignatureView) (models.ReceiptProof, error) {
	entries, err := s.st.EntriesAbout(ctx, v.ConsultationID, []int64{v.ID})
	if err != nil || len(entries) == 0 {
		return models.ReceiptProof{}, err
	}
	return s.provenBy(ctx, entries[0], v.SignedAt, slug)
}

// SignatureFile gives a receipt as a file that proves itself with nothing but the log's key.
func (s *Service) SignatureFile(ctx context.Context, who models.Actor, slug, ref string) ([]byte, error) {
	r, err := s.SignatureReceipt(ctx, who, slug, ref)
	if err != nil {
		return nil, err
	}
	v := r.Signature
	terms, err := s.TermsOf(ctx, v)
	if err != nil {
		return nil, err
	}
	x := signedUnder(v, terms)
	return json.MarshalIndent(merkle.Receipt{
		Format: merkle.ReceiptFormat, Consultation: slug, Receipt: v.Ref, Ref: strconv.Itoa(v.Number), ReceivedAt: v.SignedAt,
		Commitment: v.Commitment, Leaf: r.Proof.Leaf, Promise: r.Proof.Promise, Key: r.Proof.Key,
		Index: r.Proof.Index, Checkpoint: r.Proof.Checkpoint, Proof: r.Proof.Proof, Salt: r.Salt, Content: string(x.content()),
	}, "", "  ")
}

// signedUnder is a signature as it was committed to, under the terms it was given under.
func signedUnder(v models.SignatureView, terms models.SigningTerms) signed {
	return signed{Signature: v.Signature, draft: v.Draft, version: v.Version, organisation: v.OrganisationSlug, terms: terms.SHA256}
}

// TermsOf gives the terms under which a signature was given.
func (s *Service) TermsOf(ctx context.Context, v models.SignatureView) (models.SigningTerms, error) {
	all, err := s.st.AllSigningTerms(ctx, v.ConsultationID)
	return termsAt(all, v.TermsVersion), err
}

// termsAt is one version of the terms of signing, empty where it is not there.
func termsAt(all []models.SigningTerms, version int) models.SigningTerms {
	i := slices.IndexFunc(all, func(t models.SigningTerms) bool { return t.Version == version })
	if i < 0 {
		return models.SigningTerms{}
	}
	return all[i]
}

// SigningText gives the very text that is signed in a language, whole. Fault NotFound "version_not_found" where there is none.
func (s *Service) SigningText(ctx context.Context, now models.Signing, language string) (models.Reading, error) {
	text, ok := now.In(language)
	if !ok {
		return models.Reading{}, fault.Missing("version")
	}
	r := models.Reading{Draft: now.Draft, Version: now.Version}
	r.Text = models.VersionText{
		ConsultationID: now.Draft.ConsultationID, VersionID: now.Version.ID, Language: text.Language, Title: text.Title, SHA256: text.SHA256,
	}
	for _, t := range now.Texts {
		r.Languages = append(r.Languages, t.Language)
	}
	var err error
	r.Provisions, err = s.st.Provisions(ctx, r.ConsultationID, r.Version.ID, language)
	return r, err
}

// Signatory is an organisation for which somebody may sign, with its signature that stands.
type Signatory struct {
	models.Organisation
	Signature   *models.Signature   // nil: it has not signed
	Preparation *models.Preparation // for an officer, under way; nil: there is none
}

// Signatories lists the organisations for which who asks may sign.
func (s *Service) Signatories(ctx context.Context, who models.Actor, consultationID int64) ([]Signatory, error) {
	all, err := s.SpeakableOrganisations(ctx, who)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	standing, err := s.st.SignaturesStanding(ctx, consultationID, who.Organisations)
	if err != nil {
		return nil, err
	}
	prepared, err := s.st.OpenPreparations(ctx, consultationID, who.Organisations)
	out := make([]Signatory, len(all))
	for i, o := range all {
		out[i].Organisation = o
		for j := range standing {
			if standing[j].OrganisationID == o.ID {
				out[i].Signature = &standing[j]
			}
		}
		for j := range prepared {
			if prepared[j].OrganisationID == o.ID {
				out[i].Preparation = &prepared[j]
			}
		}
	}
	return out, err
}

// SignatureURL is where an entry of the register is read, from anywhere.
func (s *Service) SignatureURL(slug, ref string) string {
	return s.baseURL + "/c/" + slug + "/signatures/" + ref
}

// AllSignatures gives the whole register as it is filtered, the first to sign first. Faults as of Signatures.
func (s *Service) AllSignatures(ctx context.Context, slug string, f models.SignatureFilter) iter.Seq2[models.SignatureView, error] {
	return func(yield func(models.SignatureView, error) bool) {
		f.Order, f.Limit, f.Cursor = "first", maxLimit, ""
		for {
			page, err := s.Signatures(ctx, slug, f)
			if err != nil {
				yield(models.SignatureView{}, err)
				return
			}
			for _, v := range page.Items {
				if !yield(v, nil) {
					return
				}
			}
			if f.Cursor = page.Next; f.Cursor == "" {
				return
			}
		}
	}
}
