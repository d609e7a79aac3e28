package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/testkit"
)

// What was cut is one again in the translations as well: with all the words that they had, and what was translated since.
func TestEditWorking_undoingACutBringsBackTheTranslation(t *testing.T) {
	const wid, whole, first, second = "art-1-par-1", "Les signataires publient. Ils le font.", "Les signataires publient.", "Ils le font."
	for name, test := range map[string]struct {
		first, second    string // what translators make of the halves; empty: nothing
		auto             bool   // the first is being written
		says, translated string
	}{
		"nobody translated the halves":       {says: whole, translated: "9"},
		"the second is there twice":          {second: "Elles le font.", says: whole, translated: "9"},
		"both were translated":               {first: first, second: second, says: whole, translated: "9"},
		"both, and the second newly":         {first: first, second: "Et encore.", says: first + "\nEt encore.", translated: "9"},
		"the first is not done yet":          {first: first, second: second, auto: true, says: whole, translated: "8 art-1-par-1:stale"},
		"the second is not translated again": {first: first, says: first, translated: "8 art-1-par-1:stale"},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
				d := opened(t, k)
				d.words(wid, "Signatories publish. They do.")
				translate := func(wid, content string, auto bool) {
					if content != "" {
						d.do(consult.NewEdit{Act: "change", Language: "fr", WID: wid, Kind: "paragraph", Number: "1", Content: content, Auto: auto})
					}
				}
				translate(wid, whole, false)
				d.wantStates("fr", 0, "9")
				made := d.do(consult.NewEdit{Act: "split", WID: wid, At: len("Signatories publish. ")})
				translate(wid, test.first, test.auto)
				translate(made.WID, test.second, false)
				d.do(consult.NewEdit{Act: "restore", Revision: made.Seq})
				if p, _ := d.text("en").Provision(wid); p.Text != "Signatories publish. They do." {
					t.Errorf("the text says %q", p.Text)
				}
				if p, _ := d.text("fr").Provision(wid); p.Text != test.says {
					t.Errorf("the translation says %q, want %q", p.Text, test.says)
				}
				d.wantStates("fr", 0, test.translated)
			})
		})
	}
}
