package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead_titleIsTheHeadingOfTheWholeTextOnly(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		"# T\n\n## A\n":  "T",
		"## A\n\n## B\n": "",
		"# Article 1 Aim\n\nx\n\n# Article 2 Means\n\ny\n": "",
		"only words": "",
	} {
		if got := mustRead(t, Markdown, content).Title; got != want {
			t.Errorf("%q is titled %q, want %q", content, got, want)
		}
	}
}

func TestRead_acceptsTrackedChanges(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		content  string
		want     []string
		warnings []string
	}{
		"in a line": {
			"<h1>T</h1><h2>Article 1</h2><p>We <del>may</del><ins cite=x>shall</ins> act.</p><h2>Article 2</h2><p>x</p>",
			[]string{"article|1||We shall act.", "article|2||x"},
			[]string{"changes_accepted:1"},
		},
		"whole blocks": {
			"<h2>A</h2><p>x</p><del><p>gone</p></del><ins><p>new</p></ins>",
			[]string{"section||A|x\nnew"},
			[]string{"changes_accepted:1"},
		},
		"a heading": {
			"<h2>A</h2><p>x</p><h2><del>B</del></h2><p>y</p><h2>C <ins>D</ins></h2>",
			[]string{"section||A|x\ny", "section||C D|"},
			[]string{"changes_accepted:1", "changes_accepted:2"},
		},
		"items, which are counted without those deleted": {
			"<h2>A</h2><ol><li>one</li><li><p><del>two</del></p></li><li>three</li></ol>",
			[]string{"section||A|", " paragraph|1||one", " paragraph|2||three"},
			[]string{"changes_accepted:1"},
		},
		"rows": {
			"<h2>A</h2><table><tr><td>a<td>b<tr><td><del>c</del><td> <tr><td><del>d</del>e<td>f</table>",
			[]string{"section||A|a\tb\ne\tf"},
			[]string{"changes_accepted:1"},
		},
		"code": {
			"<h2>A</h2><pre>a<del>b</del><ins>c</ins>\nd</pre>",
			[]string{"section||A|ac\nd"},
			[]string{"changes_accepted:1"},
		},
		"the title": {
			"<h1><del>Old</del><ins>New</ins></h1><h2>A</h2><p>x",
			[]string{"section||A|x"},
			[]string{"changes_accepted:1"},
		},
		"what is struck through is no change": {
			"<h2>A</h2><p><s>one</s> <strike>two</strike>",
			[]string{"section||A|one two"},
			nil,
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := mustRead(t, HTML, c.content)
			if diff := cmp.Diff(outline(tree), c.want); diff != "" {
				t.Errorf("provisions (-got +want):\n%s", diff)
			}
			if diff := cmp.Diff(tree.Warnings, c.warnings); diff != "" {
				t.Errorf("warnings (-got +want):\n%s", diff)
			}
			for _, p := range tree.Provisions {
				if strings.Contains(p.HTML, "<del") || strings.Contains(p.HTML, "<ins") {
					t.Errorf("markup %s", p.HTML)
				}
			}
		})
	}
}
