package models

// SendMail is the job that sends one message. It holds the number only: what is in the queue can be read by anybody
// who can read the database.
type SendMail struct {
	ID int64 `json:"id,string"` // the queue reads numbers as floating point, which holds no 63 bits
}

// Kind names the job in the queue.
func (SendMail) Kind() string { return "send_mail" }

// KeepHouse is the job that does what has to be done from time to time.
type KeepHouse struct{}

// Kind names the job in the queue.
func (KeepHouse) Kind() string { return "keep_house" }

// MakeDigests is the job that puts what was held for people into one message each.
type MakeDigests struct{}

// Kind names the job in the queue.
func (MakeDigests) Kind() string { return "make_digests" }

// TellPhaseChange is the job that tells those concerned of a change of a phase, some at a time.
type TellPhaseChange struct {
	ConsultationID int64 `json:"consultation_id,string"`
	ChangeID       int64 `json:"change_id,string"`
}

// Kind names the job in the queue.
func (TellPhaseChange) Kind() string { return "tell_phase_change" }

// CarryAnchors is the job that carries the comments of a draft into the versions that wait for them.
type CarryAnchors struct {
	ConsultationID int64 `json:"consultation_id,string"`
	DraftID        int64 `json:"draft_id,string"`
}

// Kind names the job in the queue.
func (CarryAnchors) Kind() string { return "carry_anchors" }
