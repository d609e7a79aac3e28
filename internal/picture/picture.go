// Package picture makes of a picture that somebody sent one that can be shown: pure, bytes in and out.
//
// It decodes PNG, JPEG and WebP within limits and writes PNG anew, so that nothing of what came with the picture
// (positions, comments, what another program would run) goes on. It refuses every other kind, SVG before all.
package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // a kind that is read
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // a kind that is read
)

// The limits of what comes in, and the longer side of what goes out.
const (
	MostBytes = 1 << 20
	mostSide  = 4000
	logoSide  = 512
)

// What can be wrong with a picture.
var (
	ErrKind   = errors.New("not PNG, JPEG or WebP")
	ErrLarge  = errors.New("too large")
	ErrBroken = errors.New("cannot be read")
)

// Logo gives a picture as PNG of at most 512 pixels a side, its proportions kept. Faults ErrKind, ErrLarge (more than
// 1 MiB, or 4000 pixels a side), ErrBroken.
func Logo(sent []byte) ([]byte, error) {
	if len(sent) > MostBytes {
		return nil, ErrLarge
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(sent))
	if errors.Is(err, image.ErrFormat) {
		return nil, ErrKind
	}
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return nil, ErrBroken
	}
	if c.Width > mostSide || c.Height > mostSide {
		return nil, ErrLarge
	}
	img, _, err := image.Decode(bytes.NewReader(sent))
	if err != nil {
		return nil, ErrBroken
	}
	var out bytes.Buffer
	if err := png.Encode(&out, fit(img)); err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	return out.Bytes(), nil
}

// fit scales a picture that is larger than a logo may be, and drops what its format carried beside its points.
func fit(img image.Image) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if longer := max(w, h); longer > logoSide {
		w, h = max(1, w*logoSide/longer), max(1, h*logoSide/longer)
	}
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}
