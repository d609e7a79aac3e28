// Package bench measures the program as a whole: the binary that people run, over loopback, on both databases.
// It holds benchmarks only, and asserts no absolute time: machines differ. Run it by `make bench`.
package bench

import (
	"bufio"
	"context"
	"database/sql"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// drafter is the one of the example's people who reads the queue.
const drafter = "delta-drafter@example.org"

// comments is how large the consultation is.
const comments = "50000"

// database is one of the two, empty.
type database struct{ name, url, driver, dsn string }

// databases gives an SQLite file, and a database of its own on the server of TRAVAUX_TEST_POSTGRES_URL.
func databases(b *testing.B) []database {
	file := filepath.Join(b.TempDir(), "bench.db")
	out := []database{{"sqlite", "sqlite:" + file, "sqlite", "file:" + file + "?_pragma=query_only(1)&_pragma=cache_size(-16000)&_pragma=mmap_size(134217728)"}}
	server := os.Getenv("TRAVAUX_TEST_POSTGRES_URL")
	if server == "" {
		b.Log("TRAVAUX_TEST_POSTGRES_URL is not set: only SQLite is measured")
		return out
	}
	admin, err := sql.Open("pgx", server)
	check(b, err)
	name := "bench_" + strconv.Itoa(os.Getpid())
	_, err = admin.Exec("CREATE DATABASE " + name)
	check(b, err)
	b.Cleanup(func() {
		_, err := admin.Exec("DROP DATABASE " + name + " WITH (FORCE)")
		check(b, err)
		check(b, admin.Close())
	})
	u, err := url.Parse(server)
	check(b, err)
	u.Path = "/" + name
	return append(out, database{"postgres", u.String(), "pgx", u.String()})
}

// server is a running program with its data, and the same data without it.
type server struct {
	binary string
	env    []string
	cmd    *exec.Cmd
	url    string
	cookie *http.Cookie
	db     *sql.DB
}

// start builds the program, fills the database with the example and so many comments, and serves it.
func start(b *testing.B, d database, comments string) *server {
	dir := b.TempDir()
	s := &server{binary: filepath.Join(dir, "travaux")}
	build := exec.Command("go", "build", "-o", s.binary, "travaux/cmd/travaux")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	s.env = append(os.Environ(), "TRAVAUX_DATABASE_URL="+d.url, "TRAVAUX_DATA_DIR="+dir, "TRAVAUX_ADDR=127.0.0.1:0", "TRAVAUX_DRAIN=0s")
	began := time.Now()
	s.command(b, "demo", "--comments", comments)
	b.Logf("%s: %s comments made in %s", d.name, comments, time.Since(began).Round(time.Second))
	var err error
	s.db, err = sql.Open(d.driver, d.dsn)
	check(b, err)
	s.db.SetMaxOpenConns(clients)
	s.serve(b)
	s.signIn(b)
	b.Cleanup(func() { s.stop(b); check(b, s.db.Close()) })
	return s
}

func (s *server) command(b *testing.B, args ...string) string {
	cmd := exec.Command(s.binary, args...)
	cmd.Env, cmd.Stderr = s.env, os.Stderr
	out, err := cmd.Output()
	check(b, err)
	return string(out)
}

// serve runs the server and gives the time from its start to its first answer.
func (s *server) serve(b *testing.B) time.Duration {
	began := time.Now()
	s.cmd = exec.Command(s.binary, "serve")
	s.cmd.Env = s.env
	out, err := s.cmd.StdoutPipe()
	check(b, err)
	check(b, s.cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	check(b, err)
	s.url = strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
	check(b, s.fetch(context.Background(), page{path: "/c/" + slug}))
	return time.Since(began)
}

func (s *server) stop(b *testing.B) {
	check(b, s.cmd.Process.Signal(syscall.SIGTERM))
	check(b, s.cmd.Wait())
}

func (s *server) restart(b *testing.B) time.Duration {
	s.stop(b)
	return s.serve(b)
}

var inputs = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)

// signIn opens a link for one of the example's drafters and presses the button of its page.
func (s *server) signIn(b *testing.B) {
	link, err := url.Parse(strings.TrimSpace(s.command(b, "person", "link", "--email", drafter)))
	check(b, err)
	jar, err := cookiejar.New(nil)
	check(b, err)
	client := &http.Client{Jar: jar}
	res, err := client.Get(s.url + link.Path)
	check(b, err)
	var body strings.Builder
	_, err = bufio.NewReader(res.Body).WriteTo(&body)
	check(b, err)
	check(b, res.Body.Close())
	form := url.Values{}
	for _, m := range inputs.FindAllStringSubmatch(body.String(), -1) {
		form.Set(m[1], m[2])
	}
	res, err = client.PostForm(s.url+link.Path, form)
	check(b, err)
	check(b, res.Body.Close())
	base, err := url.Parse(s.url)
	check(b, err)
	for _, c := range jar.Cookies(base) {
		if strings.Contains(c.Name, "travaux") {
			s.cookie = c
		}
	}
	if s.cookie == nil {
		b.Fatalf("sign-in gave no session: %s", res.Status)
	}
}

// residentMB reads the server's resident memory (Linux, VmRSS).
func (s *server) residentMB(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/status")
	check(b, err)
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		b.Fatal("no VmRSS")
	}
	kb, err := strconv.Atoi(string(m[1]))
	check(b, err)
	return float64(kb) / 1024
}

// cpuMS is how long the server has run on a processor (Linux, hundredths of a second).
func (s *server) cpuMS(b *testing.B) float64 {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(s.cmd.Process.Pid) + "/stat")
	check(b, err)
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, err := strconv.Atoi(fields[11])
	check(b, err)
	system, err := strconv.Atoi(fields[12])
	check(b, err)
	return float64(user+system) * 10
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
