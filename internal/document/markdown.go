package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"

	"travaux/models"
)

// markdown renders CommonMark and tables. HTML in the text passes through: the
// HTML reader keeps only what it knows. Alignment is an attribute, because the
// content security policy forbids styles.
var markdown = goldmark.New(
	goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))),
	goldmark.WithRendererOptions(html.WithUnsafe()),
)

// maxContainers is how many block quotes and list marks may open one line;
// beyond it parsing takes more than linear time and nobody can read it.
const maxContainers = 100

var (
	leadMarks   = regexp.MustCompile(`^(?:[ \t]*(?:[>+*-]|[0-9]{1,9}[.)]))+`)
	oneMark     = regexp.MustCompile(`[>+*-]|[0-9]+[.)]`)
	yamlMatter  = regexp.MustCompile(`^---[ \t]*\n(?:[ \t]*\n|#[^\n]*\n)*["']?[\pL_][^\n:]*:(?:[ \t][^\n]*)?\n(?s:.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|$)`)
	yamlLine    = regexp.MustCompile(`^(?:[ \t]*|[ \t]+.*|[ \t]*-(?:[ \t].*)?|[ \t]*#.*|["']?[\pL_][^:]*:(?:[ \t].*)?|[\]}],?)$`)
	fence       = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})(.*)")
	definedNote = regexp.MustCompile(`^ {0,3}(\[)\^[^\]\s]+\]:`)
	ownMatter   = regexp.MustCompile(`^---\ntitle: "[^\n]*"\nlang: "[^\n]*"\n(?:about:\n(?:  - "[^\n]*"\n)+)?---\n`) // as this program writes it
	tomlMatter  = regexp.MustCompile(`^\+\+\+[ \t]*\n(?s:.*?\n)??\+\+\+[ \t]*(?:\n|$)`)
)

// fromMarkdown renders a text without its front matter to HTML.
func fromMarkdown(source string) (string, error) {
	source = literalNotes(withoutMatter(source))
	if err := checkMarkdown(source); err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := markdown.Convert([]byte(source), &out); err != nil {
		return "", fmt.Errorf("render Markdown: %w: %w", ErrUnreadable, err)
	}
	return out.String(), nil
}

// withoutMatter drops a block of YAML between --- or TOML between +++ at the
// very beginning. A --- that no "key:" follows is a ruled line, and stays.
func withoutMatter(source string) string {
	if at := tomlMatter.FindStringIndex(source); at != nil {
		return source[at[1]:]
	}
	at := yamlMatter.FindStringIndex(source)
	if at == nil {
		return source
	}
	lines := strings.Split(strings.TrimRight(source[:at[1]], " \t\n"), "\n")
	for _, line := range lines[1 : len(lines)-1] {
		if !yamlLine.MatchString(line) {
			return source
		}
	}
	return source[at[1]:]
}

// literalNotes keeps what footnotes say as paragraphs where they stand. Without that they would be the addresses of links,
// which nobody sees.
func literalNotes(source string) string {
	var b strings.Builder
	open := "" // the fence of the code that a line is in
	for line := range strings.Lines(source) {
		if f := fence.FindStringSubmatch(line); f != nil {
			marks, rest := f[1], f[2]
			switch {
			case open == "" && (marks[0] == '~' || !strings.Contains(rest, "`")):
				open = marks
			case open != "" && strings.HasPrefix(marks, open) && models.Blank(rest):
				open = ""
			}
		}
		if m := definedNote.FindStringSubmatchIndex(line); m != nil && open == "" {
			line = line[:m[2]] + "\\" + line[m[2]:]
		}
		b.WriteString(line)
	}
	return b.String()
}

// containers counts the marks of block quotes and lists at the start of a line;
// a ruled line has none.
func containers(line string) int {
	if strings.Trim(line, "-*_ \t\n") == "" {
		return 0
	}
	return len(oneMark.FindAllStringIndex(leadMarks.FindString(line), -1))
}
