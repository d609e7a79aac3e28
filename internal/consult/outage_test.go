package consult_test

import (
	"sync"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// upUntil beats once a minute up to an instant.
func upUntil(t *testing.T, k *testkit.Kit, until time.Time) {
	t.Helper()
	for k.Clock.Now().Before(until) {
		testkit.Must(t, k.Service.Beat(t.Context()))
		k.Clock.Add(time.Minute)
	}
	k.Clock.Set(until)
	testkit.Must(t, k.Service.Beat(t.Context()))
}

func TestBeat_anOutageBeforeAClosingPutsItOffByTheRule(t *testing.T) {
	closes := testkit.Noon.Add(26 * time.Hour)
	for name, tc := range map[string]struct {
		from, to time.Duration // of the outage, from the closing
		more     time.Duration // by which it is put off
	}{
		"a short one":                               {-2 * time.Hour, -2*time.Hour + 5*time.Minute, 0},
		"a little longer":                           {-2 * time.Hour, -2*time.Hour + 6*time.Minute, time.Hour},
		"forty minutes":                             {-2 * time.Hour, -80 * time.Minute, 80 * time.Minute},
		"over the closing":                          {-2 * time.Minute, 10 * time.Hour, 20*time.Hour + 4*time.Minute},
		"ended 24 hours before":                     {-25 * time.Hour, -24 * time.Hour, 0},
		"what is before the last 24 hours":          {-25 * time.Hour, -23 * time.Hour, 2 * time.Hour},
		"less than five minutes of the last day":    {-25 * time.Hour, -24*time.Hour + 5*time.Minute, 0},
		"after the closing":                         {time.Minute, 3 * time.Hour, 0},
		"began at the closing, which is closed":     {0, 3 * time.Hour, 0},
		"began in the last minute before it closes": {-time.Minute, 5 * time.Minute, 12 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := town(t, k, story.During(models.PhaseConsultation, testkit.Noon.AddDate(0, 0, -1), closes))
				k.Clock.Set(closes.Add(tc.from))
				testkit.Must(t, k.Service.Beat(t.Context()))
				k.Clock.Set(closes.Add(tc.to))
				testkit.Must(t, k.Service.Beat(t.Context()))
				testkit.Must(t, k.Service.Beat(t.Context()))
				testkit.Must(t, k.Service.Periodic(t.Context()))
				more := tc.more
				if more > 0 {
					more = max(more, time.Hour)
				}
				p := theOnly(t, c)
				if got := p.ClosesAt.Sub(closes); got != more || (len(p.Changes) == 1) != (more > 0) {
					t.Fatalf("put off by %s, want %s: %+v", got, more, p.Changes)
				}
				if more == 0 {
					return
				}
				if ch := p.Changes[0]; ch.Kind != models.PhaseAutomatic || ch.PersonID != nil || ch.Role != "" || !ch.WasCloses.Equal(closes) {
					t.Errorf("%+v", ch)
				}
				_, err := c.Try(story.By("ana"), story.At(closes.Add(more-time.Microsecond)))
				testkit.Must(t, err)
				_, err = c.Try(story.By("ana"), story.At(closes.Add(more)))
				wantFault(t, err, fault.Conflict, "closed")
				k.Sequence(t)
				if found := verify(t, k, consult.VerifyLogs{}).Findings; len(found) > 0 {
					t.Error(found)
				}
			})
		})
	}
}

func TestBeat_nothingIsPutOffWhileAnInstanceIsUp(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		closes := testkit.Noon.Add(time.Hour)
		c := town(t, k, story.During(models.PhaseConsultation, testkit.Noon.AddDate(0, 0, -1), closes))
		st, err := store.Open(t.Context(), k.URL)
		testkit.Must(t, err)
		defer func() { _ = st.Close() }()
		other := k.Instance(st)
		testkit.Must(t, k.Service.Beat(t.Context()))
		for range 6 { // this one is away, the other is there
			k.Clock.Add(4 * time.Minute)
			testkit.Must(t, other.Beat(t.Context()))
		}
		testkit.Must(t, k.Service.Beat(t.Context()))
		upUntil(t, k, testkit.Noon.Add(40*time.Minute))
		if p := theOnly(t, c); !p.ClosesAt.Equal(closes) || k.Count(t, "outages", "true") != 0 {
			t.Errorf("%s", p.ClosesAt)
		}
	})
}

func TestBeat_ofTwoInstancesThatComeBackAtOnceOnePutsOffOnceAndAllAreTold(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		closes := testkit.Noon.Add(time.Hour)
		c := town(t, k, story.During(models.PhaseConsultation, testkit.Noon.AddDate(0, 0, -1), closes), story.During(models.PhasePledges, testkit.Noon.AddDate(0, 0, -1), closes.Add(time.Minute)))
		c.Comment(story.By("ana"))
		testkit.Must(t, k.Service.Beat(t.Context()))
		k.Clock.Add(2 * time.Hour)
		services := []*consult.Service{k.Service}
		for range 2 {
			st, err := store.Open(t.Context(), k.URL)
			testkit.Must(t, err)
			defer func() { _ = st.Close() }()
			services = append(services, k.Instance(st))
		}
		var wait sync.WaitGroup
		for _, s := range services {
			wait.Add(1)
			go func() {
				defer wait.Done()
				if err := s.Beat(t.Context()); err != nil {
					t.Error(err)
				}
				if err := s.Periodic(t.Context()); err != nil {
					t.Error(err)
				}
			}()
		}
		wait.Wait()
		f, err := c.Service.Timeline(t.Context(), c.Slug)
		testkit.Must(t, err)
		for i, was := range []time.Time{closes, closes.Add(time.Minute)} {
			if p := f.Timeline[i]; len(p.Changes) != 1 || p.ClosesAt.Sub(was) != 4*time.Hour {
				t.Errorf("%s: %+v", p.ClosesAt, p.Changes)
			}
		}
		if n := k.Count(t, "outages", "applied_at IS NOT NULL"); n != 1 {
			t.Errorf("%d outages", n)
		}
		for _, id := range testkit.Column[int64](t, k.SQL(t), "SELECT id FROM phase_changes") {
			_, err := k.Service.TellPhaseChange(t.Context(), models.TellPhaseChange{ConsultationID: f.ID, ChangeID: id})
			testkit.Must(t, err)
		}
		told := 0
		for _, m := range k.Mails() {
			if m.Kind == "phase_automatic" {
				told++
			}
		}
		if want := 2*len(models.Roles) + 1; told != want { // who commented is concerned by the one alone
			t.Errorf("%d messages, want %d", told, want)
		}
	})
}
