package consult

import (
	"cmp"
	"context"
	"time"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// NewSignature is an organisation's signature on the text that was read: a version, in a language, of a hash.
type NewSignature struct {
	Organisation       string  `json:"organisation" validate:"required,slug"`
	Draft              string  `json:"draft" validate:"required,slug"`
	Version            int     `json:"version" validate:"required,min=1,max=1000000"`
	Language           string  `json:"language" validate:"required,bcp47_language_tag"`
	SHA256             string  `json:"sha256" validate:"required,max=64"`
	OfficerName        string  `json:"officer_name" validate:"required,notblank,max=200,oneline"`
	OfficerTitle       string  `json:"officer_title" validate:"required,notblank,max=200,oneline"`
	AuthorityStatement string  `json:"authority_statement" validate:"required,notblank,max=2000"`
	Reservation        *string `json:"reservation" validate:"omitempty,max=20000,bytes=65536"`
	ReservationKind    string  `json:"reservation_kind" validate:"omitempty,oneof=reservation declaration"` // reservation
	PublishOn          string  `json:"publish_on" validate:"max=40"`                                        // from when it may be public; empty: at once
	TermsVersion       int     `json:"terms_version" validate:"min=0,max=1000000"`                          // those that were shown; 0: those that stand
	NoticeVersion      int     `json:"notice_version" validate:"min=0,max=1000000"`                         // likewise
}

// said is the reservation, empty without one.
func (in NewSignature) said() string {
	if in.Reservation == nil {
		return ""
	}
	return *in.Reservation
}

// problems are the rules that no tag can say.
func (in NewSignature) problems() []fault.Field {
	if said := in.said(); said != "" && models.Blank(said) {
		return []fault.Field{{Name: "reservation", Code: "blank"}}
	}
	if in.said() == "" && in.ReservationKind != "" {
		return []fault.Field{{Name: "reservation", Code: "required"}}
	}
	return nil
}

// toSign is a signature that may be given, as far as can be told before the transaction.
type toSign struct {
	head         models.Front
	signing      models.Signing
	organisation models.Organisation
	signature    models.Signature
}

// Sign signs the text that is open for signature for an organisation, once. Those with its mandate, while a phase of
// signatures is open; the time of receipt counts. Whoever speaks for it by its domain, by an organiser or by the command
// line is verified at once. Where its signature on an older version needs to be given again, this one takes its place.
// Faults: Invalid "sha256" and others naming every field; Forbidden "no_mandate"; Conflict "closed", "no_notices",
// "notices_changed", "terms_changed", "not_open", "already_signed".
func (s *Service) Sign(ctx context.Context, by models.Call, slug string, in NewSignature) (models.SignatureReceipt, error) {
	head, err := s.Head(ctx, slug)
	if err != nil {
		return models.SignatureReceipt{}, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return models.SignatureReceipt{}, err
	}
	if ref, ok, err := s.answered(ctx, by); ok || err != nil {
		return s.signedAgain(ctx, by, slug, ref, err)
	}
	w, err := s.toSign(ctx, by, head, &in)
	if err != nil {
		return models.SignatureReceipt{}, err
	}
	verify := func(ctx context.Context, tx *store.Tx) (string, error) {
		return verifiedBy(ctx, tx, by, w.organisation.ID)
	}
	ref, err := s.once(ctx, by, func(ctx context.Context, tx *store.Tx) (string, error) { return s.addSignature(ctx, tx, by, w, verify) })
	return s.signedAgain(ctx, by, slug, ref, err)
}

func (s *Service) signedAgain(ctx context.Context, by models.Call, slug, ref string, err error) (models.SignatureReceipt, error) {
	if err != nil {
		return models.SignatureReceipt{}, err
	}
	return s.SignatureReceipt(ctx, by.Actor, slug, ref)
}

// CheckSignature tells whether Sign would take a signature, and gives what would be signed. It writes nothing.
func (s *Service) CheckSignature(ctx context.Context, by models.Call, slug string, in NewSignature) (models.Signature, error) {
	head, err := s.Head(ctx, slug)
	if err != nil {
		return models.Signature{}, err
	}
	if err := need(by.Actor, by.Known()); err != nil {
		return models.Signature{}, err
	}
	w, err := s.toSign(ctx, by, head, &in)
	if err != nil {
		return models.Signature{}, err
	}
	stands, err := s.st.StandingSignature(ctx, head.ID, w.organisation.ID)
	if err == nil && stands != nil && stands.Status != models.SignatureNeedsReconsent {
		err = fault.New(fault.Conflict, "already_signed")
	}
	return w.signature, err
}

// toSign checks everything that does not need the transaction.
func (s *Service) toSign(ctx context.Context, by models.Call, head models.Front, in *NewSignature) (toSign, error) {
	w := toSign{head: head}
	problems := in.problems()
	publishOn := timeField(in.PublishOn, signingZone(head, by.At), "publish_on", instant, &problems)
	err := s.check(in, problems...)
	if err != nil {
		return w, err
	}
	if w.organisation, err = s.signatory(ctx, by, in.Organisation); err != nil {
		return w, err
	}
	late, err := maySign(head, in.NoticeVersion, w.organisation.Region, by.At)
	if err != nil {
		return w, err
	}
	if w.signing, err = s.signing(ctx, s.st.Reader, head.Consultation, in.Draft); err != nil {
		return w, inField(err, "draft")
	}
	if in.TermsVersion != 0 && in.TermsVersion != w.signing.Terms.Version {
		return w, fault.New(fault.Conflict, "terms_changed")
	}
	if w.signing.Draft.Slug != in.Draft || w.signing.Version.Number != in.Version {
		return w, fault.New(fault.Conflict, "not_open")
	}
	text, ok := w.signing.In(canonical(in.Language))
	if !ok {
		return w, fault.Bad("language", "not_found")
	}
	if text.SHA256 != in.SHA256 {
		return w, &fault.Error{Kind: fault.Invalid, Code: "sha256", Fields: []fault.Field{{Name: "sha256", Code: "sha256"}}}
	}
	w.signature = s.signature(by, w, *in, text)
	w.signature.Late = late
	if publishOn.After(by.At) {
		w.signature.PublishOn = publishOn
	}
	return w, nil
}

// signingZone is the zone in which the days of signing are stated.
func signingZone(head models.Front, at time.Time) string {
	phase, _ := head.Phase(models.PhaseSignatures, at)
	return cmp.Or(phase.TimeZone, "UTC")
}

// signatory finds the organisation for which somebody signs. Faults: Invalid organisation "not_found", Forbidden "no_mandate".
func (s *Service) signatory(ctx context.Context, by models.Call, slug string) (models.Organisation, error) {
	o, err := s.st.Organisation(ctx, slug)
	if err != nil {
		return o, inField(err, "organisation")
	}
	if !Can(by.Actor, Sign, Thing{OrganisationID: o.ID}) {
		return o, noMandate()
	}
	return o, nil
}

func noMandate() *fault.Error {
	return &fault.Error{Kind: fault.Forbidden, Code: "no_mandate", Fields: []fault.Field{{Name: "organisation", Code: "no_mandate"}}}
}

// maySign tells whether a signature from a region that was received at an instant, under the notices shown, can be
// taken, and whether it is late.
func maySign(head models.Front, shown int, region string, at time.Time) (late bool, err error) {
	if head.NoticeVersion == 0 {
		return false, fault.New(fault.Conflict, "no_notices")
	}
	if shown != 0 && shown != head.NoticeVersion {
		return false, fault.New(fault.Conflict, "notices_changed")
	}
	return mayIn(head, models.PhaseSignatures, region, at)
}

// signature makes the row of a signature, but for what only the transaction knows.
func (s *Service) signature(by models.Call, w toSign, in NewSignature, text models.SigningText) models.Signature {
	o := w.organisation
	out := models.Signature{
		ConsultationID: w.head.ID, ID: s.ids.Next(by.At), Ref: ids.UUID(), OrganisationID: o.ID, Organisation: o.Name, OrganisationLanguage: o.Language,
		Country: o.Country, Region: o.Region, StakeholderType: o.StakeholderType, StakeholderSubtype: o.StakeholderSubtype,
		DraftID: w.signing.Draft.ID, VersionID: w.signing.Version.ID, Language: text.Language, SHA256: text.SHA256,
		OfficerName: in.OfficerName, OfficerTitle: in.OfficerTitle, AuthorityStatement: in.AuthorityStatement, OfficerSalt: salt(),
		Reservation: in.said(), ReservationKind: in.ReservationKind, TermsVersion: w.signing.Terms.Version, NoticeVersion: w.head.NoticeVersion,
		PublishOn: by.At, SignedAt: by.At, SignedBy: actorID(by.Actor), Salt: salt(),
	}
	if out.Reservation != "" && out.ReservationKind == "" {
		out.ReservationKind = "reservation"
	}
	out.OfficerCommitment = officerOf(out)
	return out
}

// verifying says by what it is known that whoever signs may; empty where somebody has to see to it.
type verifying func(ctx context.Context, tx *store.Tx) (how string, err error)

// addSignature writes a signature with the entries of the log that tell of it.
func (s *Service) addSignature(ctx context.Context, tx *store.Tx, by models.Call, w toSign, verify verifying) (string, error) {
	sig := w.signature
	var err error
	if sig.Seq, err = tx.Touch(ctx, w.head.ID); err != nil { // and holds the row: what follows is one after another
		return "", err
	}
	if err := s.stillOpen(ctx, tx, w); err != nil {
		return "", err
	}
	if err := s.settleTerms(ctx, tx, w.signing.Terms, by.At); err != nil {
		return "", err
	}
	how, err := verify(ctx, tx)
	if err != nil {
		return "", err
	}
	if err := s.takePlace(ctx, tx, by, w, &sig, &how); err != nil {
		return "", err
	}
	sig.Status = models.SignaturePending
	if how != "" {
		sig.Status, sig.How, sig.VerifiedAt, sig.VerifiedBy = models.SignatureVerified, how, &by.At, actorID(by.Actor)
	}
	if sig.Status == models.SignatureVerified && !sig.PublishOn.After(by.At) {
		sig.Status, sig.PublishedAt = models.SignaturePublished, &by.At
	}
	signed := signed{sig, w.signing.Draft.Slug, w.signing.Version.Number, w.organisation.Slug, w.signing.Terms.SHA256}
	sig.Commitment = signed.commitment()
	signed.Signature = sig
	added, err := tx.AddSignature(ctx, sig)
	if err != nil || !added {
		return "", cmpErr(err, fault.New(fault.Conflict, "already_signed"))
	}
	return sig.Ref, s.recordAll(ctx, tx, sig.ConsultationID, signed.arrival(by.At))
}

// takePlace gives a signature its place in the order of signing: the next, or that of the one it replaces.
func (s *Service) takePlace(ctx context.Context, tx *store.Tx, by models.Call, w toSign, sig *models.Signature, how *string) error {
	stands, err := tx.StandingSignature(ctx, sig.ConsultationID, sig.OrganisationID)
	if err != nil {
		return err
	}
	if stands == nil {
		sig.Number, err = tx.NextSignature(ctx, sig.ConsultationID)
		return err
	}
	if stands.Status != models.SignatureNeedsReconsent {
		return fault.New(fault.Conflict, "already_signed")
	}
	old := *stands
	old.Status, old.Seq = models.SignatureReplaced, sig.Seq
	moved, err := tx.MoveSignature(ctx, old, models.SignatureNeedsReconsent)
	if err != nil || !moved {
		return cmp.Or(err, store.ErrAgain)
	}
	if *how == "" {
		*how = old.How // that the organisation may be spoken for was seen to before
	}
	sig.Number, sig.Replaces, sig.PublishOn = old.Number, &old.ID, by.At // it is in the register already
	return s.record(ctx, tx, sig.ConsultationID, signatureEntry(models.SignatureReplace, old, by.At, nil))
}

// stillOpen tells whether the version is still the one open for signature, now that nobody else can change it.
func (s *Service) stillOpen(ctx context.Context, tx *store.Tx, w toSign) error {
	now, err := s.signing(ctx, tx.Reader, w.head.Consultation, w.signing.Draft.Slug)
	if err != nil {
		return err
	}
	if now.Version.ID != w.signing.Version.ID {
		return fault.New(fault.Conflict, "not_open")
	}
	if now.Terms.Version != w.signing.Terms.Version {
		return fault.New(fault.Conflict, "terms_changed")
	}
	return nil
}

// verifiedBy says by what it is known that an actor may sign for an organisation; empty where somebody has to see to it.
// Fault Forbidden "no_mandate" where the mandate ended meanwhile.
func verifiedBy(ctx context.Context, tx *store.Tx, by models.Call, organisationID int64) (string, error) {
	if by.System {
		return string(models.ByCommand), nil
	}
	m, err := tx.OpenMandate(ctx, organisationID, by.PersonID)
	if err != nil {
		return "", err
	}
	if m == nil || m.State != models.MandateConfirmed {
		return "", noMandate()
	}
	if m.How == models.ByMandated {
		return "", nil
	}
	return string(m.How), nil
}
