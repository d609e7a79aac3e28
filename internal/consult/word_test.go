package consult_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/docx"
	"travaux/internal/fault"
	"travaux/internal/rendition"
	"travaux/internal/testkit"
	"travaux/models"
)

// wentOut is the working version as a Word file that somebody downloads.
func (d desk) wentOut(language string) docx.Document {
	d.t.Helper()
	e, err := d.Service.Edition(d.t.Context(), d.Actor("drafter"), "town", "charter", consult.Which{Working: true, Language: language})
	testkit.Must(d.t, err)
	f, err := rendition.Of(e, models.FileDOCX)
	testkit.Must(d.t, err)
	doc, err := docx.Read(bytes.NewReader(f.Body), int64(len(f.Body)))
	testkit.Must(d.t, err)
	return doc
}

// asFile is a Word file as somebody sends it.
func asFile(t *testing.T, doc docx.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	testkit.Must(t, docx.Write(&b, doc))
	return b.Bytes()
}

func (d desk) comesBack(doc docx.Document) string {
	d.t.Helper()
	ref, err := d.Service.BeginWord(d.t.Context(), d.Call(d.who), "town", "charter", consult.NewWord{File: asFile(d.t, doc), FileName: "charter.docx"})
	testkit.Must(d.t, err)
	return ref
}

func (d desk) word(ref string) models.WordView {
	d.t.Helper()
	v, err := d.Service.WordReturn(d.t.Context(), d.Actor(d.who), "town", "charter", ref)
	testkit.Must(d.t, err)
	return v
}

func (d desk) decide(ref string, in consult.WordDecision) {
	d.t.Helper()
	in.Revision = d.word(ref).Revision
	testkit.Must(d.t, d.Service.DecideWord(d.t.Context(), d.Call(d.who), "town", "charter", ref, in))
}

func (d desk) apply(ref string) (int, error) {
	v := d.word(ref)
	return d.Service.ApplyWord(d.t.Context(), d.Call(d.who), "town", "charter", ref, consult.WordApplication{Revision: v.Revision, State: v.State})
}

// rewriteWord replaces words of a file, tracked when somebody is named.
func rewriteWord(t *testing.T, doc docx.Document, old, new, author string) {
	t.Helper()
	at := time.Date(2026, 3, 20, 9, 0, 0, 0, time.UTC)
	for p := range docx.Paragraphs(doc.Body) {
		for i, r := range p.Runs {
			from := strings.Index(r.Text, old)
			if r.Kind != docx.Text || from < 0 {
				continue
			}
			pieces := []docx.Run{r, r, r, r}
			pieces[0].Text, pieces[1].Text, pieces[2].Text, pieces[3].Text = r.Text[:from], old, new, r.Text[from+len(old):]
			pieces[1].Deleted = &docx.Revision{Author: author, Change: docx.Deletion, Date: at}
			pieces[2].Inserted = &docx.Revision{Author: author, Change: docx.Insertion, Date: at}
			if author == "" {
				pieces[2].Inserted = nil
				pieces = slices.Delete(pieces, 1, 2)
			}
			p.Runs = slices.Concat(p.Runs[:i], pieces, p.Runs[i+1:])
			return
		}
	}
	t.Fatalf("no words %q", old)
}

// said are the words of the working version.
func (d desk) said() string {
	var out []string
	for _, p := range d.text("en").Provisions {
		out = append(out, p.WID+": "+p.Heading+" "+p.Text)
	}
	return strings.Join(out, "\n")
}

func TestWord_goesOutAndComesBack(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		before := d.said()
		doc := d.wentOut("en")
		rewriteWord(t, doc, "shall publish", "must publish", "Ana Review")
		rewriteWord(t, doc, "Purpose", "Aims", "Bela Review")
		rewriteWord(t, doc, "suitable ones", "good ones", "")
		doc.Comments = append(doc.Comments, docx.Comment{ID: "9", Author: "Ana Review", Blocks: []docx.Block{{Paragraph: &docx.Paragraph{Runs: []docx.Run{{Text: "Why?"}}}}}})
		ref := d.comesBack(doc)
		v := d.word(ref)
		var got []string
		for _, c := range v.Changes {
			got = append(got, c.Author+": "+c.Deleted+" > "+c.Inserted+" in "+strings.Join(c.WIDs, " "))
		}
		t.Log(got, before)
		if len(v.Changes) != 2 || len(v.Untracked) != 1 || len(v.Comments) != 1 || v.Open() != 3 || len(v.Steps) != 0 {
			t.Fatalf("%v, untracked %+v, comments %+v, %d open, steps %+v", got, v.Untracked, v.Comments, v.Open(), v.Steps)
		}
		if v.Changes[0].Date.IsZero() || v.Authors()[0] == "" {
			t.Errorf("by %v on %v", v.Authors(), v.Changes[0].Date)
		}
		ana := "Ana Review"
		d.decide(ref, consult.WordDecision{All: "taken", Author: &ana})
		if n, err := d.apply(ref); n != 1 || err != nil {
			t.Fatalf("%d acts, %v", n, err)
		}
		if diff := cmp.Diff(strings.Replace(before, "shall publish", "must publish", 1), d.said()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		v = d.word(ref)
		if v.Open() != 0 || v.AppliedAt == nil || v.Untracked[0].Choice != models.WordRefused {
			t.Errorf("after it: %d open, applied at %v, untracked %+v", v.Open(), v.AppliedAt, v.Untracked)
		}
		notes := d.notes(models.NoteFilter{})
		if len(notes) != 1 || notes[0].Body != "Why?" || notes[0].Name != "Ana Review" || !notes[0].FromFile {
			t.Errorf("notes %+v", notes)
		}
		_, err := d.apply(ref)
		if f, ok := fault.As(err); !ok || f.Code != "word_applied" {
			t.Errorf("a second time: %v", err)
		}
		list, _, err := d.Service.History(t.Context(), d.Actor("drafter"), "town", "charter", "", 0)
		testkit.Must(t, err)
		if len(list) != 1 || list[0].WordsOf != "Ana Review" || list[0].Name == "" || list[0].WID != "art-1-par-1" {
			t.Errorf("the history says %+v", list)
		}
	})
}

func TestWord_refusingEverythingLeavesTheTextAsItWas(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		doc := d.wentOut("en")
		rewriteWord(t, doc, "shall publish", "must publish", "Ana")
		rewriteWord(t, doc, "suitable ones", "good ones", "")
		ref := d.comesBack(doc)
		d.decide(ref, consult.WordDecision{All: "refused"})
		before := d.text("en")
		if n, err := d.apply(ref); n != 0 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
		if diff := cmp.Diff(before, d.text("en")); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	})
}

func TestWord_whatMovedOnMeanwhileIsBroughtTogetherOrAsked(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		doc := d.wentOut("en")
		rewriteWord(t, doc, "shall publish", "must publish", "Ana")
		p, _ := d.text("en").Provision("art-1-par-1")
		d.do(consult.NewEdit{Act: "change", WID: p.WID, Kind: "paragraph", Number: p.Number, Content: strings.Replace(p.Text, "shall publish", "may publish", 1)})
		d.do(consult.NewEdit{Act: "delete", WID: "art-2"})
		ref := d.comesBack(doc)
		d.decide(ref, consult.WordDecision{All: "taken"})
		v := d.word(ref)
		if v.Asked != 1 || v.Questions[0].WID != p.WID || len(v.Untracked) != 0 {
			t.Fatalf("asks %+v, untracked %+v", v.Questions, v.Untracked)
		}
		if _, err := d.apply(ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("while it is not decided: %v", err)
		}
		d.decide(ref, consult.WordDecision{Answers: []consult.WordAnswer{{WID: p.WID, Key: v.Questions[0].Key, How: "theirs"}}})
		if v := d.word(ref); v.Asked != 0 || v.Questions[0].How != "theirs" {
			t.Fatalf("still asks %+v", v.Questions)
		}
		stale := d.word(ref)
		q, _ := d.text("en").Provision("art-1")
		d.do(consult.NewEdit{Act: "change", WID: q.WID, Kind: "article", Number: q.Number, Heading: "Something else"})
		_, err := d.Service.ApplyWord(t.Context(), d.Call(d.who), "town", "charter", ref, consult.WordApplication{Revision: stale.Revision, State: stale.State})
		if !fault.Is(err, fault.Stale) {
			t.Errorf("the working version moved on: %v", err)
		}
		if _, err := d.apply(ref); err != nil {
			t.Fatal(err)
		}
		if got := d.said(); !strings.Contains(got, "must publish") || !strings.Contains(got, "Something else") || strings.Contains(got, "art-2") {
			t.Errorf("it says\n%s", got)
		}
	})
}

func TestWord_twoDecideAtOnce(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		doc := d.wentOut("en")
		rewriteWord(t, doc, "shall publish", "must publish", "Ana")
		ref := d.comesBack(doc)
		first := d.word(ref)
		d.decide(ref, consult.WordDecision{All: "taken"})
		err := d.Service.DecideWord(t.Context(), d.Call("organiser"), "town", "charter", ref, consult.WordDecision{Revision: first.Revision, All: "refused"})
		if !fault.Is(err, fault.Stale) {
			t.Errorf("the second one: %v", err)
		}
		_, err = d.Service.ApplyWord(t.Context(), d.Call("organiser"), "town", "charter", ref, consult.WordApplication{Revision: first.Revision, State: first.State})
		if !fault.Is(err, fault.Stale) {
			t.Errorf("bringing what one did not see: %v", err)
		}
	})
}

func TestWord_refusesWhatIsNotItsFile(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		own := d.wentOut("en")
		unmarked := d.wentOut("en")
		unmarked.Mark = ""
		for p := range docx.Paragraphs(unmarked.Body) {
			p.Runs = slices.DeleteFunc(p.Runs, func(r docx.Run) bool { return strings.HasPrefix(r.Text, "_tv") })
		}
		other := d.wentOut("en")
		for p := range docx.Paragraphs(other.Body) {
			for i := range p.Runs {
				if strings.HasPrefix(p.Runs[i].Text, "_tv") {
					p.Runs[i].Text = "_tv0000000000" + p.Runs[i].Text[13:]
				}
			}
		}
		for name, test := range map[string]struct {
			file []byte
			code string
		}{
			"nothing": {nil, "required"}, "a text": {[]byte("# Hello"), "not_word"}, "a translation": {asFile(t, d.wentOut("fr")), "word_translation"},
			"a file of others": {asFile(t, unmarked), "word_unmarked"}, "of another draft": {asFile(t, other), "word_other_draft"},
		} {
			_, err := d.Service.BeginWord(t.Context(), d.Call(d.who), "town", "charter", consult.NewWord{File: test.file})
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != "file" || f.Fields[0].Code != test.code {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := d.Service.BeginWord(t.Context(), d.Call("observer"), "town", "charter", consult.NewWord{File: asFile(t, own)}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("somebody without the right: %v", err)
		}
		_, err := d.Service.PublishVersion(t.Context(), d.Call(d.who), "town", "charter", consult.NewPublication{})
		testkit.Must(t, err)
		_, err = d.Service.BeginWord(t.Context(), d.Call(d.who), "town", "charter", consult.NewWord{File: asFile(t, own)})
		if !fault.Is(err, fault.NotFound) {
			t.Errorf("without a working version: %v", err)
		}
		_, err = d.Service.OpenWorking(t.Context(), d.Call("drafter"), "town", "charter", consult.NewWorking{})
		testkit.Must(t, err)
		_, err = d.Service.BeginWord(t.Context(), d.Call(d.who), "town", "charter", consult.NewWord{File: asFile(t, own)})
		if f, ok := fault.As(err); !ok || f.Fields[0].Code != "word_other_version" {
			t.Errorf("of an older working version: %v", err)
		}
	})
}

// What somebody deleted can be brought back, so what a file adds never takes its place.
func TestWord_givesNoWidThatWasTakenAway(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		added := d.do(consult.NewEdit{Act: "add", Kind: "article", Number: "3", Heading: "Fees", Content: "Nobody pays."})
		d.do(consult.NewEdit{Act: "delete", WID: added.WID})
		doc := d.wentOut("en")
		for _, b := range doc.Body {
			if b.Paragraph != nil && strings.HasPrefix(b.Paragraph.Style, "Heading") || b.Paragraph != nil && strings.Contains(b.Paragraph.Style, "Article") {
				head, words := *b.Paragraph, docx.Paragraph{Runs: []docx.Run{{Text: "Everybody pays."}}}
				head.Runs = []docx.Run{{Text: "Fees"}}
				doc.Body = append(doc.Body, docx.Block{Paragraph: &head}, docx.Block{Paragraph: &words})
				break
			}
		}
		ref := d.comesBack(doc)
		d.decide(ref, consult.WordDecision{All: "taken"})
		_, err := d.apply(ref)
		testkit.Must(t, err)
		if said := d.said(); !strings.Contains(said, "Everybody pays.") || strings.Contains(said, added.WID+":") {
			t.Errorf("%s was given again:\n%s", added.WID, said)
		}
	})
}
