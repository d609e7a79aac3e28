package document

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// block writes one line or table of a provision's words as lines of Markdown.
func (m *marker) block(c chunk) []string {
	switch {
	case c.table:
		if lines := m.pipes(c.rich); lines != nil {
			return lines
		}
		return strings.Split(policy.Sanitize(c.html()), "\n")
	case len(c.rich) == 0:
		return []string{"<p></p>"}
	case !m.told && isListing(c.rich):
		text := c.plain()
		fence := "```"
		for strings.Contains(text, fence) {
			fence += "`"
		}
		return slices.Concat([]string{fence}, strings.Split(text, "\n"), []string{fence})
	}
	return []string{edges(lineStart(m.inline(c.rich, 0)))}
}

// isListing reports code that was set apart: its lines and spaces count.
func isListing(words rich) bool {
	for _, piece := range words {
		if len(piece.in) != 1 || piece.in[0] != words[0].in[0] || piece.in[0].name != "code" {
			return false
		}
	}
	return strings.ContainsAny(words.plain(), "\n\t") || strings.Contains(words.plain(), "  ")
}

// inline writes runs that are inside the same elements down to a depth.
func (m *marker) inline(words rich, depth int) string {
	var out strings.Builder
	for len(words) > 0 {
		if len(words[0].in) <= depth {
			out.WriteString(plainText(words[0].text))
			words = words[1:]
			continue
		}
		e, end := words[0].in[depth], 1
		for end < len(words) && len(words[end].in) > depth && words[end].in[depth] == e {
			end++
		}
		after := rune(0)
		if end < len(words) {
			after = firstRune(words[end].text)
		}
		out.WriteString(m.element(e, words[:end], depth+1, out.String(), after))
		words = words[end:]
	}
	return out.String()
}

var (
	plainLink = regexp.MustCompile(`^[A-Za-z0-9:/?#@$'+,;=._~-]+$`)
	oneRow    = regexp.MustCompile(`^[^\n]+$`)
)

// element writes an element by the signs of Markdown where they can mean nothing
// else between what stands before and after them, and as a tag elsewhere.
func (m *marker) element(e *element, words rich, depth int, before string, after rune) string {
	inner := m.inline(words, depth)
	text := words[0].text
	leaf := !m.told && len(words) == 1 && len(words[0].in) == depth && oneRow.MatchString(text)
	closed := leaf && flanks(firstRune(text), lastRune(before)) && flanks(lastRune(text), after)
	switch {
	case e.name == "em" && closed && !strings.HasSuffix(before, "*"):
		return "*" + inner + "*"
	case e.name == "strong" && closed && !strings.HasSuffix(before, "*"):
		return "**" + inner + "**"
	case e.name == "code" && leaf && strings.TrimSpace(text) == text && !strings.ContainsAny(text, "`|\\") && !strings.HasSuffix(before, "`"):
		return "`" + text + "`"
	case e.name == "a" && leaf && plainLink.MatchString(e.href()) && !strings.HasSuffix(before, "!"):
		return "[" + inner + "](" + e.href() + ")"
	case e.name == "a":
		return "<a" + attr("href", e.href()) + ">" + inner + "</a>"
	}
	return "<" + e.name + e.attrs + ">" + inner + "</" + e.name + ">"
}

// flanks reports that a star between two characters belongs to the inner one, as
// CommonMark has it; outer is 0 or U+FFFD where there is nothing.
func flanks(inner, outer rune) bool {
	nothing := outer == 0 || outer == utf8.RuneError || unicode.IsSpace(outer)
	return isWord(inner) || nothing && !unicode.IsSpace(inner)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// plainText escapes what Markdown would read as markup inside a line.
func plainText(s string) string {
	var b strings.Builder
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case r == '\n':
			b.WriteString("<br>")
			continue
		case r == '\t':
			b.WriteString("&#9;")
			continue
		case strings.ContainsRune("\\*`[]<", r),
			r == '_' && !(i > 0 && isWord(lastRune(s[max(0, i-utf8.UTFMax):i])) && isWord(next)),
			r == '&' && (next == '#' || isWord(next)):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var (
	startOfList = regexp.MustCompile(`^([0-9]{1,9})([.)])`)
	startOfMark = regexp.MustCompile(`^[#+=>~-]`)
	edgeSpaces  = regexp.MustCompile(`^ +| +$`)
)

// lineStart escapes what Markdown would read as the mark of a block.
func lineStart(line string) string {
	line = startOfList.ReplaceAllString(line, `$1\$2`)
	return startOfMark.ReplaceAllString(line, `\$0`)
}

// edges keeps the spaces at the ends of a line, which Markdown takes away.
func edges(line string) string {
	return edgeSpaces.ReplaceAllStringFunc(line, func(s string) string { return strings.Repeat("&#32;", len(s)) })
}

// headingText is the text of a heading; signs at its end would close it.
func headingText(s string) string {
	out := plainText(s)
	if strings.HasSuffix(out, "#") {
		out = out[:len(out)-1] + `\#`
	}
	return edges(out)
}

var cellAlign = regexp.MustCompile(` align="([a-z]+)"`)

// pipes writes a table as Markdown can: a first row of headings, all rows of one
// length, nothing spanned. Any other is nil.
func (m *marker) pipes(words rich) []string {
	if m.told {
		return nil
	}
	table := tableOf(words)
	if len(table) == 0 || len(table[0]) == 0 {
		return nil
	}
	rule := "|"
	for _, head := range table[0] {
		rule += ruleOf[align(head.in)] + "|"
	}
	out := []string{}
	for i, row := range table {
		line := "|"
		for j, cell := range row {
			name := "td"
			if i == 0 {
				name = "th"
			}
			if len(row) != len(table[0]) || cell.in.name != name || align(cell.in) != align(table[0][j].in) || strings.Contains(cell.in.attrs, "span=") {
				return nil
			}
			line += " " + strings.ReplaceAll(m.inline(cell.words, 3), "|", `\|`) + " |"
		}
		out = append(out, line)
		if i == 0 {
			out = append(out, rule)
		}
	}
	return out
}

var ruleOf = map[string]string{"": "---", "left": ":--", "center": ":-:", "right": "--:"}

func align(cell *element) string {
	at := cellAlign.FindStringSubmatch(cell.attrs)
	if at == nil {
		return ""
	}
	return html.UnescapeString(at[1])
}

// tableCell is one cell of a table and its words.
type tableCell struct {
	in    *element
	words rich
}

// tableOf finds the rows and cells in the runs of a table.
func tableOf(words rich) (rows [][]tableCell) {
	var row *element
	for _, piece := range words {
		if len(piece.in) < 3 {
			continue // what stands between cells and rows
		}
		if piece.in[1] != row {
			row = piece.in[1]
			rows = append(rows, nil)
		}
		last := &rows[len(rows)-1]
		if n := len(*last); n == 0 || (*last)[n-1].in != piece.in[2] {
			*last = append(*last, tableCell{in: piece.in[2]})
		}
		cell := &(*last)[len(*last)-1]
		cell.words = append(cell.words, piece)
	}
	return rows
}
