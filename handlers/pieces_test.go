package handlers_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/config"
	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// withOthers runs a test on a fresh site of each engine, and on as many more instances on its database as it wants.
func withOthers(t *testing.T, test func(t *testing.T, s *site, other func() *site)) {
	t.Helper()
	t.Parallel()
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			where, dir := database(t), t.TempDir()
			other := func() *site {
				return newSiteWith(t, where, func(cfg *config.Config) { cfg.DataDir, cfg.Limits = dir, "off" })
			}
			test(t, other(), other)
		})
	}
}

// What many read is kept rendered; whatever changes, every page is at once what an instance that has kept nothing shows.
func TestReader_showsAtOnceWhatChangesOfWhatIsKept(t *testing.T) {
	withOthers(t, func(t *testing.T, s *site, instance func() *site) {
		other := instance() // what it writes, the first one has to see
		tale := story.New(t.Context(), other.Consult(), other.now, func(err error) { t.Helper(); testkit.Must(t, err) })
		c := tale.Consultation("town", story.Open(), story.Languages("en", "fr"))
		d := c.Draft("charter", charterOfTwo)
		tale.Person("ana")
		const at = "/c/town/drafts/charter"
		same := func(after string, paths ...string) {
			t.Helper()
			fresh := instance()
			fresh.pass(s.late)
			for _, path := range append(paths, "", "/v/1", "?lang=fr", "?lang=ar", "?text=fr", "?beside=fr", "?on=art-1-par-1", "?all=1") {
				for range 2 { // rendered and kept
					if got, want := told(s.browser(t).get(at+path).want(200)), told(fresh.browser(t).get(at+path).want(200)); got != want {
						t.Errorf("after %s %q is not what it is anew:\n%s", after, path, cmp.Diff(want, got))
					}
				}
			}
		}
		read := func(path string) page { return s.browser(t).get(at + path).want(200) }

		same("the first reading")
		read("").hides("<mark>", "1 comment")
		said := c.Comment(story.By("ana"), story.On("art-1-par-1", "publish"))
		same("a comment")
		read("").shows("<mark>publish</mark>", "1 comment")
		_, err := other.Consult().HideComment(t.Context(), other.system(), "town", said.Ref, consult.Hiding{Reason: "A telephone number."})
		testkit.Must(t, err)
		same("hiding it")
		read("").hides("<mark>", "1 comment")
		_, err = other.Consult().ShowComment(t.Context(), other.system(), "town", said.Ref)
		testkit.Must(t, err)
		same("showing it again")
		read("").shows("<mark>publish</mark>", "1 comment")
		d.Translate("fr", charte, 1)
		same("a translation")
		read("?text=fr").shows("Les signataires publient.")
		d.Import(consult.NewVersion{Content: charterOfTwo + "2. Systems are kept.\n"})
		same("a text that is not published")
		read("").hides("Systems are kept.")
		r := d.Publish("")
		for more := true; more; {
			more, err = other.Consult().Carry(t.Context(), models.CarryAnchors{ConsultationID: r.ConsultationID, DraftID: r.Draft.ID})
			testkit.Must(t, err)
		}
		same("a version", "/v/2")
		read("").shows("Systems are kept.", "<mark>publish</mark>", "1 comment")
		read("/v/1").hides("Systems are kept.")
		s.pass(31 * 24 * time.Hour)
		same("the closing", "/v/2")
		read("").hides(`rel="nofollow" dir="ltr" aria-label="Comment`, "data-reader")
	})
}

// Whoever is signed in reads the same pieces, and leaves nothing of their own in them.
func TestReader_keepsNothingOfOneReaderForAnother(t *testing.T) {
	withOthers(t, func(t *testing.T, s *site, instance func() *site) {
		open(t, s)
		staff := s.person(t, "drafter@example.org", "charter", "drafter")
		const at = "/c/charter/drafts/charter"
		first := told(instance().browser(t).get(at).want(200))
		staff.get(at).want(200).shows("Name of drafter@example.org")
		if got := told(s.browser(t).get(at).want(200)); got != first {
			t.Errorf("somebody who is not signed in reads another page:\n%s", cmp.Diff(first, got))
		}
	})
}
