// Package config is what an operator can set, each field with a default that works.
//
// The fields bear kong's tags, so every flag of `serve` has its variable and the other way round. The
// package reads no flags itself and knows nothing of what the fields are used for, except for the secret:
// where it is kept when nobody gives one.
package config

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Config is the configuration of one process. The zero value is not usable: kong, or Default, fills it.
type Config struct {
	Addr            string        `env:"TRAVAUX_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 takes any free one."`
	DatabaseURL     string        `env:"TRAVAUX_DATABASE_URL" default:"sqlite:var/travaux.db" placeholder:"URL" help:"sqlite:FILE or postgres://…"`
	DatabaseURLFile string        `env:"TRAVAUX_DATABASE_URL_FILE" placeholder:"FILE" help:"A file that holds the database URL."`
	BaseURL         string        `env:"TRAVAUX_BASE_URL" placeholder:"URL" help:"How people reach this server; default: the address it listens on. https makes cookies Secure."`
	DataDir         string        `env:"TRAVAUX_DATA_DIR" default:"var" placeholder:"DIR" help:"Where files are kept: the secret, mail in development."`
	MailFrom        string        `env:"TRAVAUX_MAIL_FROM" default:"travaux@localhost" placeholder:"ADDRESS" help:"The address that mail is sent from."`
	SMTPURL         string        `name:"smtp-url" env:"TRAVAUX_SMTP_URL" placeholder:"URL" help:"The mail server: smtp://USER:PASSWORD@HOST:587, smtps://…; default: mail is written to files in the data folder."`
	SMTPURLFile     string        `name:"smtp-url-file" env:"TRAVAUX_SMTP_URL_FILE" placeholder:"FILE" help:"A file that holds the mail server's URL."`
	TrustedProxies  []string      `env:"TRAVAUX_TRUSTED_PROXIES" placeholder:"CIDR" help:"Address ranges whose X-Forwarded-For is believed."`
	Secret          string        `env:"TRAVAUX_SECRET" placeholder:"TEXT" help:"At least 32 characters that key the hashes of browser cookies; default: made in the data folder."`
	SecretFile      string        `env:"TRAVAUX_SECRET_FILE" placeholder:"FILE" help:"A file that holds the secret."`
	LogKey          string        `env:"TRAVAUX_LOG_KEY" placeholder:"HEX" help:"The key that signs the public logs, 64 hexadecimal digits; default: made in the data folder."`
	LogKeyFile      string        `env:"TRAVAUX_LOG_KEY_FILE" placeholder:"FILE" help:"A file that holds the key of the public logs."`
	Drain           time.Duration `env:"TRAVAUX_DRAIN" default:"5s" help:"How long to stay up, not ready, before closing."`
	Limits          string        `env:"TRAVAUX_LIMITS" default:"default" enum:"default,off" help:"How often one may do what could be abused: default, or off, which every page then says."`
	Log             string        `env:"TRAVAUX_LOG" default:"text" enum:"text,json" help:"The form of the log: text or json."`
	Demo            bool          `env:"TRAVAUX_DEMO" help:"Show /demo, where anybody can be one of the example's people; on loopback only."`
	OIDCProviders   []string      `name:"oidc-providers" env:"TRAVAUX_OIDC_PROVIDERS" placeholder:"NAME" help:"Providers of identities; each has TRAVAUX_OIDC_<NAME>_ISSUER, _CLIENT_ID, _CLIENT_SECRET or _CLIENT_SECRET_FILE, _NAME and _DOMAINS."`
	OIDCAllowInward bool          `name:"oidc-allow-private" env:"TRAVAUX_OIDC_ALLOW_PRIVATE" help:"Providers may be at addresses that only this network reaches."`

	OIDC []OIDCProvider `kong:"-"` // see ReadOIDC
	Role string         `kong:"-"` // of a process that serves: web, worker, or all that is to be done; a flag of `serve`
}

// Default gives the configuration that no flag and no variable changes, for tests and other programs.
func Default() Config {
	return Config{
		Addr: "127.0.0.1:8080", DatabaseURL: "sqlite:var/travaux.db", DataDir: "var",
		MailFrom: "travaux@localhost", Drain: 5 * time.Second, Limits: "default", Log: "text",
	}
}

// Database gives the database URL, read from its file when one is named.
func (c Config) Database() (string, error) {
	if c.DatabaseURLFile == "" {
		return c.DatabaseURL, nil
	}
	b, err := os.ReadFile(c.DatabaseURLFile)
	if err != nil {
		return "", fmt.Errorf("read the database URL: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// Check tells what contradicts itself before anything is opened.
func (c Config) Check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("TRAVAUX_ADDR %q is not HOST:PORT", c.Addr)
	}
	if c.Demo && !c.Loopback() {
		return errors.New("--demo lets anybody be anybody: it needs an address on loopback")
	}
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
			return fmt.Errorf("TRAVAUX_BASE_URL %q is not http(s)://HOST", c.BaseURL)
		}
	}
	if _, err := mail.ParseAddress(c.MailFrom); err != nil {
		return fmt.Errorf("TRAVAUX_MAIL_FROM %q is not an address", c.MailFrom)
	}
	if _, err := c.SMTP(); err != nil {
		return err
	}
	for _, p := range c.OIDC {
		if err := p.check(c.OIDCAllowInward); err != nil {
			return err
		}
	}
	_, err := c.Proxies()
	return err
}

// Proxies gives the address ranges whose X-Forwarded-For is believed.
func (c Config) Proxies() ([]*net.IPNet, error) {
	var out []*net.IPNet
	for _, s := range c.TrustedProxies {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, aerr := netip.ParseAddr(s)
			if aerr != nil {
				return nil, fmt.Errorf("TRAVAUX_TRUSTED_PROXIES: %q is not an address range", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		p = p.Masked()
		out = append(out, &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())})
	}
	return out, nil
}

// Loopback tells whether only this machine can reach the address listened on.
func (c Config) Loopback() bool {
	host, _, err := net.SplitHostPort(c.Addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Path names a file or folder in the data folder.
func (c Config) Path(elem ...string) string {
	return filepath.Join(append([]string{c.DataDir}, elem...)...)
}
