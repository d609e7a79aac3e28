package api

import (
	"context"
	"time"

	"travaux/api/gen"
	"travaux/internal/consult"
	"travaux/models"
)

// Phases gives every phase of a consultation with its changes, and what it waits for.
func (a *API) Phases(ctx context.Context, r gen.PhasesRequestObject) (gen.PhasesResponseObject, error) {
	f, err := a.s.Timeline(ctx, r.C)
	if err != nil {
		return nil, err
	}
	now := a.s.Now()
	return gen.Phases200JSONResponse{Items: each(f.Timeline, func(v models.PhaseView) gen.PhaseView { return phaseView(v, f.Language, now) })}, nil
}

// AddPhase adds a phase.
func (a *API) AddPhase(ctx context.Context, r gen.AddPhaseRequestObject) (gen.AddPhaseResponseObject, error) {
	v, err := a.s.AddPhase(ctx, call(ctx), r.C, newPhase(*r.Body))
	if err != nil {
		return nil, err
	}
	body, err := a.shown(ctx, r.C, v)
	out := gen.AddPhase201JSONResponse{Body: body}
	out.Headers.Location = at(r.C, "phases")
	return out, err
}

// ExtendPhase has a phase close later.
func (a *API) ExtendPhase(ctx context.Context, r gen.ExtendPhaseRequestObject) (gen.ExtendPhaseResponseObject, error) {
	v, err := a.s.ExtendPhase(ctx, call(ctx), r.C, r.Phase, *r.Body)
	if err != nil {
		return nil, err
	}
	body, err := a.shown(ctx, r.C, v)
	out := gen.ExtendPhase201JSONResponse{Body: body}
	out.Headers.Location = at(r.C, "phases")
	return out, err
}

// OverridePhase opens a phase although its gates do not hold.
func (a *API) OverridePhase(ctx context.Context, r gen.OverridePhaseRequestObject) (gen.OverridePhaseResponseObject, error) {
	v, err := a.s.OverridePhase(ctx, call(ctx), r.C, r.Phase, *r.Body)
	if err != nil {
		return nil, err
	}
	body, err := a.shown(ctx, r.C, v)
	return gen.OverridePhase200JSONResponse(body), err
}

// ChangePhase changes a phase that has not opened yet.
func (a *API) ChangePhase(ctx context.Context, r gen.ChangePhaseRequestObject) (gen.ChangePhaseResponseObject, error) {
	v, err := a.s.ChangePhase(ctx, call(ctx), r.C, r.Phase, *r.Body)
	if err != nil {
		return nil, err
	}
	body, err := a.shown(ctx, r.C, v)
	out := gen.ChangePhase201JSONResponse{Body: body}
	out.Headers.Location = at(r.C, "phases")
	return out, err
}

// SetPhaseLate says whether a phase takes late contributions.
func (a *API) SetPhaseLate(ctx context.Context, r gen.SetPhaseLateRequestObject) (gen.SetPhaseLateResponseObject, error) {
	v, err := a.s.SetPhaseLate(ctx, call(ctx), r.C, r.Phase, *r.Body)
	if err != nil {
		return nil, err
	}
	body, err := a.shown(ctx, r.C, v)
	return gen.SetPhaseLate200JSONResponse(body), err
}

func newPhase(p gen.NewPhase) consult.NewPhase {
	return consult.NewPhase{
		Kind: string(p.Kind), Name: p.Name, Names: models.Texts(p.Names),
		OpensAt: p.OpensAt, ClosesAt: given(p.ClosesAt), TimeZone: p.TimeZone,
		Regions: p.Regions, MinimumDays: p.MinimumDays, Gates: each(p.Gates, func(g gen.Gate) string { return string(g) }), Late: p.Late,
	}
}

// shown is a phase as it is answered, with its texts split by the consultation's main language.
func (a *API) shown(ctx context.Context, slug string, v models.PhaseView) (gen.PhaseView, error) {
	head, err := a.s.Head(ctx, slug)
	return phaseView(v, head.Language, a.s.Now()), err
}

func phaseView(v models.PhaseView, main string, now time.Time) gen.PhaseView {
	return gen.PhaseView{
		Phase:   phase(v.Phase, main, now),
		Changes: each(v.Changes, func(c models.PhaseChange) gen.PhaseChange { return phaseChange(c, main) }),
		Missing: each(v.Missing, missingGate),
	}
}

func phaseChange(c models.PhaseChange, main string) gen.PhaseChange {
	out := gen.PhaseChange{
		Ref: c.Ref, Kind: gen.PhaseChangeKind(c.Kind), WasOpensAt: utc(c.WasOpens), OpensAt: utc(c.Opens), WasClosesAt: utc(c.WasCloses), ClosesAt: utc(c.Closes),
		Missing: each(c.Missing, func(g string) gen.Gate { return gen.Gate(g) }), Role: opt(string(c.Role)), CreatedAt: c.CreatedAt.UTC(),
	}
	out.Reason, out.Reasons = words(c.Reason, main)
	return out
}

func missingGate(m models.Missing) gen.MissingGate {
	out := gen.MissingGate{Gate: gen.Gate(m.Gate), Comments: m.Comments}
	if m.Phase != nil {
		out.Phase, out.Until = opt(m.Phase.Ref), utc(&m.Until)
	}
	return out
}
