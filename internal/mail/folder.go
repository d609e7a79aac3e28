package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"time"

	gomail "github.com/wneessen/go-mail"

	"travaux/models"
)

// Folder writes each message as a file that any mail program can read (RFC 5322).
type Folder struct {
	dir string
	by  *Composer
	now func() time.Time
}

// NewFolder makes a sender that writes into a folder, which is made when the first message is.
func NewFolder(dir string, by *Composer, now func() time.Time) *Folder { return &Folder{dir, by, now} }

// Send writes the message's file, whole or not at all, readable by the owner only.
func (f *Folder) Send(_ context.Context, l models.Letter) error {
	m, err := f.by.Message(l, gomail.NoEncoding) // so that links stay whole for who reads the file
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return fmt.Errorf("write a %s mail: %w", l.Kind, err)
	}
	if err := os.MkdirAll(f.dir, 0o700); err != nil {
		return fmt.Errorf("make the mail folder: %w", err)
	}
	name := filepath.Join(f.dir, f.now().UTC().Format("20060102-150405.000000")+"-"+rand.Text()[:8])
	if err := os.WriteFile(name+".part", b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("write a %s mail: %w", l.Kind, err)
	}
	if err := os.Rename(name+".part", name+".eml"); err != nil {
		return fmt.Errorf("write a %s mail: %w", l.Kind, err)
	}
	return nil
}
