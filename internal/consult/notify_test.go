package consult_test

import (
	"strings"
	"testing"
	"time"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// prefers sets how somebody wants to be told.
func prefers(t *testing.T, k *testkit.Kit, who models.Actor, digest models.Digest) {
	t.Helper()
	_, err := k.Service.SetMailPreference(t.Context(), k.Call(who), consult.NewMailPreference{Digest: string(digest)})
	testkit.Must(t, err)
}

// kinds lists the kinds of the messages to an address.
func kinds(k *testkit.Kit, to string) string {
	var out []string
	for _, m := range k.Mails() {
		if m.To == to {
			out = append(out, m.Kind)
		}
	}
	return strings.Join(out, " ")
}

func TestNotify_theAuthorIsToldAsTheyWant(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana, address := c.Actor("ana"), story.Address("ana")
		v := c.Comment(story.By("ana"))
		c.Answer("drafter", v.Ref, "noted", "Thank you.")
		if got := kinds(k, address); got != "answered" {
			t.Errorf("each: %q", got)
		}
		m := k.Mails()[len(k.Mails())-1]
		if m.Data["Reason"] != "Thank you." || !strings.HasSuffix(m.Data["Link"].(string), v.Ref) || m.Data["Unsubscribe"] == nil {
			t.Errorf("%+v", m)
		}
		prefers(t, k, ana, models.DigestDaily)
		c.Answer("drafter", v.Ref, "not_accepted", "Not this time.")
		c.Answer("drafter", v.Ref, "accepted", "Yes after all.")
		testkit.Must(t, k.Service.Digests(t.Context()))
		if got := k.Count(t, "mails", "state = 'held'"); got != 2 {
			t.Errorf("%d are held", got)
		}
		k.Clock.Set(testkit.Noon.AddDate(0, 0, 1).Truncate(24 * time.Hour).Add(8 * time.Hour))
		testkit.Must(t, k.Service.Digests(t.Context()))
		testkit.Must(t, k.Service.Digests(t.Context()))
		if got := kinds(k, address); got != "answered digest" {
			t.Errorf("daily: %q", got)
		}
		digest := k.Mails()[len(k.Mails())-1]
		if items, ok := digest.Data["Items"].([]any); !ok || len(items) != 2 {
			t.Errorf("%+v", digest)
		}
		prefers(t, k, ana, models.DigestNone)
		c.Answer("drafter", v.Ref, "noted", "Again.")
		if got := kinds(k, address); got != "answered digest" {
			t.Errorf("none: %q", got)
		}
	})
}

func TestUnsubscribe_byTheLinkAloneAndByNoOther(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana := c.Actor("ana")
		v := c.Comment(story.By("ana"))
		c.Answer("drafter", v.Ref, "noted", "Thank you.")
		link := k.Mails()[len(k.Mails())-1].Data["Unsubscribe"].(string)
		token := link[strings.LastIndex(link, "/")+1:]
		testkit.Must(t, k.Service.Unsubscribing(t.Context(), token))
		for _, wrong := range []string{"", "x", token[:len(token)-2], token + "AA", strings.ToLower(token)} {
			wantFault(t, k.Service.Unsubscribe(t.Context(), k.Call(models.Actor{}), wrong), fault.NotFound, "link_not_found")
		}
		for range 2 {
			testkit.Must(t, k.Service.Unsubscribe(t.Context(), k.Call(models.Actor{}), token))
		}
		p, err := k.Service.MailPreference(t.Context(), ana)
		if err != nil || p.Digest != models.DigestNone {
			t.Errorf("%+v, %v", p, err)
		}
	})
}

func TestBounced_marksTheMailAndTheAddressUntilItsOwnerSaysOtherwise(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana := c.Actor("ana")
		v := c.Comment(story.By("ana"))
		c.Answer("drafter", v.Ref, "noted", "Thank you.")
		id := testkit.Column[string](t, k.SQL(t), "SELECT message_id FROM mails")[0]
		sum, err := k.Service.Bounced(t.Context(), k.System(), []models.Bounce{
			{MessageID: id, Status: "4.2.2"},
			{MessageID: id, Status: "5.1.1", Permanent: true},
			{MessageID: id, Status: "5.1.1", Permanent: true},
			{MessageID: "of-somebody-else", Status: "5.1.1", Permanent: true},
		})
		testkit.Must(t, err)
		if want := (models.BounceSummary{Read: 4, Bounced: 1, Temporary: 1, AlreadyThere: 1, Unknown: 1}); sum != want {
			t.Errorf("got %+v, want %+v", sum, want)
		}
		c.Answer("drafter", v.Ref, "accepted", "Yes.")
		if n := k.Count(t, "mails", "true"); n != 1 {
			t.Errorf("an address that takes no mail gets more: %d", n)
		}
		prefers(t, k, ana, models.DigestEach)
		c.Answer("drafter", v.Ref, "noted", "Well.")
		if n := k.Count(t, "mails", "state = 'waiting'"); n != 1 {
			t.Errorf("%d wait", n)
		}
	})
}

func TestBounced_anAddressWhoseLinkArrivedWorksAgain(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		ana, address := c.Actor("ana"), story.Address("ana")
		v := c.Comment(story.By("ana"))
		c.Answer("drafter", v.Ref, "noted", "Thank you.")
		id := testkit.Column[string](t, k.SQL(t), "SELECT message_id FROM mails")[0]
		_, err := k.Service.Bounced(t.Context(), k.System(), []models.Bounce{{MessageID: id, Status: "5.1.1", Permanent: true}})
		testkit.Must(t, err)
		bounced := func() bool {
			p, err := k.Service.MailPreference(t.Context(), ana)
			testkit.Must(t, err)
			return p.BouncedAt != nil
		}
		link, err := k.Service.SignInLink(t.Context(), k.System(), address)
		testkit.Must(t, err)
		_, _, err = k.Service.SignIn(t.Context(), k.Call(models.Actor{}), link[strings.LastIndex(link, "/")+1:], "browser")
		testkit.Must(t, err)
		if !bounced() {
			t.Error("a link that was not mailed proves an address")
		}
		testkit.Must(t, k.Service.AskSignIn(t.Context(), k.Call(models.Actor{}), consult.NewSignIn{Email: address}, "browser"))
		if !bounced() {
			t.Error("asking for a link proves an address")
		}
		_, _, err = k.Service.SignIn(t.Context(), k.Call(models.Actor{}), k.Secret(t, address), "browser")
		testkit.Must(t, err)
		if bounced() {
			t.Error("an address whose link arrived still counts as one that takes no mail")
		}
	})
}

// What was held for somebody is not sent once their address is known to send everything back.
func TestDigests_areNotSentToAnAddressThatCameBackMeanwhile(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		c := town(t, k)
		prefers(t, k, c.Actor("ana"), models.DigestDaily)
		c.Answer("drafter", c.Comment(story.By("ana")).Ref, "noted", "Thank you.")
		exec(t, k.SQL(t), "UPDATE mail_preferences SET bounced_at = changed_at")
		k.Clock.Add(48 * time.Hour)
		testkit.Must(t, k.Service.Digests(t.Context()))
		if got := kinds(k, story.Address("ana")); got != "" {
			t.Errorf("sent %q", got)
		}
	})
}
