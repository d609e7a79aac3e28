// Package akn reads and writes Akoma Ntoso 3.0 (OASIS LegalDocML), the XML of
// parliaments and law reports, as provisions.
//
// Read takes every type of document, in the final namespace and in those of the
// drafts before it (…/akn/3.0/CSD…, …/WD…). The elements of its hierarchy become
// the nearest kinds:
//
//	article, rule                                   article
//	part, title, book, tome, tblock's parents       part
//	chapter, subpart, subtitle, division, hcontainer chapter
//	section, subchapter, subdivision, level,
//	transitional, tblock                            section
//	paragraph, subsection, clause, subrule, proviso,
//	alinea, citation, recital                       paragraph
//	point, subparagraph, subclause, indent, item    point
//
// What would be a paragraph below a paragraph is a point, as in acts whose
// sections have subsections, unless both are the element paragraph. An hcontainer that bears the name of a kind is of that kind. The
// structure that an amendment quotes is below the provision that quotes it. The
// members of a collection are parts, what is attached is an annex. Cover,
// preface, conclusions, tables of contents and notes are no provisions: what is
// left out is reported by the warning left_out.
//
// Write makes an act whose elements bear the wid as wId, so that Read gives the
// same provisions; what has no element of its own (preamble below the top,
// definition, annex) is an hcontainer with the kind as its name.
//
// It refuses to know the database, people, the clock and the network: schemas and
// references are never fetched, and document types and entities are refused.
package akn

import (
	"bytes"
	"fmt"

	"travaux/internal/document"
)

// The reasons of Read to refuse a text, besides those of document. Each of them
// is also a document.ErrUnreadable.
var (
	ErrNotAKN   = fmt.Errorf("no Akoma Ntoso 3.0: %w", document.ErrUnreadable)
	ErrDoctype  = fmt.Errorf("a document type or an entity: %w", document.ErrUnreadable)
	ErrBroken   = fmt.Errorf("broken XML: %w", document.ErrUnreadable)
	ErrElements = fmt.Errorf("too many elements: %w", document.ErrTooLarge)
)

// namespace begins the names of all that is Akoma Ntoso 3.0.
const namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

// looksWithin is how far Is looks.
const looksWithin = 8 << 10

// Is tells by its beginning whether a text is Akoma Ntoso, of whatever version:
// Read says which it refuses.
func Is(content []byte) bool {
	text, err := document.Decode(content)
	if err != nil {
		return false
	}
	head := []byte(text[:min(len(text), looksWithin)])
	head = bytes.TrimLeft(head, " \t\r\n")
	return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("akomaNtoso"))
}

// Read makes the tree of a text. Language is that of the text; empty takes the
// one that the file names.
func Read(content []byte, language string) (document.Tree, error) {
	text, err := document.Decode(content)
	if err != nil {
		return document.Tree{}, err
	}
	root, err := parse(text)
	if err != nil {
		return document.Tree{}, err
	}
	w := &walker{warned: map[string]bool{}, names: map[string]string{}, members: map[*node]int{}}
	w.text(root)
	if language == "" {
		language = languageOf(root)
	}
	tree, err := document.Assemble(language, titleOf(root), w.parts)
	if err != nil {
		return document.Tree{}, err
	}
	tree.Warnings = append(tree.Warnings, w.warnings...)
	return tree, nil
}
