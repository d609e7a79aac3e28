package redline

import (
	"fmt"
	"strings"
	"testing"
)

// marked writes the runs as people do in plain text.
func marked(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		switch e.Op {
		case Insert:
			b.WriteString("{+" + e.Text + "+}")
		case Delete:
			b.WriteString("[-" + e.Text + "-]")
		default:
			b.WriteString(e.Text)
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"everything is new", "", "one two", "{+one two+}"},
		{"everything is gone", "one two", "", "[-one two-]"},
		{
			"english", "Each Party shall ensure that participants are informed.",
			"Each Signatory shall ensure that all participants are promptly informed.",
			"Each [-Party-]{+Signatory+} shall ensure that {+all +}participants are {+promptly +}informed.",
		},
		{
			"arabic", "تلتزم الأطراف بضمان حقوق المشاركين.", "تلتزم الجهات الموقعة بضمان حقوق جميع المشاركين.",
			"تلتزم [-الأطراف-]{+الجهات الموقعة+} بضمان حقوق {+جميع +}المشاركين.",
		},
		{
			"chinese by character", "各方应当保障参与者的权利和个人数据。", "签署方应当充分保障所有参与者的权利以及个人数据。",
			"[-各-]{+签署+}方应当{+充分+}保障{+所有+}参与者的权利[-和-]{+以及+}个人数据。",
		},
		{"russian", "Стороны обязаны сообщать.", "Участники обязаны сообщать.", "[-Стороны-]{+Участники+} обязаны сообщать."},
		{"french", "L’article premier s’applique.", "L’article 2 s’applique.", "L’article [-premier-]{+2+} s’applique."},
		{"white space of every kind is one", "a b\nc  d", "a\u00a0b c\u202fd", "a\u00a0b c\u202fd"},
		{"white space before a colon", "Objet : le texte", "Objet: le texte", "Objet: le texte"},
		{"a word at the end", "foo", "foo bar", "foo{+ bar+}"},
		{"a word at the beginning", "bar", "foo bar", "{+foo +}bar"},
		{"a word before a stop", "foo.", "foo bar.", "foo{+ bar+}."},
		{"a clause", "foo bar", "foo, baz bar", "foo{+, baz+} bar"},
		{"a paragraph", "a.\nc.", "a.\nb.\nc.", "a.\n{+b.\n+}c."},
		{"a line at the end of a paragraph", "a\nc", "a b\nc", "a{+ b+}\nc"},
		{
			"a rewritten sentence is one replacement",
			"The Parties may, where they see fit, send the reports of the year to the Secretariat.",
			"The Signatories shall, by the end of March, publish the list of the services on a website.",
			"The [-Parties may, where they see fit, send the reports of the year to the Secretariat-]" +
				"{+Signatories shall, by the end of March, publish the list of the services on a website+}.",
		},
		{
			"two words replaced beside an article are two changes", "They may send the report now.", "They shall send the list now.",
			"They [-may-]{+shall+} send the [-report-]{+list+} now.",
		},
		{
			"insertions around a word do not replace it", "We inform participants of this.", "We always inform all young participants early of this.",
			"We {+always +}inform {+all young +}participants {+early +}of this.",
		},
		{
			"nor do long ones", "Send it to us.", "Send, by the tenth of March, it, signed by all of you, to us.",
			"Send{+, by the tenth of March,+} it{+, signed by all of you,+} to us.",
		},
		{"white space that only one text has belongs to the change", "see above", "see(below)", "see[- above-]{+(below)+}"},
		{
			"no replacement goes on across the end of a sentence",
			"One two three four. Five six seven eight.", "Uno dos tres cuatro. Cinco seis siete ocho.",
			"[-One two three four-]{+Uno dos tres cuatro+}. [-Five six seven eight-]{+Cinco seis siete ocho+}.",
		},
		{
			"the second of two like sentences is gone, not half of each", "We shall act. We shall report. We shall stay.", "We shall act. We shall stay.",
			"We shall act. [-We shall report. -]We shall stay.",
		},
		{"a mark over a blank is no white space", "a \u0301b", "a b", "a[- \u0301-] b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := marked(Words(tt.old, tt.new)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestWords_longTextsAreLookedAtCloselyToo changes every fiftieth word of a text in which few words stand once.
func TestWords_longTextsAreLookedAtCloselyToo(t *testing.T) {
	t.Parallel()
	var old, text []string
	for i := range 6000 {
		w := fmt.Sprint("w", i*i%101)
		if i%600 == 0 {
			w = fmt.Sprint("s", i)
		}
		old = append(old, w)
		if i%50 == 25 {
			w = "other"
		}
		text = append(text, w)
	}
	a, b := strings.Join(old, " "), strings.Join(text, " ")
	edits := Words(a, b)
	checkEdits(t, a, b, edits)
	if n := len(changesOfRuns(PartText, edits)); n != 120 {
		t.Errorf("%d changes, want 120", n)
	}
}
