package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Write writes a document as a word-processing file (transitional), the same bytes
// for the same document. Labels are not written: Word counts the lists itself.
// Moved words are written as deleted and inserted, and pictures by their
// descriptions.
func Write(w io.Writer, d Document) error {
	b := newBuilder(d)
	z := zip.NewWriter(w)
	for _, part := range b.parts() {
		f, err := z.CreateHeader(&zip.FileHeader{
			Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return fmt.Errorf("begin %s: %w", part.name, err)
		}
		if _, err := f.Write(part.content); err != nil {
			return fmt.Errorf("write %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("close the file: %w", err)
	}
	return nil
}

// part is one file in the archive.
type part struct {
	name, kind string // kind is the end of its content type
	relation   string // the end of the type of the reference from the document
	content    []byte
}

// builder makes the parts of one file.
type builder struct {
	doc       Document
	notes     map[string]int // numbers of notes by kind and id
	comments  map[string]int
	bookmarks map[string]int
	headings  map[string]bool // styles that say their level
	ids       int             // of tracked changes and bookmarks
}

func newBuilder(d Document) *builder {
	b := &builder{doc: d, notes: map[string]int{}, comments: map[string]int{}, bookmarks: map[string]int{}, headings: map[string]bool{}}
	for _, st := range slices.Concat(usualStyles(), d.Styles) {
		b.headings[st.ID] = st.Outline > 0
	}
	count := map[bool]int{}
	for _, n := range d.Notes {
		count[n.End]++
		b.notes[noteKey(n.End, n.ID)] = count[n.End]
	}
	for i, c := range d.Comments {
		b.comments[c.ID] = i
	}
	return b
}

func noteKey(end bool, id string) string { return strconv.FormatBool(end) + id }

const (
	wordTypes    = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	officeTypes  = "application/vnd.openxmlformats-officedocument."
	packageTypes = "application/vnd.openxmlformats-package."
	references   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	declared     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces   = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"` +
		` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
		` xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"` +
		` xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"`
)

// parts makes all parts, the list of their types first.
func (b *builder) parts() []part {
	document := newSheet(b)
	document.body()
	made := []part{
		{"word/document.xml", wordTypes + "document.main+xml", "", document.bytes("document")},
		{"word/styles.xml", wordTypes + "styles+xml", "styles", b.styles()},
		{"word/settings.xml", wordTypes + "settings+xml", "settings", b.settings()},
		{"word/header1.xml", wordTypes + "header+xml", "header", b.header()},
		{"word/footer1.xml", wordTypes + "footer+xml", "footer", b.footer()},
		{"word/numbering.xml", wordTypes + "numbering+xml", "numbering", b.numbering()},
	}
	links := map[string][]string{"document": document.links}
	for _, end := range []bool{false, true} {
		name := map[bool]string{false: "footnotes", true: "endnotes"}[end]
		s := newSheet(b)
		s.noteList(end)
		links[name] = s.links
		made = append(made, part{"word/" + name + ".xml", wordTypes + name + "+xml", name, s.bytes(name)})
	}
	if len(b.doc.Comments) > 0 {
		s := newSheet(b)
		s.commentList()
		links["comments"] = s.links
		made = append(made,
			part{"word/comments.xml", wordTypes + "comments+xml", "comments", s.bytes("comments")},
			part{"word/commentsExtended.xml", wordTypes + "commentsExtended+xml", "commentsExtended", b.replies()})
	}
	made = append(made, part{"docProps/core.xml", packageTypes + "core-properties+xml", "", b.core()})
	if b.doc.Mark != "" {
		made = append(made, part{customPart, officeTypes + "custom-properties+xml", "", b.custom()})
	}
	out := []part{
		{name: "[Content_Types].xml", content: contentTypes(made)},
		{name: "_rels/.rels", content: b.fileRelations()},
		{name: "word/_rels/document.xml.rels", content: documentRelations(made, links["document"])},
	}
	for _, name := range []string{"footnotes", "endnotes", "comments"} {
		if len(links[name]) > 0 {
			out = append(out, part{name: "word/_rels/" + name + ".xml.rels", content: documentRelations(nil, links[name])})
		}
	}
	return append(out, made...)
}

func contentTypes(parts []part) []byte {
	var b bytes.Buffer
	b.WriteString(declared + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="` + packageTypes + `relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	for _, p := range parts {
		b.WriteString(`<Override PartName="/` + p.name + `" ContentType="` + p.kind + `"/>`)
	}
	b.WriteString(`</Types>`)
	return b.Bytes()
}

const relationships = declared + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`

func (b *builder) fileRelations() []byte {
	custom := ""
	if b.doc.Mark != "" {
		custom = `<Relationship Id="rId3" Type="` + references + `custom-properties" Target="` + customPart + `"/>`
	}
	return []byte(relationships +
		`<Relationship Id="rId1" Type="` + references + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` + custom +
		`</Relationships>`)
}

// documentRelations lists the parts that a part refers to, and its links.
func documentRelations(parts []part, links []string) []byte {
	var b bytes.Buffer
	b.WriteString(relationships)
	for _, p := range parts {
		if p.relation == "" {
			continue
		}
		kind := references
		if p.relation == "commentsExtended" {
			kind = "http://schemas.microsoft.com/office/2011/relationships/"
		}
		b.WriteString(`<Relationship Id="r` + p.relation + `" Type="` + kind + p.relation + `" Target="` + strings.TrimPrefix(p.name, "word/") + `"/>`)
	}
	for i, address := range links {
		b.WriteString(`<Relationship Id="rLink` + strconv.Itoa(i) + `" Type="` + references + `hyperlink" Target="` + escape(address) + `" TargetMode="External"/>`)
	}
	b.WriteString(`</Relationships>`)
	return b.Bytes()
}

// core is the title and the language; no dates, since Write knows no clock.
func (b *builder) core() []byte {
	return []byte(declared + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(b.doc.Title) + `</dc:title><dc:language>` +
		escape(b.doc.Language) + `</dc:language></cp:coreProperties>`)
}

// customPart holds the properties that no program but the one that wrote them knows, and markProperty is the name of ours.
const (
	customPart   = "docProps/custom.xml"
	markProperty = "TravauxMark"
)

func (b *builder) custom() []byte {
	return []byte(declared + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"` +
		` xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">` +
		`<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="` + markProperty + `"><vt:lpwstr>` + escape(b.doc.Mark) +
		`</vt:lpwstr></property></Properties>`)
}

func (b *builder) settings() []byte {
	return []byte(declared + `<w:settings` + namespaces + `><w:defaultTabStop w:val="720"/>` +
		`<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>` +
		`<w:endnotePr><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`</w:settings>`)
}

// header is the running head.
func (b *builder) header() []byte {
	s := newSheet(b)
	s.paragraph(&Paragraph{Style: "Header", RightToLeft: b.doc.RightToLeft, Runs: []Run{{
		Text: b.doc.Header, Format: Format{RightToLeft: b.doc.RightToLeft},
	}}}, "")
	return s.bytes("hdr")
}

// footer is the number of the page.
func (b *builder) footer() []byte {
	s := newSheet(b)
	bidi := ""
	if b.doc.RightToLeft {
		bidi = "<w:bidi/>"
	}
	s.raw(`<w:p><w:pPr><w:pStyle w:val="Footer"/>` + bidi + `<w:jc w:val="center"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>` +
		`<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
		`<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	return s.bytes("ftr")
}

// escaper writes what XML has other uses for.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;")

// escape writes words for XML; what XML has no sign for becomes U+FFFD.
func escape(s string) string {
	return escaper.Replace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == '\ufffe' || r == '\uffff' {
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}
