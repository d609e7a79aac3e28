package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"travaux/internal/config"
)

func TestSMTP_goodOnesAreRead(t *testing.T) {
	t.Parallel()
	for said, server := range map[string]string{
		"": "", "smtp://mail.example": "smtp://mail.example", "smtps://u:p%40ss@mail.example:465": "smtps://mail.example:465",
		"smtp://127.0.0.1:25?tls=none": "smtp://127.0.0.1:25", "smtp://[::1]:25/?tls=none": "smtp://[::1]:25", "smtp://localhost?tls=none": "smtp://localhost",
	} {
		cfg := config.Default()
		cfg.SMTPURL = said
		if err := cfg.Check(); err != nil || cfg.MailServer() != server {
			t.Errorf("%q: %v, %q", said, err, cfg.MailServer())
		}
	}
	cfg := config.Default()
	cfg.SMTPURLFile = filepath.Join(t.TempDir(), "smtp")
	if err := os.WriteFile(cfg.SMTPURLFile, []byte("smtps://u:p@mail.example\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if u, err := cfg.SMTP(); err != nil || u.Host != "mail.example" {
		t.Errorf("from a file: %v, %v", u, err)
	}
}

func TestSMTP_badOnesAreRefusedInOneLineWithoutThePassword(t *testing.T) {
	t.Parallel()
	const password = "pass-word"
	for _, said := range []string{
		"mail.example", "mail.example:587", "http://u:pass-word@mail.example", "smtp://", "smtp://u:pass-word@", "smtp://u:pass-word@:587",
		"smtp://u:pass-word@mail.example:0", "smtp://u:pass-word@mail.example:65536", "smtp://u:pass-word@mail.example:port",
		"smtp://u:pass-word@mail.example/path", "smtp://u:pass-word@mail.example?tls=none", "smtp://u:pass-word@mail.example?tls=off",
		"smtps://u:pass-word@127.0.0.1?tls=none", "smtp://u:pass-word@mail.example?x=1", "smtp://u:pass-word%@mail.example", "smtp://u:pass-word\n@mail.example",
		"smtp://u:pass-word@mail.example#x", "smtp://u:pass-word@10.0.0.1?tls=none", "smtp://u:pass-word@localhost.example?tls=none",
	} {
		cfg := config.Default()
		cfg.SMTPURL = said
		err := cfg.Check()
		if err == nil {
			t.Errorf("%q is taken", said)
			continue
		}
		if strings.Contains(err.Error(), password) || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "TRAVAUX_SMTP_URL") {
			t.Errorf("%q: %v", said, err)
		}
	}
	cfg := config.Default()
	cfg.SMTPURLFile = filepath.Join(t.TempDir(), "missing")
	if cfg.Check() == nil {
		t.Error("a file that is missing is taken")
	}
}
