package models

import "time"

// PartnerState is what an organisation that was named as a partner of a pledge said to it.
type PartnerState string

// What it said.
const (
	PartnerAsked     PartnerState = "asked"
	PartnerConfirmed PartnerState = "confirmed"
	PartnerDeclined  PartnerState = "declined"
	PartnerWithdrawn PartnerState = "withdrawn" // it was taken back, by either side
)

// PartnerStates are all of them.
var PartnerStates = []PartnerState{PartnerAsked, PartnerConfirmed, PartnerDeclined, PartnerWithdrawn}

// PledgePartner is an organisation that whoever pledges named as a partner.
type PledgePartner struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	PledgeID       int64 `gorm:"primaryKey;autoIncrement:false"`
	OrganisationID int64 `gorm:"primaryKey;autoIncrement:false"`
	State          PartnerState
	Version        int // of the pledge, to which it was said
	AskedAt        time.Time
	AskedBy        *int64
	DecidedAt      *time.Time
	DecidedBy      *int64
}

// PartnerView is a partner with what it is called.
type PartnerView struct {
	PledgePartner        `gorm:"embedded"`
	Organisation         Texts
	OrganisationLanguage string
	OrganisationSlug     string
}

// PartnerRequest is a pledge to which an organisation is asked, or belongs, as a partner.
type PartnerRequest struct {
	PledgeView `gorm:"embedded"`
	Partner    string // the slug of the organisation that is asked
	State      PartnerState
}
