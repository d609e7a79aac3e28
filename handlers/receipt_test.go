package handlers_test

import (
	"net/url"
	"testing"

	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// receiptTown is a town whose comments ana, signed in, and strangers write.
func receiptTown(t *testing.T, s *site, settings ...story.Setting) *story.Consultation {
	t.Helper()
	tale := story.New(t.Context(), s.Consult(), s.Consult().Now, func(err error) { t.Helper(); testkit.Must(t, err) })
	c := tale.Consultation("town", append([]story.Setting{story.Open()}, settings...)...)
	c.Draft("charter", charter)
	tale.Person("ana")
	c.Person("drafter", models.Drafter)
	c.Person("moderator", models.Moderator)
	return c
}

// waysBack are what the receipt of a confirmed comment says in each language about taking it back, to a stranger.
var waysBack = map[string]string{
	"ar": "تسجيل الدخول بعنوان البريد", "en": "sign in with the address it was sent with", "es": "inicie sesión con el correo",
	"fr": "connectez-vous avec l’adresse", "ru": "войдите с тем адресом", "zh": "用提交时使用的邮箱登录",
}

func TestReceipt_ofAConfirmedCommentLeadsThroughSigningInToTakingItBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c := receiptTown(t, s)
		at := "/c/town/receipts/" + c.Comment(story.Mailed("dana@example.org"), story.Saying("My words.")).Receipt
		b := s.browser(t)
		b.get(at).want(200).shows(`href="` + at + `/take-back?what=withdraw"`).hides("/sign-in?return_to=" + url.QueryEscape(at+"/take-back"))
		b.submit(s.link(t, "dana@example.org"), nil).want(303)
		b = s.browser(t)
		for lang, words := range waysBack {
			b.get(at + "?confirmed=1&lang=" + lang).want(200).shows(words)
		}
		to := "/sign-in?" + url.Values{"return_to": {at + "/take-back?what=withdraw"}}.Encode()
		b.get(at + "?lang=en").want(200).shows(`href="` + to + `"`).hides(`href="` + at + `/take-back`)
		s.person(t, "bela@example.org", "").get(at).want(200).shows(`href="` + to + `"`)
		b.submit(to, url.Values{"email": {"dana@example.org"}}).want(303)
		in := b.submit(s.link(t, "dana@example.org"), nil).want(303).header.Get("Location")
		if in != at+"/take-back?what=withdraw" {
			t.Fatalf("then leads to %q", in)
		}
		b.get(at).want(200).shows(`href="` + at + `/take-back?what=erase"`).hides(waysBack["en"])
		b.submit(in, nil).want(303)
		b.get(at).want(200).hides(`what=withdraw`).shows(`what=erase`)
	})
}

func TestReceipt_ofACommentWithoutAnAddressIsTheWayToTakeItBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c := receiptTown(t, s)
		said := c.Comment(story.Saying("Nobody in particular."))
		at := "/c/town/receipts/" + said.Receipt
		const way = "No account stands behind this comment"
		s.browser(t).get(at).want(200).shows(`href="` + at + `/take-back?what=erase"`).hides(way)
		c.Moderate("moderator", said.Receipt, "publish", "")
		for lang, words := range map[string]string{
			"ar": "لا حساب وراء هذا التعليق", "en": way, "es": "Ninguna cuenta respalda", "fr": "Aucun compte n’est rattaché", "ru": "нет учетной записи", "zh": "没有关联账户",
		} {
			s.browser(t).get(at+"?lang="+lang).want(200).shows(words, `href="`+at+`/take-back?what=erase"`)
		}
		s.browser(t).submit(at+"/take-back?what=erase", nil).want(303)
		s.browser(t).get(at).want(200).hides(way, "what=erase")
	})
}

func TestReceipt_tellsTheAnswerOnceThereIsOne(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c := receiptTown(t, s)
		said := c.Comment(story.By("ana"))
		at, page := "/c/town/receipts/"+said.Receipt, `href="/c/town/comments/`+said.Ref+`">`
		b := s.browser(t)
		b.get(at).want(200).hides("The answer", "See the comment with its answers")
		c.Answer("drafter", said.Ref, "accepted_in_part", "We shortened it.")
		b.get(at).want(200).shows("The answer", "We shortened it.", page+"See the comment with its answers")
		for lang, words := range map[string]string{
			"ar": "عرض التعليق مع الردود عليه", "es": "Ver el comentario con sus respuestas", "fr": "Voir le commentaire et ses réponses",
			"ru": "Посмотреть комментарий с ответами", "zh": "查看意见及其答复",
		} {
			b.get(at+"?lang="+lang).want(200).shows("We shortened it.", page+words)
		}
		c.Answer("drafter", said.Ref, "open", "")
		b.get(at+"?lang=en").want(200).hides("The answer", "We shortened it.")
	})
}

func TestReceipt_tellsTheAnswerToAConfidentialCommentToItsAuthorAlone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c := receiptTown(t, s)
		said := c.Comment(story.By("ana"), story.Confidentially())
		at := "/c/town/receipts/" + said.Receipt
		c.Answer("drafter", said.Ref, "noted", "Between us.")
		s.browser(t).get(at).want(200).hides("The answer", "Between us.")
		s.person(t, "bela@example.org", "").get(at).want(200).hides("The answer", "Between us.")
		s.person(t, "ana@example.org", "").get(at).want(200).shows("The answer", "Between us.").hides("/comments/" + said.Ref)
	})
}

func TestReceipt_ofACommentThatWaitsForAModeratorSaysNothingNew(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		c := receiptTown(t, s, story.PreModerated())
		said := c.Comment(story.By("ana"))
		s.browser(t).get("/c/town/receipts/"+said.Receipt).want(200).hides("The answer", "take-back")
		c.Moderate("moderator", said.Receipt, "refuse", "It is not about the charter.")
		s.browser(t).get("/c/town/receipts/"+said.Receipt).want(200).hides("The answer", "not about the charter")
	})
}
