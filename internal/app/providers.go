package app

import (
	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/oidc"
)

// providers makes the providers of identities that the operator named; nothing is asked of them yet.
func (a *App) providers() ([]consult.Provider, error) {
	var out []consult.Provider
	for _, p := range a.cfg.OIDC {
		made, err := oidc.New(settings(a.cfg, p), a.clock)
		if err != nil {
			return nil, err
		}
		out = append(out, made)
	}
	return out, nil
}

func settings(cfg config.Config, p config.OIDCProvider) oidc.Settings {
	return oidc.Settings{
		ID: p.ID, Name: p.Name, Issuer: p.Issuer, ClientID: p.ClientID, ClientSecret: p.ClientSecret, Domains: p.Domains, Inward: cfg.OIDCAllowInward,
	}
}
