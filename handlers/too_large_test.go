package handlers_test

import (
	"net/url"
	"strings"
	"testing"
)

func TestImport_aFileThatIsTooLargeKeepsWhatWasTypedBeforeIt(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		b := manager(t, s)
		large := strings.Repeat("x", 41<<20)
		typed := url.Values{"slug": {"rules"}, "title": {"Rules of the lake"}, "language": {"en"}, "label": {"After the first hearings"}, "content": {"We meet at noon."}}
		b.get("/c/town/manage/import").want(200).shows("at most 32 MB", `data-max="32"`)
		b.send(typed, "rules.docx", large).want(413).shows("Rules of the lake", "After the first hearings", "We meet at noon.", "it has 42 MB, and at most 32 MB")
		b.send(typed, "rules.docx", "").want(422).shows("Rules of the lake", "This file is empty: it has no text.")
		b.send(typed, "rules.md", "## Article 1\n\nWe meet.").want(303)
	})
}
