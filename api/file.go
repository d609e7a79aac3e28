package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"

	"travaux/api/gen"
	"travaux/internal/rendition"
	"travaux/internal/web"
	"travaux/models"
)

// ExportVersion gives a version as a file.
func (a *API) ExportVersion(ctx context.Context, r gen.ExportVersionRequestObject) (gen.ExportVersionResponseObject, error) {
	w, err := which(ctx, r.N, r.Params.Language)
	if err != nil {
		return nil, err
	}
	e, err := a.s.Edition(ctx, who(ctx), r.C, r.D, w)
	if err != nil {
		return nil, err
	}
	f, err := rendition.Of(e, models.FileFormat(r.Format))
	web.Sandbox(echoOf(ctx))
	return file(f), err
}

// ExportComparison gives what changed between two versions as a file.
func (a *API) ExportComparison(ctx context.Context, r gen.ExportComparisonRequestObject) (gen.ExportComparisonResponseObject, error) {
	from, err := whichAt(ctx, "a", r.A, r.Params.Language)
	if err != nil {
		return nil, err
	}
	to, err := whichAt(ctx, "b", r.B, r.Params.Language)
	if err != nil {
		return nil, err
	}
	c, err := a.s.Redline(ctx, who(ctx), r.C, r.D, from, to)
	if err != nil {
		return nil, err
	}
	f, err := rendition.Redline(c, models.FileFormat(r.Format))
	web.Sandbox(echoOf(ctx))
	return file(f), err
}

// file is an answer to be saved; its type is the format's.
type file rendition.File

// VisitExportVersionResponse implements gen.ExportVersionResponseObject.
func (f file) VisitExportVersionResponse(w http.ResponseWriter) error { return f.write(w) }

// VisitExportComparisonResponse implements gen.ExportComparisonResponseObject.
func (f file) VisitExportComparisonResponse(w http.ResponseWriter) error { return f.write(w) }

func (f file) write(w http.ResponseWriter) error {
	sum := sha256.Sum256(f.Body)
	h := w.Header()
	h.Set("Content-Type", f.MediaType)
	h.Set("Content-Disposition", attachment(f.Name))
	h.Set("ETag", `"`+hex.EncodeToString(sum[:])+`"`)
	_, err := w.Write(f.Body)
	return err
}
