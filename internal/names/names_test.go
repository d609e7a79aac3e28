package names_test

import (
	"os"
	"strings"
	"testing"
	"testing/quick"
	"unicode/utf8"

	"travaux/internal/names"
)

func TestKey_isTheSameForEverySpelling(t *testing.T) {
	t.Parallel()
	for _, spelled := range []string{
		"Ministry of X", "ministry of x", "MINISTRY OF X", "  Ministry  of\u00a0X ", "Ｍｉｎｉｓｔｒｙ　ｏｆ　Ｘ", "Min\u200bistry of X",
		"Ministry of X.", "«Ministry of X»", "\u202eMinistry of X\u202c", "𝐌inistry of X", "Ministry\tof X", "Ministry of X\ufe0f", "\ufeffMinistry of X",
	} {
		if got := names.Key(spelled); got != "ministry of x" {
			t.Errorf("%+q: %q", spelled, got)
		}
	}
	same := map[string]string{"Straße": "STRASSE", "Réseau": "Re\u0301seau", "Ⅳ Bureau": "IV bureau", "ﬁnance": "Finance"}
	for a, b := range same {
		if names.Key(a) != names.Key(b) {
			t.Errorf("%q is %q, %q is %q", a, names.Key(a), b, names.Key(b))
		}
	}
}

func TestKey_leavesOtherScriptsAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ديوان السجلات المفتوحة", "竹砚公共系统研究所", "управление общих реестров степи", "राष्ट्रीय अभिलेखागार"} {
		if got := names.Key(name); got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
	different := [][2]string{{"Ministry of X", "Ministry of Y"}, {"paypal", "раураl"}, {"竹砚", "竹硯"}, {"وزارة", "وزاره"}, {"!!!", "???"}}
	for _, d := range different {
		if names.Key(d[0]) == names.Key(d[1]) {
			t.Errorf("%q and %q are the same name", d[0], d[1])
		}
	}
}

func TestKey_ofAKeyIsItself(t *testing.T) {
	t.Parallel()
	if err := quick.Check(func(s string) bool { k := names.Key(s); return names.Key(k) == k }, &quick.Config{MaxCount: 3000}); err != nil {
		t.Error(err)
	}
}

func TestSkeleton_isTheSameForWhatLooksTheSame(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"paypal", "раураl"},                             // Cyrillic
		{"PayPal", "PayPaI"},                             // a capital I
		{"Microsoft", "Micr0soft"},                       // a zero
		{"Ministry of Trade", "Мinistry of Тrade"},       // two Cyrillic capitals among Latin letters
		{"modern", "rnodern"},                            // two letters for one
		{"SCOPE", "ЅСОРЕ"},                               // whole word
		{"United Nations", "U\u200bnited\u00a0Nations."}, // and what Key does
		{"Bureau-for Records", "Bureau for Records"},     // a hyphen
		{"ORACLE", "0RACLE"},
		{"ACME", "АСМЕ"},
	} {
		if a, b := names.Skeleton(pair[0]), names.Skeleton(pair[1]); a != b {
			t.Errorf("%q gives %q, %q gives %q", pair[0], a, pair[1], b)
		}
	}
}

func TestSkeleton_tellsWhatLooksDifferentApart(t *testing.T) {
	t.Parallel()
	for _, pair := range [][2]string{
		{"Ministry of Health", "Ministry of Trade"},
		{"ديوان السجلات المفتوحة", "دائرة الموازين الرقمية"},
		{"竹砚公共系统研究所", "梅雨数据工坊"},
		{"共享登记处", "共享登记所"},
		{"", "A"},
	} {
		if a, b := names.Skeleton(pair[0]), names.Skeleton(pair[1]); a == b || names.Alike(a, b) {
			t.Errorf("%q (%q) is taken for %q (%q)", pair[0], a, pair[1], b)
		}
	}
	for _, name := range []string{"竹砚公共系统研究所", "梅雨数据工坊"} {
		if got := names.Skeleton(name); got != name {
			t.Errorf("%q became %q", name, got)
		}
	}
}

func TestAlike_allowsASlipInALongName(t *testing.T) {
	t.Parallel()
	for pair, want := range map[[2]string]bool{
		{"ministry of health", "ministry of heaith"}: true,
		{"ministry of health", "minstry of helth"}:   true,
		{"ministry of health", "ministry of wealth"}: true,
		{"ministry of health", "ministry of trade"}:  false,
		{"unicef", "unicet"}:                         false, // short names differ by one letter all the time
		{"open forum", "open forums"}:                true,
		{"open forum", "open fora xx"}:               false,
		{"", ""}:                                     true,
		{"управление реестров степи", "управление реестра степи"}: true,
	} {
		if got := names.Alike(pair[0], pair[1]); got != want {
			t.Errorf("%q and %q: %v", pair[0], pair[1], got)
		}
		if got := names.Alike(pair[1], pair[0]); got != want {
			t.Errorf("%q and %q: %v", pair[1], pair[0], got)
		}
	}
}

func TestDomain(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Example.ORG": "example.org", " example.org. ": "example.org", "bücher.example": "xn--bcher-kva.example", "a.b.c": "a.b.c",
		"https://example.org": "", "example.org/path": "", "x@example.org": "", "example": "", "": "", "10.0.0.1": "", "a..b": "",
		"*.example.org": "", "exa mple.org": "", "example.org\r\nBcc: x": "", "[::1]": "", "-a.org": "", strings.Repeat("a.", 200) + "org": "",
	} {
		if got, ok := names.Domain(in); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", in, got, ok)
		}
	}
	if d, ok := names.DomainOf("a@b@Ministry.Example"); !ok || d != "ministry.example" {
		t.Error(d, ok)
	}
	if !names.IsProvider("gmail.com") || names.IsProvider("example.org") || names.IsProvider("") {
		t.Error("which domains are for everybody is wrong")
	}
}

func TestTables_areSmall(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("data/confusables.txt")
	if err != nil || len(b) > 150_000 || strings.Count(string(b), "\n") < 1000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Ministry of X", "раураl")
	f.Fuzz(func(t *testing.T, a, b string) {
		k, s := names.Key(a), names.Skeleton(a)
		if utf8.ValidString(a) && (!utf8.ValidString(k) || !utf8.ValidString(s)) {
			t.Errorf("%q gives %q and %q", a, k, s)
		}
		if names.Alike(s, names.Skeleton(b)) != names.Alike(names.Skeleton(b), s) {
			t.Errorf("%q and %q are alike one way only", a, b)
		}
	})
}
