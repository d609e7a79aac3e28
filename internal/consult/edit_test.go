package consult_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"travaux/internal/consult"
	"travaux/internal/fault"
	"travaux/internal/story"
	"travaux/internal/testkit"
	"travaux/models"
)

// desk edits the working version of the charter.
type desk struct {
	*story.Consultation
	t   *testing.T
	who string
}

// opened is the charter in two languages, published, with a working version of it.
func opened(t *testing.T, k *testkit.Kit) desk {
	t.Helper()
	c := town(t, k)
	_, _, err := k.Service.Translate(t.Context(), k.System(), "town", "charter", 1, consult.NewVersion{Content: charte, Language: "fr"})
	testkit.Must(t, err)
	_, err = k.Service.OpenWorking(t.Context(), c.Call("drafter"), "town", "charter", consult.NewWorking{Label: "second"})
	testkit.Must(t, err)
	return desk{c, t, "drafter"}
}

// try does an act decided on what is there now, where the test does not say on what.
func (d desk) try(in consult.NewEdit) (consult.Edited, error) {
	if in.Seq == nil && in.Source == nil && in.WID != "" {
		in = d.seeing(in)
	}
	return d.Service.EditWorking(d.t.Context(), d.Call(d.who), "town", "charter", in)
}

// seeing is an act by somebody who sees the text and its translation as they are now.
func (d desk) seeing(in consult.NewEdit) consult.NewEdit {
	d.t.Helper()
	if in.Language == "" {
		if p, ok := d.text("en").Provision(in.WID); ok {
			in.Seq = &p.Seq
		}
		return in
	}
	t, err := d.Service.Translation(d.t.Context(), d.Actor("translator"), "town", "charter", in.Language, in.Version)
	if err != nil {
		return in // the act itself says so
	}
	for _, p := range t.Items {
		if p.Source.WID != in.WID {
			continue
		}
		in.Source = &p.Source.Seq
		if p.Words != nil {
			in.Seq = &p.Words.Seq
		}
	}
	return in
}

func (d desk) do(in consult.NewEdit) consult.Edited {
	d.t.Helper()
	out, err := d.try(in)
	testkit.Must(d.t, err)
	return out
}

func (d desk) text(language string) models.Reading {
	d.t.Helper()
	r, err := d.Service.Reading(d.t.Context(), d.Actor("drafter"), "town", "charter", consult.Which{Working: true, Language: language})
	testkit.Must(d.t, err)
	return r
}

// lines writes a text as wid and number, one line a provision.
func lines(r models.Reading) string {
	var b strings.Builder
	for i, p := range r.Provisions {
		if p.Position != i+1 {
			fmt.Fprintf(&b, "position %d at %d ", p.Position, i+1)
		}
		fmt.Fprintf(&b, "%s%s %s\n", strings.Repeat(".", p.Depth), p.WID, p.Number)
	}
	return b.String()
}

func TestOpenWorking_isTheNewestVersionWithItsTranslations(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		for _, language := range []string{"en", "fr"} {
			published, err := k.Service.Reading(t.Context(), k.System().Actor, "town", "charter", consult.Which{Number: 1, Language: language})
			testkit.Must(t, err)
			working := d.text(language)
			if diff := cmp.Diff(lines(working), lines(published)); diff != "" || working.Text.Language != language || working.Text.SHA256 != "" {
				t.Errorf("%s: %s", language, diff)
			}
		}
		_, err := k.Service.OpenWorking(t.Context(), d.Call("drafter"), "town", "charter", consult.NewWorking{})
		wantFault(t, err, fault.Conflict, "version_open")
	})
}

func TestEditWorking_changesWordsAndKeepsWhoDidIt(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		seen := d.text("en").Provisions[1]
		in := consult.NewEdit{Act: "change", WID: seen.WID, Kind: string(seen.Kind), Number: seen.Number, Content: "Openness *alone* is never enough.", Seq: &seen.Seq}
		out := d.do(in)
		now, _ := d.text("en").Provision(seen.WID)
		if now.HTML != "Openness <em>alone</em> is never enough." || now.Text != "Openness alone is never enough." || now.Seq != out.Seq {
			t.Errorf("%+v", now)
		}
		_, err := d.try(in) // decided on what it was before
		wantFault(t, err, fault.Stale, "changed_meanwhile")
		in.Seq = &out.Seq
		if again := d.do(in); again.Seq != out.Seq {
			t.Errorf("the same words made the state %d of %d", again.Seq, out.Seq)
		}
		call := d.Call("drafter")
		call.Once = models.Once{Scope: "drafter", Key: "one", Hash: "h"}
		in.Content = "Openness is a beginning."
		first, err := d.Service.EditWorking(t.Context(), call, "town", "charter", in)
		testkit.Must(t, err)
		if repeated, err := d.Service.EditWorking(t.Context(), call, "town", "charter", in); repeated != first || err != nil {
			t.Errorf("%+v was repeated as %+v, %v", first, repeated, err)
		}
		now, _ = d.text("en").Provision(seen.WID)
		history, next, err := k.Service.History(t.Context(), d.Actor("observer"), "town", "charter", "", 0)
		testkit.Must(t, err)
		if len(history) != 2 || next != 0 || history[1].Name != "drafter" || history[1].Changes[0].Was.Text != seen.Text || history[0].Changes[0].Is.Text != now.Text {
			t.Errorf("history %+v", history)
		}
	})
}

func TestEditWorking_structureIsFollowedByTranslations(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		made := d.do(consult.NewEdit{Act: "add", Parent: "art-1", After: "art-1-par-1", Kind: "paragraph", Number: "9", Content: "New."})
		d.do(consult.NewEdit{Act: "move", WID: "art-2", After: "preamble"})
		d.do(consult.NewEdit{Act: "delete", WID: "art-1-par-2-pnt-a"})
		d.do(consult.NewEdit{Act: "renumber"})
		want := "preamble \n.preamble-par-1 1\nart-2 1\n.art-2-par-1 1\nart-1 2\n.art-1-par-1 1\n." + made.WID + " 2\n.art-1-par-2 3\n..art-1-par-2-pnt-b a\n"
		if diff := cmp.Diff(lines(d.text("en")), want); diff != "" {
			t.Error(diff)
		}
		gap := strings.Replace(strings.Replace(want, "."+made.WID+" 2\n", "", 1), "par-2 3", "par-2 2", 1)
		if diff := cmp.Diff(lines(d.text("fr")), gap); diff != "" {
			t.Errorf("the translation: %s", diff)
		}
		d.who = "translator"
		d.do(consult.NewEdit{Act: "change", Language: "fr", WID: made.WID, Kind: "paragraph", Number: "2", Content: "Nouveau."})
		if p, ok := d.text("fr").Provision(made.WID); !ok || p.Text != "Nouveau." || p.Position != 7 || p.Parent != "art-1" {
			t.Errorf("the gap was filled with %+v", p)
		}
	})
}

func TestEditWorking_splitJoinAndRestore(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		before := d.text("en")
		cut := d.do(consult.NewEdit{Act: "split", WID: "art-1-par-1", At: 43})
		if p, _ := d.text("en").Provision(cut.WID); p.Text != "What they build shall be open." {
			t.Errorf("cut off %q", p.Text)
		}
		d.do(consult.NewEdit{Act: "join", WID: cut.WID})
		gone := d.do(consult.NewEdit{Act: "delete", WID: "art-1"})
		if n := len(d.text("fr").Provisions); n != 4 {
			t.Errorf("%d provisions are left of the translation", n)
		}
		d.do(consult.NewEdit{Act: "restore", Revision: gone.Seq})
		if diff := cmp.Diff(lines(d.text("en")), lines(before)); diff != "" {
			t.Error(diff)
		}
		_, err := d.try(consult.NewEdit{Act: "restore", Revision: 999_999})
		wantField(t, err, "revision", "not_found")
	})
}

func TestEditWorking_savesWhileWritingAreOneEntry(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		for _, words := range []string{"Openness", "Openness is", "Openness is all."} {
			k.Clock.Add(time.Minute)
			d.do(consult.NewEdit{Act: "change", WID: "preamble-par-1", Kind: "paragraph", Number: "1", Content: words, Auto: true})
		}
		k.Clock.Add(time.Hour)
		d.do(consult.NewEdit{Act: "change", WID: "preamble-par-1", Kind: "paragraph", Number: "1", Content: "Other.", Auto: true})
		history, _, err := k.Service.History(t.Context(), d.Actor("drafter"), "town", "charter", "preamble-par-1", 0)
		testkit.Must(t, err)
		if len(history) != 2 || history[1].Changes[0].Is.Text != "Openness is all." || history[1].Changes[0].Was.Text != "Openness alone is not enough." {
			t.Errorf("%d entries: %+v", len(history), history)
		}
	})
}

func TestEditWorking_refusals(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		before := lines(d.text("en"))
		field := func(in consult.NewEdit, name, code string) {
			t.Helper()
			_, err := d.try(in)
			wantField(t, err, name, code)
		}
		field(consult.NewEdit{Act: "burn"}, "act", "unknown_value")
		field(consult.NewEdit{Act: "change", WID: "art-1", Kind: "poem", Content: "x"}, "kind", "unknown_value")
		field(consult.NewEdit{Act: "add", Kind: "article"}, "content", "required")
		field(consult.NewEdit{Act: "change", WID: "art-1", Kind: "article", Content: "1. a list"}, "content", "words_only")
		field(consult.NewEdit{Act: "change", WID: "art-1", Kind: "article", Content: "bell \a"}, "content", "control")
		field(consult.NewEdit{Act: "move", WID: "art-1", Parent: "art-1-par-1"}, "parent", "below_itself")
		field(consult.NewEdit{Act: "split", WID: "art-1-par-1"}, "at", "no_cut")
		_, err := d.try(consult.NewEdit{Act: "delete", WID: "art-99"})
		wantFault(t, err, fault.NotFound, "provision_not_found")
		_, err = d.try(consult.NewEdit{Act: "shift", WID: "preamble", Direction: "up"})
		wantFault(t, err, fault.Conflict, "no_neighbour")
		d.who = "translator"
		_, err = d.try(consult.NewEdit{Act: "delete", WID: "art-1"})
		wantFault(t, err, fault.Forbidden, "forbidden")
		_, err = d.try(consult.NewEdit{Act: "delete", WID: "art-1", Language: "fr"})
		wantFault(t, err, fault.Conflict, "follows_the_text")
		if diff := cmp.Diff(lines(d.text("en")), before); diff != "" {
			t.Errorf("a refusal changed the text: %s", diff)
		}
	})
}

func TestEditing_isSeenByOthersWhileItLasts(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		see := func(who string, done bool) string {
			t.Helper()
			others, err := k.Service.SeeEditing(t.Context(), d.Call(who), "town", "charter", consult.EditOf{WID: "art-1"}, done)
			testkit.Must(t, err)
			names := ""
			for _, o := range others {
				names += o.Name + " "
			}
			return names
		}
		if got := see("drafter", false); got != "" {
			t.Errorf("alone with %q", got)
		}
		if got := see("organiser", false); got != "drafter " {
			t.Errorf("the organiser sees %q", got)
		}
		see("drafter", true)
		if got := see("organiser", false); got != "" {
			t.Errorf("who has left is still seen: %q", got)
		}
		see("drafter", false)
		k.Clock.Add(3 * time.Minute)
		if got := see("organiser", false); got != "" {
			t.Errorf("who was not seen for three minutes is: %q", got)
		}
	})
}

func TestDiscardWorking_needsAFreshProofAndLeavesWhatIsPublished(t *testing.T) {
	testkit.Both(t, func(t *testing.T, k *testkit.Kit) {
		d := opened(t, k)
		d.do(consult.NewEdit{Act: "renumber"})
		err := k.Service.DiscardWorking(t.Context(), d.Call("drafter"), "town", "charter")
		wantFault(t, err, fault.Forbidden, "step_up")
		testkit.Must(t, k.Service.DiscardWorking(t.Context(), k.Stepped(d.Actor("drafter")), "town", "charter"))
		if n := k.Count(t, "versions", "number = 0"); n != 0 {
			t.Error("it is still there")
		}
		if n := k.Count(t, "provisions", "1 = 1"); n != 18 {
			t.Errorf("%d provisions are left", n)
		}
		err = k.Service.DiscardWorking(t.Context(), k.Stepped(d.Actor("drafter")), "town", "charter")
		wantFault(t, err, fault.NotFound, "version_not_found")
	})
}
