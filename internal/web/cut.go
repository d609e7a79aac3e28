package web

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// maxBefore is how many bytes are read of what was typed before a file that is too large.
const maxBefore = 1 << 20

// tooLarge refuses a body of more than so many bytes.
func tooLarge(limit int64) *fault.Error {
	return fault.New(fault.TooLarge, "too_large").With("max", limit)
}

// begun reads of a form that is too large what was typed before its file, so that the form can be shown again with it and
// say what is wrong. It reports whether there is such a file; the rest is read past, as far as a browser needs it to listen:
// it is of somebody who may send files.
func (st *state) begun(r *http.Request, limit int64) bool {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != echo.MIMEMultipartForm {
		return false
	}
	f := &form{values: url.Values{}, files: map[string]File{}}
	m := multipart.NewReader(io.LimitReader(r.Body, maxBefore), params["boundary"])
	for range most {
		p, err := m.NextRawPart()
		if err != nil {
			return false
		}
		if p.FileName() != "" {
			st.form = f
			st.over = &fault.Error{Kind: fault.TooLarge, Code: "too_large", Fields: []fault.Field{{
				Name: p.FormName(), Code: "file_too_large", Args: map[string]any{"max": limit >> 20, "size": (r.ContentLength + 1<<20 - 1) >> 20},
			}}}
			_, _ = io.CopyN(io.Discard, r.Body, 2*limit)
			return true
		}
		content, err := io.ReadAll(p)
		if err != nil {
			return false
		}
		f.values.Add(p.FormName(), string(content))
	}
	return false
}
