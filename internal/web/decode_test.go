package web_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/web"
)

func problemOf(t *testing.T, body string) (code, field string) {
	t.Helper()
	var p web.Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatalf("no problem document: %v: %s", err, body)
	}
	if len(p.Errors) > 0 {
		field = p.Errors[0].Field
	}
	return p.Code, field
}

func TestStrictBinder_brokenBodies(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for name, c := range map[string]struct {
		body        string
		status      int
		code, field string
	}{
		"empty":                     {``, 400, "not_json", ""},
		"space":                     {` `, 400, "not_json", ""},
		"not JSON":                  {`{`, 400, "not_json", ""},
		"single quotes":             {`{'title':'x'}`, 400, "not_json", ""},
		"broken UTF-8":              {"{\"title\":\"\xff\"}", 400, "not_json", ""},
		"byte order mark":           {"\ufeff{}", 400, "not_json", ""},
		"two values":                {`{} {}`, 400, "trailing_data", ""},
		"something after":           {`{}x`, 400, "trailing_data", ""},
		"a list":                    {`[]`, 400, "wrong_type", ""},
		"a string":                  {`"x"`, 400, "wrong_type", ""},
		"null":                      {`null`, 400, "wrong_type", ""},
		"unknown key":               {`{"titel":"x"}`, 400, "unknown_field", "titel"},
		"other case":                {`{"Title":"x"}`, 400, "unknown_field", "Title"},
		"field without a name":      {`{"Secret":"x"}`, 400, "unknown_field", "Secret"},
		"unknown key below":         {`{"target":{"exakt":"x"}}`, 400, "unknown_field", "target.exakt"},
		"unknown key in a list":     {`{"phases":[{},{"x":1}]}`, 400, "unknown_field", "phases.1.x"},
		"repeated key":              {`{"title":"a","title":"b"}`, 400, "repeated_key", "title"},
		"repeated key, escaped":     {`{"title":"a","titl\u0065":"b"}`, 400, "repeated_key", "title"},
		"repeated key below":        {`{"target":{"exact":"a","exact":"b"}}`, 400, "repeated_key", "target.exact"},
		"repeated key in texts":     {`{"titles":{"fr":"a","fr":"b"}}`, 400, "repeated_key", "titles.fr"},
		"number for text":           {`{"title":1}`, 400, "wrong_type", "title"},
		"null for text":             {`{"title":null}`, 400, "wrong_type", "title"},
		"text for number":           {`{"count":"1"}`, 400, "wrong_type", "count"},
		"fraction":                  {`{"count":1.5}`, 400, "wrong_type", "count"},
		"huge number":               {`{"count":99999999999999999999}`, 400, "wrong_type", "count"},
		"number for a switch":       {`{"agree":1}`, 400, "wrong_type", "agree"},
		"object for text":           {`{"title":{}}`, 400, "wrong_type", "title"},
		"list for object":           {`{"target":[]}`, 400, "wrong_type", "target"},
		"object for list":           {`{"phases":{}}`, 400, "wrong_type", "phases"},
		"number in a list of texts": {`{"tags":["a",1]}`, 400, "wrong_type", "tags.1"},
		"too deep":                  {`{"title":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`, 400, "wrong_type", "title"},
		"half a character":          {`{"title":"\ud800"}`, 422, "invalid", "title"},
		"halves the wrong way":      {`{"title":"\udc00\ud800"}`, 422, "invalid", "title"},
		"half and something else":   {`{"target":{"exact":"\ud83dx"}}`, 422, "invalid", "target.exact"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := f.json("/api/v1/json", c.body)
			code, field := problemOf(t, w.Body.String())
			if w.Code != c.status || code != c.code || field != c.field {
				t.Errorf("got %d %s %q, want %d %s %q", w.Code, code, field, c.status, c.code, c.field)
			}
			if strings.Contains(w.Body.String(), "sample") || strings.Contains(w.Body.String(), "int") && !strings.Contains(w.Body.String(), `"in`) {
				t.Errorf("a type of ours is named: %s", w.Body)
			}
		})
	}
}

func TestStrictBinder_depthIsBounded(t *testing.T) {
	t.Parallel()
	var into struct {
		Any any `json:"any"`
	}
	deep := func(n int) []byte {
		return []byte(`{"any":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`)
	}
	if err := web.DecodeJSON(deep(30), &into); err != nil {
		t.Errorf("30 deep is refused: %v", err)
	}
	if err := web.DecodeJSON(deep(40), &into); err == nil || !strings.Contains(err.Error(), "too_deep") {
		t.Errorf("40 deep: %v", err)
	}
	if err := web.DecodeJSON(deep(200_000), &into); err == nil {
		t.Error("200,000 deep is taken")
	}
}

func TestStrictBinder_wholeBody(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	w := f.json("/api/v1/json", `{"title":" a\r\nb\rc 😀 \ud83d\ude00 \u202e ", "start":null, "tags":["x\r\ny"],"titles":{"fr":"é\r"},
		"target":{"exact":"q"},"phases":[{"kind":"k"}],"count":-3,"agree":true}`)
	var got sample
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := sample{
		Title: " a\r\nb\rc 😀 😀 \u202e ", Tags: []string{"x\r\ny"}, Titles: map[string]string{"fr": "é\r"},
		Phases: []samplePhase{{"k"}}, Count: -3, Agree: true,
	}
	want.Target.Exact = "q"
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}

func TestStrictBinder_mediaTypes(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for kind, want := range map[string]int{
		"application/json": 200, "application/json; charset=utf-8": 200, "Application/JSON": 200,
		"": 415, "text/plain": 415, "application/x-www-form-urlencoded": 415, "application/json-patch+json": 415, "application/json;;;": 415,
	} {
		if w := f.do("POST", "/api/v1/json", `{}`, header{"Content-Type": kind}); w.Code != want {
			t.Errorf("%q: %d, want %d", kind, w.Code, want)
		}
	}
}

func TestDecode_form(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	w := f.form("/form?title=fromtheurl&count=9", url.Values{
		"title": {"a\r\nb "}, "start": {"٤٢"}, "agree": {"true"}, "titles.fr": {"é"}, "titles.ar": {""},
		"tags": {"x", "", "y"}, "target.exact": {"q"}, "phases.0.kind": {"one"}, "phases.2.kind": {"three"},
		"phases.3.kind": {""}, "phases.4.kind": {""}, "idempotency_key": {""}, "submit": {"send"},
	}.Encode(), nil)
	var got sample
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("%v: %d %s", err, w.Code, w.Body)
	}
	n := 42
	want := sample{
		Title: "a\r\nb ", Start: &n, Agree: true, Titles: map[string]string{"fr": "é"}, Tags: []string{"x", "y"},
		Phases: []samplePhase{{"one"}, {}, {"three"}},
	}
	want.Target.Exact = "q"
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("-got +want:\n%s", diff)
	}
}

func TestDecode_refusals(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	for body, want := range map[string]struct {
		status int
		code   string
	}{
		"nothing=1":              {400, "unknown_field"},
		"Secret=1":               {400, "unknown_field"},
		"Title=1":                {400, "unknown_field"},
		"file=1":                 {400, "unknown_field"},
		"target.nothing=1":       {400, "unknown_field"},
		"title.x=1":              {400, "unknown_field"},
		"target=1":               {400, "wrong_type"},
		"phases.x.kind=1":        {400, "unknown_field"},
		"phases.01.kind=1":       {400, "unknown_field"},
		"phases.9999999.kind=1":  {400, "unknown_field"},
		"title=a&title=b":        {400, "repeated_key"},
		"agree=on":               {400, "wrong_type"},
		"title=%zz":              {400, "bad_form"},
		"title=a;b":              {400, "bad_form"},
		"idempotency_key=x":      {400, "bad_key"},
		"count=three":            {422, "invalid"},
		"count=%2B3":             {422, "invalid"},
		strings.Repeat("a.", 99): {400, "unknown_field"},
	} {
		w := f.form("/form", body, nil)
		if w.Code != want.status || !strings.HasSuffix(w.Body.String(), want.code) {
			t.Errorf("%q: %d %s, want %d %s", body, w.Code, w.Body, want.status, want.code)
		}
	}
}

func TestDecode_multipart(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	_ = m.WriteField("title", "ü")
	p, _ := m.CreateFormFile("upload", `C:\Users\x\charter.md`)
	_, _ = p.Write([]byte("# x"))
	_ = m.Close()
	kind := header{"Content-Type": m.FormDataContentType()}
	if w := f.do("POST", "/form", body.String(), kind); w.Code != 400 || !strings.HasSuffix(w.Body.String(), "unknown_field") {
		t.Errorf("a file nobody asked for: %d %s", w.Code, w.Body)
	}
	if w := f.do("POST", "/form", body.String()[:60], kind); w.Code != 400 {
		t.Errorf("cut in the middle: %d", w.Code)
	}
	if w := f.do("POST", "/form", strings.Repeat("x", 2001), kind); w.Code != 413 {
		t.Errorf("too large: %d", w.Code)
	}
}
