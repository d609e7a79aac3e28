package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"travaux/models"
)

// patience is how long a mail server may take for one message, from the connection to its last answer.
const patience = 30 * time.Second

// SMTP hands messages to a mail server (RFC 5321), each on a connection of its own.
type SMTP struct {
	by       *Composer
	host     string
	port     int
	implicit bool // TLS from the first byte
	plain    bool // no TLS: on this machine only
	user     *url.Userinfo
	roots    *x509.CertPool
	patience time.Duration
}

// Option changes how a mail server is spoken to; for tests.
type Option func(*SMTP)

// Trusting sets whose certificates are believed.
func Trusting(roots *x509.CertPool) Option { return func(s *SMTP) { s.roots = roots } }

// Patience sets how long one message may take.
func Patience(d time.Duration) Option { return func(s *SMTP) { s.patience = d } }

// NewSMTP makes a sender of a URL that config.CheckSMTP accepted: smtp://user:pass@host:587 must offer STARTTLS,
// smtps:// speaks TLS at once, and smtp://…?tls=none none at all.
func NewSMTP(u *url.URL, by *Composer, options ...Option) *SMTP {
	s := &SMTP{by: by, host: u.Hostname(), implicit: u.Scheme == "smtps", plain: u.Query().Get("tls") == "none", user: u.User, patience: patience}
	s.port, _ = strconv.Atoi(u.Port()) // checked; none gives the usual one
	if s.port == 0 {
		s.port = 587
		if s.implicit {
			s.port = 465
		}
	}
	for _, o := range options {
		o(s)
	}
	return s
}

// Send hands a message over. Its error is a *models.MailError.
func (s *SMTP) Send(ctx context.Context, l models.Letter) error {
	m, err := s.by.Message(l, gomail.EncodingQP)
	if err != nil {
		return err
	}
	err = s.session(ctx, func(c *gomail.Client, session *smtp.Client) error { return c.SendWithSMTPClient(session, m) })
	if err == nil || m.IsDelivered() { // what goes wrong after the server took it is no failure
		return nil
	}
	return mailError(err)
}

// Greet connects, speaks TLS and signs in, and sends nothing.
func (s *SMTP) Greet(ctx context.Context) error {
	return s.session(ctx, func(*gomail.Client, *smtp.Client) error { return nil })
}

// session opens a connection for as long as a function needs it.
func (s *SMTP) session(ctx context.Context, do func(*gomail.Client, *smtp.Client) error) error {
	var conn net.Conn
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		var err error
		if s.implicit {
			conn, err = (&tls.Dialer{Config: s.tls()}).DialContext(ctx, network, address)
		} else {
			conn, err = (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return conn, err
	}
	c, err := gomail.NewClient(s.host, append(s.options(), gomail.WithDialContextFunc(dial))...)
	if err != nil {
		return fmt.Errorf("prepare for the mail server: %w", err)
	}
	session, err := c.DialToSMTPClientWithContext(ctx)
	if conn != nil {
		defer func() { _ = conn.Close() }() // also where the greeting went wrong
		defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	}
	if err != nil {
		return fmt.Errorf("greet the mail server: %w", err)
	}
	if err := do(c, session); err != nil {
		return err
	}
	_ = c.CloseWithSMTPClient(session) // the message was taken: how the server says goodbye does not matter
	return nil
}

func (s *SMTP) tls() *tls.Config {
	return &tls.Config{ServerName: s.host, RootCAs: s.roots, MinVersion: tls.VersionTLS12}
}

func (s *SMTP) options() []gomail.Option {
	policy := gomail.TLSMandatory
	if s.plain {
		policy = gomail.NoTLS
	}
	out := []gomail.Option{gomail.WithTLSPolicy(policy), gomail.WithTLSConfig(s.tls())}
	if s.implicit {
		out = append(out, gomail.WithSSL())
	}
	out = append(out, gomail.WithPort(s.port), gomail.WithTimeout(s.patience), gomail.WithHELO(s.by.domain))
	if s.user != nil {
		password, _ := s.user.Password()
		out = append(out, gomail.WithUsername(s.user.Username()), gomail.WithPassword(password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return out
}

// mailError says what of an error may be kept: a code, and whether the server meant this message and meant it for good.
// A refusal of the sender or of the connection is the installation's fault, and will be mended.
func mailError(err error) error {
	var late net.Error
	if errors.As(err, &late) && late.Timeout() || errors.Is(err, context.DeadlineExceeded) {
		return &models.MailError{Code: "timeout"}
	}
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return &models.MailError{Code: "connection"}
	}
	status := refused.ErrorCode()
	if status == 0 {
		return &models.MailError{Code: "broken_off"}
	}
	aboutThis := refused.Reason != gomail.ErrSMTPMailFrom && refused.Reason != gomail.ErrConnCheck
	return &models.MailError{Code: strconv.Itoa(status), Permanent: aboutThis && status >= 500 && status < 600}
}
