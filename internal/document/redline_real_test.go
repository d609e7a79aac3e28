package document

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"travaux/internal/docx"
	"travaux/internal/redline"
	"travaux/models"
)

// realVersions are two versions of a text, the second with the wids of the first where it is the same.
func realVersions(t *testing.T, language, old, new string) (a, b Tree) {
	t.Helper()
	var err error
	for name, tree := range map[string]*Tree{old: &a, new: &b} {
		content := realInput(t, filepath.FromSlash(name))
		if *tree, err = Read(Detect(content), content, language); err != nil {
			t.Fatal(err)
		}
	}
	Identify(&b, a.Provisions, nil)
	return a, b
}

// regulation is a version as the regulator publishes it.
func regulation(t *testing.T, version string) Tree {
	t.Helper()
	type node struct {
		Label       []string
		Text, Title string
		Children    []node
	}
	var root node
	if err := json.Unmarshal(realInput(t, filepath.Join("cfpb-regulation-1013", "regulation", version+".json")), &root); err != nil {
		t.Fatal(err)
	}
	tree := Tree{Language: "en", Title: root.Title}
	var walk func(n node, parent string, depth int)
	walk = func(n node, parent string, depth int) {
		wid := strings.Join(n.Label, "-")
		p := models.Provision{WID: wid, Parent: parent, Depth: depth, Kind: models.Paragraph, Heading: n.Title, Text: strings.TrimSpace(n.Text), Number: n.Label[len(n.Label)-1]}
		p.HTML = policy.Sanitize(p.Text)
		tree.Provisions = append(tree.Provisions, p)
		for _, c := range n.Children {
			walk(c, wid, depth+1)
		}
	}
	walk(root, "", 0)
	return tree
}

func TestRedlineDOCX_ofRealTextsComesApartAgain(t *testing.T) {
	t.Parallel()
	for _, is := range []struct{ language, old, new string }{
		{"en", "contributor-covenant/2.0.en.md", "contributor-covenant/2.1.en.md"},
		{"es", "contributor-covenant/2.0.es.md", "contributor-covenant/2.1.es.md"},
		{"fr", "contributor-covenant/2.0.fr.md", "contributor-covenant/2.1.fr.md"},
		{"zh", "contributor-covenant/2.0.zh-cn.md", "contributor-covenant/2.1.zh-cn.md"},
		{"ar", "contributor-covenant/1.4.ar.md", "contributor-covenant/2.1.ar.md"},
		{"en", "dpg-standard/standard.v1.0.4.md", "dpg-standard/standard.v1.1.0.md"},
		{"en", "dpg-standard/standard.v1.1.3.md", "dpg-standard/standard.v1.1.4.md"},
		{"en", "w3c-process/2018-12-20.html", "w3c-process/2019-03-01.html"},
	} {
		old, new := realVersions(t, is.language, is.old, is.new)
		checkRedline(t, old, new)
		checkRedline(t, new, old)
	}
	versions := []string{"2011-31723", "2015-30071", "2016-28710"}
	for _, a := range versions {
		for _, b := range versions {
			checkRedline(t, regulation(t, a), regulation(t, b))
		}
	}
}

func TestRedlineDOCX_ofATextWithItselfHasNoChanges(t *testing.T) {
	t.Parallel()
	tree, _ := twoDoors(t)
	if d := redlineFile(t, tree, tree, nil); len(d.Revisions) > 0 {
		t.Errorf("%d changes: %+v", len(d.Revisions), d.Revisions[0])
	}
}

// twoDoors are two versions of which a word, a heading and a number differ, one article went, one came and one moved.
func twoDoors(t *testing.T) (old, new Tree) {
	t.Helper()
	for content, tree := range map[string]*Tree{
		"# Doors\n\n## Article 1 Aim\n\nDoors may stay open.\n\n## Article 2 Hours\n\nFrom nine to five.\n\n## Article 3 Locks\n\nThere are none.\n":      &old,
		"# Doors\n\n## Article 1 Purpose\n\nDoors shall stay open.\n\n## Article 2 Locks\n\nThere are none.\n\n## Article 3 Keys\n\nEverybody has one.\n": &new,
	} {
		var err error
		if *tree, err = Read(Markdown, []byte(content), "en"); err != nil {
			t.Fatal(err)
		}
	}
	Identify(&new, old.Provisions, nil)
	return old, new
}

func TestRedlineDOCX_tracksWordsUnderTheNameOfWhoMadeTheChange(t *testing.T) {
	t.Parallel()
	old, new := twoDoors(t)
	authors := map[string]string{}
	for _, p := range redline.Compare(old.Provisions, new.Provisions) {
		for _, c := range p.Changes {
			if c.New == "shall" {
				authors[c.ID] = "C-000123, C-000124"
			}
		}
	}
	d := redlineFile(t, old, new, authors)
	var got []string
	for p := range docx.Paragraphs(d.Body) {
		for _, r := range p.Runs {
			if r.Inserted != nil {
				got = append(got, "+"+r.Text+" by "+r.Inserted.Author)
			}
			if r.Deleted != nil {
				got = append(got, "-"+r.Text+" by "+r.Deleted.Author)
			}
		}
	}
	for _, want := range []string{
		"-Aim by Version 2", "+Purpose by Version 2", "-may by C-000123, C-000124", "+shall by C-000123, C-000124",
		"-From nine to five. by Version 2", "-3 by Version 2", "+2 by Version 2", "+Everybody has one. by Version 2",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if len(got) > 20 || !d.Revisions[0].Date.Equal(redlined) {
		t.Errorf("%d changes of %v: %q", len(got), d.Revisions[0].Date, got)
	}
}
