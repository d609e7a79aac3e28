package mail_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestKinds_ofEveryMessageThatIsPostedAreSaid walks what the use-cases post; that all six languages say the same is a
// test of the catalogues.
func TestKinds_ofEveryMessageThatIsPostedAreSaid(t *testing.T) {
	t.Parallel()
	said := map[string]any{} // texts, and those that have forms for numbers
	b, err := os.ReadFile("../i18n/locales/en.json")
	if err == nil {
		err = json.Unmarshal(b, &said)
	}
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for key := range said {
		if kind, ok := strings.CutPrefix(strings.TrimSuffix(key, ".subject"), "mail."); ok && strings.HasSuffix(key, ".subject") {
			kinds = append(kinds, kind)
			if said["mail."+kind+".body"] == nil || said["mail_kind."+kind] == nil {
				t.Errorf("%s has a subject, but no body or no word for operators", kind)
			}
		}
	}
	posted := posts(t)
	if len(kinds) < 10 || len(posted) < 8 {
		t.Fatalf("only %d kinds have texts, and %d are posted", len(kinds), len(posted))
	}
	for _, p := range posted {
		found := said["mail."+p+".subject"] != nil
		for _, kind := range kinds { // "role_" and what happened to it
			found = found || strings.HasSuffix(p, "_") && strings.HasPrefix(kind, p)
		}
		if !found {
			t.Errorf("%s is posted and has no text", p)
		}
	}
}

// posts are the kinds that stand in the use-cases; of one that is put together, its beginning.
func posts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../consult/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, name := range files {
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if kind, err := strconv.Unquote(posted(n)); err == nil {
				out = append(out, kind)
			}
			return true
		})
	}
	return out
}

// posted is the kind in models.Mail{Kind: …} and in tellAuthor(…), as it stands there; empty: it is none, or a variable.
func posted(n ast.Node) string {
	var e ast.Expr
	switch n := n.(type) {
	case *ast.CompositeLit:
		if of, ok := n.Type.(*ast.SelectorExpr); !ok || of.Sel.Name != "Mail" {
			return ""
		}
		for _, field := range n.Elts {
			if kv, ok := field.(*ast.KeyValueExpr); ok && kv.Key.(*ast.Ident).Name == "Kind" {
				e = kv.Value
			}
		}
	case *ast.CallExpr:
		if of, ok := n.Fun.(*ast.SelectorExpr); !ok || of.Sel.Name != "tellAuthor" {
			return ""
		}
		e = n.Args[3]
	}
	if sum, ok := e.(*ast.BinaryExpr); ok {
		e = sum.X
	}
	if lit, ok := e.(*ast.BasicLit); ok {
		return lit.Value
	}
	return ""
}
