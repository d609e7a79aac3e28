package api

import (
	"bytes"
	"context"
	"mime"
	"strings"
	"time"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/web"
	"travaux/models"
)

// Consultations lists every consultation.
func (a *API) Consultations(ctx context.Context, _ gen.ConsultationsRequestObject) (gen.ConsultationsResponseObject, error) {
	fronts, err := a.s.Consultations(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	return gen.Consultations200JSONResponse{Items: each(fronts, a.head)}, nil
}

// Front shows one consultation.
func (a *API) Front(ctx context.Context, r gen.FrontRequestObject) (gen.FrontResponseObject, error) {
	f, err := a.s.Front(ctx, who(ctx), r.C)
	if err != nil {
		return nil, err
	}
	return gen.Front200JSONResponse(a.front(f)), nil
}

// CreateConsultation makes a consultation.
func (a *API) CreateConsultation(ctx context.Context, r gen.CreateConsultationRequestObject) (gen.CreateConsultationResponseObject, error) {
	c, err := a.s.CreateConsultation(ctx, call(ctx), newConsultation(*r.Body))
	if err != nil {
		return nil, err
	}
	f, err := a.s.Front(ctx, who(ctx), c.Slug)
	if err != nil {
		return nil, err
	}
	out := gen.CreateConsultation201JSONResponse{Body: a.front(f)}
	out.Headers.Location = at(c.Slug)
	return out, nil
}

// at is the address of a consultation, or of something below it.
func at(consultation string, below ...string) string {
	return Base + "/consultations/" + strings.Join(append([]string{consultation}, below...), "/")
}

func newConsultation(in gen.NewConsultation) consult.NewConsultation {
	out := consult.NewConsultation{
		Slug: in.Slug, Title: in.Title, Summary: in.Summary, Titles: models.Texts(in.Titles), Summaries: models.Texts(in.Summaries),
		Language: in.Language, Languages: in.Languages, PreModeration: in.PreModeration,
	}
	for _, p := range in.Phases {
		out.Phases = append(out.Phases, newPhase(p))
	}
	return out
}

func (a *API) front(f models.Front) gen.Consultation {
	main, now := f.Language, a.s.Now()
	out := gen.Consultation{
		Slug: f.Slug, Language: main, Languages: list[string](f.Languages), PreModeration: f.PreModeration, Notices: f.NoticeVersion,
		Phases:    each(f.Phases, func(p models.Phase) gen.Phase { return phase(p, main, now) }),
		Partners:  each(f.Partners, partner),
		Documents: each(f.Documents, func(d models.Document) gen.Document { return background(d, main) }),
		Drafts:    each(f.Drafts, draft),
		Events:    each(f.Events, func(e models.Event) gen.Event { return event(e, main) }),
		Comments:  f.Comments, Answered: f.Answered,
		Removed: struct {
			Disowned  int `json:"disowned"`
			Erased    int `json:"erased"`
			Hidden    int `json:"hidden"`
			Lapsed    int `json:"lapsed"`
			Withdrawn int `json:"withdrawn"`
		}{f.Removed.Disowned, f.Removed.Erased, f.Removed.Hidden, f.Removed.Lapsed, f.Removed.Withdrawn},
		CreatedAt: f.CreatedAt.UTC(),
	}
	out.Title, out.Titles = words(f.Title, main)
	out.Summary, out.Summaries = words(f.Summary, main)
	return out
}

// head shows a consultation as lists have it.
func (a *API) head(f models.Front) gen.ConsultationHead {
	whole := a.front(f)
	return gen.ConsultationHead{
		Slug: whole.Slug, Title: whole.Title, Titles: whole.Titles, Summary: whole.Summary, Summaries: whole.Summaries,
		Language: whole.Language, Languages: whole.Languages, Phases: whole.Phases, CreatedAt: whole.CreatedAt,
	}
}

func phase(p models.Phase, main string, now time.Time) gen.Phase {
	out := gen.Phase{
		Ref: p.Ref, Kind: gen.PhaseKind(p.Kind), OpensAt: p.OpensAt.UTC(), OpensLocal: local(p.OpensAt, p.TimeZone),
		ClosesAt: utc(p.ClosesAt), TimeZone: p.TimeZone, State: gen.PhaseState(p.State(now)),
		Regions: list[string](p.Regions), MinimumDays: p.MinimumDays, Gates: each(p.Gates, func(g string) gen.Gate { return gen.Gate(g) }), PassedAt: utc(p.PassedAt), Late: p.Late,
	}
	if p.ClosesAt != nil {
		out.ClosesLocal = opt(local(*p.ClosesAt, p.TimeZone))
	}
	out.Name, out.Names = words(p.Name, main)
	return out
}

// AddPartner names an organisation that stands behind the consultation.
func (a *API) AddPartner(ctx context.Context, r gen.AddPartnerRequestObject) (gen.AddPartnerResponseObject, error) {
	p, err := a.s.AddPartner(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	out := gen.AddPartner201JSONResponse{Body: partner(p)}
	out.Headers.Location = at(r.C)
	return out, nil
}

func partner(p models.PartnerOrganisation) gen.Partner {
	return gen.Partner{
		Name: p.Name, Role: gen.PartnerRole(p.Role), Country: opt(p.Country),
		StakeholderType: opt(string(p.StakeholderType)), URL: opt(p.URL),
	}
}

// AddDocument adds background to read: a link as JSON, or a file as a form.
func (a *API) AddDocument(ctx context.Context, r gen.AddDocumentRequestObject) (gen.AddDocumentResponseObject, error) {
	in := consult.NewDocument{}
	switch {
	case r.JSONBody != nil:
		in = consult.NewDocument{Title: r.JSONBody.Title, Titles: models.Texts(r.JSONBody.Titles), URL: r.JSONBody.URL}
	case r.MultipartBody != nil:
		form := struct {
			Title string `json:"title"`
		}{}
		file, err := upload(ctx, &form)
		if err != nil {
			return nil, err
		}
		in = consult.NewDocument{Title: form.Title, FileName: file.Name, Content: file.Content}
	default:
		return nil, fault.New(fault.Unsupported, "media_type")
	}
	head, err := a.s.Head(ctx, r.C)
	if err != nil {
		return nil, err
	}
	d, err := a.s.AddDocument(ctx, call(ctx), r.C, in)
	if err != nil {
		return nil, inLink(err, r.JSONBody != nil)
	}
	out := gen.AddDocument201JSONResponse{Body: background(d, head.Language)}
	out.Headers.Location = at(r.C, "documents", d.Ref)
	return out, nil
}

// inLink says of a document sent as JSON that it lacks a link, where the use-case says that it lacks a file.
func inLink(err error, isJSON bool) error {
	if f, ok := fault.As(err); ok && isJSON {
		for i := range f.Fields {
			if f.Fields[i].Name == "file" {
				f.Fields[i].Name = "url"
			}
		}
	}
	return err
}

// upload reads a form with one file under the name "file".
func upload(ctx context.Context, fields any) (web.File, error) {
	c := echoOf(ctx)
	if err := web.Decode(c, fields, "file"); err != nil {
		return web.File{}, err
	}
	file, ok := web.Upload(c, "file")
	if !ok {
		return web.File{}, fault.Bad("file", "required")
	}
	return file, nil
}

func background(d models.Document, main string) gen.Document {
	out := gen.Document{
		Document: d.Ref, URL: opt(d.URL), FileName: opt(d.FileName), MediaType: opt(d.MediaType),
		Sha256: opt(d.SHA256), CreatedAt: d.CreatedAt.UTC(),
	}
	if d.URL == "" {
		out.Size = &d.Size
	}
	out.Title, out.Titles = words(d.Title, main)
	return out
}

// DocumentFile gives the file of a document, to be kept and not shown.
func (a *API) DocumentFile(ctx context.Context, r gen.DocumentFileRequestObject) (gen.DocumentFileResponseObject, error) {
	d, content, err := a.s.DocumentFile(ctx, who(ctx), r.C, r.Document)
	if err != nil {
		return nil, err
	}
	web.Sandbox(echoOf(ctx))
	out := gen.DocumentFile200ApplicationOctetStreamResponse{Body: bytes.NewReader(content), ContentLength: int64(len(content))}
	out.Headers.ContentDisposition = attachment(d.FileName)
	return out, nil
}

// attachment is the Content-Disposition of a file to keep (RFC 6266).
func attachment(name string) string {
	if said := mime.FormatMediaType("attachment", map[string]string{"filename": name}); said != "" {
		return said
	}
	return "attachment"
}

// Notices shows what is told before anything is contributed.
func (a *API) Notices(ctx context.Context, r gen.NoticesRequestObject) (gen.NoticesResponseObject, error) {
	n, err := a.s.Notices(ctx, who(ctx), r.C)
	if err != nil {
		return nil, err
	}
	return gen.Notices200JSONResponse(notices(n)), nil
}

// SaveNotices writes the notices in one language.
func (a *API) SaveNotices(ctx context.Context, r gen.SaveNoticesRequestObject) (gen.SaveNoticesResponseObject, error) {
	n, err := a.s.SaveNotices(ctx, call(ctx), r.C, *r.Body)
	if err != nil {
		return nil, err
	}
	return gen.SaveNotices200JSONResponse(notices(n)), nil
}

func notices(n models.Notices) gen.Notices {
	out := gen.Notices{Version: n.Version, Licence: n.Licence, CreatedAt: n.CreatedAt.UTC()}
	for to, from := range map[*gen.Texts]models.Texts{
		&out.Responsible: n.Responsible, &out.Contact: n.Contact, &out.Hosting: n.Hosting, &out.Privacy: n.Privacy,
		&out.Readers: n.Readers, &out.Retention: n.Retention, &out.Law: n.Law, &out.Publication: n.Publication,
	} {
		_, *to = words(from, "")
	}
	return out
}
