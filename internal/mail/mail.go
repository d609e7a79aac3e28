// Package mail writes messages in the reader's language and hands them over: to a mail server (SMTP), or, on a machine
// that has none, as files in a folder. It also reads what mail servers report of messages that came back. It refuses to
// know why a message is sent (internal/consult decides) and never logs an address.
package mail

import (
	"fmt"
	"net/mail"
	"regexp"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"travaux/internal/i18n"
	"travaux/models"
)

// Composer writes messages.
type Composer struct {
	words  *i18n.Bundle
	from   *mail.Address
	domain string
}

// NewComposer makes one that writes in the name of an address.
func NewComposer(from string, words *i18n.Bundle) *Composer {
	a, err := mail.ParseAddress(from)
	if err != nil {
		a = &mail.Address{Address: "travaux@localhost"} // config.Check refused any that is none
	}
	_, domain, _ := strings.Cut(a.Address, "@")
	return &Composer{words: words, from: a, domain: domain}
}

// Message writes a letter: text and HTML, subject and sentences from the catalogue (mail.<kind>.subject and .body).
// The same letter gives the same bytes at every try, so that a repeat can be told to be one.
func (c *Composer) Message(l models.Letter, encoding gomail.Encoding) (*gomail.Msg, error) {
	p := c.words.For(l.Language)
	to, err := mail.ParseAddress(l.To)
	if err != nil {
		return nil, &models.MailError{Code: "address", Permanent: true} // the cause would quote it
	}
	text := said(p, l.Mail)
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(encoding))
	m.SetBoundary("travaux-" + l.MessageID)
	from := *c.from
	if from.Name == "" {
		from.Name = p.T("app.name")
	}
	m.FromMailAddress(&from)
	m.ToMailAddress(&mail.Address{Address: to.Address})
	m.Subject(oneLine(p.T("mail."+l.Kind+".subject", args(p, l.Data)...)))
	m.SetDateWithValue(l.CreatedAt.UTC())
	m.SetMessageIDWithValue(l.MessageID + "@" + c.domain)
	m.SetGenHeader(gomail.HeaderContentLang, p.Lang())
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834, 5: no answers of machines
	if link, ok := l.Data["Unsubscribe"].(string); ok {
		m.SetGenHeaderPreformatted(gomail.HeaderListUnsubscribe, "<"+oneLine(link)+">")
		m.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click") // RFC 8058, 3.1
	}
	m.SetBodyString(gomail.TypeTextPlain, text)
	m.AddAlternativeString(gomail.TypeTextHTML, page(p, text, links(l.Data)))
	return m, nil
}

// gaps are the empty lines around what was left empty.
var gaps = regexp.MustCompile(`\n{3,}`)

// said is the whole text of a message.
func said(p *i18n.Printer, m models.Mail) string {
	parts := []string{p.T("mail."+m.Kind+".body", args(p, m.Data)...)}
	items, _ := m.Data["Items"].([]any)
	for _, item := range items {
		if data, ok := item.(map[string]any); ok {
			kind := fmt.Sprint(data["Kind"])
			parts = append(parts, "—", p.T("mail."+kind+".body", args(p, data)...))
		}
	}
	if _, ok := m.Data["Unsubscribe"]; ok {
		parts = append(parts, "—", p.T("mail.footer", args(p, m.Data)...))
	}
	return gaps.ReplaceAllString(strings.Join(parts, "\n\n"), "\n\n") + "\n"
}

// args turns the data of a message into what the sentences need: texts in several languages become one, values of a
// list their words.
func args(p *i18n.Printer, data map[string]any) []any {
	var out []any
	if data["Regions"] == nil { // an invitation that was queued before they were told
		out = append(out, "regions", "")
	}
	for name, v := range data {
		switch v := v.(type) {
		case models.Texts:
			words, _ := v.In(p.Lang())
			out = append(out, strings.ToLower(name), words)
		case map[string]any: // texts within an item of a digest
			t := models.Texts{}
			for lang, words := range v {
				t[lang] = fmt.Sprint(words)
			}
			words, _ := t.In(p.Lang())
			out = append(out, strings.ToLower(name), words)
		case string:
			if name == "Phase" && v != "" { // one without a name of its own
				v = p.T("phase_kind." + v)
			}
			if name == "Outcome" || name == "Role" || name == "Security" {
				v = p.T(strings.ToLower(name) + "." + v)
			}
			if name == "Regions" && v != "" { // a sentence of its own; where there is no limit, none
				v = p.T("mail.regions", "regions", v)
			}
			out = append(out, strings.ToLower(name), v)
		case []any: // links of ours, one below the other, with a sentence of their own
			key, lines := strings.ToLower(name), make([]string, len(v))
			for i, link := range v {
				lines[i] = fmt.Sprint(link)
			}
			words := ""
			if len(lines) > 0 && strings.HasSuffix(name, "Links") {
				words = p.T("mail."+key, "links", strings.Join(lines, "\n"))
			}
			out = append(out, key, words)
		default:
			out = append(out, strings.ToLower(name), v)
		}
	}
	return out
}

// oneLine keeps a header a single line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}
