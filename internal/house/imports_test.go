package house

import (
	"slices"
	"strings"
	"testing"
)

// mayImport says which packages of ours a package may import. A package fails until it has a row here. Where work
// shows that an edge is missing, it is added in the same commit, with the reason in the commit's message.
var mayImport = map[string][]string{
	// Nouns and refusals.
	"models":         {},
	"internal/fault": {},

	// Pure: text, numbers and tables; no web, no database, no clock.
	"internal/akn":        {"models", "internal/document"}, // XML of provisions; document sanitises and holds the limits
	"internal/anchor":     {"models", "internal/redline"},  // comments are carried through the differences
	"internal/atlas":      {},
	"internal/atlas/draw": {},
	"internal/chart":      {},
	"internal/coverage":   {"models", "internal/place"},
	"internal/document":   {"models", "internal/docx"},
	"internal/docx":       {},
	"internal/export":     {"models"},
	"internal/facet":      {},
	"internal/ical":       {},
	"internal/ids":        {},
	"internal/names":      {},
	"internal/picture":    {},
	"internal/passkey":    {},
	"internal/pledge":     {},
	"internal/qr":         {},

	// Asks a provider of identities who somebody is; says so in the nouns, and refuses in faults.
	"internal/oidc":    {"models", "internal/fault"},
	"internal/merkle":  {},
	"internal/place":   {},
	"internal/redline": {"models"},
	"internal/search":  {},

	// What an operator sets, and the words people read.
	"internal/config":         {},
	"internal/i18n":           {"internal/fault", "internal/place"},
	"internal/i18n/addstring": {"internal/i18n"},

	// Keeping, deciding, telling. The store imports search for the two forms of a query; consult says by name why a Word
	// file is refused.
	"internal/store": {"models", "internal/fault", "internal/ids", "internal/search"},
	"internal/consult": {
		"models", "internal/fault", "internal/store", "internal/akn", "internal/anchor", "internal/coverage", "internal/document", "internal/docx", "internal/export",
		"internal/facet", "internal/ical", "internal/ids", "internal/passkey", "internal/place", "internal/search",
		"internal/merkle",
		"internal/names", "internal/picture", "internal/pledge", "internal/redline",
	},
	// Files of a version, with words of its language; both surfaces and the command line give them out.
	"internal/rendition": {
		"models", "internal/fault", "internal/akn", "internal/document", "internal/docx", "internal/i18n", "internal/place", "internal/redline",
		"templates", // what changed is a page
	},
	"internal/jobs": {"models", "internal/consult"},
	"internal/mail": {"models", "internal/i18n"},

	// The two surfaces over the use-cases, and what they share.
	"templates":    {"models", "internal/i18n", "internal/atlas", "internal/chart", "internal/coverage", "internal/place", "internal/qr"},
	"internal/web": {"models", "internal/fault", "internal/i18n", "internal/place", "internal/consult", "internal/config"},
	"handlers": {
		"models", "internal/fault", "internal/consult", "templates", "internal/i18n", "internal/export", "internal/rendition", "internal/web", "internal/place",
		"internal/pledge", // what its tests find is shown beside the fields
	},
	"api":     {"api/gen", "models", "internal/fault", "internal/consult", "internal/export", "internal/pledge", "internal/rendition", "internal/web", "internal/i18n"},
	"api/gen": {"internal/consult"}, // the input structs stand in the contract's place

	// The worked example and what tests build stories with.
	"internal/story": {"models", "internal/consult"},
	"internal/demo":  {"models", "internal/fault", "internal/consult", "internal/story", "internal/place"},

	// Putting it together.
	"internal/app": {
		"internal/merkle", "internal/ids",
		"models", "internal/fault", "internal/config", "internal/store", "internal/consult", "internal/i18n", "internal/jobs", "internal/mail", "internal/oidc", "internal/web",
		"templates", "handlers", "api",
	},
	// Migrate and doctor work on a store without an app; export writes the API's files; a new draft's title is in its text.
	"cmd/travaux": {
		"internal/merkle",
		"models", "internal/fault", "internal/config", "internal/app", "internal/consult", "internal/i18n", "internal/demo",
		"internal/store", "internal/document", "internal/rendition", "api", "internal/mail",
	},

	// Only for tests.
	"internal/testkit": {"internal/merkle", "models", "internal/store", "internal/consult", "internal/story"},
	"internal/bench":   {},
	"internal/house":   {},
}

func TestImports_areInTheTable(t *testing.T) {
	t.Parallel()
	for _, p := range listed(t) {
		allowed, ok := mayImport[p.name()]
		if !ok {
			t.Errorf("%s has no row in mayImport: say what it may import", p.name())
			continue
		}
		for _, i := range p.Imports {
			ours, ok := strings.CutPrefix(i, module+"/")
			if ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s, which its row does not allow", p.name(), ours)
			}
		}
	}
}

func TestImports_everyRowIsOfAPackage(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, p := range listed(t) {
		there[p.name()] = true
	}
	for name := range mayImport {
		if !there[name] {
			t.Errorf("mayImport has a row for %s, which is not there", name)
		}
	}
}

// onlyIn says where else's code may be used; a path stands for everything below it.
var onlyIn = map[string][]string{
	"gorm.io":                     {"internal/store"},
	"database/sql":                {"internal/store", "internal/testkit"},
	"github.com/jackc/pgx":        {"internal/store"},
	"modernc.org/sqlite":          {"internal/store"},
	"github.com/pressly/goose":    {"internal/store"},
	"github.com/riverqueue/river": {"internal/store", "internal/jobs"},
	"github.com/wneessen/go-mail": {"internal/mail"},
	"github.com/labstack/echo":    {"handlers", "api", "api/gen", "internal/web", "internal/app"},
	// internal/oidc is the only client: it calls the issuers that the operator named.
	"net/http":                           {"handlers", "api", "api/gen", "internal/web", "internal/app", "internal/oidc"},
	"github.com/go-playground/validator": {"internal/consult"},
	"github.com/alecthomas/kong":         {"cmd/travaux"},
	"github.com/altcha-org":              {"internal/consult"},
	"github.com/alexedwards/scs":         {"internal/web"},
	"github.com/blevesearch/bleve":       {"internal/search"},
	"github.com/getkin/kin-openapi":      {"api"},
	"github.com/go-webauthn":             {"internal/passkey"},
	"github.com/coreos/go-oidc":          {"internal/oidc"},
	"golang.org/x/oauth2":                {"internal/oidc"},
	"github.com/yuin/goldmark":           {"internal/document"},
	"golang.org/x/mod":                   {"internal/merkle"},
	"znkr.io/diff":                       {"internal/redline"},
	"github.com/clipperhouse/uax29":      {"internal/redline"},
	"github.com/microcosm-cc/bluemonday": {"internal/document"},
	"github.com/nicksnyder/go-i18n":      {"internal/i18n"},
	"html/template":                      {"templates"},
	"testing":                            {"internal/testkit"},
}

func TestImports_foreignModulesStayWhereTheyAreHidden(t *testing.T) {
	t.Parallel()
	for _, p := range listed(t) {
		for _, i := range p.Imports {
			for what, where := range onlyIn {
				// database/sql/driver is an interface that a value may have without knowing any database.
				inside := i == what || strings.HasPrefix(i, what+"/") && i != "database/sql/driver"
				if inside && !slices.Contains(where, p.name()) {
					t.Errorf("%s imports %s, which is for %s only", p.name(), i, strings.Join(where, ", "))
				}
			}
		}
	}
}
