package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// SMTP gives the URL of the mail server, read from its file when one is named; nil: mail is written to files. Its
// errors do not quote it: it holds a password.
func (c Config) SMTP() (*url.URL, error) {
	said := c.SMTPURL
	if c.SMTPURLFile != "" {
		b, err := os.ReadFile(c.SMTPURLFile)
		if err != nil {
			return nil, fmt.Errorf("read the mail server's URL: %w", err)
		}
		said = strings.TrimSpace(string(b))
	}
	if said == "" {
		return nil, nil
	}
	u, err := url.Parse(said)
	switch {
	case err != nil || (u.Scheme != "smtp" && u.Scheme != "smtps") || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.Fragment != "":
		return nil, errors.New("TRAVAUX_SMTP_URL is not smtp://USER:PASSWORD@HOST:PORT or smtps://…")
	case u.Port() != "" && !port(u.Port()):
		return nil, errors.New("TRAVAUX_SMTP_URL: the port is none")
	case u.RawQuery != "" && u.RawQuery != "tls=none":
		return nil, errors.New("TRAVAUX_SMTP_URL: after ? only tls=none is known")
	case u.RawQuery == "tls=none" && (u.Scheme == "smtps" || !here(u.Hostname())):
		return nil, errors.New("TRAVAUX_SMTP_URL: tls=none is for smtp:// to this machine only")
	}
	return u, nil
}

func port(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// here tells whether a host is this machine.
func here(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// MailServer names the mail server without the password; empty: there is none.
func (c Config) MailServer() string {
	u, err := c.SMTP()
	if err != nil || u == nil {
		return ""
	}
	if u.Port() == "" {
		return u.Scheme + "://" + u.Hostname()
	}
	return u.Scheme + "://" + net.JoinHostPort(u.Hostname(), u.Port())
}
