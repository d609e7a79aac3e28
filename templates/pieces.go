package templates

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"sync"
)

// Pieces are parts of readers' pages that our own templates have rendered, kept for whoever reads the same next; of a long
// text they are most of the work.
//
// They are no state of their own: each is kept under the change_seq that its request has read before anything else, so
// what was written since, by whatever instance, is rendered anew.
type Pieces struct {
	mu         sync.Mutex
	young, old map[piece]template.HTML // what was not asked for while the young ones filled up is dropped
	weight     int                     // of the young ones, in bytes
}

// mostKept is what each generation of pieces may weigh in bytes, and mostOfOne what a single one may.
const (
	mostKept  = 6 << 20
	mostOfOne = mostKept / 4
)

// piece is everything on which a piece of a reader's page depends.
type piece struct {
	name                       string // of its template
	lang                       string // of the interface
	consultation, seq, version int64
	text                       string // the language of the words
	link                       string // the page's own, which those in it are made from; it names the part
	open                       bool
}

// weight is about what a piece takes in memory.
func (k piece) weight(html template.HTML) int { return len(html) + len(k.link) + 200 }

// Rendered is a piece of the page, its contents or its provisions, by the name of its template; empty: it is to be
// rendered where it stands.
func (p ReaderPage) Rendered(name string) (template.HTML, error) {
	alike := name == "contents" || p.On == nil && p.Beside == nil
	if p.Pieces == nil || p.Consultation == nil || !alike {
		return "", nil
	}
	k := piece{
		name: name, lang: p.Lang, consultation: p.Consultation.ID, seq: p.Consultation.ChangeSeq, version: p.Reading.Version.ID,
		text: p.Reading.Text.Language, link: p.Close(), open: p.Open,
	}
	if html, ok := p.Pieces.get(k); ok {
		return html, nil
	}
	var out bytes.Buffer
	if err := in(p.Lang).ExecuteTemplate(&out, name, p.shared()); err != nil {
		return "", fmt.Errorf("render %s in %s: %w", name, p.Lang, err)
	}
	html := template.HTML(out.String()) // a template of ours has escaped it
	p.Pieces.put(k, html)
	return html, nil
}

// shared is the page without what only its reader sees, so that none of it can be in a piece.
func (p ReaderPage) shared() ReaderPage {
	link := url.Values{}
	for _, kept := range linked {
		if v, ok := p.Query[kept]; ok {
			link[kept] = v
		}
	}
	r := p.Reading
	r.Asked = ""
	return ReaderPage{
		Base:    Base{Lang: p.Lang, Path: p.Path, Query: link, Consultation: p.Consultation},
		Reading: r, Marks: p.Marks, Open: p.Open,
	}
}

func (s *Pieces) get(k piece) (template.HTML, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if html, ok := s.young[k]; ok {
		return html, true
	}
	html, ok := s.old[k]
	if ok {
		s.add(k, html)
	}
	return html, ok
}

func (s *Pieces) put(k piece, html template.HTML) {
	if k.weight(html) > mostOfOne {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.add(k, html)
}

// add keeps a piece among the young ones; when these are too many, they are old.
func (s *Pieces) add(k piece, html template.HTML) {
	if s.weight+k.weight(html) > mostKept {
		s.old, s.young, s.weight = s.young, nil, 0
	}
	if s.young == nil {
		s.young = map[piece]template.HTML{}
	}
	if _, there := s.young[k]; !there {
		s.young[k], s.weight = html, s.weight+k.weight(html)
	}
}
