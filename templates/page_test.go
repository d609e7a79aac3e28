package templates

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"travaux/internal/i18n"
)

// shots renders every sample of every page in a language.
func shots(t *testing.T, lang string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, p := range All() {
		pages, err := p.Samples(lang)
		if err != nil {
			t.Fatal(err)
		}
		for i, page := range pages {
			all[p.Name()+"."+string(rune('0'+i))] = page
		}
	}
	return all
}

// used are the keys that the templates name.
func used(t *testing.T) map[string]bool {
	t.Helper()
	keys := map[string]bool{}
	call := regexp.MustCompile(`[{( ](?:t|n) "([a-z_0-9.]+)"`)
	for _, dir := range []string{"pages", "partials"} {
		files, err := fs.Glob(sources, dir+"/*.html")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := fs.ReadFile(sources, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range call.FindAllStringSubmatch(string(b), -1) {
				keys[m[1]] = true
			}
		}
	}
	return keys
}

func TestTemplates_everyTextIsInTheEnglishCatalogue(t *testing.T) {
	t.Parallel()
	keys := used(t)
	if len(keys) < 200 {
		t.Fatalf("only %d keys were found in the templates: the pattern no longer fits", len(keys))
	}
	en := i18n.Catalogues()["en"]
	for key := range keys {
		if en[key] == nil {
			t.Errorf("%q is not in en.json", key)
		}
	}
}

func TestOptions_everyValueHasAWord(t *testing.T) {
	t.Parallel()
	s := speaker{words().For("en")}
	for _, list := range []string{
		"type", "stance", "outcome", "answer", "stakeholder", "stakeholder_subtype", "event_kind", "event_status",
		"attendance", "attribution", "phase_kind", "partner", "speaking_as", "format", "no_country",
	} {
		options := s.options(list)
		if len(options) == 0 {
			t.Errorf("%s has no options", list)
		}
		for _, o := range options {
			if o.Label == o.Value {
				t.Errorf("%s.%s has no word", list, o.Value)
			}
		}
	}
}

func TestPages_renderInEveryLanguageWithoutKeysOrPlaceholders(t *testing.T) {
	t.Parallel()
	keys := used(t)
	placeholder := regexp.MustCompile(`\{[a-z_]+\}`)
	for _, lang := range i18n.Languages() {
		t.Run(lang, func(t *testing.T) {
			t.Parallel()
			for name, page := range shots(t, lang) {
				said, _ := texts(t, page)
				for _, s := range said {
					if keys[strings.TrimSpace(s)] {
						t.Errorf("%s shows the key %q", name, s)
					}
					if !strings.HasPrefix(s, "/api/") && placeholder.MatchString(s) {
						t.Errorf("%s shows a placeholder: %q", name, s)
					}
				}
			}
		})
	}
}

// texts are the text nodes of a page and the attributes that are read to people.
func texts(t *testing.T, page []byte) (said []string, root *html.Node) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "code" {
			said = append(said, n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "aria-label" || a.Key == "title" {
				said = append(said, a.Val)
			}
		}
	}
	return said, root
}

func TestPages_pointTheirLanguageAndDirection(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{"ar": `<html lang="ar" dir="rtl">`, "zh": `<html lang="zh" dir="ltr">`} {
		for name, page := range shots(t, lang) {
			if !strings.HasPrefix(string(page), "<!doctype html>") || !strings.Contains(string(page), want) {
				t.Errorf("%s in %s does not begin with %s", name, lang, want)
			}
		}
	}
}

func TestPages_areSmallEnoughForASlowPhone(t *testing.T) {
	t.Parallel()
	css := sheet(t)
	if len(css) > 30_000 {
		t.Errorf("the style sheet has %d bytes, more than 30,000", len(css))
	}
	for name, page := range shots(t, "ru") {
		if total := packed(t, page) + packed(t, []byte(css)); total > 40_000 {
			t.Errorf("%s and its style sheet take %d bytes on the way, more than 40,000", name, total)
		}
	}
}

// packed is how many bytes travel.
func packed(t *testing.T, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func TestPublicWords_keepTheMachineryOut(t *testing.T) {
	t.Parallel()
	banned := regexp.MustCompile(`(?i)\b(ledger|anchor|wid|leaf|checkpoint|disposition|campaign|submit)\b`)
	for key, value := range i18n.Catalogues()["en"] {
		forms, ok := value.(map[string]string)
		if !ok {
			text, _ := value.(string)
			forms = map[string]string{"": text}
		}
		for _, text := range forms {
			if m := banned.FindString(text); m != "" {
				t.Errorf("%q says %q", key, m)
			}
		}
	}
}
