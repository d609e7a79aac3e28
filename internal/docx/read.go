package docx

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// reading is one file while it is read.
type reading struct {
	*container
	doc        Document
	styles     *styles
	lists      *lists
	used       map[string]bool // styles
	listed     map[int]bool    // lists
	warned     map[string]bool
	words      int // bytes
	runs       int
	paragraphs int
	byParaID   map[string]string // comments by the paraId of their last paragraph
}

// Read reads a word-processing file. Its errors wrap one of the refusals of this
// package.
func Read(r io.ReaderAt, size int64) (Document, error) {
	c, err := open(r, size)
	if err != nil {
		return Document{}, err
	}
	rd := &reading{
		container: c, used: map[string]bool{}, listed: map[int]bool{}, warned: map[string]bool{}, byParaID: map[string]string{},
	}
	if err := rd.read(); err != nil {
		return Document{}, err
	}
	rd.doc.Styles = rd.styles.list(rd.used)
	slices.SortFunc(rd.doc.Styles, func(a, b Style) int { return cmp.Compare(a.ID, b.ID) })
	rd.doc.Lists = rd.lists.all(rd.listed)
	slices.SortFunc(rd.doc.Lists, func(a, b List) int { return cmp.Compare(a.ID, b.ID) })
	if err := rd.said(rd.doc.count()); err != nil {
		return Document{}, err
	}
	rd.warnFormats()
	slices.Sort(rd.doc.Warnings)
	return rd.doc, nil
}

func (r *reading) read() error {
	main, err := r.mainPart()
	if err != nil {
		return err
	}
	relations, err := r.relations(main)
	if err != nil {
		return err
	}
	if err := checkExternal(main, relations); err != nil {
		return err
	}
	parts, err := r.beside(relations)
	if err != nil {
		return err
	}
	if err := r.settings(parts["settings"]); err != nil {
		return err
	}
	if r.styles, err = readStyles(r.container, parts["styles"]); err != nil {
		return err
	}
	r.doc.Language = cmp.Or(r.styles.language, r.styles.bidi)
	if r.lists, err = readLists(r.container, parts["numbering"], r.styles); err != nil {
		return err
	}
	if err := r.body(main, relations); err != nil {
		return err
	}
	return r.around(parts)
}

// beside finds the parts that stand beside the body by their kind, and looks at
// the running heads and feet, each once however many pages refer to it.
func (r *reading) beside(relations []relation) (map[string]string, error) {
	parts, looked := map[string]string{}, map[string]bool{}
	for _, rel := range relations {
		part := strings.ToLower(rel.target)
		switch {
		case rel.external, looked[part]:
		case rel.kind == "header", rel.kind == "footer":
			looked[part] = true
			if err := r.aroundPage(part); err != nil {
				return nil, err
			}
		case parts[rel.kind] == "":
			parts[rel.kind] = rel.target
		}
	}
	return parts, nil
}

// around reads what stands beside the body: notes, comments and the title.
func (r *reading) around(parts map[string]string) error {
	for _, kind := range []string{"footnotes", "endnotes"} {
		if err := r.notes(parts[kind], kind == "endnotes"); err != nil {
			return err
		}
	}
	if err := r.comments(parts["comments"]); err != nil {
		return err
	}
	if err := r.replies(parts["commentsExtended"]); err != nil {
		return err
	}
	err := r.parse("docProps/core.xml", func(p *parser, _ element) error {
		return p.children(func(e element) (err error) {
			if e.key == "dc:title" {
				r.doc.Title, err = p.text()
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	return r.mark()
}

// mark reads the property by which whoever wrote the file knows it again.
func (r *reading) mark() error {
	return r.parse(customPart, func(p *parser, _ element) error {
		return p.children(func(e element) error {
			if e.attr("name") != markProperty {
				return nil
			}
			return p.children(func(element) (err error) {
				r.doc.Mark, err = p.text()
				return err
			})
		})
	})
}

// mainPart finds the part that the file itself refers to as its document.
func (r *reading) mainPart() (string, error) {
	relations, err := r.relations("")
	if err != nil {
		return "", err
	}
	if err := checkExternal("the file", relations); err != nil {
		return "", err
	}
	for _, rel := range relations {
		if rel.kind == "officeDocument" && r.parts[strings.ToLower(rel.target)] != nil {
			return rel.target, nil
		}
	}
	if r.parts["word/document.xml"] == nil {
		return "", fmt.Errorf("find the document: %w", ErrNotWord)
	}
	return "word/document.xml", nil
}

// settings looks for a template that is outside the file.
func (r *reading) settings(part string) error {
	if part == "" {
		return nil
	}
	relations, err := r.relations(part)
	if err != nil {
		return err
	}
	return checkExternal(part, relations)
}

// body reads the main part.
func (r *reading) body(part string, relations []relation) error {
	return r.parse(part, func(p *parser, root element) error {
		if root.key != "w:document" {
			return fmt.Errorf("the document begins with %.40q: %w", root.key, ErrNotWord)
		}
		return p.children(func(e element) error {
			if e.key != "w:body" {
				return nil
			}
			s := newStory(r, p, relations)
			s.revised, s.body = true, true
			return s.whole(&r.doc.Body)
		})
	})
}

func (r *reading) warn(code string) {
	if !r.warned[code] {
		r.warned[code] = true
		r.doc.Warnings = append(r.doc.Warnings, code)
	}
}

func (r *reading) warnFormats() {
	for _, list := range r.doc.Lists {
		for _, level := range list.Levels {
			if !knownFormat(level.Format) {
				r.warn("number_format_unknown")
			}
		}
	}
}

// date reads the time of a change: Word writes it without a zone or with a Z that
// it does not mean, so that the wall time is all there is.
func date(s string) time.Time {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
