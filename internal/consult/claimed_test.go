package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// Somebody who is not signed in names an organisation, and then proves to be somebody who speaks for it.
func TestConfirmComment_isOfTheOrganisationThatItsAuthorSpeaksFor(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		in := ministry("Lumen Ministry")
		in.Slug, in.Names = "lumen", models.Texts{"fr": "Ministère Lumen"}
		c.Story.Organisation(in, story.Address("ana"))
		asking := ministry("Harbour Office")
		_, err := k.Service.AddOrganisation(t.Context(), k.Call(c.Story.Actor("ana")), asking)
		testkit.Must(t, err)

		confirmed := func(address, organisation, country string, of models.StakeholderType) models.CommentView {
			t.Helper()
			c.Comment(story.Mailed(address), story.For(organisation), story.From(country, of))
			r, err := k.Service.ConfirmComment(t.Context(), c.Call(""), k.Secret(t, address))
			testkit.Must(t, err)
			return published(t, c, r.Ref)
		}
		for _, said := range []string{"Lumen Ministry", "LUMEN  ministry.", "Ministère Lumen"} {
			if v := confirmed(story.Address("ana"), said, "KE", models.Government); v.OrganisationSlug != "lumen" || !v.OrganisationVerified || !v.Verified {
				t.Errorf("%q: %+v", said, v)
			}
		}
		for name, v := range map[string]models.CommentView{
			"no mandate":      confirmed(story.Address("bela"), "Lumen Ministry", "KE", models.Government),
			"a newcomer":      confirmed("new@example.org", "Lumen Ministry", "KE", models.Government),
			"another type":    confirmed(story.Address("ana"), "Lumen Ministry", "KE", models.CivilSociety),
			"another country": confirmed(story.Address("ana"), "Lumen Ministry", "FR", models.Government),
			"only asked":      confirmed(story.Address("ana"), "Harbour Office", "KE", models.Government),
		} {
			if v.OrganisationSlug != "" || v.OrganisationVerified || v.Organisation == "" {
				t.Errorf("%s: %+v", name, v)
			}
		}
		_, err = c.Try(story.Mailed(story.Address("ana")), story.For("lumen"), story.From("KE", models.Government))
		wantFault(t, err, fault.Forbidden, "no_mandate") // by its short name one must be signed in

		k.Sequence(t) // what was committed to is what stands there
		if r := verify(t, k, consult.VerifyLogs{}); len(r.Findings) > 0 {
			t.Errorf("%+v", r.Findings)
		}
	})
}
