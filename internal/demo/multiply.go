package demo

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"travaux/internal/consult"
	"travaux/internal/place"
	"travaux/models"
)

// multiply imports as many comments as are asked for beyond those of the example.
func (ex *example) multiply(ctx context.Context, svc *consult.Service, comments int) error {
	more := comments - len(ex.comments)
	if more <= 0 {
		return nil
	}
	r, w := io.Pipe()
	go func() { w.CloseWithError(ex.write(w, more)) }()
	ex.at = ex.now
	sum, err := svc.ImportComments(ctx, ex.System(), ex.about.Slug, draftSlug, consult.ImportOptions{Raw: true}, r)
	_ = r.Close() // ends the writer when the reading ended early
	if err != nil {
		return fmt.Errorf("add comments to the example: %w", err)
	}
	if sum.Rejected > 0 {
		return fmt.Errorf("add comments to the example: row %d: %s", sum.Problems[0].Row, sum.Problems[0].Detail)
	}
	return nil
}

// write makes a file of comments.
func (ex *example) write(to io.Writer, n int) error {
	b := &bytes.Buffer{}
	out := csv.NewWriter(b)
	header := consult.ImportColumns
	if err := out.Write(header); err != nil {
		return err
	}
	m := ex.mixer()
	row := make([]string, len(header))
	for i := range n {
		fields := m.comment(i)
		for j, name := range header {
			row[j] = fields[name]
		}
		if err := out.Write(row); err != nil {
			return err
		}
		if i%1000 == 999 || i == n-1 {
			out.Flush()
			if _, err := b.WriteTo(to); err != nil {
				return err
			}
		}
	}
	return nil
}

// mixer puts comments together from sentences of comments in the same language on the same article.
type mixer struct {
	ex        *example
	r         *rand.Rand
	alike     map[string][]comment // by language and article
	given     []string             // names
	family    []string
	countries []string
	span      time.Duration // from the publication of the first version to now
}

func (ex *example) mixer() *mixer {
	m := &mixer{
		ex: ex, r: rand.New(rand.NewPCG(seed, 1)), alike: map[string][]comment{}, countries: place.CountriesIn(place.World),
		span: ex.now.Sub(ex.published(0)) - time.Hour,
	}
	for _, c := range ex.comments {
		m.alike[likeness(c)] = append(m.alike[likeness(c)], c)
	}
	for _, p := range ex.inOrder {
		if words := strings.Fields(p.Name); len(words) == 2 {
			m.given, m.family = append(m.given, words[0]), append(m.family, words[1])
		}
	}
	return m
}

func likeness(c comment) string {
	article, _, _ := strings.Cut(c.On, ".")
	return c.Language + " " + article
}

// comment is the i-th comment beyond the example's.
func (m *mixer) comment(i int) map[string]string {
	like := m.ex.comments[m.r.IntN(len(m.ex.comments))]
	p := m.ex.people[like.Author]
	f := map[string]string{
		"external_id": "sample-" + strconv.Itoa(i+1), "version": strconv.Itoa(like.Version), "language": like.Language,
		"type": like.Type, "stance": like.Stance, "body": m.body(like), "country": m.country(p),
		"stakeholder_type": cmp.Or(p.StakeholderType, string(models.Individual)), "stakeholder_subtype": p.Subtype,
		"author_name": pick(m.r, m.given) + " " + pick(m.r, m.family),
		"created_at":  m.ex.published(0).Add(time.Duration(m.r.Int64N(int64(m.span)))).Format(time.RFC3339),
	}
	if like.On != "" {
		f["provision"] = widAt(m.ex.texts[like.Version].Provisions, like.On)
	}
	if like.Quote != "" && like.Language == m.ex.about.Language {
		f["exact"] = like.Quote
	}
	if m.r.IntN(8) == 0 {
		f["proposed_text"] = like.Proposed
	}
	return f
}

// country is mostly where the comment's model comes from, and sometimes anywhere.
func (m *mixer) country(p person) string {
	if p.Country != "" && m.r.IntN(4) > 0 {
		return p.Country
	}
	return pick(m.r, m.countries)
}

// body takes a few sentences from comments that are alike, in an order of their own.
func (m *mixer) body(like comment) string {
	alike := m.alike[likeness(like)]
	var out []string
	for range 1 + m.r.IntN(3) {
		if s := pick(m.r, sentences(pick(m.r, alike).Body)); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	separator := " "
	if like.Language == "zh" {
		separator = ""
	}
	return strings.Join(out, separator)
}

// sentences cuts a text after full stops of any script, and at paragraphs.
func sentences(text string) []string {
	for _, stop := range []string{". ", "! ", "? ", "؟ ", "。", "？", "\n"} {
		text = strings.ReplaceAll(text, stop, strings.TrimSpace(stop)+"\x00")
	}
	var out []string
	for _, s := range strings.Split(text, "\x00") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }
