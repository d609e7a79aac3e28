package config

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// leastSecret is how many characters a secret must have to be worth its name.
const leastSecret = 32

// Key gives the 32 bytes that key the hashes of browser cookies: of the secret that was given, or of the
// one in the data folder, which is made at first use and readable to its owner only.
func (c Config) Key() ([]byte, error) {
	secret, err := c.secret()
	if err != nil {
		return nil, err
	}
	if len(secret) < leastSecret {
		return nil, fmt.Errorf("TRAVAUX_SECRET has %d characters, it needs %d", len(secret), leastSecret)
	}
	sum := sha256.Sum256([]byte(secret))
	return sum[:], nil
}

// LogSeed gives the text of the key that signs the public logs: what was given, or what is in the data folder, which
// is made at first use like the secret.
func (c Config) LogSeed() (string, error) {
	return c.given(c.LogKey, c.LogKeyFile, "log-key", "TRAVAUX_LOG_KEY")
}

func (c Config) secret() (string, error) {
	return c.given(c.Secret, c.SecretFile, "secret", "TRAVAUX_SECRET")
}

// given is a secret as it was given, else from its file, else from the data folder, where it is made at first use.
func (c Config) given(text, file, inData, variable string) (string, error) {
	if text != "" {
		return strings.TrimSpace(text), nil
	}
	if file != "" {
		return readSecret(file)
	}
	database, err := c.Database()
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(database, "sqlite:") && !c.Loopback() {
		return "", errors.New(variable + " is required with PostgreSQL: every instance needs the same")
	}
	name := c.Path(inData)
	secret, err := readSecret(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if err := c.makeSecret(name); err != nil {
		return "", err
	}
	return readSecret(name)
}

func readSecret(name string) (string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("read the secret: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
}

// makeSecret writes the file whole or not at all: of two processes that start at once, one wins.
func (c Config) makeSecret(name string) error {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	f, err := os.CreateTemp(c.DataDir, ".secret-*") // 0600
	if err != nil {
		return fmt.Errorf("make the secret: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // the link below stays
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	_, err = f.WriteString(hex.EncodeToString(b[:]) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the secret: %w", err)
	}
	if err := os.Link(f.Name(), name); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("keep the secret: %w", err)
	}
	return nil
}
