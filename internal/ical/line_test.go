package ical

import (
	"strings"
	"testing"

	reader "github.com/emersion/go-ical"
	"pgregory.net/rapid"
)

func TestLine_foldsAndUnfolds(t *testing.T) {
	t.Parallel()
	texts := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", " ", "é", "数", "👩", "\u0301", "\t", strings.Repeat("x", 20),
	}), 0, 120), func(s []string) string { return strings.Join(s, "") })
	rapid.Check(t, func(t *rapid.T) {
		value := texts.Draw(t, "value")
		var w writer
		w.line("X", value)
		checkLines(t, w.out.String())
		if got := strings.ReplaceAll(w.out.String(), "\r\n ", ""); got != "X:"+value+"\r\n" {
			t.Fatalf("unfolded: got %q, want %q", got, value)
		}
	})
}

func TestLine_foldsNoSoonerThanItMust(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, want string }{
		{strings.Repeat("a", 73), "X:" + strings.Repeat("a", 73) + "\r\n"},
		{strings.Repeat("a", 74), "X:" + strings.Repeat("a", 73) + "\r\n a\r\n"},
		{strings.Repeat("a", 72) + "é", "X:" + strings.Repeat("a", 72) + "\r\n é\r\n"},
		{strings.Repeat("a", 148), "X:" + strings.Repeat("a", 73) + "\r\n " + strings.Repeat("a", 74) + "\r\n a\r\n"},
	} {
		var w writer
		w.line("X", tt.value)
		if got := w.out.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("a;b,c\\d\r\ne\rf\ng\"h^i\x00\x7f\u0085\xff", "en")
	f.Add(strings.Repeat("👩‍👩‍👧", 30), "")
	f.Fuzz(func(t *testing.T, text, language string) {
		e := simple("1", "Asia/Kolkata", stamp)
		e.Summary, e.Organizer, e.Language = text, text, language
		file, err := Calendar{ProductID: "p", Events: []Event{e}}.Bytes()
		if err != nil {
			if isLanguage(language) {
				t.Fatal(err)
			}
			return
		}
		checkLines(t, string(file))
		if clean(text) == "" {
			return
		}
		var event reader.Event = read(t, string(file)).Events()[0]
		got, err := event.Props.Text("SUMMARY")
		if err != nil || got != clean(text) {
			t.Fatalf("summary: got %q, %v, want %q", got, err, clean(text))
		}
		name := event.Props.Get("ORGANIZER").Params.Get("CN")
		if got := strings.NewReplacer("^^", "^", "^'", `"`, "^n", "\n").Replace(name); got != clean(text) {
			t.Fatalf("organizer: got %q, want %q", got, clean(text))
		}
	})
}
