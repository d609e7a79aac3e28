package templates

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/place"
	"travaux/internal/qr"
	"travaux/models"
)

// SignForPage asks for which organisation somebody signs, and in which language they read.
type SignForPage struct {
	Base
	Signing     models.Signing
	Signatories []Signatory
}

// Signatory is an organisation for which somebody may sign, with its signature that stands.
type Signatory struct {
	models.Organisation
	Signature   *models.Signature
	Preparation *models.Preparation // for an officer, under way
}

// SignPage is the whole text that is signed, with the form below it. Fields: officer_name, officer_title,
// authority_statement, reservation, reservation_kind, publish_on.
type SignPage struct {
	Base
	Form
	Signing      models.Signing
	Reading      models.Reading
	Organisation models.Organisation
	Notices      models.Notices
	Prepared     bool // a signature is prepared for an officer
}

// SignCheckPage shows the answers of a SignPage once more, with what signing means above the button.
type SignCheckPage SignPage

// SignaturesPage is the register.
type SignaturesPage struct {
	Base
	Filter    models.SignatureFilter
	List      models.Signatures
	Figures   []models.SignatureFigure
	Months    []models.MonthCount
	Countries []models.CountryCount // of those that are listed, the most first
	Signing   models.Signing
}

// SignaturePage is one entry of the register. Fields of its forms: reason; publish_on; file.
type SignaturePage struct {
	Base
	Form
	Signature models.SignatureView
	Terms     models.SigningTerms
	Proof     models.ReceiptProof
	URL       string // where it is read, from anywhere
	Own       bool   // the reader is one of the organisation that signed
	Signs     bool   // and may sign for it
	Letter    bool   // a letter was sent in
}

// CertificatePage is an entry to be printed and framed.
type CertificatePage SignaturePage

// ManageSignaturesPage is where organisers see to signing. Fields of its forms: decision, reason; act, meaning.<language>;
// version (of a draft, "draft/number").
type ManageSignaturesPage struct {
	Base
	Form
	Signing  models.Signing
	Waiting  []models.SignatureView
	Lettered map[int64]bool // those of which a letter was sent in
	Drafts   []models.DraftSummary
	Texts    []string // the languages in which the meaning is asked for, the main one first
	Verifies bool
}

// Can tells whether an organisation can sign now.
func (p SignForPage) Can(s Signatory) bool {
	return p.Signing.Open && (s.Signature == nil || s.Signature.Status == models.SignatureNeedsReconsent)
}

// Reads is the language in which somebody reads who chose none.
func (p SignForPage) Reads() string {
	if _, ok := p.Signing.In(p.Lang); ok {
		return p.Lang
	}
	return p.Signing.Draft.Language
}

// TextPath is the text for an organisation in a language.
func (p SignForPage) TextPath(organisation, language string) string {
	return p.Root() + "/sign/" + url.PathEscape(organisation) + "?" + url.Values{"text": {language}}.Encode()
}

// Blocks are the provisions of the text in reading order.
func (p SignPage) Blocks() []Block { return blocks(p.Reading, nil, nil) }

// Action is where the form is sent.
func (p SignPage) Action() string { return p.Root() + "/sign/" + url.PathEscape(p.Organisation.Slug) }

// TextIn is this page with the text in another language.
func (p SignPage) TextIn(language string) string {
	return p.Action() + "?" + url.Values{"text": {language}}.Encode()
}

// VersionPath is where the version is read and compared.
func (p SignPage) VersionPath() string {
	return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) + "/v/" + strconv.Itoa(p.Reading.Version.Number)
}

// Hidden are the fields that say what is signed.
func (p SignPage) Hidden() []Option {
	return []Option{
		{Label: "draft", Value: p.Reading.Slug},
		{Label: "version", Value: strconv.Itoa(p.Reading.Version.Number)},
		{Label: "language", Value: p.Reading.Text.Language},
		{Label: "sha256", Value: p.Reading.Text.SHA256},
		{Label: "terms_version", Value: strconv.Itoa(p.Signing.Terms.Version)},
		{Label: "notice_version", Value: strconv.Itoa(p.Notices.Version)},
	}
}

// signFields are the answers of the form.
var signFields = []string{"officer_name", "officer_title", "authority_statement", "reservation", "reservation_kind", "publish_on"}

// Page is the page as the one with the text.
func (p SignCheckPage) Page() SignPage { return SignPage(p) }

// Hidden are the fields that say what is signed, and the answers.
func (p SignCheckPage) Hidden() []Option {
	out := SignPage(p).Hidden()
	for _, name := range signFields {
		out = append(out, Option{Label: name, Value: p.Get(name)})
	}
	return out
}

// PublishOn is the day from which the signature may be public; empty: at once.
func (p SignCheckPage) PublishOn() *time.Time {
	t, err := time.Parse(time.DateOnly, p.Get("publish_on"))
	if err != nil {
		return nil
	}
	return &t
}

// Form is the filter as it was asked for.
func (p SignaturesPage) Form() Form { return Form{Values: p.values()} }

// Filtered tells whether anything is filtered.
func (p SignaturesPage) Filtered() bool {
	q := p.values()
	q.Del("order")
	return len(q) > 0
}

// First tells whether the first to sign comes first.
func (p SignaturesPage) First() bool { return p.Filter.Order != "newest" }

// OrderPath is the register in another order.
func (p SignaturesPage) OrderPath(order string) string {
	q := p.values()
	q.Set("order", order)
	return withQuery(p.Root()+"/signatures", q)
}

// NextPath is the next page of the register.
func (p SignaturesPage) NextPath() string {
	q := p.values()
	q.Set("cursor", p.List.Next)
	return withQuery(p.Root()+"/signatures", q)
}

// EntryPath is one entry of the register.
func (p SignaturesPage) EntryPath(s models.SignatureView) string {
	return p.Root() + "/signatures/" + url.PathEscape(s.Ref)
}

func (p SignaturesPage) values() url.Values {
	q := url.Values{}
	for name, values := range map[string][]string{
		"type": p.Filter.Type, "region": p.Filter.Region, "country": p.Filter.Country, "status": p.Filter.Status, "q": {p.Filter.Q}, "order": {p.Filter.Order},
		"organisation": p.Filter.Organisation,
	} {
		if values = slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" }); len(values) > 0 {
			q[name] = values
		}
	}
	return q
}

// Count counts the register: the signatures in some states, all when none are named.
func (p SignaturesPage) Count(statuses ...string) (n int) {
	for _, f := range p.Figures {
		if len(statuses) == 0 || slices.Contains(statuses, string(f.Status)) {
			n += f.Count
		}
	}
	return n
}

// Standing counts the signatures that stand.
func (p SignaturesPage) Standing() int {
	return p.Count(string(models.SignaturePublished), string(models.SignatureNeedsReconsent))
}

// Tally is a row of the figures: a region, with how many of each type signed.
type Tally struct {
	Region string
	Counts []int // in the order of Types
	All    int
}

// Types are the stakeholder types that signed, in the order in which they are shown.
func (p SignaturesPage) Types() []models.StakeholderType {
	var out []models.StakeholderType
	for _, t := range models.OrganisationTypes {
		if slices.ContainsFunc(p.Figures, func(f models.SignatureFigure) bool {
			return f.StakeholderType == t && f.Status != models.SignatureWithdrawn
		}) {
			out = append(out, t)
		}
	}
	return out
}

// Tallies are the figures by region and type of the signatures that stand; each total is the sum of its parts.
func (p SignaturesPage) Tallies() []Tally {
	var out []Tally
	types := p.Types()
	for _, f := range p.Figures {
		if f.Status == models.SignatureWithdrawn {
			continue
		}
		i := slices.IndexFunc(out, func(t Tally) bool { return t.Region == f.Region })
		if i < 0 {
			i, out = len(out), append(out, Tally{Region: f.Region, Counts: make([]int, len(types))})
		}
		out[i].Counts[slices.Index(types, f.StakeholderType)] += f.Count
		out[i].All += f.Count
	}
	slices.SortFunc(out, func(a, b Tally) int {
		if a.All != b.All {
			return b.All - a.All
		}
		return compareText(place.RegionName(a.Region, "en"), place.RegionName(b.Region, "en"))
	})
	return out
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Sums are the last row of the figures.
func (p SignaturesPage) Sums() Tally {
	sum := Tally{Counts: make([]int, len(p.Types()))}
	for _, t := range p.Tallies() {
		for i, n := range t.Counts {
			sum.Counts[i] += n
		}
		sum.All += t.All
	}
	return sum
}

// TextPath is the text that was signed, as it was read.
func (p SignaturePage) TextPath() string {
	s := p.Signature
	return p.Root() + "/drafts/" + url.PathEscape(s.Draft) + "/v/" + strconv.Itoa(s.Version) + "?" + url.Values{"text": {s.Language}}.Encode()
}

// ReceiptPath is the receipt as a file.
func (p SignaturePage) ReceiptPath() string {
	return p.Root() + "/signatures/" + url.PathEscape(p.Signature.Ref) + "/receipt"
}

// Meaning is what signing means, in the reader's language where it is said in it.
type Meaning struct {
	Act  models.SigningAct
	Said Said
}

func (s speaker) meaning(b Base, t models.SigningTerms) Meaning {
	return Meaning{t.Act, s.text(t.Meaning, b.MainLanguage())}
}

// Bar is a month of the chart: how far its bar goes, of a thousand.
type Bar struct {
	models.MonthCount
	Width int
}

// Bars are the months of the chart, at most the last twelve.
func (p SignaturesPage) Bars() []Bar {
	months := p.Months[max(0, len(p.Months)-12):]
	out := make([]Bar, len(months))
	for i, m := range months {
		out[i] = Bar{m, max(4, m.Sum*1000/max(1, months[len(months)-1].Sum))}
	}
	return out
}

// FilePath is the register as it is filtered, as a file.
func (p SignaturesPage) FilePath(ending string) string {
	q := p.values()
	q.Del("order")
	return withQuery(p.Root()+"/signatures."+ending, q)
}

// CertificatePath is the entry to be printed.
func (p SignaturePage) CertificatePath() string {
	return p.Root() + "/signatures/" + url.PathEscape(p.Signature.Ref) + "/certificate"
}

// At is where one of the entry's forms is sent.
func (p SignaturePage) At(form string) string {
	return p.Root() + "/signatures/" + url.PathEscape(p.Signature.Ref) + "/" + form
}

// Waits tells whether the signature stands and is not public yet.
func (p SignaturePage) Waits() bool { return p.Signature.Stands() && p.Signature.PublishedAt == nil }

// EntryPath is the entry in the register.
func (p CertificatePage) EntryPath() string {
	return p.Root() + "/signatures/" + url.PathEscape(p.Signature.Ref)
}

// Code is the square that telephones read.
type Code struct {
	Path string
	Size int
}

// Code leads to the entry in the register.
func (p CertificatePage) Code() Code {
	d, size, err := qr.Path(p.URL)
	if err != nil {
		return Code{} // an address so long that no code holds it; it stands beside in words
	}
	return Code{d, size}
}

// Openable are the published versions that can be opened for signature: those after the one that is open.
func (p ManageSignaturesPage) Openable() []Option {
	var out []Option
	for _, d := range p.Drafts {
		for n := d.Newest; n > 0 && n > d.Newest-5; n-- {
			if d.Slug == p.Signing.Draft.Slug && n < p.Signing.Version.Number {
				break
			}
			out = append(out, Option{Value: d.Slug + "/" + strconv.Itoa(n), Label: d.Title + " · " + strconv.Itoa(n)})
		}
	}
	return out
}

// OpeningOf reads a choice of Openable.
func OpeningOf(choice string) (draft string, number int) {
	draft, n, _ := strings.Cut(choice, "/")
	number, err := strconv.Atoi(n)
	if err != nil {
		number = 0 // refused by the use-case
	}
	return draft, number
}
