package templates

import (
	"slices"

	"travaux/models"
)

// PledgePage is one pledge, as its reader may see it.
type PledgePage struct {
	Base
	Pledge   models.PledgeView
	Notes    []models.PledgeNote
	Versions []models.PledgeVersion
	Partners []models.PartnerView
	Own      bool // the reader speaks for its organisation
	Grades   []models.PledgeGrade
	Gradable bool // the reader may say how far it has come
}

// pledgeKinds are the kinds of pledges in the order in which they are shown.
var pledgeKinds = []string{"financial", "products_services", "research_knowledge"}

// Amending tells the organisation and the secretariat that what they see is not what everybody sees.
func (p PledgePage) Amending() bool { return p.Pledge.Public() && p.Pledge.Number != p.Pledge.Shown }

// Confirmed are the partners that everybody is told of.
func (p PledgePage) Confirmed() []models.PartnerView {
	return slices.DeleteFunc(slices.Clone(p.Partners), func(x models.PartnerView) bool { return x.State != models.PartnerConfirmed })
}
