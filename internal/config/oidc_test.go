package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/config"
)

// vars are variables as the process has them.
func vars(all map[string]string) func(string) string {
	return func(name string) string { return all[name] }
}

func TestReadOIDC_readsEachProvider(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("kept apart\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := config.Default()
	c.OIDCProviders = []string{"town", " land2"}
	err := c.ReadOIDC(vars(map[string]string{
		"TRAVAUX_OIDC_TOWN_ISSUER": "https://id.example.org", "TRAVAUX_OIDC_TOWN_CLIENT_ID": "a", "TRAVAUX_OIDC_TOWN_CLIENT_SECRET": "b",
		"TRAVAUX_OIDC_TOWN_NAME": "Townhall", "TRAVAUX_OIDC_TOWN_DOMAINS": "example.org, ,example.net",
		"TRAVAUX_OIDC_LAND2_ISSUER": "https://land.example.org/realm", "TRAVAUX_OIDC_LAND2_CLIENT_ID": "c", "TRAVAUX_OIDC_LAND2_CLIENT_SECRET_FILE": file,
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := []config.OIDCProvider{
		{ID: "town", Name: "Townhall", Issuer: "https://id.example.org", ClientID: "a", ClientSecret: "b", Domains: []string{"example.org", "example.net"}},
		{ID: "land2", Name: "land2", Issuer: "https://land.example.org/realm", ClientID: "c", ClientSecret: "kept apart"},
	}
	if diff := cmp.Diff(want, c.OIDC); diff != "" {
		t.Error(diff)
	}
	if err := c.Check(); err != nil {
		t.Error(err)
	}
}

func TestReadOIDC_whatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	whole := map[string]string{"TRAVAUX_OIDC_TOWN_ISSUER": "https://id.example.org", "TRAVAUX_OIDC_TOWN_CLIENT_ID": "a"}
	for name, in := range map[string]struct {
		named []string
		vars  map[string]string
	}{
		"twice":                       {[]string{"town", "town"}, whole},
		"capital letters":             {[]string{"Town"}, whole},
		"no name":                     {[]string{""}, whole},
		"no issuer":                   {[]string{"town"}, map[string]string{"TRAVAUX_OIDC_TOWN_CLIENT_ID": "a"}},
		"no client":                   {[]string{"town"}, map[string]string{"TRAVAUX_OIDC_TOWN_ISSUER": "https://id.example.org"}},
		"a file that is not there is": {[]string{"town"}, map[string]string{"TRAVAUX_OIDC_TOWN_ISSUER": "x", "TRAVAUX_OIDC_TOWN_CLIENT_ID": "a", "TRAVAUX_OIDC_TOWN_CLIENT_SECRET_FILE": "/nowhere/x"}},
	} {
		c := config.Default()
		c.OIDCProviders = in.named
		if err := c.ReadOIDC(vars(in.vars)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestCheck_anIssuerIsAnAddressThatCanBeAsked(t *testing.T) {
	t.Parallel()
	for issuer, want := range map[string]struct{ ok, inward bool }{
		"https://id.example.org":       {true, true},
		"https://id.example.org:8443/": {true, true},
		"https://id.example.org/a/b":   {true, true},
		"http://127.0.0.1:9000":        {true, true},
		"http://localhost/realm":       {true, true},
		"http://[::1]:9000":            {true, true},
		"http://id.internal":           {false, true},
		"id.example.org":               {}, "": {}, "https://": {}, "https://:443": {}, "ftp://id.example.org": {},
		"https://id.example.org:0": {}, "https://id.example.org:99999": {}, "https://me@id.example.org": {}, "https://id.example.org?a=b": {},
		"https://id.example.org#a": {}, "https://id example.org": {}, "javascript://id.example.org": {},
	} {
		for _, inward := range []bool{false, true} {
			c := config.Default()
			c.OIDCAllowInward, c.OIDC = inward, []config.OIDCProvider{{ID: "town", Issuer: issuer, ClientID: "a"}}
			if ok := c.Check() == nil; ok != map[bool]bool{false: want.ok, true: want.inward}[inward] {
				t.Errorf("%q, inward %v: %v", issuer, inward, ok)
			}
		}
	}
}
