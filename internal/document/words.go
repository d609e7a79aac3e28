package document

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"travaux/models"
)

// kindWords are the words before a number that say what a heading opens, in the
// six languages, folded.
var kindWords = folded(map[models.ProvisionKind][]string{
	models.Preamble: {"preamble", "préambule", "preámbulo", "преамбула", "الديباجة", "ديباجة", "序言", "前言", "导言", "導言"},
	models.Part:     {"part", "partie", "titre", "parte", "título", "часть", "الجزء", "الباب"},
	models.Chapter:  {"chapter", "chapitre", "capítulo", "глава", "الفصل"},
	models.Article:  {"article", "art", "artículo", "статья", "ст", "المادة", "مادة"},
	models.Section:  {"section", "sec", "sect", "sección", "раздел", "القسم", "§"},
	models.Annex:    {"annex", "annexe", "appendix", "anexo", "apéndice", "приложение", "الملحق", "ملحق", "المرفق", "مرفق", "附件", "附录", "附錄"},
})

// hanKinds are the words after a number in Chinese: 第一条.
var hanKinds = map[string]models.ProvisionKind{
	"编": models.Part, "編": models.Part, "部分": models.Part, "章": models.Chapter,
	"条": models.Article, "條": models.Article, "节": models.Section, "節": models.Section,
}

// ordinals are numbers in words, folded, with their values.
var ordinals = counted(
	"premier",
).with(
	"première", "deuxième", "troisième", "quatrième", "cinquième", "sixième",
).with(
	"primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo",
).with(
	"primera", "segunda", "tercera", "cuarta", "quinta", "sexta", "séptima", "octava", "novena", "décima",
).with(
	"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
).with(
	"первая", "вторая", "третья", "четвёртая", "пятая", "шестая", "седьмая", "восьмая", "девятая", "десятая",
).with(
	"الأولى", "الثانية", "الثالثة", "الرابعة", "الخامسة", "السادسة", "السابعة", "الثامنة", "التاسعة", "العاشرة",
	"الحادية عشرة", "الثانية عشرة", "الثالثة عشرة", "الرابعة عشرة", "الخامسة عشرة",
	"السادسة عشرة", "السابعة عشرة", "الثامنة عشرة", "التاسعة عشرة", "العشرون",
).with(
	"الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر",
	"الحادي عشر", "الثاني عشر", "الثالث عشر", "الرابع عشر", "الخامس عشر",
	"السادس عشر", "السابع عشر", "الثامن عشر", "التاسع عشر", "العشرون",
)

// alphabets are the letters that lists are counted by outside Latin: Russian,
// and Arabic in both of its orders.
var alphabets = [][]rune{
	[]rune("абвгдежзиклмнопрстуфхцчшщэюя"),
	[]rune("ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
	[]rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
	[]rune("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
	[]rune("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
}

type counting map[string]int

func counted(words ...string) counting { return counting{}.with(words...) }

func (c counting) with(words ...string) counting {
	for i, w := range words {
		c[fold(w)] = i + 1
	}
	return c
}

func folded(words map[models.ProvisionKind][]string) map[string]models.ProvisionKind {
	out := map[string]models.ProvisionKind{}
	for kind, list := range words {
		for _, w := range list {
			out[fold(w)] = kind
		}
	}
	return out
}

// fold makes words comparable: lower case, without accents, vowel signs,
// stretching and direction marks. It is for comparing only, never for keeping.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Cf) || r == 'ـ' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(s))
}

// digits reads a whole number in the digits of any script, or in Chinese
// numerals up to 99 (and 百 and 零 in their places), and gives -1 otherwise.
func digits(s string) int {
	value := 0
	for _, r := range s {
		if !unicode.Is(unicode.Nd, r) || value > 1_000_000 {
			return hanValue(s)
		}
		value = value*10 + digit(r)
	}
	if s == "" {
		return -1
	}
	return value
}

// digit gives the value of a decimal digit: the digits of a script are ten
// consecutive characters that begin at a zero (Unicode chapter 4.6).
func digit(r rune) int {
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	return 0
}

// isDigits reports digits and stops only.
func isDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r != '.' && !unicode.Is(unicode.Nd, r) }) < 0
}

// hanValue reads Chinese numerals below a thousand: 三, 十二, 三十, 一百零二.
func hanValue(s string) int {
	if s == "" {
		return -1
	}
	total, last := 0, -1
	for _, r := range s {
		unit := map[rune]int{'十': 10, '百': 100}[r]
		v := strings.IndexRune("零一二三四五六七八九", r)
		switch {
		case unit > 0:
			total += max(last, 1) * unit
			last = -1
		case r == '〇':
			last = 0
		case v >= 0:
			last = v / len("零")
		default:
			return -1
		}
	}
	return total + max(last, 0)
}
