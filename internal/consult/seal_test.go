package consult

import "testing"

func TestSeal_opensOnlyWithTheSameKeyAndPurpose(t *testing.T) {
	t.Parallel()
	s, other := &Service{key: make([]byte, 32)}, &Service{key: []byte("another key of thirty-two bytes!")}
	sealed := s.seal("mail", []byte("to whom it may concern"))
	if plain, err := s.unseal("mail", sealed); err != nil || string(plain) != "to whom it may concern" {
		t.Fatalf("got %q, %v", plain, err)
	}
	changed := append([]byte(nil), sealed...)
	changed[len(changed)-1] ^= 1
	for name, try := range map[string]func() ([]byte, error){
		"another purpose": func() ([]byte, error) { return s.unseal("form", sealed) },
		"another key":     func() ([]byte, error) { return other.unseal("mail", sealed) },
		"changed":         func() ([]byte, error) { return s.unseal("mail", changed) },
		"cut":             func() ([]byte, error) { return s.unseal("mail", sealed[:5]) },
	} {
		if plain, err := try(); err == nil {
			t.Errorf("%s: opened as %q", name, plain)
		}
	}
}
