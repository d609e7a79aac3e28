package models

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limit says how often one who may do something: Count times in any span of Per. Counting is by slots of a tenth of
// Per, and a slot counts until all of it is past, so there are never more than Count in any span of Per; who used
// all of them may wait up to a tenth longer.
type Limit struct {
	Name  string // stable word, for the log and the catalogue key "limit.<name>"
	Count int
	Per   time.Duration // at least ten seconds; a tenth of it divides the day
}

// slotsPer is into how many slots Per is divided.
const slotsPer = 10

// The limits. Those of a client are generous: a whole town may stand behind one address.
var (
	LimitMail          = Limit{"mail_to", 12, time.Hour}               // messages that strangers have sent to one mail address from one client
	LimitMailAll       = Limit{"mail_all", 30, time.Hour}              // to one mail address from all clients
	LimitMailFrom      = Limit{"mail_from", 600, time.Hour}            // and from one client
	LimitStepUp        = Limit{"step_up", 12, time.Hour}               // links by which one who is signed in proves it anew
	LimitComments      = Limit{"comments_each", 5, 10 * time.Minute}   // of one who gave an address, or opened the form
	LimitCommentsKnown = Limit{"comments_known", 30, 10 * time.Minute} // of one who is signed in
	LimitCommentsNone  = Limit{"comments_none", 30, 10 * time.Minute}  // from one client, of all who show nothing of their own
	LimitCommentsFrom  = Limit{"comments_from", 400, 10 * time.Minute} // from one client, of all
	LimitToken         = Limit{"token", 600, time.Minute}              // changes made with one API token
	LimitGuesses       = Limit{"guesses", 60, time.Minute}             // links and receipts asked for that are not there, from one client
	LimitOrganisations = Limit{"organisations", 20, time.Hour}         // organisations added and mandates asked for, by one person
	LimitKept          = Limit{"kept", 60, 10 * time.Minute}           // forms kept until one is signed in, from one client
	LimitKeptBytes     = Limit{"kept_bytes", 8000, 6 * time.Hour}      // kilobytes of such forms, from one client or of one person
	LimitKeptAll       = Limit{"kept_all", 64_000, 6 * time.Hour}      // kilobytes of such forms, of all strangers
)

// Limits are all limits, in the order they are shown.
var Limits = []Limit{
	LimitMail, LimitMailAll, LimitMailFrom, LimitStepUp, LimitComments, LimitCommentsKnown, LimitCommentsNone, LimitCommentsFrom, LimitToken, LimitGuesses,
	LimitOrganisations, LimitKept, LimitKeptBytes, LimitKeptAll,
}

// LimitCount is what is kept of one who was counted.
type LimitCount struct {
	Key       string `gorm:"primaryKey"` // a hash, hex; its key changes daily
	Name      string // of the limit
	Slots     string
	Used      int // at the last time
	ExpiresAt time.Time
}

// DayKey keys the hashes of one day; it is deleted when no count of that day is of use.
type DayKey struct {
	Day       string `gorm:"primaryKey"` // 2026-03-14, UTC
	Secret    []byte
	CreatedAt time.Time
}

// LimitState is how a limit is used now.
type LimitState struct {
	Limit
	Counted int // how many are counted
	Full    int // how many of them have to wait
}

// Minutes is Per in minutes.
func (l Limit) Minutes() int { return int(l.Per.Minutes()) }

// Lasts is how long a count is of use.
func (l Limit) Lasts() time.Duration { return l.Per + 2*l.Per/slotsPer }

// Take counts so many more at an instant. It gives the slots to keep and how many were used; when that would be too
// many, how long to wait instead. Slots of others count too and are not kept.
func (l Limit) Take(at time.Time, many int, slots string, others ...string) (kept string, used int, wait time.Duration) {
	width := l.Per / slotsPer
	now := at.UnixMicro() / width.Microseconds()
	own := readSlots(slots, now-slotsPer)
	all := append([]slot(nil), own...)
	for _, o := range others {
		all = append(all, readSlots(o, now-slotsPer)...)
	}
	for _, s := range all {
		used += s.count
	}
	if over := used + many - l.Count; over > 0 {
		slices.SortFunc(all, func(a, b slot) int { return cmp.Compare(a.number, b.number) })
		return slots, used, l.until(at, all, over)
	}
	if n := len(own); n > 0 && own[n-1].number == now {
		own[n-1].count += many
	} else {
		own = append(own, slot{now, many})
	}
	return writeSlots(own), used + many, 0
}

// until tells how long it is until so many are past.
func (l Limit) until(at time.Time, slots []slot, over int) time.Duration {
	width := l.Per / slotsPer
	end := int64(0)
	for _, s := range slots {
		if over <= 0 && s.number > end {
			break
		}
		over -= s.count
		end = max(end, s.number)
	}
	return time.UnixMicro((end + slotsPer + 1) * width.Microseconds()).Sub(at)
}

// slot is how many there were in one stretch of time; its number is that of the stretch since 1970.
type slot struct {
	number int64
	count  int
}

// readSlots gives the slots from a number on, in order; what is no slot is left out.
func readSlots(text string, from int64) []slot {
	var out []slot
	for pair := range strings.FieldsSeq(text) {
		n, c, _ := strings.Cut(pair, ":")
		number, err1 := strconv.ParseInt(n, 10, 64)
		count, err2 := strconv.Atoi(c)
		if err1 == nil && err2 == nil && number >= from {
			out = append(out, slot{number, count})
		}
	}
	return out
}

func writeSlots(slots []slot) string {
	var b strings.Builder
	for i, s := range slots {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%d:%d", s.number, s.count)
	}
	return b.String()
}
