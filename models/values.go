package models

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"slices"
)

// Texts is one text in several languages, BCP 47 tag to words. Stored as JSON.
type Texts map[string]string

// In gives the text in the wanted language, else in the first of the others that has one, else in any;
// with the language it is in, so that the page can say so.
func (t Texts) In(wanted string, others ...string) (text, language string) {
	for _, l := range append([]string{wanted}, others...) {
		if s, ok := t[l]; ok && s != "" {
			return s, l
		}
	}
	for _, l := range slices.Sorted(mapKeys(t)) {
		if t[l] != "" {
			return t[l], l
		}
	}
	return "", wanted
}

func mapKeys(t Texts) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range t {
			if !yield(k) {
				return
			}
		}
	}
}

// Value writes the texts as JSON.
func (t Texts) Value() (driver.Value, error) { return marshal(t) }

// Scan reads the texts from JSON.
func (t *Texts) Scan(v any) error { return unmarshal(v, t) }

// GormDataType tells the column type.
func (Texts) GormDataType() string { return "text" }

// List is a short list of words: languages, regions. Stored as JSON.
type List []string

// Value writes the list as JSON.
func (l List) Value() (driver.Value, error) {
	if l == nil {
		return "[]", nil
	}
	return marshal(l)
}

// Scan reads the list from JSON.
func (l *List) Scan(v any) error { return unmarshal(v, l) }

// GormDataType tells the column type.
func (List) GormDataType() string { return "text" }

func marshal(v any) (driver.Value, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func unmarshal(v, into any) error {
	switch s := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(s), into)
	case []byte:
		return json.Unmarshal(s, into)
	}
	return fmt.Errorf("read JSON column: unexpected %T", v)
}
