// Package export writes rows of anything as CSV or JSON Lines and reads CSV
// that people made elsewhere.
//
// It streams: a row is written or handed on before the next one is asked for.
// It refuses to know what the rows mean, where they come from, who may have
// them and which words head the columns; callers pass those in.
package export

import (
	"strings"
	"unicode"
)

// Guard returns cell so that no spreadsheet reads it as a formula: with a
// leading apostrophe where, past leading white space and invisible characters,
// it begins with = + - @, their full-width forms, TAB or CR. A cell that looks
// guarded already gets one more apostrophe, so that Unguard(Guard(s)) is s for
// every s.
func Guard(cell string) string {
	if guardable(cell) {
		return "'" + cell
	}
	return cell
}

// Unguard removes the apostrophe that Guard adds, and nothing else. It is for
// the text columns of a guarded file: in a raw file an apostrophe may be the
// writer's own.
func Unguard(cell string) string {
	if strings.HasPrefix(cell, "'") && guardable(cell) {
		return cell[1:]
	}
	return cell
}

// guardable says whether cell is any number of apostrophes, none included,
// before something a spreadsheet could run. Adding or removing one apostrophe
// does not change the answer: that makes Guard reversible.
func guardable(cell string) bool {
	for _, r := range strings.TrimLeft(cell, "'") {
		switch r {
		case '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠':
			return true
		}
		// Importers strip white space; marks nobody sees must not hide a formula.
		if !unicode.IsSpace(r) && !unicode.In(r, unicode.Cc, unicode.Cf) {
			return false
		}
	}
	return false
}
