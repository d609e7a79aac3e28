package names

import (
	_ "embed" // the table
	"strings"
	"sync"

	"golang.org/x/net/idna"
)

// Domain writes a domain of mail the one way it is compared (IDNA, lower case, ASCII); ok is false for what is none,
// an address with a scheme or a path, for example.
func Domain(s string) (domain string, ok bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), ".")
	if strings.ContainsAny(s, "/:@ \t\r\n[]*") {
		return "", false
	}
	d, err := idna.Lookup.ToASCII(s)
	if err != nil || len(d) > 253 || !strings.Contains(d, ".") || strings.Contains(d, "..") {
		return "", false
	}
	last := d[strings.LastIndexByte(d, '.')+1:]
	return d, strings.Trim(last, "0123456789") != "" // an IP address is not a domain
}

// DomainOf is the domain of an address, as Domain writes it.
func DomainOf(email string) (domain string, ok bool) {
	i := strings.LastIndexByte(email, '@')
	if i < 0 {
		return "", false
	}
	return Domain(email[i+1:])
}

//go:embed data/mail_providers.txt
var providerList string

var providers = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, d := range strings.Fields(providerList) {
		out[d] = true
	}
	return out
})

// IsProvider tells whether anybody may have an address at a domain, so that it says nothing of its owner.
func IsProvider(domain string) bool { return providers()[domain] }
