package mail_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	travaux "travaux/internal/mail"
	"travaux/internal/testkit"
	"travaux/models"
)

func sender(t *testing.T, p *testkit.PostOffice) *travaux.SMTP {
	t.Helper()
	return travaux.NewSMTP(p.URL, composer(t), travaux.Trusting(p.Roots), travaux.Patience(2*time.Second))
}

// why is what of an error is kept.
func why(t *testing.T, err error) models.MailError {
	t.Helper()
	var e *models.MailError
	if !errors.As(err, &e) {
		t.Fatalf("got %v", err)
	}
	return *e
}

func TestSMTP_overSTARTTLSItArrivesAsItWasWritten(t *testing.T) {
	t.Parallel()
	p := testkit.NewPostOffice(t)
	if err := sender(t, p).Send(t.Context(), confirm("zh")); err != nil {
		t.Fatal(err)
	}
	all := p.Taken()
	if len(all) != 1 {
		t.Fatalf("%d arrived", len(all))
	}
	e := parsed(t, all[0])
	if !strings.Contains(e.Text, link) || !strings.Contains(e.HTML, `href="`+link+`"`) || e.GetHeader("Message-Id") != "<0190-1@example.org>" {
		t.Errorf("%s", all[0])
	}
}

func TestSMTP_aServerThatNobodyVouchesForOrThatHasNoTLSGetsNothing(t *testing.T) {
	t.Parallel()
	p := testkit.NewPostOffice(t)
	strange := travaux.NewSMTP(p.URL, composer(t))
	plain := testkit.NewPlainPostOffice(t, "127.0.0.1:0")
	bare := travaux.NewSMTP(&url.URL{Scheme: "smtp", Host: plain.URL.Host}, composer(t))
	for _, s := range []*travaux.SMTP{strange, bare} {
		if got := why(t, s.Send(t.Context(), confirm("en"))); got.Code != "connection" || got.Permanent {
			t.Errorf("got %+v", got)
		}
		if s.Greet(t.Context()) == nil {
			t.Error("it is greeted")
		}
	}
	if len(p.Taken())+len(plain.Taken()) != 0 {
		t.Error("it was handed over all the same")
	}
}

func TestSMTP_whatTheServerSaysDecidesWhetherItIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code int
		want models.MailError
	}{
		{550, models.MailError{Code: "550", Permanent: true}},
		{451, models.MailError{Code: "451"}},
		{421, models.MailError{Code: "421"}},
	} {
		refuse := &smtp.SMTPError{Code: c.code, Message: "no dana@example.org here"}
		atRcpt, atData := testkit.NewPostOffice(t), testkit.NewPostOffice(t)
		atRcpt.Rcpt = func(string) error { return refuse }
		atData.Data = func([]byte) error { return refuse }
		for _, p := range []*testkit.PostOffice{atRcpt, atData} {
			err := sender(t, p).Send(t.Context(), confirm("en"))
			if got := why(t, err); got != c.want || strings.Contains(err.Error(), "dana") {
				t.Errorf("%d: got %+v (%v)", c.code, got, err)
			}
		}
	}
}

func TestSMTP_droppedAfterDataIsTriedAgainAndTheRepeatIsTheSame(t *testing.T) {
	t.Parallel()
	p := testkit.NewPostOffice(t)
	p.Data = func([]byte) error {
		if len(p.Taken()) == 1 {
			return testkit.ErrHangUp
		}
		return nil
	}
	s := sender(t, p)
	if got := why(t, s.Send(t.Context(), confirm("ar"))); got.Permanent {
		t.Errorf("got %+v", got)
	}
	if err := s.Send(t.Context(), confirm("ar")); err != nil {
		t.Fatal(err)
	}
	all := p.Taken()
	if len(all) != 2 || string(all[0]) != string(all[1]) {
		t.Errorf("%d arrived, and they differ", len(all))
	}
}

func TestSMTP_aSlowServerAndAnEndingProgramDoNotHoldIt(t *testing.T) {
	t.Parallel()
	p := testkit.NewPostOffice(t)
	p.Data = func([]byte) error { <-t.Context().Done(); return nil }
	s := travaux.NewSMTP(p.URL, composer(t), travaux.Trusting(p.Roots), travaux.Patience(300*time.Millisecond))
	if got := why(t, s.Send(t.Context(), confirm("en"))); got.Permanent {
		t.Errorf("got %+v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	p.Data = func([]byte) error { cancel(); <-t.Context().Done(); return nil }
	if got := why(t, sender(t, p).Send(ctx, confirm("en"))); got.Permanent {
		t.Errorf("got %+v", got)
	}
}

func TestSMTP_nobodyThereIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := travaux.NewSMTP(&url.URL{Scheme: "smtp", Host: "127.0.0.1:1"}, composer(t))
	if got := why(t, s.Send(t.Context(), confirm("en"))); got.Code != "connection" || got.Permanent {
		t.Errorf("got %+v", got)
	}
}
