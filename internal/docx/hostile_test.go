package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"
)

// bomb makes an archive with one entry that is size bytes of one character.
func bomb(t testing.TB, name string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	block := bytes.Repeat([]byte("A"), 1<<20)
	for range size / len(block) {
		if _, err := f.Write(block); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// crowd makes an archive of very many entries.
func crowd(t testing.TB, n int) []byte {
	t.Helper()
	entries := make([]entry, n)
	for i := range entries {
		entries[i] = entry{fmt.Sprintf("word/p%d.xml", i), ""}
	}
	return archived(t, entries...)
}

// lying makes a file whose directory says that the document is small.
func lying(t testing.TB) []byte {
	t.Helper()
	content := bomb(t, "word/document.xml", 50<<20)
	at := bytes.LastIndex(content, directoryRow)
	copy(content[at+24:], []byte{0, 16, 0, 0}) // 4096 bytes when unpacked
	return content
}

func external(kind, target string) map[string]string {
	return map[string]string{"rels": `<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/` + kind + `" Target="` + target + `" TargetMode="External"/>`}
}

// document is a file with one part.
func document(t testing.TB, content string) []byte {
	return archived(t, entry{"word/document.xml", content})
}

// numbered is a list of which the numbers are written in this way.
func numbered(pattern string) map[string]string {
	return map[string]string{"numbering": `<w:abstractNum w:abstractNumId="1">` + lvl("0", "lowerLetter", pattern, "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`}
}

// heads is a file with a running head of 8 MB that 150 pages refer to, each by a name.
func heads(t testing.TB, name func(i int) string) []byte {
	rels := ""
	for i := range 150 {
		rels += `<Relationship Id="h" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="` + name(i) + `"/>`
	}
	words := strings.Repeat(strings.Repeat("1 ", 500_000)+"</w:t><w:t>", 8)
	return archived(t, entry{"word/header.xml", `<w:hdr ` + wordSpace + `><w:p><w:r><w:t>` + words + `</w:t></w:r></w:p></w:hdr>`}, entry{"word/document.xml", `<w:document ` + wordSpace + `><w:body><w:p/></w:body></w:document>`},
		entry{"word/_rels/document.xml.rels", relSpace + rels + `</Relationships>`}, entry{"pad.bin", noise("a", 1<<18)})
}

// named writes a name with capitals at the bits of i: no part has two names by that.
func named(name string, i int) string {
	letters := []byte(name)
	for bit := range letters {
		if i>>bit&1 == 1 && letters[bit] >= 'a' {
			letters[bit] -= 'a' - 'A'
		}
	}
	return string(letters)
}

func TestRead_refusesByName(t *testing.T) {
	t.Parallel()
	open := `<w:document ` + wordSpace + `><w:body>`
	cut := made(t, item("1", "0", "a"), nil)
	locked := made(t, "", nil)
	locked[bytes.Index(locked, directoryRow)+8] |= 1
	ole := func(stream string) []byte {
		wide := ""
		for _, c := range stream {
			wide += string(c) + "\x00"
		}
		return []byte(string(oleMagic) + strings.Repeat("\x00", 600) + wide + strings.Repeat("\x00", 90_000))
	}
	cases := map[string]struct {
		content []byte
		want    error
	}{
		"nothing":                       {nil, ErrNotWord},
		"a text":                        {[]byte("# A charter"), ErrNotWord},
		"another archive":               {archived(t, entry{"xl/workbook.xml", "<workbook/>"}), ErrNotWord},
		"another document":              {document(t, "<html/>"), ErrNotWord},
		"a password":                    {ole("EncryptedPackage"), ErrEncrypted},
		"a password of the archive":     {locked, ErrEncrypted},
		"Word 97":                       {ole("WordDocument"), ErrOldWord},
		"another compound file":         {ole("Workbook"), ErrNotWord},
		"a cut file":                    {cut[:len(cut)/2], ErrDamaged},
		"cut words":                     {document(t, open+"<w:p><w:r><w:t>a"), ErrDamaged},
		"crossed tags":                  {document(t, open+"<w:p></w:r></w:p></w:body></w:document>"), ErrDamaged},
		"an encoding":                   {document(t, `<?xml version="1.0" encoding="koi8-r"?>`+open+"</w:body></w:document>"), ErrDamaged},
		"an unknown entity":             {document(t, open+"&x;</w:body></w:document>"), ErrDamaged},
		"billion laughs":                {document(t, `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>`+open+"&b;</w:body></w:document>"), ErrEntities},
		"an entity of a file":           {document(t, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`+open+"&a;</w:body></w:document>"), ErrEntities},
		"512 MB":                        {bomb(t, "word/document.xml", 512<<20), ErrBomb},
		"512 MB beside the document":    {bomb(t, "word/media/a.png", 512<<20), ErrBomb},
		"a directory that lies":         {lying(t), ErrDamaged},
		"60,000 entries":                {crowd(t, 60_000), ErrBomb},
		"200,000 deep":                  {document(t, open+strings.Repeat("<w:p>", 200_000)), ErrTooLarge},
		"tables 50,000 deep":            {document(t, open+strings.Repeat("<w:tbl><w:tr><w:tc>", 50_000)), ErrTooLarge},
		"many paragraphs":               {document(t, open+noise("<w:p/>", MaxParagraphs+1)+"</w:body></w:document>"), ErrTooLarge},
		"many runs":                     {document(t, open+"<w:p>"+noise("<w:r><w:tab/></w:r>", MaxRuns+1)+"</w:p></w:body></w:document>"), ErrTooLarge},
		"many marks":                    {document(t, open+noise(`<w:bookmarkStart w:id="1"/>`, MaxRuns+1)+"</w:body></w:document>"), ErrTooLarge},
		"a very long word":              {document(t, open+"<w:p><w:r><w:t>"+noise("a", 3<<20)+"</w:t></w:r></w:p></w:body></w:document>"), ErrTooLarge},
		"a very long name":              {document(t, open+`<w:p w:rsidR="`+noise("a", 3<<20)+`"/></w:body></w:document>`), ErrTooLarge},
		"very many words":               {document(t, open+strings.Repeat("<w:p><w:r><w:t>"+noise("a", 40_000)+"</w:t></w:r></w:p>", MaxText/30_000)+"</w:body></w:document>"), ErrTooLarge},
		"very many elements":            {document(t, open+noise("<x/>", maxElements+9)+"</w:body></w:document>"), ErrTooLarge},
		"a file over the limit":         {append([]byte("PK\x03\x04"), make([]byte, MaxFile)...), ErrTooLarge},
		"a template elsewhere":          {made(t, "", external("attachedTemplate", "https://evil.test/t.dotm")), ErrExternal},
		"a picture elsewhere":           {made(t, "", external("image", "https://evil.test/t.png")), ErrExternal},
		"a part elsewhere":              {made(t, "", external("aFChunk", "file:///c:/t.html")), ErrExternal},
		"a part of the text elsewhere":  {made(t, `<w:p><w:subDoc r:id="x"/></w:p>`, nil), ErrExternal},
		"fields that never end":         {document(t, open+"<w:p>"+noise(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, 9999)+"</w:p></w:body></w:document>"), ErrTooLarge},
		"a number of 200 kB":            {made(t, noise(item("1", "0", "a"), 500), numbered(strings.Repeat("A", 200_000))), ErrTooLarge},
		"numbers of many words":         {made(t, noise(item("1", "0", "a"), 20_000), numbered(strings.Repeat("%1", 200)+strings.Repeat("A", 100))), ErrTooLarge},
		"one head on very many pages":   {heads(t, func(int) string { return "header.xml" }), nil},
		"one head under many names":     {heads(t, func(i int) string { return named("header.xml", i) }), nil},
		"a style with a long name":      {made(t, noise("<w:p/>", 500), map[string]string{"styles": `<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="heading` + strings.Repeat(" ", 450_000) + `"/></w:style>`}), ErrTooLarge},
		"a style based on a long name":  {made(t, noise("<w:p/>", 500), map[string]string{"styles": `<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:basedOn w:val="` + strings.Repeat("a", 450_000) + `"/></w:style>`}), ErrTooLarge},
		"a long address of many links":  {made(t, noise(`<w:p><w:hyperlink r:id="x">`+r("a")+`</w:hyperlink></w:p>`, 1000), external("hyperlink", "https://example.org/"+strings.Repeat("a", 450_000))), ErrTooLarge},
		"a long way of counting":        {made(t, noise(item("1", "0", "a"), 5_000), map[string]string{"numbering": `<w:abstractNum w:abstractNumId="1">` + lvl("0", strings.Repeat("A", 450_000), strings.Repeat("%1", 9), "") + `</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`}), nil},
		"comments in very great number": {made(t, "", map[string]string{"comments": noise("<w:comment/>", MaxRuns+1)}), ErrTooLarge},
	}
	for name, c := range cases {
		start := time.Now()
		if _, err := readBytes(c.content); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%s took %s", name, took)
		}
	}
}

// noise repeats a piece with comments between that do not pack well, so that the
// file is no bomb by its ratio.
func noise(piece string, n int) string {
	var b strings.Builder
	r := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		b.WriteString(piece)
		if i%100 == 99 && strings.HasPrefix(piece, "<") {
			fmt.Fprintf(&b, "<!-- %x -->", r.Uint64())
		}
	}
	if !strings.HasPrefix(piece, "<") {
		return b.String()[:1] + fmt.Sprint(r.Perm(n/5))
	}
	return b.String()
}

func TestRead_hyperlinksAreNoPartOfTheFile(t *testing.T) {
	t.Parallel()
	d := mustRead(t, made(t, `<w:p><w:hyperlink r:id="x"><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>`, external("hyperlink", "https://example.org/")))
	if r := d.Body[0].Paragraph.Runs[0]; r.Link == nil || r.Link.URL != "https://example.org/" {
		t.Errorf("the link is %v", r.Link)
	}
}

func TestRead_bombsTakeLittleMemory(t *testing.T) {
	open := `<w:document ` + wordSpace + `><w:body>`
	for name, content := range map[string][]byte{
		"512 MB":             bomb(t, "word/document.xml", 512<<20),
		"60,000 entries":     crowd(t, 60_000),
		"a liar":             lying(t),
		"many runs":          document(t, open+"<w:p>"+noise("<w:r><w:tab/></w:r>", MaxRuns+1)),
		"many paragraphs":    document(t, open+noise("<w:p><w:r><w:t>a</w:t></w:r></w:p>", MaxParagraphs+1)),
		"many elements":      document(t, open+noise("<x/>", maxElements+9)),
		"one enormous piece": document(t, open+"<w:p><w:r><w:t>"+noise("a", 3<<20)),
	} {
		runtime.GC()
		var before runtime.MemStats
		runtime.ReadMemStats(&before)
		w := &watched{content: bytes.NewReader(content)}
		_, err := Read(w, int64(len(content)))
		w.look()
		if err == nil {
			t.Errorf("%s was read", name)
		}
		if grown := int64(w.highest) - int64(before.HeapAlloc); grown > 64<<20 {
			t.Errorf("%s took %d MB", name, grown>>20)
		}
	}
}

// watched looks at the heap whenever more of the file is asked for.
type watched struct {
	content io.ReaderAt
	highest uint64
}

func (w *watched) ReadAt(b []byte, at int64) (int, error) {
	w.look()
	return w.content.ReadAt(b, at)
}

func (w *watched) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.highest = max(w.highest, m.HeapAlloc)
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("PK\x03\x04"), 0, byte(0))
	f.Add(made(f, tracked, map[string]string{"styles": "<w:style/>", "numbering": "<w:num/>"}), 100, byte('<'))
	f.Fuzz(func(t *testing.T, content []byte, at int, flip byte) {
		for _, c := range [][]byte{content, document(t, string(content)), made(t, string(content), nil), made(t, tracked, map[string]string{"styles": string(content), "numbering": string(content), "comments": string(content)})} {
			if len(c) > 0 {
				c = bytes.Clone(c)
				c[max(at, 0)%len(c)] ^= flip
			}
			d, err := readBytes(c)
			if err != nil {
				continue
			}
			d.Accepted()
			d.Refused()
			var again bytes.Buffer
			if err := Write(&again, d); err != nil {
				t.Errorf("Write: %v", err)
			}
			if _, err := readBytes(again.Bytes()); err != nil {
				t.Errorf("our own file is refused: %v", err)
			}
		}
	})
}

func TestRead_flippedBytesNeverPanic(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"openxml-35-insertions.docx", "mammoth-footnotes.docx", "openxml-comments-in-table.docx"} {
		content := realFile(t, name)
		r := rand.New(rand.NewPCG(3, 4))
		for range 400 {
			c := bytes.Clone(content)
			for range 1 + r.IntN(4) {
				c[r.IntN(len(c))] ^= byte(1 << r.IntN(8))
			}
			if d, err := readBytes(c[:len(c)-r.IntN(2)*r.IntN(len(c))]); err == nil {
				d.Accepted()
			}
		}
	}
}
