package config_test

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/alecthomas/kong"
	"github.com/google/go-cmp/cmp"

	"travaux/internal/config"
)

func TestConfig_defaultsAreThoseOfTheFlags(t *testing.T) {
	t.Parallel()
	var got config.Config
	k, err := kong.New(&got)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Parse(nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, config.Default()); diff != "" {
		t.Errorf("-flags +Default:\n%s", diff)
	}
}

func TestCheck_contradictionsAreNamedBeforeAnythingOpens(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit func(*config.Config)
		ok   bool
	}{
		"defaults":                 {func(*config.Config) {}, true},
		"demo on loopback":         {func(c *config.Config) { c.Demo = true }, true},
		"demo on IPv6 loopback":    {func(c *config.Config) { c.Demo, c.Addr = true, "[::1]:80" }, true},
		"demo for everybody":       {func(c *config.Config) { c.Demo, c.Addr = true, ":8080" }, false},
		"demo on every address":    {func(c *config.Config) { c.Demo, c.Addr = true, "0.0.0.0:8080" }, false},
		"no port":                  {func(c *config.Config) { c.Addr = "127.0.0.1" }, false},
		"base URL":                 {func(c *config.Config) { c.BaseURL = "https://example.org" }, true},
		"base URL with a path":     {func(c *config.Config) { c.BaseURL = "https://example.org/x" }, false},
		"base URL without scheme":  {func(c *config.Config) { c.BaseURL = "example.org" }, false},
		"base URL of a script":     {func(c *config.Config) { c.BaseURL = "javascript://example.org" }, false},
		"proxies":                  {func(c *config.Config) { c.TrustedProxies = []string{"10.0.0.0/8", "::1"} }, true},
		"proxies that are no such": {func(c *config.Config) { c.TrustedProxies = []string{"proxy"} }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config.Default()
			c.edit(&cfg)
			if err := cfg.Check(); (err == nil) != c.ok {
				t.Errorf("got %v, want ok=%v", err, c.ok)
			}
		})
	}
}

func TestKey_isMadeOnceAndKeptToItsOwner(t *testing.T) {
	t.Parallel()
	cfg := config.Default()
	cfg.DataDir = filepath.Join(t.TempDir(), "new", "folder")
	keys := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range keys {
		wg.Go(func() { keys[i], _ = cfg.Key() })
	}
	wg.Wait()
	for _, k := range keys {
		if len(k) != 32 || !bytes.Equal(k, keys[0]) {
			t.Fatalf("keys differ: %x and %x", k, keys[0])
		}
	}
	info, err := os.Stat(cfg.Path("secret"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, want 600", info.Mode().Perm())
	}
	left, _ := filepath.Glob(cfg.Path(".secret-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestKey_givenSecrets(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "s")
	if err := os.WriteFile(file, []byte("0123456789abcdef0123456789abcdef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		edit func(*config.Config)
		ok   bool
	}{
		"short":                      {func(c *config.Config) { c.Secret = "short" }, false},
		"long":                       {func(c *config.Config) { c.Secret = "0123456789abcdef0123456789abcdef" }, true},
		"file":                       {func(c *config.Config) { c.SecretFile = file }, true},
		"missing file":               {func(c *config.Config) { c.SecretFile = file + "x" }, false},
		"PostgreSQL beyond loopback": {func(c *config.Config) { c.DatabaseURL, c.Addr = "postgres://x/y", ":80" }, false},
		"PostgreSQL on loopback":     {func(c *config.Config) { c.DatabaseURL = "postgres://x/y" }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config.Default()
			cfg.DataDir = t.TempDir()
			c.edit(&cfg)
			if _, err := cfg.Key(); (err == nil) != c.ok {
				t.Errorf("got %v, want ok=%v", err, c.ok)
			}
		})
	}
}
