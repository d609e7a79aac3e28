package webkit

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"travaux/internal/testkit"
)

// Page is what a browser got, read as HTML.
type Page struct {
	Status  int
	URL     *url.URL // after redirects
	Header  http.Header
	Body    string
	Doc     *html.Node
	browser *Browser
}

func read(b *Browser, res *http.Response) *Page {
	t := b.site.t
	t.Helper()
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	testkit.Must(t, err)
	doc, err := html.Parse(strings.NewReader(string(body)))
	testkit.Must(t, err)
	return &Page{Status: res.StatusCode, URL: res.Request.URL, Header: res.Header, Body: string(body), Doc: doc, browser: b}
}

// All gives the elements that a selector names, in order: words of tag, #id, .class, [attribute], [attribute=value],
// separated by blanks that mean "somewhere in".
func (p *Page) All(selector string) []*html.Node {
	p.browser.site.t.Helper()
	found := []*html.Node{p.Doc}
	for _, word := range strings.Fields(selector) {
		test, err := parse(word)
		testkit.Must(p.browser.site.t, err)
		var next []*html.Node
		for _, above := range found {
			for n := range above.Descendants() {
				if n.Type == html.ElementNode && test(n) && !slices.Contains(next, n) {
					next = append(next, n)
				}
			}
		}
		found = next
	}
	return found
}

// Has tells whether there is such an element.
func (p *Page) Has(selector string) bool { p.browser.site.t.Helper(); return len(p.All(selector)) > 0 }

// One gives the only such element; the test fails when there are none or several.
func (p *Page) One(selector string) *html.Node {
	p.browser.site.t.Helper()
	all := p.All(selector)
	if len(all) != 1 {
		p.browser.site.t.Fatalf("%d of %s at %s (%d):\n%s", len(all), selector, p.URL, p.Status, p.Body)
	}
	return all[0]
}

// Text is the words of the only such element, with single blanks.
func (p *Page) Text(selector string) string {
	p.browser.site.t.Helper()
	return Text(p.One(selector))
}

// Text is the words of an element, with single blanks.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// Attr is an attribute of an element, and whether it has it.
func Attr(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// Submit fills in and sends the only such form: what it holds stays but for the fields given.
func (p *Page) Submit(selector string, fields map[string]string) *Page {
	p.browser.site.t.Helper()
	form := p.One(selector)
	values := held(form)
	for name, v := range fields {
		values.Set(name, v)
	}
	action, ok := Attr(form, "action")
	if !ok || action == "" {
		action = p.URL.RequestURI()
	}
	to, err := p.URL.Parse(action)
	testkit.Must(p.browser.site.t, err)
	if method, _ := Attr(form, "method"); strings.EqualFold(method, http.MethodPost) {
		return p.browser.Post(to.RequestURI(), values)
	}
	to.RawQuery = values.Encode()
	return p.browser.Get(to.RequestURI())
}

// held is what a form would send as it stands: its inputs, chosen options and texts.
func held(form *html.Node) url.Values {
	out := url.Values{}
	for n := range form.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		name, named := Attr(n, "name")
		kind, _ := Attr(n, "type")
		_, checked := Attr(n, "checked")
		value, _ := Attr(n, "value")
		switch {
		case !named || kind == "submit" || kind == "file":
		case n.Data == "input" && (kind == "checkbox" || kind == "radio"):
			if checked {
				out.Add(name, value)
			}
		case n.Data == "input":
			out.Add(name, value)
		case n.Data == "textarea":
			out.Add(name, raw(n))
		case n.Data == "select":
			out.Add(name, chosen(n))
		}
	}
	return out
}

// raw is the text in an element as it stands.
func raw(n *html.Node) string {
	if n.FirstChild == nil {
		return ""
	}
	return n.FirstChild.Data
}

// chosen is the value of the selected option, else of the first.
func chosen(n *html.Node) string {
	first, any := "", false
	for o := range n.Descendants() {
		if o.Type != html.ElementNode || o.Data != "option" {
			continue
		}
		value, ok := Attr(o, "value")
		if !ok {
			value = Text(o)
		}
		if _, selected := Attr(o, "selected"); selected {
			return value
		}
		if !any {
			first, any = value, true
		}
	}
	return first
}
