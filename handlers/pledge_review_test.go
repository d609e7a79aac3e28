package handlers_test

import (
	"fmt"
	"net/url"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/story"
	"travaux/internal/testkit"
)

func TestPledgeReview_refusesADecisionOnWhatSomebodyChangedAndShowsWhat(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
		c := tale.Consultation("quay", story.Pledging())
		tale.Organisation(consult.NewOrganisation{Slug: "harbour", Name: "Harbour Authority", Country: "KE", StakeholderType: "government"}, "")
		card, err := s.Consult().WritePledge(t.Context(), s.system(), "quay", c.ToPledge("harbour"))
		testkit.Must(t, err)
		organiser := s.person(t, "organiser@example.org", "quay", "organiser")
		organiser.get("/c/quay/manage").want(200).shows(`href="/c/quay/manage/pledges"`, "1 pledge waits")
		at := "/c/quay/manage/pledges/" + card.Ref
		organiser.get("/c/quay/manage/pledges").want(200).shows(at, "Harbour Authority")
		action, values := organiser.get(at).want(200).shows("Relevant", "Future-focused", "Measurable", "twenty public registries").form()
		in := c.ToPledge("harbour")
		in.Title = "Publish the source code of thirty public registries"
		_, err = s.Consult().RewritePledge(t.Context(), s.system(), "quay", card.Ref, in, 0)
		testkit.Must(t, err)
		values.Set("decision", "publish")
		values.Set("note", "Thank you, this is clear.")
		organiser.post(action, values).want(412).shows("changed while you were reading", "<del>", "twenty", "thirty", "Thank you, this is clear.")
		_, values = organiser.get(at).want(200).form()
		values.Set("decision", "request_changes")
		organiser.post(action, values).want(422).shows("#field-note")
		values.Set("note", "Which registries?")
		if to := organiser.post(action, values).want(303).location(); to != "/c/quay/manage/pledges" {
			t.Errorf("decided, led to %s", to)
		}
		organiser.get("/c/quay/manage/pledges").want(200).hides(at)
		organiser.get("/c/quay/manage/pledges?status=changes_requested").want(200).shows(at)
		organiser.get(at).want(200).shows("Which registries?").hides(fmt.Sprintf(`action="%s"`, at))
		if again := organiser.post(action, url.Values{"decision": {"publish"}}); again.status != 400 {
			t.Errorf("a decision without what was read: %d", again.status)
		}
	})
}

func TestPledgeReview_suggestsPledgingTogetherWithAPublicPledgeAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
		c := tale.Consultation("quay", story.Pledging())
		for _, slug := range []string{"harbour", "works", "mills"} {
			tale.Organisation(consult.NewOrganisation{Slug: slug, Name: "The " + slug, Country: "KE", StakeholderType: "government"}, "")
		}
		public := c.Pledge("", "works")
		write := func(organisation string) consult.PledgeCard {
			card, err := s.Consult().WritePledge(t.Context(), s.system(), "quay", c.ToPledge(organisation))
			testkit.Must(t, err)
			return card
		}
		one, waits := write("harbour"), write("mills")
		organiser := s.person(t, "organiser@example.org", "quay", "organiser")
		at := "/c/quay/manage/pledges/" + one.Ref
		organiser.get(at).want(200).shows("say much the same", "The works", "?together="+public.Ref).hides(waits.Ref)
		organiser.get(at+"?together="+public.Ref).want(200).shows("The works pledged much the same in public", "/c/quay/pledges/"+public.Ref)
		organiser.get(at + "?together=" + waits.Ref).want(200).hides("pledged much the same in public")
	})
}
