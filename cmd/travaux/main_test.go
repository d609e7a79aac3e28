package main

import (
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"travaux/internal/testkit"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"travaux": main})
}

// The scripts in testdata run the real command, each on a database of its own that is not there yet.

func TestScripts_sqlite(t *testing.T) {
	t.Parallel()
	scripts(t, "file", func(e *testscript.Env) string { return "sqlite:" + e.WorkDir + "/var/travaux.db" })
}

func TestScripts_postgres(t *testing.T) {
	t.Parallel()
	_ = testkit.EmptyPostgres(t) // skips here, rather than in each script, when there is no server
	scripts(t, "server", func(*testscript.Env) string { return testkit.EmptyPostgres(t) })
}

func scripts(t *testing.T, kind string, database func(*testscript.Env) string) {
	t.Helper()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("TRAVAUX_DATABASE_URL", database(e))
			e.Setenv("TRAVAUX_DATA_DIR", e.WorkDir+"/var")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond != "database:file" {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			return kind == "file", nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"lines": lines, "exits": exits},
	})
}

// lines FILE N asserts how many lines a file has, stdout and stderr being those of the last command.
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines FILE N")
	}
	got := strings.Count(ts.ReadFile(args[0]), "\n")
	if want := args[1]; strconv.Itoa(got) != want {
		ts.Fatalf("%s has %d lines, want %s", args[0], got, want)
	}
}

// exits N COMMAND asserts that a command fails with exit code N and one line on standard error.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits N COMMAND [ARG]...")
	}
	err := ts.Exec(args[1], args[2:]...)
	var ended *exec.ExitError
	if !errors.As(err, &ended) || strconv.Itoa(ended.ExitCode()) != args[0] {
		ts.Fatalf("%s: %v, want exit code %s", strings.Join(args[1:], " "), err, args[0])
	}
	lines(ts, false, []string{"stderr", "1"})
}
