package anchor

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"travaux/models"
)

// text makes a flat text of provisions "wid: words".
func text(lines ...string) []models.Provision {
	var out []models.Provision
	for i, line := range lines {
		wid, words, _ := strings.Cut(line, ": ")
		out = append(out, models.Provision{Position: i + 1, WID: wid, Kind: models.Paragraph, Text: words})
	}
	return out
}

// under gives provisions a parent that stands before them.
func under(parent string, ps []models.Provision) []models.Provision {
	out := []models.Provision{{WID: parent, Kind: models.Article, Heading: "Article " + parent}}
	for _, p := range ps {
		p.Parent, p.Depth = parent, 1
		out = append(out, p)
	}
	return out
}

const (
	inform   = "a: Each Party shall ensure that all participants are informed about the use of their data."
	report   = "b: The secretariat shall publish a report every year, in all official languages of the organisation."
	closing  = "c: This charter enters into force on the day after ten signatures."
	moneyOld = "d: Members pay. The fee is set by the council every second year and is due in March. Those who are late pay more."
)

func TestCarry_range(t *testing.T) {
	t.Parallel()
	type want struct {
		state      models.AnchorState
		wid, words string
	}
	tests := []struct {
		name     string
		old, new []models.Provision
		quote    string // of the first provision
		want     want
	}{
		{
			"words before it were changed", text(inform), text(strings.Replace(inform, "Each Party", "Every signatory of it", 1)),
			"participants are informed",
			want{models.AnchorExact, "a", "participants are informed"},
		},
		{
			"one word between two that were replaced", text(inform), text(strings.NewReplacer("Party", "Signatory", "ensure", "guarantee").Replace(inform)),
			"shall",
			want{models.AnchorExact, "a", "shall"},
		},
		{
			"a word was put in", text(inform), text(strings.Replace(inform, "are informed", "are promptly informed", 1)),
			"participants are informed",
			want{models.AnchorTextChanged, "a", "participants are promptly informed"},
		},
		{
			"a word at its end was replaced", text(inform), text(strings.Replace(inform, "informed", "told", 1)),
			"all participants are informed",
			want{models.AnchorTextChanged, "a", "all participants are"},
		},
		{
			"a sign was put in", text(inform), text(strings.Replace(inform, "that all", "that, all", 1)),
			"ensure that all",
			want{models.AnchorTextChanged, "a", "ensure that, all"},
		},
		{
			"all of it was replaced, and what is around stayed", text(inform), text(strings.Replace(inform, "all participants", "everybody", 1)),
			"all participants",
			want{models.AnchorTextChanged, "a", "everybody"},
		},
		{
			"all of it was deleted", text(inform), text(strings.Replace(inform, " about the use of their data", "", 1)),
			"about the use of their data",
			want{models.AnchorTextRemoved, "a", ""},
		},
		{
			"the sentence was written anew", text(inform), text("a: Nothing in what follows limits the rights of all others."),
			"all participants",
			want{models.AnchorTextRemoved, "a", ""},
		},
		{
			"a common word stands in the new sentence too", text(inform), text("a: Nothing in what follows limits the rights of all others."),
			"the",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"white space alone differs", text(inform), text(strings.ReplaceAll(inform, " participants are ", "  participants\nare ")),
			"participants are informed",
			want{models.AnchorExact, "a", "participants\nare informed"},
		},
		{
			"sentences changed places", text(moneyOld), text("d: Those who are late pay more. Members pay. The fee is set by the council every second year and is due in March."),
			"Those who are late pay more",
			want{models.AnchorExact, "d", "Those who are late pay more"},
		},
		{
			"the provision moved under another parent", under("x", text(report, inform)), append(under("x", text(report)), under("y", text(inform))...),
			"participants are informed",
			want{models.AnchorMoved, "a", "participants are informed"},
		},
		{
			"the provision moved and other words of it changed", under("x", text(report, inform)),
			append(under("x", text(report)), under("y", text(strings.Replace(inform, "Each Party", "Every member", 1)))...),
			"participants are informed",
			want{models.AnchorMoved, "a", "participants are informed"},
		},
		{
			"few of its words are kept, and what is around stayed", text(inform),
			text(strings.Replace(inform, "all participants are informed", "whoever takes part are told", 1)),
			"all participants are informed",
			want{models.AnchorTextChanged, "a", "whoever takes part are told"},
		},
		{
			"one of its words is left of many", text(moneyOld), text(strings.Replace(moneyOld, "the council every second year and is due in March", "March", 1)),
			"the council every second year and is due in March",
			want{models.AnchorTextRemoved, "d", ""},
		},
		{
			"one of its two words is left", text(inform), text(strings.Replace(inform, "all participants", "participants", 1)),
			"all participants",
			want{models.AnchorTextRemoved, "a", ""},
		},
		{
			"only a sign of it is left", text(inform), text(strings.Replace(inform, "that all participants are", "that, are", 1)),
			"that all participants",
			want{models.AnchorTextRemoved, "a", ""},
		},
		{
			"two of its three words are left", text(inform), text(strings.Replace(inform, "all participants are", "participants are", 1)),
			"all participants are",
			want{models.AnchorTextChanged, "a", "participants are"},
		},
		{
			"all of it was replaced, and most of what is around", text(inform),
			text("a: Nothing that everybody is told about their rights limits those of others."),
			"all participants are informed",
			want{models.AnchorTextRemoved, "a", ""},
		},
		{
			"its neighbours stand in a new sentence by chance", text(inform), text("a: It is understood that everybody cares about rights."),
			"all participants are informed",
			want{models.AnchorTextRemoved, "a", ""},
		},
		{
			"a word was put behind others in its sentence", text("a: Members who signed only pay fees in May or in June."),
			text("a: Members who signed pay fees in May or only in June."),
			"only",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"a word of a sentence written anew, before one that stayed", text("a: The fund pays whatever members claim yearly. " + inform[3:]),
			text("a: Councils decide upon budgets each claim twice. " + inform[3:]),
			"claim",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"words among like ones, with others beside them now", text("a: they owe to all of us fees fees due fees paid each year by all"),
			text("a: they owe to all of us some fees fees paid twice year by all"),
			"fees fees",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"the same words were put in at its end and elsewhere", text("a: The fee is set by the council every second year. "+inform[3:], closing),
			text(inform+" The fee is set by the council every second year.", closing+" The fee is set by the council every second year."),
			"is set by the council every second year",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"the same words are gone elsewhere too", text(moneyOld, "e: No rent. The fee is set by the council every second year and is due in March. No more.", closing),
			text("d: Members pay. Those who are late pay more.", "e: No rent. No more.", closing+" The fee is set by the council every second year and is due in March."),
			"is set by the council every second year",
			want{models.AnchorDetached, "d", ""},
		},
		{
			"in the first of two like sentences that both stayed", text("a: Members share data. Members share data. They pay."),
			text("a: Members share data. Members share data. They pay more."),
			"share data",
			want{models.AnchorExact, "a", "share data"},
		},
		{
			"white space at its beginning that would cut a line break", text("a: members pay\nthe full fee"), text("a: members pay\r\nthe full fee now"),
			"\nthe full fee",
			want{models.AnchorExact, "a", "the full fee"},
		},
		{
			"white space alone", text("a: members pay the full fee"), text("a: members pay \nthe full fee now"),
			" ",
			want{models.AnchorExact, "a", " "},
		},
		{
			"the provision is under another wid", text(inform, report), text(report, "z: "+inform[3:]),
			"participants are informed",
			want{models.AnchorMoved, "z", "participants are informed"},
		},
		{
			"the provision is gone", under("x", text(inform, report)), under("x", text(report)),
			"participants are informed",
			want{models.AnchorTextRemoved, "x", ""},
		},
		{
			"a sentence moved into another provision", text(moneyOld, closing), text(
				"d: Members pay. Those who are late pay more.", closing+" The fee is set by the council every second year and is due in March."),
			"is set by the council every second year",
			want{models.AnchorMoved, "c", "is set by the council every second year"},
		},
		{
			"a word of a sentence that moved into another provision", text(moneyOld, closing), text(
				"d: Members pay. Those who are late pay more.", closing+" The fee is set by the council every second year and is due in March."),
			"council",
			want{models.AnchorMoved, "c", "council"},
		},
		{
			"the words stood in the other provision before", text(moneyOld, "e: The rent is set by the council every second year and is due in May."), text(
				"d: Members pay. Those who are late pay more.", "e: The rent is set by the council every second year and is due in May."),
			"is set by the council every second year and is due in",
			want{models.AnchorTextRemoved, "d", ""},
		},
		{
			"they are at two new places", text(moneyOld, closing, report), text(
				"d: Members pay. Those who are late pay more.", closing+" The fee is set by the council every second year and is due in March.",
				report+" The fee is set by the council every second year and is due in March."),
			"is set by the council every second year and is due",
			want{models.AnchorDetached, "d", ""},
		},
		{
			"one of two like sentences was deleted", text("a: Members share data. Members share data. They pay."), text("a: Members share data. They pay."),
			"share data",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"a like sentence was put in", text("a: Members share data. They pay."), text("a: Members share data. Members share data. They pay."),
			"share data",
			want{models.AnchorDetached, "a", ""},
		},
		{
			"a like word was put in elsewhere", text(inform), text(inform + " They are asked whether all of it is needed."),
			"of",
			want{models.AnchorExact, "a", "of"},
		},
		{
			"part of a word, in a word that is another now", text(inform), text(strings.Replace(inform, "participants", "participations", 1)),
			"participa",
			want{models.AnchorTextChanged, "a", "participations"},
		},
		{
			"Arabic", text("a: تلتزم الأطراف بضمان حقوق المشاركين"), text("a: تلتزم الجهات الموقعة بضمان حقوق جميع المشاركين"),
			"بضمان حقوق",
			want{models.AnchorExact, "a", "بضمان حقوق"},
		},
		{
			"Arabic, with a word put in", text("a: تلتزم الأطراف بضمان حقوق المشاركين"), text("a: تلتزم الجهات الموقعة بضمان حقوق جميع المشاركين"),
			"حقوق المشاركين",
			want{models.AnchorTextChanged, "a", "حقوق جميع المشاركين"},
		},
		{
			"Chinese", text("a: 各方应当保障参与者的权利和个人数据。"), text("a: 签署方应当充分保障所有参与者的权利以及个人数据。"),
			"参与者的权利",
			want{models.AnchorExact, "a", "参与者的权利"},
		},
		{
			"Chinese, with a word put in", text("a: 各方应当保障参与者的权利和个人数据。"), text("a: 签署方应当充分保障所有参与者的权利以及个人数据。"),
			"保障参与者",
			want{models.AnchorTextChanged, "a", "保障所有参与者"},
		},
		{
			"a value stands in another cell", text("a: Malta\t100\t\nRhodes\t\t"), text("a: Malta\t\t100\nRhodes\t\t"),
			"Malta\t100",
			want{models.AnchorTextChanged, "a", "Malta\t\t100"},
		},
		{
			"joined emoji stay whole", text("a: we like " + family + " and data"), text("a: we all like " + family + "\u200d👩 and data"),
			family,
			want{models.AnchorTextChanged, "a", family + "\u200d👩"},
		},
		{
			"not in the old text", text(inform), text(inform), "nowhere", want{models.AnchorDetached, "a", ""},
		},
		{"several times in the old text", text("a: data, data"), text("a: data, data"), "data", want{models.AnchorDetached, "a", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			first := tt.old[0]
			for _, p := range tt.old {
				if strings.Contains(p.Text, tt.quote) {
					first = p
					break
				}
			}
			q := Quote{Exact: tt.quote, Start: -1}
			if !strings.HasPrefix(tt.name, "several") {
				if at := strings.Index(first.Text, tt.quote); at >= 0 {
					q = describe(first.Text, tt.quote, at)
				}
			}
			got := NewCarrier(tt.old, tt.new).Range(first.WID, q)
			if diff := cmp.Diff(want{got.State, got.WID, got.Quote.Exact}, tt.want, cmp.AllowUnexported(want{})); diff != "" {
				t.Errorf("(-got +want):\n%s%+v", diff, got)
			}
			checkCarried(t, got, q, tt.new)
		})
	}
}
