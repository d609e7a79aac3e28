package consult

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"travaux/internal/fault"
	"travaux/internal/store"
	"travaux/models"
)

// dayKeyKept is how long the key of a day is kept; longer than any count lasts.
const dayKeyKept = 48 * time.Hour

// tally is one thing to count: a limit, who is counted, and for how many.
type tally struct {
	models.Limit
	who  string
	many int
}

// within counts one more of who, in a transaction of its own. Fault TooMany "too_many" with the seconds to wait;
// a refusal is not counted. Nobody in particular (an empty who) and the command line are not limited.
func (s *Service) within(ctx context.Context, l models.Limit, who string) error {
	if s.unlimited {
		return nil
	}
	return s.st.Write(ctx, func(ctx context.Context, tx *store.Tx) error {
		return s.tallied(ctx, tx, s.Now(), tally{l, who, 1})
	})
}

// tallied counts each, all or none, in the transaction of what is counted: two statements, whatever
// their number. Counts are held until the transaction ends, so that instances cannot count past each other.
func (s *Service) tallied(ctx context.Context, tx *store.Tx, at time.Time, all ...tally) error {
	all = slices.DeleteFunc(all, func(t tally) bool { return t.who == "" })
	if s.unlimited || len(all) == 0 {
		return nil
	}
	today, before, err := s.hashKeys(ctx, tx, at)
	if err != nil {
		return err
	}
	rows, by := map[string]models.LimitCount{}, map[string]tally{}
	for _, t := range all {
		key := hashed(today, t)
		rows[key], by[key] = models.LimitCount{Key: key, Name: t.Name, ExpiresAt: at.Add(t.Lasts())}, t
	}
	keys := slices.Sorted(maps.Keys(rows))
	list := make([]models.LimitCount, len(keys))
	for i, key := range keys {
		list[i] = rows[key]
	}
	slots, err := tx.HoldCounts(ctx, list)
	if err != nil {
		return err
	}
	old, err := s.yesterday(ctx, tx, at, before, by)
	if err != nil {
		return err
	}
	for i := range list {
		t := by[list[i].Key]
		var wait time.Duration
		list[i].Slots, list[i].Used, wait = t.Take(at, t.many, slots[list[i].Key], old[list[i].Key])
		if wait > 0 {
			return tooMany(ctx, t.Limit, wait)
		}
	}
	return tx.SetCounts(ctx, list)
}

// mayMail counts a message that a stranger has sent to an address, known or not, so that nobody's mail is flooded.
func (s *Service) mayMail(ctx context.Context, tx *store.Tx, by models.Call, address string) error {
	return s.tallied(ctx, tx, by.At, mailed(by, address)...)
}

// mailed is what a message to an address counts for: few from one client, so that whoever asks again and again locks
// out nobody who asks from elsewhere, and not many from all of them.
func mailed(by models.Call, address string) []tally {
	to := models.EmailKey(address)
	return []tally{{models.LimitMail, to + "\n" + by.Client, 1}, {models.LimitMailAll, to, 1}, {models.LimitMailFrom, by.Client, 1}}
}

// mayName counts an organisation that somebody added or whose mandate they asked for: each writes to those who decide.
func (s *Service) mayName(ctx context.Context, tx *store.Tx, by models.Call) error {
	return s.tallied(ctx, tx, by.At, tally{models.LimitOrganisations, strconv.FormatInt(by.PersonID, 36), 1})
}

// budgeted counts a change that a program makes against the budget of its token, in the transaction of the change.
func (s *Service) budgeted(by models.Call, fn func(context.Context, *store.Tx) (string, error)) func(context.Context, *store.Tx) (string, error) {
	return func(ctx context.Context, tx *store.Tx) (string, error) {
		if err := s.tallied(ctx, tx, by.At, tally{models.LimitToken, by.Token, 1}); err != nil {
			return "", err
		}
		return fn(ctx, tx)
	}
}

// Guessed counts a secret that a client asked for and that is not there: a link, a receipt, a token. Fault TooMany
// "too_many" from the sixty-first in a minute on.
func (s *Service) Guessed(ctx context.Context, client string) error {
	return s.within(ctx, models.LimitGuesses, client)
}

// tooMany refuses until later; the log gets the limit's name and nothing about who it was.
func tooMany(ctx context.Context, l models.Limit, wait time.Duration) error {
	slog.InfoContext(ctx, "limit reached", "limit", l.Name)
	return fault.New(fault.TooMany, "too_many").With("seconds", int((wait+time.Second-1)/time.Second))
}

// yesterday gives, for what was counted under the key of the day before and still counts, its slots by today's hash.
func (s *Service) yesterday(ctx context.Context, tx *store.Tx, at time.Time, before []byte, by map[string]tally) (map[string]string, error) {
	since := at.Sub(at.Truncate(24 * time.Hour))
	now := map[string]string{} // today's hash by yesterday's
	for key, t := range by {
		if before != nil && since < t.Lasts() {
			now[hashed(before, t)] = key
		}
	}
	if len(now) == 0 {
		return nil, nil
	}
	counts, err := tx.Counts(ctx, slices.Collect(maps.Keys(now)))
	out := map[string]string{}
	for key, slots := range counts {
		out[now[key]] = slots
	}
	return out, err
}

// hashed is under what somebody is counted: whoever has the key of the day and the secret of the installation can
// try addresses, and nobody once the day's key is gone.
func hashed(key []byte, t tally) string {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(t.Name + "\n" + strings.ToLower(strings.TrimSpace(t.who))))
	return hex.EncodeToString(m.Sum(nil))
}

// Limits tells administrators how the limits are used now: numbers, and nothing about anybody.
func (s *Service) Limits(ctx context.Context, who models.Actor) ([]models.LimitState, error) {
	if err := need(who, Can(who, Install, Thing{})); err != nil {
		return nil, err
	}
	used, err := s.st.Counted(ctx, s.Now())
	out := make([]models.LimitState, len(models.Limits))
	for i, l := range models.Limits {
		out[i].Limit = l
		for _, u := range used {
			if u.Name != l.Name {
				continue
			}
			out[i].Counted += u.Counted
			if u.Used >= l.Count {
				out[i].Full += u.Counted
			}
		}
	}
	return out, err
}

// dayKeys remembers the keys of a day, which never change while it lasts.
type dayKeys struct {
	sync.Mutex
	day           string
	today, before []byte
}

func (d *dayKeys) get(day string) (today, before []byte, ok bool) {
	d.Lock()
	defer d.Unlock()
	return d.today, d.before, d.day == day
}

func (d *dayKeys) set(day string, today, before []byte) {
	d.Lock()
	defer d.Unlock()
	d.day, d.today, d.before = day, today, before
}

// hashKeys gives today's key and that of the day before, nil when there is none.
func (s *Service) hashKeys(ctx context.Context, tx *store.Tx, at time.Time) (today, before []byte, err error) {
	day, last := at.UTC().Format(time.DateOnly), at.UTC().Add(-24*time.Hour).Format(time.DateOnly)
	if today, before, ok := s.days.get(day); ok {
		return today, before, nil
	}
	kept, err := tx.DayKeys(ctx, day, last)
	if err != nil {
		return nil, nil, err
	}
	there := kept[day] != nil
	if !there {
		fresh := make([]byte, 32)
		_, _ = rand.Read(fresh) // never fails (crypto/rand documentation)
		if kept[day], err = tx.AddDayKey(ctx, models.DayKey{Day: day, Secret: fresh, CreatedAt: at}); err != nil {
			return nil, nil, err
		}
	}
	today = s.dayKey(kept[day])
	if kept[last] != nil {
		before = s.dayKey(kept[last])
	}
	if there { // else the transaction may yet be undone, and the key with it
		s.days.set(day, today, before)
	}
	return today, before, nil
}

// dayKey joins the day's key with that of the installation, which is not in the database.
func (s *Service) dayKey(secret []byte) []byte {
	m := hmac.New(sha256.New, s.subkey("limits"))
	m.Write(secret)
	return m.Sum(nil)
}

// forgetCounts drops what no limit needs any more.
func (s *Service) forgetCounts(ctx context.Context, tx *store.Tx, now time.Time) error {
	if err := tx.ForgetProofs(ctx, now); err != nil {
		return err
	}
	return tx.ForgetCounts(ctx, now, now.Add(-dayKeyKept))
}
