package qr_test

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"travaux/internal/qr"
)

// drawn is the path as a picture, each square a few points wide.
func drawn(t *testing.T, d string, size int) image.Image {
	t.Helper()
	const wide = 4
	img := image.NewGray(image.Rect(0, 0, size*wide, size*wide))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for _, stroke := range strings.Split(strings.TrimPrefix(d, "M"), "M") {
		var x, y, n, back int
		if _, err := fmt.Sscanf(stroke, "%d %dh%dv1h-%dz", &x, &y, &n, &back); err != nil || n != back {
			t.Fatalf("%q: %v", stroke, err)
		}
		for px := x * wide; px < (x+n)*wide; px++ {
			for py := y * wide; py < (y+1)*wide; py++ {
				img.SetGray(px, py, color.Gray{})
			}
		}
	}
	return img
}

func TestPath_isReadByATelephone(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"x", "https://example.org/c/charter/signatures/0198a3c2-7d1e-7c4f-8a52-5f0b3f6f0c11", "https://example.org/" + strings.Repeat("long/", 100)} {
		d, size, err := qr.Path(text)
		if err != nil {
			t.Fatal(err)
		}
		bits, err := gozxing.NewBinaryBitmapFromImage(drawn(t, d, size))
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.NewQRCodeReader().Decode(bits, nil)
		if err != nil || got.GetText() != text {
			t.Errorf("%q is read as %v, %v", text, got, err)
		}
	}
}

func TestPath_refusesWhatNoCodeHolds(t *testing.T) {
	t.Parallel()
	if _, _, err := qr.Path(strings.Repeat("x", 4000)); err == nil {
		t.Error("4,000 bytes are drawn")
	}
}
