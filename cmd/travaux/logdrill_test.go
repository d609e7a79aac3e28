package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"travaux/internal/merkle"
	"travaux/internal/testkit"
)

// logDrill is a real server that is killed again and again while people comment.
type logDrill struct {
	t        *testing.T
	env      []string
	mu       sync.Mutex
	promised map[string]string // receipts that were acknowledged, and the leaf each was promised
	heads    []string          // signed heads as they were public, in their order
}

// TestDrill_logKilled: what was acknowledged before a kill -9 keeps its promise, and no head ever contradicts an earlier one.
func TestDrill_logKilled(t *testing.T) {
	t.Parallel()
	rounds := 2
	if os.Getenv("TRAVAUX_DRILL") == "full" {
		rounds = 40
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.EmptySQLite, "postgres": testkit.EmptyPostgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			d := &logDrill{t: t, promised: map[string]string{}}
			d.env = append(environment(t, database(t)), "TRAVAUX_LIMITS=off")
			text := filepath.Join(t.TempDir(), "text.md")
			testkit.Must(t, os.WriteFile(text, []byte("# Doors\n\n## Article 1\n\nWe keep the doors open.\n"), 0o600))
			travaux(t, d.env, "consultation", "add", "--slug=charter", "--title=A charter", "--language=en")
			travaux(t, d.env, "import", "draft", "--consultation=charter", "--draft=text", "--language=en", "--publish", text)
			for range rounds {
				d.round()
			}
			s := serve(t, d.env, "--addr=127.0.0.1:0")
			d.judge(s, rounds)
			s.end(t)
		})
	}
}

// round lets four people comment until the server is killed under them.
func (d *logDrill) round() {
	s := serve(d.t, d.env, "--addr=127.0.0.1:0")
	var all sync.WaitGroup
	for who := range 4 {
		all.Go(func() {
			for n := 0; d.comment(s.url, fmt.Sprintf("person %d, comment %d", who, n)); n++ {
				d.look(s.url)
			}
		})
	}
	time.Sleep(700*time.Millisecond + rand.N(1200*time.Millisecond)) // the fault comes at any moment
	testkit.Must(d.t, s.cmd.Process.Kill())
	_ = s.cmd.Wait() // it was killed
	all.Wait()
}

// comment sends one; false once the server is gone.
func (d *logDrill) comment(url, body string) bool {
	sent, err := json.Marshal(map[string]any{
		"draft": "text", "target": map[string]any{"kind": "version"}, "country": "not_stated", "stakeholder_type": "not_stated", "body": body,
	})
	if err != nil {
		d.t.Error(err)
		return false
	}
	res, err := http.Post(url+"/api/v1/consultations/charter/comments", "application/json", bytes.NewReader(sent))
	if err != nil {
		return false
	}
	defer func() { _ = res.Body.Close() }()
	var got struct {
		Receipt struct{ Receipt, Leaf string } `json:"receipt"`
	}
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return false // cut off
	}
	if json.Unmarshal(b, &got) != nil || res.StatusCode != http.StatusCreated || got.Receipt.Leaf == "" {
		d.t.Errorf("a comment is answered with %d %s", res.StatusCode, b)
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.promised[got.Receipt.Receipt] = got.Receipt.Leaf
	return true
}

// look keeps the signed head that is public now.
func (d *logDrill) look(url string) {
	res, err := http.Get(url + "/c/charter/log/checkpoint")
	if err != nil {
		return
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.heads = append(d.heads, string(b))
}

// judge wants every promise kept, every head that was seen to be a beginning of the log, and the log to verify.
func (d *logDrill) judge(s *serving, rounds int) {
	t := d.t
	key, broken, seen := merkle.PublicKey(nil), 0, map[string]bool{}
	for receipt, leaf := range d.promised {
		until(t, "a receipt is proven", func() bool {
			r, err := merkle.ReadReceipt([]byte(s.get(t, "/c/charter/receipts/"+receipt+"/file")))
			testkit.Must(t, err)
			if key == nil {
				key, err = merkle.ParsePublicKey(r.Key)
				testkit.Must(t, err)
			}
			p, err := r.Check(key)
			if err != nil || r.Leaf != leaf {
				broken++
				return true
			}
			return p.Included
		})
	}
	contradicted := 0
	for _, note := range d.heads {
		head, err := key.OpenCheckpoint([]byte(note))
		testkit.Must(t, err)
		if seen[note] || head.Size == 0 {
			continue
		}
		seen[note] = true
		var out struct {
			FromRoot string `json:"from_root"`
		}
		testkit.Must(t, json.Unmarshal([]byte(s.get(t, fmt.Sprintf("/api/v1/consultations/charter/log/consistency?from=%d", head.Size))), &out))
		if out.FromRoot != head.Root.String() {
			contradicted++
		}
	}
	found := travaux(t, d.env, "log", "verify") // fails unless everything fits
	t.Logf("%d kills, %d comments acknowledged: %d promises broken; %d heads seen, %d contradicted; %s", rounds, len(d.promised), broken, len(seen), contradicted, found)
	if broken > 0 || contradicted > 0 || len(d.promised) < rounds || len(seen) == 0 {
		t.Error("a promise is broken, or two logs were shown")
	}
}
