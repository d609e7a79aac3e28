package consult

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// errSealed says that something sealed was made with another key, for another purpose, or was changed.
var errSealed = errors.New("consult: what was sealed cannot be opened with this key")

// subkey is the key for one purpose, derived from the secret of the installation (RFC 5869), so that nothing made
// for one purpose is of use for another.
func (s *Service) subkey(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, s.key, nil, "travaux "+purpose, 32)
	if err != nil {
		panic(fmt.Sprintf("derive a key: %v", err)) // 32 bytes are always to be had
	}
	return key
}

// keyed hashes a value so that only who has the secret of the installation can try values; hex.
func (s *Service) keyed(purpose, value string) string {
	m := hmac.New(sha256.New, s.subkey(purpose))
	m.Write([]byte(value))
	return hex.EncodeToString(m.Sum(nil))
}

func (s *Service) sealer(purpose string) cipher.AEAD {
	block, err := aes.NewCipher(s.subkey(purpose))
	if err == nil {
		var gcm cipher.AEAD
		if gcm, err = cipher.NewGCMWithRandomNonce(block); err == nil {
			return gcm
		}
	}
	panic(fmt.Sprintf("make a cipher: %v", err)) // the key is always of 32 bytes
}

// seal encrypts what must not be read in the database (AES-256-GCM); unseal gives it back.
func (s *Service) seal(purpose string, plain []byte) []byte {
	return s.sealer(purpose).Seal(nil, nil, plain, nil)
}

// unseal opens what seal closed. Error errSealed.
func (s *Service) unseal(purpose string, sealed []byte) ([]byte, error) {
	plain, err := s.sealer(purpose).Open(nil, nil, sealed, nil)
	if err != nil {
		return nil, errSealed
	}
	return plain, nil
}
