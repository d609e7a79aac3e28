package i18n

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

//go:embed locales/*.json
var embedded embed.FS

// forms are the plural categories of CLDR.
var forms = []string{"zero", "one", "two", "few", "many", "other"}

// Catalogues returns the embedded catalogues as they are written: language ->
// key -> a string, or a map[string]string of plural forms. A catalogue that
// cannot be read is left out; Load says why.
func Catalogues() map[string]map[string]any {
	all := make(map[string]map[string]any, len(languages))
	for _, lang := range languages {
		if catalogue, err := readCatalogue(embedded, lang); err == nil {
			all[lang] = catalogue
		}
	}
	return all
}

// readCatalogue reads locales/<lang>.json; its errors name the file.
func readCatalogue(files fs.FS, lang string) (map[string]any, error) {
	name := "locales/" + lang + ".json"
	raw, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", name, err)
	}
	catalogue, err := ParseCatalogue(raw)
	if err != nil {
		return nil, fmt.Errorf("read catalogue %s: %w", name, err)
	}
	return catalogue, nil
}

// ParseCatalogue reads one catalogue: a flat JSON object whose values are
// strings or objects of plural forms (zero, one, two, few, many, other; "other"
// is required). The result holds strings and map[string]string. An error names
// the key, or the line where the JSON breaks; a key given twice is an error.
func ParseCatalogue(raw []byte) (map[string]any, error) {
	values, err := parseObject(raw)
	if err != nil {
		return nil, err
	}
	catalogue := make(map[string]any, len(values))
	for key, value := range values {
		text, err := parseValue(value)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		catalogue[key] = text
	}
	return catalogue, nil
}

// FormatCatalogue writes a catalogue as it is kept: keys sorted, two spaces of
// indent, a line break at the end.
func FormatCatalogue(catalogue map[string]any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(catalogue); err != nil {
		return nil, fmt.Errorf("format catalogue: %w", err)
	}
	return out.Bytes(), nil
}

// parseObject reads a JSON object by hand, because encoding/json keeps the last
// of two equal keys and says nothing.
func parseObject(raw []byte) (map[string]json.RawMessage, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	at := func() int { return 1 + bytes.Count(raw[:dec.InputOffset()], []byte("\n")) }
	if open, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("line %d: %w", at(), err)
	} else if open != json.Delim('{') {
		return nil, fmt.Errorf("line %d: not a JSON object", at())
	}
	values := map[string]json.RawMessage{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", at(), err)
		}
		key, _ := token.(string) // the decoder lets nothing else stand here
		if _, twice := values[key]; twice || key == "" {
			return nil, fmt.Errorf("line %d: key %q is empty or given twice", at(), key)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, fmt.Errorf("line %d: key %q: %w", at(), key, err)
		}
		values[key] = value
	}
	if _, err := dec.Token(); err != nil {
		return nil, fmt.Errorf("line %d: %w", at(), err)
	}
	if rest := bytes.TrimSpace(raw[dec.InputOffset():]); len(rest) > 0 {
		return nil, fmt.Errorf("line %d: text after the object", at())
	}
	return values, nil
}

// parseValue reads a string or an object of plural forms; none may be empty.
func parseValue(raw json.RawMessage) (any, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil && raw[0] == '"' {
		if text == "" {
			return nil, errors.New("the text is empty")
		}
		return text, nil
	}
	values, err := parseObject(raw)
	if err != nil {
		return nil, fmt.Errorf("neither a string nor plural forms: %w", err)
	}
	plural := make(map[string]string, len(values))
	for form, value := range values {
		if !slices.Contains(forms, form) {
			return nil, fmt.Errorf("%q is not a plural form", form)
		}
		if err := json.Unmarshal(value, &text); err != nil || text == "" {
			return nil, fmt.Errorf("plural form %q is not a string or empty", form)
		}
		plural[form] = text
	}
	if plural["other"] == "" {
		return nil, errors.New(`the plural form "other" is missing`)
	}
	return plural, nil
}
