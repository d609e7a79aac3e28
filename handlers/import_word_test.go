package handlers_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"travaux/internal/testkit"
)

// Every Word file that others made is taken in, or refused by name.
func TestImport_wordFilesOfOthers(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "shared", "data", "docx", "*.docx"))
	if err != nil || len(files) == 0 {
		t.Skipf("the real files are not here: %v", err)
	}
	refused := map[string]string{
		"openxml-password-protected.docx": "protected by a password", "mammoth-empty.docx": "No text was found",
		"python-docx-doc-no-coreprops.docx": "No text was found",
	}
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		for i, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(file)
			p := b.send(url.Values{"slug": {fmt.Sprintf("text-%d", i)}, "title": {name}, "language": {"en"}}, name, string(content))
			says, no := refused[name]
			switch {
			case no && (p.status != 422 || !strings.Contains(p.body, says)):
				t.Errorf("%s: %d, not %q: %.3000s", name, p.status, says, p.body)
			case !no && p.status != 303:
				t.Errorf("%s: %d %.3000s", name, p.status, p.body)
			}
		}
		t.Logf("%d files", len(files))
	})
}

// packed is an archive of parts, each so many bytes of one character.
func packed(t *testing.T, size int, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	block := bytes.Repeat([]byte("A"), 1<<20)
	for _, name := range names {
		f, err := z.Create(name)
		for n := size; err == nil && n > 0; n -= len(block) {
			_, err = f.Write(block[:min(n, len(block))])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// parted is a Word file with these parts.
func parted(t *testing.T, parts map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// watchHeap looks often at how much of the heap is taken, until it is stopped.
func watchHeap() (highest *atomic.Uint64, stop func()) {
	highest = &atomic.Uint64{}
	done, ended := make(chan struct{}), make(chan struct{})
	look := func() {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		highest.Store(max(highest.Load(), m.HeapAlloc))
	}
	go func() {
		defer close(ended)
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				look()
			}
		}
	}()
	return highest, func() { close(done); <-ended; look() }
}

// On SQLite alone: it looks at the memory of the whole process, so nothing else runs beside it; the file is refused before
// any database is asked.
func TestImport_bombsAreRefusedQuicklyAndLeaveNothing(t *testing.T) { //nolint:paralleltest // it looks at the memory of the process
	s := newSite(t, testkit.SQLite(t))
	b := manager(t, s)
	temporary := t.TempDir()
	defer debug.SetGCPercent(debug.SetGCPercent(20)) // what is no longer used counts too
	t.Setenv("TMPDIR", temporary)
	crowd := make([]string, 60_000)
	for i := range crowd {
		crowd[i] = fmt.Sprintf("word/p%d.xml", i)
	}
	const open = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	laughs := `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + open + "&b;</w:body></w:document>"
	cases := map[string]struct{ content, says string }{
		"512 MB":          {packed(t, 512<<20, "word/document.xml"), "unpacks to far more"},
		"60,000 entries":  {packed(t, 0, crowd...), "unpacks to far more"},
		"nested archives": {parted(t, map[string]string{"word/document.xml": packed(t, 16<<20, "word/document.xml")}), "is damaged"},
		"billion laughs":  {parted(t, map[string]string{"word/document.xml": laughs}), "declares entities"},
		"200,000 deep":    {parted(t, map[string]string{"word/document.xml": open + strings.Repeat("<w:p>", 200_000)}), "is too large"},
		"cut":             {packed(t, 1000, "word/document.xml")[:80], "is damaged"},
		"a folder outside": {parted(t, map[string]string{
			"word/document.xml":            open + "</w:body></w:document>",
			"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`,
		}), "parts that are outside it"},
	}
	typed := url.Values{"slug": {"bomb"}, "title": {"Bomb"}, "language": {"en"}}
	for name, c := range cases {
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		highest, stop := watchHeap()
		start := time.Now()
		p := b.send(typed, "bomb.docx", c.content)
		took := time.Since(start)
		stop()
		if p.status != 422 || !strings.Contains(p.body, c.says) {
			t.Errorf("%s: %d, not %q: %.3000s", name, p.status, c.says, p.body)
		}
		grown := int64(highest.Load()) - int64(before.HeapAlloc)
		t.Logf("%s: %d kB, %s, %d MB", name, len(c.content)>>10, took.Round(time.Millisecond), grown>>20)
		if took > 5*time.Second || grown > 64<<20 {
			t.Errorf("%s took %s and %d MB", name, took, grown>>20)
		}
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	drafts, err := s.Consult().Drafts(t.Context(), s.system().Actor, "town")
	if err != nil || len(drafts) != 0 {
		t.Errorf("left behind: %+v, %v", drafts, err)
	}
}
