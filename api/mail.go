package api

import (
	"context"

	"travaux/api/gen"
	"travaux/models"
)

// MailPreference tells how the person wants to be told.
func (a *API) MailPreference(ctx context.Context, _ gen.MailPreferenceRequestObject) (gen.MailPreferenceResponseObject, error) {
	p, err := a.s.MailPreference(ctx, who(ctx))
	return gen.MailPreference200JSONResponse(preference(p)), err
}

// SetMailPreference changes it.
func (a *API) SetMailPreference(ctx context.Context, r gen.SetMailPreferenceRequestObject) (gen.SetMailPreferenceResponseObject, error) {
	p, err := a.s.SetMailPreference(ctx, call(ctx), *r.Body)
	return gen.SetMailPreference200JSONResponse(preference(p)), err
}

func preference(p models.MailPreference) gen.MailPreference {
	return gen.MailPreference{Digest: gen.Digest(p.Digest), BouncedAt: p.BouncedAt}
}

// MailReport tells how mail does.
func (a *API) MailReport(ctx context.Context, _ gen.MailReportRequestObject) (gen.MailReportResponseObject, error) {
	r, err := a.s.MailReport(ctx, who(ctx))
	if err != nil {
		return nil, err
	}
	n := r.Counts
	out := gen.MailReport200JSONResponse{
		Waiting: n[models.MailWaiting], Held: n[models.MailHeld], Failed: n[models.MailFailed], Dead: n[models.MailDead],
		Bounced: n[models.MailBounced], Sent: n[models.MailSent], Bouncing: r.Bouncing, Trouble: []gen.MailInTrouble{},
	}
	for _, m := range r.Trouble {
		out.Trouble = append(out.Trouble, gen.MailInTrouble{
			Message: m.MessageID, Kind: m.Kind, State: gen.MailInTroubleState(m.State), Attempts: m.Attempts, Error: m.LastError, CreatedAt: m.CreatedAt,
		})
	}
	return out, nil
}
