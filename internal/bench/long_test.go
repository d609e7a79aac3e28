package bench

import (
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// theLong is where a text of 1,000 provisions and 250,000 characters is read.
const theLong = "/c/lengthy/drafts/long"

// longParts are the ways in which it is read: the first view, a page in the middle, and everything.
var longParts = []page{
	{"first_view", theLong, false, partSQL(1, 85)},
	{"in_the_middle", theLong + "?part=5", false, partSQL(500, 585)},
	{"whole", theLong + "?all=1", false, partSQL(1, 1000)},
}

// partSQL reads the outline, the words of a part, what was said about each provision, and the words commented on.
func partSQL(from, to int) []string {
	const text = `FROM provisions p JOIN versions v ON v.consultation_id = p.consultation_id AND v.id = p.version_id
		WHERE p.consultation_id = (SELECT id FROM consultations WHERE slug = 'lengthy') AND v.number = 1 AND p.language = 'en'`
	const said = `FROM comments WHERE consultation_id = (SELECT id FROM consultations WHERE slug = 'lengthy') AND publication = 'published'`
	return []string{
		`SELECT p.position, p.wid, p.parent, p.depth, p.kind, p.number, p.heading, LENGTH(p.text) ` + text + ` ORDER BY p.position`,
		fmt.Sprintf(`SELECT p.* %s AND p.position BETWEEN %d AND %d ORDER BY p.position`, text, from, to),
		`SELECT wid, COUNT(*) ` + said + ` GROUP BY wid`,
		`SELECT wid, start_at, end_at, COUNT(*) ` + said + ` AND target_kind = 'range' GROUP BY wid, start_at, end_at`,
	}
}

// longText writes it, with drawn words, and 2,000 comments on its provisions.
func longText() (text, comments string) {
	r := rand.New(rand.NewPCG(4, 2))
	words := make([]string, 4000)
	for i := range words {
		for range 1 + r.IntN(4) {
			words[i] += string("bcdfglmnprstv"[r.IntN(13)]) + string("aeiou"[r.IntN(5)])
		}
	}
	some := func(length int) string {
		var out strings.Builder
		for out.Len() < length {
			out.WriteString(words[r.IntN(len(words))] + " ")
		}
		return strings.TrimSpace(out.String())
	}
	var t, c strings.Builder
	t.WriteString("# A long charter\n\n")
	c.WriteString("external_id,provision,body\n")
	for a := range 200 { // articles of four paragraphs
		fmt.Fprintf(&t, "## Article %d On %s\n\n", a+1, some(20))
		for p := range 4 {
			fmt.Fprintf(&t, "%d. %s.\n", p+1, some(306))
		}
		t.WriteString("\n")
		for n := range 10 {
			fmt.Fprintf(&c, "x%d-%d,art-%d-par-%d,Why %s?\n", a, n, a+1, n%4+1, some(40))
		}
	}
	return t.String(), c.String()
}

// BenchmarkLongText measures the reader's pages of a text of 1,000 provisions, as BenchmarkPages does, and how much
// comes over the wire, compressed.
func BenchmarkLongText(b *testing.B) {
	for _, url := range databases(b) {
		b.Run(url.name, func(b *testing.B) {
			s := start(b, url, "0")
			dir := b.TempDir()
			text, comments := longText()
			for name, content := range map[string]string{"long.md": text, "said.csv": comments} {
				check(b, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
			}
			s.command(b, "consultation", "add", "--slug", "lengthy", "--title", "Lengthy", "--language", "en")
			s.command(b, "import", "draft", "--consultation", "lengthy", "--draft", "long", "--language", "en", "--publish", filepath.Join(dir, "long.md"))
			s.command(b, "import", "comments", "--consultation", "lengthy", "--draft", "long", filepath.Join(dir, "said.csv"))
			for _, p := range longParts {
				b.Run(p.name, func(b *testing.B) {
					s.measure(b, p)
					b.ReportMetric(s.compressedKB(b, p), "gzip-kB")
				})
			}
		})
	}
}

// compressedKB is how much a page weighs on the wire.
func (s *server) compressedKB(b *testing.B, p page) float64 {
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.url+p.path, nil)
	check(b, err)
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(req)
	check(b, err)
	body, err := io.ReadAll(res.Body)
	check(b, err)
	check(b, res.Body.Close())
	if res.Header.Get("Content-Encoding") != "gzip" {
		b.Fatalf("%s comes uncompressed", p.path)
	}
	z, err := gzip.NewReader(strings.NewReader(string(body)))
	check(b, err)
	check(b, z.Close())
	return float64(len(body)) / 1000
}
