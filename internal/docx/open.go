package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// The signs by which files are known.
var (
	oleMagic     = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	directoryRow = []byte("PK\x01\x02")
	encrypted    = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	wordStream   = []byte("W\x00o\x00r\x00d\x00D\x00o\x00c\x00u\x00m\x00e\x00n\x00t\x00")
)

// maxRatio is how many times its packed size a file of more than a megabyte may
// have; what people write packs ten to fifty times.
const maxRatio = 200

// Is reports what only Read can tell more about: an archive, or a file of the old
// or encrypted kind, which it refuses by name. No text begins like them.
func Is(content []byte) bool {
	return bytes.HasPrefix(content, oleMagic) || bytes.HasPrefix(content, []byte("PK\x03\x04"))
}

// container is an opened file: its parts by lower-case name.
type container struct {
	parts  map[string]*zip.File
	budget int   // elements that may still be opened
	unread int64 // bytes that may still be read
}

// open checks a file's outside before anything in it is unpacked.
func open(r io.ReaderAt, size int64) (*container, error) {
	if size > MaxFile {
		return nil, fmt.Errorf("open %d bytes: %w", size, ErrTooLarge)
	}
	if err := inspect(r, size); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("open the archive: %w: %w", ErrDamaged, err)
	}
	c := &container{parts: make(map[string]*zip.File, len(z.File)), budget: maxElements, unread: MaxUnpacked}
	if len(z.File) > MaxEntries {
		return nil, fmt.Errorf("open %d parts: %w", len(z.File), ErrBomb)
	}
	var unpacked, packed uint64
	for _, f := range z.File {
		unpacked += min(f.UncompressedSize64, MaxUnpacked+1)
		packed += min(f.CompressedSize64, MaxUnpacked+1)
		if f.Flags&1 != 0 {
			return nil, fmt.Errorf("open %.80q: %w", f.Name, ErrEncrypted)
		}
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if c.parts[name] == nil {
			c.parts[name] = f
		}
	}
	if unpacked > MaxUnpacked || unpacked > 1<<20 && unpacked > maxRatio*max(packed, 1) {
		return nil, fmt.Errorf("open %d bytes that unpack to %d: %w", size, unpacked, ErrBomb)
	}
	return c, nil
}

// inspect tells what is no archive, and counts the rows of the directory, which
// the archive's reader would load however many there are.
func inspect(r io.ReaderAt, size int64) error {
	head := make([]byte, len(oleMagic))
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read the beginning: %w: %w", ErrDamaged, err)
	}
	head = head[:n]
	switch {
	case bytes.Equal(head, oleMagic):
		return oldFile(r, size)
	case !bytes.HasPrefix(head, []byte("PK")):
		return fmt.Errorf("read the beginning: %w", ErrNotWord)
	}
	rows, err := count(r, size, directoryRow)
	if err != nil {
		return err
	}
	if rows > MaxEntries {
		return fmt.Errorf("open %d parts: %w", rows, ErrBomb)
	}
	return nil
}

// oldFile tells the two kinds of compound file apart.
func oldFile(r io.ReaderAt, size int64) error {
	if n, err := count(r, size, encrypted); err != nil || n > 0 {
		return errors.Join(err, ErrEncrypted)
	}
	if n, err := count(r, size, wordStream); err != nil || n > 0 {
		return errors.Join(err, ErrOldWord)
	}
	return fmt.Errorf("read a compound file: %w", ErrNotWord)
}

// count tells how often a sign is in the file.
func count(r io.ReaderAt, size int64, sign []byte) (int, error) {
	found := 0
	buffer := make([]byte, 64<<10)
	overlap := len(sign) - 1
	for at := int64(0); at < size; at += int64(len(buffer) - overlap) {
		n, err := r.ReadAt(buffer, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, fmt.Errorf("read at byte %d: %w: %w", at, ErrDamaged, err)
		}
		found += bytes.Count(buffer[:n], sign)
	}
	return found, nil
}

// parse reads one part; missing is no error, and nothing is read.
func (c *container) parse(name string, do func(p *parser, root element) error) error {
	f := c.parts[strings.ToLower(name)]
	if f == nil {
		return nil
	}
	if f.UncompressedSize64 > MaxPart {
		return fmt.Errorf("read %s of %d bytes: %w", name, f.UncompressedSize64, ErrTooLarge)
	}
	content, err := f.Open()
	if err != nil {
		return fmt.Errorf("open %s: %w: %w", name, ErrDamaged, err)
	}
	defer func() { _ = content.Close() }() // it was only read
	m := &meter{from: content, left: min(MaxPart, c.unread)}
	defer func(before int64) { c.unread -= before - m.left }(m.left)
	p, err := newParser(m, &c.budget)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	root, err := p.root()
	if err == nil {
		err = do(p, root)
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", name, damaged(err))
	}
	return nil
}

// relation is a reference from one part to another, or out of the file.
type relation struct {
	id, kind, target string
	external         bool
}

// relations reads the references of a part; the file itself is "".
func (c *container) relations(part string) ([]relation, error) {
	var out []relation
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	if part == "" {
		name = "_rels/.rels"
	}
	err := c.parse(name, func(p *parser, _ element) error {
		return p.children(func(e element) error {
			if e.key != "rel:Relationship" {
				return nil
			}
			r := relation{e.attr("Id"), path.Base(e.attr("Type")), e.attr("Target"), e.attr("TargetMode") == "External"}
			if !r.external {
				r.target = resolve(part, r.target)
			}
			if len(out) > MaxRuns {
				return ErrTooLarge
			}
			out = append(out, r)
			return nil
		})
	})
	return out, err
}

// resolve finds a part from another one's place.
func resolve(from, target string) string {
	if strings.HasPrefix(target, "/") {
		return strings.TrimPrefix(path.Clean(target), "/")
	}
	return strings.TrimPrefix(path.Clean(path.Join("/", path.Dir(from), target)), "/")
}

// checkExternal refuses references to parts outside the file: whoever opens it in
// Word would fetch them. Hyperlinks are followed by nobody.
func checkExternal(from string, relations []relation) error {
	for _, r := range relations {
		if r.external && r.kind != "hyperlink" {
			return fmt.Errorf("%s refers to a %.40s at %.200q: %w", from, r.kind, r.target, ErrExternal)
		}
	}
	return nil
}
