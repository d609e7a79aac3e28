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

// checkFormatting refuses markup that the parser would multiply: formatting that is
// never closed stands in each block that follows.
func checkFormatting(source string) error {
	z := html.NewTokenizer(strings.NewReader(source))
	open := map[atom.Atom]int{}
	all, again := 0, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				return fmt.Errorf("read HTML: %w: %w", ErrUnreadable, z.Err())
			}
			return nil
		}
		if kind != html.StartTagToken && kind != html.EndTagToken {
			continue
		}
		name, _ := z.TagName()
		switch tag := atom.Lookup(name); {
		case !formatting[tag]:
			again += all
		case kind == html.StartTagToken:
			open[tag]++
			all++
		case open[tag] > 0:
			open[tag]--
			all--
		}
		if all > maxFormatting || again > maxReopened {
			return fmt.Errorf("formatting that is never closed: %w", ErrTooDeep)
		}
	}
}

var delimiterRow = regexp.MustCompile(`^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$`)

// checkMarkdown refuses what the parser takes more than linear time or room for.
func checkMarkdown(source string) error {
	columns, cells, brackets, links := 0, 0, 0, 0
	for line := range strings.Lines(source) {
		if containers(line) > maxContainers {
			return fmt.Errorf("read block quotes: %w", ErrTooDeep)
		}
		line = strings.TrimRight(line, " \t\n")
		if strings.Trim(line, " \t>") == "" {
			columns, brackets, links = 0, 0, 0
			continue
		}
		brackets += strings.Count(line, "[") - strings.Count(line, "]")
		links += strings.Count(line, "](") - strings.Count(line, ")")
		if delimiterRow.MatchString(line) {
			columns = strings.Count(line, "|") + 1
		}
		cells += columns
		if columns > maxColumns || cells > maxCells || brackets > maxBrackets || links > maxBrackets {
			return fmt.Errorf("read tables and links: %w", ErrTooLarge)
		}
	}
	return nil
}
