package mail

import (
	"fmt"
	"html"
	"strings"

	"travaux/internal/i18n"
)

// links are the addresses that the program itself put into a message: what a person wrote is never made a link.
func links(data map[string]any) map[string]bool {
	out := map[string]bool{}
	for name, v := range data {
		switch v := v.(type) {
		case string:
			if strings.HasSuffix(name, "Link") || name == "Unsubscribe" || name == "Preferences" {
				out[v] = true
			}
		case []any:
			for _, item := range v {
				switch item := item.(type) {
				case map[string]any:
					for link := range links(item) {
						out[link] = true
					}
				case string:
					if strings.HasSuffix(name, "Links") {
						out[item] = true
					}
				}
			}
		}
	}
	return out
}

// page is the text as HTML: a paragraph for each of its own, everything escaped, nothing loaded from anywhere. A
// paragraph may be in another language than the rest, so each finds its direction by itself.
func page(p *i18n.Printer, text string, ours map[string]bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=%q dir=%q>\n<head><meta charset=\"utf-8\"></head>\n", p.Lang(), p.Dir())
	b.WriteString("<body style=\"font-family:sans-serif;line-height:1.5;max-width:38rem\">\n")
	for _, paragraph := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if paragraph == "—" {
			b.WriteString("<hr>\n")
			continue
		}
		var lines []string
		for _, line := range strings.Split(paragraph, "\n") {
			lines = append(lines, linked(line, ours))
		}
		b.WriteString("<p dir=\"auto\">" + strings.Join(lines, "<br>\n") + "</p>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.String()
}

// linked escapes a line; one that is an address of ours, alone, is a link.
func linked(line string, ours map[string]bool) string {
	safe := html.EscapeString(line)
	if ours[strings.TrimSpace(line)] && (strings.HasPrefix(line, "https://") || strings.HasPrefix(line, "http://")) {
		return `<a href="` + safe + `">` + safe + `</a>`
	}
	return safe
}
