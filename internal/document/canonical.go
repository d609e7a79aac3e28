package document

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"travaux/models"
)

// Canonical returns the bytes that are hashed when a text is frozen: the JSON
// of {draft, version, language, provisions:[{wid,parent,kind,number,heading,html}]}
// in the form of RFC 8785, provisions by position.
func Canonical(draft string, version int, language string, ps []models.Provision) []byte {
	ps = slices.Clone(ps)
	slices.SortStableFunc(ps, func(a, b models.Provision) int { return a.Position - b.Position })
	// The members stand in the order of their names' UTF-16 code units, as
	// RFC 8785 §3.2.3 asks; all names are ASCII.
	out := appendString([]byte(`{"draft":`), draft)
	out = appendString(append(out, `,"language":`...), language)
	out = append(out, `,"provisions":[`...)
	for i, p := range ps {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendString(append(out, `{"heading":`...), p.Heading)
		out = appendString(append(out, `,"html":`...), p.HTML)
		out = appendString(append(out, `,"kind":`...), string(p.Kind))
		out = appendString(append(out, `,"number":`...), p.Number)
		out = appendString(append(out, `,"parent":`...), p.Parent)
		out = appendString(append(out, `,"wid":`...), p.WID)
		out = append(out, '}')
	}
	out = strconv.AppendInt(append(out, `],"version":`...), int64(version), 10)
	return append(out, '}')
}

// Sum returns the SHA-256 of canonical bytes in hexadecimal, 64 small digits.
func Sum(canonical []byte) string {
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:])
}

// shortEscapes are the two-character escapes of RFC 8785 §3.2.2.2.
var shortEscapes = strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\b", `\b`, "\t", `\t`, "\n", `\n`, "\f", `\f`, "\r", `\r`)

// appendString writes a JSON string with the escapes of RFC 8785 and no others:
// neither < nor U+2028 is escaped. Texts are UTF-8 by rule; anything else would
// become U+FFFD.
func appendString(out []byte, s string) []byte {
	out = append(out, '"')
	for _, r := range shortEscapes.Replace(strings.ToValidUTF8(s, "\uFFFD")) {
		if r < 0x20 {
			out = fmt.Appendf(out, `\u%04x`, r)
			continue
		}
		out = append(out, string(r)...)
	}
	return append(out, '"')
}

// Object is a JSON object to be written in canonical form; values are strings, integers, booleans and objects, names
// are ASCII.
type Object map[string]any

// JSON returns the canonical form of an object (RFC 8785).
func JSON(o Object) []byte { return appendObject(nil, o) }

func appendObject(out []byte, o Object) []byte {
	out = append(out, '{')
	for i, name := range slices.Sorted(maps.Keys(o)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, name), ':')
		switch v := o[name].(type) {
		case string:
			out = appendString(out, v)
		case int:
			out = strconv.AppendInt(out, int64(v), 10)
		case bool:
			out = strconv.AppendBool(out, v)
		case Object:
			out = appendObject(out, v)
		default:
			panic(fmt.Sprintf("a %T has no canonical form here", v)) // the callers' objects are written out in the source
		}
	}
	return append(out, '}')
}
