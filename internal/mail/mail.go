// Package mail composes messages in the reader's language and hands them over: in this program's first form, as
// files in a folder, which is what development and a machine without a mail server need. It refuses to know why a
// message is sent (internal/consult decides) and never logs an address.
package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"mime"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"

	"travaux/internal/i18n"
	"travaux/models"
)

// Folder writes each message as a file that any mail program can read (RFC 5322).
type Folder struct {
	dir    string
	from   string
	words  *i18n.Bundle
	now    func() time.Time
	domain string
}

// NewFolder makes a sender that writes into a folder, which is made when the first message is.
func NewFolder(dir, from string, words *i18n.Bundle, now func() time.Time) *Folder {
	_, domain, ok := strings.Cut(from, "@")
	if !ok {
		domain = "localhost"
	}
	return &Folder{dir: dir, from: from, words: words, now: now, domain: domain}
}

// Send composes the message and writes its file, readable by the owner only.
func (f *Folder) Send(_ context.Context, m models.Letter) error {
	message, err := f.compose(m)
	if err != nil {
		return fmt.Errorf("compose %s mail: %w", m.Kind, err)
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("make the mail folder: %w", err)
	}
	name := f.now().UTC().Format("20060102-150405.000000") + "-" + rand.Text()[:8] + ".eml"
	if err := os.WriteFile(filepath.Join(f.dir, name), message, 0o600); err != nil {
		return fmt.Errorf("write %s mail: %w", m.Kind, err)
	}
	return nil
}

// compose writes the message: subject and text from the catalogue, mail.<kind>.subject and mail.<kind>.body.
func (f *Folder) compose(m models.Letter) ([]byte, error) {
	p := f.words.For(m.Language)
	args := words(p, m.Mail)
	to, err := mail.ParseAddress(m.To)
	if err != nil {
		return nil, fmt.Errorf("read the address: it is none") // the cause would quote it
	}
	var b bytes.Buffer
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", (&mail.Address{Name: p.T("app.name"), Address: f.from}).String())
	header("To", to.String())
	header("Subject", mime.QEncoding.Encode("utf-8", oneLine(p.T("mail."+m.Kind+".subject", args...))))
	header("Date", f.now().UTC().Format(time.RFC1123Z))
	header("Message-ID", "<"+m.MessageID+"@"+f.domain+">")
	header("Content-Language", p.Lang())
	header("MIME-Version", "1.0")
	header("Content-Type", "text/plain; charset=utf-8")
	header("Content-Transfer-Encoding", "8bit") // RFC 6152: links stay whole for who reads the file
	body := strings.ReplaceAll(p.T("mail."+m.Kind+".body", args...), "\n", "\r\n")
	b.WriteString("\r\n" + body + "\r\n")
	return b.Bytes(), nil
}

// words turns the data of a message into what the sentences need; texts in several languages become one.
func words(p *i18n.Printer, m models.Mail) []any {
	var args []any
	for name, v := range m.Data {
		if t, ok := v.(models.Texts); ok {
			v, _ = t.In(p.Lang())
		}
		if role, ok := v.(string); ok && name == "Role" {
			v = p.T("role." + role)
		}
		args = append(args, strings.ToLower(name), v)
	}
	return args
}

// oneLine keeps a header a single line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' }), " ")
}
