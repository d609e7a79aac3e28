package handlers

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

func TestRoutes_areThoseOfTheGoldenFile(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, r := range New(Options{Demo: true}).routes() {
		lines = append(lines, r.String())
	}
	got := strings.Join(lines, "\n") + "\n"
	const golden = "testdata/routes.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, string(want)); diff != "" {
		t.Errorf("-got +golden:\n%s", diff)
	}
}

func TestRoutes_demoIsNotThereUnlessAskedFor(t *testing.T) {
	t.Parallel()
	for _, r := range New(Options{}).routes() {
		if strings.HasPrefix(r.path, "/demo") {
			t.Errorf("%s is there", r.path)
		}
	}
}
