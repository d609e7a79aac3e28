package pledge

import (
	"math/big"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Number is a number that was read, exactly. The zero Number is 0.
type Number struct {
	text string // decimal: -12.5
	// Guessed says that its writer may have meant another: 1.500 is one and a half or one thousand five hundred.
	Guessed bool
}

var hundred = Number{text: "100"}

// mostDigits keeps out what nobody counts.
const mostDigits = 30

// String is the number as programs write it, with a point and without groups. ReadNumber reads it back, whatever the
// language.
func (n Number) String() string {
	if n.text == "" {
		return "0"
	}
	return n.text
}

// Cmp says whether n is less than m (-1), equal (0) or more (1).
func (n Number) Cmp(m Number) int { return n.rat().Cmp(m.rat()) }

func (n Number) rat() *big.Rat {
	r, _ := new(big.Rat).SetString(n.String()) // ReadNumber made it
	return r
}

// ReadNumber reads a number as people write it: in the digits of any script, with groups, a sign, a percent sign, or
// with a word for thousands and more of one of the six languages. The language, a BCP 47 tag, decides where a point or
// comma could be either; the empty one reads as programs write. ok is false where no number is meant for certain.
func ReadNumber(s, language string) (n Number, ok bool) {
	s, power := multiplied(strings.TrimRight(plainDigits(s), "% "))
	negative := strings.HasPrefix(s, "-")
	whole, fraction, guessed, ok := halves(strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+"), " "), language)
	if !ok || len(whole)+len(fraction)+power > mostDigits {
		return Number{}, false
	}
	if power > 0 {
		fraction += strings.Repeat("0", power)
		whole, fraction = whole+fraction[:power], fraction[power:]
	}
	text := decimal(strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0"))
	if negative && text != "0" {
		text = "-" + text
	}
	return Number{text: text, Guessed: guessed || power > 0}, true
}

// decimal writes a number so that nobody, and no language, takes its point for one of groups: 1.125 becomes 1.1250.
func decimal(whole, fraction string) string {
	switch {
	case fraction == "" && whole == "":
		return "0"
	case fraction == "":
		return whole
	case whole == "":
		return "0." + fraction
	case len(fraction) == 3 && len(whole) <= 3:
		fraction += "0"
	}
	return whole + "." + fraction
}

// point is a decimal separator that can be nothing else, group one of groups.
const (
	point = '\u066b'
	group = '\u066c'
)

// plainDigits writes digits of any script as 0 to 9, and signs and separators in one way each.
func plainDigits(s string) string {
	return tidy(strings.Map(func(r rune) rune {
		switch r {
		case '−', '–', '‐', '‑', '﹣':
			return '-'
		case '٪':
			return '%'
		case '،', '、':
			return ','
		case '’', '\'', '٬':
			return group
		}
		if isDigit(r) {
			return digit(r)
		}
		return r
	}, norm.NFKC.String(s)))
}

func isDigit(r rune) bool { return unicode.Is(unicode.Nd, r) }

// digit is a decimal digit as 0 to 9: those of a script follow each other, from nought to nine.
func digit(r rune) rune {
	for _, x := range unicode.Nd.R16 {
		if rune(x.Lo) <= r && r <= rune(x.Hi) {
			return '0' + (r-rune(x.Lo))%10
		}
	}
	for _, x := range unicode.Nd.R32 {
		if rune(x.Lo) <= r && r <= rune(x.Hi) {
			return '0' + (r-rune(x.Lo))%10
		}
	}
	return r
}

// multiplied takes a word for thousands and more off the end of a number, and says by which power of ten it multiplies.
func multiplied(s string) (rest string, power int) {
	at := strings.LastIndexFunc(s, isDigit) + 1
	if at == 0 || at == len(s) {
		return s, 0
	}
	if p, ok := powers[normal(strings.TrimSpace(s[at:]))]; ok {
		return s[:at], p
	}
	return s, 0
}

// powers are words for powers of ten, normal. Billion and billón are left out: they are 10⁹ here and 10¹² there.
var powers = map[string]int{
	"thousand": 3, "million": 6, "millions": 6,
	"mil": 3, "millon": 6, "millones": 6, "mil millones": 9,
	"mille": 3, "milliard": 9, "milliards": 9,
	"тыс": 3, "тыс.": 3, "тысяча": 3, "тысячи": 3, "тысяч": 3, "млн": 6, "млн.": 6, "миллион": 6, "миллиона": 6, "миллионов": 6,
	"млрд": 9, "млрд.": 9, "миллиард": 9, "миллиарда": 9, "миллиардов": 9,
	"الف": 3, "الفا": 3, "الاف": 3, "مليون": 6, "مليونا": 6, "ملايين": 6, "مليار": 9, "مليارا": 9, "مليارات": 9,
	"千": 3, "万": 4, "萬": 4, "百万": 6, "百萬": 6, "千万": 7, "千萬": 7, "亿": 8, "億": 8,
}

var (
	allDigits = regexp.MustCompile(`^[0-9]+$`)
	grouped   = regexp.MustCompile(`^[0-9]{1,3}(?:[ ٬][0-9]{3})+$`)
	// byComma and byPoint are groups of three, or of two before the last as in India.
	byComma = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}$`)
	byPoint = regexp.MustCompile(`^[0-9]{1,3}(?:\.[0-9]{3})+$`)
)

// halves cuts a number at its decimal separator.
func halves(s, language string) (whole, fraction string, guessed, ok bool) {
	mark := rune(point)
	comma, dot := strings.LastIndexByte(s, ','), strings.LastIndexByte(s, '.')
	switch {
	case strings.ContainsRune(s, point):
	case comma > dot && dot >= 0: // 1.234.567,89
		mark = ','
	case dot > comma && comma >= 0:
		mark = '.'
	case strings.Count(s, ",") == 1:
		mark, guessed = decide(s, ',', language)
	case strings.Count(s, ".") == 1:
		mark, guessed = decide(s, '.', language)
	}
	whole, fraction, cut := strings.Cut(s, string(mark))
	if cut && !allDigits.MatchString(fraction) {
		return "", "", false, false
	}
	if cut && whole == "" { // .5
		whole = "0"
	}
	if !allDigits.MatchString(whole) && !grouped.MatchString(whole) && !byComma.MatchString(whole) && !byPoint.MatchString(whole) {
		return "", "", false, false
	}
	return strings.NewReplacer(",", "", ".", "", " ", "", string(group), "").Replace(whole), fraction, guessed, true
}

// decide says what the only point or comma of a number is: it can be of groups only before three digits and after one
// to three that do not begin with nought. There the language decides, and it is a guess.
func decide(s string, sign rune, language string) (mark rune, guessed bool) {
	before, after, _ := strings.Cut(s, string(sign))
	if len(after) != 3 || len(before) == 0 || len(before) > 3 || before[0] == '0' {
		return sign, false
	}
	decimal, sure := '.', false
	switch base(language) {
	case "":
		sure = sign == '.' // a program's
	case "en", "zh":
		sure = sign == ','
	case "es":
		decimal, sure = ',', sign == '.'
	case "fr", "ru":
		decimal = ','
	}
	if sign == decimal {
		return sign, !sure
	}
	return point, !sure
}

// base is the language of a tag, without script and region.
func base(tag string) string {
	b, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return b
}
