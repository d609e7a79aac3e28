package app

import (
	"os"
	"path/filepath"
	"testing"

	"travaux/internal/config"
	"travaux/models"
)

// Two instances share a data folder: what one keeps must not be undone by what the other remembers from its start.
func TestHeads_whatAnotherInstanceKeptStays(t *testing.T) {
	t.Parallel()
	cfg := config.Config{DataDir: t.TempDir()}
	one, two := newHeads(cfg), newHeads(cfg)
	for _, step := range []struct {
		by   *headsFile
		head models.LogHead
	}{{one, models.LogHead{Base: "a", Size: 3}}, {two, models.LogHead{Base: "b", Size: 7}}, {one, models.LogHead{Base: "a", Size: 9}}} {
		if err := step.by.Keep(step.head); err != nil {
			t.Fatal(err)
		}
	}
	for base, size := range map[string]int64{"a": 9, "b": 7} {
		for i, h := range []*headsFile{one, two} {
			if head, ok, err := h.Head(base); !ok || err != nil || head.Size != size {
				t.Errorf("instance %d knows %d of %s, %v", i, head.Size, base, err)
			}
		}
	}
	left, err := filepath.Glob(filepath.Join(cfg.DataDir, ".heads-*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestHeads_whatCannotBeReadOrWrittenIsTold(t *testing.T) {
	t.Parallel()
	cfg := config.Config{DataDir: t.TempDir()}
	h := newHeads(cfg)
	if err := os.WriteFile(h.path, []byte("{half a fi"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.Head("a"); err == nil {
		t.Error("a broken file is taken for none: a size could be signed twice")
	}
	if err := h.Keep(models.LogHead{Base: "a"}); err == nil {
		t.Error("a broken file is written over")
	}
	away := newHeads(config.Config{DataDir: filepath.Join(cfg.DataDir, "away")})
	if err := away.Keep(models.LogHead{Base: "a"}); err == nil {
		t.Error("a head is kept in a folder that is not there")
	}
}
