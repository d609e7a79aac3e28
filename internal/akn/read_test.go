package akn

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/document"
	"travaux/models"
)

// realInput reads a file of the folder of real inputs beside the repository.
func realInput(t *testing.T, path ...string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "shared", "data"}, path...)...))
	if err != nil {
		t.Skipf("the shared inputs are not beside the repository: %v", err)
	}
	return content
}

func mustRead(t *testing.T, content string) document.Tree {
	t.Helper()
	tree, err := Read([]byte(content), "")
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return tree
}

// outline writes a tree as one line for each provision.
func outline(t document.Tree) []string {
	var out []string
	for _, p := range t.Provisions {
		out = append(out, fmt.Sprintf("%s%s|%s|%s|%s", strings.Repeat(" ", p.Depth), p.Kind, p.Number, p.Heading, p.HTML))
	}
	return out
}

func act(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><akomaNtoso xmlns="` + namespace + `"><act name="a"><meta><identification source="#s"><FRBRWork>` +
		`<FRBRname value="The Work"/></FRBRWork><FRBRExpression><FRBRlanguage language="fra"/></FRBRExpression></identification></meta>` + body + `</act></akomaNtoso>`
}

func TestRead_structure(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		content string
		want    []string
	}{
		"words collapse as in HTML, numbers lose their words": {
			"<body>\n<article eId='art_1'>\n <num> Art. 1. </num><heading>The\n aim</heading><content><p> Some\n <b>bold</b> words </p>\n<p>more</p></content></article></body>",
			[]string{"article|1|The aim|Some <strong>bold</strong> words<br>more"},
		},
		"subsections are paragraphs, and what is below them points": {
			"<body><section><num>SECTION 1. </num><subsection><num>(2)</num><intro><p>Lead</p></intro><paragraph><num>a)</num><content><p>x</p></content></paragraph></subsection></section></body>",
			[]string{"section|1||", " paragraph|2||Lead", "  point|a||x"},
		},
		"recitals and citations are below the preamble": {
			"<preamble><formula name='f'><p>We,</p></formula><citations><citation><p>Having regard</p></citation></citations><recitals><recital><num>(1)</num><p>Whereas</p></recital></recitals></preamble>" +
				"<body><article><content><p>x</p></content></article></body>",
			[]string{"preamble|||We,", " paragraph|||Having regard", " paragraph|1||Whereas", "article|||x"},
		},
		"lists are transparent, items are points": {
			"<body><article><num>§ 3</num><list><intro><p>To wit:</p></intro><point><num>(i)</num><content><p>one</p></content></point></list></article>" +
				"<article><content><blockList><listIntroduction>These:</listIntroduction><item><num>-</num><p>two</p></item></blockList></content></article></body>",
			[]string{"article|3||To wit:", " point|i||one", "article|||These:", " point|-||two"},
		},
		"a quoted structure is below the provision that quotes it": {
			"<body><article><num>1</num><content><p>is replaced by: <mod><quotedStructure><article><num>9</num><content><p>New.</p></content></article></quotedStructure></mod> and so on</p></content></article></body>",
			[]string{"article|1||is replaced by:<br>and so on", " article|9||New."},
		},
		"hcontainers that are named by a kind have it": {
			"<body><hcontainer name='annex'><num>ANNEX I</num><hcontainer name='definition'><content><p>a term</p></content></hcontainer></hcontainer><hcontainer name='crossheading'><heading>H</heading></hcontainer></body>",
			[]string{"annex|I||", " definition|||a term", "chapter||H|"},
		},
		"links, tables, line ends and language": {
			"<body><article><content><p><ref href='https://x.test/a'>link</ref><ref href='#b'>place</ref><eol/><span xml:lang='ar'>ع</span></p>" +
				"<table><tr><th><p>a</p></th><td colspan='2'><p>b</p><p>c</p></td></tr></table></content></article></body>",
			[]string{`article|||<a href="https://x.test/a" rel="nofollow noopener">link</a>place<br><span lang="ar">ع</span><br><table><tr><th>a</th>` + "\t" + `<td colspan="2">b c</td></tr></table>`},
		},
		"words at the top are provisions by themselves": {
			"<mainBody><p>First.</p><tblock><num>1.</num><heading>H</heading><p>x</p></tblock><p>Last.</p></mainBody>",
			[]string{"preamble|||First.", "section|1|H|x", "section|||Last."},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := mustRead(t, act(c.content))
			if diff := cmp.Diff(outline(tree), c.want); diff != "" {
				t.Errorf("provisions (-got +want):\n%s", diff)
			}
			if tree.Language != "fr" || tree.Title != "The Work" {
				t.Errorf("language %q, title %q", tree.Language, tree.Title)
			}
		})
	}
}

func TestRead_reportsWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, act("<preface><p>Ministry of <docTitle>Words</docTitle></p></preface><body><article><heading>H<authorialNote><p>n</p></authorialNote></heading><content><p>a</p></content></article>"+
		"<article><content><p>b<authorialNote><p>note</p></authorialNote> <del>old</del><ins>new</ins><img src='x' alt='seal'/></p></content></article></body><conclusions><p>Done</p></conclusions>"))
	want := []string{"left_out:1", "left_out:2", "changes_accepted:2", "image_dropped:2"}
	if diff := cmp.Diff(tree.Warnings, want); diff != "" || tree.Title != "Words" || tree.Provisions[1].Text != "b newseal" {
		t.Errorf("%q: %v\n%s", tree.Title, outline(tree), diff)
	}
}

// TestRead_noWordComesOrGoesUnseen: what a cell deletes stays out, what is of another vocabulary is reported, and a second
// number is words.
func TestRead_noWordComesOrGoesUnseen(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, act("<body><article><num>1</num><num>bis</num><content><table><tr><td><del>not</del> pay</td><td><ins>now</ins><b>or <del>n</del>ever</b></td></tr></table></content></article>"+
		"<article><content><p>The cap is <m:math xmlns:m='urn:math'><m:mn>5</m:mn></m:math> per cent.</p></content></article>"+
		"<article><content><p>x<m:math xmlns:m='urn:math'> <m:mn/></m:math></p></content></article></body>"))
	if got := []string{tree.Provisions[0].Text, tree.Provisions[1].Text, tree.Provisions[0].Number}; !slices.Equal(got, []string{"bis\npay\tnow or ever", "The cap is per cent.", "1"}) {
		t.Errorf("%q", got)
	}
	if diff := cmp.Diff(tree.Warnings, []string{"changes_accepted:1", "left_out:2"}); diff != "" {
		t.Error(diff)
	}
}

func count(t document.Tree, kind models.ProvisionKind) (n int) {
	for _, p := range t.Provisions {
		if p.Kind == kind {
			n++
		}
	}
	return n
}

// below counts the provisions of a kind that are directly below one of another.
func below(t document.Tree, kind, above models.ProvisionKind) (n int) {
	kinds := map[string]models.ProvisionKind{}
	for _, p := range t.Provisions {
		kinds[p.WID] = p.Kind
		if p.Kind == kind && kinds[p.Parent] == above {
			n++
		}
	}
	return n
}

func TestRead_realActs(t *testing.T) {
	t.Parallel()
	read := func(name string) document.Tree {
		return mustRead(t, string(realInput(t, "akoma-ntoso", "examples-wd17", name)))
	}
	uk, it := read("uk_pga-2014-27-enacted-data.xml"), read("it_senato_ddl_2013.xml")
	eu, us := read("eu_COM(2013)0619_EN-8.xml"), read("us_Act_2011-11-29.xml")
	for name, c := range map[string][2]int{
		"British sections":    {count(uk, models.Section), 8},
		"British subsections": {count(uk, models.Paragraph), 53},
		"Italian articles":    {count(it, models.Article), 8},
		"European articles":   {count(eu, models.Article), 24},
		"European recitals":   {below(eu, models.Paragraph, models.Preamble) - 5, 36}, // five citations
		"European chapters":   {count(eu, models.Chapter), 9},
		"European members":    {count(eu, models.Part), 3},
		"American sections":   {count(us, models.Section), 7},
		"American points":     {count(us, models.Point), 13},
		"Italian attachments": {count(it, models.Annex), 1},
		"Italian points":      {count(it, models.Point), 55},
		"British cross heads": {count(uk, models.Chapter), 3},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %d, want %d", name, c[0], c[1])
		}
	}
	for tree, want := range map[*document.Tree]string{
		&uk: "en Data Retention and Investigatory Powers Act 2014", &it: "it Modifiche al testo unico",
		&eu: "en Proposal for a REGULATION", &us: "en To facilitate the hosting",
	} {
		if got := tree.Language + " " + tree.Title; !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestRead_tellsIdentitiesFromPlaces(t *testing.T) {
	t.Parallel()
	tree := mustRead(t, act("<body><article eId='art_1' wId='Kept Id'/><article eId='art_2'/><article eId='art_2'/><article/></body>"))
	var wids []string
	for _, p := range tree.Provisions {
		wids = append(wids, p.WID)
	}
	if diff := cmp.Diff(wids, []string{"kept-id", "art_2", "art-3", "art-4"}); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(tree.Named, map[string]bool{"kept-id": true, "art_2": false}); diff != "" {
		t.Errorf("(-got +want):\n%s", diff)
	}
}

func TestRead_refusesByName(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("<section>", 200_000)
	cases := map[string]struct {
		content string
		want    error
	}{
		"another vocabulary":   {`<html xmlns="http://www.w3.org/1999/xhtml"/>`, ErrNotAKN},
		"an older version":     {`<akomaNtoso xmlns="http://www.akomantoso.org/2.0"/>`, ErrNotAKN},
		"another root":         {`<act xmlns="` + namespace + `"/>`, ErrNotAKN},
		"nothing":              {``, ErrNotAKN},
		"a document type":      {`<!DOCTYPE a [<!ENTITY b "c">]>` + act("<body/>"), ErrDoctype},
		"an entity":            {act("<body><p>&b;</p></body>"), ErrDoctype},
		"a billion laughs":     {`<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + act("<body><p>&b;</p></body>"), ErrDoctype},
		"an external entity":   {`<!DOCTYPE a SYSTEM "file:///etc/passwd">` + act("<body/>"), ErrDoctype},
		"cut off":              {act("<body>")[:300], ErrBroken},
		"crossed elements":     {act("<body><p><b></p></b></body>"), ErrBroken},
		"200,000 deep":         {act("<body>" + deep), document.ErrTooDeep},
		"foreign and deep":     {act("<body>" + strings.Repeat(`<x xmlns="y">`, 200_000)), document.ErrTooDeep},
		"more levels than are": {act("<body>" + strings.Repeat("<section>", 30) + strings.Repeat("</section>", 30) + "</body>"), document.ErrTooDeep},
		"no provisions":        {act("<body/>"), document.ErrEmpty},
		"too many elements":    {act("<body><p>" + strings.Repeat("<b/>", maxElements) + "</p></body>"), ErrElements},
		"too many provisions":  {act("<body>" + strings.Repeat("<point/>", document.MaxProvisions+1) + "</body>"), document.ErrTooLarge},
		"too large":            {strings.Repeat(" ", document.MaxBytes+1), document.ErrTooLarge},
		"control characters":   {act("<body><article><content><p>&#1;</p></content></article></body>"), document.ErrUnreadable},
		"no text":              {"PK\x03\x04\x00", document.ErrUnreadable},
	}
	for name, c := range cases {
		start := time.Now()
		if _, err := Read([]byte(c.content), "en"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestRead_hostileInputEndsSoon(t *testing.T) {
	t.Parallel()
	for name, piece := range map[string]string{
		"members": "<component><doc><meta/><mainBody><p>x</p></mainBody></doc></component>",
		"notes":   "<point><content><p><authorialNote><p>n</p></authorialNote></p></content></point>",
		"quotes":  "<p><mod><quotedStructure><article/></quotedStructure></mod>x</p>",
		"cells":   "<table><tr><td><p>x</p></td></tr></table>",
		"inline":  "<b>x</b>",
		"lines":   "<p/>",
		"foreign": "a word <!---->",
	} {
		around := [2]string{"<hcontainer>", "</hcontainer>"}
		size := 1 << 20
		if name == "foreign" {
			around, size = [2]string{"<x xmlns='http://example.org/other'>", "</x>"}, document.MaxBytes-1<<10
		}
		start := time.Now()
		_, _ = Read([]byte(act("<body>"+around[0]+strings.Repeat(piece, size/len(piece))+around[1]+"</body>")), "en")
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

func TestIs_tellsByContent(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]bool{
		act("<body/>"): true, "\uFEFF<!-- x -->\n<an:akomaNtoso xmlns:an='x'>": true, "<html>": false, "# akomaNtoso": false, "": false, "\x00<akomaNtoso": false,
	} {
		if got := Is([]byte(content)); got != want {
			t.Errorf("Is(%.30q) = %t", content, got)
		}
	}
}
