package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"travaux/internal/testkit"
)

// serving is a `travaux serve` of its own process.
type serving struct {
	cmd *exec.Cmd
	out *bufio.Reader
	url string

	said strings.Builder // to be read once the process has ended
}

// environment is what a command needs to know of its database and nothing of this machine's settings.
func environment(t *testing.T, database string) []string {
	t.Helper()
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "TRAVAUX_DATABASE_URL=" + database,
		"TRAVAUX_DATA_DIR=" + filepath.Join(t.TempDir(), "data"), "TRAVAUX_DRAIN=0s",
	}
}

// serve starts a server and reads its first line; the test's end ends it.
func serve(t *testing.T, env []string, args ...string) *serving {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	s := &serving{cmd: exec.CommandContext(ctx, "travaux", append([]string{"serve"}, args...)...)}
	s.cmd.Env = env
	s.cmd.Stderr = &s.said
	pipe, err := s.cmd.StdoutPipe()
	testkit.Must(t, err)
	s.out = bufio.NewReader(pipe)
	testkit.Must(t, s.cmd.Start())
	t.Cleanup(func() { _ = s.cmd.Process.Kill() }) // ended already in most tests
	first := s.line(t)
	url, ok := strings.CutPrefix(first, "listening on ")
	if !ok {
		t.Fatalf("the first line is %q, want it to say where it listens", first)
	}
	s.url = url
	return s
}

func (s *serving) line(t *testing.T) string {
	t.Helper()
	l, err := s.out.ReadString('\n')
	if err != nil {
		t.Fatalf("the server ended: %v, %v\n%s", err, s.cmd.Wait(), s.said.String())
	}
	return strings.TrimSuffix(l, "\n")
}

// end asks the server to end and waits until it has.
func (s *serving) end(t *testing.T) {
	t.Helper()
	testkit.Must(t, s.cmd.Process.Signal(os.Interrupt))
	_, err := io.Copy(io.Discard, s.out)
	testkit.Must(t, err)
	testkit.Must(t, s.cmd.Wait())
}

func (s *serving) get(t *testing.T, path string) string {
	t.Helper()
	res, err := http.Get(s.url + path)
	testkit.Must(t, err)
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	testkit.Must(t, err)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s\n%s", path, res.Status, b)
	}
	return string(b)
}

// travaux runs one command to its end and gives its standard output.
func travaux(t *testing.T, env []string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "travaux", args...)
	cmd.Env = env
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("travaux %s: %v\n%s", strings.Join(args, " "), err, said.String())
	}
	return string(out)
}

func TestServe_importBesideItIsSeenInTheNextRequest(t *testing.T) {
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.EmptySQLite, "postgres": testkit.EmptyPostgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			env := environment(t, database(t))
			s := serve(t, env, "--addr=127.0.0.1:0")
			s.get(t, "/readyz")

			text, comments := filepath.Join(t.TempDir(), "text.md"), filepath.Join(t.TempDir(), "comments.csv")
			testkit.Must(t, os.WriteFile(text, []byte("# Doors\n\n## Article 1\n\nWe keep the doors open.\n"), 0o600))
			testkit.Must(t, os.WriteFile(comments, []byte("provision,body\n1,Which doors are meant?\n"), 0o600))
			travaux(t, env, "consultation", "add", "--slug=charter", "--title=A charter", "--language=en")
			s.get(t, "/c/charter")
			travaux(t, env, "import", "draft", "--consultation=charter", "--draft=text", "--language=en", "--publish", text)
			if page := s.get(t, "/c/charter/drafts/text"); !strings.Contains(page, "We keep the doors open.") {
				t.Errorf("the page does not show the text that was imported beside it:\n%s", page)
			}
			s.get(t, "/api/v1/consultations/charter/comments") // with nothing in it yet
			travaux(t, env, "import", "comments", "--consultation=charter", "--draft=text", comments)
			if list := s.get(t, "/api/v1/consultations/charter/comments"); !strings.Contains(list, "Which doors are meant?") {
				t.Errorf("the list does not show the comment that was imported beside it: %s", list)
			}
			s.end(t)
		})
	}
}

func TestServe_demoFillsAnEmptyDatabaseAndSaysWhereToBeAnybody(t *testing.T) {
	t.Parallel()
	s := serve(t, environment(t, testkit.EmptySQLite(t)), "--demo", "--addr=127.0.0.1:0")
	if got, want := s.line(t), "be anybody of the worked example at "+s.url+"/demo"; got != want {
		t.Errorf("the second line is %q, want %q", got, want)
	}
	s.get(t, "/demo")
	if home := s.get(t, "/"); !strings.Contains(home, "/c/sample-charter") {
		t.Errorf("the first page does not lead to the worked example:\n%s", home)
	}
	s.end(t)
}

func TestServe_takenPort(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	testkit.Must(t, err)
	defer func() { _ = taken.Close() }()
	addr := taken.Addr().String()

	t.Run("is refused with one line", func(t *testing.T) {
		cmd := exec.CommandContext(t.Context(), "travaux", "serve", "--addr="+addr)
		cmd.Env = environment(t, testkit.EmptySQLite(t))
		out, err := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != 1 || strings.Count(string(out), "\n") != 1 {
			t.Errorf("exit code %d (%v), want 1 and one line, got %q", code, err, out)
		}
	})
	t.Run("gives way to the next free one when asked", func(t *testing.T) {
		s := serve(t, environment(t, testkit.EmptySQLite(t)), "--addr="+addr, "--next-free-port")
		if s.url == "http://"+addr {
			t.Errorf("it listens on %s, which is taken", s.url)
		}
		s.get(t, "/readyz")
		s.end(t)
	})
}
