// Package qr draws the squares that telephones read, as the path of an SVG; pure. It refuses to know what is written in them.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is how many squares are left empty on each side, so that the code is found (ISO/IEC 18004, 6.3.8).
const quiet = 4

// Path gives the path of the dark squares, each of one unit, and how many units the whole is wide and high.
func Path(text string) (d string, size int, err error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", 0, fmt.Errorf("draw a code of %d bytes: %w", len(text), err)
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from { // one stroke for those side by side
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", from+quiet, y+quiet, x-from, x-from)
			}
		}
	}
	return b.String(), code.Size + 2*quiet, nil
}
