package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/merkle"
)

// logCmd works on the public logs.
type logCmd struct {
	Verify logVerify `cmd:"" help:"Derive the public logs anew and hold them against the database, or check a receipt without one."`
}

type logVerify struct {
	Consultation string `placeholder:"SLUG" help:"One consultation only."`
	Checkpoint   string `placeholder:"FILE" help:"A signed head that was held outside: the log must continue it."`
	Receipt      string `placeholder:"FILE" help:"Check the file of a receipt; needs no database, and on another machine the key."`
	Key          string `placeholder:"KEY" help:"The public key of the logs, as it is known from elsewhere."`
}

// Run prints a summary; the exit code is 1 when something does not fit, which standard error names.
func (c *logVerify) Run(e *env) error {
	if c.Receipt != "" {
		return c.receipt(e)
	}
	in := consult.VerifyLogs{Consultation: c.Consultation, Key: c.Key}
	var err error
	if c.Checkpoint != "" {
		if in.Checkpoint, err = os.ReadFile(c.Checkpoint); err != nil {
			return fmt.Errorf("read the checkpoint: %w", err)
		}
	}
	if in.Key == "" {
		if in.Key, err = app.PublicLogKey(e.cfg); err != nil {
			return err
		}
	}
	if in.Heads, err = app.LogHeads(e.cfg); err != nil {
		return err
	}
	return e.with(func(a *app.App) error { return verifyLogs(e, a, in) })
}

func verifyLogs(e *env, a *app.App, in consult.VerifyLogs) error {
	report, err := a.Consult().VerifyLog(e.ctx, in)
	if err != nil {
		return err
	}
	for _, f := range report.Findings {
		_, _ = fmt.Fprintln(e.stderr, f) // the exit code still tells
	}
	if err := e.summary(map[string]any{
		"consultations": report.Consultations, "entries": report.Entries, "waiting": report.Waiting, "checkpoints": report.Checkpoints,
		"comments": report.Comments, "standing": report.Standing, "findings": len(report.Findings),
	}); err != nil {
		return err
	}
	if n := len(report.Findings); n > 0 {
		return fmt.Errorf("log verify: %d things do not fit", n)
	}
	return nil
}

// receipt checks a receipt with nothing but a key.
func (c *logVerify) receipt(e *env) error {
	b, err := os.ReadFile(c.Receipt)
	if err != nil {
		return fmt.Errorf("read the receipt: %w", err)
	}
	if c.Key == "" {
		if c.Key, err = app.PublicLogKey(e.cfg); err != nil { // empty on a machine that has none
			return err
		}
	}
	var key merkle.PublicKey
	if c.Key != "" {
		if key, err = merkle.ParsePublicKey(c.Key); err != nil {
			return misused("--key is no public key of a log")
		}
	}
	r, err := merkle.ReadReceipt(b)
	if err != nil {
		return err
	}
	p, err := r.Check(key)
	if err != nil {
		return err
	}
	out, err := json.Marshal(map[string]any{
		"consultation": r.Consultation, "receipt": r.Receipt, "words": p.Words, "promised": p.Promised, "included": p.Included,
		"origin": p.Origin, "index": p.Index, "size": p.Size,
	})
	if err == nil {
		_, err = fmt.Fprintln(e.stdout, string(out))
	}
	if key == nil {
		_, werr := fmt.Fprintln(e.stderr, "checked with the key in the file: compare it with the one that the log gives out at /c/{consultation}/log/key, or give it as --key:", r.Key)
		err = errors.Join(err, werr)
	}
	return err
}
