package document

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"travaux/internal/docx"
	"travaux/models"
)

// Renumber counts the provisions of a text anew from one: articles and annexes through the whole text, others among
// the siblings of their kind. Each group is counted as its first number is written: in the digits, letters or Roman
// numerals that it has, behind the same prefix. A provision without a number keeps none, and a group whose first number
// cannot be continued stays as it is. A dotted number goes with that of the provision above: when 2 becomes 3, 2.1
// becomes 3.1.
func Renumber(ps []models.Provision) ([]models.Provision, error) {
	root, _ := grow(ps)
	through := map[models.ProvisionKind]*tally{}
	var walk func(b *branch, was string)
	walk = func(b *branch, was string) {
		among := map[models.ProvisionKind]*tally{}
		for _, c := range b.below {
			groups := among
			if standsAlone(c.Kind) {
				groups = through
			}
			old := c.Number
			if old != "" {
				if groups[c.Kind] == nil {
					groups[c.Kind] = newCount(old)
				}
				c.Number = groups[c.Kind].next(old, was, b.Number)
			}
			walk(c, old)
		}
	}
	walk(root, "")
	return root.flat()
}

// tally is a group of provisions that are counted together.
type tally struct {
	style style
	like  string // a number of the group without its prefix
	tail  string // what follows it: °
	at    int
}

func newCount(number string) *tally {
	bare := strings.TrimRight(number, "°º")
	c := &tally{tail: number[len(bare):]}
	c.like = bare[strings.LastIndexByte(bare, '.')+1:]
	if all := readings(c.like); len(all) > 0 {
		c.style = all[0].style
		for _, r := range all[1:] { // A is the first letter, and no Roman number; V is none in small letters
			if r.value == 1 || r.style == upperRoman {
				c.style = r.style
			}
		}
	}
	return c
}

// next gives the next number of a group; old is what the provision had, was and is what the one above had and has.
func (c *tally) next(old, was, is string) string {
	prefix := ""
	if dot := strings.LastIndexByte(old, '.'); dot >= 0 {
		prefix = old[:dot+1]
		if prefix == was+"." {
			prefix = is + "."
		}
	}
	c.at++
	number, ok := c.write(c.at)
	if !ok {
		return old
	}
	return prefix + number + c.tail
}

// write puts a number the way the group counts.
func (c *tally) write(n int) (string, bool) {
	first, _ := utf8.DecodeRuneInString(c.like)
	switch {
	case c.style == decimal && unicode.In(first, unicode.Han):
		return hanNumber(n)
	case c.style == decimal:
		return inDigits(n, first), true
	case c.style == lowerRoman:
		return docx.Roman(n), true
	case c.style == upperRoman:
		return strings.ToUpper(docx.Roman(n)), true
	case c.style == lowerLetter && n <= 26:
		return string(rune('a' + n - 1)), true
	case c.style == upperLetter && n <= 26:
		return string(rune('A' + n - 1)), true
	case c.style == foreignLetter:
		return inAlphabet(n, first)
	}
	return "", false
}

// inDigits writes a number in the script of a digit (Unicode chapter 4.6).
func inDigits(n int, like rune) string {
	zero := like - rune(digit(like))
	return strings.Map(func(r rune) rune { return zero + r - '0' }, strconv.Itoa(n))
}

// inAlphabet writes a number as a letter of the first alphabet that holds a letter.
func inAlphabet(n int, like rune) (string, bool) {
	for _, alphabet := range alphabets {
		if !slices.Contains(alphabet, unicode.ToLower(like)) || n > len(alphabet) {
			continue
		}
		if unicode.IsUpper(like) {
			return string(unicode.ToUpper(alphabet[n-1])), true
		}
		return string(alphabet[n-1]), true
	}
	return "", false
}

// hanNumber writes 1 to 99 in Chinese numerals.
func hanNumber(n int) (string, bool) {
	if n < 1 || n > 99 {
		return "", false
	}
	ones := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch tens := n / 10; tens {
	case 0:
		return ones[n], true
	case 1:
		return "十" + ones[n%10], true
	default:
		return ones[tens] + "十" + ones[n%10], true
	}
}
