package document

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// encoded writes a text in an encoding.
func encoded(t *testing.T, name, text string) []byte {
	t.Helper()
	e, _ := charset.Lookup(name)
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDecode_readsTheDeclaredEncoding(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]string{
		"windows-1252": "L’égalité – 10 €", "iso-8859-1": "égalité", "iso-8859-2": "złoty", "windows-1251": "Статья 1", "koi8-r": "Статья 1",
		"windows-1256": "المادة 1", "gb18030": "第一条 宗旨", "gbk": "第一条", "big5": "第一條", "shift_jis": "第一条 目的", "iso-2022-jp": "第一条", "euc-kr": "제1조",
		"utf-8": "第一条 é",
	} {
		for _, head := range []string{
			`<html><head><meta charset="NAME"><title>x</title></head>`,
			`<meta name=x content=y><META http-equiv=Content-Type content='text/html; charset=NAME'>`,
			`<?xml version="1.0" encoding='NAME'?><html>`,
		} {
			want := strings.ReplaceAll(head, "NAME", name) + "<h2>" + words + "</h2>"
			got, err := Decode(encoded(t, name, want))
			if err != nil || got != want {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
	}
}

func TestDecode_readsByteOrderMarks(t *testing.T) {
	t.Parallel()
	want := "# Статья\n\nwords 第一条"
	for name, content := range map[string][]byte{
		"utf-8":    []byte("\uFEFF" + want),
		"utf-16le": append([]byte("\xff\xfe"), encoded(t, "utf-16le", want)...),
		"utf-16be": append([]byte("\xfe\xff"), encoded(t, "utf-16be", want)...),
	} {
		if got, err := Decode(content); err != nil || got != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// An editor that saves as UTF-8 may leave an older declaration in the file.
func TestDecode_leavesUTF8AsItIs(t *testing.T) {
	t.Parallel()
	for _, want := range []string{"", "# é", `<meta charset="windows-1252"><h2>é</h2>`, "a\x07b\r\n"} {
		if got, err := Decode([]byte(want)); err != nil || got != want {
			t.Errorf("%q became %q, %v", want, got, err)
		}
	}
}

func TestDecode_refusesWhatIsNoText(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"PNG":                       "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"DOCX":                      "PK\x03\x04\x14\x00\x06\x00",
		"PDF":                       "%PDF-1.4\n1 0 obj",
		"RTF":                       `{\rtf1\ansi words}`,
		"NUL":                       "# A\x00",
		"no encoding declared":      "<h2>\xe9</h2>",
		"Markdown in windows-1252":  "# \xe9",
		"an encoding nobody knows":  "<meta charset=nonsense><h2>\xe9</h2>",
		"UTF-8 that is none":        "<meta charset=utf-8><h2>\xe9</h2>",
		"UTF-16 that is none":       "<meta charset=utf-16><h2>\xe9</h2>",
		"Chinese that breaks off":   "<meta charset=gb18030><h2>\xb5\xda\xff</h2>",
		"a binary file that claims": "<meta charset=windows-1252>\x00\x01\xe9",
	} {
		if got, err := Decode([]byte(content)); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := Decode(make([]byte, MaxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<meta charset=gb18030><h2>\xb5\xda</h2>"))
	f.Add([]byte("\xff\xfe#\x00"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if text, err := Decode(content); err == nil && (!utf8.ValidString(text) || strings.ContainsRune(text, 0)) {
			t.Errorf("%q became %q", content, text)
		}
	})
}
