package docx

// toggles are what switches on or off; nil says nothing.
type toggles struct {
	bold, italic, underline, strike, hidden, rtl *bool
	vertical                                     string
	language, bidiLanguage, style                string
}

// read takes the switches of w:rPr.
func (t *toggles) read(p *parser) error {
	return p.children(func(e element) error { return t.take(e) })
}

func (t *toggles) take(e element) error {
	on := e.on()
	switch e.key {
	case "w:b":
		t.bold = &on
	case "w:i":
		t.italic = &on
	case "w:u":
		t.underline = &on
	case "w:strike", "w:dstrike":
		t.strike = &on
	case "w:vanish":
		t.hidden = &on
	case "w:rtl":
		t.rtl = &on
	case "w:vertAlign":
		t.vertical = e.val()
	case "w:lang":
		t.language, t.bidiLanguage = short(e.val()), short(e.attr("bidi"))
	case "w:rStyle":
		t.style = short(e.val())
	}
	return nil
}

// format is what the switches of a run and of its character style make together.
// Those of paragraph styles are not looked at, since a heading is not said louder;
// but hidden says that the style of the paragraph hides its words.
func (s *styles) format(t toggles, hidden bool) Format {
	f := Format{Hidden: hidden}
	var chain []toggles
	id := t.style
	for range maxBased {
		st := s.byID[id]
		if st == nil || !st.Character {
			break
		}
		chain = append(chain, st.toggles)
		id = st.BasedOn
	}
	for i := len(chain) - 1; i >= 0; i-- {
		f.apply(chain[i])
	}
	f.apply(t)
	f.Style = t.style
	return f
}

// hides reports a style of paragraphs whose words nobody sees.
func (s *styles) hides(id string) bool {
	if id == "" {
		id = s.usual
	}
	for range maxBased {
		st := s.byID[id]
		if st == nil {
			break
		}
		if st.toggles.hidden != nil {
			return *st.toggles.hidden
		}
		id = st.BasedOn
	}
	return false
}

func (f *Format) apply(t toggles) {
	for _, pair := range []struct {
		to   *bool
		from *bool
	}{
		{&f.Bold, t.bold},
		{&f.Italic, t.italic},
		{&f.Underline, t.underline},
		{&f.Strike, t.strike},
		{&f.Hidden, t.hidden},
		{&f.RightToLeft, t.rtl},
	} {
		if pair.from != nil {
			*pair.to = *pair.from
		}
	}
	if t.vertical != "" {
		f.Superscript, f.Subscript = t.vertical == "superscript", t.vertical == "subscript"
	}
	switch {
	case f.RightToLeft && t.bidiLanguage != "":
		f.Language = t.bidiLanguage
	case !f.RightToLeft && t.language != "":
		f.Language = t.language
	}
}
