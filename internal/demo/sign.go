package demo

import (
	"travaux/internal/consult"
	"travaux/models"
)

// signature is one of signatures.json: who signed for their organisation, and whether it took that back.
type signature struct {
	By          string `json:"by"`
	DaysAgo     int    `json:"days_ago"`
	Language    string `json:"language"`
	Title       string `json:"title"`
	Authority   string `json:"authority"`
	Kind        string `json:"kind"`
	Reservation string `json:"reservation"`
	Withdrawn   int    `json:"withdrawn_days_ago"`
	Reason      string `json:"reason"`
}

// signs has organisations sign the newest version, each in its language.
func (ex *example) signs() []happening {
	var out []happening
	for i, s := range ex.signatures {
		var receipt models.SignatureReceipt
		out = append(out, happening{ex.hour(-s.DaysAgo, 9+i%8, 5*i), func() { receipt = ex.sign(s) }})
		if s.Withdrawn > 0 {
			out = append(out, happening{ex.hour(-s.Withdrawn, 15, 20), func() { ex.c.Withdraw(s.By, receipt, s.Reason) }})
		}
	}
	return out
}

func (ex *example) sign(s signature) models.SignatureReceipt {
	return ex.c.SignIn(s.Language, s.By, ex.slugs[ex.people[s.By].Organisation], func(in *consult.NewSignature) {
		in.OfficerName, in.OfficerTitle, in.AuthorityStatement, in.ReservationKind = ex.people[s.By].Name, s.Title, s.Authority, s.Kind
		if s.Reservation != "" {
			in.Reservation = &s.Reservation
		}
	})
}

// preparation is one of prepared.json: a signature that waits for the officer of an organisation.
type preparation struct {
	By          string `json:"by"`
	DaysAgo     int    `json:"days_ago"`
	Language    string `json:"language"`
	Officer     string `json:"officer"`
	Title       string `json:"title"`
	Email       string `json:"email"`
	Authority   string `json:"authority"`
	Kind        string `json:"kind"`
	Reservation string `json:"reservation"`
}

// prepares has colleagues prepare signatures for their officers.
func (ex *example) prepares() []happening {
	var out []happening
	for _, p := range ex.preparations {
		out = append(out, happening{ex.hour(-p.DaysAgo, 14, 40), func() {
			ex.c.Prepare(p.By, p.Language, ex.slugs[ex.people[p.By].Organisation], p.Email, func(in *consult.NewPreparation) {
				in.OfficerName, in.OfficerTitle, in.AuthorityStatement = p.Officer, p.Title, p.Authority
				in.Reservation, in.ReservationKind = &p.Reservation, p.Kind
			})
		}})
	}
	return out
}
