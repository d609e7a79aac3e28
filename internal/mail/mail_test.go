package mail_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"travaux/internal/i18n"
	travaux "travaux/internal/mail"
	"travaux/models"
)

const (
	link        = "https://charter.example/confirm/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	unsubscribe = "https://charter.example/unsubscribe/ABCDEFG"
)

func composer(t *testing.T) *travaux.Composer {
	t.Helper()
	words, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return travaux.NewComposer("charter@example.org", words)
}

// confirm is a letter with a link.
func confirm(language string) models.Letter {
	return models.Letter{
		ID: 1, MessageID: "0190-1", CreatedAt: time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC),
		Mail: models.Mail{
			To: "dana@example.org", Language: language, Kind: "confirm",
			Data: map[string]any{"Link": link, "Consultation": models.Texts{"en": "A charter", language: "«" + language + "»"}},
		},
	}
}

// written sends a message into a folder and gives the file's bytes.
func written(t *testing.T, l models.Letter) []byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "mail")
	if err := travaux.NewFolder(dir, composer(t), time.Now).Send(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 1 || filepath.Ext(files[0]) != ".eml" {
		t.Fatalf("files %q, %v", files, err)
	}
	info, err := os.Stat(files[0])
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is for %v, %v", info.Mode(), err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parsed(t *testing.T, message []byte) *enmime.Envelope {
	t.Helper()
	e, err := enmime.ReadEnvelope(bytes.NewReader(message))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range e.Errors {
		t.Errorf("%s", problem)
	}
	return e
}

func TestSend_textAndHTMLInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, language := range i18n.Languages() {
		e := parsed(t, written(t, confirm(language)))
		if !strings.Contains(e.Text, link) || !strings.Contains(e.Text, "«"+language+"»") {
			t.Errorf("%s: %s", language, e.Text)
		}
		dir := `dir="ltr"`
		if language == "ar" {
			dir = `dir="rtl"`
		}
		for _, want := range []string{`<a href="` + link + `">`, `<html lang="` + language + `" ` + dir + `>`, "«" + language + "»"} {
			if !strings.Contains(e.HTML, want) {
				t.Errorf("%s: no %s in %s", language, want, e.HTML)
			}
		}
		for name, want := range map[string]string{
			"Content-Language": language, "Auto-Submitted": "auto-generated", "Message-Id": "<0190-1@example.org>", "List-Unsubscribe": "",
			"To": "<dana@example.org>", "X-Mailer": "", "User-Agent": "", "Date": "Sat, 14 Mar 2026 12:00:00 +0000",
		} {
			if got := e.GetHeader(name); got != want {
				t.Errorf("%s: %s is %q, want %q", language, name, got, want)
			}
		}
		if e.GetHeader("Subject") == "" || strings.HasPrefix(e.GetHeader("Subject"), "mail.") {
			t.Errorf("%s: subject %q", language, e.GetHeader("Subject"))
		}
	}
}

func TestSend_theSameLetterIsTheSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(written(t, confirm("fr")), written(t, confirm("fr"))) {
		t.Error("a repeat differs")
	}
}

// attacks are what people might give as names and titles.
var attacks = []string{
	"A\r\nBcc: eve@example.org", "A\nBcc: eve@example.org\n\nbody", "A\rBcc: eve@example.org", "A\r\n\r\n<script>alert(1)</script>",
	`"><img src="https://evil.example/x.png">`, "<a href='https://evil.example'>x</a>", "https://evil.example/", "\u202eevil\u202c",
	"=?utf-8?q?=0d=0aBcc:_eve@example.org?=", "A\x00B", strings.Repeat("long ", 500),
}

func TestSend_whatPeopleWroteMakesNoHeaderAndNoMarkup(t *testing.T) {
	t.Parallel()
	for _, attack := range attacks {
		l := confirm("en")
		l.Kind, l.Data = "answered", map[string]any{
			"Link": link, "Consultation": models.Texts{"en": attack}, "Ref": "C-000001", "Outcome": "noted", "Reason": attack,
			"Unsubscribe": unsubscribe, "Preferences": "https://charter.example/account/mail",
		}
		e := parsed(t, written(t, l))
		if e.GetHeader("Bcc") != "" || e.GetHeader("Message-Id") != "<0190-1@example.org>" || e.GetHeader("From") == "" {
			t.Errorf("%q: headers %v", attack, e.Root.Header)
		}
		for _, never := range []string{"<script", "<img", "<a href='", `href="https://evil`} {
			if strings.Contains(e.HTML, never) {
				t.Errorf("%q: %s", attack, e.HTML)
			}
		}
		if got := e.GetHeader("List-Unsubscribe"); got != "<"+unsubscribe+">" {
			t.Errorf("List-Unsubscribe %q", got)
		}
		if got := e.GetHeader("List-Unsubscribe-Post"); got != "List-Unsubscribe=One-Click" {
			t.Errorf("List-Unsubscribe-Post %q", got)
		}
	}
}

func TestSend_anAddressThatIsNoneIsNotInTheErrorAndNotTriedAgain(t *testing.T) {
	t.Parallel()
	l := confirm("en")
	for _, to := range []string{"dana dana", "", "dana@example.org\r\nBcc: eve@example.org", "a@b, c@d"} {
		l.To = to
		err := travaux.NewFolder(t.TempDir(), composer(t), time.Now).Send(t.Context(), l)
		why, ok := err.(*models.MailError)
		if !ok || !why.Permanent || strings.Contains(err.Error(), "dana") {
			t.Errorf("%q: %v", to, err)
		}
	}
}
