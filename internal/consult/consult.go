// Package consult is every use-case: who may do what, in which order, in which transaction.
//
// Both surfaces and the command line call it, so that a rule cannot be missing on one of them. Every write has
// the same shape: validate, load, may this actor?, decide, write, return. The actor is a parameter. The package
// knows no HTTP and no words of any language: what a person did wrong is a fault with codes.
package consult

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/go-playground/validator/v10"

	"travaux/internal/fault"
	"travaux/internal/ids"
	"travaux/internal/merkle"
	"travaux/internal/passkey"
	"travaux/internal/store"
	"travaux/models"
)

// Options is what a Service needs.
type Options struct {
	Store      *store.Store
	Clock      func() time.Time
	BaseURL    string     // for links in mail, without a slash at the end
	NoLimits   bool       // TRAVAUX_LIMITS=off: nobody is told to wait
	LogKey     merkle.Key // signs the public logs; without one nothing is promised or sequenced
	Heads      Heads      // remembers what was signed; nil: nobody does
	Providers  []Provider // where people can show who they are elsewhere
	Key        []byte     // of the installation, 32 bytes: seals and keys what must not be read in the database
	Disposable string     // domains of mail addresses that are thrown away, one a line; empty: those that are known here
}

// Service runs the use-cases. It keeps nothing but caches that are checked against the database at each use.
type Service struct {
	st        *store.Store
	clock     func() time.Time
	baseURL   string
	key       []byte
	ids       *ids.Source
	valid     *validator.Validate
	party     *passkey.Party // nil: the site has no name that passkeys could be bound to
	providers []Provider
	columns   columnCache
	tracker   trackerCache
	register  registerCache
	drawing   sync.Mutex    // pictures are read one at a time
	reading   chan struct{} // full while a Word file is read, one at a time too
	slugs     sync.Map      // of consultations by id
	logKey    merkle.Key
	heads     Heads

	unlimited   bool
	disposable  map[string]bool
	days        dayKeys
	comparisons comparedCache
}

// New makes the service.
func New(o Options) *Service {
	party, _ := passkey.New(o.BaseURL, "Travaux") // without a name there are no passkeys, and every use-case says so
	if o.Heads == nil {
		o.Heads = noHeads{}
	}
	return &Service{
		st: o.Store, clock: o.Clock, baseURL: o.BaseURL, key: o.Key, ids: ids.NewSource(), valid: newValidator(), party: party, providers: o.Providers,
		unlimited: o.NoLimits, logKey: o.LogKey, heads: o.Heads, reading: make(chan struct{}, 1),
		disposable: readDomains(cmp.Or(o.Disposable, disposableDomains)),
	}
}

// Now is the instant by the injected clock: UTC, microseconds.
func (s *Service) Now() time.Time { return s.clock().UTC().Truncate(time.Microsecond) }

// Ready tells whether the database answers, is migrated, and agrees about the time.
func (s *Service) Ready(ctx context.Context) error { return s.st.Ready(ctx, s.Now) }

// kept is how long an answered request is remembered by its key.
const kept = 7 * 24 * time.Hour

// Periodic does what has to be done from time to time; safe to run often and on several instances.
func (s *Service) Periodic(ctx context.Context) error {
	now := s.Now()
	if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if err := forgetOld(ctx, tx, now); err != nil {
			return err
		}
		return s.forgetRunOut(ctx, tx, now)
	}); err != nil {
		return err
	}
	return errors.Join(
		s.putOff(ctx, now), s.passGates(ctx, now), s.settleClosed(ctx, now), s.lapse(ctx, now), s.forgetDisowned(ctx, now), s.EraseNext(ctx), s.purge(ctx, now),
		s.carryOverdue(ctx, now), s.publishSignatures(ctx, now), s.showGrades(ctx, now), s.remindOfGrades(ctx, now), s.tellReconsent(ctx), s.remindInvited(ctx, now), s.remindReports(ctx, now),
	)
}

// once runs a write that a repeat of the same request must not do again: the second time it only gives the
// reference of what the first time made. The same key with another body is a fault "key_reused".
func (s *Service) once(ctx context.Context, by models.Call, fn func(ctx context.Context, tx *store.Tx) (ref string, err error)) (ref string, err error) {
	fn = s.budgeted(by, fn)
	err = s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		if by.Once.Key == "" {
			ref, err = fn(ctx, tx)
			return err
		}
		done, err := tx.Done(ctx, by.Once.Scope, by.Once.Key)
		if err != nil {
			return err
		}
		if done != nil && done.Hash != by.Once.Hash {
			return fault.New(fault.Invalid, "key_reused")
		}
		if done != nil {
			ref = done.Ref
			return nil
		}
		if ref, err = fn(ctx, tx); err != nil {
			return err
		}
		first, err := tx.AddDone(ctx, &models.Done{Scope: by.Once.Scope, Key: by.Once.Key, Hash: by.Once.Hash, Ref: ref, CreatedAt: by.At})
		if err == nil && !first {
			return store.ErrAgain
		}
		return err
	})
	if err != nil { // perhaps only because the same request, sent twice at once, was quicker the other time
		if first, ok, failed := s.answered(ctx, by); ok && failed == nil {
			return first, nil
		}
	}
	return ref, err
}

// answered gives the reference of what a request made when it came before. Who did not hear an answer may ask again
// when the same thing could no longer be done: after a closing, or with a link that is used up.
func (s *Service) answered(ctx context.Context, by models.Call) (ref string, ok bool, err error) {
	if by.Once.Key == "" {
		return "", false, nil
	}
	done, err := s.st.Done(ctx, by.Once.Scope, by.Once.Key)
	if err != nil || done == nil || done.Hash != by.Once.Hash { // another body is refused by once
		return "", false, err
	}
	return done.Ref, true, nil
}
