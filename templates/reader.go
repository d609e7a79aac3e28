package templates

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"travaux/models"
)

// Block is a provision as the reader shows it.
type Block struct {
	models.Provision
	Level   int    // of its heading: 2 to 6; 0 without a heading
	Class   string // how far it is set in: "in0" to "in3"
	Said    int    // comments on it
	Below   int    // comments on it and all under it
	Marks   []Mark
	On      *Margin // what was said about it, when it is the chosen one
	Ends    bool    // the last of what stands under a top heading: a good place to say what is missing
	HasText bool
	Lang    string           // of its words
	Foreign bool             // that is not the language of the text
	Apart   *models.Apart    // how it stands to the text, where it is not current
	Silent  bool             // its words stand beside it already, so only what is missing is said
	Beside  *Column          // the same in another language, when two are read side by side
	Called  models.Provision // as it is called from outside: a paragraph by its article, "Article 2.1"
}

// Blocks are the provisions in reading order.
func (p ReaderPage) Blocks() []Block {
	list := blocks(p.Reading, p.Marks, p.On)
	if p.Beside != nil {
		besides(list, p.Reading, *p.Beside)
	}
	return list
}

// Blocks are the provisions of the working version in reading order.
func (p WorkingPage) Blocks() []Block { return blocks(p.Reading, nil, nil) }

func blocks(r models.Reading, marks map[string][]Mark, on *Margin) []Block {
	all := r.All()
	list := make([]Block, 0, len(r.Provisions))
	below, above, here := sums(r), map[string]models.Provision{}, read(r)
	for i, p := range all {
		words, ok := here[p.WID]
		if r.Part > 0 && ok {
			p = words
		}
		above[p.WID] = called(p, above[p.Parent])
		if !ok {
			continue
		}
		b := Block{
			Lang:      r.Text.Language,
			Called:    above[p.WID],
			Provision: p, Said: r.Said[p.WID], Below: below[p.WID], Marks: marks[p.WID], HasText: p.Text != "",
			Class: setIn(p),
			Ends:  i+1 == len(all) || all[i+1].Depth == 0,
		}
		if p.Language != "" && p.Language != b.Lang {
			b.Lang, b.Foreign = p.Language, true
		}
		if apart, ok := r.Marked[p.WID]; ok {
			b.Apart = &apart
		}
		if hasHead(p) {
			b.Level = min(p.Depth+2, 6)
		}
		if on != nil && on.Provision.WID == p.WID {
			b.On = on
		}
		list = append(list, b)
	}
	return list
}

// read are the provisions of which the words are there, by wid.
func read(r models.Reading) map[string]models.Provision {
	here := make(map[string]models.Provision, len(r.Provisions))
	for _, p := range r.Provisions {
		here[p.WID] = p
	}
	return here
}

// setIn is how far a provision is set in.
func setIn(p models.Provision) string { return "in" + strconv.Itoa(max(0, min(p.Depth, 3))) }

// hasHead tells whether a provision stands under a heading of its own.
func hasHead(p models.Provision) bool { return p.Heading != "" || headed(p.Kind) }

// called names a provision by the one it is in, as the drafters do: paragraph 1 of Article 2 is
// Article 2.1. The one above is given as it is called itself.
func called(p, above models.Provision) models.Provision {
	if headed(p.Kind) || above.WID == "" {
		return p
	}
	c := above
	c.WID, c.Text = p.WID, p.Text
	switch {
	case p.Number == "":
	case c.Number == "":
		c.Number = p.Number
	default:
		c.Number += "." + p.Number
	}
	return c
}

// headed kinds are shown with their name as a heading even without one of their own.
func headed(k models.ProvisionKind) bool {
	switch k {
	case models.Paragraph, models.Point, models.Definition:
		return false
	}
	return true
}

// sums are the comments on each provision and everything under it.
func sums(r models.Reading) map[string]int {
	all := r.All()
	total := make(map[string]int, len(all))
	for i := len(all) - 1; i >= 0; i-- { // children come after their parent
		p := all[i]
		total[p.WID] += r.Said[p.WID]
		if p.Parent != "" {
			total[p.Parent] += total[p.WID]
		}
	}
	return total
}

// Newest is the number of the newest published version.
func (p ReaderPage) Newest() int {
	if len(p.Reading.Numbers) == 0 {
		return 0
	}
	return p.Reading.Numbers[0]
}

// Older tells whether a newer version than the one shown was published.
func (p ReaderPage) Older() bool { return p.Reading.Version.Number < p.Newest() }

// DraftPath is where the draft is read in its newest version.
func (p ReaderPage) DraftPath() string { return p.Root() + "/drafts/" + url.PathEscape(p.Reading.Slug) }

// VersionPath is where a version is read.
func (p ReaderPage) VersionPath(n int) string { return p.DraftPath() + "/v/" + strconv.Itoa(n) }

// SaidOn is this page with the comments on a provision beside it.
func (p ReaderPage) SaidOn(wid string) string { return p.with("on", wid, wid) }

// Close is this page without them.
func (p ReaderPage) Close() string { return p.with("on", "", "") }

// linked are the parameters that the page's own links keep.
var linked = []string{"text", "beside", "all"}

func (p ReaderPage) with(key, value, fragment string) string {
	q := url.Values{}
	for _, kept := range linked {
		if t := p.Query.Get(kept); t != "" {
			q.Set(kept, t)
		}
	}
	if p.Reading.Part > 1 && (key != "on" || value == "") {
		q.Set("part", strconv.Itoa(p.Reading.Part))
	}
	q.Set(key, value)
	if value == "" {
		q.Del(key)
	}
	if q.Get("beside") == q.Get("text") {
		q.Del("beside")
	}
	link := p.Path
	if len(q) > 0 {
		link += "?" + q.Encode()
	}
	if fragment != "" {
		link += "#" + url.PathEscape(fragment)
	}
	return link
}

// SayPath is the comment form for a target of this version: kind provision or range and a wid, kind
// insertion and the wid it comes after, kind version and nothing.
func (p ReaderPage) SayPath(kind, wid string) string {
	return p.say(kind, wid, p.Reading.Text.Language)
}

// SayOn is the form for a provision, in the language of the words that are shown of it.
func (p ReaderPage) SayOn(kind string, b Block) string { return p.say(kind, b.WID, b.Lang) }

func (p ReaderPage) say(kind, wid, language string) string {
	q := url.Values{"kind": {kind}}
	switch {
	case kind == string(models.TargetInsertion):
		q.Set("after", wid)
	case wid != "":
		q.Set("on", wid)
	}
	if language != p.Reading.Language {
		q.Set("text", language)
	}
	return p.VersionPath(p.Reading.Version.Number) + "/comment?" + q.Encode()
}

// Sentence is a sentence of a provision with the form that comments on just that.
type Sentence struct{ Text, Path string }

// Sentences cuts the provision at its full stops, so that one can choose words without JavaScript;
// there are none when it is a single sentence.
func (p CommentFormPage) Sentences() []Sentence {
	if p.Provision == nil || p.Kind == models.TargetInsertion || p.Failed() {
		return nil
	}
	var out []Sentence
	at := 0
	for _, s := range sentences(p.Provision.Text) {
		n := utf8.RuneCountInString(s)
		words := strings.TrimSpace(s)
		start := at + utf8.RuneCountInString(s[:strings.Index(s, words)])
		q := url.Values{
			"kind": {string(models.TargetRange)}, "on": {p.Provision.WID}, "exact": {words},
			"start": {strconv.Itoa(start)}, "end": {strconv.Itoa(start + utf8.RuneCountInString(words))},
		}
		if text := p.Query.Get("text"); text != "" {
			q.Set("text", text)
		}
		out = append(out, Sentence{words, p.Path + "?" + q.Encode()})
		at += n
	}
	if len(out) < 2 {
		return nil
	}
	return out
}

// sentences cuts a text after each full stop of its script, keeping every character.
func sentences(text string) []string {
	var out []string
	begin := 0
	runes := []rune(text)
	for i, r := range runes {
		wide := strings.ContainsRune("。！？", r)
		if !wide && !strings.ContainsRune(".!?؟;؛।", r) && r != '\n' {
			continue
		}
		if !wide && r != '\n' && i+1 < len(runes) && runes[i+1] != ' ' {
			continue // a number or an abbreviation
		}
		out = append(out, string(runes[begin:i+1]))
		begin = i + 1
	}
	if strings.TrimSpace(string(runes[begin:])) != "" {
		out = append(out, string(runes[begin:]))
	}
	kept := out[:0]
	for _, s := range out {
		if strings.TrimSpace(s) == "" && len(kept) > 0 {
			kept[len(kept)-1] += s
			continue
		}
		kept = append(kept, s)
	}
	return kept
}
