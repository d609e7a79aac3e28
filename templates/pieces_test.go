package templates

import (
	"html/template"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"travaux/internal/i18n"
	"travaux/models"
)

// anew is a page rendered without anything kept.
func anew(t *testing.T, p ReaderPage) string {
	t.Helper()
	p.Pieces = nil
	return rendered(t, p)
}

func rendered(t *testing.T, p ReaderPage) string {
	t.Helper()
	page, err := Reader.Render(p.Lang, p)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

func TestPieces_makeTheSamePages(t *testing.T) {
	t.Parallel()
	var kept Pieces
	for _, lang := range i18n.Languages() {
		for i, p := range (ReaderPage{}).Samples() {
			p.Lang, p.Pieces = lang, &kept
			p.Consultation.ChangeSeq = int64(i) // the samples are at different times
			for _, when := range []string{"first", "kept"} {
				if rendered(t, p) != anew(t, p) {
					t.Errorf("sample %d in %s is another page when it is %s", i, lang, when)
				}
			}
		}
	}
}

// Whatever a piece depends on, one that was kept for something else is not shown.
func TestPieces_areKeptForWhatTheyDependOn(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(p *ReaderPage){
		"comments": func(p *ReaderPage) {
			p.Reading.Said = maps.Clone(p.Reading.Said)
			p.Reading.Said["art-1"] += 1000
			p.Consultation.ChangeSeq++
		},
		"marks": func(p *ReaderPage) { p.Marks = nil; p.Consultation.ChangeSeq++ },
		"version": func(p *ReaderPage) {
			p.Reading.Version.ID++
			p.Reading.Provisions = slices.Clone(p.Reading.Provisions)
			p.Reading.Provisions[0].Heading = "Another"
		},
		"language of the text": func(p *ReaderPage) { p.Reading.Text.Language = "fr" },
		"interface":            func(p *ReaderPage) { p.Lang = "ar" },
		"closing":              func(p *ReaderPage) { p.Open = false },
		"address":              func(p *ReaderPage) { p.Path += "/v/2" },
		"text in the address":  func(p *ReaderPage) { p.Query = url.Values{"text": {"en"}} },
		"all in the address":   func(p *ReaderPage) { p.Query = url.Values{"all": {"1"}} },
		"part":                 func(p *ReaderPage) { *p = samplePart(*p, 2) },
		"consultation": func(p *ReaderPage) {
			p.Consultation.ID++
			p.Consultation.Slug = "another"
		},
	} {
		p := (ReaderPage{}).Samples()[0]
		p.Pieces = &Pieces{}
		before := rendered(t, p)
		c := *p.Consultation
		p.Consultation = &c
		change(&p)
		if got, want := rendered(t, p), anew(t, p); got != want || got == before {
			t.Errorf("%s: what was kept before is shown", what)
		}
	}
}

func TestPieces_holdNothingOfTheirReader(t *testing.T) {
	t.Parallel()
	const own = "only of this reader"
	p := (ReaderPage{}).Samples()[0]
	p.Pieces = &Pieces{}
	p.Actor, p.Flash, p.FormKey, p.ReaderZone = models.Actor{PersonID: 1, Name: own, Email: own}, own, own, own
	p.Query = url.Values{"other": {own}}
	p.Rights, p.Title, p.Reading.Asked = Rights{Draft: true}, own, own
	for _, name := range []string{"contents", "provisions"} {
		html, err := p.Rendered(name)
		if err != nil || html == "" || strings.Contains(string(html), own) {
			t.Errorf("%s: %v\n%s", name, err, html)
		}
	}
}

func TestPieces_escapeEveryWordOfOthers(t *testing.T) {
	t.Parallel()
	for _, p := range (ReaderPage{}).Samples() {
		poison(reflect.ValueOf(&p).Elem())
		p.Pieces = &Pieces{}
		if rendered(t, p) != anew(t, p) {
			t.Error("a kept piece is not what is written where it stands")
		}
	}
}

// However many pages are asked for, they take no more than was meant for them, and the newest is there.
func TestPieces_areBounded(t *testing.T) {
	t.Parallel()
	var s Pieces
	html := strings.Repeat("x", 100_000)
	const often = 1
	s.put(piece{version: often}, template.HTML(html))
	for n := range int64(500) {
		k := piece{version: n + 2, link: strings.Repeat("y", 50_000)}
		s.put(k, template.HTML(html))
		if _, ok := s.get(k); !ok {
			t.Fatalf("the newest of %d is not there", n)
		}
		if _, ok := s.get(piece{version: often}); !ok {
			t.Fatalf("what is asked for all the time is gone after %d", n)
		}
		weight := 0
		for _, all := range []map[piece]template.HTML{s.young, s.old} {
			for k, html := range all {
				weight += len(html) + len(k.link)
			}
		}
		if weight > 2*mostKept {
			t.Fatalf("%d bytes are kept", weight)
		}
	}
	huge := piece{version: -1}
	s.put(huge, template.HTML(strings.Repeat("x", mostOfOne)))
	if _, ok := s.get(huge); ok {
		t.Error("a huge one takes the room of all others")
	}
}
