package search

import (
	"fmt"
	"strings"
)

// long has more words than a tsvector has positions, and one of them more often than
// a lexeme has positions.
func long() string {
	var b strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&b, "w%d often ", i)
	}
	b.WriteString("tailone tailtwo 尾巴")
	return b.String()
}

var corpus = []struct{ lang, text string }{
	1:  {"en", "We must protect the rights of all participants in the multi-stakeholder process."},
	2:  {"en", "Protecting data: e-mail a.b@example.org, see https://example.org/path?x=1e5 or v2, 9a; pi is 3.14."},
	3:  {"fr", "L’égalité d'accès aux données publiques est un droit."},
	4:  {"fr", "Qu'est-ce que le patrimoine numérique ? L'œuvre de tous."},
	5:  {"es", "La participación de los países en el año 2026."},
	6:  {"ru", "Хартия защищает права всех участников; ещё один проект."},
	7:  {"ar", "الميثاق يحمي حقوق المشاركين والمشاركات"},
	8:  {"zh", "本宪章保护参与者权利。AI治理需要透明。"},
	9:  {"ja", "データの公開に参加する。"},
	10: {"ko", "참여자의 권리를 보호한다"},
	11: {"de", "Die Straße der Gleichberechtigung führt über Maßnahmen."},
	12: {"th", "ปกป้องสิทธิของผู้เข้าร่วม"},
	13: {"hi", "प्रतिभागियों के अधिकारों की रक्षा करें"},
	14: {"en", "The Chinese word 参与 means participation."},
	15: {"pt", "A declaração dos direitos: participação já!"},
	16: {"", "To be, or not to be: the who 👍 don't \x00 \xff it's people's"},
	17: {"en", long()},
	18: {"tr", "Türkiye'nin ISPARTA ilinde İzmir"},
	19: {"el", "Η ΔΙΑΚΉΡΥΞΗ των δικαιωμάτων όλους"},
	20: {"fa", "منشور می\u200cخواهد از حقوق شرکت\u200cکنندگان محافظت کند ۱۴۰۵"},
	21: {"en", "right of rights"},
}

var queries = []struct {
	q    string
	want []int
}{
	{"protecting participant", []int{1}},
	{"Participants", []int{1, 14}},
	{"PROTECT", []int{1, 2}},
	{"\"rights of all\"", []int{1}},
	{"“all rights”", []int{}},
	{"multi-stakeholder", []int{1}},
	{"multistakeholder", []int{}},
	{"stakeholder-multi", []int{}},
	{"stakeholder multi", []int{1}},
	{"stakeholder -multi", []int{1}},
	{"a.b@example.org", []int{2}},
	{"https://example.org/path", []int{2}},
	{"1e5", []int{2}},
	{"v2", []int{2}},
	{"9A", []int{2}},
	{"3.14", []int{2}},
	{"14.3", []int{}},
	{"égalité", []int{3}},
	{"egalite", []int{3}},
	{"l'egalite", []int{3}},
	{"L’ÉGALITÉ", []int{3}},
	{"l'e\u0301galite\u0301", []int{3}},
	{"données", []int{3}},
	{"donnee", []int{3}},
	{"donnée publique", []int{3}},
	{"oeuvre", []int{4}},
	{"qu'est-ce que", []int{4}},
	{"participación", []int{5}},
	{"participacion", []int{5}},
	{"participação", []int{15}},
	{"participacao", []int{15}},
	{"países", []int{5}},
	{"pais", []int{5}},
	{"ano 2026", []int{5}},
	{"٢٠٢٦", []int{5}},
	{"защищать права", []int{6}},
	{"участник", []int{6}},
	{"еще", []int{6}},
	{"ميثاق", []int{7}},
	{"مشاركات", []int{7}},
	{"الحقوق", []int{7, 20}},
	{"حُقُوق", []int{7, 20}},
	{"参与者", []int{8}},
	{"参与", []int{8, 14}},
	{"参", []int{8, 9, 14}},
	{"利", []int{8}},
	{"与权", []int{}},
	{"数据", []int{}},
	{"AI治理", []int{8}},
	{"ＡＩ 治理", []int{8}},
	{"\"治理需要透明\"", []int{8}},
	{"\"权利 AI\"", []int{8}},
	{"\"权利 治\"", []int{}},
	{"データ", []int{9}},
	{"ﾃﾞｰﾀ", []int{9}},
	{"参加", []int{9}},
	{"참여자", []int{10}},
	{"권리", []int{10}},
	{"strasse", []int{11}},
	{"fuhrt massnahmen", []int{11}},
	{"สิทธิ", []int{12}},
	{"अधिकारों", []int{13}},
	{"chinese 参与", []int{14}},
	{"\"word 参\"", []int{14}},
	{"\"word 与\"", []int{}},
	{"to be or not to be", []int{16}},
	{"\"or not to be\"", []int{16}},
	{"the", []int{1, 14, 16}},
	{"don’t", []int{16}},
	{"people", []int{16}},
	{"👍", []int{}},
	{"", []int{}},
	{"\"", []int{}},
	{"isparta izmir", []int{18}},
	{"türkiye", []int{18}},
	{"διακηρυξη ΌΛΟΥΣ", []int{19}},
	{"می\u200cخواهد 1405", []int{20}},
	{"حقوق", []int{7, 20}},
	{"w0 often w19999", []int{17}},
	{"\"w5 often w6\"", []int{17}},
	{"\"w500 often w501\"", []int{}}, // the 256th «often» has no place in phrases
	{"\"w16000 often\"", []int{}},
	{"\"tailone tailtwo\"", []int{}}, // after the last position
	{"tailone tailtwo", []int{17}},
	{"tailtwo 巴", []int{17}},
	{"right", []int{1, 21}},
	{"\"right rights\"", []int{}},
	{"a* OR NOT (b) NEAR/2 c: ^d -e & | ! <-> \\ ' :*", []int{}},
	{"protect AND rights", []int{1}},
	{"rights' OR '1'='1", []int{}},
}
