package house

import (
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Hard limits; the house style asks for less.
const (
	mostLines     = 500 // of a file
	mostFuncLines = 60  // of a function, tables in it not counted
	mostMainLines = 60  // of cmd/travaux/main.go
)

func TestSize_filesAndFunctionsStayReadable(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		if s.lines > mostLines {
			t.Errorf("%s has %d lines, at most %d", s.path, s.lines, mostLines)
		}
		if s.path == filepath.Join("cmd", "travaux", "main.go") && s.lines > mostMainLines {
			t.Errorf("%s has %d lines, at most %d", s.path, s.lines, mostMainLines)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			if n := height(s.set, f) - tables(s.set, f.Body); n > mostFuncLines {
				t.Errorf("%s: %s has %d lines, at most %d", s.at(f), f.Name.Name, n, mostFuncLines)
			}
		}
	}
}

func height(set *token.FileSet, n ast.Node) int {
	return set.Position(n.End()).Line - set.Position(n.Pos()).Line + 1
}

// tables counts the lines of the outermost composite literals.
func tables(set *token.FileSet, body ast.Node) int {
	lines := 0
	ast.Inspect(body, func(n ast.Node) bool {
		if c, ok := n.(*ast.CompositeLit); ok {
			lines += height(set, c) - 1
			return false
		}
		return true
	})
	return lines
}

func TestClock_onlyTheAppReadsIt(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		if s.test || s.pkg == "internal/app" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && of(sel, "time", "Now", "Since", "Until") {
				t.Errorf("%s: time.%s reads the clock of the machine: times are passed in", s.at(n), sel.Sel.Name)
			}
			return true
		})
	}
}

// of tells whether an expression is one of a package's names.
func of(sel *ast.SelectorExpr, pkg string, names ...string) bool {
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == pkg && slices.Contains(names, sel.Sel.Name)
}

// starts lists who may start goroutines: the app, and the example, which writes one end of a pipe.
var starts = []string{"internal/app", "internal/demo"}

func TestGoroutines_areStartedWhereTheyAreAwaited(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		if s.test || slices.Contains(starts, s.pkg) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if _, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s: a bare go statement is lost on a crash and seen by nobody", s.at(n))
			}
			return true
		})
	}
}

func TestStart_nothingHappensBeforeMain(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init runs before main, where nothing can be tested", s.at(f))
			}
		}
	}
}

// knowDatabases lists who may name a database, besides tests.
var knowDatabases = []string{
	"internal/store/dialect_sqlite.go", "internal/store/dialect_postgres.go", "internal/store/migrate.go", "internal/store/place.go",
	"internal/config/", "internal/app/", "internal/testkit/",
}

func TestDialects_onlyTwoFilesKnowWhichDatabaseItIs(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		if s.test || slices.ContainsFunc(knowDatabases, func(p string) bool { return strings.HasPrefix(filepath.ToSlash(s.path), p) }) {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			var word string
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false // the import table's matter
			case *ast.Ident:
				word = n.Name
			case *ast.BasicLit:
				word = n.Value
			}
			if low := strings.ToLower(word); strings.Contains(low, "sqlite") || strings.Contains(low, "postgres") {
				t.Errorf("%s: %s: only the dialects know which database it is", s.at(n), word)
			}
			return true
		})
	}
}

func TestPromises_noneIsLeftOpen(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		for _, g := range s.file.Comments {
			for _, c := range g.List {
				words := strings.TrimSpace(strings.TrimLeft(c.Text, "/*"))
				for _, mark := range []string{"TODO", "FIXME", "XXX", "HACK"} {
					if strings.HasPrefix(words, mark) {
						t.Errorf("%s: %s: do it, or write an issue", s.at(c), mark)
					}
				}
			}
		}
	}
}

func TestSkips_giveAReason(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if ok && (sel.Sel.Name == "SkipNow" || sel.Sel.Name == "Skip" && len(call.Args) == 0) {
				t.Errorf("%s: a test is skipped without a reason", s.at(n))
			}
			return true
		})
	}
}

func TestComments_everyPackageSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	said, where := map[string]bool{}, map[string]bool{}
	for _, s := range written(t) {
		where[s.pkg] = true
		if s.file.Doc != nil && len(strings.Fields(s.file.Doc.Text())) > 5 {
			said[s.pkg] = true
		}
	}
	for pkg := range where {
		if !said[pkg] {
			t.Errorf("%s has no package comment", pkg)
		}
	}
}

func TestComments_everyExportedNameHasASentence(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		if s.test {
			continue
		}
		for _, d := range s.file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) && d.Doc == nil {
					t.Errorf("%s: %s has no comment", s.at(d), d.Name.Name)
				}
			case *ast.GenDecl:
				for _, name := range bare(d) {
					t.Errorf("%s: %s has no comment", s.at(name), name.Name)
				}
			}
		}
	}
}

// exportedReceiver tells whether a function can be reached from another package by its name.
func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	exported := false
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.IsExported() {
			exported = true
		}
		return true
	})
	return exported
}

// bare lists the exported names of a declaration that have no comment; in a group the group's comment counts.
func bare(d *ast.GenDecl) []*ast.Ident {
	var out []*ast.Ident
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				out = append(out, spec.Name)
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() && d.Doc == nil && spec.Doc == nil && spec.Comment == nil {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

func TestDocs_architectureNamesEveryPackage(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile(filepath.Join(root, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range listed(t) {
		if !strings.Contains(string(b), "`"+p.name()+"`") {
			t.Errorf("docs/architecture.md does not name %s", p.name())
		}
	}
}
