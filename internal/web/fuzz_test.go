package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"travaux/internal/fault"
	"travaux/internal/web"
)

// FuzzDecodeJSON holds that every body is taken or refused by a fault, and that what is taken is what
// encoding/json makes of it, but for the line ends.
func FuzzDecodeJSON(f *testing.F) {
	for _, seed := range []string{`{}`, `{"title":"a\u00e9\ud83d\ude00"}`, `{"phases":[{"kind":"x"}],"start":1}`, `{"titles":{"fr":""}}`, `[1,2]`, `"\ud800"`, `{"tags":["\\"]}`, "\x00", `{"count":1e3}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got, plain sample
		err := web.DecodeJSON(body, &got)
		if _, ok := fault.As(err); err != nil && !ok {
			t.Fatalf("not a fault: %v", err)
		}
		if err != nil {
			return
		}
		if e := json.Unmarshal(body, &plain); e != nil || !utf8.Valid(body) {
			t.Fatalf("taken, but %v", e)
		}
		if lf := strings.NewReplacer("\r\n", "\n", "\r", "\n"); got.Title != lf.Replace(plain.Title) {
			t.Fatalf("got %q, want %q", got.Title, plain.Title)
		}
	})
}

// FuzzLocalPath holds that whatever is taken for ours resolves to our own host, also the way a browser reads
// it: backslashes as slashes, tabs and line ends dropped.
func FuzzLocalPath(f *testing.F) {
	for _, seed := range []string{"/c/x", "//evil", `/\evil`, "/%09/evil", "https://evil", "/ /evil"} {
		f.Add(seed)
	}
	base := &url.URL{Scheme: "https", Host: "ours.example", Path: "/"}
	f.Fuzz(func(t *testing.T, path string) {
		browsers := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(web.LocalPath(path)))
		u, err := url.Parse(browsers)
		if err != nil {
			t.Fatalf("%q: %v", browsers, err)
		}
		if to := base.ResolveReference(u); to.Host != base.Host || to.Scheme != base.Scheme {
			t.Fatalf("%q leads to %s", path, to)
		}
	})
}
