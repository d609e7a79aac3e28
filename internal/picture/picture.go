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
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // a kind that is read
)

// The limits of what comes in, and the longer side of what goes out.
const (
	MostBytes = 1 << 20
	mostSide  = 4000
	logoSide  = 512

	photoBytes  = 4 << 20
	photoLong   = 8000
	photoPoints = 16_200_000 // what telephones take
	photoSide   = 1600
	photoFine   = 85 // of 100, as JPEG

	deep = 4 // a point of sixteen bits a colour counts as so many: it needs twice the room, and is read point by point
)

// What can be wrong with a picture.
var (
	ErrKind   = errors.New("not PNG, JPEG or WebP")
	ErrLarge  = errors.New("too large")
	ErrBroken = errors.New("cannot be read")
)

// Logo gives a picture as PNG of at most 512 pixels a side, upright, its proportions kept. Faults ErrKind, ErrLarge (more
// than 1 MiB, or 4000 pixels a side), ErrBroken.
func Logo(sent []byte) ([]byte, error) {
	img, _, err := read(sent, MostBytes, func(c image.Config) bool {
		return c.Width <= mostSide && c.Height <= mostSide && points(c) <= mostSide*mostSide
	})
	if err != nil {
		return nil, err
	}
	return asPNG(turned(fit(img, logoSide, draw.CatmullRom), held(sent)))
}

// Photo gives a picture of at most 1600 pixels a side, upright, its proportions kept, with its media type: PNG what was
// PNG, all else JPEG. Faults ErrKind, ErrLarge (more than 4 MiB, or 16 million pixels), ErrBroken.
func Photo(sent []byte) (content []byte, mediaType string, err error) {
	img, format, err := read(sent, photoBytes, func(c image.Config) bool {
		return c.Width <= photoLong && c.Height <= photoLong && points(c) <= photoPoints
	})
	if err != nil {
		return nil, "", err
	}
	small := turned(fit(img, photoSide, draw.ApproxBiLinear), held(sent))
	if format == "png" {
		content, err = asPNG(small)
		return content, "image/png", err
	}
	if !small.Opaque() { // JPEG has no glass: what is seen through is white
		page := image.NewRGBA(small.Bounds())
		draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
		draw.Draw(page, page.Bounds(), small, image.Point{}, draw.Over)
		small = page
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: photoFine}); err != nil {
		return nil, "", fmt.Errorf("write a picture: %w", err)
	}
	return out.Bytes(), "image/jpeg", nil
}

// points is how many points a picture has, those of sixteen bits a colour counted as several.
func points(c image.Config) int {
	n := c.Width * c.Height
	if m := c.ColorModel; m == color.NRGBA64Model || m == color.RGBA64Model || m == color.Gray16Model {
		n *= deep
	}
	return n
}

// read decodes a picture of at most so many bytes, whose measures are taken.
func read(sent []byte, most int, taken func(image.Config) bool) (img image.Image, format string, err error) {
	if len(sent) > most {
		return nil, "", ErrLarge
	}
	c, format, err := image.DecodeConfig(bytes.NewReader(sent))
	if errors.Is(err, image.ErrFormat) {
		return nil, "", ErrKind
	}
	if err != nil || c.Width <= 0 || c.Height <= 0 {
		return nil, "", ErrBroken
	}
	if !taken(c) {
		return nil, "", ErrLarge
	}
	if img, _, err = image.Decode(bytes.NewReader(sent)); err != nil {
		return nil, "", ErrBroken
	}
	return img, format, nil
}

func asPNG(img image.Image) ([]byte, error) {
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	return out.Bytes(), nil
}

// fit scales a picture that is larger than it may be, and drops what its format carried beside its points. It is halved
// as long as it is twice too large, which needs no room beside the half; the rest is left to the finer way.
func fit(img image.Image, side int, finer draw.Scaler) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	for max(w, h) >= 2*side {
		w, h = max(1, w/2), max(1, h/2)
		half := image.NewRGBA(image.Rect(0, 0, w, h))
		draw.ApproxBiLinear.Scale(half, half.Bounds(), img, img.Bounds(), draw.Src, nil)
		img = half
	}
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	finer.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}
