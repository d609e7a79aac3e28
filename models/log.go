package models

import "time"

// EntryKind says what an entry of a consultation's public log tells.
type EntryKind string

// The kinds of entry.
const (
	ConsultationCreated EntryKind = "consultation.created"
	PhaseSet            EntryKind = "phase.set"
	PhaseChanged        EntryKind = "phase.changed" // why its dates were changed
	NoticesSet          EntryKind = "notices.set"

	VersionPublished     EntryKind = "version.published"
	TranslationPublished EntryKind = "translation.published"

	CommentReceived     EntryKind = "comment.received"
	CommentConfirmed    EntryKind = "comment.confirmed"
	CommentPublished    EntryKind = "comment.published"
	CommentConfidential EntryKind = "comment.confidential" // taken, for the drafters alone
	CommentRefused      EntryKind = "comment.refused"
	CommentHidden       EntryKind = "comment.hidden"
	CommentShown        EntryKind = "comment.shown"
	CommentWithdrawn    EntryKind = "comment.withdrawn"
	CommentDisowned     EntryKind = "comment.disowned"
	CommentUnnamed      EntryKind = "comment.unnamed" // its author is no longer shown by name
	CommentErased       EntryKind = "comment.erased"
	CommentLapsed       EntryKind = "comment.lapsed"
	CommentAdopted      EntryKind = "comment.adopted" // was there before the log

	DispositionSet EntryKind = "disposition.set"

	TermsSet           EntryKind = "terms.set"          // what signing means
	SigningOpened      EntryKind = "signing.opened"     // a version is open for signature
	SignatureSigned    EntryKind = "signature.signed"   // by whom is told when it is published
	SignatureVerify    EntryKind = "signature.verified" // that whoever signed may
	SignaturePublish   EntryKind = "signature.published"
	SignatureReconsent EntryKind = "signature.needs_reconsent"
	SignatureReplace   EntryKind = "signature.replaced"
	SignatureWithdraw  EntryKind = "signature.withdrawn"
	SignatureUnnamed   EntryKind = "signature.unnamed" // the name of its officer was erased

	InterestTaken EntryKind = "interest.received" // an organisation wants to take part; which one is not told

	PledgeSubmit    EntryKind = "pledge.submitted" // whose and which is told when it is published
	PledgePublish   EntryKind = "pledge.published"
	PledgeAmend     EntryKind = "pledge.amended" // another version of it is public
	PledgeWithdraw  EntryKind = "pledge.withdrawn"
	PledgeGraded    EntryKind = "pledge.graded"          // a grade of it is public
	PledgeReported  EntryKind = "pledge.reported"        // what has become of it
	PledgePartnered EntryKind = "pledge.partner"         // an organisation is a partner of it, or no longer
	PledgeRedacted  EntryKind = "pledge.report_redacted" // the words and files of a report were taken down

	EpochBegun EntryKind = "epoch.begun" // a log after an older backup was restored quotes the last checkpoint known
)

// Entry is what is to be written into a consultation's public log. Everything in it is public but CommentID and
// AboutID, which only tie the entry to its row in the database. Never put a text, a name, or anything that tells who into it.
type Entry struct {
	Kind       EntryKind
	At         time.Time
	DayOnly    bool              // tell the day only: of a comment not shown by name
	Ref        string            // of the comment, once it has one
	Commitment string            // SHA-256, hex, over salted content
	Facts      map[string]string // what is public of it
	CommentID  int64             // 0: not about a comment
	AboutID    int64             // 0: not about something else that has a row of its own
}

// LogEntry is an entry as it is kept: the leaf that is hashed, and its place once it is sequenced.
type LogEntry struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	ID             int64 `gorm:"primaryKey;autoIncrement:false"`
	CommentID      *int64
	AboutID        *int64 // of something that is no comment
	Kind           EntryKind
	Leaf           string // canonical JSON (RFC 8785)
	LeafHash       []byte // RFC 6962 §2.1: SHA-256(0x00 ‖ leaf)
	Epoch          *int64
	Idx            *int64 // from 0; nil until it is sequenced
	CreatedAt      time.Time
}

// Leaf is what the bytes of an entry say.
type Leaf struct {
	V            int               `json:"v"`
	Kind         EntryKind         `json:"kind"`
	Consultation string            `json:"consultation"` // slug
	Ref          string            `json:"ref"`
	Time         string            `json:"time"` // RFC 3339, or the day alone
	Commitment   string            `json:"commitment"`
	Nonce        string            `json:"nonce"`
	Facts        map[string]string `json:"facts"`
}

// LogNode is a hash of the tree, at the place that golang.org/x/mod/sumdb/tlog's StoredHashIndex gives it.
type LogNode struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Epoch          int64 `gorm:"primaryKey;autoIncrement:false"`
	Idx            int64 `gorm:"primaryKey;autoIncrement:false"`
	Hash           []byte
}

// LogCheckpoint is a signed head of a log: so many entries, and the root over them.
type LogCheckpoint struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Epoch          int64 `gorm:"primaryKey;autoIncrement:false"`
	Size           int64 `gorm:"primaryKey;autoIncrement:false"`
	Root           []byte
	Note           string // C2SP tlog-checkpoint
	SignedAt       time.Time
}

// LogState is the head of a consultation's log. Sequencers lock its row, so that there is one number for each entry.
type LogState struct {
	ConsultationID int64 `gorm:"primaryKey;autoIncrement:false"`
	Epoch          int64
	Origin         string // of the epoch; empty until the first entry is sequenced
	Size           int64
	Adopting       bool // there may be comments from before the log
}

// TableName keeps the heads of the logs.
func (LogState) TableName() string { return "log_state" }

// LogKey is the public key that an installation's logs are signed with.
type LogKey struct {
	Fingerprint string `gorm:"primaryKey"` // SHA-256 of the public key, hex
	PublicKey   string // Ed25519, base64
	CreatedAt   time.Time
}

// Lease is held by one instance at a time.
type Lease struct {
	Name      string `gorm:"primaryKey"`
	Holder    string
	ExpiresAt time.Time
}

// KindCount is how many entries of a kind there are.
type KindCount struct {
	Kind  EntryKind
	Count int
}

// StandingCount is how many comments stand somewhere.
type StandingCount struct {
	Publication Publication
	Count       int
}

// LogHead is a signed head as it is remembered outside of the database, before the database has it.
type LogHead struct {
	Base     string    `json:"base"` // the origin of the first epoch
	Epoch    int64     `json:"epoch"`
	Size     int64     `json:"size"`
	Root     string    `json:"root"` // base64
	Note     string    `json:"note"`
	SignedAt time.Time `json:"signed_at"`
	Added    []int64   `json:"added"` // ids of the entries it has more than the head before, in their order
}

// ReceiptProof is what proves a receipt: a signed promise at first, then the entry's place under a signed head.
type ReceiptProof struct {
	Leaf       string
	Promise    string   // signed note; empty where nobody can sign
	Key        string   // verifier key of the log; empty where nobody can sign
	Epoch      int64    // in which the entry is sequenced, 0 until then
	Index      *int64   // nil until the entry is sequenced
	Checkpoint string   // signed note (C2SP tlog-checkpoint)
	Proof      []string // hashes, base64 (RFC 6962 §2.1.1)
}

// At is the entry's place in the log, from 0.
func (p ReceiptProof) At() int {
	if p.Index == nil {
		return 0
	}
	return int(*p.Index)
}

// LogView is a consultation's public log as its page and its API show it.
type LogView struct {
	Origin      string
	Epoch       int64
	Size        int
	Root        string    // base64
	Checkpoint  string    // signed note; empty before the first entry is sequenced
	SignedAt    time.Time // the day, at 00:00 UTC: the moment would tell when the newest comment came
	Key         string    // verifier key, as tools for signed notes read it
	Fingerprint string    // of the key, SHA-256, hex
	Kinds       []KindCount
	Standing    []StandingCount // where the comments stand, of the instant of Kinds
	Waiting     int             // entries without a place yet
}

// Received is how many comments the log has received, of which Standing tells each once.
func (v LogView) Received() (n int) {
	for _, k := range v.Kinds {
		if k.Kind == CommentReceived || k.Kind == CommentAdopted {
			n += k.Count
		}
	}
	return n
}

// LogLine is one entry as it is shown.
type LogLine struct {
	Epoch, Index int64
	Hash         string // of the leaf, base64
	Raw          string // the leaf itself
	Leaf
}

// LogLines is a page of entries, newest first.
type LogLines struct {
	Items []LogLine
	Next  string // cursor, empty at the end
}

// LogProof proves something of a log to who knows its key.
type LogProof struct {
	Index, Size, From int64
	Leaf, LeafHash    string
	Root, FromRoot    string
	Checkpoint        string // the newest, when the proof is for its size
	Proof             []string
}

// CheckedReceipt is what checking a receipt found.
type CheckedReceipt struct {
	Receipt  string
	Wrong    string // what does not fit, empty when everything does: format, key, content, leaf, promise, checkpoint, proof, fork
	Words    bool   // the words are those that were committed to
	Promised bool
	Included bool
	Ours     bool // the head it bears, or the entry, is in the log as it is here
	Index    int64
	Size     int64
}

// LogFinding is something of a log that does not fit the database, or itself. It bears no personal text.
type LogFinding struct {
	Consultation string // slug; empty: of the installation
	What         string // a reference, a receipt, an entry, a version
	Field        string
	Detail       string
}

// String writes the finding on one line.
func (f LogFinding) String() string {
	return f.Consultation + ": " + f.What + ": " + f.Field + ": " + f.Detail
}

// LogReport is what a verification has gone through.
type LogReport struct {
	Consultations, Entries, Waiting, Checkpoints, Comments int
	Standing                                               map[Publication]int
	Findings                                               []LogFinding
}

// EntryKinds are all kinds of entry, in the order in which they are counted.
var EntryKinds = []EntryKind{
	CommentReceived, CommentConfirmed, CommentPublished, CommentConfidential, CommentRefused, CommentHidden, CommentShown,
	CommentWithdrawn, CommentDisowned, CommentUnnamed, CommentErased, CommentLapsed, CommentAdopted, DispositionSet, InterestTaken,
	SignatureSigned, SignatureVerify, SignaturePublish, SignatureReconsent, SignatureReplace, SignatureWithdraw, SignatureUnnamed,
	PledgeSubmit, PledgePublish, PledgeAmend, PledgeWithdraw, PledgePartnered, PledgeReported, PledgeRedacted, PledgeGraded,
	SigningOpened, TermsSet, VersionPublished, TranslationPublished, PhaseSet, PhaseChanged, NoticesSet, ConsultationCreated, EpochBegun,
}
