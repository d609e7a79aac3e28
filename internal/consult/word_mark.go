package consult

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"travaux/internal/document"
	"travaux/internal/fault"
	"travaux/models"
)

// wordMark is by what a Word file of a working version is known when it comes back: of which draft it is, of which text of
// which of its versions, and in what state that was.
func wordMark(v models.Version, language string, seq int64) string {
	return document.MarkPrefix + draftMark(v) + "_" + textMark(v, language) + "_" + strconv.FormatInt(seq, 36)
}

func draftMark(v models.Version) string {
	return shortSum("draft", strconv.FormatInt(v.ConsultationID, 36), strconv.FormatInt(v.DraftID, 36))
}

func textMark(v models.Version, language string) string {
	return shortSum("text", strconv.FormatInt(v.ConsultationID, 36), strconv.FormatInt(v.ID, 36), language)
}

func shortSum(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, " ")))
	return hex.EncodeToString(sum[:5])
}

// readMark tells in what state the text went out that a file was made of; a fault of the field "file" when it is not of this
// working version.
func readMark(mark string, v models.Version, texts []models.VersionText, language string) (seq int64, err error) {
	draft, rest, ok := strings.Cut(strings.TrimPrefix(mark, document.MarkPrefix), "_")
	text, state, also := strings.Cut(rest, "_")
	seq, unread := strconv.ParseInt(state, 36, 64)
	switch {
	case mark == "" || !ok || !also || unread != nil || seq < 0:
		return 0, fault.Bad("file", "word_unmarked")
	case draft != draftMark(v):
		return 0, fault.Bad("file", "word_other_draft")
	case text == textMark(v, language):
		return seq, nil
	}
	for _, t := range texts {
		if text == textMark(v, t.Language) {
			return 0, fault.Bad("file", "word_translation")
		}
	}
	return 0, fault.Bad("file", "word_other_version")
}
