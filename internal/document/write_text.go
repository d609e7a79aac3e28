package document

import (
	"io"
	"strings"

	"travaux/models"
)

// WriteText writes a text without markup: a blank line between provisions, items
// indented, lines as they are and not wrapped, LF. It is for reading; its
// structure cannot be told from it with certainty.
func WriteText(w io.Writer, c Cover, ps []models.Provision) error {
	var b strings.Builder
	paragraph := func(lines ...string) {
		if b.Len() > 0 && len(lines) > 0 {
			b.WriteByte('\n')
		}
		for _, line := range lines {
			b.WriteString(line + "\n")
		}
	}
	if c.Title != "" {
		paragraph(c.Title)
	}
	paragraph(c.About...)
	f := familyOf(ps)
	indents := make([]string, len(ps))
	for i, p := range ps {
		if f.parent[i] >= 0 {
			indents[i] = indents[f.parent[i]]
		}
		if !isItem(p) {
			if line := c.Words.headline(p); line != "" {
				paragraph(line)
			}
			if p.Text != "" {
				paragraph(strings.Split(p.Text, "\n")...)
			}
			continue
		}
		indents[i] += "  "
		paragraph(itemLines(c.Words.label(p), indents[i], p.Text)...)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// itemLines are the lines of an item, with its mark before the first.
func itemLines(label, indent, text string) []string {
	if label == "" {
		label = "–"
	}
	lines := strings.Split(text, "\n")
	lines[0] = strings.TrimSuffix(label+" "+lines[0], " ")
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	return lines
}
