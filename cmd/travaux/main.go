// Command travaux is the program: it serves a consultation and it sets one up from the command line.
//
// It reads flags, files and signals, calls one use-case each, and turns errors into one line and an exit code:
// 2 for wrong use, 1 for everything else. It refuses to decide anything about consultations itself.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

func main() {
	forgetEmpty(os.Environ())
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run runs one command and gives the exit code. Asked for help, kong ends the process itself.
func run(args []string, stdout, stderr io.Writer) int {
	var line cli
	parser, err := kong.New(&line, kong.Name("travaux"), kong.Writers(stdout, stderr), kong.ShortUsageOnError(),
		kong.Description("Public consultations on charters: drafts, comments, events and answers."),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		_, _ = fmt.Fprintln(stderr, "travaux:", err) // nobody is left to tell
		return 1
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	parsed, err := parser.Parse(args)
	if err != nil {
		return tell(stderr, wrongUse{err})
	}
	if err := line.ReadOIDC(os.Getenv); err != nil {
		return tell(stderr, wrongUse{err})
	}
	return tell(stderr, parsed.Run(&env{ctx: ctx, cfg: line.Config, stdout: stdout, stderr: stderr}))
}
