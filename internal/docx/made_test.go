package docx

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
)

const (
	wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	relSpace  = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
)

// entry is one part of a file that a test makes.
type entry struct{ name, content string }

// archived makes a zip archive.
func archived(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := z.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// made makes a file of a body and of other parts by the kind of their references.
func made(t testing.TB, body string, parts map[string]string) []byte {
	t.Helper()
	rels := relSpace
	entries := []entry{
		{"_rels/.rels", relSpace + `<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`},
	}
	for _, kind := range []string{"styles", "numbering", "settings", "footnotes", "comments"} {
		if content, ok := parts[kind]; ok {
			rels += `<Relationship Id="` + kind + `" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + kind + `.xml"/>`
			entries = append(entries, entry{"word/" + kind + ".xml", `<w:` + kind + ` ` + wordSpace + `>` + content + `</w:` + kind + `>`})
		}
	}
	rels += parts["rels"] + `</Relationships>`
	return archived(t, append(entries, entry{"word/_rels/document.xml.rels", rels})...)
}

// shown lists the paragraphs of a document with their levels and numbers.
func shown(d Document) []string {
	var out []string
	for p := range Paragraphs(d.Body) {
		line := strings.Repeat("#", p.Outline)
		if p.Label != "" {
			line += "[" + p.Label + "]"
		}
		if p.Bullet {
			line += "[•]"
		}
		out = append(out, line+p.Plain())
	}
	return out
}

// item is a paragraph in a list.
func item(list, level, words string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + list + `"/></w:numPr></w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
}

// styled is a paragraph in a style, with more properties.
func styled(style, more, words string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + more + `</w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
}

// lvl is a level of a list.
func lvl(level, format, text, more string) string {
	return `<w:lvl w:ilvl="` + level + `"><w:start w:val="1"/><w:numFmt w:val="` + format + `"/>` + more + `<w:lvlText w:val="` + text + `"/></w:lvl>`
}
