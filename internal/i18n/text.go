package i18n

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// text is a catalogue's string, cut once at its {placeholders}. Anything else
// in braces is ordinary text.
type text struct {
	source string
	parts  []part
}

// part is some literal text and the name of the placeholder after it, if any.
type part struct{ literal, name string }

// cut finds the placeholders: a brace, ASCII letters, digits and underscores, a
// brace.
func cut(source string) text {
	t := text{source: source}
	literal := 0
	for i := 0; i < len(source); i++ {
		if source[i] != '{' {
			continue
		}
		end := i + 1
		for end < len(source) && isNameByte(source[end]) {
			end++
		}
		if end == i+1 || end == len(source) || source[end] != '}' {
			continue
		}
		t.parts = append(t.parts, part{literal: source[literal:i], name: source[i+1 : end]})
		literal, i = end+1, end
	}
	if len(t.parts) > 0 && literal < len(source) {
		t.parts = append(t.parts, part{literal: source[literal:]})
	}
	return t
}

func isNameByte(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// fill writes the text with its values. A placeholder without a value stays as
// it is written, so that the mistake is seen.
func (t text) fill(v values) string {
	if len(t.parts) == 0 {
		return t.source
	}
	var out strings.Builder
	for _, p := range t.parts {
		out.WriteString(p.literal)
		if p.name == "" {
			continue
		}
		if value, ok := v.find(p.name); ok {
			out.WriteString(value)
		} else {
			out.WriteString("{" + p.name + "}")
		}
	}
	return out.String()
}

// values are what a caller gives for placeholders.
type values struct {
	printer *Printer
	count   string // the localised number of N, "" in T
	args    []any  // name, value, name, value, …
}

// find returns the value of a placeholder as it is written in the language.
func (v values) find(name string) (string, bool) {
	if name == "count" && v.count != "" {
		return v.count, true
	}
	for i := 0; i+1 < len(v.args); i += 2 {
		if v.args[i] != name {
			continue
		}
		switch value := v.args[i+1].(type) {
		case string:
			return value, true
		case int:
			return v.printer.Number(value), true
		default:
			return fmt.Sprint(value), true
		}
	}
	return "", false
}

// placeholders lets go-i18n read our {name} instead of Go's template syntax. It
// implements go-i18n's template.Parser.
type placeholders struct{}

// Cacheable says that a text is cut once and then kept.
func (placeholders) Cacheable() bool { return true }

// Parse cuts a plural form; the delimiters are always our own.
func (placeholders) Parse(source, _, _ string) (template.ParsedTemplate, error) {
	return parsed{cut(source)}, nil
}

// parsed is a text as go-i18n executes it.
type parsed struct{ text text }

// Execute fills the text; data is always the values of a Printer.
func (p parsed) Execute(data any) (string, error) {
	v, ok := data.(values)
	if !ok {
		return "", fmt.Errorf("fill %q: the data is a %T", p.text.source, data)
	}
	return p.text.fill(v), nil
}
