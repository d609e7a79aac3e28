// Package story tells a consultation as one would tell it: this person, that text, these words said about it.
//
// The demo and the tests fill databases with it. It calls the use-cases of internal/consult as any surface does,
// so that nothing gets in that could not have come in by a form; it knows no database and no words of its own.
package story

import (
	"context"
	"fmt"
	"time"

	"travaux/internal/consult"
	"travaux/models"
)

// Story is told on one service. After the first error nothing more is done.
type Story struct {
	Service *consult.Service
	ctx     context.Context
	clock   func() time.Time
	must    func(error)
	err     error
	people  map[string]int64
	quiet   bool
}

// Quietly tells it of people who do not exist: none of them is mailed what became of their comments.
func (s *Story) Quietly() *Story {
	s.quiet = true
	return s
}

// New begins a story, in which things happen at the time the clock shows. must is called at once with an error,
// to end a test; nil leaves it to Err.
func New(ctx context.Context, svc *consult.Service, clock func() time.Time, must func(error)) *Story {
	return &Story{Service: svc, ctx: ctx, clock: clock, must: must, people: map[string]int64{}}
}

// Err is the first error.
func (s *Story) Err() error { return s.err }

// step does one thing, unless something went wrong before.
func (s *Story) step(what string, do func() error) {
	if s.err != nil {
		return
	}
	err := do()
	if err == nil {
		return
	}
	s.err = fmt.Errorf("%s: %w", what, err)
	if s.must != nil {
		s.must(s.err)
	}
}

// System is a request of the command line.
func (s *Story) System() models.Call {
	return models.Call{Actor: models.Actor{System: true}, At: s.clock(), Via: "web", Speaking: "en", Quiet: s.quiet}
}

// Address is where a person of the story is written to.
func Address(key string) string { return key + "@example.org" }

// Person is somebody without a role in a consultation, or with models.Admin an administrator.
func (s *Story) Person(key string, roles ...models.Role) models.Actor {
	return s.Add(key, consult.NewPerson{Roles: names(roles)})
}

// Add is Person with what the person says of themselves; name and address are made from the key when empty.
func (s *Story) Add(key string, in consult.NewPerson) models.Actor {
	if in.Email == "" {
		in.Email = Address(key)
	}
	if in.Name == "" {
		in.Name = key
	}
	s.step("person "+key, func() error {
		p, err := s.Service.AddPerson(s.ctx, s.System(), in)
		s.people[key] = p.ID
		return err
	})
	return s.Actor(key)
}

// Actor is a person of the story with their roles; the empty key is nobody in particular.
func (s *Story) Actor(key string) models.Actor {
	var who models.Actor
	if key == "" {
		return who
	}
	s.step("actor "+key, func() error {
		id, ok := s.people[key]
		if !ok {
			return fmt.Errorf("nobody is called so")
		}
		var err error
		who, err = s.Service.Actor(s.ctx, id)
		return err
	})
	return who
}

// Call is a request of a person of the story; the empty key is nobody in particular.
func (s *Story) Call(key string) models.Call {
	return models.Call{Actor: s.Actor(key), At: s.clock(), Via: "web", Speaking: "en", Quiet: s.quiet}
}

func names(roles []models.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}
