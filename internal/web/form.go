package web

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// most is how many fields and files one form may have.
const most = 1000

// File is one uploaded file, in memory; its name is what the browser said, without folders.
type File struct {
	Name    string
	Content []byte
}

// form is a decoded form body. The URL's query is no part of it.
type form struct {
	values url.Values
	files  map[string]File
}

// readForm decodes the body once.
func (st *state) readForm(r *http.Request) error {
	if st.form != nil {
		return nil
	}
	f := &form{values: url.Values{}, files: map[string]File{}}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case len(st.body) == 0 && r.Header.Get("Content-Type") == "":
	case err != nil:
		return fault.New(fault.Unsupported, "media_type")
	case kind == echo.MIMEApplicationForm:
		if f.values, err = url.ParseQuery(string(st.body)); err != nil {
			return fault.New(fault.Malformed, "bad_form")
		}
	case kind == echo.MIMEMultipartForm:
		if err := f.readParts(st.body, params["boundary"], st.cut); err != nil {
			return err
		}
	default:
		return fault.New(fault.Unsupported, "media_type")
	}
	if len(f.values) > most {
		return fault.New(fault.Malformed, "bad_form")
	}
	st.form = f
	return nil
}

// readParts reads a multipart body without ever touching the disk; of one that was cut what is whole, and that there
// were files.
func (f *form) readParts(body []byte, boundary string, cut bool) error {
	if !cut && !bytes.HasSuffix(bytes.TrimRight(body, "\r\n"), []byte("--"+boundary+"--")) {
		return fault.New(fault.Malformed, "bad_form") // cut short, which the reader below would not tell
	}
	m := multipart.NewReader(bytes.NewReader(body), boundary)
	for range most {
		p, err := m.NextRawPart()
		if errors.Is(err, io.EOF) || cut && err != nil {
			return nil
		}
		if err != nil {
			return fault.Wrap(fault.Malformed, "bad_form", err)
		}
		content, err := io.ReadAll(p)
		if err != nil && !cut {
			return fault.Wrap(fault.Malformed, "bad_form", err)
		}
		name := p.FormName()
		if _, params, _ := mime.ParseMediaType(p.Header.Get("Content-Disposition")); !hasKey(params, "filename") {
			if err == nil {
				f.values.Add(name, string(content))
			}
			continue
		}
		if p.FileName() == "" && len(content) == 0 {
			continue // a file field that was left empty
		}
		if _, twice := f.files[name]; twice {
			return fault.New(fault.Malformed, "bad_form")
		}
		f.files[name] = File{Name: baseName(p.FileName()), Content: content}
	}
	return fault.New(fault.Malformed, "bad_form")
}

func hasKey(m map[string]string, k string) bool { _, ok := m[k]; return ok }

// baseName drops the folders that some browsers send along.
func baseName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return ""
	}
	return name
}

// writeCanonical writes the form as it is hashed: every field but the key itself, sorted.
func (f *form) writeCanonical(w io.Writer) {
	v := maps.Clone(f.values)
	delete(v, keyField)
	_, _ = io.WriteString(w, v.Encode()) // w is a hash, which never fails
	for _, name := range slices.Sorted(maps.Keys(f.files)) {
		_, _ = fmt.Fprintf(w, "\n%q %q %x", name, f.files[name].Name, sha256.Sum256(f.files[name].Content))
	}
}

// Upload is the file of a form's field; ok is false when none was chosen.
func Upload(c echo.Context, field string) (File, bool) {
	st := of(c)
	if st.form == nil {
		return File{}, false
	}
	f, ok := st.form.files[field]
	return f, ok
}

// Uploads counts the files that a form brought.
func Uploads(c echo.Context) int {
	if st := of(c); st.form != nil {
		return len(st.form.files)
	}
	return 0
}

// Typed is what was typed into a form, by dotted name, to show it again.
func Typed(c echo.Context) url.Values {
	st := of(c)
	if st.form == nil {
		return url.Values{}
	}
	return st.form.values
}
