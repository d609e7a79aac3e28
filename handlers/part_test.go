package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"travaux/internal/app"
	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// mostFirstView is how many bytes the first view of a text may have, compressed.
const mostFirstView = 100_000

// chapters writes a text of provisions of some 250 characters, ten under each heading.
func chapters(provisions int) string {
	words := strings.Fields("openness register maintenance budget licence audit council people service village ministry record access repair standard promise review signature account language")
	var out strings.Builder
	n := 0
	word := func() string { n = (n*31 + 17) % 1009; return words[n%len(words)] + fmt.Sprint(n%7) }
	for i := range provisions / 10 {
		fmt.Fprintf(&out, "## Article %d On %s\n\n", i+1, word())
		for p := range 9 {
			fmt.Fprintf(&out, "%d.", p+1)
			for range 30 {
				out.WriteString(" " + word())
			}
			out.WriteString(".\n")
		}
		out.WriteString("\n")
	}
	return out.String()
}

// long publishes a text of so many provisions in two languages, open for comments.
func long(t *testing.T, s *site, provisions int) {
	t.Helper()
	open(t, s)
	text := "# Long\n\n" + chapters(provisions)
	_, _, err := s.Consult().StartDraft(t.Context(), s.system(), "charter", consult.NewDraft{Slug: "long", Title: "Long", Language: "en"}, consult.NewVersion{Content: text})
	testkit.Must(t, err)
	_, err = s.Consult().PublishVersion(t.Context(), s.system(), "charter", "long", consult.NewPublication{})
	testkit.Must(t, err)
	_, _, err = s.Consult().Translate(t.Context(), s.system(), "charter", "long", 1, consult.NewVersion{Content: text, Language: "fr"})
	testkit.Must(t, err)
}

var sections = regexp.MustCompile(`<section class="prov [^"]*" id="([^"]+)"`)

// TestReader_ofALongTextComesInParts walks them by their links, as somebody without JavaScript does.
func TestReader_ofALongTextComesInParts(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		long(t, s, 1000)
		b := s.browser(t)
		const at = "/c/charter/drafts/long"
		first := b.get(at).want(200).shows("Page 1 of", `rel="next"`, `href="/c/charter/drafts/long?part=2#art-`, `rel="canonical" href="/c/charter/drafts/long?lang=en"`).hides(`rel="prev"`, "noindex")
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, _ = z.Write([]byte(first.body))
		testkit.Must(t, z.Close())
		if packed.Len() > mostFirstView {
			t.Errorf("the first view has %d bytes, compressed", packed.Len())
		}
		t.Logf("the first view: %d bytes, compressed %d", len(first.body), packed.Len())
		seen := map[string]bool{}
		parts, next := 0, at
		for next != "" {
			p := b.get(next).want(200)
			parts++
			for _, m := range sections.FindAllStringSubmatch(p.body, -1) {
				if seen[m[1]] {
					t.Errorf("%s comes twice", m[1])
				}
				seen[m[1]] = true
			}
			next = ""
			if m := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(p.body); m != nil {
				next = m[1]
			}
		}
		if len(seen) != 1000 || parts < 5 {
			t.Errorf("%d provisions in %d parts", len(seen), parts)
		}
		if all := sections.FindAllString(b.get(at+"?all=1").want(200).shows("noindex", "Read it in").body, -1); len(all) != 1000 {
			t.Errorf("the whole has %d provisions", len(all))
		}
	})
}

// TestReader_leadsIntoThePartOfAProvision by every way there is.
func TestReader_leadsIntoThePartOfAProvision(t *testing.T) {
	onBoth(t, func(t *testing.T, s *site) {
		long(t, s, 1000)
		b := s.browser(t)
		const at, wid = "/c/charter/drafts/long", "art-60-par-3"
		in := func(path string) page { return b.get(path).want(200).shows(`id="` + wid + `"`).hides(`id="art-1"`) }
		part := regexp.MustCompile(`part=\d+`).FindString(in(at + "?at=" + wid).body)
		in(at + "/v/1?at=" + wid + "&text=fr")
		in(at + "?beside=fr&on=" + wid).shows(`class="columns"`)
		said := in(at + "?on=" + wid)
		if !strings.Contains(said.body, `<aside class="margin"`) || !strings.Contains(said.body, `href="`+at+"?"+part) {
			t.Error("closing what is beside a provision does not lead back to its part")
		}
		in(at + "?" + part + "&text=fr").shows(`lang="fr"`)
		for _, nowhere := range []string{"?at=nothing", "?part=x", "?part=-3", "?part=0"} {
			b.get(at+nowhere).want(200).shows("Page 1 of", `id="art-1"`)
		}
		last := b.get(at + "?part=99").want(200).hides(`rel="next"`)
		if !strings.Contains(last.body, `id="art-100-par-9"`) {
			t.Error("a part beyond the last is not the last")
		}
		// What our own pages link to arrives without JavaScript.
		form := url.Values{"draft": {"long"}, "version": {"1"}, "target.kind": {"provision"}, "target.wid": {wid}, "author_email": {"ana@example.org"}}
		s.browser(t).submit(at+"/comment?kind=provision&on="+wid, remark(form)).want(303)
		s.browser(t).submit(s.link(t, "ana@example.org"), nil).want(303)
		link := at + "/v/1?at=" + wid + "#" + wid
		for _, page := range []string{"/c/charter/comments", "/c/charter/comments/C-000001", at + "/comment?kind=provision&on=" + wid} {
			b.get(page).want(200).shows(`href="` + link + `"`)
		}
		in(at + "?at=" + wid).shows("1 comment")
	})
}

func TestReader_costsTheSameStatementsWhateverTheLengthOfTheText(t *testing.T) {
	t.Parallel()
	paths := map[string]int64{"": 12, "?part=2": 12, "?all=1": 12, "?text=fr": 14, "?part=2&beside=fr": 19, "?on=art-1-par-1": 13}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			cost := func(provisions int) map[string]int64 {
				var statements atomic.Int64
				s := newSite(t, database(t), app.Traced(func() { statements.Add(1) }))
				long(t, s, provisions)
				b := s.browser(t)
				out := map[string]int64{}
				for path := range paths {
					b.get("/c/charter/drafts/long" + path).want(200)
					statements.Store(0)
					b.get("/c/charter/drafts/long" + path).want(200)
					out[path] = statements.Load()
				}
				return out
			}
			few, many := cost(400), cost(1200)
			for path, most := range paths {
				if few[path] != many[path] || many[path] > most || many[path] == 0 {
					t.Errorf("%q asks %d statements of 400 provisions, %d of 1,200; at most %d are allowed", path, few[path], many[path], most)
				}
			}
		})
	}
}
