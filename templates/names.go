package templates

import "travaux/models"

// provision names a provision as people do: "Article 3", "Paragraph 2", or its heading.
func (s speaker) provision(p models.Provision) string {
	return s.named(p.Kind, p.Number, p.Heading)
}

func (s speaker) named(kind models.ProvisionKind, number, heading string) string {
	switch {
	case number != "":
		return s.T("provision."+string(kind), "number", number)
	case kind == models.Preamble || heading == "":
		return s.T("kind." + string(kind))
	}
	return heading
}

// provisionIn names a provision in the language of its own text, for its heading.
func provisionIn(p models.Provision) string { return speaker{words().For(p.Language)}.provision(p) }

// short names a provision for a list: its number and heading.
func (s speaker) short(p models.Provision) string {
	name := s.provision(p)
	if p.Heading != "" && p.Heading != name {
		name += " · " + p.Heading
	}
	return name
}

// target says what a comment is about: "On words of Article 3", "Missing after Article 3".
func (s speaker) target(c models.Target) string {
	name := s.named(c.ProvisionKind, c.ProvisionNumber, c.ProvisionTitle)
	switch c.TargetKind {
	case models.TargetVersion:
		return s.T("target.version")
	case models.TargetInsertion:
		if c.AfterWID == "" {
			return s.T("target.insertion.first")
		}
		return s.T("target.insertion", "provision", name)
	case models.TargetRange:
		return s.T("target.range", "provision", name)
	}
	return name
}

// about says for whom a comment speaks in one line: type, country or region.
func (s speaker) about(c models.CommentView) string {
	var parts []string
	if c.StakeholderType != "" && c.StakeholderType != string(models.NotStated) {
		parts = append(parts, s.word("stakeholder", c.StakeholderType))
	}
	switch {
	case c.Country != "" && c.Country != string(models.NotStated):
		parts = append(parts, s.country(c.Country))
	case c.Region != "" && c.Region != models.Unassigned && c.Region != models.Withheld:
		parts = append(parts, s.region(c.Region))
	}
	if len(parts) == 0 {
		return s.T("about.nothing")
	}
	return s.T("about.joined."+string(rune('0'+len(parts))), "a", parts[0], "b", parts[len(parts)-1])
}
