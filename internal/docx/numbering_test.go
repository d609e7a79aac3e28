package docx

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead_numbersAsWordShowsThem(t *testing.T) {
	t.Parallel()
	legal := `<w:abstractNum w:abstractNumId="7">` + lvl("0", "upperRoman", "Article %1.", "") + lvl("1", "decimal", "%1.%2", "<w:isLgl/>") +
		lvl("2", "lowerLetter", "(%3)", "") + lvl("3", "lowerRoman", "%4)", `<w:lvlRestart w:val="1"/>`) + lvl("4", "bullet", "•", "") +
		lvl("5", "decimal", "%6", `<w:lvlRestart w:val="0"/>`) + `</w:abstractNum>`
	cases := map[string]struct {
		numbering, styles string
		body              string
		want              []string
	}{
		"levels, legal numbers, and counts that begin anew": {
			numbering: legal + `<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`,
			body: item("1", "0", "a") + item("1", "1", "b") + item("1", "2", "c") + item("1", "2", "d") + item("1", "3", "e") + item("1", "1", "f") +
				item("1", "2", "g") + item("1", "3", "h") + item("1", "0", "i") + item("1", "3", "j") + item("1", "4", "k"),
			want: []string{"[Article I.]a", "[1.1]b", "[(a)]c", "[(b)]d", "[i)]e", "[1.2]f", "[(a)]g", "[ii)]h", "[Article II.]i", "[i)]j", "[•]k"},
		},
		"a count that never begins anew": {
			numbering: legal + `<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`,
			body:      item("1", "5", "a") + item("1", "0", "b") + item("1", "5", "c"),
			want:      []string{"[1]a", "[Article I.]b", "[2]c"},
		},
		"two lists of one kind count on, unless one says where it begins": {
			numbering: legal + `<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>` +
				`<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>`,
			body: item("1", "0", "a") + item("2", "0", "b") + item("3", "0", "c") + item("3", "0", "d") + item("1", "0", "e"),
			want: []string{"[Article I.]a", "[Article II.]b", "[Article V.]c", "[Article VI.]d", "[Article VII.]e"},
		},
		"a level that one list has otherwise": {
			numbering: legal + `<w:num w:numId="1"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">` + lvl("0", "arabicAbjad", "%1)", "") + `</w:lvlOverride></w:num>`,
			body:      item("1", "0", "a") + item("1", "0", "b") + item("1", "0", "c"),
			want:      []string{"[أ)]a", "[ب)]b", "[ج)]c"},
		},
		"numbers through styles, and through the link of a list to a style": {
			numbering: `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Clause"/><w:lvlText w:val="%1"/></w:lvl>` +
				`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Sub"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>` +
				`<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Outline"/></w:abstractNum>` +
				`<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>`,
			styles: `<w:style w:type="numbering" w:styleId="Outline"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="Clause"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="Sub"><w:basedOn w:val="Clause"/></w:style>`,
			body: `<w:p><w:pPr><w:pStyle w:val="Clause"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Sub"/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>` +
				item("2", "1", "c") + item("2", "0", "d") +
				`<w:p><w:pPr><w:pStyle w:val="Clause"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr><w:r><w:t>none</w:t></w:r></w:p>`,
			want: []string{"[3]a", "[3.1]b", "[3.2]c", "[4]d", "none"},
		},
		"a level alone is a level of the style's list": {
			numbering: legal + `<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`,
			styles: `<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="Below"><w:basedOn w:val="L"/><w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>`,
			body: styled("L", "", "a") + styled("L", `<w:numPr><w:ilvl w:val="1"/></w:numPr>`, "b") + styled("L", `<w:numPr><w:ilvl w:val="1"/></w:numPr>`, "c") +
				styled("Below", "", "d") + styled("L", "", "e"),
			want: []string{"[Article I.]a", "[1.1]b", "[1.2]c", "[(a)]d", "[Article II.]e"},
		},
		"what is deleted is not counted": {
			numbering: legal + `<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`,
			body: item("1", "0", "a") + strings.NewReplacer("<w:pPr>", `<w:pPr><w:rPr><w:del w:id="1" w:author="A"/></w:rPr>`, "<w:r><w:t>", `<w:del w:id="2" w:author="A"><w:r><w:delText>`, "</w:t></w:r>", "</w:delText></w:r></w:del>").
				Replace(item("1", "0", "b")) + item("1", "0", "c"),
			want: []string{"[Article I.]a", "b", "[Article II.]c"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := mustRead(t, made(t, c.body, map[string]string{"numbering": c.numbering, "styles": c.styles}))
			if diff := cmp.Diff(c.want, shown(d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNumeral_countsAsWordDoes(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		"decimal":                {"1", "2", "10", "28", "105"},
		"decimalZero":            {"01", "02", "10", "28", "105"},
		"lowerLetter":            {"a", "b", "j", "bb", "aaaaa"},
		"upperRoman":             {"I", "II", "X", "XXVIII", "CV"},
		"ordinal":                {"1st", "2nd", "10th", "28th", "105th"},
		"ordinalText":            {"First", "Second", "Tenth", "28", "105"},
		"arabicAlpha":            {"أ", "ب", "ر", "ي", "قققق"},
		"hindiNumbers":           {"१", "२", "१०", "२८", "१०५"},
		"thaiNumbers":            {"๑", "๒", "๑๐", "๒๘", "๑๐๕"},
		"chineseCounting":        {"一", "二", "十", "二十八", "一百零五"},
		"chineseLegalSimplified": {"壹", "贰", "壹拾", "贰拾捌", "壹佰零伍"},
		"ideographDigital":       {"一", "二", "一〇", "二八", "一〇五"},
		"decimalEnclosedCircle":  {"①", "②", "⑩", "28", "105"},
		"russianLower":           {"а", "б", "к", "ю", "тттт"},
		"none":                   {"", "", "", "", ""},
		"unheardOf":              {"1", "2", "10", "28", "105"},
	}
	for format, want := range cases {
		for i, n := range []int{1, 2, 10, 28, 105} {
			if got := Numeral(n, format); got != want[i] {
				t.Errorf("%d in %s is %q, want %q", n, format, got, want[i])
			}
		}
	}
}

func TestRead_headingsInAnyLanguage(t *testing.T) {
	t.Parallel()
	styles := `<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our clause"/><w:basedOn w:val="berschrift1"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="x2"><w:name w:val="Titre 2"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="x3"><w:name w:val="标题 3"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="x4"><w:name w:val="عنوان 4"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="x5"><w:name w:val="Level"/><w:pPr><w:outlineLvl w:val="4"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="TOC"><w:name w:val="TOC Heading"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="loop"><w:name w:val="Loop"/><w:basedOn w:val="loop"/></w:style>`
	body := ""
	for _, style := range []string{"berschrift1", "Own", "x2", "x3", "x4", "x5", "TOC", "loop", "Heading6", "gone"} {
		body += `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + style + `</w:t></w:r></w:p>`
	}
	body += `<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>by itself</w:t></w:r></w:p>`
	want := []string{"#berschrift1", "#Own", "##x2", "###x3", "####x4", "#####x5", "TOC", "loop", "######Heading6", "gone", "###by itself"}
	if diff := cmp.Diff(want, shown(mustRead(t, made(t, body, map[string]string{"styles": styles})))); diff != "" {
		t.Error(diff)
	}
}
