package templates

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func sheet(t *testing.T) string {
	t.Helper()
	b, err := fs.ReadFile(Assets(), "travaux.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAsset_pathFollowsTheContentAndIsFoundAgain(t *testing.T) {
	t.Parallel()
	path, err := Asset("travaux.css")
	if err != nil || !regexp.MustCompile(`^/assets/[0-9a-f]{12}\.travaux\.css$`).MatchString(path) {
		t.Fatalf("got %q, %v", path, err)
	}
	name, content, ok := AssetFile(strings.TrimPrefix(path, "/assets/"))
	if !ok || name != "travaux.css" || string(content) != sheet(t) {
		t.Errorf("got %q, %d bytes, %v", name, len(content), ok)
	}
	for _, bad := range []string{"", "travaux.css", "000000000000.travaux.css", "x.y", "..", "0.../page.go"} {
		if _, _, ok := AssetFile(bad); ok {
			t.Errorf("%q is found", bad)
		}
	}
	if _, err := Asset("nothing.css"); err == nil {
		t.Error("an asset that is not there has a path")
	}
}

func TestStyleSheet_usesLogicalPropertiesOnly(t *testing.T) {
	t.Parallel()
	physical := regexp.MustCompile(`(?m)[{;\s]((?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|min-width|max-width|min-height|max-height|float|text-align:\s*(?:left|right))[a-z-]*\s*:`)
	for line := range strings.SplitSeq(sheet(t), "\n") {
		if strings.HasPrefix(line, "@media") {
			_, line, _ = strings.Cut(line, "{")
		}
		line = regexp.MustCompile(`@media[^{]*\{`).ReplaceAllString(line, "")
		if m := physical.FindStringSubmatch(line); m != nil {
			t.Errorf("%q in: %.90s", m[1], line)
		}
	}
}

// tokens are the colours of the light (first) and the dark scheme (second).
func tokens(t *testing.T) [2]map[string]string {
	t.Helper()
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(sheet(t), 2)
	var out [2]map[string]string
	for i, b := range blocks {
		out[i] = map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(b[1], -1) {
			out[i][m[1]] = m[2]
		}
	}
	if len(out[0]) != len(out[1]) || len(out[0]) < 15 {
		t.Fatalf("%d light and %d dark colours", len(out[0]), len(out[1]))
	}
	return out
}

// contrast is the ratio of WCAG 2.2 for two colours such as #1b1f23.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func TestColours_haveEnoughContrastInBothSchemes(t *testing.T) {
	t.Parallel()
	grounds := []string{"paper", "sheet"}
	pairs := map[string][]string{ // text colour: what it stands on
		"ink": {"paper", "sheet", "tint", "mark-tint", "ins-tint", "del-tint"}, "soft": {"paper", "sheet", "tint"},
		"accent": {"paper", "sheet", "tint"}, "accent-deep": {"paper", "sheet", "tint"}, "mark": {"paper", "sheet", "mark-tint"},
		"del": {"paper", "sheet", "del-tint"}, "on-accent": {"accent", "accent-deep"},
	}
	for scheme, colours := range tokens(t) {
		for text, on := range pairs {
			for _, ground := range on {
				if r := contrast(t, colours[text], colours[ground]); r < 4.5 {
					t.Errorf("scheme %d: %s on %s has %.2f, less than 4.5", scheme, text, ground, r)
				}
			}
		}
		for _, edge := range []string{"field", "accent", "mark", "ins", "del"} {
			for _, ground := range grounds {
				if r := contrast(t, colours[edge], colours[ground]); r < 3 {
					t.Errorf("scheme %d: the edge %s on %s has %.2f, less than 3", scheme, edge, ground, r)
				}
			}
		}
	}
}
