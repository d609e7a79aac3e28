package search

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTokens_perLanguage(t *testing.T) {
	t.Parallel()
	cases := []struct{ lang, text, want string }{
		{"en", "People's rights aren’t granted", "peopl right aren t grant"},
		{"en-GB", "Participants", "particip"},
		{"EN_us", "Participants", "particip"},
		{"eng", "Participants", "participants"},
		{"fr", "L’égalité, qu'on dit", "egalit on dit"},
		{"fr", "données donnée DONNEES", "done done done"},
		{"es", "participación participacion", "participacion participacion"},
		{"ru", "защищает ещё", "защища еще"},
		{"ar", "والمشاركات", "مشارك"},
		{"zh-Hant", "參與者。權", "參與 與者 者 權"},
		{"de", "Straße 参与 v2", "strasse 参与 与 v2"},
		{"", "œuvre ﬁn ² ½", "oeuvre fin 2 1 2"},
		{"und", "partici\u00adpation a\u200bb İı", "participation a b ii"},
		{"th", "กำกับ", "กํา ากั กับ บ"},
		{"hi", "हिन्दी १२", "हिन्दी 12"},
		{"ca", "col·laborar", "collaborar"},
		{"uk", "п'ять їжак", "п ять їжак"},
		{"", " \t👍 — … ", ""},
		{"", "\xff\xfea\xc3b\x00c", "a b c"},
	}
	for _, c := range cases {
		if diff := cmp.Diff(Tokens(c.lang, c.text), c.want); diff != "" {
			t.Errorf("%s %q (got -, want +)\n%s", c.lang, c.text, diff)
		}
	}
}

func TestTokens_longWordIsCutAtACharacter(t *testing.T) {
	t.Parallel()
	got := Tokens("ru", "а"+strings.Repeat("b", 3)+strings.Repeat("ж", 5000))
	if len(got) != 255 || !utf8.ValidString(got) {
		t.Errorf("got %d bytes, valid %t", len(got), utf8.ValidString(got))
	}
}

func TestTokens_distinctTokensAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for r := rune(0x4E00); r < 0x9F00; r++ {
		for range 7 {
			b.WriteRune(r)
			b.WriteRune('龠' - (r-0x4E00)%4000)
		}
	}
	b.WriteString(strings.Repeat(" x1", 3))
	got := Vector(Tokens("zh", b.String()))
	if len(got) > 1<<22 {
		t.Errorf("vector text of %d bytes", len(got))
	}
}

func TestVector_isATsvectorConstant(t *testing.T) {
	t.Parallel()
	cases := []struct{ tokens, want string }{
		{"", ""},
		{"charter right", "'charter':1 'right':2"},
		{"a " + gap + " b", "'a':1 'b':3"},
		{`o'neil \x`, `'o''neil':1 '\\x':2`},
		{"a\x00b", "'a':1 'b':2"},
	}
	for _, c := range cases {
		if diff := cmp.Diff(Vector(c.tokens), c.want); diff != "" {
			t.Errorf("%q (got -, want +)\n%s", c.tokens, diff)
		}
	}
}

func TestParse_expressions(t *testing.T) {
	t.Parallel()
	cases := []struct{ q, fts5, tsquery string }{
		{"", `""`, ""},
		{"2026", `(("2026"))`, "(('2026'))"},
		{"参与者", `(("参与 与者"))`, "(('参与' <-> '与者'))"},
		{"参", `(("参"*))`, "(('参':*))"},
		{"the", `(("the"))`, "(('the'))"},
		{"the vote", `(("the") AND ("vote")) OR (("vote"))`, "(('the') & ('vote')) | (('vote'))"},
		{
			"la charte", `(("la") AND ("charte")) OR (("la") AND ("chart")) OR (("chart"))`,
			"(('la') & ('charte')) | (('la') & ('chart')) | (('chart'))",
		},
		{"\"la\" l'eau", `(("la") AND ("l eau")) OR (("la") AND ("eau"))`, "(('la') & ('l' <-> 'eau')) | (('la') & ('eau'))"},
	}
	for _, c := range cases {
		e := Parse(c.q)
		if diff := cmp.Diff([]string{e.FTS5(), e.TSQuery()}, []string{c.fts5, c.tsquery}); diff != "" {
			t.Errorf("%q (got -, want +)\n%s", c.q, diff)
		}
		if e.Empty() != (c.q == "") {
			t.Errorf("%q: empty is %t", c.q, e.Empty())
		}
	}
}

// TestTokens_areLettersDigitsAndMarks is what makes them safe in both engines: no
// ASCII but lower-case letters and digits, so that tokenize='ascii' takes each as one.
func TestTokens_areLettersDigitsAndMarks(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom(languages).Draw(t, "lang")
		text := rapid.String().Draw(t, "text")
		for _, token := range strings.Fields(Tokens(lang, text)) {
			for _, r := range token {
				ascii := 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
				if !ascii && (r < utf8.RuneSelf || !unicode.In(r, unicode.L, unicode.M, unicode.N)) {
					t.Fatalf("token %q holds %U", token, r)
				}
			}
		}
	})
}

// TestParse_aTextFindsItself in every language: its words, and itself in quotes.
func TestParse_aTextFindsItself(t *testing.T) {
	t.Parallel()
	e := sqlite(t)
	for i, c := range corpus {
		if i == 0 || len(c.text) > 1000 {
			continue
		}
		e.put(t, i, Tokens(c.lang, c.text))
		text := strings.ReplaceAll(c.text, "\"", " ")
		for _, q := range []string{text, "\"" + text + "\""} {
			if got := e.hits(t, Parse(q)); !slices.Contains(got, i) {
				t.Errorf("%s %q: not among its hits %v", c.lang, q, got)
			}
		}
	}
}

func TestParse_longQueryIsAcceptedByTheEngines(t *testing.T) {
	t.Parallel()
	queries := []string{
		strings.Repeat("word-x the ", 9000),
		strings.Repeat("参与者 ", 9000),
		strings.Repeat("参", 90000),
		strings.Repeat("a.b", 90000),
		"\"" + strings.Repeat("Données l'été ", 9000) + "\"",
		strings.Repeat("\"a\" «b» ", 9000),
		many(),
	}
	t.Run("sqlite", func(t *testing.T) {
		e := sqlite(t)
		for _, q := range queries {
			e.hits(t, Parse(q))
		}
	})
	t.Run("postgres", func(t *testing.T) {
		e := postgres(t)
		for _, q := range queries {
			e.hits(t, Parse(q))
		}
	})
}

// many is a query of different words.
func many() string {
	var b strings.Builder
	for i := range 3000 {
		b.WriteString("nation")
		b.WriteRune(rune('a' + i%26))
		b.WriteRune(rune('a' + i/26%26))
		b.WriteString("ale ")
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	for _, c := range queries {
		f.Add("fr", c.q)
	}
	for i, c := range corpus {
		if i > 0 && len(c.text) < 1000 {
			f.Add(c.lang, c.text)
		}
	}
	e := sqlite(f)
	f.Fuzz(func(t *testing.T, lang, text string) {
		q := Parse(text)
		e.put(t, 1, Tokens(lang, text))
		e.hits(t, q)
		if v := Vector(text); !utf8.ValidString(v) || strings.Contains(v, "\x00") {
			t.Errorf("vector %q cannot be sent to PostgreSQL", v)
		}
		if s := q.TSQuery(); (s == "") != q.Empty() {
			t.Errorf("%q: empty is %t, tsquery %q", text, q.Empty(), s)
		}
	})
}

// TestVector_anyStringIsAcceptedByPostgres and so is the query made of it.
func TestVector_anyStringIsAcceptedByPostgres(t *testing.T) {
	t.Parallel()
	e := postgres(t)
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOfN(rapid.SampledFrom([]rune(`ab '"\:*&|!<->()é参 ·`)), 0, 30, -1)).Draw(r, "text")
		e.put(t, 1, text)
		e.hits(t, Parse(text))
	})
}

var benchTexts = map[string]string{
	"en":    "The participants of the consultation are promptly informed about changes in the draft charter. ",
	"fr":    "L’égalité d'accès aux données publiques est garantie à tous les participants de la consultation. ",
	"es":    "La participación de los países en la elaboración de la carta está garantizada para todos. ",
	"ru":    "Хартия защищает права всех участников многостороннего процесса и обеспечивает прозрачность. ",
	"ar":    "الميثاق يحمي حقوق جميع المشاركين والمشاركات في العملية التشاورية ويضمن الشفافية. ",
	"zh":    "本宪章保护所有参与者的权利，并确保磋商过程的透明度和数据的公开。",
	"plain": "Die Teilnehmenden der Konsultation werden unverzüglich über Änderungen im Entwurf unterrichtet. ",
}

func BenchmarkTokens(b *testing.B) {
	for lang, text := range benchTexts {
		for name, size := range map[string]int{"500": 500, "64k": 64 << 10} {
			s := strings.Repeat(text, size/len(text)+1)
			b.Run(lang+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Tokens(lang, s)
				}
			})
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Parse("protection des données \"personnelles\" 参与者")
	}
}
