package house

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// onBoth lists the packages whose tests run on SQLite and on PostgreSQL, unless they say why not.
var onBoth = []string{"internal/consult", "internal/store", "internal/jobs", "handlers", "api"}

// engines are the functions of testkit that give a database of one engine.
var engines = map[string]string{
	"One": "SQLite", "SQLite": "SQLite", "EmptySQLite": "SQLite", "Postgres": "PostgreSQL", "EmptyPostgres": "PostgreSQL",
}

func TestDatabases_aTestThatOpensOneAloneSaysWhy(t *testing.T) {
	t.Parallel()
	for _, s := range written(t) {
		if !s.test || !slices.Contains(onBoth, s.pkg) {
			continue
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			opened := opens(f)
			if len(opened) != 1 {
				continue // none, or both
			}
			if _, why, said := strings.Cut(sentence(f), "On "+opened[0]+" alone: "); !said || why == "" {
				t.Errorf("%s: %s opens %s alone; run it on both (testkit.Both), or say why in its comment: “On %s alone: …”", s.at(f), f.Name.Name, opened[0], opened[0])
			}
		}
	}
}

// opens lists the engines that a function opens a database of by name. A table of both is none: what it gives is called
// by another name.
func opens(f *ast.FuncDecl) []string {
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !of(sel, "testkit", sel.Sel.Name) {
			return true
		}
		if e, ok := engines[sel.Sel.Name]; ok && !slices.Contains(out, e) {
			out = append(out, e)
		}
		return true
	})
	return out
}

// sentence is a function's comment on one line.
func sentence(f *ast.FuncDecl) string { return strings.Join(strings.Fields(f.Doc.Text()), " ") }
