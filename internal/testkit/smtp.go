package testkit

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// PostOffice is a mail server on loopback that keeps what it is given.
type PostOffice struct {
	URL   *url.URL
	Roots *x509.CertPool // whoever believes these believes the server; nil: it speaks no TLS
	// Rcpt and Data say what is answered; nil: everything is taken. What Data sees was received whole.
	Rcpt  func(to string) error
	Data  func(message []byte) error
	mu    sync.Mutex
	taken [][]byte
}

// ErrHangUp, as the answer to Data, is no answer: the connection ends.
var ErrHangUp = errors.New("testkit: hang up")

// NewPostOffice starts a mail server that offers STARTTLS with a certificate of its own making.
func NewPostOffice(t testing.TB) *PostOffice {
	t.Helper()
	cert, roots := certificate(t)
	p := &PostOffice{Roots: roots}
	p.URL = p.serve(t, "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12})
	return p
}

// NewPlainPostOffice starts one without TLS.
func NewPlainPostOffice(t testing.TB, addr string) *PostOffice {
	t.Helper()
	p := &PostOffice{}
	p.URL = p.serve(t, addr, nil)
	p.URL.RawQuery = "tls=none"
	return p
}

func (p *PostOffice) serve(t testing.TB, addr string, secure *tls.Config) *url.URL {
	t.Helper()
	l, err := net.Listen("tcp", addr)
	Must(t, err)
	s := smtp.NewServer(p)
	s.Domain, s.TLSConfig, s.ReadTimeout, s.WriteTimeout = "127.0.0.1", secure, time.Minute, time.Minute
	s.ErrorLog = quiet{}
	var serving sync.WaitGroup
	serving.Go(func() { _ = s.Serve(l) }) // it ends when it is closed
	t.Cleanup(func() { _ = s.Close(); serving.Wait() })
	return &url.URL{Scheme: "smtp", Host: l.Addr().String()}
}

// Taken are the messages that were received whole, answered or not, oldest first.
func (p *PostOffice) Taken() [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([][]byte(nil), p.taken...)
}

// NewSession implements smtp.Backend.
func (p *PostOffice) NewSession(c *smtp.Conn) (smtp.Session, error) { return &counter{p, c}, nil }

// counter is one conversation.
type counter struct {
	*PostOffice
	conn *smtp.Conn
}

func (c *counter) Reset()                               {}
func (c *counter) Logout() error                        { return nil }
func (c *counter) Mail(string, *smtp.MailOptions) error { return nil }

func (c *counter) Rcpt(to string, _ *smtp.RcptOptions) error {
	if c.PostOffice.Rcpt == nil {
		return nil
	}
	return c.PostOffice.Rcpt(to)
}

func (c *counter) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	c.mu.Lock()
	c.taken = append(c.taken, b)
	c.mu.Unlock()
	if c.PostOffice.Data == nil {
		return nil
	}
	err = c.PostOffice.Data(b)
	if errors.Is(err, ErrHangUp) {
		_ = c.conn.Conn().Close() // that is the point
	}
	return err
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certificate makes one for this machine, signed by itself.
func certificate(t testing.TB) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	Must(t, err)
	template := &x509.Certificate{ // good for ever: no clock is needed
		SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	Must(t, err)
	cert, err := x509.ParseCertificate(der)
	Must(t, err)
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}
