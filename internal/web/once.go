package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
	"travaux/models"
)

// keyField is the hidden field of every form that makes a repeat harmless.
const keyField = "idempotency_key"

// once reads the request's key: the header of the API, the hidden field of a form. The same key with
// another body, or on another path of the same route, is told apart by the hash.
func (s *Server) once(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !unsafeMethod(c.Request().Method) || c.Path() == "" { // nothing is there to be repeated
			return next(c)
		}
		st := of(c)
		key := c.Request().Header.Get("Idempotency-Key")
		if !IsAPI(c.Request().URL.Path) {
			if err := st.readForm(c.Request()); err != nil {
				return err
			}
			key = st.form.values.Get(keyField)
		}
		if key == "" {
			return next(c)
		}
		id, err := uuid.Parse(key)
		if err != nil || len(key) != 36 {
			return &fault.Error{Kind: fault.Malformed, Code: "bad_key", Fields: []fault.Field{{Name: keyField, Code: "uuid"}}}
		}
		st.once = models.Once{
			Scope: fmt.Sprintf("%d %s %s", st.actor.PersonID, c.Request().Method, c.Path()),
			Key:   id.String(),
			Hash:  st.hash(c),
		}
		return next(c)
	}
}

// hash is of the path and the body in a form that does not depend on spaces, the order of keys or the
// boundary between parts.
func (st *state) hash(c echo.Context) string {
	h := sha256.New()
	_, _ = io.WriteString(h, c.Request().URL.Path+"\n") // a hash never fails
	if mediaType(c.Request()) == echo.MIMEMultipartForm {
		_ = st.readForm(c.Request()) // a broken form is hashed as it is, and refused by who decodes it
	}
	if st.form != nil {
		st.form.writeCanonical(h)
	} else {
		h.Write(canonicalJSON(st.body))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// canonicalJSON sorts keys and drops spaces; what is not JSON is itself.
func canonicalJSON(body []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return body
	}
	b, err := json.Marshal(v)
	if err != nil {
		return body
	}
	return b
}

// IfMatch reads the version that the caller has seen: a strong entity tag of ours, RFC 9110 §13.1.1.
func IfMatch(c echo.Context) (int64, error) {
	said := strings.TrimSpace(strings.Join(c.Request().Header.Values("If-Match"), ","))
	if said == "" || said == "*" { // "*" would overwrite whatever is there
		return 0, fault.New(fault.NoMatch, "if_match_missing")
	}
	digits, ok := strings.CutPrefix(said, `"`)
	digits, quoted := strings.CutSuffix(digits, `"`)
	seq, err := strconv.ParseInt(digits, 10, 64)
	if !ok || !quoted || err != nil || seq < 0 {
		return 0, fault.New(fault.Stale, "stale") // it is no tag of ours, so it matches nothing
	}
	return seq, nil
}
