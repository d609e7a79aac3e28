package oidc

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// How long and how much a provider may answer.
const (
	within = 10 * time.Second
	most   = 1 << 20 // bytes
)

// errInward says that a name led to an address that is not for the world.
var errInward = errors.New("oidc: the address is not a public one")

// inwardRanges are addresses that reach no public server: of this machine, of its network, and of what wraps or
// translates to them (IANA special-purpose registries, RFC 6890).
var inwardRanges = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
	"::/127", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
	"fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)

func prefixes(all ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(all))
	for i, s := range all {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// public tells whether an address is one that the whole world reaches.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range inwardRanges {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast()
}

// reach says which addresses may be called: of a provider on loopback only those, else the public ones, or all where the
// operator allows it.
func reach(local, inward bool) func(netip.Addr) bool {
	switch {
	case inward:
		return func(netip.Addr) bool { return true }
	case local:
		return func(a netip.Addr) bool { return a.Unmap().IsLoopback() }
	}
	return public
}

// newClient calls nobody but who is allowed: the address is looked at after the name was resolved, on each connection. It
// follows no redirect, asks no proxy, and reads and waits no longer than it must.
func newClient(allowed func(netip.Addr) bool) *http.Client {
	d := &net.Dialer{Timeout: within, Control: func(_, address string, _ syscall.RawConn) error {
		a, err := netip.ParseAddrPort(address)
		if err != nil || !allowed(a.Addr()) {
			return fmt.Errorf("%w: %s", errInward, address)
		}
		return nil
	}}
	t := &http.Transport{
		DialContext: d.DialContext, TLSHandshakeTimeout: within, ResponseHeaderTimeout: within, MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 2, IdleConnTimeout: time.Minute, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12},
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &http.Client{Transport: short{t}, Timeout: within, CheckRedirect: stay}
}

// short cuts an answer that is too long.
type short struct{ next http.RoundTripper }

// RoundTrip sends one request.
func (s short) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := s.next.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, most)
	}
	return res, err
}
