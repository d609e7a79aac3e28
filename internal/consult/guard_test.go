package consult_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"testing"
	"time"

	altcha "github.com/altcha-org/altcha-lib-go"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// solved is the proof of a new challenge, as a browser sends it.
func solved(t *testing.T, s *consult.Service) string {
	t.Helper()
	c, err := s.Work()
	testkit.Must(t, err)
	n, err := altcha.SolveChallengeSafe(c.Challenge, c.Salt, altcha.Algorithm(c.Algorithm), int(c.MaxNumber), 0, nil)
	testkit.Must(t, err)
	raw, err := json.Marshal(altcha.Payload{Algorithm: c.Algorithm, Challenge: c.Challenge, Number: int64(n.Number), Salt: c.Salt, Signature: c.Signature})
	testkit.Must(t, err)
	return base64.StdEncoding.EncodeToString(raw)
}

// flooded is a consultation with people, and a way to comment on it as a stranger from an address.
type flooded struct {
	t *testing.T
	k *testkit.Kit
	c *story.Consultation
	s *consult.Service
}

func flood(t *testing.T, k *testkit.Kit) flooded {
	t.Helper()
	c := k.Story(t).Consultation("charter", story.Open())
	c.Person("organiser", models.Organiser)
	c.Person("moderator", models.Moderator)
	c.Draft("charter", "# Charter\n\n## Article 1\n\nEverybody may speak.\n")
	return flooded{t, k, c, k.Limited(k.Store)}
}

func (f flooded) say(client string, change func(*consult.NewComment)) (models.Receipt, error) {
	f.t.Helper()
	by, in := f.c.Say(story.With(change))
	by.Client, by.At = client, f.k.Clock.Now()
	return f.s.SubmitComment(f.t.Context(), by, "charter", in)
}

// marks are those of a comment that waits.
func (f flooded) marks(receipt string) []models.Mark {
	f.t.Helper()
	who, id := f.c.Actor("moderator"), held(f.t, f.s, receipt)
	for cursor := ""; ; {
		all, err := f.s.Waiting(f.t.Context(), who, "charter", cursor)
		testkit.Must(f.t, err)
		for _, v := range all.Items {
			if v.ID == id {
				return v.Suspected
			}
		}
		if cursor = all.Next; cursor == "" {
			f.t.Fatal("it does not wait")
		}
	}
}

func plain(*consult.NewComment) {}

func TestGuard_standsInAFloodAndAnyOneProofSuffices(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		f := flood(t, k)
		for i := range models.GuardFrom {
			r, err := f.say(string(rune('a'+i%26)), plain)
			testkit.Must(t, err)
			if i == models.GuardFrom-1 && len(f.marks(r.Receipt)) > 0 {
				t.Error("marked before the flood")
			}
		}
		if stands, err := f.s.Guarded(t.Context(), models.Actor{}, f.c.Head().ID); err != nil || !stands {
			t.Fatalf("the guard rests: %v", err)
		}
		bare, err := f.say("203.0.113.1", plain)
		testkit.Must(t, err)
		if got := f.marks(bare.Receipt); !slices.Equal(got, []models.Mark{models.MarkUnproven}) {
			t.Errorf("marks %v", got)
		}
		proof := solved(t, f.s)
		worked, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.Proof = proof })
		testkit.Must(t, err)
		if got := f.marks(worked.Receipt); len(got) > 0 {
			t.Errorf("marks %v in spite of the work", got)
		}
		again, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.Proof = proof })
		testkit.Must(t, err)
		if got := f.marks(again.Receipt); len(got) != 1 {
			t.Errorf("one proof is good for two: %v", got)
		}
		mailed, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.AuthorEmail = "ana@example.com" })
		testkit.Must(t, err)
		if mailed.Publication != models.Unconfirmed {
			t.Errorf("with an address it is %s", mailed.Publication)
		}
		k.Clock.Add(2 * time.Minute)
		if stands, err := f.s.Guarded(t.Context(), models.Actor{}, f.c.Head().ID); err != nil || stands {
			t.Errorf("the guard stands after the flood: %v", err)
		}
	})
}

func TestGuard_isSwitchedByOrganisersOnly(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		f := flood(t, k)
		set := func(who, mode string) error {
			return f.s.SetGuard(t.Context(), k.Call(f.c.Actor(who)), "charter", consult.NewGuard{Mode: mode})
		}
		if err := set("moderator", "on"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("a moderator: %v", err)
		}
		if err := set("organiser", "always"); !fault.Is(err, fault.Invalid) {
			t.Errorf("another mode: %v", err)
		}
		for mode, want := range map[string]bool{"on": true, "off": false, "automatic": false} {
			testkit.Must(t, set("organiser", mode))
			g, stands, err := f.s.Guard(t.Context(), f.c.Actor("organiser"), "charter")
			if err != nil || stands != want || string(g.Mode) != mode {
				t.Errorf("%s: %v %v %v", mode, g.Mode, stands, err)
			}
		}
	})
}

func TestWork_whatIsNoProofProvesNothing(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		f := flood(t, k)
		testkit.Must(t, f.s.SetGuard(t.Context(), k.Call(f.c.Actor("organiser")), "charter", consult.NewGuard{Mode: "on"}))
		late := solved(t, f.s)
		other := consult.New(consult.Options{Store: k.Store, Clock: k.Clock.Now, BaseURL: testkit.BaseURL, Key: []byte("another key, which is 32 bytes..")})
		k.Clock.Add(10 * time.Minute)
		for name, proof := range map[string]string{
			"late": late, "of another installation": solved(t, other), "empty": "", "no base64": "%%%", "no JSON": "e30=x",
			"an empty object": "e30=", "a wrong number": base64.StdEncoding.EncodeToString([]byte(`{"algorithm":"SHA-256","challenge":"0","number":1,"salt":"x?expires=99999999999","signature":"0"}`)),
		} {
			r, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.Proof = proof })
			testkit.Must(t, err)
			if got := f.marks(r.Receipt); !slices.Equal(got, []models.Mark{models.MarkUnproven}) {
				t.Errorf("%s: marks %v", name, got)
			}
		}
	})
}

func TestComment_suspectOnesWaitForAModeratorAndAreMarked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		f := flood(t, k)
		before := len(k.Mails())
		trapped, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.Homepage, in.AuthorEmail = "http://x", "bot@example.com" })
		testkit.Must(t, err)
		if trapped.Publication != models.Pending || len(k.Mails()) != before {
			t.Errorf("it is %s, and %d mails were sent", trapped.Publication, len(k.Mails())-before)
		}
		if got := f.marks(trapped.Receipt); !slices.Equal(got, []models.Mark{models.MarkHoneypot}) {
			t.Errorf("marks %v", got)
		}
		thrown, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.Homepage, in.AuthorEmail = "x", "ana@MAILINATOR.com" })
		testkit.Must(t, err)
		if got := f.marks(thrown.Receipt); !slices.Equal(got, []models.Mark{models.MarkDisposable, models.MarkHoneypot}) {
			t.Errorf("marks %v", got)
		}
		welcome, err := f.say("203.0.113.1", func(in *consult.NewComment) { in.AuthorEmail = "ana@yopmail.com" })
		testkit.Must(t, err)
		if welcome.Publication != models.Unconfirmed {
			t.Errorf("a throw-away address is refused: %s", welcome.Publication)
		}
	})
}

// BenchmarkSubmit tells what counting costs a comment of somebody who is signed in.
func BenchmarkSubmit(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		for name, limited := range map[string]bool{"off": false, "default": true} {
			b.Run(engine+"/limits="+name, func(b *testing.B) {
				k := testkit.Open(b, engine, database(b))
				c := k.Story(b).Consultation("charter", story.Open())
				c.Person("ana")
				c.Draft("charter", "# Charter\n\n## Article 1\n\nEverybody may speak.\n")
				s := k.Service
				if limited {
					s = k.Limited(k.Store)
				}
				by, in := c.Say(story.By("ana"))
				by.Client = "203.0.113.1"
				for b.Loop() {
					by.At, by.Once.Key = by.At.Add(30*time.Second), ""
					if _, err := s.SubmitComment(b.Context(), by, "charter", in); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
