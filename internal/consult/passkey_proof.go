package consult

import (
	"context"
	"errors"
	"log/slog"

	"travaux/internal/fault"
	"travaux/internal/passkey"
	"travaux/internal/store"
	"travaux/models"
)

// AskPasskey begins to sign somebody in: the browser offers the passkeys it has for this site.
func (s *Service) AskPasskey(ctx context.Context, by models.Call, browser string) (Challenge, error) {
	if s.party == nil {
		return Challenge{}, fault.New(fault.Forbidden, "no_passkeys")
	}
	by.PersonID = 0 // who is signed in already may come in as somebody else
	options, state, err := s.party.Ask(nil, false)
	return s.challenge(ctx, by, models.CeremonySignIn, browser, options, state, err)
}

// SignInPasskey tells who holds a passkey. Faults Forbidden "began_elsewhere", "passkey_unknown", "passkey_refused",
// "passkey_copied", and "passkey_unverified" for somebody with a role whose device did not know them.
func (s *Service) SignInPasskey(ctx context.Context, by models.Call, in PasskeyAnswer, browser string) (personID int64, err error) {
	by.PersonID = 0
	return s.prove(ctx, by, models.CeremonySignIn, in, browser)
}

// AskStepUp begins to ask the actor for one of their own passkeys. Fault NotFound "passkey_not_found" who has none.
func (s *Service) AskStepUp(ctx context.Context, by models.Call, browser string) (Challenge, error) {
	o, err := s.mine(ctx, by)
	if err != nil {
		return Challenge{}, err
	}
	if len(o.Keys) == 0 {
		return Challenge{}, fault.Missing("passkey")
	}
	options, state, err := s.party.Ask(&o, staff(by.Actor))
	return s.challenge(ctx, by, models.CeremonyStepUp, browser, options, state, err)
}

// StepUpPasskey tells that the actor proved anew who they are. Faults as SignInPasskey.
func (s *Service) StepUpPasskey(ctx context.Context, by models.Call, in PasskeyAnswer, browser string) error {
	if err := need(by.Actor, ownAccount(by.Actor)); err != nil {
		return err
	}
	who, err := s.prove(ctx, by, models.CeremonyStepUp, in, browser)
	if err == nil && who != by.PersonID {
		err = fault.New(fault.Forbidden, "passkey_unknown")
	}
	return err
}

// challenge keeps what the end needs and gives the browser the rest.
func (s *Service) challenge(ctx context.Context, by models.Call, kind models.CeremonyKind, browser string, options, state []byte, err error) (Challenge, error) {
	if err != nil {
		return Challenge{}, err
	}
	secret, err := s.begin(ctx, by, kind, browser, state, passkeyLasts)
	return Challenge{secret, options}, err
}

// prove ends the proof of a passkey and tells whose it is.
func (s *Service) prove(ctx context.Context, by models.Call, kind models.CeremonyKind, in PasskeyAnswer, browser string) (int64, error) {
	if s.party == nil {
		return 0, fault.New(fault.Forbidden, "no_passkeys")
	}
	if err := s.check(&in); err != nil {
		return 0, err
	}
	state, err := s.end(ctx, by, kind, browser, in.Ceremony)
	if err != nil {
		return 0, err
	}
	var k models.Passkey
	proof, err := s.party.Check(state, []byte(in.Answer), func(id string, _ []byte) (passkey.Owner, error) {
		if k, err = s.st.Passkey(ctx, id); err != nil {
			return passkey.Owner{}, err
		}
		return s.owner(ctx, k.PersonID)
	})
	if err != nil {
		return 0, passkeyFault(ctx, err)
	}
	return k.PersonID, s.used(ctx, by, k, proof)
}

// used notes the use of a passkey, or that it must not be used any more.
func (s *Service) used(ctx context.Context, by models.Call, k models.Passkey, proof passkey.Proof) error {
	if proof.Copied || k.CopiedAt != nil {
		slog.WarnContext(ctx, "passkey copied", "person", k.PersonID)
		if err := s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error { return tx.RefusePasskey(ctx, k.ID, by.At) }); err != nil {
			return err
		}
		return fault.New(fault.Forbidden, "passkey_copied")
	}
	a, err := s.Actor(ctx, k.PersonID)
	if err != nil {
		return err
	}
	if staff(a) && !proof.Verified {
		return fault.New(fault.Forbidden, "passkey_unverified")
	}
	read := k.Count
	k.Record, k.Count, k.LastUsedAt = s.seal(passkeyPurpose(k.PersonID), proof.Key.Record), int64(proof.Count), &by.At
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		ok, err := tx.UsePasskey(ctx, k, read)
		if err == nil && !ok {
			err = fault.New(fault.Forbidden, "began_elsewhere")
		}
		return err
	})
}

// passkeyFault tells in words that an answer was refused; the reason goes to the log, and names nobody.
func passkeyFault(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, passkey.ErrRefused):
		slog.InfoContext(ctx, "passkey refused", "reason", err.Error())
		return fault.New(fault.Forbidden, "passkey_refused")
	case fault.Is(err, fault.NotFound):
		return fault.New(fault.Forbidden, "passkey_unknown")
	}
	return err
}
