package mail

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Stored is a message in the folder, opened.
type Stored struct {
	Name       string // of the file, without its ending
	From, To   string
	Subject    string
	Date       time.Time
	Text, HTML string
	Head       string // all headers as they stand in the file
}

// storedName is how Folder names a file.
var storedName = regexp.MustCompile(`^[0-9]{8}-[0-9]{6}\.[0-9]{6}-[A-Z0-9]{8}$`)

// ErrNoMessage says that there is no message of a name.
var ErrNoMessage = errors.New("mail: there is no such message")

// List opens the newest messages of a folder, newest first, at most so many; a folder that is not there has none.
func List(dir string, most int) ([]Stored, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil {
		return nil, fmt.Errorf("list the mail folder: %w", err)
	}
	slices.Sort(files)
	slices.Reverse(files)
	var out []Stored
	for _, file := range files[:min(most, len(files))] {
		m, err := Open(dir, strings.TrimSuffix(filepath.Base(file), ".eml"))
		if err == nil {
			out = append(out, m)
		}
	}
	return out, nil
}

// Open reads a message. Error ErrNoMessage.
func Open(dir, name string) (Stored, error) {
	if !storedName.MatchString(name) {
		return Stored{}, ErrNoMessage
	}
	b, err := os.ReadFile(filepath.Join(dir, name+".eml"))
	if err != nil {
		return Stored{}, ErrNoMessage
	}
	m, err := mail.ReadMessage(bytes.NewReader(b))
	if err != nil {
		return Stored{}, fmt.Errorf("read %s: %w", name, err)
	}
	words := mime.WordDecoder{}
	said := func(header string) string {
		s, err := words.DecodeHeader(m.Header.Get(header))
		if err != nil {
			return m.Header.Get(header)
		}
		return s
	}
	head, _, _ := strings.Cut(string(b), "\r\n\r\n")
	out := Stored{Name: name, From: said("From"), To: said("To"), Subject: said("Subject"), Head: head}
	out.Date, _ = m.Header.Date() // none: it is shown as such
	kind, params, _ := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if !strings.HasPrefix(kind, "multipart/") {
		out.Text = decoded(m.Body, m.Header.Get("Content-Transfer-Encoding"))
		return out, nil
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := parts.NextRawPart()
		if err != nil {
			return out, nil
		}
		text := decoded(p, p.Header.Get("Content-Transfer-Encoding"))
		if strings.HasPrefix(p.Header.Get("Content-Type"), "text/html") {
			out.HTML = text
		} else {
			out.Text = text
		}
	}
}

func decoded(r io.Reader, encoding string) string {
	if strings.EqualFold(encoding, "quoted-printable") {
		r = quotedprintable.NewReader(r)
	}
	b, _ := io.ReadAll(io.LimitReader(r, largest)) // what can be read is shown
	return string(b)
}
