package templates

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestPages_areSoundMarkup checks what a linter for accessibility would, for every sample.
func TestPages_areSoundMarkup(t *testing.T) {
	t.Parallel()
	for name, page := range shots(t, "en") {
		_, root := texts(t, page)
		ids := map[string]int{}
		var h1, mains int
		for n := range root.Descendants() {
			if id := attr(n, "id"); id != "" {
				ids[id]++
			}
			switch n.Data {
			case "h1":
				h1++
			case "main":
				mains++
			}
		}
		if h1 != 1 || mains != 1 {
			t.Errorf("%s has %d h1 and %d main", name, h1, mains)
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s has the id %q %d times", name, id, n)
			}
		}
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				element(t, name, n, ids)
			}
		}
	}
}

// element checks one element: what it refers to is there, and nothing runs or is styled in the page.
func element(t *testing.T, page string, n *html.Node, ids map[string]int) {
	t.Helper()
	for _, key := range []string{"for", "aria-describedby", "aria-labelledby"} {
		for id := range strings.FieldsSeq(attr(n, key)) {
			if ids[id] == 0 {
				t.Errorf("%s: <%s %s=%q> refers to nothing", page, n.Data, key, id)
			}
		}
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: <%s> has %s, which the content security policy forbids", page, n.Data, a.Key)
		}
	}
	switch n.Data {
	case "script":
		if attr(n, "src") == "" || attr(n, "type") != "module" {
			t.Errorf("%s has a script in the page", page)
		}
	case "a", "link":
		link(t, page, attr(n, "href"), ids)
	case "form":
		link(t, page, attr(n, "action"), ids)
	case "input", "select", "textarea":
		if kind := attr(n, "type"); kind != "hidden" && ids["field-"+attr(n, "name")] == 0 && attr(n, "id") == "" {
			t.Errorf("%s: the field %q has no id for its label", page, attr(n, "name"))
		}
	}
}

func link(t *testing.T, page, to string, ids map[string]int) {
	t.Helper()
	example := regexp.MustCompile(`^https://([a-z]+\.)?example\.org/`)
	switch {
	case strings.HasPrefix(to, "#"):
		if ids[to[1:]] == 0 {
			t.Errorf("%s links to %s, which is not on the page", page, to)
		}
	case strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//"), example.MatchString(to):
	default:
		t.Errorf("%s links to %q, which is not a path of ours", page, to)
	}
}

func TestPages_labelEveryFieldThatIsShown(t *testing.T) {
	t.Parallel()
	for name, page := range shots(t, "en") {
		_, root := texts(t, page)
		labelled := map[string]bool{}
		for n := range root.Descendants() {
			if n.Data == "label" && n.FirstChild != nil {
				labelled[attr(n, "for")] = true
			}
		}
		for n := range root.Descendants() {
			if n.Data != "input" && n.Data != "select" && n.Data != "textarea" || attr(n, "type") == "hidden" {
				continue
			}
			if !labelled[attr(n, "id")] {
				t.Errorf("%s: the field %q has no label", name, attr(n, "name"))
			}
		}
	}
}

// TestPages_aFileIsTheLastFieldOfItsForm holds since of a form whose file is too large only what comes before it is read:
// what was typed after it would be lost.
func TestPages_aFileIsTheLastFieldOfItsForm(t *testing.T) {
	t.Parallel()
	forms := 0
	for name, page := range shots(t, "en") {
		_, root := texts(t, page)
		for form := range root.Descendants() {
			if form.Data != "form" {
				continue
			}
			file := ""
			for n := range form.Descendants() {
				field := n.Data == "input" || n.Data == "select" || n.Data == "textarea"
				switch {
				case field && attr(n, "type") == "file":
					file = attr(n, "name")
					forms++
				case field && file != "":
					t.Errorf("%s: the field %q comes after the file %q", name, attr(n, "name"), file)
				}
			}
		}
	}
	if forms < 3 {
		t.Errorf("only %d forms with a file were seen", forms)
	}
}
