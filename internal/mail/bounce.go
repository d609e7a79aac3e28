package mail

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"travaux/models"
)

// largest is how much of one message is read.
const largest = 4 << 20

// Bounces reads the reports of mail servers (RFC 3464) in a file that holds one message, in an mbox or in a maildir.
// Messages that are no reports are passed over; how many there were is told.
func Bounces(path string) (reports []models.Bounce, others int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, err
	}
	if info.IsDir() {
		return maildir(path)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, 0, err
	}
	for _, message := range messages(b) {
		if r, ok := report(message); ok {
			reports = append(reports, r)
		} else {
			others++
		}
	}
	return reports, others, nil
}

func maildir(dir string) (reports []models.Bounce, others int, err error) {
	var names []string
	for _, sub := range []string{"new", "cur"} {
		found, err := filepath.Glob(filepath.Join(dir, sub, "*"))
		if err != nil {
			return nil, 0, fmt.Errorf("list the maildir: %w", err)
		}
		names = append(names, found...)
	}
	if _, err := os.Stat(filepath.Join(dir, "cur")); err != nil && len(names) == 0 {
		return nil, 0, errors.New("the folder is no maildir: it has neither new nor cur")
	}
	slices.Sort(names)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, 0, err
		}
		if r, ok := report(b); ok {
			reports = append(reports, r)
		} else {
			others++
		}
	}
	return reports, others, nil
}

// messages cuts an mbox (RFC 4155) into messages; a file without its mark is one.
func messages(b []byte) [][]byte {
	if !bytes.HasPrefix(b, []byte("From ")) {
		return [][]byte{b}
	}
	var out [][]byte
	for _, line := range bytes.SplitAfter(b, []byte("\n")) {
		switch {
		case bytes.HasPrefix(line, []byte("From ")):
			out = append(out, nil)
		case bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")):
			line = line[1:] // quoted so that it is no mark
			fallthrough
		default:
			out[len(out)-1] = append(out[len(out)-1], line...)
		}
	}
	return out
}

// report reads one message; ok is false when it does not say of one of ours what became of it.
func report(message []byte) (models.Bounce, bool) {
	m, err := mail.ReadMessage(io.LimitReader(bytes.NewReader(message), largest))
	if err != nil {
		return models.Bounce{}, false
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" {
		return models.Bounce{}, false
	}
	var b models.Bounce
	parts := multipart.NewReader(m.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil { // the end, or a message that was cut: what was read counts
			return b, b.MessageID != "" && b.Status != ""
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		switch kind {
		case "message/delivery-status", "message/global-delivery-status":
			b.Status, b.Permanent = status(part)
		case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
			head, _ := textproto.NewReader(bufio.NewReader(part)).ReadMIMEHeader() // an end without an empty line is no harm
			b.MessageID, _, _ = strings.Cut(strings.Trim(strings.TrimSpace(head.Get("Message-Id")), "<>"), "@")
		}
	}
}

// status reads the fields of the recipients, of whom ours have one.
func status(r io.Reader) (code string, permanent bool) {
	fields := textproto.NewReader(bufio.NewReader(r))
	for {
		head, err := fields.ReadMIMEHeader()
		if said := head.Get("Status"); said != "" {
			code = strings.Fields(said)[0]
			return code, strings.EqualFold(head.Get("Action"), "failed") && strings.HasPrefix(code, "5")
		}
		if err != nil {
			return "", false
		}
	}
}
