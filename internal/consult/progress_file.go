package consult

import (
	"bytes"
	"context"
	"errors"
	"path"
	"strconv"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/internal/picture"
	"travaux/models"
)

// MostEvidence is how many files a report may bring.
const MostEvidence = 5

// Evidence is a file that shows what a report says: PDF, PNG, JPEG or WebP; all of a report are at most 4 MB.
type Evidence struct {
	Field    string // in which it came
	FileName string
	Content  []byte
}

// evidence makes of the files that were sent those that are kept: pictures are drawn anew, so that nothing goes on of
// what came with them, such as where they were taken.
func (s *Service) evidence(sent []Evidence) ([]models.PledgeReportFile, []fault.Field) {
	var out []models.PledgeReportFile
	var problems []fault.Field
	all := 0
	for i, e := range sent {
		var content []byte
		var kind, code string
		all += len(e.Content)
		switch { // nothing is opened that is not taken anyway
		case i >= MostEvidence:
			code = "too_many_files"
		case all > maxFile:
			code = "evidence_large"
		default:
			content, kind, code = s.evident(e.Content)
		}
		if code != "" {
			problems = append(problems, fault.Field{Name: e.Field, Code: code, Args: map[string]any{"name": e.FileName, "max": maxFile >> 20}})
			continue
		}
		out = append(out, models.PledgeReportFile{
			Number: len(out) + 1, FileName: evidenceName(e.FileName, kind, len(out)+1), MediaType: kind,
			Size: int64(len(content)), SHA256: document.Sum(content), Content: content,
		})
	}
	return out, problems
}

// activeParts are those of a PDF that do something or hold other files, as far as they stand in the open (ISO 32000-1,
// 7.11.4 and 12.6.4).
var activeParts = [][]byte{[]byte("/JavaScript"), []byte("/Launch"), []byte("/EmbeddedFile")}

// evident gives a file as it is kept, and what it is; or what is wrong with it.
func (s *Service) evident(sent []byte) (content []byte, mediaType, code string) {
	if strings.HasPrefix(string(sent[:min(len(sent), 5)]), "%PDF-") {
		for _, active := range activeParts {
			if bytes.Contains(sent, active) {
				return nil, "", "evidence_active"
			}
		}
		return sent, "application/pdf", ""
	}
	s.drawing.Lock() // one at a time, since each is large in memory
	defer s.drawing.Unlock()
	content, mediaType, err := picture.Photo(sent)
	switch {
	case errors.Is(err, picture.ErrKind):
		code = "evidence_kind"
	case errors.Is(err, picture.ErrLarge):
		code = "evidence_large"
	case err != nil:
		code = "evidence_broken"
	}
	return content, mediaType, code
}

// evidenceEndings are those of the files that are given out.
var evidenceEndings = map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}

// evidenceName is what a file is called: as it was, with the ending of what it is now.
func evidenceName(sent, mediaType string, number int) string {
	const most = 150
	name, bad := models.CleanText(path.Base(sent))
	name = strings.TrimSuffix(name, path.Ext(name))
	if r := []rune(name); len(r) > most {
		name = string(r[:most])
	}
	if bad != models.TextOK || models.Blank(name) || strings.ContainsAny(name, "/\\\n\t") {
		name = "evidence-" + strconv.Itoa(number)
	}
	return name + evidenceEndings[mediaType]
}

// PledgeReports gives the reports on a pledge that is public, the first first. Fault NotFound "pledge_not_found".
func (s *Service) PledgeReports(ctx context.Context, slug, ref string) ([]models.PledgeReportView, error) {
	_, all, err := s.reports(ctx, slug, ref)
	return all, err
}

// reports gives a public pledge with its reports as everybody sees them.
func (s *Service) reports(ctx context.Context, slug, ref string) (models.PledgeView, []models.PledgeReportView, error) {
	c, err := s.st.Consultation(ctx, slug)
	if err != nil {
		return models.PledgeView{}, nil, err
	}
	if !isRef(ref) {
		return models.PledgeView{}, nil, fault.Missing("pledge")
	}
	p, err := s.st.PledgeByRef(ctx, c.ID, ref, true)
	if err != nil {
		return p, nil, err
	}
	all, err := s.st.PledgeReports(ctx, c.ID, []int64{p.ID})
	return p, reportsForEverybody(all), err
}

// reportsForEverybody leaves of reports what is public: not who wrote.
func reportsForEverybody(all []models.PledgeReportView) []models.PledgeReportView {
	for i := range all {
		all[i].ReportedBy, all[i].Salt = nil, ""
	}
	return all
}

// PledgeReportFile gives a file of a report, by their numbers. Faults NotFound "pledge_not_found", "file_not_found".
func (s *Service) PledgeReportFile(ctx context.Context, slug, ref string, report, file int) (models.PledgeReportFile, error) {
	p, all, err := s.reports(ctx, slug, ref)
	if err != nil {
		return models.PledgeReportFile{}, err
	}
	if report < 1 || report > len(all) {
		return models.PledgeReportFile{}, fault.Missing("file")
	}
	if all[report-1].RedactedAt != nil {
		return models.PledgeReportFile{}, fault.Missing("file")
	}
	return s.st.PledgeReportFile(ctx, p.ConsultationID, all[report-1].ID, file)
}
