package picture

import (
	"bytes"
	"encoding/binary"
	"image"
)

// The markers of a JPEG file that are looked for (ITU-T T.81, table B.1), and the field of Exif that says how the
// telephone was held (Exif 2.32, 4.6.4).
const (
	startOfScan = 0xda
	app1        = 0xe1
	orientation = 0x0112
)

// held is how the camera was held, 1 to 8; 1 where it is not said.
func held(sent []byte) int {
	if !bytes.HasPrefix(sent, []byte{0xff, 0xd8}) {
		return 1
	}
	for at := 2; at+4 <= len(sent) && sent[at] == 0xff; {
		marker, size := sent[at+1], int(binary.BigEndian.Uint16(sent[at+2:]))
		end := at + 2 + size
		if marker == startOfScan || size < 2 || end > len(sent) {
			break
		}
		if exif, ok := bytes.CutPrefix(sent[at+4:end], []byte("Exif\x00\x00")); ok && marker == app1 {
			return heldIn(exif)
		}
		at = end
	}
	return 1
}

// heldIn reads it from the first directory of a TIFF header (TIFF 6.0, section 2).
func heldIn(exif []byte) int {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if exif[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return 1
	}
	const field = 12
	for i := range int64(order.Uint16(exif[at:])) {
		from := at + 2 + i*field
		if from+field > int64(len(exif)) {
			return 1
		}
		if order.Uint16(exif[from:]) == orientation {
			if n := int(order.Uint16(exif[from+8:])); 1 <= n && n <= 8 {
				return n
			}
		}
	}
	return 1
}

// turned shows a picture upright that was taken by a camera held so.
func turned(img *image.RGBA, how int) *image.RGBA {
	if how <= 1 {
		return img
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	size := image.Rect(0, 0, w, h)
	if how >= 5 {
		size = image.Rect(0, 0, h, w)
	}
	out := image.NewRGBA(size)
	for y := range h {
		for x := range w {
			to := [9]image.Point{{}, {}, {w - 1 - x, y}, {w - 1 - x, h - 1 - y}, {x, h - 1 - y}, {y, x}, {h - 1 - y, x}, {h - 1 - y, w - 1 - x}, {y, w - 1 - x}}[how]
			out.SetRGBA(to.X, to.Y, img.RGBAAt(x, y))
		}
	}
	return out
}
