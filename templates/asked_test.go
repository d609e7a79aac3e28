package templates

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"travaux/models"
)

func TestFacets_whatIsNoProvisionHasWords(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ar", "zh"} {
		s := speaker{words().For(lang)}
		for value, want := range map[string]string{
			"_whole": s.T("target.version"), "_beginning": s.T("target.insertion.first"), "art-99": s.T("facet.provision_gone", "id", "art-99"),
		} {
			if got := s.value("provision", value, sampleProvisions()); got != want {
				t.Errorf("%s in %s is %q, want %q", value, lang, got, want)
			}
		}
	}
}

func TestProblems_standAsTheirFieldsDo(t *testing.T) {
	t.Parallel()
	f := Form{Errors: []FieldError{{"country", "c"}, {"author_email", "e"}, {"stakeholder_type", "s"}, {"body", "b"}, {"else", "x"}, {"target.start", "t"}}}
	var got []string
	for _, p := range (speaker{words().For("en")}).problems(f, "comment") {
		got = append(got, p.Target)
	}
	want := []string{"field-target.exact", "field-body", "field-stakeholder_type", "field-country", "field-author_email", "field-else"}
	if !slices.Equal(got, want) {
		t.Errorf("the order is %v, want %v", got, want)
	}
}

func TestVoices_notToSayIsCalledAlikeInBothLists(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"en", "ar", "fr", "es", "ru", "zh"} {
		s := speaker{words().For(lang)}
		all := s.options("voice")
		if got, want := all[len(all)-1].Label, s.options("no_country")[0].Label; got != want {
			t.Errorf("%s: %q and %q", lang, got, want)
		}
	}
}

func TestWho_isTheNameAndTheOrganisationItSpeaksFor(t *testing.T) {
	t.Parallel()
	b := sampleBase(SectionComments, "/c/sample-charter/comments/C-000398")
	c := sampleComments()[1]
	c.Name, c.SpeakingAs, c.Organisation = "Ana <b>", "organisation", "Friends"
	for name, want := range map[string]string{"Ana <b>": "\u2068Ana &lt;b&gt;\u2069, for \u2068Friends\u2069", "": "<bdi>Friends</bdi>"} {
		c.Name = name
		html, err := Comment.Render("en", CommentPage{Base: b, Comment: c})
		if err != nil || !strings.Contains(string(html), want) {
			t.Errorf("%q is not shown: %v %s", want, err, html)
		}
	}
}

func TestCommentForm_whoIsSignedInIsNotAskedForAName(t *testing.T) {
	t.Parallel()
	p := CommentFormPage{}.Samples()[0]
	p.Lang, p.Actor = "en", models.Actor{PersonID: 1, Name: "Ash Keyhole", Email: "ash@example.org"}
	p.Form = Form{Values: url.Values{}}
	html, err := CommentForm.Render("en", p)
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]bool{"signed in as Ash Keyhole": true, `name="author_name"`: false, `name="author_email"`: false, `name="publish_name"`: true} {
		if strings.Contains(string(html), what) != want {
			t.Errorf("%q: %v, want %v", what, !want, want)
		}
	}
}
