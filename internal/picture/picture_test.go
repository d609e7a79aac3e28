package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"runtime"
	"strings"
	"testing"

	"travaux/internal/picture"
)

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestLogo_keepsProportionsAndWritesPNG(t *testing.T) {
	t.Parallel()
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewNRGBA(image.Rect(0, 0, 300, 900)), nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		sent []byte
		want image.Point
	}{{pngOf(t, 20, 10), image.Pt(20, 10)}, {pngOf(t, 4000, 1), image.Pt(512, 1)}, {photo.Bytes(), image.Pt(170, 512)}} {
		got, err := picture.Logo(c.sent)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(got))
		if err != nil || img.Bounds().Size() != c.want {
			t.Errorf("got %v, %v, want %v", img.Bounds().Size(), err, c.want)
		}
	}
}

func TestLogo_refusesWhatIsNoPictureOrTooLarge(t *testing.T) {
	t.Parallel()
	whole := pngOf(t, 100, 100)
	for name, c := range map[string]struct {
		sent []byte
		want error
	}{
		"SVG": {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), picture.ErrKind},
		"GIF": {[]byte("GIF89a\x01\x00\x01\x00"), picture.ErrKind}, "nothing": {nil, picture.ErrKind},
		"wide": {pngOf(t, 4001, 1), picture.ErrLarge}, "heavy": {[]byte(strings.Repeat("x", picture.MostBytes+1)), picture.ErrLarge},
		"cut": {whole[:len(whole)-30], picture.ErrBroken}, "only a head": {whole[:12], picture.ErrBroken},
	} {
		if _, err := picture.Logo(c.sent); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestPhoto_isDrawnAnewWithNothingOfWhatCameWithIt(t *testing.T) {
	t.Parallel()
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewNRGBA(image.Rect(0, 0, 4032, 3024)), nil); err != nil {
		t.Fatal(err)
	}
	where := append([]byte("\xff\xd8\xff\xe1\x00\x10Exif GPS 1S 36E"), photo.Bytes()[2:]...)
	for _, c := range []struct {
		sent []byte
		kind string
		want image.Point
	}{{where, "image/jpeg", image.Pt(1600, 1200)}, {pngOf(t, 20, 10), "image/png", image.Pt(20, 10)}} {
		got, kind, err := picture.Photo(c.sent)
		if err != nil || kind != c.kind || bytes.Contains(got, []byte("GPS")) {
			t.Fatal(kind, err)
		}
		img, _, err := image.Decode(bytes.NewReader(got))
		if err != nil || img.Bounds().Size() != c.want {
			t.Errorf("got %v, %v, want %v", img.Bounds().Size(), err, c.want)
		}
	}
	if _, _, err := picture.Photo([]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`)); !errors.Is(err, picture.ErrKind) {
		t.Error(err)
	}
	for _, large := range [][]byte{pngOf(t, 8001, 1), bytes.Repeat([]byte("x"), 4<<20+1)} {
		if _, _, err := picture.Photo(large); !errors.Is(err, picture.ErrLarge) {
			t.Error(err)
		}
	}
}

func TestPhoto_ofATelephoneNeedsLittleRoomAndStandsUpright(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4032, 3024))
	for y := range 300 { // what is above when the telephone is held upright is at the side
		for x := range 300 {
			img.Set(x, 3023-y, color.Black)
		}
	}
	for y := range 3024 {
		for x := range 4032 {
			if x >= 300 || y < 2724 {
				img.Set(x, y, color.White)
			}
		}
	}
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, img, nil); err != nil {
		t.Fatal(err)
	}
	img = nil
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"
	sent := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(exif) + 2)}, exif...)
	sent = append(sent, photo.Bytes()[2:]...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got, _, err := picture.Photo(sent)
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if took := (after.TotalAlloc - before.TotalAlloc) >> 20; took > 80 {
		t.Errorf("it took %d MB", took)
	}
	small, err := jpeg.Decode(bytes.NewReader(got))
	if err != nil || small.Bounds().Size() != image.Pt(1200, 1600) {
		t.Fatal(small.Bounds(), err)
	}
	for p, dark := range map[image.Point]bool{{20, 20}: true, {1180, 20}: false, {20, 1580}: false, {1180, 1580}: false} {
		if r, _, _, _ := small.At(p.X, p.Y).RGBA(); (r < 0x4000) != dark {
			t.Errorf("at %v it is %x", p, r)
		}
	}
}

func TestPhoto_refusesWhatIsDeepAndLarge(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, image.NewNRGBA64(image.Rect(0, 0, 2200, 2200))); err != nil {
		t.Fatal(err)
	}
	if _, _, err := picture.Photo(b.Bytes()); !errors.Is(err, picture.ErrLarge) {
		t.Error(err)
	}
}

func FuzzLogo(f *testing.F) {
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		if got, err := picture.Logo(sent); err == nil {
			if img, err := png.Decode(bytes.NewReader(got)); err != nil || img.Bounds().Dx() > 512 || img.Bounds().Dy() > 512 {
				t.Errorf("gives what cannot be shown: %v", err)
			}
		}
	})
}
