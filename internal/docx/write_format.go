package docx

import "strings"

// format writes w:rPr in the order of the schema.
func (s *sheet) format(r Run) {
	f := r.Format
	style := f.Style
	if style == "" && r.Link != nil {
		style = "Hyperlink"
	}
	if style == "" {
		style = map[Kind]string{Footnote: "FootnoteReference", Endnote: "EndnoteReference"}[r.Kind]
	}
	if style == "" && f == (Format{}) {
		return
	}
	s.raw("<w:rPr>")
	if style != "" {
		s.raw(`<w:rStyle w:val="`, escape(style), `"/>`)
	}
	for _, toggle := range []struct {
		on  bool
		xml string
	}{
		{f.Bold, "<w:b/><w:bCs/>"},
		{f.Italic, "<w:i/><w:iCs/>"},
		{f.Strike, "<w:strike/>"},
		{f.Hidden, "<w:vanish/>"},
		{f.Underline, `<w:u w:val="single"/>`},
		{f.Superscript, `<w:vertAlign w:val="superscript"/>`},
		{f.Subscript, `<w:vertAlign w:val="subscript"/>`},
		{f.RightToLeft, "<w:rtl/>"},
	} {
		if toggle.on {
			s.raw(toggle.xml)
		}
	}
	if f.Language != "" {
		s.raw(languages(f.Language, f.RightToLeft))
	}
	s.raw("</w:rPr>")
}

// languages writes w:lang: Word keeps three, for three kinds of script.
func languages(language string, rtl bool) string {
	tag := escape(language)
	switch base, _, _ := strings.Cut(language, "-"); {
	case rtl:
		return `<w:lang w:bidi="` + tag + `"/>`
	case base == "zh", base == "ja", base == "ko":
		return `<w:lang w:val="` + tag + `" w:eastAsia="` + tag + `"/>`
	}
	return `<w:lang w:val="` + tag + `"/>`
}
