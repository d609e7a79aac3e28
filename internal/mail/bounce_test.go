package mail_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	travaux "travaux/internal/mail"
	"travaux/models"
)

// returned is what a mail server sends of a message that came back (RFC 3464, appendix E).
func returned(id, action, status string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@mx.example
To: charter@example.org
Subject: Undelivered mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

dana@example.org is not here.
>From now on, that is.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; dana@example.org
Action: `+action+`
Status: `+status+` (a remark)
Diagnostic-Code: smtp; 550 no dana here

--b
Content-Type: message/rfc822

From: charter@example.org
To: dana@example.org
Message-ID: <`+id+`@example.org>
Subject: Your link to sign in

https://charter.example/sign-in/SECRET
--b--
`, "\n", "\r\n")
}

const letter = "From: eve@example.org\r\nSubject: Hello\r\nMessage-ID: <of-ours@example.org>\r\n\r\nStatus: 5.1.1\r\n"

// read reads a file or folder of reports.
func read(t *testing.T, path string) ([]models.Bounce, int) {
	t.Helper()
	all, others, err := travaux.Bounces(path)
	if err != nil {
		t.Fatal(err)
	}
	return all, others
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestBounces_ofAMessageAnMboxAndAMaildir(t *testing.T) {
	t.Parallel()
	gone, full := models.Bounce{MessageID: "one", Status: "5.1.1", Permanent: true}, models.Bounce{MessageID: "two", Status: "4.2.2"}
	dir := t.TempDir()
	file := filepath.Join(dir, "one.eml")
	write(t, file, returned("one", "failed", "5.1.1"))
	all, others := read(t, file)
	if diff := cmp.Diff([]models.Bounce{gone}, all); diff != "" || others != 0 {
		t.Errorf("message: %d others, %s", others, diff)
	}
	const mark = "From MAILER-DAEMON Thu Jan  1 00:00:00 2026\r\n"
	box := filepath.Join(dir, "box")
	write(t, box, mark+returned("one", "failed", "5.1.1")+"\r\n"+mark+letter+"\r\n"+mark+returned("two", "delayed", "4.2.2"))
	all, others = read(t, box)
	if diff := cmp.Diff([]models.Bounce{gone, full}, all); diff != "" || others != 1 {
		t.Errorf("mbox: %d others, %s", others, diff)
	}
	folder := filepath.Join(dir, "maildir")
	for _, sub := range []string{"new", "cur", "tmp"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(folder, "cur", "1:2,S"), returned("one", "failed", "5.1.1"))
	write(t, filepath.Join(folder, "new", "2"), returned("two", "delayed", "4.2.2"))
	write(t, filepath.Join(folder, "new", "3"), letter)
	write(t, filepath.Join(folder, "tmp", "4"), returned("half", "failed", "5.1.1"))
	all, others = read(t, folder)
	if diff := cmp.Diff([]models.Bounce{gone, full}, all); diff != "" || others != 1 {
		t.Errorf("maildir: %d others, %s", others, diff)
	}
}

func TestBounces_onlyAFailureForGoodIsOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		action, status string
		permanent      bool
	}{
		{"failed", "5.7.1", true},
		{"Failed", "5.1.1", true},
		{"failed", "4.4.7", false},
		{"delayed", "5.1.1", false},
		{"delivered", "2.0.0", false},
		{"relayed", "5.0.0", false},
	} {
		file := filepath.Join(t.TempDir(), "m.eml")
		write(t, file, returned("one", c.action, c.status))
		if all, _ := read(t, file); len(all) != 1 || all[0].Permanent != c.permanent {
			t.Errorf("%s %s: %+v", c.action, c.status, all)
		}
	}
}

func TestBounces_whatIsNoReportIsPassedOver(t *testing.T) {
	t.Parallel()
	good := returned("one", "failed", "5.1.1")
	for name, content := range map[string]string{
		"nothing": "", "noise": "\x00\xff\x00", "a letter": letter, "only a head": "From: a@example.org\r\n\r\n",
		"no original":     good[:strings.Index(good, "--b\r\nContent-Type: message/rfc822")],
		"no status":       strings.ReplaceAll(good, "Status: ", "X-Status: "),
		"no boundary":     strings.ReplaceAll(good, `boundary="b"`, ""),
		"no Message-ID":   strings.ReplaceAll(good, "Message-ID", "X-ID"),
		"another format":  strings.ReplaceAll(good, "multipart/report", "multipart/mixed"),
		"an empty status": strings.ReplaceAll(good, "5.1.1 (a remark)", ""),
	} {
		file := filepath.Join(t.TempDir(), "m.eml")
		write(t, file, content)
		if all, others := read(t, file); len(all) != 0 || others != 1 {
			t.Errorf("%s: %+v, %d others", name, all, others)
		}
	}
	for _, path := range []string{filepath.Join(t.TempDir(), "missing"), t.TempDir()} {
		if _, _, err := travaux.Bounces(path); err == nil {
			t.Errorf("%s is read", path)
		}
	}
}
