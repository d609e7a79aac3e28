package handlers_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"travaux/internal/consult"
	"travaux/internal/export"
	"travaux/internal/testkit"
)

// Each string of the Big List of Naughty Strings goes in as a comment by both surfaces. Either it is refused in words
// by a stated rule, or it comes out byte for byte in JSON and raw CSV, guarded in CSV, and as text in HTML.
func TestNaughtyStrings_areRefusedInWordsOrComeOutAsTheyWent(t *testing.T) {
	var strange []string
	testkit.Must(t, json.Unmarshal(testkit.Shared(t, "naughty-strings", "blns.json"), &strange))
	onBoth(t, func(t *testing.T, s *site) {
		open(t, s)
		form, refusedForm := byForm(t, s, strange)
		programs, refusedAPI := byAPI(t, s, strange)
		for name, got := range map[string]map[string]int{"form": refusedForm, "API": refusedAPI} {
			want := map[string]int{"control": 6, "blank": 4, "required": 1}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s refuses %v, want %v", name, got, want)
			}
		}
		kept := append(form, programs...)
		t.Logf("%d strings by each surface: %d kept, refused %v", len(strange), len(kept), refusedForm)
		inFormats(t, s, kept)
		inPages(t, s, kept)
	})
}

// byForm sends each string by the form of the page and gives those that were taken, and how many were refused by which rule.
func byForm(t *testing.T, s *site, strange []string) (kept []string, refused map[string]int) {
	b := s.person(t, "writes@example.org", "charter")
	action, values := b.get("/c/charter/drafts/charter/comment?kind=version").want(200).form()
	refused = map[string]int{}
	words := map[string]string{"control": "invisible control characters", "blank": "Write something that can be read", "required": "Fill this in"}
	for i, text := range strange {
		values.Set("idempotency_key", fmt.Sprintf("00000000-0000-7000-8000-%012d", i))
		for k, v := range remark(url.Values{"body": {text}}) {
			values[k] = v
		}
		p := b.post(action, values)
		if p.status == http.StatusSeeOther {
			kept = append(kept, text)
			continue
		}
		p.want(http.StatusUnprocessableEntity)
		for rule, sentence := range words {
			if strings.Contains(p.body, sentence) {
				refused[rule]++
			}
		}
	}
	return kept, refused
}

// byAPI sends each string as JSON.
func byAPI(t *testing.T, s *site, strange []string) (kept []string, refused map[string]int) {
	person, err := s.Consult().AddPerson(t.Context(), s.system(), consult.NewPerson{Email: "program@example.org", Name: "Program"})
	testkit.Must(t, err)
	token, err := s.Consult().NewAPIToken(t.Context(), s.system(), person.ID)
	testkit.Must(t, err)
	refused = map[string]int{}
	for _, text := range strange {
		body, err := json.Marshal(map[string]any{
			"draft": "charter", "target": map[string]any{"kind": "version"},
			"country": "not_stated", "stakeholder_type": "not_stated", "body": text,
		})
		testkit.Must(t, err)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/api/v1/consultations/charter/comments", bytes.NewReader(body))
		testkit.Must(t, err)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+token)
		p := s.browser(t).do(r)
		if p.status == http.StatusCreated {
			kept = append(kept, text)
			continue
		}
		var problem struct {
			Errors []struct{ Field, Code, Detail string }
		}
		testkit.Must(t, json.Unmarshal([]byte(p.want(http.StatusUnprocessableEntity).body), &problem))
		if len(problem.Errors) != 1 || problem.Errors[0].Field != "body" || problem.Errors[0].Detail == "" {
			t.Errorf("%q: %s", text, p.body)
			continue
		}
		refused[problem.Errors[0].Code]++
	}
	return kept, refused
}

// inFormats compares what comes out of the exports with what went in, newest first.
func inFormats(t *testing.T, s *site, kept []string) {
	b := s.browser(t)
	get := func(kind string) string { return b.get("/api/v1/consultations/charter/exports/" + kind).want(200).body }
	var fromJSON []string
	lines := json.NewDecoder(strings.NewReader(get("jsonl")))
	for {
		var c struct{ Body string }
		err := lines.Decode(&c)
		if err == io.EOF {
			break
		}
		testkit.Must(t, err)
		fromJSON = append(fromJSON, c.Body)
	}
	raw, guarded := column(t, get("csv?raw=1"), "body"), column(t, get("csv"), "body")
	if len(fromJSON) != len(kept) || len(raw) != len(kept) || len(guarded) != len(kept) {
		t.Fatalf("%d went in, %d, %d and %d came out", len(kept), len(fromJSON), len(raw), len(guarded))
	}
	for i := range kept {
		want := kept[len(kept)-1-i]
		if fromJSON[i] != want || raw[i] != want {
			t.Errorf("%q came out as %q in JSON and %q in raw CSV", want, fromJSON[i], raw[i])
		}
		if guarded[i] != export.Guard(want) || export.Unguard(guarded[i]) != want {
			t.Errorf("%q came out as %q in guarded CSV", want, guarded[i])
		}
	}
}

func column(t *testing.T, text, name string) []string {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	testkit.Must(t, err)
	var out []string
	at := -1
	for i, cell := range rows[0] {
		if cell == name {
			at = i
		}
	}
	for _, row := range rows[1:] {
		out = append(out, row[at])
	}
	return out
}

// inPages reads the public list as a browser does: each comment is its words, and no more markup than a comment has.
func inPages(t *testing.T, s *site, kept []string) {
	b := s.browser(t)
	var read []string
	for path := "/c/charter/comments"; path != ""; {
		p := b.get(path).want(200)
		doc, err := html.Parse(strings.NewReader(p.body))
		testkit.Must(t, err)
		path = ""
		for n := range doc.Descendants() {
			switch {
			case n.Type != html.ElementNode:
			case n.Data == "div" && attr(n, "class") == "prose":
				read = append(read, proseOf(t, n))
			case n.Data == "a" && attr(n, "rel") == "next":
				path = attr(n, "href")
			}
		}
	}
	if len(read) != len(kept) {
		t.Fatalf("%d went in, the pages show %d", len(kept), len(read))
	}
	for i := range kept {
		if want := strings.TrimSpace(kept[len(kept)-1-i]); strings.TrimSpace(read[i]) != want {
			t.Errorf("%q is shown as %q", want, read[i])
		}
	}
}

// proseOf gives the words of a comment; any element but a paragraph or a line break would be somebody's markup.
func proseOf(t *testing.T, n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.Data == "br":
			b.WriteByte('\n')
		case d.Data != "p":
			t.Errorf("a comment holds <%s>", d.Data)
		}
	}
	return b.String()
}
