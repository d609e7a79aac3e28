package templates

import (
	"slices"
	"strings"

	"travaux/internal/place"
	"travaux/models"
)

// options are the choices of an enumeration, in the order they are shown.
func (s speaker) options(list string) []Option {
	var values []string
	switch list {
	case "type":
		values = models.CommentTypes
	case "stance":
		values = models.Stances
	case "outcome":
		values = names(models.Outcomes[1:])
	case "stakeholder":
		values = names(models.StakeholderTypes)
	case "collective":
		values = names(models.OrganisationTypes)
		list = "stakeholder"
	case "voice":
		return s.voices()
	case "stakeholder_subtype":
		values = models.StakeholderSubtypes
	case "event_kind":
		values = models.EventKinds
	case "event_status":
		values = names(models.EventStatuses)
	case "attendance":
		values = models.Attendances
	case "attribution":
		values = models.Attributions
	case "answer":
		values = names(models.Outcomes)
		list = "outcome"
	case "erase_wish":
		values = []string{string(models.EraseComments), string(models.KeepComments)}
	case "no_country":
		values, list = []string{string(models.NotStated)}, "country"
	case "phase_kind":
		values = names(models.PhaseKinds)
	case "partner":
		values = []string{string(models.CoLead), string(models.Partner)}
	case "speaking_as":
		values = []string{"individual", "organisation"}
	case "role":
		values = names(models.Roles)
	case "scope":
		values = names(models.Scopes)
	case "grade":
		values, list = names(models.Completions), "completion"
	case "outcome_area":
		values, list = models.OutcomeAreas, "outcome"
	case "unit":
		values, list = names(models.ProvisionKinds), "kind"
	case "pledge_public":
		values, list = others[list], "pledge_status"
	default:
		values = others[list]
	}
	out := make([]Option, 0, len(values))
	for _, v := range values {
		out = append(out, Option{Value: v, Label: s.word(list, v), Hint: s.first("hint." + list + "." + v)})
	}
	return out
}

// others are the choices that are asked for in few places: by whoever brings a text in, signs, reads the register, or sets a
// phase.
var others = map[string][]string{
	"changes": {"accepted", "refused"}, "format": {"markdown", "html", "akn"}, "brought": {"true", "false"}, "gate": names(models.Gates),
	"digest": names(models.Digests), "guard_mode": models.GuardModes, "interest_state": names(models.InterestStates),
	"completion": append(names(models.Completions), string(models.NotGraded)), "grading": models.GradingShows, "freshness": names(models.Freshnesses), "pledge_intent": {"false", "true"},
	"pledge.kind": pledgeKinds, "pledge.direction": {"increase", "decrease"}, "pledge.frequency": {"monthly", "quarterly", "half_yearly", "yearly", "at_end"},
	"pledge_public": names(models.PublicPledgeStatuses), "reservation_kind": models.ReservationKinds, "signature_status": names(models.SignatureStatuses[2:5]), "signing_act": names(models.SigningActs),
}

// voices are the stakeholder types as somebody is asked for their own: not to say is called as for the country.
func (s speaker) voices() []Option {
	out := s.options("stakeholder")
	for i := range out {
		if out[i].Value == string(models.NotStated) {
			out[i].Label = s.word("country", models.NotStated)
		}
	}
	return out
}

func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

func (s speaker) country(code string) string { return place.CountryName(code, s.Lang()) }

// countries are all countries in the order of the language.
func (s speaker) countries() []Option {
	list := place.CountryList(s.Lang())
	out := make([]Option, 0, len(list))
	for _, c := range list {
		out = append(out, Option{Value: c.Code, Label: c.Name})
	}
	return out
}

// regions are all M49 regions, each under the one it belongs to.
func (s speaker) regions() []Option {
	var out []Option
	for _, r := range place.Regions() {
		depth := max(0, len(place.Path(r.Code))-2)
		out = append(out, Option{Value: r.Code, Label: strings.Repeat("\u2003", depth) + s.region(r.Code)})
	}
	return out
}

// zones are the time zones by part of the world, named by their city.
func (s speaker) zones() []Option {
	var out []Option
	group := ""
	for _, z := range place.Zones() {
		area, _, _ := strings.Cut(z, "/")
		o := Option{Value: z, Label: strings.ReplaceAll(z[strings.IndexByte(z, '/')+1:], "_", " ")}
		if area != group {
			group, o.Group = area, area
		}
		out = append(out, o)
	}
	return out
}

// languageOptions names languages in the reader's words, the given ones first.
func (s speaker) languageOptions(first []string) []Option {
	var out []Option
	seen := map[string]bool{}
	for _, l := range append(slices.Clone(first), "ar", "en", "es", "fr", "ru", "zh", "pt", "sw", "hi", "bn", "id", "ur", "fa", "de", "it", "ja", "ko", "tr", "vi") {
		if !seen[l] {
			out = append(out, Option{Value: l, Label: place.LanguageName(l, s.Lang())})
		}
		seen[l] = true
	}
	return out
}
