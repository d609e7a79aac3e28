package handlers_test

import (
	"net/url"
	"testing"
)

// What a program suspects of a comment is for the staff, beside the comment, also once it is published.
func TestReview_showsWhatProgramsSuspect(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		drafter := s.person(t, "drafter@example.org", "charter", "drafter")
		s.browser(t).submit("/c/charter/drafts/charter/comment", remark(url.Values{"author_email": {"ana@mailinator.com"}})).want(303)
		confirm := s.link(t, "ana@mailinator.com")
		s.browser(t).submit(confirm, nil).want(303)
		drafter.get("/c/charter/review?one=C-000001").want(200).shows("Noticed by a program", "throw-away address")
		for _, path := range []string{"/c/charter/comments/C-000001", "/c/charter/comments"} {
			s.browser(t).get(path).want(200).hides("throw-away")
		}
	})
}
