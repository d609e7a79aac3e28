package templates

import (
	"net/url"

	"travaux/models"
)

// samplePhaseViews are phases in every state, with changes of every kind.
func samplePhaseViews() []models.PhaseView {
	phases := samplePhases()
	refs := []string{"0190a1b2-0000-7000-8000-0000000000a1", "0190a1b2-0000-7000-8000-0000000000a2", "0190a1b2-0000-7000-8000-0000000000a3", "0190a1b2-0000-7000-8000-0000000000a4"}
	out := make([]models.PhaseView, len(phases))
	for i, p := range phases {
		p.Ref = refs[i]
		out[i].Phase = p
	}
	out[0].Late = true
	out[1].MinimumDays, out[1].Regions = 30, models.List{"002", "419"}
	out[1].Changes = []models.PhaseChange{
		{Ref: "1", Kind: models.PhaseExtended, WasCloses: ref(day(20)), Closes: out[1].ClosesAt, Reason: models.Texts{"en": "The holidays in three countries fell into the last week."}, Role: models.Organiser, CreatedAt: day(-3)},
		{Ref: "2", Kind: models.PhaseAutomatic, WasCloses: ref(day(20)), Closes: ref(day(21)), CreatedAt: day(-2)},
		{Ref: "3", Kind: models.PhaseLate, Reason: models.Texts{"en": "Post is slow."}, Role: models.Organiser, CreatedAt: day(-1)},
	}
	held := &out[2]
	held.OpensAt, held.Gates = day(-1), models.List{"minimum_days", "comments_answered"}
	held.Missing = []models.Missing{
		{Gate: models.GateMinimumDays, Phase: &out[1].Phase, Until: day(12)},
		{Gate: models.GateMinimumDays, Phase: &out[1].Phase, Until: day(-2)},
		{Gate: models.GateAnswered, Comments: 12},
	}
	passed := &out[3]
	passed.Gates, passed.PassedAt = models.List{"comments_answered"}, ref(day(-4))
	passed.Changes = []models.PhaseChange{
		{Ref: "4", Kind: models.PhaseMoved, WasOpens: ref(day(3)), Opens: ref(passed.OpensAt), WasCloses: ref(day(40)), Reason: models.Texts{"fr": "Le sommet a été déplacé."}, Role: models.Organiser, CreatedAt: day(-9)},
		{Ref: "5", Kind: models.PhaseOverride, Missing: models.List{"comments_answered"}, Reason: models.Texts{"en": "The summit cannot wait."}, Role: models.Organiser, CreatedAt: day(-4)},
	}
	return out
}

// Samples are the examples of the page: in every state, and of a consultation without phases.
func (TimelinePage) Samples() []TimelinePage {
	b := sampleBase(SectionNone, "/c/sample-charter/timeline")
	return []TimelinePage{{b, samplePhaseViews()}, {sampleStaff(SectionNone, b.Path), nil}}
}

// Samples are the examples of the page: with phases, and without.
func (PhasesPage) Samples() []PhasesPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/phases")
	b.Flash = "flash.phase_extend"
	return []PhasesPage{{b, samplePhaseViews()}, {sampleStaff(SectionManage, b.Path), nil}}
}

// Samples are the examples of the page: to add, to change, and come back.
func (PhaseFormPage) Samples() []PhaseFormPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/phases/add")
	typed := Form{Values: url.Values{"kind": {"signatures"}, "regions": {"002"}, "gates": {"comments_answered"}}, Errors: []FieldError{{"closes_at", "This must be later than the opening."}, {"reason", "Write the reason."}}}
	return []PhaseFormPage{{Base: b}, {b, typed, &samplePhaseViews()[2]}}
}

// Samples are the examples of the page: each act, and one come back.
func (PhaseActPage) Samples() []PhaseActPage {
	b := sampleStaff(SectionManage, "/c/sample-charter/manage/phases/x/extend")
	all := samplePhaseViews()
	back := Form{Values: url.Values{"closes_at": {"2026-01-01T00:00"}}, Errors: []FieldError{{"closes_at", "This is in the past."}}}
	return []PhaseActPage{{b, back, all[1], "extend"}, {b, Form{}, all[2], "override"}, {b, Form{}, all[0], "late"}}
}
