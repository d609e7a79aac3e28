package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

func TestComments_areFoundWhateverTheAccentsAndForms(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		say := func(language, body string) string {
			return c.Comment(story.By("ana"), story.In(language), story.Saying(body)).Ref
		}
		fr := say("fr", "L’égalité d’accès aux données doit être garantie.")
		es := say("es", "La participación pública no es un trámite.")
		ar := say("ar", "الميثاق يحمي المشاركات")
		ru := say("ru", "Хартия защищает участников")
		zh := say("zh", "参与者的权利受到保护")
		en := say("en", "Protecting participants matters.")
		wording := c.Comment(story.By("ana"), story.Saying(""), story.Proposing("a published law prevents it")).Ref
		for q, want := range map[string]string{
			"égalité": fr, "egalite": fr, "EGALITE": fr, "donnée": fr, "participacion": es, "participación": es, "ميثاق": ar, "защищать": ru,
			"参与者": zh, "权利": zh, "participant": en, "protects": en, "prevents law": wording, "not-to-be-found-anywhere": "", "“published law”": wording,
			`"law published"`: "", "...": "", "' OR 1=1 --": "", "NEAR(": "", `"`: "", "*": "",
		} {
			if got := refs(t, c, models.CommentFilter{Q: q}); got != want {
				t.Errorf("%q finds %q, want %q", q, got, want)
			}
		}
		all := strings.Fields(refs(t, c, models.CommentFilter{Q: "  "}))
		if len(all) != 7 {
			t.Errorf("white space finds %d", len(all))
		}
	})
}

func TestComments_searchStaysInItsConsultation(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		other := k.Story(t).Consultation("village", story.Open())
		other.Draft("charter", charter)
		other.Story.Person("ana")
		other.Comment(story.By("ana"), story.Saying("A well with a lid."))
		mine := c.Comment(story.By("ana"), story.Saying("A well without a lid."))
		waiting := c.Comment(story.Saying("A lid that waits."))
		if got := refs(t, c, models.CommentFilter{Q: "lid"}); got != mine.Ref {
			t.Errorf("found %s", got)
		}
		c.Moderate("moderator", waiting.Receipt, "publish", "")
		if got := refs(t, c, models.CommentFilter{Q: "lid"}); got != "C-000002 C-000001" {
			t.Errorf("with what was published since: %s", got)
		}
	})
}

func TestComments_filterByWhatIsPublic(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Draft("annex", "# Annex\n\n## Article 1 Words\n\n1. A word.\n")
		on := c.Comment(story.By("ana"), story.Named("Ana"), story.From("KE", models.Government), story.On("art-1-par-2-pnt-a"), story.Taking("oppose"), story.In("fr")).Ref
		gap := c.Comment(story.By("ana"), story.Named("Ana"), story.From("FR", models.Foundation), story.After("art-2-par-1")).Ref
		whole := c.Comment(story.By("bela"), story.Of("annex", 0)).Ref
		c.Answer("drafter", on, "noted", "Seen.")
		for name, tc := range map[string]struct {
			f    models.CommentFilter
			want string
		}{
			"draft":        {models.CommentFilter{Draft: "annex"}, whole},
			"other draft":  {models.CommentFilter{Draft: "charter"}, gap + " " + on},
			"provision":    {models.CommentFilter{Provision: []string{"art-1-par-2-pnt-a"}}, on},
			"what it's in": {models.CommentFilter{Draft: "charter", Provision: []string{"art-1"}}, on},
			"a gap in it":  {models.CommentFilter{Provision: []string{"art-2"}}, gap},
			"two":          {models.CommentFilter{Draft: "charter", Provision: []string{"art-1", "art-2"}}, gap + " " + on},
			"region":       {models.CommentFilter{Region: []string{"014"}}, on},
			"world part":   {models.CommentFilter{Region: []string{"002"}}, on},
			"the world":    {models.CommentFilter{Region: []string{"001"}}, gap + " " + on},
			"withheld":     {models.CommentFilter{Region: []string{"withheld"}}, whole},
			"stakeholder":  {models.CommentFilter{Stakeholder: []string{"government", "withheld"}}, whole + " " + on},
			"outcome":      {models.CommentFilter{Outcome: []string{"noted"}}, on},
			"language":     {models.CommentFilter{Language: []string{"fr"}}, on},
			"stance":       {models.CommentFilter{Stance: []string{"not_stated"}}, whole + " " + gap},
			"all together": {models.CommentFilter{Region: []string{"002"}, Stance: []string{"oppose"}, Language: []string{"fr"}, Q: "shorter"}, on},
			"nothing":      {models.CommentFilter{Region: []string{"002"}, Stance: []string{"support"}}, ""},
			"no such one":  {models.CommentFilter{Draft: "nothing"}, ""},
		} {
			if got := refs(t, c, tc.f); got != tc.want {
				t.Errorf("%s: %q, want %q", name, got, tc.want)
			}
		}
		_, err := k.Service.Comments(t.Context(), "town", models.CommentFilter{Provision: []string{"art-99"}})
		wantFault(t, err, fault.Malformed, "bad_filter")
	})
}

func TestComment_ofOthersAreNotToBeKnownBeforeTheyArePublished(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		said := c.Comment(story.By("ana")).Ref
		for _, ref := range []string{"C-000002", "C-1", "c-000001", "C-0000001", said + "x", ""} {
			_, err := k.Service.Comment(t.Context(), models.Actor{}, "town", ref)
			wantFault(t, err, fault.NotFound, "comment_not_found")
		}
		_, _, err := k.Service.Receipt(t.Context(), "0198c0de-0000-7000-8000-000000000000")
		wantFault(t, err, fault.NotFound, "comment_not_found")
	})
}

func TestReading_countsAndMarksWhatWasSaid(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		c.Comment(story.By("ana"))
		c.Comment(story.By("ana"), story.After(""))
		c.Comment(story.By("ana"), story.On("art-1-par-1"))
		c.Comment(story.By("ana"), story.On("art-1-par-1", "shall publish"))
		c.Comment(story.By("bela"), story.On("art-1-par-1", "shall publish"))
		c.Comment(story.On("art-1-par-1", "shall publish")) // waits
		r := (&reader{c}).newest(t)
		if r.Said[""] != 2 || r.Said["art-1-par-1"] != 3 || len(r.Said) != 2 {
			t.Errorf("said %v", r.Said)
		}
		marks, err := k.Service.Marks(t.Context(), r)
		testkit.Must(t, err)
		if m := marks["art-1-par-1"]; len(marks) != 1 || len(m) != 1 || m[0].Start != 12 || m[0].End != 25 || m[0].Comments != 2 {
			t.Errorf("marks %+v", marks)
		}
		on, err := k.Service.OnProvision(t.Context(), "town", r, "art-1-par-1")
		testkit.Must(t, err)
		if len(on) != 3 {
			t.Errorf("%d on the provision", len(on))
		}
	})
}
