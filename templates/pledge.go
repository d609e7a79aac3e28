package templates

import (
	"slices"

	"travaux/models"
)

// PledgePage is one pledge, as its reader may see it.
type PledgePage struct {
	Base
	Pledge     models.PledgeView
	Current    models.PledgeView // as everybody sees it
	Notes      []models.PledgeNote
	Versions   []PledgeEdition
	Provisions []models.PledgeProvision // that it answers
	Named      []models.Provision       // that any of its versions answers
	Reports    []models.PledgeReportView
	Indicator  *models.Indicator // nil: nothing is measured
	Partners   []models.PartnerView
	Own        bool // the reader speaks for its organisation
	Grades     []models.PledgeGrade
	Redacts    bool // the reader may take reports down
	Gradable   bool // the reader may say how far it has come
}

// pledgeKinds are the kinds of pledges in the order in which they are shown.
var pledgeKinds = []string{"financial", "products_services", "research_knowledge"}

// Amending tells the organisation and the secretariat that what they see is not what everybody sees.
func (p PledgePage) Amending() bool { return p.Pledge.Public() && p.Pledge.Number != p.Pledge.Shown }

// Confirmed are the partners that everybody is told of.
func (p PledgePage) Confirmed() []models.PartnerView {
	return slices.DeleteFunc(slices.Clone(p.Partners), func(x models.PartnerView) bool { return x.State != models.PartnerConfirmed })
}
