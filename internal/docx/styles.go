package docx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// maxName is how many bytes names may have that a file says once and means often:
// of styles, of languages, of ways of counting. Word has up to 253 characters.
const maxName = 1024

// short is a name, or nothing where it is none for its length.
func short(name string) string {
	if len(name) > maxName {
		return ""
	}
	return name
}

// maxBased is how long a chain of styles may be; a longer one is a circle.
const maxBased = 20

// style is what the reader needs of a style, before the ones it is based on.
type style struct {
	Style
	outline int // 1 to 9; 10 says that it is no heading; 0 says nothing
	list    string
	level   int // -1 where it says none
	toggles toggles
}

// styles are the styles of a file by id.
type styles struct {
	byID           map[string]*style
	usual          string // the id of the usual paragraph style
	language, bidi string
}

// headingName is the name of a heading's style: always English in the files of
// Word, in the user's language in those of some other programs.
var headingName = regexp.MustCompile(`(?i)^(?:heading|titre|título|titulo|заголовок|标题|標題|العنوان|عنوان|überschrift|ueberschrift|titolo|título|kop|rubrik|overskrift|otsikko|nagłówek|başlık|nadpis|címsor|titlu|judul|見出し|제목|tiêu đề)[\s_-]*([1-9])$`)

// headingID is the id of such a style, which has no spaces and few accents.
var headingID = regexp.MustCompile(`(?i)^(?:heading|titre|titulo|ttulo|berschrift|kop|rubrik|overskrift|otsikko|nagwek|balk|nadpis|cmsor|titlu|titolo)([1-9])$`)

// titleName is the name of the style of a document's title.
var titleName = regexp.MustCompile(`(?i)^(?:title|document title|titre|título|название|标题|標題|العنوان|titel)$`)

// IsTitle reports the style of the title of a document.
func (p *Paragraph) IsTitle() bool {
	return titleName.MatchString(p.StyleName) || strings.EqualFold(p.Style, "title")
}

// readStyles reads word/styles.xml.
func readStyles(c *container, part string) (*styles, error) {
	s := &styles{byID: map[string]*style{}}
	err := c.parse(part, func(p *parser, _ element) error {
		return p.children(func(e element) error {
			switch e.key {
			case "w:docDefaults":
				return s.defaults(p)
			case "w:style":
				return s.style(p, e)
			}
			return nil
		})
	})
	return s, err
}

func (s *styles) defaults(p *parser) error {
	return p.children(func(e element) error {
		switch e.key {
		case "w:rPrDefault", "w:rPr":
			return s.defaults(p)
		case "w:lang":
			s.language, s.bidi = short(e.val()), short(e.attr("bidi"))
		}
		return nil
	})
}

func (s *styles) style(p *parser, e element) error {
	st := &style{Style: Style{ID: e.attr("styleId"), Character: e.attr("type") == "character"}, level: -1}
	if e.attr("type") == "paragraph" && (e.attr("default") == "1" || e.attr("default") == "true") {
		s.usual = st.ID
	}
	err := p.children(func(e element) error {
		switch e.key {
		case "w:name":
			st.Name = e.val()
		case "w:basedOn":
			st.BasedOn = e.val()
		case "w:rPr":
			return st.toggles.read(p)
		case "w:pPr":
			return st.paragraph(p)
		}
		return nil
	})
	if max(len(st.ID), len(st.Name), len(st.BasedOn)) > maxName {
		return fmt.Errorf("a style with a name of more than %d bytes: %w", maxName, ErrTooLarge)
	}
	if len(s.byID) < MaxEntries*5 && s.byID[st.ID] == nil {
		s.byID[st.ID] = st
	}
	return err
}

func (st *style) paragraph(p *parser) error {
	return p.children(func(e element) error {
		switch e.key {
		case "w:outlineLvl":
			st.outline = outline(e.val())
		case "w:numPr":
			return p.children(func(e element) error {
				switch e.key {
				case "w:numId":
					st.list = e.val()
				case "w:ilvl":
					st.level = number(e.val())
				}
				return nil
			})
		}
		return nil
	})
}

// outline reads w:outlineLvl, which counts from 0 and says 9 for text.
func outline(val string) int { return min(max(number(val), 0), 9) + 1 }

// number reads a small number that is not negative; 0 when it is none.
func number(val string) int {
	n, err := strconv.Atoi(val)
	if err != nil || n < 0 || n > 1<<30 {
		return 0
	}
	return n
}

// settle gives a paragraph what its style says: its name, whether it is a
// heading, and its list, of which a paragraph may say the level itself.
func (s *styles) settle(p *Paragraph, outlined int, leveled bool, lists *lists) {
	id := p.Style
	if id == "" {
		id = s.usual
	}
	own, listed, level := id, p.Direct, -1
	for range maxBased {
		st := s.byID[id]
		if st == nil {
			break
		}
		if id == own {
			p.StyleName = st.Name
		}
		if outlined == 0 {
			outlined = st.heading()
		}
		if level < 0 {
			level = st.level
		}
		if !listed && st.list != "" {
			listed = true
			if p.List = number(st.list); !leveled {
				p.Level = lists.levelOf(p.List, own, st.ID, level)
			}
		}
		id = st.BasedOn
	}
	if st := (&style{Style: Style{ID: p.Style}}); outlined == 0 && s.byID[p.Style] == nil {
		outlined = st.heading()
	}
	if outlined <= 9 {
		p.Outline = outlined
	}
}

// heading is the level that a style says, by its level or by its name.
func (st *style) heading() int {
	if st.outline != 0 {
		return st.outline
	}
	at := headingName.FindStringSubmatch(st.Name)
	if at == nil && !st.Character {
		at = headingID.FindStringSubmatch(st.ID)
	}
	if at == nil {
		return 0
	}
	return int(at[1][0] - '0')
}

// isReference reports the styles of the marks of notes.
func (s *styles) isReference(id string) bool {
	st := s.byID[id]
	return st != nil && (strings.EqualFold(st.Name, "footnote reference") || strings.EqualFold(st.Name, "endnote reference"))
}

// list are the styles for the model, without what only the reader needs.
func (s *styles) list(used map[string]bool) []Style {
	var out []Style
	for id := range used {
		if st := s.byID[id]; st != nil {
			listed := st.Style
			listed.Outline = st.outline % 10
			listed.Bold = st.toggles.bold != nil && *st.toggles.bold
			listed.Italic = st.toggles.italic != nil && *st.toggles.italic
			out = append(out, listed)
		}
	}
	return out
}
