package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"syscall"

	"travaux/internal/app"
)

// serveCmd serves until it is told to stop. With --demo it fills an empty database first.
type serveCmd struct {
	Role         string `env:"TRAVAUX_ROLE" default:"all" enum:"all,web,worker" help:"What this process does: answer requests, do jobs (mail), or both: ${enum}."`
	NextFreePort bool   `env:"TRAVAUX_NEXT_FREE_PORT" help:"Where the port is taken, take the next one that is free."`
}

// portsTried is how many ports after the wanted one are tried.
const portsTried = 50

// Run migrates and opens the database, takes the address and serves.
func (c *serveCmd) Run(e *env) error {
	e.cfg.Role = c.Role
	if err := e.cfg.Check(); err != nil {
		return wrongUse{err}
	}
	out := e.stdout
	if e.cfg.Demo {
		out = &demoLine{w: e.stdout}
	}
	a, err := app.New(e.ctx, e.cfg, app.Output(out, e.stderr))
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }() // the process ends
	if e.cfg.Demo {
		if err := fill(e, a.Consult(), 0); err != nil {
			return err
		}
	}
	if err := c.listen(a, e.cfg.Addr); err != nil {
		return err
	}
	if d, ok := out.(*demoLine); ok {
		d.url = a.URL()
	}
	return a.Run(e.ctx)
}

// listen takes the address, or with --next-free-port one with a later port.
func (c *serveCmd) listen(a *app.App, addr string) error {
	err := a.Listen(addr)
	if !c.NextFreePort {
		return err
	}
	host, port, split := net.SplitHostPort(addr)
	first, number := strconv.Atoi(port)
	for i := 1; i <= portsTried && split == nil && number == nil && errors.Is(err, syscall.EADDRINUSE); i++ {
		err = a.Listen(net.JoinHostPort(host, strconv.Itoa(first+i)))
	}
	return err
}

// demoLine adds, below the line that says where the server is, where one can be the example's people.
type demoLine struct {
	w   io.Writer
	url string
}

// Write writes through, and the first time the line below it.
func (d *demoLine) Write(b []byte) (int, error) {
	n, err := d.w.Write(b)
	if err == nil && d.url != "" {
		_, err = fmt.Fprintf(d.w, "be anybody of the worked example at %s/demo\n", d.url)
		d.url = ""
	}
	return n, err
}
