package web

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"travaux/internal/fault"
)

// maxDepth is how deep JSON, and the dotted names of a form, may be nested.
const maxDepth = 32

// StrictBinder is the echo.Binder of the JSON API. It reads the body only, and only what is exactly one JSON
// value in valid UTF-8 whose keys are those of the target, spelled as there, each once; the text rules are the
// use-cases' own. Faults: Unsupported (media_type), Malformed (not_json, trailing_data, too_deep,
// unknown_field, repeated_key, wrong_type), Invalid (utf8, for half a character), each with the field's dotted path.
type StrictBinder struct{}

// Bind implements echo.Binder.
func (StrictBinder) Bind(into any, c echo.Context) error {
	if mediaType(c.Request()) != echo.MIMEApplicationJSON {
		return fault.New(fault.Unsupported, "media_type")
	}
	return DecodeJSON(of(c).body, into)
}

// DecodeJSON reads a body as StrictBinder does.
func DecodeJSON(body []byte, into any) error {
	if !utf8.Valid(body) {
		return malformed("not_json", "")
	}
	if !json.Valid(body) {
		return notJSON(body)
	}
	target := reflect.ValueOf(into).Elem()
	w := &walker{body: body}
	if err := w.value(target.Type(), "", 1); err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return &fault.Error{Kind: fault.Malformed, Code: "wrong_type", Cause: err}
	}
	return fault.Fields(w.problems)
}

// notJSON tells one value with something after it from what is no JSON at all.
func notJSON(body []byte) error {
	d := json.NewDecoder(bytes.NewReader(body))
	var v json.RawMessage
	if d.Decode(&v) == nil {
		return malformed("trailing_data", "")
	}
	return malformed("not_json", "")
}

// walker goes through valid JSON beside the type it is meant for. That it is valid is known, so commas and
// colons are only stepped over.
type walker struct {
	body     []byte
	at       int
	problems []fault.Field
}

func (w *walker) skipSpace() {
	for w.at < len(w.body) {
		switch w.body[w.at] {
		case ' ', '\t', '\r', '\n', ',', ':':
			w.at++
		default:
			return
		}
	}
}

// value checks the value at hand against a type; nil stands for a type that tells nothing.
func (w *walker) value(t reflect.Type, path string, depth int) error {
	if depth > maxDepth {
		return malformed("too_deep", "")
	}
	w.skipSpace()
	t, null := settle(t)
	start := w.at
	if t != nil && own(t) {
		return w.custom(t, path, depth, null)
	}
	switch w.body[w.at] {
	case '{':
		return w.object(t, path, depth)
	case '[':
		return w.array(t, path, depth)
	case '"':
		raw := w.str()
		if loneSurrogate(raw) {
			w.problems = append(w.problems, fault.Field{Name: path, Code: "utf8"})
		}
	default:
		w.literal()
	}
	return fits(t, w.body[start:w.at], path, null)
}

// settle looks through pointers and through values that may be null (a map by bool).
func settle(t reflect.Type) (of reflect.Type, null bool) {
	for t != nil {
		switch {
		case t.Kind() == reflect.Pointer:
			t, null = t.Elem(), true
		case t.Kind() == reflect.Map && t.Key().Kind() == reflect.Bool:
			t, null = t.Elem(), true
		case t.Kind() == reflect.Interface:
			return nil, true
		default:
			return t, null
		}
	}
	return nil, true
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// own tells whether a type reads itself.
func own(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(jsonUnmarshaler) || p.Implements(textUnmarshaler)
}

// custom lets a type read itself, so that the field can be named when it does not want to.
func (w *walker) custom(t reflect.Type, path string, depth int, null bool) error {
	start := w.at
	if err := w.value(nil, path, depth); err != nil {
		return err
	}
	raw := w.body[start:w.at]
	if string(raw) == "null" && null {
		return nil
	}
	if string(raw) == "null" || json.Unmarshal(raw, reflect.New(t).Interface()) != nil {
		return malformed("wrong_type", path)
	}
	return nil
}

func (w *walker) object(t reflect.Type, path string, depth int) error {
	if t != nil && t.Kind() != reflect.Struct && t.Kind() != reflect.Map {
		return malformed("wrong_type", path)
	}
	var fields map[string][]int
	if t != nil && t.Kind() == reflect.Struct {
		fields = fieldsOf(t, "json")
	}
	w.at++
	seen := map[string]bool{}
	for w.skipSpace(); w.body[w.at] != '}'; w.skipSpace() {
		raw := w.str()
		var name string
		if err := json.Unmarshal(raw, &name); err != nil || loneSurrogate(raw) {
			return malformed("unknown_field", path)
		}
		at := join(path, name)
		if seen[name] {
			return malformed("repeated_key", at)
		}
		seen[name] = true
		var below reflect.Type
		switch {
		case fields != nil:
			index, ok := fields[name]
			if !ok {
				return malformed("unknown_field", at)
			}
			below = t.FieldByIndex(index).Type
		case t != nil:
			below = t.Elem()
		}
		if err := w.value(below, at, depth+1); err != nil {
			return err
		}
	}
	w.at++
	return nil
}

func (w *walker) array(t reflect.Type, path string, depth int) error {
	var below reflect.Type
	if t != nil {
		if t.Kind() != reflect.Slice && t.Kind() != reflect.Array {
			return malformed("wrong_type", path)
		}
		below = t.Elem()
	}
	w.at++
	i := 0
	for w.skipSpace(); w.body[w.at] != ']'; w.skipSpace() {
		if err := w.value(below, join(path, strconv.Itoa(i)), depth+1); err != nil {
			return err
		}
		i++
	}
	w.at++
	return nil
}

// str steps over a string and gives it with its quotes.
func (w *walker) str() []byte {
	start := w.at
	for w.at++; w.body[w.at] != '"'; w.at++ {
		if w.body[w.at] == '\\' {
			w.at++
		}
	}
	w.at++
	return w.body[start:w.at]
}

// literal steps over a number, true, false or null.
func (w *walker) literal() {
	for w.at < len(w.body) {
		switch w.body[w.at] {
		case ',', '}', ']', ' ', '\t', '\r', '\n':
			return
		}
		w.at++
	}
}

// fits tells whether a value that is no object and no list can go where it is meant to.
func fits(t reflect.Type, raw []byte, path string, null bool) error {
	if t == nil {
		return nil
	}
	ok := false
	switch kind := t.Kind(); {
	case raw[0] == 'n':
		ok = null || kind == reflect.Slice || kind == reflect.Map
	case raw[0] == '"':
		ok = kind == reflect.String || kind == reflect.Slice && t.Elem().Kind() == reflect.Uint8
	case raw[0] == 't' || raw[0] == 'f':
		ok = kind == reflect.Bool
	default:
		ok = json.Unmarshal(raw, reflect.New(t).Interface()) == nil && kind != reflect.String
	}
	if !ok {
		return malformed("wrong_type", path)
	}
	return nil
}

// loneSurrogate finds half a character, written \ud800 alone, which would be replaced in silence.
func loneSurrogate(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++
		if raw[i] != 'u' {
			continue
		}
		r := hex4(raw[i+1:])
		i += 4
		if !utf16.IsSurrogate(r) {
			continue
		}
		if i+6 >= len(raw) || raw[i+1] != '\\' || raw[i+2] != 'u' || utf16.DecodeRune(r, hex4(raw[i+3:])) == utf8.RuneError {
			return true
		}
		i += 6
	}
	return false
}

func hex4(b []byte) rune {
	n, err := strconv.ParseUint(string(b[:4]), 16, 32)
	if err != nil {
		return 0
	}
	return rune(n)
}
