package export

import (
	"fmt"
	"io"
	"os"
)

// spooled is a temporary file that is gone once it was sent.
type spooled struct{ *os.File }

// Close closes the file and removes it.
func (s spooled) Close() error {
	err := s.File.Close()
	if gone := os.Remove(s.Name()); err == nil {
		err = gone
	}
	return err
}

// Spool writes a file whole before any of it is sent, so that a slow reader holds nothing open and a failure is still an
// answer of its own. It gives the file from its beginning, with its size in bytes; closing it removes it.
func Spool(write func(io.Writer) error) (io.ReadCloser, int64, error) {
	f, err := os.CreateTemp("", "travaux-export-*")
	if err != nil {
		return nil, 0, fmt.Errorf("make a temporary file: %w", err)
	}
	file := spooled{f}
	size, err := fill(f, write)
	if err != nil {
		_ = file.Close() // what went wrong before is what is told
		return nil, 0, err
	}
	return file, size, nil
}

func fill(f *os.File, write func(io.Writer) error) (int64, error) {
	if err := write(f); err != nil {
		return 0, err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, fmt.Errorf("measure a temporary file: %w", err)
	}
	_, err = f.Seek(0, io.SeekStart)
	return size, err
}
