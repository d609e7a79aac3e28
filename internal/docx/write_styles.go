package docx

import (
	"slices"
	"strconv"
)

// usualStyles are the styles that every written file has, under Word's names, so
// that it shows them in the user's language.
func usualStyles() []Style {
	out := []Style{
		{ID: "Normal", Name: "Normal"},
		{ID: "Title", Name: "Title", BasedOn: "Normal", Bold: true, KeepNext: true, Space: 240},
	}
	for i := 1; i <= 6; i++ {
		n := strconv.Itoa(i)
		out = append(out, Style{ID: "Heading" + n, Name: "heading " + n, BasedOn: "Normal", Outline: i, Bold: true, KeepNext: true, Space: 360 - 40*i})
	}
	return append(out,
		Style{ID: "Header", Name: "header", BasedOn: "Normal", Small: true},
		Style{ID: "Footer", Name: "footer", BasedOn: "Normal", Small: true},
		Style{ID: "FootnoteText", Name: "footnote text", BasedOn: "Normal", Small: true},
		Style{ID: "EndnoteText", Name: "endnote text", BasedOn: "Normal", Small: true},
		Style{ID: "CommentText", Name: "annotation text", BasedOn: "Normal", Small: true},
		Style{ID: "FootnoteReference", Name: "footnote reference", Character: true},
		Style{ID: "EndnoteReference", Name: "endnote reference", Character: true},
		Style{ID: "CommentReference", Name: "annotation reference", Character: true},
		Style{ID: "Hyperlink", Name: "Hyperlink", Character: true},
	)
}

// extras are what the usual styles look like beyond what Style can say.
var extras = map[string]string{
	"FootnoteReference": `<w:vertAlign w:val="superscript"/>`,
	"EndnoteReference":  `<w:vertAlign w:val="superscript"/>`,
	"CommentReference":  `<w:sz w:val="16"/><w:szCs w:val="16"/>`,
	"Hyperlink":         `<w:color w:val="0563C1"/><w:u w:val="single"/>`,
	"Title":             `<w:sz w:val="36"/><w:szCs w:val="36"/>`,
	"Heading1":          `<w:sz w:val="30"/><w:szCs w:val="30"/>`,
	"Heading2":          `<w:sz w:val="26"/><w:szCs w:val="26"/>`,
}

// styles writes word/styles.xml: the usual ones and those of the document.
func (b *builder) styles() []byte {
	s := newSheet(b)
	language := b.doc.Language
	if language == "" {
		language = "en"
	}
	s.raw(`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="SimSun" w:cs="Arial"/>`,
		`<w:sz w:val="22"/><w:szCs w:val="22"/>`)
	tag := escape(language)
	s.raw(`<w:lang w:val="`, tag, `" w:eastAsia="`, tag, `" w:bidi="`, tag, `"/>`)
	s.raw(`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	written := map[string]bool{"": true, "TableGrid": true}
	for _, st := range slices.Concat(usualStyles(), b.doc.Styles) {
		if !written[st.ID] {
			written[st.ID] = true
			s.style(st)
		}
	}
	s.raw(`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		s.raw("<w:", side, ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	s.raw("</w:tblBorders></w:tblPr></w:style>")
	return s.bytes("styles")
}

func (s *sheet) style(st Style) {
	kind := "paragraph"
	if st.Character {
		kind = "character"
	}
	s.raw(`<w:style w:type="`, kind, `"`)
	if st.ID == "Normal" {
		s.raw(` w:default="1"`)
	}
	s.raw(` w:styleId="`, escape(st.ID), `"><w:name w:val="`, escape(st.Name), `"/>`)
	if st.BasedOn != "" {
		s.raw(`<w:basedOn w:val="`, escape(st.BasedOn), `"/>`)
	}
	if st.Next != "" {
		s.raw(`<w:next w:val="`, escape(st.Next), `"/>`)
	}
	s.raw("<w:qFormat/>")
	if !st.Character {
		s.styleParagraph(st)
	}
	s.raw("<w:rPr>")
	if st.Mono {
		s.raw(`<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>`)
	}
	if st.Bold {
		s.raw("<w:b/><w:bCs/>")
	}
	if st.Italic {
		s.raw("<w:i/><w:iCs/>")
	}
	if st.Small {
		s.raw(`<w:sz w:val="18"/><w:szCs w:val="18"/>`)
	}
	s.raw(extras[st.ID], "</w:rPr></w:style>")
}

func (s *sheet) styleParagraph(st Style) {
	s.raw("<w:pPr>")
	if st.KeepNext {
		s.raw("<w:keepNext/>")
	}
	if st.Space > 0 {
		s.raw(`<w:spacing w:before="`, strconv.Itoa(st.Space), `"/>`)
	}
	if st.Indent > 0 {
		s.raw(`<w:ind w:left="`, strconv.Itoa(st.Indent), `"/>`)
	}
	if st.Outline > 0 {
		s.raw(`<w:outlineLvl w:val="`, strconv.Itoa(st.Outline-1), `"/>`)
	}
	s.raw("</w:pPr>")
}
