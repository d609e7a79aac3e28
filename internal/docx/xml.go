package docx

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// maxToken is how many bytes one tag or one piece of text may have.
const maxToken = 2 << 20

// maxElements bounds the time that the parts of one file may take together.
const maxElements = 1_500_000

// spaces are the names by which namespaces are known here, transitional and strict.
var spaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "w:",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "w:",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships":     "r:",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":                 "r:",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc:",
	"http://schemas.microsoft.com/office/word/2010/wordml":                    "w14:",
	"http://schemas.microsoft.com/office/word/2010/11/wordml":                 "w15:", // in files of Word 2013 before it was finished
	"http://schemas.microsoft.com/office/word/2012/wordml":                    "w15:",
	"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing":  "wp:",
	"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing":              "wp:",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m:",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m:",
	"http://schemas.openxmlformats.org/package/2006/relationships":            "rel:",
	"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp:",
	"http://purl.org/dc/elements/1.1/":                                        "dc:",
	"http://schemas.openxmlformats.org/package/2006/content-types":            "ct:",
}

// element is an opened element; key is its name with a known prefix, or without.
type element struct {
	key   string
	attrs []xml.Attr
}

// attr returns the value of an attribute by its local name.
func (e element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// val is the attribute that most elements say their value by.
func (e element) val() string { return e.attr("val") }

// on reads an element that switches something on unless it says otherwise.
func (e element) on() bool {
	switch e.val() {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// meter counts what is read against the budget of the file and of one token.
type meter struct {
	from        io.Reader
	left, token int64
}

func (m *meter) Read(b []byte) (int, error) {
	if m.left <= 0 {
		return 0, fmt.Errorf("more than %d bytes in a part, or %d in all: %w", MaxPart, MaxUnpacked, ErrTooLarge)
	}
	if m.token > maxToken {
		return 0, fmt.Errorf("more than %d bytes in one piece: %w", maxToken, ErrTooLarge)
	}
	n, err := m.from.Read(b[:min(int64(len(b)), 4096, m.left)])
	m.left -= int64(n)
	m.token += int64(n)
	return n, err
}

// parser reads the elements of one part, one after the other.
type parser struct {
	decoder *xml.Decoder
	meter   *meter
	budget  *int // elements that may still be opened in the whole file
	depth   int
}

func newParser(m *meter, budget *int) (*parser, error) {
	source := bufio.NewReaderSize(m, 4096)
	head, _ := source.Peek(3)
	var input io.Reader = source
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = source.Discard(3) // they are there: they were looked at
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		text, err := fromUTF16(source)
		if err != nil {
			return nil, err
		}
		input = strings.NewReader(text)
	}
	d := xml.NewDecoder(input)
	d.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		switch strings.ToLower(name) {
		case "utf-16", "us-ascii", "ascii", "utf8":
			return in, nil
		}
		return nil, fmt.Errorf("encoding %.40q: %w", name, ErrDamaged)
	}
	return &parser{decoder: d, meter: m, budget: budget}, nil
}

// fromUTF16 decodes a part that begins with a byte order mark.
func fromUTF16(from io.Reader) (string, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxToken+1))
	if err != nil {
		return "", fmt.Errorf("read UTF-16: %w", err)
	}
	if len(raw) > maxToken {
		return "", fmt.Errorf("more than %d bytes of UTF-16: %w", maxToken, ErrTooLarge)
	}
	low := 0
	if raw[0] == 0xfe {
		low = 1
	}
	units := make([]uint16, 0, len(raw)/2)
	for i := 2; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i+low])|uint16(raw[i+1-low])<<8)
	}
	return string(utf16.Decode(units)), nil
}

// next returns the next token that matters: a start, an end or characters.
func (p *parser) next() (xml.Token, error) {
	for {
		p.meter.token = 0
		t, err := p.decoder.Token()
		if err != nil {
			return nil, damaged(err)
		}
		switch t.(type) {
		case xml.StartElement:
			p.depth++
			*p.budget--
			if p.depth > MaxNesting || *p.budget < 0 {
				return nil, fmt.Errorf("elements %d deep, or more than %d: %w", p.depth, maxElements, ErrTooLarge)
			}
		case xml.EndElement:
			p.depth--
		case xml.CharData:
		case xml.Directive:
			return nil, ErrEntities
		default:
			continue
		}
		return t, nil
	}
}

// damaged keeps a refusal's name, and gives one to what the parsers below say.
func damaged(err error) error {
	for _, known := range []error{ErrTooLarge, ErrBomb, ErrEntities, ErrExternal, ErrDamaged, ErrEncrypted, ErrNotWord} {
		if errors.Is(err, known) {
			return err
		}
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// root opens the outermost element.
func (p *parser) root() (element, error) {
	for {
		t, err := p.next()
		if err != nil {
			return element{}, err
		}
		if s, ok := t.(xml.StartElement); ok {
			return known(s), nil
		}
	}
}

// children calls do with each child of the open element, up to its end. What do
// leaves unread of a child is skipped.
func (p *parser) children(do func(e element) error) error {
	at := p.depth
	for {
		t, err := p.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := do(known(t)); err != nil {
				return err
			}
			for p.depth > at {
				if _, err := p.next(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text returns the characters up to the end of the open element.
func (p *parser) text() (string, error) {
	at := p.depth
	var b strings.Builder
	for p.depth >= at {
		t, err := p.next()
		if err != nil {
			return "", err
		}
		if c, ok := t.(xml.CharData); ok && p.depth == at {
			b.Write(c)
		}
	}
	return b.String(), nil
}

func known(s xml.StartElement) element {
	prefix := spaces[s.Name.Space]
	if prefix == "" {
		return element{s.Name.Local, s.Attr}
	}
	return element{prefix + s.Name.Local, s.Attr}
}
