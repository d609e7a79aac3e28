package docx

import (
	"fmt"
	"strings"
)

// field is a field of which the words are being read, such as a link or a number
// of a page: first its code, then its result.
type field struct {
	code   string
	result bool
	link   *Link
	held   []held
}

// held is a run in the code of a field. It is no part of the text, unless the field
// turns out to have no end.
type held struct {
	in  *Paragraph
	at  int // the runs before it
	run Run
}

// code is the outermost open field that is still in its code: what comes is no
// part of the text, though it may be the result of a field in that code.
func (s *story) code() *field {
	for i := range s.fields {
		if !s.fields[i].result {
			return &s.fields[i]
		}
	}
	return nil
}

// hold keeps a run out of the text.
func (l *line) hold(f *field, r Run) error {
	l.flush()
	r.Inserted, r.Deleted = l.inserted, l.deleted
	f.held = append(f.held, held{l.to, len(l.to.Runs), r})
	return l.counted()
}

// whole reads the blocks of one text, in which every field that begins should end.
// One that has no end has swallowed what follows it: the words are given back.
func (s *story) whole(into *[]Block) error {
	if err := s.blocks(into); err != nil {
		return err
	}
	if f := s.code(); f != nil {
		s.warn("field_unclosed")
		giveBack(f.held)
	}
	s.fields = nil
	return nil
}

// giveBack puts runs where they were held; they are in reading order.
func giveBack(runs []held) {
	for len(runs) > 0 {
		p := runs[0].in
		var out []Run
		at := 0
		for len(runs) > 0 && runs[0].in == p {
			out = append(append(out, p.Runs[at:runs[0].at]...), runs[0].run)
			at, runs = runs[0].at, runs[1:]
		}
		p.Runs = append(out, p.Runs[at:]...)
	}
}

// field reads the marks between the code of a field and its result.
func (l *line) field(kind string) error {
	n := len(l.fields)
	switch {
	case kind == "begin":
		if n > MaxNesting {
			return fmt.Errorf("fields %d deep: %w", n, ErrTooLarge)
		}
		l.fields = append(l.fields, field{})
	case n == 0:
	case kind == "separate":
		f := &l.fields[n-1]
		f.result, f.held = true, nil
		if address := fieldLink(f.code); address != "" {
			f.link = &Link{address}
		} else if n > 1 {
			f.link = l.fields[n-2].link
		}
	case kind == "end":
		l.fields = l.fields[:n-1]
	}
	return nil
}

// fieldLink reads the address out of HYPERLINK "address" or HYPERLINK \l "place".
func fieldLink(code string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(code), "HYPERLINK")
	if !ok {
		return ""
	}
	parts := strings.Split(rest, `"`)
	if len(parts) < 3 {
		return ""
	}
	if strings.Contains(parts[0], `\l`) {
		return "#" + parts[1]
	}
	return parts[1]
}
