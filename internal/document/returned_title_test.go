package document

import (
	"testing"

	"travaux/models"
)

func TestReturned_aTitleChangedTrackedWithinUntrackedWordsIsAsked(t *testing.T) {
	t.Parallel()
	base := textOf(t, lakes)
	d := out(base, "en")
	rewrite(t, d, "The charter", "The treaty", "")
	rewrite(t, d, "treaty", "pact", "Ana")
	r := back(t, d, base)
	if o := onto1(t, r, base, all, nil); o.Asked != 0 || o.Title != "The pact" {
		t.Errorf("all taken: %q, %d asked", o.Title, o.Asked)
	}
	tracked := these("t1")
	o := onto1(t, r, base, tracked, nil)
	if o.Asked != 1 || o.Title != base.Title {
		t.Fatalf("the title is %q, asked %+v", o.Title, o.Questions)
	}
	q := o.Questions[0]
	if q.Ours.Heading != "The charter" || q.Theirs.Heading != "The pact" {
		t.Errorf("ours is %q, theirs %q", q.Ours.Heading, q.Theirs.Heading)
	}
	for how, want := range map[string]string{Ours: "The charter", Theirs: "The pact", Typed: "The accord"} {
		o := onto1(t, r, base, tracked, map[string]Decision{"": {How: how, Of: q.Key, Typed: models.Typed{Heading: "The accord"}}})
		if o.Asked != 0 || o.Title != want {
			t.Errorf("%s: %q, %d asked", how, o.Title, o.Asked)
		}
	}
}
