package docx

import (
	"slices"
	"strconv"
	"strings"
)

// digitZero are the ways of counting with the ten digits of a script.
var digitZero = map[string]rune{
	"hindiNumbers": '०', "thaiNumbers": '๐', "decimalFullWidth": '０', "decimalFullWidth2": '０',
}

// alphabets are the ways of counting with letters; after the last comes the first,
// doubled.
var alphabets = map[string][]rune{
	"lowerLetter":          []rune("abcdefghijklmnopqrstuvwxyz"),
	"upperLetter":          []rune("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
	"russianLower":         []rune("абвгдежзиклмнопрстуфхцчшщыэюя"),
	"russianUpper":         []rune("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
	"arabicAlpha":          []rune("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
	"arabicAbjad":          []rune("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
	"hindiConsonants":      []rune("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"),
	"hindiVowels":          []rune("अआइईउऊऋएऐओऔ"),
	"thaiLetters":          []rune("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"),
	"aiueo":                []rune("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"),
	"ganada":               []rune("가나다라마바사아자차카타파하"),
	"ideographTraditional": []rune("甲乙丙丁戊己庚辛壬癸"),
	"ideographZodiac":      []rune("子丑寅卯辰巳午未申酉戌亥"),
}

// enclosed are the numbers that are one sign, from 1.
var enclosed = map[string]struct {
	first rune
	last  int
}{
	"decimalEnclosedCircle": {'①', 20}, "decimalEnclosedCircleChinese": {'①', 10},
	"decimalEnclosedParen": {'⑴', 20}, "decimalEnclosedFullstop": {'⒈', 20},
	"ideographEnclosedCircle": {'㊀', 10},
}

// han are the ways of counting in Chinese characters: digits, units, and whether
// ten to nineteen begin with their ten.
var han = map[string]struct {
	digits string
	units  [4]string
	bare   bool
}{
	"chineseCounting":           {"〇一二三四五六七八九", [4]string{"", "十", "百", "千"}, true},
	"chineseCountingThousand":   {"零一二三四五六七八九", [4]string{"", "十", "百", "千"}, true},
	"taiwaneseCounting":         {"○一二三四五六七八九", [4]string{"", "十", "百", "千"}, true},
	"taiwaneseCountingThousand": {"○一二三四五六七八九", [4]string{"", "十", "百", "千"}, true},
	"japaneseCounting":          {"〇一二三四五六七八九", [4]string{"", "十", "百", "千"}, true},
	"koreanCounting":            {"영일이삼사오육칠팔구", [4]string{"", "십", "백", "천"}, true},
	"chineseLegalSimplified":    {"零壹贰叁肆伍陆柒捌玖", [4]string{"", "拾", "佰", "仟"}, false},
	"ideographLegalTraditional": {"零壹貳參肆伍陸柒捌玖", [4]string{"", "拾", "佰", "仟"}, false},
	"japaneseLegal":             {"零壱弐参四伍六七八九", [4]string{"", "拾", "百", "阡"}, false},
}

// hanDigital are the ways of writing digit for digit.
var hanDigital = map[string][]rune{
	"ideographDigital": []rune("〇一二三四五六七八九"), "japaneseDigitalTenThousand": []rune("〇一二三四五六七八九"),
	"taiwaneseDigital": []rune("○一二三四五六七八九"), "koreanDigital": []rune("영일이삼사오육칠팔구"), "koreanDigital2": []rune("零一二三四五六七八九"),
}

var (
	cardinals = strings.Fields("Zero One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen Sixteen Seventeen Eighteen Nineteen Twenty")
	ordinals  = strings.Fields("Zeroth First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth Thirteenth Fourteenth Fifteenth Sixteenth Seventeenth Eighteenth Nineteenth Twentieth")
)

// knownFormat reports a way of counting that Numeral writes as Word does.
func knownFormat(format string) bool {
	switch format {
	case "", "decimal", "decimalZero", "decimalHalfWidth", "lowerRoman", "upperRoman", "ordinal", "cardinalText", "ordinalText",
		"none", "bullet", "numberInDash", "hex", "01, 02, 03, ...", "001, 002, 003, ...":
		return true
	}
	for _, known := range []bool{
		digitZero[format] != 0, alphabets[format] != nil, enclosed[format].last > 0,
		han[format].digits != "", hanDigital[format] != nil,
	} {
		if known {
			return true
		}
	}
	return false
}

// Numeral writes a number in one of Word's ways of counting; in decimal where that
// way is not known or has no sign for it.
func Numeral(n int, format string) string {
	decimal := strconv.Itoa(n)
	switch format {
	case "none", "bullet":
		return ""
	case "decimalZero", "01, 02, 03, ...":
		return strings.Repeat("0", max(2-len(decimal), 0)) + decimal
	case "001, 002, 003, ...":
		return strings.Repeat("0", max(3-len(decimal), 0)) + decimal
	case "numberInDash":
		return "- " + decimal + " -"
	case "hex":
		return strings.ToUpper(strconv.FormatInt(int64(n), 16))
	case "lowerRoman", "upperRoman":
		if format == "upperRoman" {
			return strings.ToUpper(Roman(n))
		}
		return Roman(n)
	case "ordinal":
		return decimal + ordinalEnd(n)
	case "cardinalText":
		return word(cardinals, n)
	case "ordinalText":
		return word(ordinals, n)
	}
	if zero := digitZero[format]; zero != 0 {
		return digits(decimal, func(d int) rune { return zero + rune(d) })
	}
	if ten := hanDigital[format]; ten != nil {
		return digits(decimal, func(d int) rune { return ten[d] })
	}
	if letters := alphabets[format]; letters != nil && n > 0 && n <= 50*len(letters) {
		return strings.Repeat(string(letters[(n-1)%len(letters)]), (n-1)/len(letters)+1)
	}
	if e := enclosed[format]; n > 0 && n <= e.last {
		return string(e.first + rune(n-1))
	}
	if h, ok := han[format]; ok && n >= 0 && n < 10000 {
		return hanNumber(n, []rune(h.digits), h.units, h.bare)
	}
	return decimal
}

func word(words []string, n int) string {
	if n < len(words) && n >= 0 {
		return words[n]
	}
	return strconv.Itoa(n)
}

func digits(decimal string, write func(d int) rune) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return r
		}
		return write(int(r - '0'))
	}, decimal)
}

// ordinalEnd is the ending of 1st, 2nd, 3rd, 4th.
func ordinalEnd(n int) string {
	if n%100 >= 11 && n%100 <= 13 {
		return "th"
	}
	switch n % 10 {
	case 1:
		return "st"
	case 2:
		return "nd"
	case 3:
		return "rd"
	}
	return "th"
}

var romanSigns = []struct {
	value int
	sign  string
}{
	{1000, "m"},
	{900, "cm"},
	{500, "d"},
	{400, "cd"},
	{100, "c"},
	{90, "xc"},
	{50, "l"},
	{40, "xl"},
	{10, "x"},
	{9, "ix"},
	{5, "v"},
	{4, "iv"},
	{1, "i"},
}

// Roman writes 1 to 3999 in small Roman numerals, and any other number in decimal.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, s := range romanSigns {
		for ; n >= s.value; n -= s.value {
			b.WriteString(s.sign)
		}
	}
	return b.String()
}

// RomanValue reads small Roman numerals in their usual form, and gives 0 for anything else.
func RomanValue(s string) int {
	value, rest := 0, s
	for _, sign := range romanSigns {
		for strings.HasPrefix(rest, sign.sign) && value < 4000 {
			value += sign.value
			rest = rest[len(sign.sign):]
		}
	}
	if rest != "" || s == "" || value > 3999 || Roman(value) != s {
		return 0
	}
	return value
}

// hanNumber writes 0 to 9999 with units: 二十三, 一百零五.
func hanNumber(n int, digit []rune, unit [4]string, bare bool) string {
	if n == 0 {
		return string(digit[0])
	}
	var parts []string
	gap := false
	for place, rest := 0, n; rest > 0; place, rest = place+1, rest/10 {
		d := rest % 10
		switch {
		case d == 0:
			gap = gap || len(parts) > 0
			continue
		case gap:
			parts = append(parts, "零")
			gap = false
		}
		sign := string(digit[d])
		if bare && place == 1 && d == 1 && rest == 1 {
			sign = ""
		}
		parts = append(parts, sign+unit[place])
	}
	slices.Reverse(parts)
	return strings.Join(parts, "")
}
