package handlers_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
)

const hostileText = `# Rules

## Article 1 <b>Aims</b>

1. We should act.
2. We &lt;script&gt;alert(1)&lt;/script&gt; listen.
3. This one goes away.

## Article 2 Means

Each town pays.
`

// compared is a town whose rules have two versions, the first one also in French, and a working version.
func compared(t *testing.T, s *site) *browser {
	t.Helper()
	b := manager(t, s)
	ctx, sys := t.Context(), s.system()
	_, err := s.Consult().CreateDraft(ctx, sys, "town", consult.NewDraft{Slug: "rules", Title: "Rules", Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	for i, content := range []string{
		hostileText,
		strings.NewReplacer("should", "shall", "listen.", "listen &lt;img src=x onerror=alert(1)&gt; well.", "3. This one goes away.\n", "").Replace(hostileText),
		strings.Replace(hostileText, "should", "must", 1),
	} {
		if _, _, err := s.Consult().ImportVersion(ctx, sys, "town", "rules", consult.NewVersion{Content: content, Label: "<i>"}); err != nil {
			t.Fatal(err)
		}
		if i == 2 {
			break
		}
		if _, err := s.Consult().PublishVersion(ctx, sys, "town", "rules", consult.NewPublication{Reason: "<u>because"}); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// has wants words in a page, and others not.
func (p page) has(words ...string) {
	p.t.Helper()
	for _, w := range words {
		w, unwanted := strings.CutPrefix(w, "!")
		if strings.Contains(p.body, w) == unwanted {
			p.t.Errorf("%s: %q (wanted: %v): %s", p.what, w, !unwanted, p.body[strings.Index(p.body, "<main"):])
		}
	}
}

func TestCompare_tellsTheChangesAsSentencesAndInTheirPlaces(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		compared(t, s)
		b := s.browser(t)
		path := "/c/town/drafts/rules/compare/1/2"
		p := b.get(path).want(200)
		p.has("Article 1.1: “<bdi lang=\"en\" dir=\"ltr\">should</bdi>” became “<bdi lang=\"en\" dir=\"ltr\">shall</bdi>”",
			"Article 1.3 was removed: “", "> inserted: </span>", "> end of deletion </span>",
			"&lt;script&gt;alert(1)&lt;/script&gt;", "!<script>alert", "!<img src=x", "1 unchanged provision<", "Changed <strong>2</strong>", "Removed <strong>1</strong>")
		if n := strings.Count(p.body, `href="#ch-`); n < 3 {
			t.Errorf("%d links to changes", n)
		}
		for _, id := range strings.Split(p.body, `href="#ch-`)[1:] {
			id, _, _ = strings.Cut(id, `"`)
			if strings.Count(p.body, `id="ch-`+id+`"`) != 1 {
				t.Errorf("ch-%s is there %d times", id, strings.Count(p.body, `id="ch-`+id+`"`))
			}
		}
		b.get(path+"?view=side&all=1").want(200).has(`class="sides"`, "Not in this version", "!unchanged provision")
		s.browser(t).get(path+"?lang=fr").want(200).has("> fin de la suppression </span>", `lang="en"`, "!Not both versions")
		b.get(path + "?text=fr").want(200).has("Not both versions are there in French. This is the text in English.")
		b.get("/c/town/drafts/rules/compare/1/1").want(200).has("Not a word differs", `!id="changes"`)
		to := b.get("/c/town/drafts/rules/compare?from=2&to=1&text=en&view=side").want(303).header.Get("Location")
		b.get(to).want(200).has("became “<bdi lang=\"en\" dir=\"ltr\">should</bdi>”")
		if to != "/c/town/drafts/rules/compare/2/1?text=en&view=side" {
			t.Errorf("the form leads to %s", to)
		}
	})
}

func TestCompare_theWorkingVersionIsForStaff(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		staff := compared(t, s)
		b := s.browser(t)
		for _, path := range []string{"compare/2/working", "compare/working/1", "v/working/history/art-1-par-1", "compare/1/9", "compare/0/1", "v/1/history/nowhere", "compare?from=&to="} {
			want := 404
			if strings.Contains(path, "?") {
				want = 303
			}
			b.get("/c/town/drafts/rules/" + path).want(want)
		}
		staff.get("/c/town/drafts/rules/compare/2/working").want(200).has("became “<bdi lang=\"en\" dir=\"ltr\">must</bdi>”", "Working version")
		staff.get("/c/town/drafts/rules/v/working/history/art-1-par-1").want(200).has("became “<bdi lang=\"en\" dir=\"ltr\">must</bdi>”")
		staff.get("/c/town/drafts/rules/versions").want(200).has("compare/2/working", "not published yet")
		b.get("/c/town/drafts/rules/versions").want(200).has("compare/1/2", "!working", "by the drafting team", "&lt;u&gt;because", "!<u>because", "!<i>")
	})
}

func TestTrail_saysInWhichVersionsTheWordsChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		compared(t, s)
		b := s.browser(t)
		reader := b.get("/c/town/drafts/rules").want(200)
		reader.has(`href="/c/town/drafts/rules/compare/1/2"`, `href="/c/town/drafts/rules/v/2/history/art-1-par-1"`)
		b.get("/c/town/drafts/rules/v/1").want(200).has("!/history/", "!/compare/")
		p := b.get("/c/town/drafts/rules/v/2/history/art-1-par-1").want(200)
		p.has("How it came to read so: Article 1.1", "became “<bdi lang=\"en\" dir=\"ltr\">shall</bdi>”", "It is there from this version on.", "compare/1/2#art-1-par-1")
		b.get("/c/town/drafts/rules/v/2/history/art-1").want(200).has("!became", "It is there from this version on.")
	})
}
