package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"travaux/internal/app"
	"travaux/internal/store"
)

// doctorCmd checks what an operator cannot see from outside. It changes nothing and prints no secret.
type doctorCmd struct {
	Mail bool `help:"Also greet the mail server; nothing is sent."`
}

// leastSpace is how many free bytes a disk needs to be well.
const leastSpace = 256 << 20

// checkup is one examination: lines on standard output, and how many of them are bad.
type checkup struct {
	e     *env
	wrong int
}

// Run prints one line a check and the outgoing connections; the exit code is 1 when something is wrong.
func (d doctorCmd) Run(e *env) error {
	c := &checkup{e: e}
	c.check("configuration", "as it should be", e.cfg.Check())
	url, err := e.cfg.Database()
	var place store.Place
	if err == nil {
		place, err = store.PlaceOf(url)
	}
	if err != nil {
		c.check("database", "", err)
	} else {
		c.database(url, place)
	}
	c.limits()
	c.secret()
	c.dataFolder()
	c.disk("disk", e.cfg.DataDir)
	c.say("clock", "%s by this machine", app.Now().Format(time.RFC3339))
	c.outgoing(place)
	if d.Mail {
		c.greeting()
	}
	if c.wrong > 0 {
		return fmt.Errorf("doctor: %d of the checks found something wrong", c.wrong)
	}
	return nil
}

// check says that something is well, or what is wrong with it.
func (c *checkup) check(what, well string, err error) bool {
	if err == nil {
		c.say(what, "%s", well)
		return true
	}
	c.wrong++
	_, _ = fmt.Fprintf(c.e.stdout, "WRONG  %-14s %s\n", what, sentence(err)) // see say
	return false
}

func (c *checkup) say(what, format string, args ...any) {
	_, _ = fmt.Fprintf(c.e.stdout, "ok     %-14s %s\n", what, fmt.Sprintf(format, args...)) // the exit code still tells
}

// database opens the database if there is one; a file that is not there yet is made by the first command.
func (c *checkup) database(url string, place store.Place) {
	if place.File != "" {
		if _, err := os.Stat(place.File); errors.Is(err, fs.ErrNotExist) {
			c.say("database", "%s is not there yet; the first command makes it", place.File)
			return
		}
		c.disk("disk", filepath.Dir(place.File))
	}
	ctx, cancel := context.WithTimeout(c.e.ctx, 10*time.Second)
	defer cancel()
	st, err := store.Open(ctx, url)
	if err != nil {
		c.check("database", "", err)
		return
	}
	defer func() { _ = st.Close() }() // it was only read
	version, err := st.Version(ctx)
	if !c.check("database", version+", "+place.File+place.Server, err) {
		return
	}
	c.say("durability", "what is acknowledged survives a power cut") // Open refuses any other database
	if c.migrations(ctx, url) {
		c.check("database clock", "agrees with this machine", st.Ready(ctx, app.Now))
		c.publicLog(ctx, st)
	}
}

// publicLog says whether entries of the public logs wait longer than was promised, as they do while nobody serves.
func (c *checkup) publicLog(ctx context.Context, st *store.Store) {
	waiting, err := st.WaitingLogs(ctx)
	n := 0
	for _, w := range waiting {
		n += w.Entries
		if late := app.Now().Sub(w.Oldest); late > time.Minute {
			err = fmt.Errorf("%d entries wait for their place, the oldest for %s: it is given while `serve` runs", n, late.Round(time.Second))
		}
	}
	c.check("public log", fmt.Sprintf("%d entries wait for their place", n), err)
}

func (c *checkup) migrations(ctx context.Context, url string) bool {
	all, err := store.MigrationStatus(ctx, url)
	pending := 0
	for _, m := range all {
		if !m.Applied {
			pending++
		}
	}
	if err == nil && pending > 0 {
		err = fmt.Errorf("%d of %d have not run: `travaux migrate up` runs them, `serve` too", pending, len(all))
	}
	return c.check("migrations", fmt.Sprintf("all %d ran", len(all)), err)
}

// limits says whether anybody is told to wait.
func (c *checkup) limits() {
	if c.e.cfg.Limits == "off" {
		c.say("limits", "off: nobody is told to wait, and every page says so")
		return
	}
	c.say("limits", "as they are by default")
}

// secret checks the secret without making one.
func (c *checkup) secret() {
	name := c.e.cfg.Path("secret")
	if c.e.cfg.SecretFile != "" {
		name = c.e.cfg.SecretFile
	}
	info, err := os.Stat(name)
	switch given := c.e.cfg.Secret != "" || c.e.cfg.SecretFile != ""; {
	case errors.Is(err, fs.ErrNotExist) && !given && c.e.cfg.Loopback():
		c.say("secret", "%s is not there yet; the first command makes it", name)
		return
	case err == nil && !given && info.Mode().Perm()&0o007 != 0: // who keeps a file elsewhere guards it there
		c.check("secret", "", fmt.Errorf("%s can be read by anybody on this machine: chmod 600", name))
		return
	}
	_, err = c.e.cfg.Key()
	c.check("secret", "long enough", err)
}

func (c *checkup) dataFolder() {
	dir := c.e.cfg.DataDir
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.say("data folder", "%s is not there yet; the first command makes it", dir)
	case err != nil:
		c.check("data folder", "", err)
	case !info.IsDir():
		c.check("data folder", "", fmt.Errorf("%s is not a folder", dir))
	case info.Mode().Perm()&0o007 != 0:
		c.check("data folder", "", fmt.Errorf("%s is open to anybody on this machine: chmod 700", dir))
	default:
		c.check("data folder", dir+" is open to its owner only", writable(dir))
	}
}

// writable tells whether this process may make files in a folder.
func writable(dir string) error {
	const write = 2 // access(2), W_OK
	if err := syscall.Access(dir, write); err != nil {
		return fmt.Errorf("%s cannot be written: %w", dir, err)
	}
	return nil
}

// disk checks the free space below a path, or below the first folder above it that is there.
func (c *checkup) disk(what, path string) {
	var s syscall.Statfs_t
	err := syscall.Statfs(path, &s)
	for errors.Is(err, fs.ErrNotExist) && path != filepath.Dir(path) {
		path = filepath.Dir(path)
		err = syscall.Statfs(path, &s)
	}
	free := s.Bavail * uint64(s.Bsize)
	if err == nil && free < leastSpace {
		err = fmt.Errorf("only %d MB are free", free>>20)
	}
	c.check(what, fmt.Sprintf("%d MB are free", free>>20), err)
}

// outgoing lists every connection that the program may open to another machine.
func (c *checkup) outgoing(place store.Place) {
	if place.Server != "" {
		c.say("outgoing", "%s", place.Server)
	} else {
		c.say("outgoing", "none to a database: it is a file")
	}
	for _, p := range c.e.cfg.OIDC {
		c.say("outgoing", "%s, to sign in with %s", p.Issuer, p.Name)
	}
	if server := c.e.cfg.MailServer(); server != "" {
		c.say("outgoing", "mail to %s", server)
	} else {
		c.say("outgoing", "none for mail: messages are files in %s", c.e.cfg.Path("mail"))
	}
}
