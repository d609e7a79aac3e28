package templates

import "strings"

// InboxPage shows the mail that was written to files, or one message of it.
type InboxPage struct {
	Base
	Dir      string
	Messages []InboxMessage
	One      *InboxMessage
}

// InboxMessage is a message as the inbox shows it.
type InboxMessage struct {
	Name, From, To, Subject, Date, Text, Head string
	HTML                                      bool
}

// InboxLine is a line of text; one that is an address alone is a link.
type InboxLine struct{ Text, Link string }

// Lines are the lines of the text.
func (m InboxMessage) Lines() []InboxLine {
	var out []InboxLine
	for _, line := range strings.Split(strings.ReplaceAll(m.Text, "\r\n", "\n"), "\n") {
		l := InboxLine{Text: line}
		if alone := strings.TrimSpace(line); !strings.ContainsAny(alone, " \t") && (strings.HasPrefix(alone, "http://") || strings.HasPrefix(alone, "https://")) {
			l.Link = alone
		}
		out = append(out, l)
	}
	return out
}

// Samples are the examples of the page: nothing yet, a list, and one message.
func (InboxPage) Samples() []InboxPage {
	m := InboxMessage{
		Name: "20260314-120000.000000-ABCDEFGH", From: "Travaux <travaux@localhost>", To: "dana@example.org", Subject: "Confirm your comment",
		Date: "2026-03-14 12:00:00", Text: "Open this:\n", Head: "Subject: Confirm your comment", HTML: true,
	}
	b := sampleGlobal("/")
	return []InboxPage{{Base: b, Dir: "var/mail"}, {Base: b, Dir: "var/mail", Messages: []InboxMessage{m}}, {Base: b, Dir: "var/mail", One: &m}}
}
