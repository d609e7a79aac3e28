package consult_test

import (
	"testing"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/testkit"
)

// french is an act on a provision of the French text.
func french(act, wid, content string) consult.NewEdit {
	return consult.NewEdit{Act: act, Language: "fr", WID: wid, Kind: "paragraph", Number: "2", Content: content}
}

// auto is an act that is saved while somebody writes.
func auto(in consult.NewEdit) consult.NewEdit {
	in.Auto = true
	return in
}

// publishedIn are the languages in which the next version is published.
func (d desk) publishedIn() []string {
	d.t.Helper()
	r, err := d.Service.PublishVersion(d.t.Context(), d.Call("drafter"), "town", "charter", consult.NewPublication{})
	testkit.Must(d.t, err)
	return r.Languages
}

func TestTranslation_whatWasOnlySavedWhileWritingIsNotPublished(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		made := d.do(consult.NewEdit{Act: "add", Parent: "art-2", After: "art-2-par-1", Kind: "paragraph", Number: "2", Content: "New words."})
		d.who = "translator"
		_, err := d.try(auto(french("change", made.WID, "")))
		wantField(t, err, "content", "required") // the number alone
		d.wantStates("fr", 0, "9 "+made.WID+":gap")
		d.do(auto(french("change", made.WID, "De nouveaux")))
		d.wantStates("fr", 0, "9 "+made.WID+":stale")
		d.do(auto(french("change", "art-2-par-1", "Les systèmes")))
		d.wantStates("fr", 0, "8 art-2-par-1:stale "+made.WID+":stale")
		tr, err := k.Service.Translation(t.Context(), d.Actor("translator"), "town", "charter", "fr", 0)
		if testkit.Must(t, err); !tr.Items[len(tr.Items)-1].Begun() || tr.Items[len(tr.Items)-1].TextRuns != nil {
			t.Errorf("what was begun is told as a change of the text: %+v", tr.Items[len(tr.Items)-1])
		}
		d.who = "drafter" // the text becomes what it was, which says nothing about the translation
		d.words(made.WID, "Newer words.")
		d.words(made.WID, "New words.")
		d.who = "translator"
		d.do(french("change", made.WID, "De nouveaux mots."))
		d.wantStates("fr", 0, "9 art-2-par-1:stale")
		if got := d.publishedIn(); len(got) != 1 {
			t.Errorf("half a sentence is published in %v", got)
		}
	})
}

func TestTranslation_isNotCurrentAgainstWordsThatNobodySaw(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		made := d.do(consult.NewEdit{Act: "add", Parent: "art-2", After: "art-2-par-1", Kind: "paragraph", Number: "2", Content: "New."})
		d.who = "translator"
		save, fill := d.seeing(french("change", "art-2-par-1", "Les systèmes sont ouverts.")), d.seeing(french("change", made.WID, "Nouveau."))
		d.who = "drafter"
		d.words("art-2-par-1", "Systems shall be closed.")
		d.words(made.WID, "Newer.")
		d.wantStates("fr", 0, "8 art-2-par-1:stale "+made.WID+":gap")
		d.who = "translator"
		for _, in := range []consult.NewEdit{save, fill} {
			if out := d.do(in); !out.Behind {
				t.Errorf("%s: it is not told that the text changed", in.WID)
			}
		}
		d.wantStates("fr", 0, "8 art-2-par-1:stale "+made.WID+":stale")
		if p, _ := d.text("fr").Provision("art-2-par-1"); p.Text != "Les systèmes sont ouverts." {
			t.Errorf("the words are lost: %q", p.Text)
		}
		confirm := d.seeing(french("confirm", "art-2-par-1", ""))
		d.who = "drafter"
		d.words("art-2-par-1", "Systems shall be open.")
		d.who = "translator"
		_, err := d.try(confirm)
		wantFault(t, err, fault.Stale, "changed_meanwhile")
		confirm.Source = nil
		_, err = d.try(confirm)
		wantField(t, err, "source", "required")
		d.do(french("confirm", "art-2-par-1", ""))
		d.do(french("change", made.WID, "Plus nouveau."))
		d.wantStates("fr", 0, "10")
	})
}
