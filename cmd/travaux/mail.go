package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"travaux/internal/app"
	"travaux/internal/mail"
	"travaux/models"
)

// mailCmd works on mail that was sent.
type mailCmd struct {
	Bounces mailBounces `cmd:"" help:"Read what mail servers report of messages that came back, and mark them and their addresses."`
}

type mailBounces struct {
	File string `arg:"" help:"A message (.eml), an mbox, or the folder of a maildir."`
}

// bounceSummary is the summary of a file of reports.
type bounceSummary struct {
	models.BounceSummary
	Others int `json:"others"` // messages that are no reports
}

// Run reads the reports and prints the summary.
func (c *mailBounces) Run(e *env) error {
	reports, others, err := mail.Bounces(c.File)
	if err != nil {
		return err
	}
	return e.with(func(a *app.App) error {
		s := a.Consult()
		sum, err := s.Bounced(e.ctx, call(s), reports)
		if err != nil {
			return err
		}
		return e.summary(bounceSummary{sum, others})
	})
}

// devMailCmd shows what lies in the mail folder.
type devMailCmd struct {
	InboxAddr string `name:"inbox-addr" default:"127.0.0.1:8025" placeholder:"HOST:PORT" help:"Where to show it; on this machine only."`
}

// Run serves until it is told to stop.
func (c *devMailCmd) Run(e *env) error {
	host, _, err := net.SplitHostPort(c.InboxAddr)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return misused("--inbox-addr %q is not on this machine: mail lets whoever reads it in", c.InboxAddr)
	}
	return app.Inbox(e.ctx, c.InboxAddr, e.cfg.Path("mail"), e.stdout)
}

// greetWithin is how long a mail server may take to greet.
const greetWithin = 20 * time.Second

// greeting speaks to the mail server, and sends nothing.
func (c *checkup) greeting() {
	u, err := c.e.cfg.SMTP()
	if err != nil || u == nil {
		return
	}
	ctx, cancel := context.WithTimeout(c.e.ctx, greetWithin)
	defer cancel()
	if err = mail.NewSMTP(u, mail.NewComposer(c.e.cfg.MailFrom, nil)).Greet(ctx); err != nil {
		err = fmt.Errorf("%s: %w", c.e.cfg.MailServer(), err)
	}
	c.check("mail server", "greets, speaks TLS where it must, and lets us in", err)
}
