package export

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	tests := []struct{ in, want string }{
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\tx", "'\tx"},
		{"\rx", "'\rx"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠x", "'＠x"},
		{"  =1", "'  =1"},
		{"\n=1", "'\n=1"},
		{"\u00a0\u3000=1", "'\u00a0\u3000=1"},
		{"\ufeff\u200b=1", "'\ufeff\u200b=1"},
		{"\u200f=1", "'\u200f=1"},
		{"'=1", "''=1"},
		{"''=1", "'''=1"},
		{"", ""},
		{"'", "'"},
		{"'tis", "'tis"},
		{"a=1", "a=1"},
		{"  a", "  a"},
		{"— a dash", "— a dash"},
		{"ميثاق", "ميثاق"},
		{"\xff=1", "\xff=1"},
	}
	for _, tt := range tests {
		if got := Guard(tt.in); got != tt.want {
			t.Errorf("Guard(%q): got %q, want %q", tt.in, got, tt.want)
		}
		if got := Unguard(tt.want); got != tt.in {
			t.Errorf("Unguard(%q): got %q, want %q", tt.want, got, tt.in)
		}
	}
}

// dangerous is a second opinion on what a spreadsheet could run.
func dangerous(cell string) bool {
	trimmed := strings.TrimSpace(cell)
	for _, start := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(trimmed, start) {
			return true
		}
	}
	return strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r")
}

func checkGuard(t interface{ Fatalf(string, ...any) }, cell string) {
	guarded := Guard(cell)
	if dangerous(guarded) {
		t.Fatalf("Guard(%q) is %q", cell, guarded)
	}
	if got := Unguard(guarded); got != cell {
		t.Fatalf("Unguard(Guard(%q)): got %q by way of %q", cell, got, guarded)
	}
}

func TestGuard_roundTrip(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{"'", "=", "+", "-", "@", "\t", "\r", "\n", " ", "＝", "\u200b", "a", "\xff"})
	cells := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOfN(pieces, 0, 8), func(s []string) string {
		return strings.Join(s, "")
	}))
	rapid.Check(t, func(t *rapid.T) { checkGuard(t, cells.Draw(t, "cell")) })
}

func FuzzGuard(f *testing.F) {
	f.Add("''=1")
	f.Add("\u00a0'＝")
	f.Fuzz(func(t *testing.T, cell string) { checkGuard(t, cell) })
}
