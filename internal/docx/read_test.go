package docx

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// r is a run of words.
func r(words string) string { return `<w:r><w:t xml:space="preserve">` + words + `</w:t></w:r>` }

// fieldMark is where a field begins or ends, or its result begins.
func fieldMark(kind string) string {
	return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>`
}

func TestRead_looksThroughWhatWrapsWords(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		body string
		want []string
	}{
		"content controls": {`<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent>` + r("a") + `</w:sdtContent></w:sdt>` + r("b") + `</w:p></w:sdtContent></w:sdt>`, []string{"ab"}},
		"smart tags, fields and directions": {
			`<w:p><w:smartTag>` + r("a") + `</w:smartTag><w:fldSimple w:instr="DATE">` + r("b") + `</w:fldSimple><w:dir w:val="rtl">` + r("c") + `</w:dir>` +
				`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText><w:t>no</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + r("d") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>` + r("e") + `</w:p>`,
			[]string{"abcde"},
		},
		"a text box stands after its paragraph, once": {
			`<w:p>` + r("a") + `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><x><w:txbxContent><w:p>` + r("box") + `</w:p></w:txbxContent></x></w:drawing></mc:Choice>` +
				`<mc:Fallback><w:pict><w:txbxContent><w:p>` + r("box") + `</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + r("b") + `</w:p><w:p>` + r("c") + `</w:p>`,
			[]string{"ab", "box", "c"},
		},
		"signs": {
			`<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:softHyphen/><w:tab/><w:br/><w:sym w:font="Wingdings" w:char="F0A7"/><w:sym w:font="Arial" w:char="2022"/><w:cr/></w:r></w:p>`,
			[]string{"a\u2011\u00ad\t\n□•\n"},
		},
		"what was before a change of format is not read": {
			`<w:p><w:pPr><w:pPrChange w:id="1" w:author="A"><w:pPr><w:pStyle w:val="Heading1"/></w:pPr></w:pPrChange></w:pPr>` + r("a") + `</w:p>`, []string{"a"},
		},
		"the result of a field in the code of a field is none of the text": {
			`<w:p>` + r("The fee is ") + fieldMark("begin") + `<w:r><w:instrText>IF </w:instrText></w:r>` + fieldMark("begin") + `<w:r><w:instrText>DOCPROPERTY Kind</w:instrText></w:r>` + fieldMark("separate") +
				r("draft") + `<w:r><w:tab/></w:r>` + fieldMark("end") + `<w:r><w:instrText>= "draft" "10" "20"</w:instrText></w:r>` + fieldMark("separate") + r("10") + fieldMark("end") + r(" euros.") + `</w:p>`,
			[]string{"The fee is 10 euros."},
		},
		"a page and a column end a line": {
			`<w:p>` + r("first page") + `<w:r><w:br w:type="page"/></w:r>` + r("second") + `<w:r><w:br w:type="column"/><w:t>third</w:t></w:r></w:p>`, []string{"first page\nsecond\nthird"},
		},
		"a sign that older programs have as words": {
			`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="w16se"><x:symEx xmlns:x="u" x:char="1F600"/></mc:Choice><mc:Fallback><w:t>😀</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`, []string{"😀"},
		},
		"words of the form that is understood": {
			`<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>choice</w:t><w:footnoteReference w:id="1"/></mc:Choice><mc:Fallback><w:t>fallback</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>`, []string{"choice"},
		},
		"pronunciation is left out": {
			`<w:p><w:r><w:ruby><w:rt>` + r("jing") + `</w:rt><w:rubyBase>` + r("京") + `</w:rubyBase></w:ruby></w:r></w:p>`, []string{"京"},
		},
	}
	for name, c := range cases {
		if diff := cmp.Diff(c.want, shown(mustRead(t, made(t, c.body, nil)))); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestRead_linksThatAreFields(t *testing.T) {
	t.Parallel()
	d := mustRead(t, made(t, `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> HYPERLINK "https://example.org/" </w:instrText><w:fldChar w:fldCharType="separate"/></w:r>`+r("here")+
		`<w:r><w:fldChar w:fldCharType="end"/></w:r>`+r(" not")+`<w:hyperlink w:anchor="place">`+r("there")+`</w:hyperlink></w:p>`, nil))
	var got []string
	for _, run := range d.Body[0].Paragraph.Runs {
		if run.Kind == Text && run.Link != nil {
			got = append(got, run.Text+" "+run.Link.URL)
		}
	}
	if diff := cmp.Diff([]string{"here https://example.org/", "there #place"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestRead_utf16AndMissingParts(t *testing.T) {
	t.Parallel()
	text := `<?xml version="1.0" encoding="UTF-16"?><w:document ` + wordSpace + `><w:body><w:p>` + r("ميثاق 😀") + `</w:p></w:body></w:document>`
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	if diff := cmp.Diff([]string{"ميثاق 😀"}, shown(mustRead(t, document(t, string(wide))))); diff != "" {
		t.Error(diff)
	}
}

func TestRead_commentsAndTheirAnswers(t *testing.T) {
	t.Parallel()
	d := mustRead(t, realFile(t, "openxml-comments-in-table.docx"))
	answers, done, words := 0, 0, 0
	byID := map[string]bool{}
	for _, c := range d.Comments {
		byID[c.ID] = true
	}
	for _, c := range d.Comments {
		if c.ReplyTo != "" && byID[c.ReplyTo] {
			answers++
		}
		if c.Done {
			done++
		}
		if c.Plain() != "" && c.Author != "" && !c.Date.IsZero() {
			words++
		}
	}
	if answers != 2 || done != 2 || words != 3 {
		t.Errorf("%d answers, %d done with, %d of %d with words, author and date", answers, done, words, len(d.Comments))
	}
}

func TestRead_aFieldWithoutAnEndSwallowsNothing(t *testing.T) {
	t.Parallel()
	open := fieldMark("begin") + `<w:r><w:instrText>TOC</w:instrText></w:r>`
	d := mustRead(t, made(t, `<w:p>`+r("One.")+`</w:p><w:p>`+r("Contents:")+open+`<w:bookmarkStart w:id="1" w:name="here"/>`+r(" two")+`<w:r><w:tab/></w:r>`+r("shall stay.")+`</w:p><w:p>`+r("Three too.")+`</w:p>`, map[string]string{
		"footnotes": `<w:footnote w:id="1"><w:p>` + open + r("A") + `</w:p></w:footnote><w:footnote w:id="2"><w:p>` + r("B") + `</w:p></w:footnote>`,
		"comments":  `<w:comment w:id="1"><w:p>` + r("C") + open + r("D") + `</w:p></w:comment><w:comment w:id="2"><w:p>` + r("E") + `</w:p></w:comment>`,
	}))
	got := shown(d)
	for _, n := range d.Notes {
		got = append(got, n.Blocks[0].Paragraph.Plain())
	}
	for _, c := range d.Comments {
		got = append(got, c.Plain())
	}
	if diff := cmp.Diff([]string{"One.", "Contents: two\tshall stay.", "Three too.", "A", "B", "CD", "E"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"field_unclosed"}, d.Warnings); diff != "" {
		t.Error(diff)
	}
	if run := d.Body[1].Paragraph.Runs[1]; run.Kind != BookmarkStart {
		t.Errorf("the bookmark moved: %+v", d.Body[1].Paragraph.Runs)
	}
	closed := mustRead(t, made(t, `<w:p>`+open+fieldMark("separate")+r("1 Aims")+`</w:p><w:p>`+r("2 Means")+fieldMark("end")+r("!")+`</w:p>`, nil))
	if diff := cmp.Diff([]string{"1 Aims", "2 Means!"}, shown(closed)); diff != "" || len(closed.Warnings) > 0 {
		t.Errorf("%v\n%s", closed.Warnings, diff)
	}
}

func TestRead_aFormThatNothingElseStandsForIsToldOf(t *testing.T) {
	t.Parallel()
	d := mustRead(t, made(t, `<w:p>`+r("a")+`<w:r><mc:AlternateContent><mc:Choice Requires="wps future"><w:t>b</w:t></mc:Choice></mc:AlternateContent></w:r></w:p>`, nil))
	if diff := cmp.Diff([]string{"embedded_part_dropped"}, d.Warnings); diff != "" || shown(d)[0] != "a" {
		t.Errorf("%q\n%s", shown(d), diff)
	}
}
