package templates

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPreview writes every sample where TRAVAUX_PREVIEW says, to be looked at in a browser.
func TestPreview(t *testing.T) {
	t.Parallel()
	dir := os.Getenv("TRAVAUX_PREVIEW")
	if dir == "" {
		t.Skip("TRAVAUX_PREVIEW names no folder")
	}
	for _, lang := range []string{"en", "ar", "zh"} {
		for _, p := range All() {
			pages, err := p.Samples(lang)
			if err != nil {
				t.Fatal(err)
			}
			for i, html := range pages {
				name := filepath.Join(dir, fmt.Sprintf("%s.%d.%s.html", p.Name(), i, lang))
				local := strings.ReplaceAll(string(html), `"/assets/`, `"assets/`)
				if err := os.WriteFile(name, []byte(local), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for name, hash := range hashes() {
		_, content, _ := AssetFile(hash + "." + name)
		if err := os.WriteFile(filepath.Join(dir, "assets", hash+"."+name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
