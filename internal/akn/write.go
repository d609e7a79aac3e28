package akn

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"travaux/internal/document"
	"travaux/models"
)

// Meta is what a text says of itself besides its provisions.
type Meta struct {
	Consultation, Draft string // their slugs
	Version             int    // 0 for the working version
	Language            string // of this text
	Original            string // the language that counts, when this text is a translation
	Title               string
	PublishedAt         time.Time                       // of this version in this language; when there is none, when it was written
	Published           []Event                         // the versions up to this one, oldest first
	Languages           []string                        // in which this version is there
	URL                 string                          // of the draft; versions and languages are below it
	Country             string                          // of the jurisdiction, ISO 3166-1; empty for none
	Publisher           string                          // who consults, for people
	Kinds               map[models.ProvisionKind]string // words as "Article {number}"; a kind without one shows its number alone
}

// Event is the publication of a version.
type Event struct {
	Version int
	At      time.Time
}

// Write writes a text as an act of Akoma Ntoso 3.0. What XML cannot hold becomes
// U+FFFD.
func Write(w io.Writer, m Meta, ps []models.Provision) error {
	out := &output{Writer: bufio.NewWriter(w), kinds: m.Kinds}
	out.line(0, `<?xml version="1.0" encoding="UTF-8"?>`)
	out.line(0, `<akomaNtoso xmlns="%s">`, namespace)
	out.line(1, `<act name="charter" contains="%s">`, contains(m))
	out.meta(m)
	if m.Title != "" {
		out.line(2, `<preface xml:space="preserve"><longTitle><p><docTitle>%s</docTitle></p></longTitle></preface>`, esc(m.Title))
	}
	below := tree(ps)
	top := below[-1]
	if len(top) > 1 && isPreamble(ps[top[0]]) && len(below[top[0]]) == 0 {
		out.preamble(ps[top[0]])
		top = top[1:]
	}
	out.line(2, `<body xml:space="preserve"%s>`, languageAttribute(m.Language))
	for _, i := range top {
		out.provision(ps, below, i, 3)
	}
	if len(top) == 0 { // the body of an act is never empty
		out.line(3, `<hcontainer name="empty"/>`)
	}
	out.line(2, "</body>")
	out.line(1, "</act>")
	out.line(0, "</akomaNtoso>")
	return out.Flush()
}

// contains says whether the text is the first one or a later version.
func contains(m Meta) string {
	if m.Version == 1 {
		return "originalVersion"
	}
	return "singleVersion"
}

// tree lists what is directly below each provision, by index; the top is -1.
func tree(ps []models.Provision) map[int][]int {
	out := map[int][]int{}
	var open []int
	for i, p := range ps {
		for len(open) > 0 && ps[open[len(open)-1]].Depth >= p.Depth {
			open = open[:len(open)-1]
		}
		above := -1
		if len(open) > 0 {
			above = open[len(open)-1]
		}
		out[above] = append(out[above], i)
		open = append(open, i)
	}
	return out
}

func isPreamble(p models.Provision) bool { return p.Kind == models.Preamble }

// output writes lines of XML.
type output struct {
	*bufio.Writer
	kinds map[models.ProvisionKind]string
}

func (o *output) line(indent int, format string, args ...any) {
	for range indent {
		_ = o.WriteByte('\t') // errors stay with the writer until Flush
	}
	fmt.Fprintf(o, format+"\n", args...)
}

// esc escapes characters for XML and replaces those that it cannot hold.
func esc(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder has no errors
	return b.String()
}

func attribute(name, value string) string {
	if value == "" {
		return ""
	}
	return " " + name + `="` + esc(value) + `"`
}

// ids are the address and the identity of a provision.
func ids(p models.Provision) string {
	return attribute("eId", p.EID) + attribute("wId", p.WID)
}

// preamble writes the preamble as the element that is meant for it, which has no
// place for a number and a heading.
func (o *output) preamble(p models.Provision) {
	o.line(2, `<preamble xml:space="preserve"%s>`, ids(p))
	if p.Number != "" {
		o.line(3, `<block name="num">%s</block>`, o.number(p))
	}
	if p.Heading != "" {
		o.line(3, `<block name="heading">%s</block>`, esc(p.Heading))
	}
	if p.Text == "" {
		o.line(3, `<p/>`)
	}
	o.words(p, 3)
	o.line(2, "</preamble>")
}

// elements are those that bear the name of a kind.
var elements = map[models.ProvisionKind]bool{
	models.Part: true, models.Chapter: true, models.Article: true, models.Section: true, models.Paragraph: true, models.Point: true,
}

func (o *output) provision(ps []models.Provision, below map[int][]int, i, indent int) {
	p := ps[i]
	name, more := string(p.Kind), ""
	if !elements[p.Kind] {
		name, more = "hcontainer", attribute("name", string(p.Kind))
	}
	o.line(indent, "<%s%s%s>", name, more, ids(p))
	if p.Number != "" {
		o.line(indent+1, "<num>%s</num>", o.number(p))
	}
	if p.Heading != "" {
		o.line(indent+1, "<heading>%s</heading>", esc(p.Heading))
	}
	switch words := "intro"; {
	case p.Text == "" && len(below[i]) > 0:
	case len(below[i]) == 0 && p.Text == "":
		o.line(indent+1, "<content><p/></content>")
	default:
		if len(below[i]) == 0 {
			words = "content"
		}
		o.line(indent+1, "<%s>", words)
		o.words(p, indent+2)
		o.line(indent+1, "</%s>", words)
	}
	for _, c := range below[i] {
		o.provision(ps, below, c, indent+1)
	}
	o.line(indent, "</%s>", name)
}

// number writes a number with its word; the number alone is marked.
func (o *output) number(p models.Provision) string {
	before, after, ok := strings.Cut(o.kinds[p.Kind], "{number}")
	if !ok {
		before, after = "", ""
	}
	return esc(before) + `<inline name="` + numberName + `">` + esc(p.Number) + "</inline>" + esc(after)
}

// words writes the lines and tables of a provision.
func (o *output) words(p models.Provision, indent int) {
	for _, b := range document.Blocks(p) {
		if b.Table {
			o.line(indent, "%s", markup(b.HTML))
			continue
		}
		o.line(indent, "<p>%s</p>", markup(b.HTML))
	}
}

func languageAttribute(language string) string { return attribute("xml:lang", language) }
