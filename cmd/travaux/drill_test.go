package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/store"
	"travaux/internal/testkit"
	"travaux/models"
)

const drillSecret = "the secret of the drill, of more than 32 characters"

// mailDrill is a real worker process that is killed again and again while mails are due.
type mailDrill struct {
	t        *testing.T
	binary   string
	database string
	data     string
	office   *testkit.PostOffice
	dropped  atomic.Int64 // counts messages; the server hangs up on every hundredth
}

// TestDrill_mail: no mail is missing, and what came twice is the same (promises R13). TRAVAUX_DRILL=full runs all rounds.
func TestDrill_mail(t *testing.T) {
	if testing.Short() {
		t.Skip("it waits two minutes for what a killed process had begun")
	}
	t.Parallel()
	mails, rounds := 200, 2
	if os.Getenv("TRAVAUX_DRILL") == "full" {
		mails, rounds = 5000, 50
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			d := &mailDrill{t: t, binary: filepath.Join(t.TempDir(), "travaux"), database: database(t), data: t.TempDir(), office: testkit.NewPlainPostOffice(t, "127.0.0.1:0")}
			if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", d.binary, ".").CombinedOutput(); err != nil {
				t.Fatalf("%s: %v", out, err)
			}
			d.office.Data = func([]byte) error { // slow enough that mails are due at every kill
				time.Sleep(80 * time.Millisecond)
				if d.dropped.Add(1)%100 == 0 {
					return testkit.ErrHangUp
				}
				return nil
			}
			d.ask(mails)
			for range rounds {
				stop := d.start()
				time.Sleep(200*time.Millisecond + rand.N(800*time.Millisecond)) // the fault comes at any moment
				stop()
			}
			began := time.Now()
			stop := d.start()
			defer stop()
			for deadline := time.Now().Add(8 * time.Minute); len(d.sent()) < mails && time.Now().Before(deadline); {
				time.Sleep(500 * time.Millisecond) // a process of another program gives no sign
			}
			d.judge(mails, rounds, time.Since(began))
		})
	}
}

// ask posts n mails.
func (d *mailDrill) ask(n int) {
	key, err := config.Config{Secret: drillSecret}.Key()
	testkit.Must(d.t, err)
	st, err := store.Open(d.t.Context(), d.database)
	testkit.Must(d.t, err)
	defer func() { testkit.Must(d.t, st.Close()) }()
	s := consult.New(consult.Options{Store: st, Clock: time.Now, BaseURL: "http://travaux.test", Key: key, NoLimits: true})
	for i := range n {
		by := models.Call{At: s.Now(), Speaking: "en", Via: "web"}
		testkit.Must(d.t, s.AskSignIn(d.t.Context(), by, consult.NewSignIn{Email: fmt.Sprintf("dana%d@example.org", i)}, "browser"))
	}
}

// start runs a worker and gives what kills it.
func (d *mailDrill) start() (kill func()) {
	cmd := exec.CommandContext(context.Background(), d.binary, "serve")
	cmd.Env = append(os.Environ(), "TRAVAUX_ADDR=127.0.0.1:0", "TRAVAUX_ROLE=worker", "TRAVAUX_DATABASE_URL="+d.database, "TRAVAUX_SECRET="+drillSecret,
		"TRAVAUX_DATA_DIR="+d.data, "TRAVAUX_SMTP_URL="+d.office.URL.String())
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	testkit.Must(d.t, err)
	testkit.Must(d.t, cmd.Start())
	_, err = io.ReadFull(out, make([]byte, len("listening")))
	testkit.Must(d.t, err)
	return func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	}
}

// sent counts how often each message arrived, and whether all its copies are the same.
func (d *mailDrill) sent() map[string][][]byte {
	out := map[string][][]byte{}
	for _, b := range d.office.Taken() {
		m, err := mail.ReadMessage(bytes.NewReader(b))
		testkit.Must(d.t, err)
		id := m.Header.Get("Message-Id")
		out[id] = append(out[id], b)
	}
	return out
}

func (d *mailDrill) judge(mails, rounds int, took time.Duration) {
	duplicates, different := 0, 0
	all := d.sent()
	for _, copies := range all {
		duplicates += len(copies) - 1
		for _, c := range copies[1:] {
			if !bytes.Equal(c, copies[0]) {
				different++
			}
		}
	}
	d.t.Logf("%d mails, %d kills, %d dropped after DATA: %d missing, %d duplicates, %d different; the rest took %s", mails, rounds, d.dropped.Load()/100, mails-len(all), duplicates, different, took.Round(time.Second))
	if len(all) != mails || different != 0 || duplicates > rounds*10+int(d.dropped.Load()/100) {
		d.t.Error("mails are missing, differ, or are doubled too often")
	}
}
