package document

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// What is small as a file and large once it is read is refused before it is.
const (
	maxFormatting = 64      // elements of formatting that are open at one place
	maxReopened   = 200_000 // times that paragraphs open them anew
	maxColumns    = 100     // of a table in Markdown
	maxCells      = 200_000 // of those that are made where rows are shorter than their head
	maxBrackets   = 2000    // of one paragraph that are never closed
	maxMarkup     = 16 * MaxText
)

// formatting are the elements that a parser opens anew in each block until they are closed.
var formatting = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.Big: true, atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Nobr: true,
	atom.S: true, atom.Small: true, atom.Strike: true, atom.Strong: true, atom.Tt: true, atom.U: true,
}

// single are those of which the parser closes the one that is open when the next begins.
var single = map[atom.Atom]bool{atom.A: true, atom.Nobr: true}

// checkFormatting refuses markup that the parser would multiply: formatting that is
// never closed stands in each block that follows.
func checkFormatting(source string) error {
	foreign, err := countFormatting(source, false)
	if err == nil && foreign { // what is raw outside of a picture or a formula is not within; either way of reading is to pass
		_, err = countFormatting(source, true)
	}
	return err
}

// countFormatting reads markup, and tells whether it has other vocabularies. Within is whether <style>, <title> and their
// like are read as they are there: with elements in them.
func countFormatting(source string, within bool) (foreign bool, err error) {
	z := html.NewTokenizer(strings.NewReader(source))
	c := opened{in: map[atom.Atom]int{}}
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				return foreign, fmt.Errorf("read HTML: %w: %w", ErrUnreadable, z.Err())
			}
			return foreign, nil
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
		default:
			continue
		}
		name, _ := z.TagName()
		tag := atom.Lookup(name)
		begins := kind != html.EndTagToken // <b/> too: the parser takes it for <b>
		foreign = foreign || begins && (tag == atom.Svg || tag == atom.Math)
		if foreign && within {
			z.AllowCDATA(true)
			if begins {
				z.NextIsNotRawText()
			}
		}
		if c.tag(tag, begins); c.all > maxFormatting || c.again > maxReopened {
			return foreign, fmt.Errorf("formatting that is never closed: %w", ErrTooDeep)
		}
	}
}

// opened is the formatting that is open, and how often blocks open it anew.
type opened struct {
	in         map[atom.Atom]int
	all, again int
}

func (c *opened) tag(tag atom.Atom, begins bool) {
	switch {
	case !formatting[tag]:
		c.again += c.all
	case begins && single[tag] && c.in[tag] > 0:
	case begins:
		c.in[tag]++
		c.all++
	case c.in[tag] > 0:
		c.in[tag]--
		c.all--
	}
}

var delimiterRow = regexp.MustCompile(`^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$`)

// checkMarkdown refuses what the parser takes more than linear time or room for.
func checkMarkdown(source string) error {
	columns, cells := 0, 0
	var b brackets
	for line := range strings.Lines(source) {
		if containers(line) > maxContainers {
			return fmt.Errorf("read block quotes: %w", ErrTooDeep)
		}
		line = strings.TrimRight(line, " \t\n")
		if strings.Trim(line, " \t>") == "" {
			columns, b = 0, brackets{}
			continue
		}
		b.line(line)
		if delimiterRow.MatchString(line) {
			columns = strings.Count(line, "|") + 1
		}
		cells += columns
		if columns > maxColumns || cells > maxCells || max(b.open, b.links) > maxBrackets {
			return fmt.Errorf("read tables and links: %w", ErrTooLarge)
		}
	}
	return nil
}

// brackets are those of a paragraph, and of its links, that are open. One that closes none does not make up for one that
// opens later.
type brackets struct{ open, links int }

func (b *brackets) line(line string) {
	for i := range len(line) {
		switch line[i] {
		case '[':
			b.open++
		case ']':
			b.open = max(b.open-1, 0)
			if strings.HasPrefix(line[i+1:], "(") {
				b.links++
			}
		case ')':
			b.links = max(b.links-1, 0)
		}
	}
}
