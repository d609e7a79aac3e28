// Package house holds the tests that keep the house as docs/architecture.md describes it: who may import whom,
// where foreign modules, clocks and the names of databases may stand, and how large a file may grow. It has no code
// of its own and knows nothing of what the program does.
package house

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// module is the name that go.mod gives this program.
const module = "travaux"

// goPackage is what `go list` tells of a package.
type goPackage struct {
	ImportPath, Dir                    string
	GoFiles, TestGoFiles, XTestGoFiles []string
	Imports                            []string
}

// name is the package's path below the module; the module's own is ".".
func (p goPackage) name() string {
	if p.ImportPath == module {
		return "."
	}
	return strings.TrimPrefix(p.ImportPath, module+"/")
}

// source is a parsed file.
type source struct {
	pkg       string // as goPackage.name
	path      string // below the root
	test      bool
	generated bool
	lines     int
	file      *ast.File
	set       *token.FileSet
}

// at is where in the file a node begins, path:line:column.
func (s source) at(n ast.Node) string { return s.set.Position(n.Pos()).String() }

// root is the folder of the module, seen from this one.
var root = filepath.Join("..", "..")

// packages lists the module's packages once.
var packages = sync.OnceValues(func() ([]goPackage, error) {
	cmd := exec.Command("go", "list", "-json", "./...")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var all []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
})

func listed(t *testing.T) []goPackage {
	t.Helper()
	all, err := packages()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return all
}

// sources parses every Go file of the module once.
var sources = sync.OnceValues(func() ([]source, error) {
	all, err := packages()
	if err != nil {
		return nil, err
	}
	var out []source
	for _, p := range all {
		tests := append(append([]string{}, p.TestGoFiles...), p.XTestGoFiles...)
		for i, name := range append(append([]string{}, p.GoFiles...), tests...) {
			b, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				return nil, err
			}
			s := source{pkg: p.name(), path: filepath.Join(p.name(), name), test: i >= len(p.GoFiles), lines: bytes.Count(b, []byte("\n")), set: token.NewFileSet()}
			if s.file, err = parser.ParseFile(s.set, s.path, b, parser.ParseComments|parser.SkipObjectResolution); err != nil {
				return nil, err
			}
			s.generated = ast.IsGenerated(s.file)
			out = append(out, s)
		}
	}
	return out, nil
})

// written gives the files that people wrote.
func written(t *testing.T) []source {
	t.Helper()
	all, err := sources()
	if err != nil {
		t.Fatalf("parse the sources: %v", err)
	}
	var out []source
	for _, s := range all {
		if !s.generated {
			out = append(out, s)
		}
	}
	return out
}
