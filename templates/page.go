package templates

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"reflect"
	"sync"

	"github.com/jba/templatecheck"

	"travaux/internal/i18n"
)

//go:embed partials/*.html pages/*.html
var sources embed.FS

// Page is one page: its template, held to the type of its data.
type Page[T any] struct{ file string }

// sampled is a page type with examples of itself; every one is rendered in the tests, in every language.
type sampled[T any] interface{ Samples() []T }

// page declares a page and panics, at start, when its HTML does not fit its type.
func page[T sampled[T]](file string) Page[T] {
	t := checked().Lookup(file)
	if t == nil {
		panic("templates: there is no page " + file)
	}
	var zero T
	if err := templatecheck.CheckHTMLStrict(t, zero); err != nil {
		panic(fmt.Sprintf("templates: %s does not fit %T: %v", file, zero, err))
	}
	return Page[T]{file}
}

// Render writes the page in a language of the interface; another language gives English.
func (p Page[T]) Render(lang string, data T) ([]byte, error) {
	var out bytes.Buffer
	if err := in(lang).ExecuteTemplate(&out, p.file, data); err != nil {
		return nil, fmt.Errorf("render %s in %s: %w", p.file, lang, err)
	}
	return bytes.TrimLeft(out.Bytes(), "\n"), nil
}

// Name is the page's name: its file without the ending.
func (p Page[T]) Name() string { return p.file[:len(p.file)-len(".html")] }

// Samples renders the page's examples in a language.
func (p Page[T]) Samples(lang string) ([][]byte, error) {
	var zero T
	var all [][]byte
	for _, s := range any(zero).(sampled[T]).Samples() {
		inLanguage(&s, lang)
		html, err := p.Render(lang, s)
		if err != nil {
			return nil, err
		}
		all = append(all, html)
	}
	return all, nil
}

// Shown is any page, for previews and tests.
type Shown interface {
	Name() string
	Samples(lang string) ([][]byte, error)
}

// inLanguage sets the language of a sample, whatever its type.
func inLanguage[T any](s *T, lang string) {
	reflect.ValueOf(s).Elem().FieldByName("Base").FieldByName("Lang").SetString(lang)
}

// words are the catalogues; they are compiled in, so a broken one cannot meet a reader.
var words = sync.OnceValue(func() *i18n.Bundle {
	b, err := i18n.Load()
	if err != nil {
		panic(fmt.Sprintf("templates: %v", err))
	}
	return b
})

// checked is every template, parsed once with the functions of English and never executed, so that
// it can be cloned for each language.
var checked = sync.OnceValue(func() *template.Template {
	t := template.New("").Funcs(funcs(words().For("en"))).Option("missingkey=error")
	return template.Must(t.ParseFS(sources, "partials/*.html", "pages/*.html"))
})

// byLang clones the templates for a language when its first page is asked for.
var byLang = languages()

func languages() map[string]func() *template.Template {
	all := map[string]func() *template.Template{}
	for _, lang := range i18n.Languages() {
		all[lang] = sync.OnceValue(func() *template.Template {
			return template.Must(checked().Clone()).Funcs(funcs(words().For(lang)))
		})
	}
	return all
}

func in(lang string) *template.Template {
	if t, ok := byLang[lang]; ok {
		return t()
	}
	return byLang["en"]()
}
