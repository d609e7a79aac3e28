package pledge_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/pledge"
)

var update = flag.Bool("update", false, "write the golden files")

// today is the day on which the table is read; its consultation opened for signature on 1 June.
var today = day("2022-09-15")

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err) // a constant of a test
	}
	return t
}

// row is a pledge of the table.
type row struct {
	Name, By   string
	Borderline string // what makes it one, in its language
	Signed     string
	Pledge     pledge.Written
}

func (r row) setting() pledge.Setting {
	s := pledge.Setting{Today: today}
	if r.Signed != "" {
		s.Signed = day(r.Signed)
	}
	return s
}

func table(t testing.TB) []row {
	t.Helper()
	raw, err := os.ReadFile("testdata/pledges.json")
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	var out []row
	if err := d.Decode(&out); err != nil {
		t.Fatalf("testdata/pledges.json: %v", err)
	}
	return out
}

func TestCheck_findsInTheTableWhatIsExpected(t *testing.T) {
	t.Parallel()
	const golden = "testdata/findings.golden"
	var got strings.Builder
	for _, r := range table(t) {
		found := pledge.Check(r.Pledge, r.setting())
		fmt.Fprintln(&got, r.Name)
		for _, test := range pledge.Tests {
			fmt.Fprintf(&got, "  %s: %s\n", test, pledge.StateOf(found, test))
			for _, f := range found {
				if f.Test == test {
					fmt.Fprintf(&got, "    %s\n", said(f))
				}
			}
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got.String(), string(want)); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

// said is a finding on one line.
func said(f pledge.Finding) string {
	line := fmt.Sprintf("%s %s %s", f.Severity, f.Field, f.Code)
	for _, name := range slices.Sorted(maps.Keys(f.Args)) {
		line += fmt.Sprintf(" %s=%q", name, f.Args[name])
	}
	return line
}

func TestTable_holdsSixLanguagesAndManyBorderlineCases(t *testing.T) {
	t.Parallel()
	rows := table(t)
	borderline, languages, names := 0, map[string]int{}, map[string]bool{}
	for _, r := range rows {
		languages[r.Pledge.Language[:2]]++
		if r.Borderline != "" {
			borderline++
		}
		if names[r.Name] {
			t.Errorf("%s is there twice", r.Name)
		}
		names[r.Name] = true
	}
	if len(rows) < 60 || borderline < 20 {
		t.Errorf("%d pledges, %d of them borderline", len(rows), borderline)
	}
	for _, lang := range six {
		if languages[lang] < 8 {
			t.Errorf("only %d in %s", languages[lang], lang)
		}
	}
}

var six = []string{"ar", "en", "es", "fr", "ru", "zh"}

// TestCheck_saysTheSameInEveryLanguage takes the pledge that the issue names, “raise awareness” without an indicator.
func TestCheck_saysTheSameInEveryLanguage(t *testing.T) {
	t.Parallel()
	names := []string{"en-awareness-only", "fr-sensibiliser", "es-concientizar", "ar-tawia", "ru-osvedomlennost", "zh-yishi"}
	var want []string
	for _, r := range table(t) {
		if !slices.Contains(names, r.Name) {
			continue
		}
		names = slices.DeleteFunc(names, func(n string) bool { return n == r.Name })
		got := codes(pledge.Check(r.Pledge, r.setting()))
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(got, want); diff != "" || !slices.Contains(got, "title vague") {
			t.Errorf("%s (-got +want):\n%s", r.Name, diff)
		}
	}
	if len(names) > 0 {
		t.Errorf("the table lacks %v", names)
	}
}

// codes are fields and codes of findings.
func codes(found []pledge.Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, f.Field+" "+f.Code)
	}
	return out
}
