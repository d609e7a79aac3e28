package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
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
