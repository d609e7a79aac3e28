package consult

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"travaux/internal/ids"
	"travaux/internal/store"
	"travaux/models"
)

// sealedMail is what of a message nobody may read in the database: whom it is for, and links that let people in.
type sealedMail struct {
	To   string         `json:"to"`
	Data map[string]any `json:"data"`
}

// post queues a message in the transaction of what it tells, so that it is sent if that happened, and only then.
func (s *Service) post(ctx context.Context, tx *store.Tx, m models.Mail) error {
	row, err := s.queued(m)
	if err != nil {
		return err
	}
	if err := tx.AddMail(ctx, row); err != nil {
		return err
	}
	return tx.AddJob(ctx, models.SendMail{ID: row.ID}, time.Time{})
}

// queued makes the row of a message that waits.
func (s *Service) queued(m models.Mail) (models.QueuedMail, error) {
	plain, err := json.Marshal(sealedMail{m.To, m.Data})
	if err != nil {
		return models.QueuedMail{}, fmt.Errorf("write the data of a %s mail: %w", m.Kind, err)
	}
	now := s.Now()
	return models.QueuedMail{
		ID: s.ids.Next(now), MessageID: ids.UUID(), Kind: m.Kind, PersonID: m.PersonID, ConsultationID: m.ConsultationID, CommentID: m.CommentID,
		RecipientHash: s.recipient(m.To), Language: m.Language, Payload: s.seal("mail", plain),
		State: models.MailWaiting, CreatedAt: now, DueAt: now,
	}, nil
}

// recipient is what an address is known as in the queue.
func (s *Service) recipient(email string) string { return s.keyed("address", models.EmailKey(email)) }

// Letter opens a message, to send it. One whose text is gone has no address. Fault NotFound "mail_not_found".
func (s *Service) Letter(ctx context.Context, id int64) (models.Letter, error) {
	row, err := s.st.Mail(ctx, id)
	if err != nil {
		return models.Letter{}, err
	}
	return s.open(row)
}

func (s *Service) open(row models.QueuedMail) (models.Letter, error) {
	l := models.Letter{
		ID: row.ID, MessageID: row.MessageID, State: row.State, Attempts: row.Attempts, CreatedAt: row.CreatedAt,
		Mail: models.Mail{Kind: row.Kind, Language: row.Language, PersonID: row.PersonID, ConsultationID: row.ConsultationID},
	}
	if len(row.Payload) == 0 {
		return l, nil
	}
	plain, err := s.unseal("mail", row.Payload)
	if err != nil {
		return l, fmt.Errorf("open mail %d: %w", row.ID, err)
	}
	var in sealedMail
	d := json.NewDecoder(bytes.NewReader(plain))
	d.UseNumber()
	if err := d.Decode(&in); err != nil {
		return l, fmt.Errorf("read the data of mail %d: %w", row.ID, err)
	}
	l.To, l.Data = in.To, restored(in.Data)
	return l, nil
}

// restored gives the values the types they had before they were written: texts in several languages, whole numbers.
func restored(data map[string]any) map[string]any {
	for name, v := range data {
		switch v := v.(type) {
		case map[string]any:
			t := models.Texts{}
			for language, words := range v {
				t[language] = fmt.Sprint(words)
			}
			data[name] = t
		case json.Number:
			if n, err := v.Int64(); err == nil {
				data[name] = int(n)
			}
		}
	}
	return data
}
