package mail_test

import (
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"travaux/internal/i18n"
	travaux "travaux/internal/mail"
	"travaux/models"
)

const link = "https://charter.example/confirm/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// sent sends a message into a folder and reads the file as a mail program does.
func sent(t *testing.T, m models.Mail) (*mail.Message, string) {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "mail")
	now := func() time.Time { return time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC) }
	if err := travaux.NewFolder(dir, "charter@example.org", words, now).Send(t.Context(), models.Letter{Mail: m}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is for %v, %v", info.Mode(), err)
	}
	f, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	message, err := mail.ReadMessage(f)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(message.Body)
	if err != nil {
		t.Fatal(err)
	}
	return message, string(body)
}

func TestSend_theLinkStandsWholeInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, language := range i18n.Languages() {
		message, body := sent(t, models.Mail{
			To: "dana@example.org", Language: language, Kind: "confirm",
			Data: map[string]any{"Link": link, "Consultation": models.Texts{"en": "A charter", language: "«" + language + "»"}},
		})
		if !strings.Contains(body, link) || !strings.Contains(body, "«"+language+"»") {
			t.Errorf("%s: %s", language, body)
		}
		if got := message.Header.Get("Content-Language"); got != language {
			t.Errorf("Content-Language %q, want %q", got, language)
		}
		for _, line := range strings.Split(body, "\r\n") {
			if len(line) > 998 {
				t.Errorf("%s: a line of %d bytes (RFC 5322 allows 998)", language, len(line))
			}
		}
	}
}

func TestSend_whatAPersonWroteMakesNoHeader(t *testing.T) {
	t.Parallel()
	message, _ := sent(t, models.Mail{
		To: "dana@example.org", Language: "en", Kind: "confirm",
		Data: map[string]any{"Link": link, "Consultation": models.Texts{"en": "A\r\nBcc: eve@example.org"}},
	})
	if got := message.Header.Get("Bcc"); got != "" {
		t.Errorf("Bcc: %s", got)
	}
}

func TestSend_anAddressThatIsNoneIsNotInTheError(t *testing.T) {
	t.Parallel()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	err = travaux.NewFolder(t.TempDir(), "a@example.org", words, time.Now).Send(t.Context(), models.Letter{Mail: models.Mail{To: "dana dana", Kind: "sign_in"}})
	if err == nil || strings.Contains(err.Error(), "dana") {
		t.Errorf("got %v", err)
	}
}
