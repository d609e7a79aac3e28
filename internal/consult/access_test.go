package consult_test

import (
	"strings"
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// asking are the columns of the matrix: who asks.
var asking = []string{"anonymous", "participant", "organiser", "facilitator", "drafter", "moderator", "observer", "translator", "elsewhere", "admin", "system", "reviewer"}

// matrix says for each use-case who may: + may, - is forbidden or asked to sign in, ? is told that there is no such thing.
// "elsewhere" organises and drafts another consultation.
var matrix = map[string]string{
	//                       ano par org fac dra mod obs tra els adm sys rev
	"create consultation": "- - - - - - - - - + + -",
	"add partner":         "- - + - - - - - - + + -",
	"add document":        "- - + - - - - - - + + -",
	"save notices":        "- - + - - - - - - + + -",
	"create event":        "- - + + - - - - - + + -",
	"create draft":        "- - + - + - - - - - + -",
	"import version":      "- - + - + - - - - - + -",
	"translate":           "- - + - + - - + - - + -",
	"publish version":     "- - + - + - - - - - + -",
	"import comments":     "- - + - + - - - - - + -",
	"submit comment":      "+ + + + + + + + + + + +",
	"moderate":            "- - + - - + - - - - + -",
	"list waiting":        "- - + - - + - - - - + -",
	"set disposition":     "- - - - + - - - - - + -",
	"review":              "- - + - + + + - - - + -",
	"working version":     "? ? + ? + + + + ? + + ?",
	"read confidential":   "? ? ? ? + ? ? ? ? ? + ?",
	"add person":          "- - - - - - - - - + + -",
	"link for another":    "- - - - - - - - - - + -",
	"token for another":   "- - - - - - - - - - + -",
	"front":               "+ + + + + + + + + + + +",
	"comments":            "+ + + + + + + + + + + +",
	"answers":             "+ + + + + + + + + + + +",
	"calendar":            "+ + + + + + + + + + + +",
}

// useCases are the rows: each runs on a fresh town with a comment that waits, a published and a confidential one, and a
// working version.
func useCases(t *testing.T, k *testkit.Kit, c *story.Consultation) map[string]func(models.Call) error {
	t.Helper()
	d := c.NewDraft(consult.NewDraft{Slug: "laws", Title: "Laws", Language: "en"})
	d.Import(consult.NewVersion{Content: charter})
	ctx, s := t.Context(), k.Service
	waiting, said, hidden := c.Comment(), c.Comment(story.By("bela")), c.Comment(story.By("bela"), story.Confidentially())
	bela := c.Actor("bela")
	rows := map[string]func(models.Call) error{
		"import comments": func(by models.Call) error {
			_, err := s.ImportComments(ctx, by, "town", "charter", consult.ImportOptions{}, strings.NewReader("body\nImported.\n"))
			return err
		},
		"list waiting": func(by models.Call) error { _, err := s.Waiting(ctx, by.Actor, "town", ""); return err },
		"review": func(by models.Call) error {
			_, err := s.Review(ctx, by.Actor, "town", models.ReviewFilter{})
			return err
		},
		"working version": func(by models.Call) error {
			_, err := s.Reading(ctx, by.Actor, "town", "laws", consult.Which{Working: true})
			return err
		},
		"read confidential": func(by models.Call) error {
			_, err := s.Comment(ctx, by.Actor, "town", hidden.Ref)
			return err
		},
		"moderate": func(by models.Call) error {
			_, err := s.Moderate(ctx, by, "town", waiting.Receipt, consult.Moderation{Decision: "publish"})
			return err
		},
		"set disposition": func(by models.Call) error {
			_, err := s.SetDisposition(ctx, by, "town", said.Ref, consult.NewDisposition{Outcome: "accepted"}, models.Seen{})
			return err
		},
		"add person": func(by models.Call) error {
			_, err := s.AddPerson(ctx, by, consult.NewPerson{Email: dana, Name: "Dana", Roles: []string{"organiser"}, Consultation: "town"})
			return err
		},
		"link for another":  func(by models.Call) error { _, err := s.SignInLink(ctx, by, bela.Email); return err },
		"token for another": func(by models.Call) error { _, err := s.NewAPIToken(ctx, by, bela.PersonID); return err },
		"front":             func(by models.Call) error { _, err := s.Front(ctx, by.Actor, "town"); return err },
		"comments":          func(models.Call) error { _, err := s.Comments(ctx, "town", models.CommentFilter{}); return err },
		"answers":           func(by models.Call) error { _, err := s.Answers(ctx, by.Actor, "town", said.Ref); return err },
		"calendar":          func(models.Call) error { _, err := s.Calendar(ctx, "town", "en", ""); return err },
	}
	for name, w := range writes(t, k, c) {
		if rows[name] == nil && name != "confirm comment" {
			rows[name] = func(by models.Call) error { return w.do(k, t, by) }
		}
	}
	return rows
}

func TestAccess_matrix(t *testing.T) {
	t.Parallel()
	for column, who := range asking {
		t.Run(who, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				c := town(t, k)
				other := k.Story(t).Consultation("village", story.Open())
				other.Person("elsewhere", models.Organiser, models.Drafter, models.Moderator)
				actors := map[string]models.Actor{
					"anonymous": {}, "participant": c.Actor("ana"), "system": {System: true},
					"elsewhere": other.Actor("elsewhere"), "admin": c.Story.Person("root", models.Admin),
				}
				for _, r := range models.Roles {
					actors[string(r)] = c.Actor(string(r))
				}
				rows := useCases(t, k, c)
				if len(rows) != len(matrix) {
					t.Errorf("%d use-cases, %d rows", len(rows), len(matrix))
				}
				db := k.SQL(t)
				for name, row := range matrix {
					before := k.Snapshot(t, db)
					err := rows[name](k.Call(actors[who]))
					f, refused := fault.As(err)
					switch strings.Fields(row)[column] {
					case "+":
						if err != nil {
							t.Errorf("%s: %v", name, err)
						}
						continue
					case "?":
						if !refused || f.Kind != fault.NotFound {
							t.Errorf("%s: got %v, want it not to be known", name, err)
						}
					default:
						want := fault.Forbidden
						if who == "anonymous" {
							want = fault.SignIn
						}
						if !refused || f.Kind != want {
							t.Errorf("%s: got %v, want it refused", name, err)
						}
					}
					if after := k.Snapshot(t, db); len(after["done_requests"]) != len(before["done_requests"]) || !sameRows(before, after) {
						t.Errorf("%s was refused and changed something", name)
					}
				}
			})
		})
	}
}

func sameRows(a, b map[string][]string) bool {
	for table := range a {
		if strings.Join(a[table], "\n") != strings.Join(b[table], "\n") {
			return false
		}
	}
	return len(a) == len(b)
}
