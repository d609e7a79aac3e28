package redline

import (
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
