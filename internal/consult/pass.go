package consult

import (
	"crypto/hmac"
	"crypto/rand"
	"strconv"
	"strings"
	"time"

	"travaux/models"
)

// passLasts is how long one may take to write a comment.
const passLasts = 24 * time.Hour

// Pass is what a browser gets with the form for a comment, so that those who share an address are told apart. It
// says when it was made and nothing about anybody; it cannot be made up. The one that the browser holds is kept
// while it is good.
func (s *Service) Pass(held string) string {
	now := s.Now()
	if _, good := s.passed(held, now); good {
		return held
	}
	value := rand.Text() + "." + strconv.FormatInt(now.Unix(), 36)
	return value + "." + s.keyed("pass", value)
}

// passed tells who holds a pass, when it is one of ours and not too old.
func (s *Service) passed(pass string, at time.Time) (who string, good bool) {
	i := strings.LastIndexByte(pass, '.')
	if i < 0 || len(pass) > 200 || !hmac.Equal([]byte(pass[i+1:]), []byte(s.keyed("pass", pass[:i]))) {
		return "", false
	}
	who, made, _ := strings.Cut(pass[:i], ".")
	unix, err := strconv.ParseInt(made, 36, 64)
	age := at.Sub(time.Unix(unix, 0))
	return who, err == nil && age > -time.Minute && age < passLasts
}

// comments is what a comment counts for: one's own few, so that many behind one address do not wait for each other,
// and what may come from one client at all. A program with a token has its own budget, see once.
func (s *Service) comments(by models.Call, email string, mails, proven bool) []tally {
	if by.System || by.Token != "" || by.Client == "" {
		return nil
	}
	all := []tally{{models.LimitCommentsFrom, by.Client, 1}}
	if mails {
		all = append(all, mailed(by, email)...)
	}
	holder, good := s.passed(by.Pass, by.At)
	switch {
	case by.PersonID != 0:
		return append(all, tally{models.LimitCommentsKnown, personKey(by.PersonID), 1})
	case email != "":
		return append(all, tally{models.LimitComments, "mail " + models.EmailKey(email), 1})
	case good:
		return append(all, tally{models.LimitComments, "pass " + holder, 1})
	case proven:
		return all
	}
	return append(all, tally{models.LimitCommentsNone, by.Client, 1})
}
